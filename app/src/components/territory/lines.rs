//! The list of services, drawn in portions.

use leptos::prelude::*;

use super::{Shown, TerritoryState, row};
use crate::{
    components::icon::{Icon, IconKind},
    i18n::t_string,
    lean::{memo, part, say, tell},
};

/// The lines, or why there are none.
#[component]
pub fn Lines(
    /// The page.
    page: TerritoryState,
) -> impl IntoView {
    let i18n = page.i18n;
    let is_empty = memo(move |_| page.lines.with(Vec::is_empty));
    let drawn = move || {
        let count = page.drawn.get();
        page.lines
            .with(|lines| lines.iter().take(count).cloned().collect::<Vec<_>>())
    };
    let columns = part(move || {
        if page.shown.get() == Shown::Uncovered {
            return ().into_any();
        }
        view! {
            <div class="service-columns" aria-hidden="true">
                <span>{say(move || t_string!(i18n, territory.column.service))}</span>
                <span>{say(move || t_string!(i18n, territory.column.requirements))}</span>
                <span>{say(move || t_string!(i18n, territory.column.capability))}</span>
            </div>
        }
        .into_any()
    });
    let columns = StoredValue::new(columns);
    part(move || {
        if is_empty.get() {
            return view! { <Nothing page /> }.into_any();
        }
        view! {
            <section class="service-list card" data-testid="services">
                {columns.with_value(|columns| columns())}
                <For each=drawn key=Clone::clone let:line>{row::line(page, line)}</For>
                <More page />
            </section>
        }
        .into_any()
    })
}

/// The way to what is not drawn yet.
#[component]
fn More(page: TerritoryState) -> impl IntoView {
    let i18n = page.i18n;
    let more = memo(move |_| page.more());
    let left = move || page.lines.with(Vec::len).saturating_sub(page.drawn.get());
    part(move || {
        if more.get() == 0 {
            return ().into_any();
        }
        view! {
            <div class="service-rest">
                <button class="button" type="button" data-testid="services-more" on:click=move |_| page.draw_more()>
                    {tell(move || t_string!(i18n, territory.more, n = more.get()))}
                </button>
                <span class="hint">{tell(move || t_string!(i18n, territory.left, n = left()))}</span>
            </div>
        }
        .into_any()
    })
}

/// Why the list is empty, and the way out.
#[component]
fn Nothing(page: TerritoryState) -> impl IntoView {
    let i18n = page.i18n;
    part(move || {
        let search = page.search.get();
        if !search.trim().is_empty() {
            return view! {
                <div class="no-match" role="status">
                    <Icon kind=IconKind::Search />
                    <div>
                        <h3>{tell(move || t_string!(i18n, territory.search_none, text = search.clone()))}</h3>
                        <p>{say(move || t_string!(i18n, territory.search_none_text))}</p>
                    </div>
                    <button class="button" type="button" on:click=move |_| page.search.set(String::new())>
                        {say(move || t_string!(i18n, territory.search_clear))}
                    </button>
                </div>
            }
            .into_any();
        }
        let words = move || match (page.shown.get(), page.area.get()) {
            (Shown::Expired, _) => t_string!(i18n, territory.expired_none),
            (Shown::Uncovered, None) => t_string!(i18n, territory.uncovered_none),
            (Shown::Uncovered, Some(_)) => t_string!(i18n, territory.uncovered_none_area),
            _ => t_string!(i18n, territory.count_none),
        };
        view! { <p class="no-match" role="status">{say(words)}</p> }.into_any()
    })
}
