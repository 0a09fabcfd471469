//! The sheet: the drawing, what floats over it, and the pointers that touch it.

mod handle;
mod measure;
pub mod reveal;

use std::time::Duration;

use leptos::{html::Div, prelude::*, svg::Svg};
use leptos_i18n::t_string;
use trama_shared::{
    case::{Party, Ring, View},
    ids::{ActorId, TieId},
    layout::Device,
};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{
    company,
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
        person::{HouseholdGround, PersonView},
        preview::{Handle, TiePreview},
        rings::Rings,
        tie::TieView,
    },
    components::icon::{Icon, IconKind},
    editor::{Selection, Spot, Tool, ToolKind},
    services::case_store::{Entity, Peer},
};
use handle::handle_place;
use measure::measure;
use reveal::reveal_chosen;

/// How long nodes travel from one view to the other, and a little more: the style sheet says how.
const TRAVEL_MS: u64 = 450;
/// One step of a mouse wheel enlarges by this much per px that it scrolls.
const WHEEL_FACTOR: f64 = 0.0015;

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
    reveal_chosen(map, sheet);

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
            View::Sluzki => t_string!(i18n, lens.sheet.sluzki, name = name),
            View::Ecomap => t_string!(i18n, map.sheet.ecomap, name = name),
        }
    };
    let tool = move || match map.tool.with(Tool::kind) {
        ToolKind::Choose => "choose",
        ToolKind::Actor => "actor",
        ToolKind::Tie => "tie",
    };
    let panning = move || (pointers.is_panning() || map.space_held.get()).then_some("");
    view! {
        <div
            class="map-sheet"
            node_ref=sheet
            data-device=move || device_name(map.device.get())
            // Before anything moves: where the sheet lies is asked of a page that need not be laid out for the answer.
            on:pointermove:capture=move |event| company::pointed(map, &event)
            on:pointerleave=move |_| company::pointed_away(map)
        >
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
                data-layer=move || map.lens.with(|lens| lens.layer.id())
                on:pointerdown=move |event| on_sheet(&|svg| pointers.down(svg, &event))
                on:pointermove=move |event| on_sheet(&|svg| pointers.moved(svg, &event))
                on:pointerup=move |event| on_sheet(&|svg| pointers.up(svg, &event))
                on:pointercancel=move |event| on_sheet(&|svg| pointers.cancel(svg, &event))
                on:contextmenu=move |event| pointers.context_menu(&event)
                on:wheel=wheel
                on:focusin=focus_in
            >
                <g transform=move || map.camera.get().transform()>
                    <Drawn map />
                </g>
                <SelectFrame map />
            </svg>
            <p id="map-how" class="sr-only">{say(move || t_string!(i18n, map.sheet.how))}</p>
            <Legend />
            <Empty map />
            <Withheld map />
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

/// The frame that is being drawn around several.
#[component]
fn SelectFrame(map: MapState) -> impl IntoView {
    move || {
        map.framed.get().map(|(from, to)| {
            let (x, y) = (from.x.min(to.x), from.y.min(to.y));
            let (width, height) = ((from.x - to.x).abs(), (from.y - to.y).abs());
            view! { <rect class="select-frame" data-testid="select-frame" x=x y=y width=width height=height rx="4" /> }
        })
    }
}

/// Everything inside the camera.
#[component]
fn Drawn(map: MapState) -> impl IntoView {
    let actor_ids = memo(move |_| match map.shown.get() {
        Some(shown) => shown.actors,
        None => map.store.actor_ids().get(),
    });
    let tie_ids = memo(move |_| match map.shown.get() {
        Some(shown) => shown.ties,
        None => map.store.tie_ids().get(),
    });
    let person_dimmed = Signal::derive(move || map.is_dimmed(&Party::Person));
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
        <HouseholdGround drawing=map.drawing />
        <g class="map-ties" aria-hidden="true">
            <For each=move || tie_ids.get() key=TieId::clone children=move |id| tie_view(map, id) />
        </g>
        <PersonView
            drawing=map.drawing
            label=Signal::derive(move || map.person_words())
            selected=is_person
            armed=person_armed
            in_tab_order=person_tab
            dimmed=person_dimmed
        />
        // Under the nodes, so that no halo bites into an outline.
        <g aria-hidden="true">
            <For each=move || actor_ids.get() key=ActorId::clone children=move |id| label_view(map, id) />
        </g>
        <For each=move || actor_ids.get() key=ActorId::clone children=move |id| node_view(map, id) />
        <Flags map />
        <TiePreview ends />
        <Handle at=handle_at unit />
        <company::Pointers map />
    }
}

