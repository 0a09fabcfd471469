//! What differs, in words; each entry shows its place on the map.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Flow, Party, Reserved, TieQuality, View},
    history::{ActorChange, Count, TieGroup},
    ids::ActorId,
};

use super::{
    picture::{group_word, pair_text},
    sign::{Sign, SignSample},
    state::{Compared, Focus, TimeState},
    words,
};
use crate::{
    canvas::sample::TieSample,
    components::case_map::words as map_words,
    lean::{memo, part, say, tell},
};

/// One line of the list.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    /// What it shows on the map.
    focus: Focus,
    /// Whom it is about.
    name: String,
    /// The qualities of a tie, as samples beside the words.
    ties: Option<(Option<TieQuality>, Option<TieQuality>)>,
    /// What changed.
    words: String,
}

/// Lines under one heading.
#[derive(Debug, Clone, PartialEq)]
struct Section {
    word: &'static str,
    sign: Option<Sign>,
    title: String,
    entries: Vec<Entry>,
}

/// The list.
#[component]
pub fn Changes() -> impl IntoView {
    let time = TimeState::get();
    let i18n = time.i18n;
    let sections = memo(move |_| {
        time.compared
            .with(|compared| compared.as_ref().map(|compared| sections(time, compared)))
    });
    let body = part(move || {
        let Some(sections) = sections.get() else {
            return ().into_any();
        };
        if sections.is_empty() {
            let words = say(move || t_string!(i18n, time.nothing));
            return view! { <p class="time-nothing" data-testid="time-nothing">{words}</p> }
                .into_any();
        }
        let sections = sections
            .into_iter()
            .map(|section| section_view(time, section));
        sections.collect_view().into_any()
    });
    // Two moments are told apart in the shared zone only.
    let store = time.store;
    let reserve = part(move || {
        if !store.is_withheld() && !store.reserved().with(Reserved::withholds) {
            return ().into_any();
        }
        let words = say(move || t_string!(i18n, time.without_reserve));
        view! { <p class="time-nothing" data-testid="time-reserve">{words}</p> }.into_any()
    });
    view! {
        <Tiles />
        <div class="time-groups" data-testid="time-changes">{body}</div>
        {reserve}
    }
}

fn section_view(time: TimeState, section: Section) -> AnyView {
    let count = section.entries.len();
    let sign = section.sign.map(|sign| view! { <SignSample sign /> });
    let rows: Vec<AnyView> = section
        .entries
        .into_iter()
        .map(|entry| entry_view(time, entry))
        .collect();
    view! {
        <section class="time-group" data-group=section.word>
            <h2>{sign}<span>{section.title}</span>" "<span class="time-count">{count}</span></h2>
            <ul>{rows}</ul>
        </section>
    }
    .into_any()
}

fn entry_view(time: TimeState, entry: Entry) -> AnyView {
    let (pressed, pressing) = (entry.focus.clone(), entry.focus.clone());
    let on = move || {
        if time.focus.with(|focus| focus.as_ref() == Some(&pressed)) {
            "true"
        } else {
            "false"
        }
    };
    let key = match &entry.focus {
        Focus::Tie(pair) => pair_text(pair),
        Focus::Actor(id) => id.to_string(),
    };
    let samples = entry.ties.map(|(before, after)| {
        let sample = |quality: Option<TieQuality>| match quality {
            Some(quality) => {
                let flow = Signal::from(Flow::Unknown);
                view! { <TieSample quality flow /> }.into_any()
            }
            None => view! { <span class="time-none">"–"</span> }.into_any(),
        };
        let was = before.map(|before| {
            view! { {sample(Some(before))}<span class="time-arrow">"→"</span> }
        });
        view! { <span class="time-samples" aria-hidden="true">{was}{sample(after)}</span> }
    });
    view! {
        <li>
            <button
                type="button"
                class="time-entry"
                data-entry=key
                aria-pressed=on
                on:click=move |_| time.look_at(pressing.clone())
            >
                <span class="time-name">{entry.name}</span>
                {samples}
                <span class="time-words">{entry.words}</span>
            </button>
        </li>
    }
    .into_any()
}

