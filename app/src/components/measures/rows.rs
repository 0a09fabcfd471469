//! Each measure as a row: its name, its value, what it means, and who is behind it.

use leptos_i18n::t_string;
use trama_shared::{
    case::{Party, Support},
    ids::ActorId,
    network::{Measures, Mix, is_live},
};

use super::words::{number, percent};
use crate::components::case_map::{
    state::MapState,
    words::{self, Language},
};

/// Actors behind a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Behind {
    /// What they have in common.
    pub heading: Option<String>,
    /// How many, in words; empty where the heading says it.
    pub count: String,
    /// Their share of all, 0 to 1.
    pub share: Option<f64>,
    /// Who, each with a remark.
    pub parties: Vec<(Party, Option<String>)>,
}

/// A measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its own name, for tests and for what is unfolded.
    pub id: &'static str,
    /// Its name in the reader's language.
    pub name: &'static str,
    /// Its value; `None` where it is not defined.
    pub value: Option<String>,
    /// What it means.
    pub says: String,
    /// Why it is not defined.
    pub why: Option<&'static str>,
    /// Whether it is about actors, so that nobody is worth a word.
    pub wants_actors: bool,
    /// Who is behind it.
    pub behind: Vec<Behind>,
}

/// Measures that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What they have in common.
    pub title: &'static str,
    /// The measures.
    pub rows: Vec<Row>,
}

fn row(id: &'static str, name: &'static str, says: String, value: Option<String>) -> Row {
    Row {
        id,
        name,
        value,
        says,
        why: None,
        wants_actors: false,
        behind: Vec::new(),
    }
}

impl Row {
    fn because(mut self, why: &'static str) -> Self {
        self.why = Some(why);
        self
    }

    fn list(mut self, list: Behind) -> Self {
        self.wants_actors = true;
        self.behind.push(list);
        self
    }

    fn actors(self, ids: &[ActorId]) -> Self {
        self.list(Behind {
            heading: None,
            count: String::new(),
            share: None,
            parties: parties(ids),
        })
    }
}

fn parties(ids: &[ActorId]) -> Vec<(Party, Option<String>)> {
    ids.iter()
        .map(|id| (Party::Actor(id.clone()), None))
        .collect()
}

/// Some of all the members, under a heading.
fn some(i18n: Language, heading: String, ids: &[ActorId], all: usize) -> Behind {
    let percent = percent(ids.len(), all);
    Behind {
        heading: Some(heading),
        count: t_string!(i18n, measures.share, count = ids.len(), percent = percent),
        share: (all > 0).then(|| ids.len() as f64 / all as f64),
        parties: parties(ids),
    }
}

fn mixed<T: Copy>(
    mut row: Row,
    i18n: Language,
    mix: &Mix<T>,
    all: usize,
    word: impl Fn(T) -> String,
) -> Row {
    for share in &mix.shares {
        row = row.list(some(i18n, word(share.of), &share.members, all));
    }
    row
}

/// Every measure in the order in which it is shown; `name` is what the person is called. Tracks the language.
#[must_use]
pub fn groups(map: MapState, name: &str, found: &Measures) -> Vec<Group> {
    let i18n = map.i18n;
    vec![
        Group {
            title: t_string!(i18n, measures.group.size),
            rows: size(i18n, name, found),
        },
        Group {
            title: t_string!(i18n, measures.group.shape),
            rows: shape(i18n, name, found),
        },
        Group {
            title: t_string!(i18n, measures.group.reach),
            rows: reach(i18n, name, found),
        },
        Group {
            title: t_string!(i18n, measures.group.variety),
            rows: variety(i18n, name, found),
        },
        Group {
            title: t_string!(i18n, measures.group.exchange),
            rows: exchange(i18n, name, found),
        },
        Group {
            title: t_string!(i18n, measures.group.ties),
            rows: ties(i18n, name, found),
        },
    ]
}

fn size(i18n: Language, name: &str, found: &Measures) -> Vec<Row> {
    vec![
        row(
            "size",
            t_string!(i18n, measures.size.name),
            t_string!(i18n, measures.size.says, name = name),
            Some(found.members.len().to_string()),
        )
        .actors(&found.members),
        row(
            "unlinked",
            t_string!(i18n, measures.unlinked.name),
            t_string!(i18n, measures.unlinked.says, name = name),
            Some(found.unlinked.len().to_string()),
        )
        .actors(&found.unlinked),
    ]
}

