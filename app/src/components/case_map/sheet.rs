//! The sheet: the drawing, what floats over it, and the pointers that touch it.

use std::time::Duration;

use leptos::{html::Div, prelude::*, svg::Svg};
use leptos_i18n::t_string;
use trama_shared::{
    case::{Party, Ring, View},
    ids::{ActorId, TieId},
    layout::{Device, Point, Rect, Size},
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver};

use super::{
    legend::Legend,
    pointer::{Pointers, spot_of},
    state::{MapState, point},
    toast::ToastView,
    tools::{Hint, Tools, ZoomControls},
};
use crate::lean::{memo, say};
use crate::{
    canvas::{
        label::LabelView,
        node::{Flag, NodeState, NodeView},
        person::PersonView,
        preview::{Handle, TiePreview},
        rings::Rings,
        tie::TieView,
    },
    editor::{Camera, Frame, Selection, Spot, ToolKind},
    services::case_store::{Entity, Peer},
};

/// How long nodes travel from one view to the other, and a little more: the style sheet says how.
const TRAVEL_MS: u64 = 450;
/// One step of a mouse wheel enlarges by this much per px that it scrolls.
const WHEEL_FACTOR: f64 = 0.0015;
/// From a node's outline to the middle of the handle, in px of the screen.
const HANDLE_OFF: f64 = 20.0;
/// Ways round a node that the handle tries, in degrees from the side away from the person.
const TURNS: [f64; 7] = [0.0, 45.0, -45.0, 90.0, -90.0, 135.0, -135.0];
/// Narrower windows are phones; wider ones are read from several metres.
const PHONE_BELOW_PX: f64 = 700.0;
const PROJECTOR_FROM_PX: f64 = 1600.0;
/// The inspector's height on a phone.
const INSPECTOR_PX: f64 = 292.0;
/// What is chosen keeps this far from the edges of the free part.
const REVEAL_MARGIN: f64 = 40.0;
/// From the sheet's upper edge to the drawing, once it has moved up.
const SHEET_MARGIN: f64 = 8.0;

/// The sheet.
#[component]
pub fn Sheet() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let sheet = NodeRef::<Div>::new();
    let svg = NodeRef::<Svg>::new();
    let pointers = Pointers::new(map);
    measure(map, sheet);
    let travels = travel(map);
    reveal_chosen(map);

    let on_sheet = move |act: &dyn Fn(&Element)| {
        if let Some(svg) = svg.get_untracked() {
            act(svg.as_ref());
        }
    };
    let wheel = move |event: web_sys::WheelEvent| {
        event.prevent_default();
        on_sheet(&|svg| {
            let factor = (-event.delta_y() * WHEEL_FACTOR).exp();
            map.zoom_at(factor, spot_of(svg, &event));
        });
    };
    let focus_in = move |event: web_sys::FocusEvent| {
        let element = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let Some(element) = element else { return };
        if element.has_attribute("data-person") {
            map.focused.set(Party::Person);
        } else if let Some(id) = element
            .get_attribute("data-actor-id")
            .and_then(|id| id.parse().ok())
        {
            map.focused.set(Party::Actor(id));
        }
    };
    let label = move || {
        let name = map.person_name();
        match map.drawn_view() {
            View::Rings => t_string!(i18n, map.sheet.rings, name = name),
            View::Ecomap => t_string!(i18n, map.sheet.ecomap, name = name),
        }
    };
    let tool = move || match map.tool.with(crate::editor::Tool::kind) {
        ToolKind::Choose => "choose",
        ToolKind::Actor => "actor",
        ToolKind::Tie => "tie",
    };
    let panning = move || (pointers.is_panning() || map.space_held.get()).then_some("");
    view! {
        <div class="map-sheet" node_ref=sheet data-device=move || device_name(map.device.get())>
            <svg
                class="map-svg"
                node_ref=svg
                role="application"
                aria-label=label
                aria-describedby="map-how"
                data-testid="map-svg"
                data-tool=tool
                data-editable=move || map.may_edit().then_some("")
                data-travel=move || travels.get().then_some("")
                data-panning=panning
                on:pointerdown=move |event| on_sheet(&|svg| pointers.down(svg, &event))
                on:pointermove=move |event| on_sheet(&|svg| pointers.moved(svg, &event))
                on:pointerup=move |event| on_sheet(&|svg| pointers.up(svg, &event))
                on:pointercancel=move |event| pointers.cancel(&event)
                on:wheel=wheel
                on:focusin=focus_in
            >
                <g transform=move || map.camera.get().transform()>
                    <Drawn map />
                </g>
            </svg>
            <p id="map-how" class="sr-only">{say(move || t_string!(i18n, map.sheet.how))}</p>
            <Legend />
            <Empty map />
            <Tools />
            <ZoomControls />
            <Hint />
            <ToastView />
        </div>
    }
}

