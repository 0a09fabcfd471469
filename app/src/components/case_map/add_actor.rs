//! The dialog for a new actor: who, what kind, and the ring.

use leptos::{ev::SubmitEvent, html, prelude::*};
use leptos_i18n::t_string;
use trama_shared::{
    case::{Actor, ActorKind, Member, Ring, Support},
    limits,
};

use super::{
    actor_field::{ActorField, Shown, actor_input},
    inspector::fields::Tick,
    state::{Asking, MapState},
    words,
};
use crate::lean::{memo, part, say};
use crate::{canvas::sample::NodeSample, components::stray::Stray, editor::plan::NewActor};

/// The dialog; open while somebody is asked for.
#[component]
pub fn AddActorDialog() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let dialog = NodeRef::<html::Dialog>::new();
    let name_field = NodeRef::<html::Input>::new();
    let name = RwSignal::new(String::new());
    let draft = RwSignal::new(blank(Ring::Personal));
    let kind = memo(move |_| draft.with(|actor| actor.kind));
    let ring = memo(move |_| draft.with(|actor| actor.ring));
    let reserved = RwSignal::new(false);
    let more = RwSignal::new(false);
    let missing = RwSignal::new(false);
    let stray = Stray::default();

    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match map.asking.get() {
            Some(Asking {
                ring: at, sector, ..
            }) => {
                stray.opens();
                name.set(String::new());
                missing.set(false);
                draft.set(Actor {
                    sector,
                    ..blank(at)
                });
                reserved.set(false);
                more.set(false);
                // It fails only where the dialog is open already.
                let _ = dialog.show_modal();
            }
            None => dialog.close(),
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(asking) = map.asking.get_untracked() else {
            return;
        };
        let written = name.get_untracked().trim().to_owned();
        if written.is_empty() {
            missing.set(true);
            if let Some(field) = name_field.get_untracked() {
                let _ = field.focus();
            }
            return;
        }
        map.asking.set(None);
        let ring = ring.get_untracked();
        // A place that was tapped on the rings holds for the ring that it lies in, and for no other.
        let place = asking
            .place
            .filter(|(view, _)| *view == trama_shared::case::View::Ecomap || ring == asking.ring);
        map.add_actor(NewActor {
            actor: Actor {
                name: written,
                ..draft.get_untracked()
            },
            reserved: reserved.get_untracked(),
            place,
        });
    };
    let kind_choice = move |choice: ActorKind| {
        view! {
            <label class="map-option map-choice">
                <input
                    type="radio"
                    name="new-kind"
                    value=choice.id()
                    prop:checked=move || kind.get() == choice
                    on:change=move |_| draft.update(|actor| actor.kind = choice)
                />
                <NodeSample kind=choice support=Some(Support::None) />
                {move || words::kind(i18n, choice)}
            </label>
        }
    };
    let ring_choice = move |choice: Ring| {
        view! {
            <label class="map-option map-choice">
                <input
                    type="radio"
                    name="new-ring"
                    value=choice.id()
                    prop:checked=move || ring.get() == choice
                    on:change=move |_| draft.update(|actor| actor.ring = choice)
                />
                {move || words::ring(i18n, choice)}
            </label>
        }
    };
    view! {
        <dialog
            class="map-dialog"
            node_ref=dialog
            aria-labelledby="add-actor-title"
            data-testid="add-dialog"
            on:close=move |_| map.asking.set(None)
            on:pointerdown=move |_| stray.presses()
            on:mousedown:capture=move |event| stray.stop(&event)
            on:click:capture=move |event| stray.stop(&event)
        >
            <form on:submit=submit novalidate="">
                <h2 id="add-actor-title">{say(move || t_string!(i18n, map.add.title))}</h2>
                <label class="map-field">
                    <span>{say(move || t_string!(i18n, map.add.name))}</span>
                    <input
                        node_ref=name_field
                        type="text"
                        autofocus=""
                        autocomplete="off"
                        maxlength=limits::NAME_MAX.to_string()
                        data-testid="add-name"
                        aria-invalid=move || missing.get().then_some("true")
                        aria-describedby="add-actor-error"
                        prop:value=move || name.get()
                        on:input=move |event| name.set(event_target_value(&event))
                    />
                </label>
                <p class="map-error" id="add-actor-error" role="alert">
                    {move || missing.get().then(|| t_string!(i18n, map.add.name_missing))}
                </p>
                <fieldset>
                    <legend>{say(move || t_string!(i18n, map.add.kind))}</legend>
                    <div class="map-options map-options-3">
                        {ActorKind::ALL.iter().copied().map(kind_choice).collect_view()}
                    </div>
                </fieldset>
                <fieldset>
                    <legend>{say(move || t_string!(i18n, map.add.ring))}</legend>
                    <div class="map-options map-options-3">
                        {Ring::ALL.iter().copied().map(ring_choice).collect_view()}
                    </div>
                </fieldset>
                <AddDetails map draft reserved more />
                <div class="map-dialog-actions">
                    <button class="map-button" type="button" on:click=move |_| map.asking.set(None)>
                        {say(move || t_string!(i18n, map.add.cancel))}
                    </button>
                    <button class="map-button map-button-primary" type="submit" data-testid="add-submit">
                        {say(move || t_string!(i18n, map.add.submit))}
                    </button>
                </div>
            </form>
        </dialog>
    }
}

