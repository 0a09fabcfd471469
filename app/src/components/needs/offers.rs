//! The services of the territory that could answer a need, each with the way onto the map.

use std::sync::Arc;

use leptos::prelude::*;
use trama_shared::{
    case::{Actor, ActorKind, Need, NeedTopic, Party, Ring, Sector, Tie, TieQuality},
    catalog::NeedArea,
    edit::Edit,
    ids::{ActorId, NeedId, ServiceId, TieId},
    limits,
    territory::{Service, ServiceText},
    text::folded,
};

use super::{NeedsState, land::place};
use crate::{
    components::{
        icon::{Icon, IconKind},
        territory::words,
    },
    i18n::t_string,
    lean::{memo, part, say, tell},
    services::clock,
};

/// Services that are shown under a need; the rest is in the territory.
const SHOWN_MAX: usize = 5;

/// How far a service has come towards answering a need of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// Not on the map.
    Elsewhere,
    /// On the map under this name, and not named as answering.
    OnMap(ActorId),
    /// On the map, and named as answering.
    Answers,
}

/// The services for one need.
#[component]
pub fn Offers(
    /// The page.
    needs: NeedsState,
    /// Which need.
    id: NeedId,
    /// The need.
    need: Memo<Option<Need>>,
) -> impl IntoView {
    let i18n = needs.i18n;
    let topic = memo(move |_| {
        need.with(|need| {
            need.as_ref()
                .filter(|need| need.is_current())
                .map(|need| need.topic)
        })
    });
    let found = memo(move |_| {
        let Some(topic) = topic.get() else {
            return Vec::new();
        };
        needs.land.survey.with(|survey| {
            let supply = survey.supply(topic);
            supply
                .map(|supply| supply.current.clone())
                .unwrap_or_default()
        })
    });
    let id = StoredValue::new(id);
    let row = move |service: ServiceId| view! { <Offer needs need=id.get_value() service answered=need /> };
    part(move || {
        let (Some(topic), Some(land)) = (topic.get(), needs.land.store.get()) else {
            return ().into_any();
        };
        let found = found.get();
        if found.is_empty() {
            let nothing = matches!(topic, NeedTopic::Row(_)).then(|| {
                view! { <p class="offers-none">{say(move || t_string!(i18n, territory.offers_none))}</p> }
            });
            return view! { {nothing} }.into_any();
        }
        let count = found.len();
        let href = place(&land.id(), topic.area());
        let more = (count > SHOWN_MAX).then(|| {
            view! {
                <a class="need-link" href=href>{tell(move || t_string!(i18n, territory.offers_more, n = count))}</a>
            }
        });
        let shown: Vec<_> = found.into_iter().take(SHOWN_MAX).map(row).collect();
        view! {
            <section class="offers" data-testid="offers">
                <h5>{say(move || t_string!(i18n, territory.offers))}</h5>
                <ul>{shown}</ul>
                {more}
            </section>
        }
        .into_any()
    })
}