const fn device_name(device: Device) -> &'static str {
    match device {
        Device::Phone => "phone",
        Device::Projector => "projector",
        Device::Tablet | Device::Print => "tablet",
    }
}

/// Everything inside the camera.
#[component]
fn Drawn(map: MapState) -> impl IntoView {
    let (actor_ids, tie_ids) = (map.store.actor_ids(), map.store.tie_ids());
    let labelled = actor_ids.clone();
    let target = memo(move |_| drop_target(map));
    let is_person = Signal::derive(move || map.selection.get() == Selection::Person);
    let person_armed = Signal::derive(move || is_armed(map, &Party::Person));
    let person_tab = Signal::derive(move || tab_stop(map) == Party::Person);
    let ends = memo(move |_| {
        let pending = map.pending_tie.get()?;
        let to = pending.to?;
        Some((point(place_on_drawing(map, &pending.from)?), point(to)))
    });
    let handle_at = memo(move |_| handle_place(map));
    let unit = memo(move |_| 1.0 / map.camera.get().scale);
    view! {
        <Rings drawing=map.drawing target />
        <g class="map-ties" aria-hidden="true">
            <For each=move || tie_ids.get() key=TieId::clone children=move |id| tie_view(map, id) />
        </g>
        <PersonView
            drawing=map.drawing
            label=Signal::derive(move || map.person_words())
            selected=is_person
            armed=person_armed
            in_tab_order=person_tab
        />
        // Under the nodes, so that no halo bites into an outline.
        <g aria-hidden="true">
            <For each=move || labelled.get() key=ActorId::clone children=move |id| label_view(map, id) />
        </g>
        <For each=move || actor_ids.get() key=ActorId::clone children=move |id| node_view(map, id) />
        <Flags map />
        <TiePreview ends />
        <Handle at=handle_at unit />
    }
}

fn tie_view(map: MapState, id: TieId) -> impl IntoView {
    let (chosen, entity) = (id.clone(), Entity::Tie(id.clone()));
    let selected = Signal::derive(move || {
        map.selection
            .with(|selection| selection.tie() == Some(&chosen))
    });
    let touched = Signal::derive(move || map.touched(&entity));
    view! { <TieView id drawing=map.drawing selected touched /> }
}

fn node_view(map: MapState, id: ActorId) -> impl IntoView {
    let party = Party::Actor(id.clone());
    let entity = Entity::Actor(id.clone());
    let actor = map.store.actor(&id);
    let support = Signal::derive(move || {
        actor
            .as_ref()
            .and_then(|actor| actor.with(|actor| actor.support))
    });
    let spoken = id.clone();
    let state = NodeState {
        selected: {
            let id = id.clone();
            Signal::derive(move || {
                map.selection
                    .with(|selection| selection.actor() == Some(&id))
            })
        },
        armed: {
            let party = party.clone();
            Signal::derive(move || is_armed(map, &party))
        },
        dragging: {
            let id = id.clone();
            Signal::derive(move || {
                map.drag
                    .with(|drag| drag.as_ref().is_some_and(|drag| drag.id == id))
            })
        },
        in_tab_order: Signal::derive(move || tab_stop(map) == party),
        held_by: {
            let entity = entity.clone();
            Signal::derive(move || map.held_by(&entity))
        },
        touched: Signal::derive(move || map.touched(&entity)),
    };
    let label = Signal::derive(move || map.actor_words(&spoken));
    view! { <NodeView id drawing=map.drawing support label state /> }
}

fn label_view(map: MapState, id: ActorId) -> impl IntoView {
    let chosen = id.clone();
    let selected = Signal::derive(move || {
        map.selection
            .with(|selection| selection.actor() == Some(&chosen))
    });
    view! { <LabelView id drawing=map.drawing selected /> }
}

