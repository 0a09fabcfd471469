//! The map of two moments, or of one.

mod measure;
pub mod nodes;

use leptos::{html::Div, prelude::*};
use leptos_i18n::t_string;
use trama_shared::{
    case::Party,
    history::TieGroup,
    ids::{ActorId, TieId},
    layout::{Device, Drawing, Rect, Size},
};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{
    address::value_of,
    legend::Legend,
    scene::{Scene, SceneTie, Setting, Side},
    sign::{Sign, SignMark},
    state::{Focus, TimeState},
};
use crate::{
    canvas::{
        self,
        label::LabelView,
        node::Marks,
        person::{HouseholdGround, still_person},
        rings::Rings,
        tie::dash_of,
    },
    lean::{memo, part, tell},
};
use measure::measure;
use nodes::Nodes;

/// A picture that is narrower is drawn as on a phone.
const NARROW_PX: f64 = 460.0;
/// How much larger a phone shows what is looked at more closely.
const CLOSER: f64 = 1.7;

/// A picture, with the legend where there is room for it.
#[component]
pub fn Picture(
    /// Which moments it shows.
    side: Side,
) -> impl IntoView {
    let time = TimeState::get();
    let i18n = time.i18n;
    let sheet = NodeRef::<Div>::new();
    let size = RwSignal::new(None::<Size>);
    let covered = RwSignal::new(Vec::<Rect>::new());
    measure(time, sheet, size, covered);
    let scene = memo(move |_| {
        let (size, everyone) = (size.get()?, time.everyone.get()?);
        time.compared.with(|compared| {
            time.places.with(|places| {
                time.focus.with(|focus| {
                    time.sheet.with(|sheet| {
                        let known = places.iter().find(|(view, _)| *view == sheet.view);
                        let setting = Setting {
                            side,
                            sheet,
                            compared: compared.as_ref()?,
                            everyone: &everyone,
                            places: &known?.1,
                            focus: focus.as_ref(),
                        };
                        let device = device_for(time.device.get(), size);
                        Some(Scene::of(setting, size, device, covered.get()))
                    })
                })
            })
        })
    });
    let drawing = memo(move |_| scene.with(|scene| scene.as_ref().map(|s| s.drawing.clone())));
    let view_box = move || {
        size.get()
            .map(|size| format!("0 0 {:.0} {:.0}", size.width, size.height))
    };
    let name = move || match side {
        Side::Both => t_string!(i18n, time.picture.both),
        Side::A => t_string!(i18n, time.picture.a),
        Side::B => t_string!(i18n, time.picture.b),
    };
    let camera = move || {
        let moved = scene.with(|scene| closer(time, scene.as_ref()?));
        moved.unwrap_or_else(|| "translate(0px, 0px) scale(1)".to_owned())
    };
    let caption = move || {
        (side != Side::Both).then(|| {
            let words = tell(move || {
                time.handles.get().map_or_else(String::new, |handles| {
                    let at = if side == Side::A {
                        handles.a
                    } else {
                        handles.b
                    };
                    time.track.with(|track| {
                        track
                            .stops
                            .get(at)
                            .map(|stop| time.stop_words(stop))
                            .unwrap_or_default()
                    })
                })
            });
            view! { <p class="time-caption">{words}</p> }
        })
    };
    view! {
        <div class="time-sheet" node_ref=sheet data-side=side_word(side)>
            <svg
                class="map-svg time-svg"
                viewBox=view_box
                role="group"
                aria-label=name
                data-testid="time-picture"
                data-view=move || value_of(time.view.get())
                on:click=move |event| clicked(time, &event)
            >
                <g class="time-camera" style:transform=camera>
                    <Rings drawing target=memo(|_| None) />
                    <HouseholdGround drawing />
                    <Ties scene />
                    <Person drawing />
                    <Labels scene drawing />
                    <Nodes scene />
                    <Signs scene />
                </g>
            </svg>
            {caption}
            <Legend side />
        </div>
    }
}

/// Half a tablet has a phone's room.
fn device_for(device: Device, size: Size) -> Device {
    if size.width < NARROW_PX {
        Device::Phone
    } else {
        device
    }
}

const fn side_word(side: Side) -> &'static str {
    match side {
        Side::Both => "both",
        Side::A => "a",
        Side::B => "b",
    }
}

