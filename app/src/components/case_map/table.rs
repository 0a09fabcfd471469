//! The network as tables: the same content as the drawings, to be read and edited without them. What has no column
//! stands in the panel that a row opens.

pub mod actors;
pub mod household;
pub mod ties;

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::text::folded;

use super::state::MapState;
use crate::{
    components::icon::{Icon, IconKind},
    lean::{say, tell},
};
use actors::Actors;
use household::Household;
use ties::Ties;

/// Actors, household and ties.
#[component]
pub fn Table() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let filter = RwSignal::new(String::new());
    view! {
        <div class="map-table" data-testid="map-table">
            <label class="table-filter">
                <Icon kind=IconKind::Search />
                <input
                    type="search"
                    autocomplete="off"
                    data-testid="table-filter"
                    aria-label=say(move || t_string!(i18n, detail.table.filter))
                    placeholder=say(move || t_string!(i18n, detail.table.filter_hint))
                    prop:value=move || filter.get()
                    on:input=move |event| filter.set(event_target_value(&event))
                />
            </label>
            <Actors map filter />
            <Household map filter />
            <Ties map filter />
        </div>
    }
}

/// By which column a table is sorted, and whether downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sort {
    column: usize,
    descending: bool,
}

impl Sort {
    /// The rows in order: by what stands in the column, then by what names them.
    fn apply<I>(self, mut rows: Vec<((usize, String), String, I)>) -> Vec<I> {
        rows.sort_by(|one, other| {
            let by = one.0.cmp(&other.0);
            let by = if self.descending { by.reverse() } else { by };
            by.then_with(|| one.1.cmp(&other.1))
        });
        rows.into_iter().map(|(.., id)| id).collect()
    }
}

/// The head of a column, which sorts by it; pressed again it turns round.
fn sort_head(
    map: MapState,
    label: Signal<&'static str>,
    column: usize,
    sort: RwSignal<Sort>,
) -> AnyView {
    let is_sorted = move || sort.with(|sort| sort.column == column);
    let direction = move || match sort.get() {
        sort if sort.column != column => None,
        Sort {
            descending: false, ..
        } => Some("ascending"),
        _ => Some("descending"),
    };
    let press = move |_| {
        sort.update(|sort| {
            *sort = Sort {
                column,
                descending: sort.column == column && !sort.descending,
            };
        });
    };
    let title = tell(move || t_string!(map.i18n, detail.table.sort, field = label.get()));
    view! {
        <th scope="col" aria-sort=direction>
            <button type="button" class="sort-head" title=title data-sorted=move || is_sorted().to_string() on:click=press>
                {label}
                <Icon kind=IconKind::Down />
            </button>
        </th>
    }
    .into_any()
}

/// What is said instead of rows when the filter finds none.
fn none_found(map: MapState, filter: RwSignal<String>, is_empty: Signal<bool>) -> AnyView {
    let words = move || {
        is_empty
            .get()
            .then(|| filter.get())
            .filter(|text| !text.is_empty())
            .map(|text| t_string!(map.i18n, detail.table.none, text = text))
    };
    view! { <p class="table-none" role="status">{words}</p> }.into_any()
}

/// Whether one of these texts holds what is looked for, whatever the accents and capitals.
fn holds(texts: &[String], wanted: &str) -> bool {
    let wanted = folded(wanted);
    wanted.is_empty() || texts.iter().any(|text| folded(text).contains(&wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_without_its_accents() {
        let texts = ["Inés Ñancupil".to_owned(), "Óptica".to_owned()];
        assert!(holds(&texts, "ines"));
        assert!(holds(&texts, " OPTICA "));
        assert!(holds(&texts, "Ñan"));
        assert!(holds(&texts, ""));
        assert!(!holds(&texts, "escuela"));
    }

    #[test]
    fn a_column_pressed_again_turns_round_and_equal_rows_keep_their_names_order() {
        let rows = || {
            [(1, "b"), (0, "c"), (1, "a")]
                .map(|(at, name)| ((at, String::new()), name.to_owned(), name))
                .to_vec()
        };
        let sort = |descending| {
            Sort {
                column: 0,
                descending,
            }
            .apply(rows())
        };
        assert_eq!(sort(false), ["c", "a", "b"]);
        assert_eq!(sort(true), ["a", "b", "c"]);
    }
}