/// Colleagues' names beside what they have chosen.
#[component]
fn Flags(map: MapState) -> impl IntoView {
    let held = move || {
        let peers = map.store.peers().get();
        let pairs = peers.into_iter().flat_map(|peer| {
            let chosen = peer.focus.selected.clone();
            chosen.into_iter().filter_map(move |entity| match entity {
                Entity::Actor(id) => Some((peer.clone(), id)),
                Entity::Person | Entity::Tie(_) => None,
            })
        });
        pairs.collect::<Vec<(Peer, ActorId)>>()
    };
    let flag = move |(peer, id): (Peer, ActorId)| {
        let node = memo(move |_| {
            map.drawing
                .with(|drawing| drawing.as_ref()?.nodes.get(&id).cloned())
        });
        view! { <Flag peer node /> }
    };
    view! {
        <g aria-hidden="true">
            <For each=held key=|(peer, id)| (peer.id.clone(), peer.name.clone(), id.clone()) children=flag />
        </g>
    }
}

/// What an empty map says.
#[component]
fn Empty(map: MapState) -> impl IntoView {
    let i18n = map.i18n;
    let ids = map.store.actor_ids();
    let is_empty = memo(move |_| ids.with(std::collections::BTreeSet::is_empty));
    let words = move || {
        if !map.may_edit() {
            t_string!(i18n, map.empty.reader)
        } else if map.drawn_view() == View::Rings {
            t_string!(i18n, map.empty.rings)
        } else {
            t_string!(i18n, map.empty.ecomap)
        }
    };
    view! {
        <Show when=move || is_empty.get()>
            <div class="map-empty" data-testid="map-empty">
                <p>{words}</p>
            </div>
        </Show>
    }
}

/// The one node that the tabulator reaches: the focused one, as long as it is on the map.
fn tab_stop(map: MapState) -> Party {
    let focused = map.focused.get();
    let here = focused
        .actor()
        .is_none_or(|id| map.store.actor_ids().with(|ids| ids.contains(id)));
    if here { focused } else { Party::Person }
}

fn is_armed(map: MapState, party: &Party) -> bool {
    map.pending_tie.with(|pending| {
        pending
            .as_ref()
            .is_some_and(|pending| pending.from == *party)
    })
}

fn place_on_drawing(map: MapState, party: &Party) -> Option<Spot> {
    map.drawing.track();
    map.spot_of(party)
}

/// The ring under the dragged actor.
fn drop_target(map: MapState) -> Option<Ring> {
    let drag = map.drag.get()?;
    let frame = map.frame.get().filter(|frame| frame.view == View::Rings)?;
    let at = map
        .drawing
        .with(|drawing| drawing.as_ref()?.nodes.get(&drag.id).map(|node| node.at))?;
    Some(frame.nearest_ring(at))
}

/// Where the chosen party's handle stands: on the side away from the person, where no tie of hers runs, or as near to
/// it as nodes and labels leave room.
fn handle_place(map: MapState) -> Option<Point> {
    let ready = map.may_edit()
        && map.drag.with(Option::is_none)
        && map.pending_tie.with(Option::is_none)
        && map.tool.with(crate::editor::Tool::kind) == ToolKind::Choose;
    if !ready {
        return None;
    }
    let party = map.selection.get().party()?;
    let off = HANDLE_OFF / map.camera.get().scale;
    map.drawing.with(|drawing| {
        let drawing = drawing.as_ref()?;
        let centre = drawing.centre.at;
        match party {
            Party::Person => {
                let radius = drawing
                    .centre
                    .household_radius
                    .unwrap_or(drawing.centre.radius);
                Some(Point::new(centre.x, centre.y - radius - off))
            }
            Party::Actor(id) => {
                let node = drawing.nodes.get(&id)?;
                let out = (node.at - centre).unit();
                let places = TURNS.iter().map(|turn| {
                    let (sine, cosine) = turn.to_radians().sin_cos();
                    let way =
                        Point::new(out.x * cosine - out.y * sine, out.x * sine + out.y * cosine);
                    node.at + way * (node.radius + 4.0 + off)
                });
                let is_free = |place: &Point| {
                    let on_node = drawing.nodes.iter().any(|(other, node)| {
                        *other != id && node.at.distance(*place) < node.radius + off
                    });
                    let on_label = drawing.labels.values().any(|label| {
                        let near = label.bounds.grown(off * 0.6);
                        !label.hidden
                            && (near.left..near.right).contains(&place.x)
                            && (near.top..near.bottom).contains(&place.y)
                    });
                    !on_node && !on_label
                };
                let outward = node.at + out * (node.radius + 4.0 + off);
                Some(places.into_iter().find(is_free).unwrap_or(outward))
            }
        }
    })
}