fn shape(i18n: Language, name: &str, found: &Measures) -> Vec<Row> {
    let two = |value: Option<f64>| value.map(|value| number(i18n, value, 2));
    let mut groups = row(
        "components",
        t_string!(i18n, measures.components.name),
        t_string!(i18n, measures.components.says, name = name),
        Some(found.components.len().to_string()),
    );
    for (at, part) in found.components.iter().enumerate() {
        let count = words::actor_count(i18n, part.len());
        let heading = t_string!(i18n, measures.components.one, n = at + 1, count = count);
        groups = groups.list(Behind {
            heading: Some(heading),
            count: String::new(),
            share: None,
            parties: parties(part),
        });
    }
    let person = found.betweenness.first().and_then(|one| one.with_person);
    let between = found.betweenness.iter().map(|one| {
        let value = one
            .with_person
            .map_or_else(String::new, |value| number(i18n, value, 2));
        let note = match one.raw_without_person {
            None => value,
            Some(raw) => {
                let raw = number(i18n, raw, usize::from(raw.fract() > 0.01));
                t_string!(i18n, measures.betweenness.one, value = value, raw = raw)
            }
        };
        (one.party.clone(), Some(note))
    });
    let mut betweenness = row(
        "betweenness",
        t_string!(i18n, measures.betweenness.name),
        t_string!(i18n, measures.betweenness.says, name = name),
        two(person),
    )
    .because(t_string!(i18n, measures.betweenness.why));
    if person.is_some() {
        betweenness = betweenness.list(Behind {
            heading: None,
            count: String::new(),
            share: None,
            parties: between.collect(),
        });
    }
    vec![
        row(
            "density",
            t_string!(i18n, measures.density.name),
            t_string!(i18n, measures.density.says, name = name),
            two(found.density),
        )
        .because(t_string!(i18n, measures.density.why)),
        row(
            "degree",
            t_string!(i18n, measures.degree.name),
            t_string!(i18n, measures.degree.says, name = name),
            two(found.mean_degree),
        )
        .because(t_string!(i18n, measures.degree.why)),
        groups,
        row(
            "isolates",
            t_string!(i18n, measures.isolates.name),
            t_string!(i18n, measures.isolates.says, name = name),
            Some(found.isolates.len().to_string()),
        )
        .actors(&found.isolates),
        row(
            "points",
            t_string!(i18n, measures.points.name),
            t_string!(i18n, measures.points.says).to_owned(),
            Some(found.articulation_points.len().to_string()),
        )
        .actors(&found.articulation_points),
        betweenness,
    ]
}

fn reach(i18n: Language, name: &str, found: &Measures) -> Vec<Row> {
    let two = |value: Option<f64>| value.map(|value| number(i18n, value, 2));
    vec![
        row(
            "effective",
            t_string!(i18n, measures.effective.name),
            t_string!(i18n, measures.effective.says).to_owned(),
            two(found.effective_size),
        )
        .because(t_string!(i18n, measures.effective.why)),
        row(
            "efficiency",
            t_string!(i18n, measures.efficiency.name),
            t_string!(i18n, measures.efficiency.says).to_owned(),
            two(found.efficiency),
        )
        .because(t_string!(i18n, measures.efficiency.why)),
        row(
            "constraint",
            t_string!(i18n, measures.constraint.name),
            t_string!(i18n, measures.constraint.says, name = name),
            two(found.constraint),
        )
        .because(t_string!(i18n, measures.constraint.why)),
    ]
}

