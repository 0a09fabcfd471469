//! From the DOM's pointer events to the editor's.

use leptos::prelude::*;
use trama_shared::case::Party;
use web_sys::{Element, PointerEvent};

use super::state::{MapState, PendingTie};
use crate::editor::{
    Hit, Intent, PointerInput, Spot, Tool, ToolKind,
    gesture::{Gesture, Turn},
    input::Precision,
};

/// The pointers on the sheet.
#[derive(Clone, Copy)]
pub struct Pointers {
    map: MapState,
    gesture: StoredValue<Gesture>,
    /// A drag with the space bar or the middle button moves the sheet, whatever the tool.
    panning: RwSignal<Option<Spot>>,
}

impl Pointers {
    /// Nothing is down.
    #[must_use]
    pub fn new(map: MapState) -> Self {
        Self {
            map,
            gesture: StoredValue::new(Gesture::default()),
            panning: RwSignal::new(None),
        }
    }

    /// Whether the sheet is being moved by the space bar or the middle button; tracked.
    #[must_use]
    pub fn is_panning(&self) -> bool {
        self.panning.with(Option::is_some)
    }

    /// A pointer came down.
    pub fn down(&self, sheet: &Element, event: &PointerEvent) {
        let at = spot_of(sheet, event);
        let hit = event.target().and_then(|target| hit_of(self.map, &target));
        // Without capture a drag that leaves the sheet would never end.
        let _ = sheet.set_pointer_capture(event.pointer_id());
        if event.button() == 1 || self.map.space_held.get_untracked() {
            self.map.space_used.set(true);
            self.panning.set(Some(at));
            return;
        }
        if event.button() != 0 {
            return;
        }
        let turn = self
            .gesture
            .try_update_value(|gesture| gesture.down(event.pointer_id(), at));
        match turn {
            Some(Turn::Tool) => self.tool(&PointerInput::Down {
                at,
                hit: hit.unwrap_or(Hit::Sheet),
                precision: precision_of(event),
            }),
            Some(Turn::ToolMustCancel) => self.tool(&PointerInput::Cancel),
            _ => {}
        }
    }

    /// A pointer moved.
    pub fn moved(&self, sheet: &Element, event: &PointerEvent) {
        let at = spot_of(sheet, event);
        if let Some(last) = self.panning.get_untracked() {
            self.panning.set(Some(at));
            self.pan(at - last);
            return;
        }
        let turn = self
            .gesture
            .try_update_value(|gesture| gesture.moved(event.pointer_id(), at));
        match turn {
            Some(Turn::Tool) => self.tool(&PointerInput::Move { at }),
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
        let at = spot_of(sheet, event);
        let turn = self
            .gesture
            .try_update_value(|gesture| gesture.up(event.pointer_id()));
        if turn == Some(Turn::Tool) {
            // The captured pointer's target is the sheet: what lies under it is asked for.
            let under = document()
                .element_from_point(event.client_x() as f32, event.client_y() as f32)
                .and_then(|element| hit_of(self.map, element.as_ref()));
            self.tool(&PointerInput::Up {
                at,
                hit: under.unwrap_or(Hit::Sheet),
            });
        }
    }

    /// The system took a pointer away.
    pub fn cancel(&self, event: &PointerEvent) {
        self.panning.set(None);
        let turn = self
            .gesture
            .try_update_value(|gesture| gesture.up(event.pointer_id()));
        if turn == Some(Turn::Tool) {
            self.tool(&PointerInput::Cancel);
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
            Intent::DragActor { id, by } => {
                self.drag.set(Some(super::state::Drag {
                    id,
                    by: camera.shift_to_sheet(by),
                }));
            }
            Intent::DropActor { id, by } => {
                self.drag.set(None);
                self.move_by(&id, camera.shift_to_sheet(by));
            }
            Intent::CancelDrag => self.drag.set(None),
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
pub fn spot_of(sheet: &Element, event: &web_sys::MouseEvent) -> Spot {
    let corner = sheet.get_bounding_client_rect();
    Spot::new(
        f64::from(event.client_x()) - corner.x(),
        f64::from(event.client_y()) - corner.y(),
    )
}

fn precision_of(event: &PointerEvent) -> Precision {
    if event.pointer_type() == "touch" {
        Precision::Coarse
    } else {
        Precision::Fine
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