/// Keeps the sheet's size, the parts of it that are covered, and the class of device.
fn measure(map: MapState, sheet: NodeRef<Div>) {
    let read = move || {
        let Some(sheet) = sheet.get_untracked() else {
            return;
        };
        let box_ = sheet.get_bounding_client_rect();
        if box_.width() < 1.0 || box_.height() < 1.0 {
            return;
        }
        let window_px = window()
            .inner_width()
            .ok()
            .and_then(|width| width.as_f64())
            .unwrap_or(box_.width());
        let device = if window_px < PHONE_BELOW_PX {
            Device::Phone
        } else if window_px >= PROJECTOR_FROM_PX {
            Device::Projector
        } else {
            Device::Tablet
        };
        let covered = covered_by(&sheet, &box_);
        if map.device.get_untracked() != device {
            map.device.set(device);
        }
        if map.covered.get_untracked() != covered {
            map.covered.set(covered);
        }
        let size = Size::new(box_.width(), box_.height());
        if map.size.get_untracked() != Some(size) {
            map.size.set(Some(size));
            map.moved_camera.set(None);
        }
    };
    // What floats over the sheet changes with the view and with what the legend has to explain.
    Effect::new(move |_| {
        map.view.track();
        map.store.actor_ids().track();
        map.store.tie_ids().track();
        map.device.track();
        request_animation_frame(read);
    });
    let observer = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut()>)>);
    Effect::new(move |_| {
        let Some(sheet) = sheet.get() else { return };
        let callback = Closure::<dyn FnMut()>::new(read);
        if let Ok(resize) = ResizeObserver::new(callback.as_ref().unchecked_ref()) {
            resize.observe(&sheet);
            observer.set_value(Some((resize, callback)));
        }
    });
    on_cleanup(move || {
        observer.update_value(|observer| {
            if let Some((resize, _)) = observer.take() {
                resize.disconnect();
            }
        });
    });
}

/// The boxes of tools and legends, from the sheet's corner.
fn covered_by(sheet: &Element, sheet_box: &web_sys::DomRect) -> Vec<Rect> {
    let Ok(floats) = sheet.query_selector_all(".map-float[data-fixed], .legend-corner") else {
        return Vec::new();
    };
    let floats = (0..floats.length()).filter_map(|at| floats.get(at)?.dyn_into::<Element>().ok());
    let boxes = floats.map(|element| {
        let rect = element.get_bounding_client_rect();
        let (left, top) = (rect.left() - sheet_box.left(), rect.top() - sheet_box.top());
        Rect {
            left,
            top,
            right: left + rect.width(),
            bottom: top + rect.height(),
        }
    });
    boxes.filter(|rect| rect.right > rect.left).collect()
}

/// Whether nodes are on their way from one view to the other.
fn travel(map: MapState) -> RwSignal<bool> {
    let travels = RwSignal::new(false);
    Effect::new(move |before: Option<View>| {
        let view = map.drawn_view();
        if before.is_some_and(|before| before != view) {
            travels.set(true);
            map.moved_camera.set(None);
            set_timeout(
                move || travels.try_set(false).map_or((), drop),
                Duration::from_millis(TRAVEL_MS),
            );
        }
        view
    });
    travels
}

/// On a phone the inspector comes up from below: the map moves up, and what is chosen out of the inspector's way.
/// When nothing is chosen any more it goes back, unless the user moved the map meanwhile.
fn reveal_chosen(map: MapState) {
    let moved_here = StoredValue::new(None::<Camera>);
    Effect::new(move |_| {
        let selection = map.selection.get();
        if map.device.get() != Device::Phone {
            return;
        }
        let now = map.moved_camera.get_untracked();
        let Some(party) = selection.party() else {
            if now.is_some() && now == moved_here.get_value() {
                map.moved_camera.set(None);
            }
            moved_here.set_value(None);
            return;
        };
        let (Some(at), Some(size)) = (map.spot_of(&party), map.size.get_untracked()) else {
            return;
        };
        let free = Frame {
            x: 0.0,
            y: 0.0,
            width: size.width,
            height: size.height - INSPECTOR_PX,
        };
        let camera = map.camera.get_untracked();
        let top = map.drawing.with_untracked(|drawing| {
            let top = drawing
                .as_ref()
                .map(|drawing| Spot::new(0.0, drawing.bounds.top));
            top.map_or(0.0, |top| camera.to_screen(top).y)
        });
        let up = if now.is_none() {
            (top - SHEET_MARGIN).max(0.0)
        } else {
            0.0
        };
        let moved = camera
            .pan(Spot::new(0.0, -up))
            .reveal(at, &free.inset(REVEAL_MARGIN));
        if moved != camera {
            moved_here.set_value(Some(moved));
            map.set_camera(moved);
        }
    });
}
