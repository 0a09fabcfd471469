//! Following a colleague's view: the frame and the strip that say so, and the ways out.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use trama_shared::ids::CaseId;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{AddEventListenerOptions, Element, Event, KeyboardEvent};

use crate::lean::{say, tell};
use crate::{
    components::{
        avatar::Avatar,
        icon::{Icon, IconKind},
    },
    editor::{MapView, Selection},
    i18n::{t_string, use_i18n},
    services::{
        announce::Announcer,
        case_store::{CaseStore, Entity, Following, Led, Page, presence::initials},
    },
};

/// What a hand does that takes the view back.
const GESTURES: [&str; 3] = ["pointerdown", "wheel", "keydown"];
/// Keys that do nothing to the view: with them one walks to what is to be read.
const HARMLESS_KEYS: [&str; 6] = ["Tab", "Shift", "Control", "Alt", "Meta", "CapsLock"];

/// Says whom the user follows, brings the page to where they are, and gives the view back.
#[component]
pub fn FollowStrip() -> impl IntoView {
    let i18n = use_i18n();
    let store = CaseStore::get();
    let announcer = Announcer::get();
    let following = store.following();
    let peers = store.peers();
    go_along(store);
    give_back_on_gesture(store);
    Effect::new({
        let following = following.clone();
        move |before: Option<Option<Following>>| {
            let now = following.get();
            match (before.flatten(), &now) {
                (before, Some(now)) if before.as_ref() != Some(now) => {
                    announcer.say(t_string!(
                        i18n,
                        together.following_long,
                        name = now.name.clone()
                    ));
                }
                (Some(Following { id, name, .. }), None) => {
                    let here = peers.with_untracked(|peers| peers.iter().any(|peer| peer.id == id));
                    announcer.say(if here {
                        t_string!(i18n, together.stopped, name = name)
                    } else {
                        t_string!(i18n, together.leader_gone, name = name)
                    });
                }
                _ => {}
            }
            now
        }
    });
    move || {
        following.get().map(|Following { name, color, .. }| {
            let letters = initials(&name);
            let words = move || t_string!(i18n, together.following, name = name.clone());
            let label = words.clone();
            view! {
                <div class=format!("follow-frame presence-{}", color + 1) aria-hidden="true"></div>
                <section class=format!("follow-strip presence-{}", color + 1) aria-label=label
                    data-follow-ui="" data-testid="follow-strip">
                    <Avatar letters color small=true />
                    <p>{tell(words)}</p>
                    <button class="button quiet" type="button" data-testid="unfollow" on:click=move |_| store.unfollow()>
                        <Icon kind=IconKind::Close />
                        {say(move || t_string!(i18n, together.stop))}
                    </button>
                </section>
            }
        })
    }
}

/// Opens the page, the view and the selection of the one who is followed.
fn go_along(store: CaseStore) {
    let led = store.led();
    let navigate = use_navigate();
    let id = store.id();
    Effect::new(move |before: Option<Option<String>>| {
        let wanted = led.with(|led| led.as_ref().and_then(|led| address_of(&id, led)));
        if let Some(address) = &wanted
            && before.flatten().as_ref() != Some(address)
        {
            let options = NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(address, options);
        }
        wanted
    });
}

/// Where somebody is; `None` while they are nowhere that this version knows.
fn address_of(id: &CaseId, led: &Led) -> Option<String> {
    let view = match led.page? {
        Page::Plan => return Some(format!("/caso/{id}/plan")),
        Page::Needs => return Some(format!("/caso/{id}/necesidades")),
        Page::Guide => return Some(format!("/caso/{id}/guia")),
        Page::Commitments => return Some(format!("/caso/{id}/compromisos")),
        Page::Table => MapView::Table,
        Page::Drawing(view) => MapView::ALL
            .into_iter()
            .find(|shown| shown.drawing() == Some(view))?,
    };
    let selection = match led.selected.as_slice() {
        [] => Selection::Nothing,
        [Entity::Person, ..] => Selection::Person,
        [Entity::Tie(id), ..] => Selection::Tie(id.clone()),
        several => {
            let actors = several.iter().filter_map(|entity| match entity {
                Entity::Actor(id) => Some(id.clone()),
                Entity::Person | Entity::Tie(_) => None,
            });
            Selection::of_actors(actors)
        }
    };
    let address = format!("/caso/{id}?vista={}", view.to_query());
    Some(match selection.to_query() {
        Some(selected) => format!("{address}&sel={selected}"),
        None => address,
    })
}

/// While somebody is followed, the first gesture of one's own ends it, wherever it lands and whoever else hears it.
fn give_back_on_gesture(store: CaseStore) {
    let hear = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if store.following().with_untracked(Option::is_none) {
            return;
        }
        let on_strip = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .is_some_and(|element| matches!(element.closest("[data-follow-ui]"), Ok(Some(_))));
        match event.dyn_ref::<KeyboardEvent>() {
            Some(key) if key.key() == "Escape" => {
                // It takes the view back and nothing else.
                event.prevent_default();
                event.stop_propagation();
            }
            Some(key) if on_strip || HARMLESS_KEYS.contains(&key.key().as_str()) => return,
            None if on_strip => return,
            _ => {}
        }
        store.unfollow();
    });
    let options = AddEventListenerOptions::new();
    options.set_capture(true);
    options.set_passive(false);
    let target = window();
    for gesture in GESTURES {
        // A window takes every listener.
        let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
            gesture,
            hear.as_ref().unchecked_ref(),
            &options,
        );
    }
    let hear = StoredValue::new_local(hear);
    on_cleanup(move || {
        hear.with_value(|hear| {
            for gesture in GESTURES {
                let _ = window().remove_event_listener_with_callback_and_bool(
                    gesture,
                    hear.as_ref().unchecked_ref(),
                    true,
                );
            }
        });
    });
}
