//! From the DOM's pointer events to the editor's.

use std::{collections::BTreeSet, time::Duration};

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use trama_shared::{case::Party, ids::ActorId};
use web_sys::{Element, MouseEvent, PointerEvent};

use super::state::{MapState, PendingTie};
use crate::editor::{
    Hit, Intent, PointerInput, Selection, Spot, Tool, ToolKind,
    gesture::{Gesture, Touch, Turn},
    input::PointerKind,
};

/// A finger or pen that rests for this long on what it touched means more than a tap.
const HOLD_MS: u64 = 500;

/// The pointers on the sheet.
#[derive(Clone, Copy)]
pub struct Pointers {
    map: MapState,
    gesture: StoredValue<Gesture>,
    /// A drag with the space bar or the middle button moves the sheet, whatever the tool.
    panning: RwSignal<Option<Spot>>,
    /// Runs while a finger or pen may come to rest.
    hold: StoredValue<Option<TimeoutHandle>>,
    /// What came down last.
    kind: StoredValue<PointerKind>,
}

impl Pointers {
    /// Nothing is down.
    #[must_use]
    pub fn new(map: MapState) -> Self {
        let pointers = Self {
            map,
            gesture: StoredValue::new(Gesture::default()),
            panning: RwSignal::new(None),
            hold: StoredValue::new(None),
            kind: StoredValue::new(PointerKind::Mouse),
        };
        on_cleanup(move || pointers.end_hold());
        pointers
    }

    /// Whether the sheet is being moved by the space bar or the middle button; tracked.
    #[must_use]
    pub fn is_panning(&self) -> bool {
        self.panning.with(Option::is_some)
    }

    /// A pointer came down.
    pub fn down(&self, sheet: &Element, event: &PointerEvent) {
        let touch = touch_of(sheet, event);
        let hit = event.target().and_then(|target| hit_of(self.map, &target));
        self.kind.set_value(touch.kind);
        // Without capture a drag that leaves the sheet would never end.
        let _ = sheet.set_pointer_capture(event.pointer_id());
        if event.button() == 1 || self.map.space_held.get_untracked() {
            self.map.space_used.set(true);
            self.panning.set(Some(touch.at));
            return;
        }
        if event.button() != 0 {
            return;
        }
        let turn = self
            .gesture
            .try_update_value(|gesture| gesture.down(touch))
            .unwrap_or(Turn::Nobody);
        if matches!(turn, Turn::ToolMustCancel | Turn::ToolAnew) {
            self.end_hold();
            self.tool(&PointerInput::Cancel);
        }
        if matches!(turn, Turn::Tool | Turn::ToolAnew) {
            self.tool(&PointerInput::Down {
                at: touch.at,
                hit: hit.unwrap_or(Hit::Sheet),
                precision: touch.kind.precision(),
                extend: event.shift_key() || event.ctrl_key() || event.meta_key(),
            });
            if touch.kind.holds() {
                self.begin_hold();
            }
        }
    }

    /// A pointer moved.
    pub fn moved(&self, sheet: &Element, event: &PointerEvent) {
        let touch = touch_of(sheet, event);
        if let Some(last) = self.panning.get_untracked() {
            self.panning.set(Some(touch.at));
            self.pan(touch.at - last);
            return;
        }
        let turn = self
            .gesture
            .try_update_value(|gesture| gesture.moved(touch));
        match turn {
            Some(Turn::Tool) => self.tool(&PointerInput::Move { at: touch.at }),
            Some(Turn::Camera(pinch)) => {
                self.map
                    .set_camera(pinch.apply(&self.map.camera.get_untracked()));
            }
            _ => {}
        }
    }

    /// A pointer was lifted.
    pub fn up(&self, sheet: &Element, event: &PointerEvent) {
        if self.panning.get_untracked().is_some() {
            self.panning.set(None);
            return;
        }
        let touch = touch_of(sheet, event);
        if self.lifted(touch) {
            // The captured pointer's target is the sheet: what lies under it is asked for.
            let under = document()
                .element_from_point(event.client_x() as f32, event.client_y() as f32)
                .and_then(|element| hit_of(self.map, element.as_ref()));
            self.tool(&PointerInput::Up {
                at: touch.at,
                hit: under.unwrap_or(Hit::Sheet),
            });
        }
    }

    /// The system took a pointer away.
    pub fn cancel(&self, sheet: &Element, event: &PointerEvent) {
        self.panning.set(None);
        if self.lifted(touch_of(sheet, event)) {
            self.tool(&PointerInput::Cancel);
        }
    }

    /// Holding a finger means choosing several here, not the browser's menu; a mouse keeps its menu.
    pub fn context_menu(&self, event: &MouseEvent) {
        if self.kind.get_value().holds() {
            event.prevent_default();
        }
    }

    /// Whether the pointer that is gone was the tool's.
    fn lifted(&self, touch: Touch) -> bool {
        let turn = self.gesture.try_update_value(|gesture| gesture.up(touch));
        let ours = turn == Some(Turn::Tool);
        if ours {
            self.end_hold();
        }
        ours
    }