/// A tap beside everything looks at everything again.
fn clicked(time: TimeState, event: &leptos::ev::MouseEvent) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let Some(target) = target else { return };
    let on = |attribute: &str| {
        let found = target.closest(&format!("[{attribute}]")).ok().flatten();
        found.and_then(|found| found.get_attribute(attribute))
    };
    if let Some(id) = on("data-actor-id").and_then(|id| id.parse::<ActorId>().ok()) {
        time.look_at(Focus::Actor(id));
    } else if let Some(pair) = on("data-pair").and_then(|text| pair_from(&text)) {
        time.look_at(Focus::Tie(pair));
    } else {
        time.focus.set(None);
    }
}

/// Two parties as one attribute.
#[must_use]
pub fn pair_text(pair: &[Party; 2]) -> String {
    format!("{} {}", pair[0].id(), pair[1].id())
}

fn pair_from(text: &str) -> Option<[Party; 2]> {
    let (one, other) = text.split_once(' ')?;
    Some([Party::from_id(one)?, Party::from_id(other)?])
}

impl TimeState {
    /// Looks at something more closely, or at everything again if it was looked at already.
    pub fn look_at(&self, focus: Focus) {
        let again = self
            .focus
            .with_untracked(|now| now.as_ref() == Some(&focus));
        self.focus.set((!again).then_some(focus));
    }

    /// Whether something else is being looked at than this; tracked.
    fn dims_tie(&self, pair: &[Party; 2]) -> bool {
        self.focus.with(|focus| match focus {
            None => false,
            Some(Focus::Tie(own)) => own != pair,
            Some(Focus::Actor(id)) => !pair.contains(&Party::Actor(id.clone())),
        })
    }
}

/// On a phone: what is looked at more closely comes nearer.
fn closer(time: TimeState, scene: &Scene) -> Option<String> {
    if time.device.get() != Device::Phone {
        return None;
    }
    let drawing = &scene.drawing;
    let at = time.focus.with(|focus| match focus.as_ref()? {
        Focus::Actor(id) => drawing.nodes.get(id).map(|node| node.at),
        Focus::Tie(pair) => {
            let tie = scene.ties.iter().find(|(_, tie)| tie.pair == *pair)?;
            drawing.ties.get(tie.0).map(|tie| tie.middle)
        }
    })?;
    let (half_width, half_height) = (drawing.canvas.width * 0.5, drawing.canvas.height * 0.5);
    Some(format!(
        "translate({:.1}px, {:.1}px) scale({CLOSER})",
        half_width - at.x * CLOSER,
        half_height - at.y * CLOSER
    ))
}

/// What a picture shows; `None` until it can be drawn.
pub type SceneMemo = Memo<Option<Scene>>;

fn tie_ids(scene: SceneMemo) -> Memo<Vec<TieId>> {
    memo(move |_| {
        scene.with(|scene| {
            let ties = scene.as_ref().map(|scene| scene.ties.keys().cloned());
            ties.into_iter().flatten().collect()
        })
    })
}

#[component]
fn Ties(scene: SceneMemo) -> impl IntoView {
    let time = TimeState::get();
    let ids = tie_ids(scene);
    let tie_view = move |id: TieId| {
        let of = memo(move |_| {
            scene.with(|scene| {
                let scene = scene.as_ref()?;
                Some((
                    scene.ties.get(&id)?.clone(),
                    scene.drawing.ties.get(&id)?.clone(),
                ))
            })
        });
        let shown = part(move || {
            let Some((tie, drawn)) = of.get() else {
                return ().into_any();
            };
            let class = tie_class(&tie);
            let pair = tie.pair.clone();
            let dim = move || time.dims_tie(&pair).then_some("");
            let lines = match tie.twins {
                Some(twins) => twins
                    .into_iter()
                    .map(|line| view! { <path class="tie-line time-gone" d=line /> })
                    .collect_view()
                    .into_any(),
                None => {
                    let dash = dash_of(&drawn.style);
                    let caps = if drawn.style.round_caps {
                        "round"
                    } else {
                        "butt"
                    };
                    view! {
                        <path
                            class="tie-line"
                            d=drawn.line
                            stroke-width=drawn.style.width
                            stroke-dasharray=dash
                            stroke-linecap=caps
                        />
                        <Marks marks=drawn.marks />
                    }
                    .into_any()
                }
            };
            let group = tie.group.map(group_word);
            view! {
                <g class=class data-pair=pair_text(&tie.pair) data-group=group data-dim=dim>{lines}</g>
            }
            .into_any()
        });
        view! { {shown} }
    };
    view! {
        <g class="map-ties time-ties" aria-hidden="true">
            <For each=move || ids.get() key=TieId::clone children=tie_view />
        </g>
    }
}