#[component]
fn Offer(
    needs: NeedsState,
    need: NeedId,
    service: ServiceId,
    answered: Memo<Option<Need>>,
) -> impl IntoView {
    let i18n = needs.i18n;
    let data = service.to_string();
    let now: Memo<Option<Arc<Service>>> = memo(move |_| {
        needs
            .land
            .services
            .with(|services| services.get(&service).cloned())
    });
    let name = move || {
        now.with(|now| now.as_ref().map(|now| words::name(i18n, now)))
            .unwrap_or_default()
    };
    let place = memo(move |_| {
        let wanted = folded(&name());
        let named = |id: &ActorId| {
            needs
                .store
                .actor(id)
                .is_some_and(|actor| actor.with(|actor| folded(&actor.name) == wanted))
        };
        let on_map = needs
            .store
            .actor_ids()
            .get()
            .into_iter()
            .filter(|id| !needs.store.is_reserved_actor(id))
            .find(named);
        match on_map {
            None => Place::Elsewhere,
            Some(actor) => answered.with(|need| {
                let answers = need
                    .as_ref()
                    .is_some_and(|need| need.answers.contains(&actor));
                if answers {
                    Place::Answers
                } else {
                    Place::OnMap(actor)
                }
            }),
        }
    });
    let said = tell(move || {
        now.with(|now| {
            let Some(now) = now else {
                return String::new();
            };
            let parts = [&now.organisation, &now.requirements, &now.capability];
            let parts: Vec<&str> = parts
                .into_iter()
                .map(|part| part.trim())
                .filter(|part| !part.is_empty())
                .collect();
            parts.join(" · ")
        })
    });
    let need = StoredValue::new(need);
    let add = move |_| {
        let Some(service) = now.get_untracked() else {
            return;
        };
        let edit = to_map(needs, &need.get_value(), &service);
        if needs.edit(edit) {
            needs.announcer.say(t_string!(
                i18n,
                territory.offers_added,
                name = untrack(name)
            ));
        }
    };
    let answer = move |actor: ActorId| {
        let edit = Edit::SetNeedAnswer {
            id: need.get_value(),
            actor,
            answers: true,
        };
        if needs.edit(edit) {
            needs.announcer.say(t_string!(
                i18n,
                territory.offers_answers,
                name = untrack(name)
            ));
        }
    };
    let way = part(move || {
        let tick = || {
            view! {
                <span class="offer-here"><Icon kind=IconKind::Check />{say(move || t_string!(i18n, territory.offers_here))}</span>
            }
        };
        match (place.get(), needs.read_only.get()) {
            (Place::Answers, _) | (Place::OnMap(_), true) => tick().into_any(),
            (Place::Elsewhere, true) => ().into_any(),
            (Place::OnMap(actor), false) => {
                let press = move |_| answer(actor.clone());
                view! {
                    <button class="button" type="button" on:click=press
                        aria-label=tell(move || t_string!(i18n, territory.offers_answer_named, name = name()))>
                        <Icon kind=IconKind::Check />{say(move || t_string!(i18n, territory.offers_answer))}
                    </button>
                }
                .into_any()
            }
            (Place::Elsewhere, false) => view! {
                <button class="button" type="button" on:click=add
                    aria-label=tell(move || t_string!(i18n, territory.offers_add_named, name = name()))>
                    <Icon kind=IconKind::Add />{say(move || t_string!(i18n, territory.offers_add))}
                </button>
            }
            .into_any(),
        }
    });
    view! {
        <li class="offer" data-offer=data>
            <span class="offer-words"><strong>{tell(name)}</strong><span class="hint">{said}</span></span>
            {way}
        </li>
    }
}

/// Puts a service on the third ring with a tie that is to be built, and names it as answering: one step.
fn to_map(needs: NeedsState, need: &NeedId, service: &Service) -> Edit {
    let i18n = needs.i18n;
    let actor = ActorId::from_random(clock::random_bits());
    let texts = [
        ServiceText::Requirements,
        ServiceText::Capability,
        ServiceText::Contact,
        ServiceText::Address,
        ServiceText::Hours,
    ];
    let notes: Vec<String> = texts
        .into_iter()
        .filter(|text| !service.text(*text).trim().is_empty())
        .map(|text| format!("{}: {}", words::text(i18n, text), service.text(text).trim()))
        .collect();
    let notes = notes.join("\n");
    let area = untrack(|| {
        let all = needs.store.needs();
        all.with(|all| all.get(need).map(|need| need.topic.area()))
    });
    let described = Actor {
        role: service.organisation.clone(),
        scale: service.scale,
        sector: match area {
            Some(NeedArea::Labour) => Some(Sector::Work),
            Some(NeedArea::Legal) => Some(Sector::Legal),
            // The other two are of several sectors: the team says which.
            _ => None,
        },
        // Five texts of a service may be longer than the notes of an actor.
        notes: if limits::length(&notes) > limits::NOTES_MAX {
            String::new()
        } else {
            notes
        },
        ..Actor::new(
            words::name(i18n, service),
            ActorKind::Service,
            Ring::Institutional,
        )
    };
    let tie = Tie::new(
        Party::Person,
        Party::Actor(actor.clone()),
        TieQuality::ToBuild,
    );
    Edit::Batch(vec![
        Edit::AddActor {
            id: actor.clone(),
            actor: described,
        },
        Edit::AddTie {
            id: TieId::from_random(clock::random_bits()),
            tie,
        },
        Edit::SetNeedAnswer {
            id: need.clone(),
            actor,
            answers: true,
        },
    ])
}