    fn begin_hold(&self) {
        self.end_hold();
        let pointers = *self;
        let held = move || {
            let single = pointers.gesture.try_with_value(Gesture::is_single);
            if single == Some(true) {
                pointers.tool(&PointerInput::Hold);
            }
        };
        let timer = set_timeout_with_handle(held, Duration::from_millis(HOLD_MS));
        self.hold.set_value(timer.ok());
    }

    fn end_hold(&self) {
        let running = self.hold.try_update_value(Option::take).flatten();
        if let Some(timer) = running {
            timer.clear();
        }
    }

    fn tool(&self, input: &PointerInput) {
        let may_edit = untrack(|| self.map.may_edit());
        // Hovering wakes nobody who only wants to know which tool it is.
        let mut tool = self.map.tool.get_untracked();
        let intents = tool.pointer(input, may_edit);
        if self.map.tool.with_untracked(|before| *before != tool) {
            self.map.tool.set(tool);
        }
        for intent in intents {
            self.map.follow(intent);
        }
    }

    fn pan(&self, by: Spot) {
        self.map.follow(Intent::Pan { by });
    }
}

impl MapState {
    /// Does what a tool understood.
    pub fn follow(&self, intent: Intent) {
        let camera = self.camera.get_untracked();
        match intent {
            Intent::Select(selection) => self.select(selection),
            Intent::Pan { by } => self.set_camera(camera.pan(by)),
            Intent::Grab(id) => self.grab(&id),
            Intent::Drag { by } => self.carry.carry(camera.shift_to_sheet(by)),
            Intent::Drop { by } => {
                if let Some((ids, _)) = self.carry.let_go() {
                    self.move_by(&ids, camera.shift_to_sheet(by));
                }
            }
            Intent::CancelDrag => {
                self.carry.let_go();
            }
            Intent::Toggle(id) => self.toggle(&id),
            Intent::Include(id) => self.include(&id),
            Intent::Gather(on) => self.say_gathering(on),
            Intent::Frame { from, to } => self.framed.set(Some((from, to))),
            Intent::SelectFramed { from, to } => {
                self.framed.set(None);
                self.select_framed(from, to);
            }
            Intent::CancelFrame => self.framed.set(None),
            Intent::AskActor { at } => self.ask_actor(Some(camera.to_sheet(at))),
            Intent::PreviewTie { from, to } => {
                self.preview_tie(from, to.map(|to| camera.to_sheet(to)));
            }
            Intent::Connect { from, to } => self.connect(from, to),
            Intent::CancelTie => {
                self.pending_tie.set(None);
                self.announcer
                    .say(leptos_i18n::t_string!(self.i18n, map.said.tie_cancelled));
            }
            Intent::UseTool(kind) => self.use_tool(kind),
        }
    }

    /// Takes an actor into the hand, with all who are chosen if it is one of them.
    fn grab(&self, id: &ActorId) {
        let mut ids = self.chosen_actors();
        if !ids.contains(id) {
            self.select(Selection::Actor(id.clone()));
            ids = BTreeSet::from([id.clone()]);
        }
        self.carry.take(id.clone(), ids);
    }

    fn preview_tie(&self, from: Party, to: Option<Spot>) {
        // A tap on the handle: from here on it is the tie tool's, which waits for the second tap.
        let handle_tapped = to.is_none()
            && self
                .tool
                .with_untracked(|tool| tool.kind() == ToolKind::Choose);
        if handle_tapped {
            self.tool.set(Tool::connect_from(from.clone()));
        }
        self.pending_tie.set(Some(PendingTie { from, to }));
    }
}

/// Where a pointer is, in px from the sheet's corner.
pub fn spot_of(sheet: &Element, event: &MouseEvent) -> Spot {
    let corner = sheet.get_bounding_client_rect();
    Spot::new(
        f64::from(event.client_x()) - corner.x(),
        f64::from(event.client_y()) - corner.y(),
    )
}

fn touch_of(sheet: &Element, event: &PointerEvent) -> Touch {
    Touch {
        pointer: event.pointer_id(),
        kind: PointerKind::from_dom(&event.pointer_type()),
        at: spot_of(sheet, event),
        now_ms: event.time_stamp(),
    }
}

/// What an element of the drawing stands for.
fn hit_of(map: MapState, target: &web_sys::EventTarget) -> Option<Hit> {
    use wasm_bindgen::JsCast;
    let element = target.dyn_ref::<Element>()?;
    let marked = element
        .closest("[data-handle],[data-person],[data-actor-id],[data-label-of],[data-tie-id]")
        .ok()
        .flatten()?;
    if marked.has_attribute("data-handle") {
        return map.selection.get_untracked().party().map(Hit::Handle);
    }
    if marked.has_attribute("data-person") {
        return Some(Hit::Person);
    }
    let actor = marked
        .get_attribute("data-actor-id")
        .or_else(|| marked.get_attribute("data-label-of"));
    if let Some(id) = actor {
        return id.parse().ok().map(Hit::Actor);
    }
    marked
        .get_attribute("data-tie-id")
        .and_then(|id| id.parse().ok())
        .map(Hit::Tie)
}
