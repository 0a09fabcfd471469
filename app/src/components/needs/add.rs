//! The dialog that adds needs: several rows of the catalogue at once, and one in own words.

use leptos::{ev::SubmitEvent, prelude::*};
use trama_shared::{
    case::{Need, NeedTopic},
    catalog::{NeedArea, NeedRow},
    edit::Edit,
    ids::NeedId,
    limits,
    text::folded,
};

use super::{NeedsState, words};
use crate::{
    components::{
        dialog::Dialog,
        icon::{Icon, IconKind},
    },
    i18n::t_string,
    lean::{memo, part, say, tell, when},
    services::clock,
};

/// What is being chosen. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Choosing {
    search: RwSignal<String>,
    rows: RwSignal<Vec<NeedRow>>,
    own: RwSignal<String>,
    own_area: RwSignal<NeedArea>,
    missing: RwSignal<bool>,
}

impl Choosing {
    /// Whether the search leaves a row in the list; what was ticked stays. Tracked.
    fn finds(self, needs: NeedsState, row: NeedRow) -> bool {
        let wanted = self.search.with(|search| folded(search));
        wanted.is_empty()
            || self.rows.with(|rows| rows.contains(&row))
            || folded(words::row(needs.i18n, row)).contains(&wanted)
            || folded(words::area(needs.i18n, row.area())).contains(&wanted)
    }

    /// How many needs would be added; tracked.
    fn count(self) -> usize {
        let own = self.own.with(|own| usize::from(!own.trim().is_empty()));
        self.rows.with(Vec::len) + own
    }

    /// The needs that were chosen.
    fn chosen(self) -> Vec<Need> {
        let mut rows = self.rows.get_untracked();
        rows.sort_unstable();
        let mut chosen: Vec<Need> = rows
            .into_iter()
            .map(|row| Need::new(NeedTopic::Row(row)))
            .collect();
        let own = self.own.with_untracked(|own| own.trim().to_owned());
        if !own.is_empty() {
            chosen.push(Need {
                words: own,
                ..Need::new(NeedTopic::Own(self.own_area.get_untracked()))
            });
        }
        chosen
    }
}

