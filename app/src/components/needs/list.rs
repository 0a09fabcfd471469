//! The needs of one ámbito.

use leptos::prelude::*;
use trama_shared::catalog::NeedArea;

use super::{NeedsState, card::NeedCard, words};
use crate::{
    i18n::t_string,
    lean::{memo, part, say},
};

/// The needs of an ámbito under its name; nothing while the filters show none and the ámbito was not asked for.
#[component]
pub fn AreaSection(
    /// The page.
    needs: NeedsState,
    /// The ámbito.
    area: NeedArea,
) -> impl IntoView {
    let i18n = needs.i18n;
    let ids = memo(move |_| needs.shown(area));
    let is_empty = memo(move |_| ids.with(Vec::is_empty));
    let asked = memo(move |_| needs.area.get() == Some(area));
    let head_id = format!("area-{}", area.id());
    part(move || {
        if is_empty.get() {
            if !asked.get() {
                return ().into_any();
            }
            let words = move || {
                if needs.missing_only.get() {
                    t_string!(i18n, needs.nothing_missing)
                } else {
                    t_string!(i18n, needs.nothing_here)
                }
            };
            return view! { <p class="no-match" role="status">{say(words)}</p> }.into_any();
        }
        let (head_id, labelled) = (head_id.clone(), head_id.clone());
        view! {
            <section class="need-area" aria-labelledby=labelled data-reading=area.id()>
                <h3 id=head_id>{say(move || words::area(i18n, area))}</h3>
                <For each=move || ids.get() key=Clone::clone let:id>
                    <NeedCard needs id />
                </For>
            </section>
        }
        .into_any()
    })
}