fn tie_class(tie: &SceneTie) -> &'static str {
    match tie.group {
        _ if tie.quiet => "tie time-quiet",
        Some(TieGroup::New | TieGroup::Stronger) => "tie time-gain",
        _ => "tie",
    }
}

/// A group as a word for styles and tests.
#[must_use]
pub const fn group_word(group: TieGroup) -> &'static str {
    match group {
        TieGroup::New => "new",
        TieGroup::Stronger => "stronger",
        TieGroup::Weaker => "weaker",
        TieGroup::Lost => "lost",
        TieGroup::ToBuild => "to-build",
        TieGroup::Other => "other",
    }
}

#[component]
fn Person(drawing: Memo<Option<Drawing>>) -> impl IntoView {
    let centre = memo(move |_| drawing.with(|drawing| drawing.as_ref().map(|d| d.centre.clone())));
    move || {
        centre
            .get()
            .map(|centre| view! { <g aria-hidden="true">{still_person(centre)}</g> })
    }
}

#[component]
fn Labels(scene: SceneMemo, drawing: Memo<Option<Drawing>>) -> impl IntoView {
    let time = TimeState::get();
    let ids = memo(move |_| {
        scene.with(|scene| {
            let Some(scene) = scene.as_ref() else {
                return Vec::new();
            };
            let named = scene.actors.iter().filter(|(_, actor)| actor.named);
            named.map(|(id, _)| id.clone()).collect::<Vec<_>>()
        })
    });
    let still = canvas::picture::Picture::still(drawing);
    let label = move |id: ActorId| {
        let own = id.clone();
        let selected = Signal::derive(move || time.focuses_on(&own));
        let dimmed = Signal::from(false);
        view! { <LabelView id picture=still selected dimmed /> }
    };
    view! {
        <g aria-hidden="true">
            <For each=move || ids.get() key=ActorId::clone children=label />
        </g>
    }
}

impl TimeState {
    /// Whether an actor is what is looked at more closely, or an end of it; tracked.
    #[must_use]
    pub fn focuses_on(&self, id: &ActorId) -> bool {
        self.focus.with(|focus| match focus {
            None => false,
            Some(Focus::Actor(own)) => own == id,
            Some(Focus::Tie(pair)) => pair.contains(&Party::Actor(id.clone())),
        })
    }
}

/// The signs, over everything else.
#[component]
fn Signs(scene: SceneMemo) -> impl IntoView {
    let time = TimeState::get();
    let signs = memo(move |_| {
        scene.with(|scene| {
            let Some(scene) = scene.as_ref() else {
                return Vec::new();
            };
            let of_ties = scene.ties.values().filter_map(|tie: &SceneTie| {
                Some((
                    Sign::Tie(tie.group?),
                    tie.sign_at?,
                    Some(tie.pair.clone()),
                    scene.sign_scale,
                ))
            });
            let moved = scene.actors.iter().filter(|(_, actor)| actor.moved);
            let of_actors = moved.filter_map(|(id, _)| {
                let node = scene.drawing.nodes.get(id)?;
                Some((Sign::Moved, node.at + node.flag_at, None, scene.sign_scale))
            });
            of_ties.chain(of_actors).collect::<Vec<_>>()
        })
    });
    let shown = part(move || {
        let signs = signs.get().into_iter().map(|(sign, at, pair, scale)| {
            let place = format!("translate({:.1} {:.1}) scale({scale})", at.x, at.y);
            let text = pair.as_ref().map(pair_text);
            let dim = move || {
                pair.as_ref()
                    .is_some_and(|pair| time.dims_tie(pair))
                    .then_some("")
            };
            view! { <g class="time-sign" transform=place data-pair=text data-dim=dim><SignMark sign /></g> }
        });
        signs.collect_view().into_any()
    });
    view! { <g aria-hidden="true">{shown}</g> }
}
