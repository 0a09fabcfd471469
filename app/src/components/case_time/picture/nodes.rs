//! The actors on the picture.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Party, Ring},
    history::Snapshot,
    ids::ActorId,
};

use super::SceneMemo;
use crate::{
    canvas::node::NodeShape,
    components::{
        case_map::words,
        case_time::{
            scene::SceneActor,
            state::{Focus, TimeState},
            words as time_words,
        },
    },
    lean::{memo, tell},
};

/// The actors that are shown.
fn actor_ids(scene: SceneMemo) -> Memo<Vec<ActorId>> {
    memo(move |_| {
        scene.with(|scene| {
            let actors = scene.as_ref().map(|scene| scene.actors.keys().cloned());
            actors.into_iter().flatten().collect()
        })
    })
}

/// Everyone who is shown.
#[component]
pub fn Nodes(
    /// What the picture shows.
    scene: SceneMemo,
) -> impl IntoView {
    let ids = actor_ids(scene);
    view! { <For each=move || ids.get() key=ActorId::clone children=move |id| node_view(scene, id) /> }
}

fn node_view(scene: SceneMemo, id: ActorId) -> impl IntoView {
    let time = TimeState::get();
    let key = id.clone();
    let of = memo(move |_| {
        scene.with(|scene| {
            let scene = scene.as_ref()?;
            Some((
                scene.actors.get(&key)?.clone(),
                scene.drawing.nodes.get(&key)?.clone(),
            ))
        })
    });
    let shape = Signal::derive(move || of.with(|of| of.as_ref().map(|(_, node)| node.clone())));
    let quiet = move || of.with(|of| of.as_ref().is_some_and(|(actor, _)| actor.quiet));
    // A node that is in the background is a bare outline, whatever the person perceives.
    let support = Signal::derive(move || {
        of.with(|of| match of {
            Some((actor, _)) if !actor.quiet && !actor.gone => actor.support,
            _ => Some(trama_shared::case::Support::None),
        })
    });
    let place = move || {
        of.with(|of| {
            of.as_ref()
                .map(|(_, node)| format!("translate({:.2}px, {:.2}px)", node.at.x, node.at.y))
        })
        .unwrap_or_default()
    };
    let state = move || {
        of.with(|of| match of {
            Some((SceneActor { gone: true, .. }, _)) => "gone",
            Some((SceneActor { quiet: true, .. }, _)) => "quiet",
            _ => "shown",
        })
    };
    let chosen = {
        let id = id.clone();
        memo(move |_| time.focuses_on(&id))
    };
    let outline = move || {
        chosen.get().then(|| {
            let path = of.with(|of| of.as_ref().map(|(_, node)| node.selected.clone()));
            view! { <path class="node-selected" d=path /> }
        })
    };
    let hit = move || of.with(|of| of.as_ref().map(|(_, node)| node.hit_radius.min(22.0)));
    let words = {
        let id = id.clone();
        tell(move || actor_words(time, &id))
    };
    view! {
        <g
            class="node time-node"
            role="button"
            tabindex=move || if quiet() { "-1" } else { "0" }
            aria-hidden=move || quiet().then_some("true")
            aria-label=words
            aria-pressed=move || if chosen.get() { "true" } else { "false" }
            data-actor-id=id.to_string()
            data-state=state
            style:transform=place
            on:keydown=move |event| {
                if matches!(event.key().as_str(), "Enter" | " ") {
                    event.prevent_default();
                    time.look_at(Focus::Actor(id.clone()));
                }
            }
        >
            <circle class="node-hit" r=hit />
            {outline}
            <NodeShape node=shape support />
            <path class="node-focus" d=move || of.with(|of| of.as_ref().map(|(_, node)| node.selected.clone())) />
        </g>
    }
}

/// An actor and what changed about it, in words; tracked.
fn actor_words(time: TimeState, id: &ActorId) -> String {
    time.compared.with(|compared| {
        let Some(compared) = compared.as_ref() else {
            return String::new();
        };
        let (later, earlier): (&Snapshot, &Snapshot) = (&compared.b, &compared.a);
        let party = Party::Actor(id.clone());
        let mut parts = vec![time_words::name(&party, later, earlier)];
        let own = compared
            .comparison
            .ties
            .iter()
            .filter(|(pair, _)| pair.contains(&party));
        for (pair, change) in own {
            let sign = time_words::sign(time.i18n, change.group()).to_lowercase();
            let qualities = time_words::qualities(time.i18n, change);
            if pair.contains(&Party::Person) {
                parts.push(format!("{sign}, {qualities}"));
            } else {
                let parties = time_words::parties(pair, later, earlier);
                parts.push(format!("{parties}: {sign}, {qualities}"));
            }
        }
        if let Some(change) = compared.comparison.actors.get(id)
            && let Some((from, to)) = change.moved()
        {
            parts.push(time.ring_words(from, to));
        }
        if let Some((from, to)) = earlier.resettled(later, id) {
            parts.push(time_words::resettled(time.i18n, from, to));
        }
        parts.join(", ")
    })
}

impl TimeState {
    /// A move from one ring to another, in words; tracked.
    #[must_use]
    pub fn ring_words(&self, from: Ring, to: Ring) -> String {
        let ring = |ring| words::ring(self.i18n, ring).to_lowercase();
        t_string!(
            self.i18n,
            time.from_to_ring,
            before = ring(from),
            after = ring(to)
        )
    }
}