fn variety(i18n: Language, name: &str, found: &Measures) -> Vec<Row> {
    let two = |value: Option<f64>| value.map(|value| number(i18n, value, 2));
    let all = found.members.len();
    let rings = row(
        "rings",
        t_string!(i18n, measures.rings.name),
        t_string!(i18n, measures.rings.says).to_owned(),
        two(found.rings.blau),
    )
    .because(t_string!(i18n, measures.rings.why));
    let kinds = row(
        "kinds",
        t_string!(i18n, measures.kinds.name),
        t_string!(i18n, measures.kinds.says).to_owned(),
        two(found.kinds.blau),
    )
    .because(t_string!(i18n, measures.kinds.why));
    let sectors = row(
        "sectors",
        t_string!(i18n, measures.sectors.name),
        t_string!(i18n, measures.sectors.says).to_owned(),
        two(found.sectors.blau),
    )
    .because(t_string!(i18n, measures.sectors.why));
    vec![
        mixed(rings, i18n, &found.rings, all, |ring| {
            words::ring(i18n, ring).to_owned()
        }),
        mixed(kinds, i18n, &found.kinds, all, |kind| {
            words::kind(i18n, kind).to_owned()
        }),
        mixed(sectors, i18n, &found.sectors, all, |sector| {
            words::sector(i18n, sector).to_owned()
        }),
        row(
            "ei",
            t_string!(i18n, measures.ei.name),
            t_string!(i18n, measures.ei.says, name = name),
            two(found.ei_by_ring),
        )
        .because(t_string!(i18n, measures.ei.why)),
    ]
}

fn exchange(i18n: Language, name: &str, found: &Measures) -> Vec<Row> {
    let all = found.members.len();
    let balance = &found.balance;
    let mut given = row(
        "balance",
        t_string!(i18n, measures.balance.name),
        t_string!(i18n, measures.balance.says, name = name),
        balance.index.map(|value| number(i18n, value, 2)),
    )
    .because(t_string!(i18n, measures.balance.why));
    for area in &balance.areas {
        let word = || words::area(i18n, area.area);
        for (heading, ids) in [
            (
                t_string!(i18n, measures.balance.receives, area = word()),
                &area.receives,
            ),
            (
                t_string!(i18n, measures.balance.gives, area = word()),
                &area.gives,
            ),
        ] {
            given = given.list(some(i18n, heading, ids, all));
        }
    }
    for (heading, ids) in [
        (
            t_string!(i18n, measures.balance.reciprocal),
            &balance.reciprocal,
        ),
        (
            t_string!(i18n, measures.balance.unrecorded),
            &balance.unrecorded,
        ),
    ] {
        given = given.list(some(i18n, heading.to_owned(), ids, all));
    }
    let felt: usize = found
        .support
        .iter()
        .flat_map(|ring| &ring.levels)
        .filter(|level| matches!(level.of, Some(Support::Fair | Support::Much)))
        .map(|level| level.members.len())
        .sum();
    let mut support = row(
        "support",
        t_string!(i18n, measures.support.name),
        t_string!(i18n, measures.support.says, name = name),
        (all > 0).then(|| t_string!(i18n, measures.support.value, count = felt, all = all)),
    )
    .because(t_string!(i18n, measures.support.why));
    for ring in &found.support {
        let of_ring: usize = ring.levels.iter().map(|level| level.members.len()).sum();
        for level in ring.levels.iter().filter(|level| !level.members.is_empty()) {
            let heading = t_string!(
                i18n,
                measures.support.one,
                ring = words::ring(i18n, ring.ring),
                level = words::support(i18n, level.of)
            );
            support = support.list(some(i18n, heading, &level.members, of_ring));
        }
    }
    vec![given, support]
}

fn ties(i18n: Language, name: &str, found: &Measures) -> Vec<Row> {
    let all = found.members.len();
    let live: Vec<_> = found
        .qualities
        .iter()
        .filter(|one| is_live(one.quality) && !one.with_person.is_empty())
        .map(|one| {
            t_string!(
                i18n,
                measures.qualities.one,
                quality = words::quality(i18n, one.quality).to_lowercase(),
                count = one.with_person.len()
            )
        })
        .collect();
    let mut qualities = row(
        "qualities",
        t_string!(i18n, measures.qualities.name),
        t_string!(i18n, measures.qualities.says, name = name),
        (all > 0).then(|| live.join(" · ")),
    )
    .because(t_string!(i18n, measures.qualities.why));
    for one in &found.qualities {
        let word = words::quality(i18n, one.quality);
        let mut list = if is_live(one.quality) {
            some(i18n, word.to_owned(), &one.with_person, all)
        } else {
            Behind {
                heading: Some(t_string!(i18n, measures.qualities.apart, quality = word)),
                count: one.with_person.len().to_string(),
                share: None,
                parties: parties(&one.with_person),
            }
        };
        if one.between_actors > 0 {
            let pairs = t_string!(i18n, measures.pairs, count = one.between_actors);
            list.count = format!("{} · {pairs}", list.count);
        }
        qualities = qualities.list(list);
    }
    vec![qualities]
}
