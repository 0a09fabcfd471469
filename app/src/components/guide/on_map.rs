//! Where a resource stands on the map, or the way onto it: the second ring.

use leptos::prelude::*;
use trama_shared::{
    case::{GuideEntry, Party, TieQuality},
    edit::{Edit, GuideField},
    ids::{ActorId, GuideEntryId},
};

use super::{GuideState, words};
use crate::{
    components::{
        case_map::state::ties_of,
        icon::{Icon, IconKind},
    },
    editor::Selection,
    i18n::t_string,
    lean::{memo, part, say, tell},
    services::clock,
};

/// How far a resource has come onto the map.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// Nowhere there.
    Elsewhere,
    /// An actor is called so, and nobody has said that it is this one.
    Called(ActorId),
    /// It is this actor; nobody of the household has a tie with it yet.
    Alone(ActorId),
    /// It is this actor, which has a tie that lives.
    Tied(ActorId),
}

/// The way to the map, or onto it.
#[component]
pub fn OnMap(
    /// The page.
    state: GuideState,
    /// Which resource.
    id: GuideEntryId,
    /// The resource.
    entry: Memo<Option<GuideEntry>>,
) -> impl IntoView {
    let i18n = state.i18n;
    let place = memo(move |_| {
        let Some(entry) = entry.get() else {
            return Place::Elsewhere;
        };
        state.store.actor_ids().track();
        match entry.actor {
            Some(actor) if is_tied(state, &actor) => Place::Tied(actor),
            Some(actor) => Place::Alone(actor),
            None => match state.actor_called(&entry.name) {
                Some(actor) => Place::Called(actor),
                None => Place::Elsewhere,
            },
        }
    });
    let name =
        move || entry.with(|entry| entry.as_ref().map(|it| it.name.clone()).unwrap_or_default());
    let id = StoredValue::new(id);
    let put = move |_| {
        let Some(entry) = entry.get_untracked() else {
            return;
        };
        let actor = ActorId::from_random(clock::random_bits());
        let role = words::kind(i18n, entry.kind).to_owned();
        let edits = vec![
            Edit::AddActor {
                id: actor.clone(),
                actor: entry.as_actor(role),
            },
            Edit::SetGuideEntry {
                id: id.get_value(),
                field: GuideField::Actor(Some(actor)),
            },
        ];
        if state.edit(Edit::Batch(edits)) {
            let said = t_string!(i18n, guide.said.on_map, name = entry.name);
            state.announcer.say(said);
        }
    };
    let take = move |actor: Option<ActorId>| {
        let said = match actor {
            Some(_) => t_string!(i18n, guide.said.linked, name = untrack(name)),
            None => t_string!(i18n, guide.said.unlinked, name = untrack(name)),
        };
        if state.set(&id.get_value(), GuideField::Actor(actor)) {
            state.announcer.say(said);
        }
    };
    let way = move |actor: &ActorId, is_alone: bool| {
        let query = Selection::Actor(actor.clone())
            .to_query()
            .unwrap_or_default();
        let path = format!("/caso/{}?vista=anillos&sel={query}", state.store.id());
        let alone = is_alone.then(|| {
            view! { <span class="beyond">{say(move || t_string!(i18n, guide.alone))}</span> }
        });
        let unlink = part(move || {
            if state.read_only.get() {
                return ().into_any();
            }
            view! {
                <button class="button quiet icon-only" type="button" on:click=move |_| take(None)
                    aria-label=tell(move || t_string!(i18n, guide.unlink, name = name()))>
                    <Icon kind=IconKind::Close />
                </button>
            }
            .into_any()
        });
        view! {
            <a class="answer" href=path aria-label=tell(move || t_string!(i18n, needs.open_map, name = name()))>
                <Icon kind=IconKind::Map /><span>{say(move || t_string!(i18n, guide.on_map))}</span>{alone}
            </a>
            {unlink}
        }
        .into_any()
    };
    part(move || {
        let here = place.get();
        let view = match (&here, state.read_only.get()) {
            (Place::Tied(actor), _) => way(actor, false),
            (Place::Alone(actor), _) => way(actor, true),
            (_, true) => ().into_any(),
            (Place::Called(actor), false) => {
                let actor = actor.clone();
                view! {
                    <button class="button" type="button" data-testid="resource-link" on:click=move |_| take(Some(actor.clone()))
                        aria-label=tell(move || t_string!(i18n, guide.link_named, name = name()))>
                        <Icon kind=IconKind::Check />{say(move || t_string!(i18n, guide.link))}
                    </button>
                }
                .into_any()
            }
            (Place::Elsewhere, false) => view! {
                <button class="button" type="button" data-testid="resource-put" on:click=put
                    aria-label=tell(move || t_string!(i18n, guide.put_named, name = name()))>
                    <Icon kind=IconKind::Map />{say(move || t_string!(i18n, guide.put))}
                </button>
            }
            .into_any(),
        };
        view! { <div class="entry-ways">{view}</div> }.into_any()
    })
}

/// Whether an actor has a tie that lives; tracked.
fn is_tied(state: GuideState, actor: &ActorId) -> bool {
    let party = Party::Actor(actor.clone());
    let lives = |quality| !matches!(quality, TieQuality::Broken | TieQuality::ToBuild);
    ties_of(state.store)
        .values()
        .any(|tie| tie.touches(&party) && lives(tie.quality))
}
