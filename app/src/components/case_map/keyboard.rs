//! From the DOM's keys to the editor's commands.

use leptos::{ev, prelude::*};
use leptos_i18n::t_string;
use trama_shared::case::Party;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::state::{Drag, MapState, PendingTie};
use crate::editor::{
    Camera, Frame, MapView, Selection, Spot,
    keys::{self, Command, Direction, Key, Situation},
    sense, walk,
};

/// One press of an arrow moves the chosen actor this far, in the sheet's units; with shift the second.
const NUDGE: (f64, f64) = (6.0, 24.0);
/// A focused node keeps this far from the sheet's edges.
const REVEAL_MARGIN: f64 = 48.0;

/// Listens to the keys of the page while the map is open.
pub fn listen(map: MapState) {
    let tie_walk = StoredValue::new(None::<walk::TieWalk>);
    let down = window_event_listener(ev::keydown, move |event| key_down(map, tie_walk, &event));
    let up = window_event_listener(ev::keyup, move |event| key_up(map, &event));
    on_cleanup(move || {
        down.remove();
        up.remove();
    });
}

fn key_down(map: MapState, tie_walk: StoredValue<Option<walk::TieWalk>>, event: &KeyboardEvent) {
    let Some(place) = place_of(event) else { return };
    let may_edit = untrack(|| map.may_edit());
    let command = event.ctrl_key() || event.meta_key();
    if command && !event.alt_key() && may_edit {
        match (event.key().to_lowercase().as_str(), event.shift_key()) {
            ("z", false) => map.undo(),
            ("z", true) | ("y", _) => map.redo(),
            _ => return,
        }
        event.prevent_default();
        return;
    }
    let on_table = map.view.get_untracked() == MapView::Table;
    if place == KeyPlace::Elsewhere || on_table {
        return;
    }
    let name = event.key();
    if name == " " {
        event.prevent_default();
        if !event.repeat() {
            map.space_held.set(true);
            map.space_used.set(false);
        }
        return;
    }
    let focused = map.focused.get_untracked();
    let now = Situation {
        chosen: map.selection.get_untracked().party().as_ref() == Some(&focused),
        on_person: focused == Party::Person,
        connecting: map.tool.with_untracked(|tool| tool.connecting().cloned()),
        may_edit,
    };
    let key = Key {
        name: &name,
        shift: event.shift_key(),
        command: command || event.alt_key(),
    };
    if let Some(command) = keys::read(key, &now) {
        event.prevent_default();
        obey(map, tie_walk, command, focused);
    }
}

fn key_up(map: MapState, event: &KeyboardEvent) {
    let name = event.key();
    if name == " " && map.space_held.get_untracked() {
        map.space_held.set(false);
        if !map.space_used.get_untracked() {
            let connecting = map.tool.with_untracked(|tool| tool.connecting().cloned());
            let focused = map.focused.get_untracked();
            match connecting {
                Some(from) => finish_tie(map, from, focused),
                None => choose(map, focused),
            }
        }
    }
    // A nudge is one change, made when the arrow is let go.
    if name.starts_with("Arrow")
        && let Some(Drag { id, by }) = map.drag.get_untracked()
    {
        map.drag.set(None);
        map.move_by(&id, by);
    }
}

fn obey(
    map: MapState,
    tie_walk: StoredValue<Option<walk::TieWalk>>,
    command: Command,
    focused: Party,
) {
    match command {
        Command::Walk(direction) => {
            let next = map
                .spot_of(&focused)
                .and_then(|from| next_in(map, &focused, from, direction));
            if let Some(next) = next {
                focus(map, next);
            }
        }
        Command::WalkTie { back } => {
            let before = tie_walk.get_value();
            let neighbours = |party: &Party| {
                let ties = untrack(|| map.ties_of(party));
                ties.iter()
                    .map(|(_, tie)| sense::other_end(tie, party).clone())
                    .collect()
            };
            let step = walk::TieWalk::step(before.as_ref(), &focused, back, neighbours);
            if let Some(step) = step {
                focus(map, step.reached.clone());
                tie_walk.set_value(Some(step));
            }
        }
        Command::WalkHome => focus(map, Party::Person),
        Command::Choose => choose(map, focused),
        Command::Nudge { direction, far } => nudge(map, direction, far),
        Command::ToRing(ring) => {
            if let Party::Actor(id) = focused {
                map.move_to_ring(&id, ring);
            }
        }
        Command::StartTie => map.start_tie(focused),
        Command::FinishTie => {
            if let Some(from) = map.tool.with_untracked(|tool| tool.connecting().cloned()) {
                finish_tie(map, from, focused);
            }
        }
        Command::Rename => {
            map.select(Selection::from(focused));
            map.rename_asked.update(|count| *count += 1);
        }
        Command::Remove => map.remove_chosen(),
        Command::AddActor => map.ask_actor(None),
        Command::ZoomIn => map.zoom(Camera::STEP),
        Command::ZoomOut => map.zoom(1.0 / Camera::STEP),
        Command::Fit => map.moved_camera.set(None),
        Command::Use(kind) => map.use_tool(kind),
        Command::Escape => {
            if map.drag.get_untracked().is_some() {
                map.drag.set(None);
                return;
            }
            let mut tool = map.tool.get_untracked();
            let intents = tool.escape();
            map.tool.set(tool);
            for intent in intents {
                map.follow(intent);
            }
        }
    }
}

