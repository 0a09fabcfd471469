//! The reserved layer in the panel: moving there and back, and what is said of it.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Party, Reserved as ReservedPart},
    ids::{ActorId, TieId},
};

use super::section::Section;
use crate::{
    components::{
        case_map::state::{MapState, Toast},
        icon::{Icon, IconKind},
    },
    editor::Selection,
    lean::{memo, part, say},
    services::case_store::Entity,
};

/// What the panel says of an actor or a tie that is reserved, or the way to make it so.
#[component]
pub fn ReservePart(
    /// Which.
    of: Entity,
) -> impl IntoView {
    let map = MapState::get();
    let asked = of.clone();
    let is_reserved = memo(move |_| map.is_reserved(&asked));
    part(move || {
        let of = of.clone();
        match (is_reserved.get(), map.store.can_reserve()) {
            (true, _) => view! { <Reserved of /> }.into_any(),
            (false, true) => view! { <MoveOver of /> }.into_any(),
            (false, false) => ().into_any(),
        }
    })
}

/// It is reserved.
#[component]
fn Reserved(of: Entity) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let tie = of.clone();
    // A tie with a reserved actor can only be shown together with that actor.
    let is_bound = memo(move |_| map.is_bound(&tie));
    let share = move |_| map.share(&of);
    view! {
        <div class="reserved-strip" data-testid="reserved-strip">
            <p>
                <Icon kind=IconKind::Lock />
                <span>{say(move || t_string!(i18n, detail.reserve.mark_actor))}</span>
            </p>
            <Show when=move || is_bound.get()>
                <p>{say(move || t_string!(i18n, detail.reserve.bound))}</p>
            </Show>
            <Show when=move || map.store.can_reserve() && !is_bound.get()>
                <button class="map-button" type="button" data-testid="reserve-share" on:click=share.clone()>
                    {say(move || t_string!(i18n, detail.reserve.share))}
                </button>
            </Show>
        </div>
    }
}

/// The way to the reserved zone.
#[component]
fn MoveOver(of: Entity) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let is_tie = matches!(of, Entity::Tie(_));
    let lead = move || {
        if is_tie {
            t_string!(i18n, detail.reserve.move_lead_tie)
        } else {
            t_string!(i18n, detail.reserve.move_lead_actor)
        }
    };
    view! {
        <Section name="reserve" title=Signal::derive(move || t_string!(i18n, detail.section.reserve))>
            <p>{say(lead)}</p>
            <p>{say(move || t_string!(i18n, detail.reserve.history))}</p>
            <button
                class="map-button"
                type="button"
                data-testid="reserve-move"
                on:click=move |_| map.reserve(&of)
            >
                <Icon kind=IconKind::Lock />
                {say(move || t_string!(i18n, detail.reserve.move_over))}
            </button>
        </Section>
    }
}

/// What the overview says: that something is withheld from the user, or that she sees what others do not.
#[component]
pub fn ReserveNote() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    part(move || {
        let words = if map.store.is_withheld() {
            t_string!(i18n, detail.reserve.withheld)
        } else if map.store.reserved().with(ReservedPart::withholds) {
            t_string!(i18n, detail.reserve.shown)
        } else {
            return ().into_any();
        };
        view! {
            <p class="reserved-note" data-testid="reserve-note">
                <Icon kind=IconKind::Lock />
                <span>{words}</span>
            </p>
        }
        .into_any()
    })
}

impl MapState {
    /// Whether something stands in the reserved zone; tracked.
    #[must_use]
    pub fn is_reserved(&self, entity: &Entity) -> bool {
        match entity {
            Entity::Person => false,
            Entity::Actor(id) => self.store.is_reserved_actor(id),
            Entity::Tie(id) => self.store.is_reserved_tie(id),
        }
    }

    /// Whether the user may only read an actor.
    #[must_use]
    pub fn reads_actor_only(&self, id: &ActorId) -> Signal<bool> {
        self.reads_only(Entity::Actor(id.clone()))
    }

    /// Whether the user may only read a tie.
    #[must_use]
    pub fn reads_tie_only(&self, id: &TieId) -> Signal<bool> {
        self.reads_only(Entity::Tie(id.clone()))
    }

    fn reads_only(&self, entity: Entity) -> Signal<bool> {
        let map = *self;
        Signal::derive(move || {
            if map.is_reserved(&entity) {
                !map.store.can_reserve()
            } else {
                !map.may_edit()
            }
        })
    }

    /// Whether a tie has a reserved actor, and so stays reserved as long as that actor does; tracked.
    fn is_bound(&self, entity: &Entity) -> bool {
        let Entity::Tie(id) = entity else {
            return false;
        };
        self.store.tie(id).is_some_and(|tie| {
            tie.with(|tie| {
                [&tie.from, &tie.to]
                    .into_iter()
                    .filter_map(Party::actor)
                    .any(|id| self.store.is_reserved_actor(id))
            })
        })
    }

    /// Moves an actor or a tie into the reserved zone, and offers to undo it.
    fn reserve(&self, entity: &Entity) {
        self.settle_all();
        let moved = match entity {
            Entity::Person => return,
            Entity::Actor(id) => self.store.reserve_actor(id),
            Entity::Tie(id) => self.store.reserve_tie(id),
        };
        if moved.is_ok() {
            self.moved_over(entity, t_string!(self.i18n, detail.reserve.moved));
        }
    }

    /// Moves an actor or a tie out of the reserved zone, and offers to undo it.
    fn share(&self, entity: &Entity) {
        self.settle_all();
        let moved = match entity {
            Entity::Person => return,
            Entity::Actor(id) => self.store.share_actor(id),
            Entity::Tie(id) => self.store.share_tie(id),
        };
        if moved.is_ok() {
            self.moved_over(entity, t_string!(self.i18n, detail.reserve.shared));
        }
    }

    fn moved_over(&self, entity: &Entity, message: &'static str) {
        // It is the same actor or tie, and stays chosen.
        match entity {
            Entity::Person => {}
            Entity::Actor(id) => self.select(Selection::Actor(id.clone())),
            Entity::Tie(id) => self.select(Selection::Tie(id.clone())),
        }
        self.announcer.say(message);
        self.toast.set(Some(Toast {
            message: message.to_owned(),
            undo: true,
        }));
    }
}
