//! Who is who in the household: generations, partners, and whose children are whose.

use std::cmp::Reverse;
use std::collections::{BTreeMap, VecDeque};

use crate::case::{Gender, Kinship, Member, Party};
use crate::layout::request::LayoutRequest;

use super::{Side, within};

/// Somebody of the household.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Someone {
    pub party: Party,
    pub name: String,
    pub member: Member,
}

/// Children who hang from the same parents: from the line between two partners, or from one person.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Brood {
    pub parents: Vec<usize>,
    pub children: Vec<(usize, Kinship)>,
}

/// The household as a graph. People are counted from 0, the person being the first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Family {
    pub people: Vec<Someone>,
    /// Partners, each pair once.
    pub unions: Vec<(usize, usize, Kinship)>,
    pub broods: Vec<Brood>,
    /// The rows from above, each a list of chains of partners.
    pub rows: Vec<Vec<Vec<usize>>>,
}

impl Family {
    /// `None` if nobody lives with the person.
    pub(super) fn of(request: &LayoutRequest) -> Option<Self> {
        let mut people = vec![Someone {
            party: Party::Person,
            name: request.person.clone(),
            member: request.member,
        }];
        people.extend(request.actors.iter().filter_map(|(id, actor)| {
            Some(Someone {
                party: Party::Actor(id.clone()),
                name: actor.name.clone(),
                member: actor.member?,
            })
        }));
        if people.len() < 2 {
            return None;
        }
        let index: BTreeMap<&Party, usize> = people
            .iter()
            .enumerate()
            .map(|(at, one)| (&one.party, at))
            .collect();
        let mut unions: Vec<(usize, usize, Kinship)> = Vec::new();
        let mut births: Vec<(usize, usize, Kinship)> = Vec::new();
        for kin in within(&request.kinships, |party| index.contains_key(party)) {
            let (a, b) = (index[&kin.a], index[&kin.b]);
            let list = if kin.kind.is_partnership() {
                &mut unions
            } else {
                &mut births
            };
            let known = list
                .iter()
                .any(|(x, y, _)| (*x, *y) == (a, b) || (*x, *y) == (b, a));
            if !known {
                list.push((a, b, kin.kind));
            }
        }
        let generations = generations(people.len(), &unions, &births);
        // A kinship that contradicts the others is not drawn: a line upwards would say the wrong thing.
        unions.retain(|(a, b, _)| generations[*a] == generations[*b]);
        births.retain(|(a, b, _)| generations[*b] == generations[*a] + 1);
        let broods = broods(&unions, &births);
        let rows = rows(&people, &generations, &unions);
        Some(Self {
            people,
            unions,
            broods,
            rows,
        })
    }

    /// Where somebody's name stands so that no line runs through it: under the symbol, unless children hang there.
    pub(super) fn name_side(&self, index: usize) -> Side {
        let drops = self.broods.iter().any(|brood| brood.parents == [index]);
        if !drops {
            return Side::Below;
        }
        let chain = self
            .rows
            .iter()
            .flatten()
            .find(|chain| chain.contains(&index));
        let (first, last) = chain.map_or((true, true), |chain| {
            (chain.first() == Some(&index), chain.last() == Some(&index))
        });
        if last {
            Side::Right
        } else if first {
            Side::Left
        } else {
            Side::Above
        }
    }

    /// Whether two people stand beside each other as partners.
    pub(super) fn are_neighbours(&self, a: usize, b: usize) -> bool {
        self.rows.iter().flatten().any(|chain| {
            chain
                .windows(2)
                .any(|pair| pair == [a, b] || pair == [b, a])
        })
    }
}