fn tie_view(map: MapState, id: TieId) -> impl IntoView {
    let (chosen, entity) = (id.clone(), Entity::Tie(id.clone()));
    let selected = Signal::derive(move || {
        map.selection
            .with(|selection| selection.tie() == Some(&chosen))
    });
    let touched = Signal::derive(move || map.touched(&entity));
    let (own, kept, inner) = (id.clone(), id.clone(), id.clone());
    let dimmed = Signal::derive(move || map.is_tie_dimmed(&own));
    let reserved = Signal::derive(move || map.store.is_reserved_tie(&kept));
    let open = Signal::derive(move || {
        let chosen = map.selection.get();
        chosen.tie() == Some(&inner)
            || chosen.party().is_some_and(|party| {
                map.store
                    .tie(&inner)
                    .is_some_and(|tie| tie.with(|tie| tie.touches(&party)))
            })
    });
    view! { <TieView id picture=map.picture selected dimmed reserved open touched /> }
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
            Signal::derive(move || map.selection.with(|selection| selection.has_actor(&id)))
        },
        armed: {
            let party = party.clone();
            Signal::derive(move || is_armed(map, &party))
        },
        dragging: {
            let id = id.clone();
            Signal::derive(move || map.picture.holds(&id))
        },
        in_tab_order: {
            let party = party.clone();
            Signal::derive(move || tab_stop(map) == party)
        },
        dimmed: Signal::derive(move || map.is_dimmed(&party)),
        reserved: {
            let id = id.clone();
            Signal::derive(move || map.store.is_reserved_actor(&id))
        },
        differs: {
            let id = id.clone();
            Signal::derive(move || map.views_part(&id))
        },
        overlaps: {
            let id = id.clone();
            Signal::derive(move || map.is_overlapping(&id))
        },
        held_by: {
            let entity = entity.clone();
            Signal::derive(move || map.held_by(&entity))
        },
        touched: Signal::derive(move || map.touched(&entity)),
    };
    // Kept, as a drag asks for it in every frame.
    let label = memo(move |_| map.actor_words(&spoken));
    view! { <NodeView id picture=map.picture support label state /> }
}

fn label_view(map: MapState, id: ActorId) -> impl IntoView {
    let chosen = id.clone();
    let selected =
        Signal::derive(move || map.selection.with(|selection| selection.has_actor(&chosen)));
    let party = Party::Actor(id.clone());
    let dimmed = Signal::derive(move || map.is_dimmed(&party));
    view! { <LabelView id picture=map.picture selected dimmed /> }
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
        let node = memo(move |_| map.picture.node(&id));
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
    // What it says is so: the first tap adds somebody.
    Effect::new(move |was: Option<bool>| {
        let waits = is_empty.get() && map.may_edit();
        let tool = map.tool.with_untracked(Tool::kind);
        if waits && tool == ToolKind::Choose {
            map.use_tool(ToolKind::Actor);
        } else if !waits && was == Some(true) && tool == ToolKind::Actor {
            map.use_tool(ToolKind::Choose);
        }
        waits
    });
    let words = move || {
        if map.may_edit() {
            match map.drawn_view() {
                View::Rings => t_string!(i18n, map.empty.rings),
                View::Ecomap => t_string!(i18n, map.empty.ecomap),
                View::Sluzki => t_string!(i18n, lens.sheet.hint),
            }
        } else {
            t_string!(i18n, map.empty.reader)
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

/// What those are told from whom something is kept: that it is so, not what; where there is room beside the map, the
/// overview says it and nothing of the drawing is covered. And what is said when the filters leave nobody.
#[component]
fn Withheld(map: MapState) -> impl IntoView {
    let i18n = map.i18n;
    let nobody = memo(move |_| {
        map.shown
            .with(|shown| shown.as_ref().is_some_and(|shown| shown.actors.is_empty()))
    });
    view! {
        <Show when=move || map.store.is_withheld() && map.device.get() == Device::Phone>
            <p class="map-note map-withheld" data-testid="withheld">
                <Icon kind=IconKind::Lock />
                {say(move || t_string!(i18n, lens.withheld))}
            </p>
        </Show>
        <Show when=move || nobody.get()>
            <p class="map-note map-filtered" data-testid="lens-nobody">
                {say(move || t_string!(i18n, lens.sheet.nothing))}
                <button class="map-button" type="button" on:click=move |_| map.clear_lens()>
                    {say(move || t_string!(i18n, lens.clear))}
                </button>
            </p>
        </Show>
    }
}

/// The one node that the tabulator reaches: the focused one, as long as it is on the map.
fn tab_stop(map: MapState) -> Party {
    let focused = map.focused.get();
    let here = focused.actor().is_none_or(|id| {
        match map
            .shown
            .with(|shown| shown.as_ref().map(|shown| shown.actors.contains(id)))
        {
            Some(shown) => shown,
            None => map.store.actor_ids().with(|ids| ids.contains(id)),
        }
    });
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

/// The ring, or the circle of the same rank, under the dragged actor.
fn drop_target(map: MapState) -> Option<Ring> {
    let hand = map.carry.hand()?;
    let frame = map.frame.get().filter(|frame| frame.view != View::Ecomap)?;
    let at = map
        .picture
        .moved
        .with(|moved| moved.nodes.get(&hand.lead).map(|node| node.at))?;
    Some(frame.nearest_ring(at))
}

/// Whether nodes are on their way: from one view to the other, or to where "Ordenar" puts them.
fn travel(map: MapState) -> RwSignal<bool> {
    let travels = RwSignal::new(false);
    Effect::new(move |before: Option<(View, u32)>| {
        let now = (map.drawn_view(), map.rearranged.get());
        if before.is_some_and(|before| before != now) {
            travels.set(true);
            map.moved_camera.set(None);
            set_timeout(
                move || travels.try_set(false).map_or((), drop),
                Duration::from_millis(TRAVEL_MS),
            );
        }
        now
    });
    travels
}
