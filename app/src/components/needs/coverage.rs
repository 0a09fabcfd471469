//! How far the needs are answered: a sentence, the ámbitos with a mark for each need, and the needs behind it.

use leptos::prelude::*;
use trama_shared::{analysis::Cover, catalog::NeedArea, ids::NeedId};

use super::{NeedsState, land::LandCard, words};
use crate::{
    i18n::t_string,
    lean::{part, say, tell},
};

/// The card beside the list.
#[component]
pub fn CoverageCard(
    /// The page.
    needs: NeedsState,
) -> impl IntoView {
    let i18n = needs.i18n;
    let areas = std::iter::once(None).chain(NeedArea::ALL.iter().copied().map(Some));
    let missing = move || {
        needs.coverage.with(|coverage| {
            let all = coverage.all();
            all.uncovered + all.not_reached > 0
        })
    };
    let filter = part(move || {
        if !missing() && !needs.missing_only.get() {
            return ().into_any();
        }
        view! {
            <button class="button" type="button" data-testid="missing-only"
                aria-pressed=move || if needs.missing_only.get() { "true" } else { "false" }
                on:click=move |_| needs.missing_only.update(|only| *only = !*only)>
                {say(move || t_string!(i18n, needs.only_missing))}
            </button>
        }
        .into_any()
    });
    view! {
        <aside class="needs-side">
            <section class="card coverage" aria-labelledby="coverage-title" data-testid="coverage">
                <h3 id="coverage-title">{say(move || t_string!(i18n, needs.coverage))}</h3>
                <p data-testid="coverage-said">{tell(move || {
                    let all = needs.coverage.with(trama_shared::analysis::Coverage::all);
                    words::coverage(i18n, all)
                })}</p>
                <Behind needs cover=Cover::Uncovered />
                <Behind needs cover=Cover::NotReached />
                <p class="hint">{say(move || t_string!(i18n, needs.said_how))}</p>
                {filter}
            </section>
            <LandCard needs />
            <div class="area-list" role="group" aria-label=say(move || t_string!(i18n, needs.areas))>
                {areas.map(|area| view! { <AreaButton needs area /> }).collect_view()}
            </div>
        </aside>
    }
}

/// The needs that are so far answered, by name; a press leads to each.
#[component]
fn Behind(needs: NeedsState, cover: Cover) -> impl IntoView {
    let i18n = needs.i18n;
    let head = move || match cover {
        Cover::Uncovered => t_string!(i18n, needs.uncovered_list),
        _ => t_string!(i18n, needs.not_reached_list),
    };
    let list = move || {
        needs.coverage.with(|coverage| {
            let so = coverage.needs.iter().filter(|need| need.cover() == cover);
            so.map(|need| need.need.clone()).collect::<Vec<_>>()
        })
    };
    let item = move |id: NeedId| {
        let name = {
            let id = id.clone();
            tell(move || needs.name(&id))
        };
        view! {
            <li><button type="button" class="need-link" on:click=move |_| needs.go_to(id.clone())>{name}</button></li>
        }
    };
    part(move || {
        let list = list();
        if list.is_empty() {
            return ().into_any();
        }
        view! {
            <div class="behind" data-behind=cover_id(cover)>
                <p class="field-label">{say(head)}</p>
                <ul>{list.into_iter().map(item).collect_view()}</ul>
            </div>
        }
        .into_any()
    })
}

/// An ámbito, or all of them, with a mark for each current need; a press shows only these.
#[component]
fn AreaButton(needs: NeedsState, area: Option<NeedArea>) -> impl IntoView {
    let i18n = needs.i18n;
    let name = move || match area {
        Some(area) => words::area(i18n, area),
        None => t_string!(i18n, needs.all_areas),
    };
    let count = move || {
        needs.store.needs().with(|needs| {
            let of_area = needs
                .values()
                .filter(|need| area.is_none_or(|area| need.topic.area() == area));
            of_area.count()
        })
    };
    let blocks = part(move || {
        let Some(area) = area else {
            return ().into_any();
        };
        let cover = needs.coverage.with(|coverage| coverage.area(area));
        let marks = [
            (Cover::Covered, cover.covered),
            (Cover::NotReached, cover.not_reached),
            (Cover::Uncovered, cover.uncovered),
        ];
        let marks = marks
            .into_iter()
            .flat_map(|(cover, n)| std::iter::repeat_n(cover_id(cover), n));
        view! {
            <span class="cover-blocks" aria-hidden="true">
                {marks.map(|class| view! { <span class=class></span> }).collect_view()}
            </span>
        }
        .into_any()
    });
    view! {
        <button type="button" class="area-button" data-area=area.map_or("all", NeedArea::id)
            aria-pressed=move || if needs.area.get() == area { "true" } else { "false" }
            on:click=move |_| needs.area.set(area)>
            <span class="area-name"><span>{say(name)}</span><span class="area-count">{count}</span></span>
            {blocks}
            <span class="hint">{tell(move || needs.area_words(area))}</span>
        </button>
    }
}

/// A coverage as classes and attributes name it.
#[must_use]
pub const fn cover_id(cover: Cover) -> &'static str {
    match cover {
        Cover::Covered => "covered",
        Cover::NotReached => "not-reached",
        Cover::Uncovered => "uncovered",
    }
}
