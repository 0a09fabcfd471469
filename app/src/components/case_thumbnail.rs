//! A case in miniature: three rings, and who stands on them.

use leptos::prelude::*;
use trama_shared::{case::TieQuality, ids::CaseId};

use crate::lean::memo;
use crate::services::workspace::{CaseFacts, Workspace};

/// The miniature of a case; empty rings where the device does not have it.
#[component]
pub fn CaseThumbnail(
    /// Which case.
    id: CaseId,
) -> impl IntoView {
    let facts = Workspace::get().facts();
    let sketch = memo(move |_| {
        facts.with(|facts| facts.get(&id).map(|facts: &CaseFacts| facts.sketch.clone()))
    });
    let dots = move || {
        let dots = sketch.get().unwrap_or_default().dots();
        let lines: Vec<_> = dots
            .iter()
            .filter_map(|dot| {
                let class = match dot.quality? {
                    TieQuality::Strong => "strong",
                    TieQuality::Normal | TieQuality::Stressful => "normal",
                    TieQuality::Weak | TieQuality::ToBuild => "weak",
                    TieQuality::Broken => return None,
                };
                Some(view! { <line class=class x1="0" y1="0" x2=dot.x * 32.0 y2=dot.y * 32.0 /> })
            })
            .collect();
        let points: Vec<_> = dots
            .iter()
            .map(|dot| view! { <circle cx=dot.x * 32.0 cy=dot.y * 32.0 r="1.8" /> })
            .collect();
        view! { <g class="lines">{lines}</g><g class="points">{points}</g> }
    };
    view! {
        <svg class="thumbnail" viewBox="-34 -34 68 68" aria-hidden="true" focusable="false">
            <circle class="ring-3" r="32" />
            <circle class="ring-2" r="24" />
            <circle class="ring-1" r="15.5" />
            {dots}
            <circle class="centre" r="4" />
        </svg>
    }
}
