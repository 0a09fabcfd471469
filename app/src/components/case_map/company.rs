//! The others on the drawing: their pointers in the sheet's own units, and the view of the one who is followed.

use leptos::prelude::*;
use trama_shared::sync::glance::Point as Told;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::state::MapState;
use crate::{
    editor::{
        Spot,
        sight::{camera_for, sight_of, spot_at, told_at},
    },
    lean::memo,
    services::case_store::{Page, PeerPointer},
};

/// Tells the others where the user's pointer is on the sheet.
pub fn pointed(map: MapState, event: &PointerEvent) {
    let sheet = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let (Some(sheet), Some(frame)) = (sheet, map.frame.get_untracked()) else {
        return;
    };
    let corner = sheet.get_bounding_client_rect();
    let at = Spot::new(
        f64::from(event.client_x()) - corner.left(),
        f64::from(event.client_y()) - corner.top(),
    );
    let at = map.camera.get_untracked().to_sheet(at);
    map.store.point_at(Some(told_at(at, &frame)));
}

/// The pointer has left the sheet.
pub fn pointed_away(map: MapState) {
    map.store.point_at(None);
}

/// Tells what this screen shows, and shows what the one who is followed sees.
pub fn share_view(map: MapState) {
    let screen = move || map.size.get().zip(map.frame.get());
    Effect::new(move |_| {
        let camera = map.camera.get();
        map.store
            .look_at(screen().map(|(size, frame)| sight_of(&camera, size, &frame)));
    });
    let led = map.store.led();
    let followed = memo(move |_| {
        let here = Page::Drawing(map.drawn_view());
        led.with(|led| {
            let led = led.as_ref().filter(|led| led.page == Some(here))?;
            led.sight
        })
    });
    Effect::new(move |_| {
        if let (Some(sight), Some((size, frame))) = (followed.get(), screen()) {
            map.set_camera(camera_for(&sight, size, &frame));
        }
    });
    on_cleanup(move || {
        map.store.point_at(None);
        map.store.look_at(None);
    });
}

/// The others' pointers on this view.
#[component]
pub fn Pointers(
    /// The map.
    map: MapState,
) -> impl IntoView {
    let pointers = map.store.pointers();
    let here = {
        let pointers = pointers.clone();
        memo(move |_| {
            let page = Page::Drawing(map.drawn_view());
            pointers.with(|pointers| {
                let here = pointers.iter().filter(|pointer| pointer.page == page);
                here.map(|pointer| pointer.id.clone()).collect::<Vec<_>>()
            })
        })
    };
    let unit = memo(move |_| 1.0 / map.camera.get().scale);
    let pointer = move |id: String| {
        let (pointers, of_place) = (pointers.clone(), id.clone());
        let place = memo(move |_| {
            let at: Option<Told> = pointers.with(|pointers| {
                let mine = |pointer: &&PeerPointer| pointer.id == of_place;
                pointers.iter().find(mine).map(|pointer| pointer.at)
            });
            at.zip(map.frame.get())
                .map(|(at, frame)| spot_at(at, &frame))
        });
        let of_name = id.clone();
        let who = memo(move |_| {
            map.store.peers().with(|peers| {
                let peer = peers.iter().find(|peer| peer.id == of_name);
                peer.map(|peer| (peer.name.clone(), peer.color))
            })
        });
        let style = move || {
            let at = place.get().unwrap_or_default();
            format!("transform: translate({:.1}px, {:.1}px)", at.x, at.y)
        };
        let class = move || {
            let color = who.with(|who| who.as_ref().map_or(0, |(_, color)| *color));
            format!("peer-pointer presence-{}", color + 1)
        };
        view! {
            <g class=class style=style data-pointer=id>
                <g transform=move || format!("scale({:.4})", unit.get())>
                    <path class="peer-arrow" d="M0 0L0 16.5L4.4 12.6L7.2 19L10 17.8L7.2 11.5L13 11.2Z" />
                    <text class="peer-name" x="14" y="24">
                        {move || who.with(|who| who.as_ref().map(|(name, _)| name.clone()).unwrap_or_default())}
                    </text>
                </g>
            </g>
        }
    };
    view! {
        <g class="peer-pointers" aria-hidden="true">
            <For each=move || here.get() key=String::clone children=pointer />
        </g>
    }
}