/// Her ties in figures, then and now.
#[component]
fn Tiles() -> impl IntoView {
    let time = TimeState::get();
    let i18n = time.i18n;
    let counts = memo(move |_| {
        time.compared
            .with(|compared| compared.as_ref().map(|c| c.comparison.counts))
    });
    let tile = move |name: &'static str, count: Count| {
        let Count { before, after } = count;
        view! {
            <div class="time-tile">
                <dt>{name}</dt>
                <dd>
                    <span class="sr-only">{t_string!(i18n, time.tile.words, before = before, after = after)}</span>
                    <span aria-hidden="true">{before}" → "<strong>{after}</strong></span>
                </dd>
            </div>
        }
    };
    let tiles = part(move || {
        let Some(counts) = counts.get() else {
            return ().into_any();
        };
        view! {
            {tile(t_string!(i18n, time.tile.tied), counts.tied)}
            {tile(t_string!(i18n, time.tile.strong), counts.strong)}
            {tile(t_string!(i18n, time.tile.reciprocal), counts.reciprocal)}
            {tile(t_string!(i18n, time.tile.stressful), counts.stressful)}
        }
        .into_any()
    });
    let label = tell(move || {
        t_string!(
            i18n,
            time.tile.label,
            name = time.store.person().with(|p| p.alias.clone())
        )
    });
    view! { <dl class="time-tiles" aria-label=label>{tiles}</dl> }
}

fn sections(time: TimeState, compared: &Compared) -> Vec<Section> {
    let i18n = time.i18n;
    let (later, earlier) = (&*compared.b, &*compared.a);
    let on_rings = time.view.get() != View::Sluzki;
    let of_ties = TieGroup::ALL.into_iter().map(|group| {
        let entries = compared
            .comparison
            .in_group(group)
            .map(|(pair, change)| Entry {
                focus: Focus::Tie(pair.clone()),
                name: words::parties(pair, later, earlier),
                ties: (group != TieGroup::Other)
                    .then(|| (change.quality_before(), change.quality_after())),
                words: words::qualities(i18n, change),
            });
        Section {
            word: group_word(group),
            sign: (group != TieGroup::Other).then_some(Sign::Tie(group)),
            title: words::group(i18n, group).to_owned(),
            entries: entries.collect(),
        }
    });
    let of_actors = |word,
                     sign,
                     title: &'static str,
                     words: &dyn Fn(&ActorId, &ActorChange) -> Option<String>| {
        let entries = compared
            .comparison
            .actors
            .iter()
            .filter_map(|(id, change)| {
                Some(Entry {
                    focus: Focus::Actor(ActorId::clone(id)),
                    name: words::name(&Party::Actor(id.clone()), later, earlier),
                    ties: None,
                    words: words(id, change)?,
                })
            });
        Section {
            word,
            sign,
            title: title.to_owned(),
            entries: entries.collect(),
        }
    };
    let moved = of_actors(
        "moved",
        on_rings.then_some(Sign::Moved),
        t_string!(i18n, time.group.moved),
        &|_, change| change.moved().map(|(from, to)| time.ring_words(from, to)),
    );
    let resettled = of_actors(
        "resettled",
        (!on_rings).then_some(Sign::Moved),
        t_string!(i18n, time.group.resettled),
        &|id, _| {
            let (from, to) = earlier.resettled(later, id)?;
            Some(words::resettled(i18n, from, to))
        },
    );
    let support = of_actors(
        "support",
        None,
        t_string!(i18n, time.group.support),
        &|_, change| {
            change.support().map(|(from, to)| {
                let said = |support| map_words::support(i18n, support).to_lowercase();
                t_string!(i18n, time.from_to, before = said(from), after = said(to))
            })
        },
    );
    let arrived = of_actors(
        "arrived",
        None,
        t_string!(i18n, time.group.arrived),
        &|_, change| {
            let ring = change
                .after
                .as_ref()
                .filter(|_| change.before.is_none())?
                .ring;
            Some(map_words::ring(i18n, ring).to_lowercase())
        },
    );
    let left = of_actors(
        "left",
        None,
        t_string!(i18n, time.group.left),
        &|_, change| {
            let ring = change
                .before
                .as_ref()
                .filter(|_| change.after.is_none())?
                .ring;
            Some(map_words::ring(i18n, ring).to_lowercase())
        },
    );
    let renamed = of_actors(
        "renamed",
        None,
        t_string!(i18n, time.group.renamed),
        &|_, change| {
            let (before, _) = change.renamed()?;
            Some(t_string!(
                i18n,
                time.before_called,
                name = before.to_owned()
            ))
        },
    );
    let mut sections: Vec<Section> = of_ties.collect();
    sections.extend([moved, resettled, support, arrived, left, renamed]);
    sections.retain(|section| !section.entries.is_empty());
    for section in &mut sections {
        section
            .entries
            .sort_by_cached_key(|entry| entry.name.to_lowercase());
    }
    sections
}
