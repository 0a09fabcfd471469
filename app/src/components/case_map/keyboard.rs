//! From the DOM's keys to the editor's commands.

pub mod focus;

use std::collections::BTreeSet;

use leptos::{ev, prelude::*};
use leptos_i18n::t_string;
use trama_shared::{
    case::{Closeness, Party, Ring},
    ids::ActorId,
};
use web_sys::KeyboardEvent;

use super::state::MapState;
use crate::editor::{
    Camera, MapView, Selection, Spot, Tool,
    keys::{self, Command, Direction, Key, Situation},
    sense, walk,
};
use focus::{KeyPlace, enter_panel, focus, leave_panel, place_of, text_is_marked};

/// One press of an arrow moves the chosen actor this far, in the sheet's units; with shift the second.
const NUDGE: (f64, f64) = (6.0, 24.0);

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
    // Letters that are still being composed are not keys.
    if event.is_composing() || event.default_prevented() {
        return;
    }
    if event.key() == "Escape" && leave_panel(map, event) {
        return;
    }
    let Some(place) = place_of(event) else { return };
    let command = event.ctrl_key() || event.meta_key();
    let on_map = place == KeyPlace::Map && map.view.get_untracked() != MapView::Table;
    let name = event.key();
    if name == " " && !event.shift_key() && on_map && !command {
        event.prevent_default();
        if !event.repeat() {
            map.space_held.set(true);
            map.space_used.set(false);
        }
        return;
    }
    let focused = map.focused.get_untracked();
    let now = Situation {
        chosen: map.selection.with_untracked(|chosen| chosen.has(&focused)),
        several: map
            .selection
            .with_untracked(|chosen| matches!(chosen, Selection::Several(_))),
        gathering: map.tool.with_untracked(Tool::gathers),
        on_person: focused == Party::Person,
        connecting: map.tool.with_untracked(|tool| tool.connecting().cloned()),
        may_edit: untrack(|| map.may_edit()),
    };
    let key = Key {
        name: &name,
        shift: event.shift_key(),
        command,
        alt: event.alt_key(),
    };
    let Some(asked) = keys::read(key, &now) else {
        return;
    };
    // Away from the drawing only what belongs to the page as a whole is obeyed.
    let of_page = (command && asked != Command::SelectAll) || asked == Command::Help;
    if !(on_map || of_page) || (asked == Command::Copy && text_is_marked()) {
        return;
    }
    event.prevent_default();
    obey(map, tie_walk, asked, focused);
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
                None if map.tool.with_untracked(Tool::gathers) => toggle(map, focused),
                None => choose(map, focused),
            }
        }
    }
    // A nudge is one change, made when the arrow is let go.
    if name.starts_with("Arrow")
        && let Some((ids, by)) = map.carry.let_go()
    {
        map.move_by(&ids, by);
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
                say_tie(map, &step);
                tie_walk.set_value(Some(step));
            }
        }
        Command::WalkHome => focus(map, Party::Person),
        Command::Choose => choose(map, focused),
        Command::Nudge { direction, far } => nudge(map, direction, far),
        Command::Toggle => toggle(map, focused),
        Command::SelectAll => map.select_all(),
        Command::ToCircle(circle) => {
            let (ids, rank) = (meant(map, &focused), usize::from(circle));
            if map.view.get_untracked() == MapView::Sluzki {
                if let Some(circle) = Closeness::ALL.get(rank) {
                    map.move_all_to_circle(&ids, *circle);
                }
            } else if let Some(ring) = Ring::ALL.get(rank) {
                map.move_all_to_ring(&ids, *ring);
            }
        }
        Command::NextSector { back } if map.view.get_untracked() == MapView::Sluzki => {
            map.next_quadrant(&meant(map, &focused), back);
        }
        Command::NextSector { back } => map.next_sector(&meant(map, &focused), back),
        Command::Details => {
            map.choose_party(focused);
            request_animation_frame(enter_panel);
        }
        Command::Copy => {
            if map.chosen_actors().is_empty() {
                map.choose_party(focused);
            }
            map.copy_chosen();
        }
        Command::Cut => {
            if map.chosen_actors().is_empty() {
                map.choose_party(focused);
            }
            map.cut_chosen();
        }
        Command::Paste => map.paste(),
        Command::Undo => map.undo(),
        Command::Redo => map.redo(),
        Command::Help => map.help_open.set(true),
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
            if map.carry.let_go().is_some() {
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

/// Whom a key is about: all who are chosen if there are several or the focused one is, else the focused one.
fn meant(map: MapState, focused: &Party) -> BTreeSet<ActorId> {
    let chosen = map.chosen_actors();
    match focused.actor() {
        Some(id) if chosen.len() < 2 && !chosen.contains(id) => BTreeSet::from([id.clone()]),
        _ => chosen,
    }
}

/// Says which tie a step along the ties went over.
fn say_tie(map: MapState, step: &walk::TieWalk) {
    let words = untrack(|| {
        let (id, _) = map.tie_between(&step.centre, &step.reached)?;
        Some(map.tie_words(&id))
    });
    if let Some(words) = words {
        map.announcer.say(words);
    }
}

/// Chooses the focused actor as well, and goes on gathering.
fn toggle(map: MapState, focused: Party) {
    let Party::Actor(id) = focused else {
        map.announcer
            .say(t_string!(map.i18n, editing.several.not_the_person));
        return;
    };
    let begins = !map.tool.with_untracked(Tool::gathers);
    if begins {
        map.tool.set(Tool::gathering());
    }
    if begins && map.selection.with_untracked(|chosen| chosen.has_actor(&id)) {
        map.say_gathering(true);
    } else {
        map.toggle(&id);
    }
}

impl MapState {
    /// Chooses a party alone, unless it is chosen already.
    fn choose_party(&self, party: Party) {
        if !self.selection.with_untracked(|chosen| chosen.has(&party)) {
            self.select(Selection::from(party));
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
    let ids = map.chosen_actors();
    let Some(lead) = map
        .focused
        .get_untracked()
        .actor()
        .filter(|id| ids.contains(*id))
        .cloned()
    else {
        return;
    };
    let step = if far { NUDGE.1 } else { NUDGE.0 };
    let by = match direction {
        Direction::Up => Spot::new(0.0, -step),
        Direction::Down => Spot::new(0.0, step),
        Direction::Left => Spot::new(-step, 0.0),
        Direction::Right => Spot::new(step, 0.0),
    };
    map.carry.nudge(lead, ids, by);
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
