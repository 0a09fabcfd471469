//! The ámbitos beside the list: a filter, and how much of each the territory covers.

use leptos::prelude::*;
use trama_shared::{
    case::NeedTopic,
    catalog::{NeedArea, NeedRow},
    territory::Survey,
};

use super::{Shown, TerritoryState};
use crate::{
    components::needs,
    i18n::t_string,
    lean::{memo, part, say, tell},
};

/// Whether each row of an ámbito is covered, in the order of the catalogue.
fn covered(survey: &Survey, area: Option<NeedArea>) -> Vec<bool> {
    let rows = survey.topics.iter().filter(|supply| {
        matches!(supply.topic, NeedTopic::Row(_))
            && area.is_none_or(|area| supply.topic.area() == area)
    });
    rows.map(|supply| !supply.is_uncovered()).collect()
}

/// The ámbitos.
#[component]
pub fn Areas(
    /// The page.
    page: TerritoryState,
) -> impl IntoView {
    let i18n = page.i18n;
    let uncovered = memo(move |_| {
        let covered = page.survey.with(|survey| covered(survey, None));
        covered.iter().filter(|covered| !**covered).count()
    });
    let all = [None]
        .into_iter()
        .chain(NeedArea::ALL.iter().copied().map(Some));
    let area = move |area: Option<NeedArea>| {
        let cover = memo(move |_| page.survey.with(|survey| covered(survey, area)));
        let missing = move || cover.with(|cover| cover.iter().filter(|covered| !**covered).count());
        let blocks = part(move || {
            let blocks = cover.get().into_iter().map(|covered| {
                view! { <span class=if covered { "covered" } else { "uncovered" }></span> }
            });
            view! { <span class="cover-blocks" aria-hidden="true">{blocks.collect_view()}</span> }
                .into_any()
        });
        let blocks = area.map(|_| blocks);
        view! {
            <button class="area-button" type="button" data-area=area.map_or("all", NeedArea::id)
                aria-pressed=move || if page.area.get() == area { "true" } else { "false" }
                on:click=move |_| page.show_area(area)>
                <span class="area-name">
                    <span>{say(move || match area {
                        Some(area) => needs::words::area(i18n, area),
                        None => t_string!(i18n, territory.all_areas),
                    })}</span>
                    <span class="area-count">{move || cover.with(Vec::len)}</span>
                </span>
                {blocks}
                <span class="hint">{tell(move || match missing() {
                    0 => t_string!(i18n, territory.area_covered).to_owned(),
                    n => t_string!(i18n, territory.area_uncovered, n = n),
                })}</span>
            </button>
        }
    };
    view! {
        <aside class="needs-side">
            <div class="area-list" role="group" aria-label=say(move || t_string!(i18n, territory.areas))>
                {all.map(area).collect_view()}
            </div>
            <div class="territory-sum" data-testid="uncovered-sum">
                <p>
                    <strong>{move || uncovered.get()}</strong> " "
                    {tell(move || t_string!(i18n, territory.uncovered_said, all = NeedRow::ALL.len()))}
                </p>
                <p class="hint">{say(move || t_string!(i18n, territory.uncovered_hint))}</p>
                <button class="button" type="button" on:click=move |_| page.show(Shown::Uncovered)>
                    {say(move || t_string!(i18n, territory.view.uncovered))}
                </button>
            </div>
        </aside>
    }
}