/// The dialog.
#[component]
pub fn AddNeedsDialog(
    /// The page.
    needs: NeedsState,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = needs.i18n;
    let choosing = Choosing {
        search: RwSignal::new(String::new()),
        rows: RwSignal::new(Vec::new()),
        own: RwSignal::new(String::new()),
        own_area: RwSignal::new(NeedArea::Labour),
        missing: RwSignal::new(false),
    };
    Effect::new(move |_| {
        if open.get() {
            choosing.search.set(String::new());
            choosing.rows.set(Vec::new());
            choosing.own.set(String::new());
            let area = needs.area.get_untracked().unwrap_or(NeedArea::Labour);
            choosing.own_area.set(area);
            choosing.missing.set(false);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let chosen = choosing.chosen();
        if chosen.is_empty() {
            choosing.missing.set(true);
            return;
        }
        let said = match chosen.as_slice() {
            [one] => {
                let name = words::name(i18n, one);
                t_string!(i18n, needs.said.added_single, name = name)
            }
            several => t_string!(i18n, needs.said.added_many, n = several.len()),
        };
        let ids: Vec<NeedId> = chosen
            .iter()
            .map(|_| NeedId::from_random(clock::random_bits()))
            .collect();
        let add = |(id, need): (&NeedId, Need)| Edit::AddNeed {
            id: id.clone(),
            need,
        };
        let edits = ids.iter().zip(chosen).map(add).collect();
        if needs.edit(Edit::Batch(edits)) {
            open.set(false);
            needs.announcer.say(said);
            // One that was added alone is written on at once.
            if let [only] = ids.as_slice() {
                needs.go_to(only.clone());
            }
        }
    };
    view! {
        <Dialog open wide=true title=Signal::derive(move || t_string!(i18n, needs.add_title).to_owned())>
            <form class="dialog-body needs-dialog" on:submit=submit novalidate="">
                <Catalogue needs choosing />
                <Own needs choosing />
                <p class="map-error" role="alert">
                    {move || choosing.missing.get().then(|| t_string!(i18n, needs.choose_something))}
                </p>
                <div class="dialog-actions">
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {say(move || t_string!(i18n, common.cancel))}
                    </button>
                    <button class="button primary" type="submit" data-testid="needs-submit">
                        {tell(move || match choosing.count() {
                            0 => t_string!(i18n, needs.add_none).to_owned(),
                            1 => t_string!(i18n, needs.add_single).to_owned(),
                            n => t_string!(i18n, needs.add_many, n = n),
                        })}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}

/// The rows of the catalogue under their ámbitos, with a search.
#[component]
fn Catalogue(needs: NeedsState, choosing: Choosing) -> impl IntoView {
    let i18n = needs.i18n;
    let here = memo(move |_| {
        let all = needs.all();
        let rows = all.values().filter_map(|need| match need.topic {
            NeedTopic::Row(row) => Some(row),
            NeedTopic::Own(_) => None,
        });
        rows.collect::<Vec<_>>()
    });
    let none = move || !NeedRow::ALL.iter().any(|row| choosing.finds(needs, *row));
    let row = move |row: NeedRow| {
        let tick = move |_| {
            choosing.missing.set(false);
            choosing.rows.update(|rows| {
                let before = rows.len();
                rows.retain(|other| *other != row);
                if rows.len() == before {
                    rows.push(row);
                }
            });
        };
        let already = part(move || {
            if here.with(|here| here.contains(&row)) {
                view! { <span class="hint">{say(move || t_string!(i18n, needs.already))}</span> }
                    .into_any()
            } else {
                ().into_any()
            }
        });
        view! {
            <label class="need-row" hidden=when(move || !choosing.finds(needs, row))>
                <input type="checkbox" value=row.id() prop:checked=move || choosing.rows.with(|rows| rows.contains(&row)) on:change=tick />
                <span>{say(move || words::row(i18n, row))}</span>
                {already}
            </label>
        }
    };
    let area = move |area: NeedArea| {
        let empty = when(move || !area.rows().any(|row| choosing.finds(needs, row)));
        view! {
            <fieldset hidden=empty data-catalogue=area.id()>
                <legend>{say(move || words::area(i18n, area))}</legend>
                <div class="need-rows">{area.rows().map(row).collect_view()}</div>
            </fieldset>
        }
    };
    view! {
        <label class="search">
            <span class="sr-only">{say(move || t_string!(i18n, needs.search))}</span>
            <Icon kind=IconKind::Search />
            <input type="search" placeholder=say(move || t_string!(i18n, needs.search)) data-testid="needs-search"
                prop:value=move || choosing.search.get()
                on:input=move |event| choosing.search.set(event_target_value(&event)) />
        </label>
        <div class="catalogue" tabindex="0" role="group" aria-label=say(move || t_string!(i18n, needs.areas))>
            {NeedArea::ALL.iter().copied().map(area).collect_view()}
            <p class="hint" role="status">{move || none().then(|| t_string!(i18n, needs.search_none))}</p>
        </div>
    }
}

/// A need that is not in the catalogue.
#[component]
fn Own(needs: NeedsState, choosing: Choosing) -> impl IntoView {
    let i18n = needs.i18n;
    let option = move |area: NeedArea| {
        view! {
            <option value=area.id() selected=move || choosing.own_area.get() == area>
                {say(move || words::area(i18n, area))}
            </option>
        }
    };
    let set_area = move |event: leptos::ev::Event| {
        if let Some(area) = NeedArea::from_id(&event_target_value(&event)) {
            choosing.own_area.set(area);
        }
    };
    view! {
        <fieldset class="need-own">
            <legend>{say(move || t_string!(i18n, needs.own_head))}</legend>
            <div class="need-pair">
                <div class="field">
                    <label for="need-own-words">{say(move || t_string!(i18n, needs.own_words))}</label>
                    <input id="need-own-words" type="text" autocomplete="off" maxlength=limits::TITLE_MAX.to_string()
                        prop:value=move || choosing.own.get()
                        on:input=move |event| {
                            choosing.missing.set(false);
                            choosing.own.set(event_target_value(&event));
                        } />
                </div>
                <div class="field">
                    <label for="need-own-area">{say(move || t_string!(i18n, needs.own_area))}</label>
                    <select id="need-own-area" on:change=set_area>{NeedArea::ALL.iter().copied().map(option).collect_view()}</select>
                </div>
            </div>
        </fieldset>
    }
}
