//! The dialog for a new actor: who, what kind, and the ring.

use leptos::{ev::SubmitEvent, html, prelude::*};
use leptos_i18n::t_string;
use trama_shared::{
    case::{ActorKind, Ring, Support},
    limits,
};

use super::{
    state::{Asking, MapState},
    words,
};
use crate::lean::say;
use crate::{canvas::sample::NodeSample, editor::plan::NewActor};

/// The dialog; open while somebody is asked for.
#[component]
pub fn AddActorDialog() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let dialog = NodeRef::<html::Dialog>::new();
    let name_field = NodeRef::<html::Input>::new();
    let name = RwSignal::new(String::new());
    let kind = RwSignal::new(ActorKind::Person);
    let ring = RwSignal::new(Ring::Personal);
    let missing = RwSignal::new(false);

    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match map.asking.get() {
            Some(Asking { ring: at, .. }) => {
                name.set(String::new());
                missing.set(false);
                ring.set(at);
                kind.set(usual_kind(at));
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
            name: written,
            kind: kind.get_untracked(),
            ring,
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
                    on:change=move |_| kind.set(choice)
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
                    on:change=move |_| ring.set(choice)
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

/// What most actors of a ring are, so that the common case is one tap less.
const fn usual_kind(ring: Ring) -> ActorKind {
    match ring {
        Ring::Personal => ActorKind::Person,
        Ring::Community => ActorKind::Organization,
        Ring::Institutional => ActorKind::Service,
    }
}