fn choose(map: MapState, focused: Party) {
    let wanted = Selection::from(focused);
    if map.selection.get_untracked() == wanted {
        map.select(Selection::Nothing);
        map.announcer
            .say(t_string!(map.i18n, map.said.nothing_selected));
        return;
    }
    let name = wanted
        .party()
        .map(|party| untrack(|| map.name_of(&party)))
        .unwrap_or_default();
    map.select(wanted);
    map.announcer
        .say(t_string!(map.i18n, map.said.selected, name = name));
}

fn finish_tie(map: MapState, from: Party, to: Party) {
    if from == to {
        map.use_tool(crate::editor::ToolKind::Choose);
        map.announcer
            .say(t_string!(map.i18n, map.said.tie_cancelled));
    } else {
        map.connect(from, to);
    }
}

fn nudge(map: MapState, direction: Direction, far: bool) {
    let Selection::Actor(id) = map.selection.get_untracked() else {
        return;
    };
    let step = if far { NUDGE.1 } else { NUDGE.0 };
    let by = match direction {
        Direction::Up => Spot::new(0.0, -step),
        Direction::Down => Spot::new(0.0, step),
        Direction::Left => Spot::new(-step, 0.0),
        Direction::Right => Spot::new(step, 0.0),
    };
    map.drag.update(|drag| {
        let before = drag
            .take()
            .filter(|drag| drag.id == id)
            .map_or(Spot::default(), |drag| drag.by);
        *drag = Some(Drag {
            id,
            by: before + by,
        });
    });
}

fn next_in(map: MapState, focused: &Party, from: Spot, direction: Direction) -> Option<Party> {
    let ids = map.store.actor_ids().get_untracked();
    let parties: Vec<Party> = std::iter::once(Party::Person)
        .chain(ids.into_iter().map(Party::Actor))
        .collect();
    let spots = parties
        .iter()
        .filter(|party| *party != focused)
        .filter_map(|party| Some((party, map.spot_of(party)?)));
    walk::toward(from, direction, spots).cloned()
}

/// Moves the focus to a party's node, and the camera as far as needed to see it.
pub fn focus(map: MapState, party: Party) {
    let id = match &party {
        Party::Person => "actor-person".to_owned(),
        Party::Actor(id) => format!("actor-{id}"),
    };
    if let (Some(at), Some(size)) = (map.spot_of(&party), map.size.get_untracked()) {
        let free = Frame {
            x: 0.0,
            y: 0.0,
            width: size.width,
            height: size.height,
        }
        .inset(REVEAL_MARGIN);
        let camera = map.camera.get_untracked();
        let moved = camera.reveal(at, &free);
        if moved != camera {
            map.set_camera(moved);
        }
        if let Some(from) = map.tool.with_untracked(|tool| tool.connecting().cloned()) {
            map.pending_tie.set(Some(PendingTie { from, to: Some(at) }));
        }
    }
    map.focused.set(party);
    let element = document().get_element_by_id(&id);
    if let Some(element) = element
        .as_ref()
        .and_then(|element| element.dyn_ref::<web_sys::SvgElement>())
    {
        let _ = element.focus();
    }
}

/// Where a key was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KeyPlace {
    /// On the drawing, or on nothing in particular.
    Map,
    /// On something else of the page that has keys of its own.
    Elsewhere,
}

/// `None` where keys are letters to be written, or a dialog is open.
fn place_of(event: &KeyboardEvent) -> Option<KeyPlace> {
    if document()
        .query_selector("dialog[open]")
        .ok()
        .flatten()
        .is_some()
    {
        return None;
    }
    let element = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())?;
    let writes = element
        .closest(
            "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]",
        )
        .ok()
        .flatten()
        .is_some();
    if writes {
        return None;
    }
    let is_body = element
        .dyn_ref::<HtmlElement>()
        .is_some_and(|element| element.tag_name() == "BODY");
    let on_map = element.closest(".map-svg").ok().flatten().is_some();
    Some(if is_body || on_map {
        KeyPlace::Map
    } else {
        KeyPlace::Elsewhere
    })
}
