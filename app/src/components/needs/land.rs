//! The territory that the case uses: chosen on the page of the needs, open while the page is.

use leptos::prelude::*;
use trama_shared::{
    analysis::Cover, catalog::NeedArea, edit::Edit, ids::TerritoryId, territory::Survey,
};

use super::NeedsState;
use crate::{
    components::{
        icon::{Icon, IconKind},
        territory::state::{pairs, today},
    },
    i18n::t_string,
    lean::{memo, part, say, tell},
    services::{
        case_store::CaseStore,
        territories::{Territories, TerritoryStore, store::Services},
        workspace::{ListState, Workspace},
    },
};

/// The territory of the case. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Land {
    /// The territory, once it is open.
    pub store: RwSignal<Option<TerritoryStore>>,
    /// Its services.
    pub services: Memo<Services>,
    /// Its survey.
    pub survey: Memo<Survey>,
}

impl Land {
    /// Opens the territory that the case uses, and another when the team chooses it. Closed with the current owner.
    #[must_use]
    pub fn new(case: CaseStore) -> Self {
        let open = RwSignal::new(None::<TerritoryStore>);
        let territories = Workspace::get().territories();
        let chosen = case.territory();
        let close = move |territories: Option<Territories>| {
            let before = open.try_update_untracked(Option::take).flatten();
            if let (Some(territories), Some(before)) = (territories, before) {
                territories.close(before);
            }
        };
        let entry = {
            let territories = territories.clone();
            memo(move |_| {
                let territories = territories.get()?;
                // What else the list says of it changes often.
                let entry = territories.entry(&chosen.get()?)?;
                Some((entry.id, entry.document))
            })
        };
        Effect::new({
            let territories = territories.clone();
            move |_| {
                let id = entry.get().map(|(id, _)| id);
                let territories = territories.get_untracked();
                close(territories);
                let entry = territories.zip(id).and_then(|(all, id)| {
                    let entry = untrack(|| all.entry(&id))?;
                    Some(all.open(&entry))
                });
                open.set(entry);
            }
        });
        on_cleanup(move || close(territories.get_untracked()));
        let services = memo(move |_| {
            let store = open.get();
            store
                .map(|store| store.services().get())
                .unwrap_or_default()
        });
        let today = today();
        Self {
            store: open,
            services,
            survey: memo(move |_| services.with(|services| Survey::of(pairs(services), today))),
        }
    }

    /// How many of the case's current needs nobody of her network answers, and of how many of these nothing of the territory
    /// could. Tracked.
    fn gaps(self, needs: NeedsState) -> (usize, usize) {
        let all = needs.store.needs();
        needs.coverage.with(|coverage| {
            let topics = coverage
                .needs
                .iter()
                .filter(|need| need.cover() == Cover::Uncovered)
                .filter_map(|need| all.with(|all| all.get(&need.need).map(|need| need.topic)));
            let topics: Vec<_> = topics.collect();
            let nowhere = self.survey.with(|survey| {
                let offered = |topic: &_| {
                    survey
                        .supply(*topic)
                        .is_some_and(|supply| !supply.is_uncovered())
                };
                topics.iter().filter(|topic| !offered(topic)).count()
            });
            (topics.len(), nowhere)
        })
    }
}

/// Which territory the case uses, and what of the needs it could answer.
#[component]
pub fn LandCard(
    /// The page.
    needs: NeedsState,
) -> impl IntoView {
    let territories = Workspace::get().territories();
    part(move || match territories.get() {
        Some(territories) => view! { <Card needs territories /> }.into_any(),
        None => ().into_any(),
    })
}

#[component]
fn Card(needs: NeedsState, territories: Territories) -> impl IntoView {
    let i18n = needs.i18n;
    let chosen = needs.store.territory();
    let list = territories.list();
    let set = move |event: leptos::ev::Event| {
        let id = event_target_value(&event).parse::<TerritoryId>().ok();
        if id != needs.store.territory().get_untracked() {
            needs.edit(Edit::SetTerritory(id));
        }
    };
    let options = part({
        let chosen = chosen.clone();
        move || {
            let now = chosen.get();
            let entries = list.with(|list| list.entries.clone());
            // One that this user may not see is chosen all the same.
            let hidden = now
                .clone()
                .filter(|now| entries.iter().all(|entry| entry.id != *now))
                .map(|now| {
                    view! { <option value=now.to_string() selected=true>{say(move || t_string!(i18n, territory.case_hidden))}</option> }
                });
            let option = |entry: crate::services::api::TerritoryEntry| {
                let is_now = now.as_ref() == Some(&entry.id);
                view! { <option value=entry.id.to_string() selected=is_now>{entry.title}</option> }
            };
            let none = now.is_none();
            view! {
                <option value="" selected=none>{say(move || t_string!(i18n, territory.case_none))}</option>
                {hidden}
                {entries.into_iter().map(option).collect_view()}
            }
            .into_any()
        }
    });
    let link = part({
        let chosen = chosen.clone();
        move || {
            let id = chosen.get().filter(|id| territories.entry(id).is_some());
            let (href, to_list) = match &id {
                Some(id) => (format!("/territorio/{id}"), false),
                None => ("/territorios".to_owned(), true),
            };
            view! {
                <a class="button" href=href data-testid="to-territory">
                    <Icon kind=IconKind::Territory />
                    {say(move || if to_list { t_string!(i18n, territory.list_title) } else { t_string!(i18n, territory.case_open) })}
                </a>
            }
            .into_any()
        }
    });
    let state = {
        let list = territories.list();
        memo(move |_| list.with(|list| list.state))
    };
    let said = tell(move || {
        let Some(id) = chosen.get() else {
            return t_string!(i18n, territory.case_choose).to_owned();
        };
        if territories.entry(&id).is_none() {
            return match state.get() {
                ListState::Current => t_string!(i18n, territory.case_no_right).to_owned(),
                _ => String::new(),
            };
        }
        match needs.land.gaps(needs) {
            (0, _) => t_string!(i18n, territory.case_all).to_owned(),
            (n, 0) => t_string!(i18n, territory.case_offered, n = n),
            (n, nowhere) if n == nowhere => t_string!(i18n, territory.case_nowhere, n = n),
            (n, nowhere) => t_string!(i18n, territory.case_some, n = n, nowhere = nowhere),
        }
    });
    view! {
        <section class="card coverage" aria-labelledby="land-title" data-testid="case-territory">
            <h3 id="land-title">{say(move || t_string!(i18n, territory.case_title))}</h3>
            <div class="field">
                <label class="sr-only" for="case-territory">{say(move || t_string!(i18n, territory.case_title))}</label>
                <select id="case-territory" disabled=move || needs.read_only.get() on:change=set>{options}</select>
            </div>
            <p data-testid="case-territory-said">{said}</p>
            {link}
        </section>
    }
}

/// Where the services that could answer a need are listed.
#[must_use]
pub fn place(id: &TerritoryId, area: NeedArea) -> String {
    format!("/territorio/{id}?ambito={}", area.id())
}