/// Everything else that may be known of a new actor, folded away.
#[component]
fn AddDetails(
    map: MapState,
    draft: RwSignal<Actor>,
    reserved: RwSignal<bool>,
    more: RwSignal<bool>,
) -> impl IntoView {
    let i18n = map.i18n;
    let commit = Callback::new(move |(field, value): (ActorField, String)| {
        draft.update(|actor| field.put(actor, value));
    });
    let free = Signal::derive(|| false);
    let shown = Signal::derive(move || draft.get());
    let input = move |field| actor_input(map, field, shown, Shown::Dialog, free, commit);
    let household = part(move || {
        if draft.with(|actor| actor.kind != ActorKind::Person) {
            return ().into_any();
        }
        let set = Callback::new(move |belongs: bool| {
            draft.update(|actor| actor.household = belongs.then(Member::default));
        });
        view! {
            <Tick
                label=Signal::derive(move || t_string!(i18n, detail.home.lives, name = map.person_name()))
                value=Signal::derive(move || draft.with(|actor| actor.household.is_some()))
                testid="add-household"
                read_only=free
                commit=set
            />
        }
        .into_any()
    });
    let reserve = part(move || {
        if !map.store.can_reserve() {
            return ().into_any();
        }
        view! {
            <Tick
                label=Signal::derive(move || t_string!(i18n, detail.reserve.add).to_owned())
                value=reserved
                testid="add-reserved"
                read_only=free
                commit=Callback::new(move |on| reserved.set(on))
            />
            <p class="field-hint">{say(move || t_string!(i18n, detail.reserve.add_hint))}</p>
        }
        .into_any()
    });
    view! {
        <details class="panel-section" data-testid="add-more" prop:open=move || more.get()>
            <summary><span>{say(move || t_string!(i18n, detail.add.more))}</span></summary>
            <div class="panel-section-body">
                {household}
                {input(ActorField::Role)}
                {input(ActorField::Programme)}
                <div class="inspector-pair">{input(ActorField::Sector)} {input(ActorField::Scale)}</div>
                <div class="inspector-pair">{input(ActorField::Quadrant)} {input(ActorField::Closeness)}</div>
                {input(ActorField::Notes)}
                {reserve}
            </div>
        </details>
    }
}

/// A new actor of a ring, of whom nothing is known yet.
fn blank(ring: Ring) -> Actor {
    Actor::new(String::new(), usual_kind(ring), ring)
}

/// What most actors of a ring are, so that the common case is one tap less.
const fn usual_kind(ring: Ring) -> ActorKind {
    match ring {
        Ring::Personal => ActorKind::Person,
        Ring::Community => ActorKind::Organization,
        Ring::Institutional => ActorKind::Service,
    }
}