/// The generation of each: the person's is 0, her children's 1. Who is not related stands in her row.
fn generations(
    count: usize,
    unions: &[(usize, usize, Kinship)],
    births: &[(usize, usize, Kinship)],
) -> Vec<i32> {
    let mut found: Vec<Option<i32>> = vec![None; count];
    for start in 0..count {
        if found[start].is_some() {
            continue;
        }
        found[start] = Some(0);
        let mut next = VecDeque::from([start]);
        while let Some(here) = next.pop_front() {
            let own = found[here].unwrap_or(0);
            let partners = unions.iter().filter_map(|(a, b, _)| {
                if *a == here {
                    Some((*b, own))
                } else if *b == here {
                    Some((*a, own))
                } else {
                    None
                }
            });
            let blood = births.iter().filter_map(|(parent, child, _)| {
                if *parent == here {
                    Some((*child, own + 1))
                } else if *child == here {
                    Some((*parent, own - 1))
                } else {
                    None
                }
            });
            for (other, generation) in partners.chain(blood) {
                if found[other].is_none() {
                    found[other] = Some(generation);
                    next.push_back(other);
                }
            }
        }
    }
    found.into_iter().map(Option::unwrap_or_default).collect()
}

fn broods(unions: &[(usize, usize, Kinship)], births: &[(usize, usize, Kinship)]) -> Vec<Brood> {
    let mut parents_of: BTreeMap<usize, Vec<(usize, Kinship)>> = BTreeMap::new();
    for (parent, child, kind) in births {
        parents_of.entry(*child).or_default().push((*parent, *kind));
    }
    let mut found: BTreeMap<Vec<usize>, Vec<(usize, Kinship)>> = BTreeMap::new();
    for (child, parents) in parents_of {
        let together = match parents.as_slice() {
            [(one, kind), (other, same)] if kind == same => unions
                .iter()
                .any(|(a, b, _)| (a, b) == (one, other) || (a, b) == (other, one)),
            _ => false,
        };
        if together {
            let mut pair: Vec<usize> = parents.iter().map(|(parent, _)| *parent).collect();
            pair.sort_unstable();
            found.entry(pair).or_default().push((child, parents[0].1));
        } else {
            for (parent, kind) in parents {
                found.entry(vec![parent]).or_default().push((child, kind));
            }
        }
    }
    found
        .into_iter()
        .map(|(parents, children)| Brood { parents, children })
        .collect()
}

/// Each generation as chains of partners, in which everybody stands beside whom they live with. The eldest comes first, so
/// that of siblings she stands to the left, as genograms have it; whose age is not known comes last.
fn rows(
    people: &[Someone],
    generations: &[i32],
    unions: &[(usize, usize, Kinship)],
) -> Vec<Vec<Vec<usize>>> {
    let partners = |index: usize| -> Vec<usize> {
        let joined = unions.iter().filter_map(|(a, b, _)| {
            if *a == index {
                Some(*b)
            } else if *b == index {
                Some(*a)
            } else {
                None
            }
        });
        joined.collect()
    };
    let mut rows: BTreeMap<i32, Vec<Vec<usize>>> = BTreeMap::new();
    let mut seen = vec![false; people.len()];
    let mut by_age: Vec<usize> = (0..people.len()).collect();
    by_age.sort_unstable_by_key(|index| (Reverse(people[*index].member.age), *index));
    for start in by_age {
        if seen[start] {
            continue;
        }
        let mut kin = vec![start];
        seen[start] = true;
        let mut at = 0;
        while at < kin.len() {
            for other in partners(kin[at]) {
                if !seen[other] {
                    seen[other] = true;
                    kin.push(other);
                }
            }
            at += 1;
        }
        // From an end of the chain; of a couple the man stands to the left, as genograms have it.
        let is_man = |index: usize| people[index].member.gender == Some(Gender::Man);
        let first = kin
            .iter()
            .copied()
            .min_by_key(|index| (partners(*index).len(), !is_man(*index), *index))
            .unwrap_or(start);
        let mut chain = vec![first];
        while chain.len() < kin.len() {
            let free = |index: &usize| !chain.contains(index);
            let last = chain[chain.len() - 1];
            let next = partners(last).into_iter().find(free);
            match next.or_else(|| kin.iter().copied().find(free)) {
                Some(next) => chain.push(next),
                None => break,
            }
        }
        rows.entry(generations[start]).or_default().push(chain);
    }
    rows.into_values().collect()
}
