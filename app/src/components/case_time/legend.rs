//! What the signs mean, in the free corners of the map; only those that are on it.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{case::View, history::TieGroup, layout::Device};

use super::{
    scene::Side,
    sign::{Sign, SignSample},
    state::TimeState,
    words,
};
use crate::lean::{memo, part, say, tell};

/// The legend of the map of both moments.
#[component]
pub fn Legend(
    /// Which moments the map shows.
    side: Side,
) -> impl IntoView {
    let time = TimeState::get();
    let i18n = time.i18n;
    let signs = memo(move |_| {
        time.compared.with(|compared| {
            let Some(compared) = compared.as_ref() else {
                return Vec::new();
            };
            let comparison = &compared.comparison;
            let groups = TieGroup::ALL.into_iter().filter(|group| {
                *group != TieGroup::Other && comparison.in_group(*group).next().is_some()
            });
            let mut signs: Vec<Sign> = groups.map(Sign::Tie).collect();
            let moved = match time.view.get() {
                View::Rings | View::Ecomap => comparison
                    .actors
                    .values()
                    .any(|actor| actor.moved().is_some()),
                View::Sluzki => comparison
                    .actors
                    .keys()
                    .any(|id| compared.a.resettled(&compared.b, id).is_some()),
            };
            if moved {
                signs.push(Sign::Moved);
            }
            signs
        })
    });
    let shown = part(move || {
        let signs = signs.get();
        if side != Side::Both || signs.is_empty() || time.device.get() == Device::Phone {
            return ().into_any();
        }
        let rows = signs.into_iter().map(|sign| {
            let words = tell(move || match sign {
                Sign::Tie(group) => words::sign(i18n, group).to_owned(),
                Sign::Moved => words::moved_sign(i18n, time.view.get()).to_owned(),
            });
            view! { <li><SignSample sign />{words}</li> }
        });
        view! {
            <ul class="time-legend time-legend-signs" data-testid="time-legend">{rows.collect_view()}</ul>
            <p class="time-legend time-legend-same">
                <svg viewBox="0 0 36 8" aria-hidden="true" focusable="false"><path class="tie-line" d="M0 4H36" stroke-width="1.3" /></svg>
                {say(move || t_string!(i18n, time.sign.same))}
            </p>
        }
        .into_any()
    });
    view! { {shown} }
}
