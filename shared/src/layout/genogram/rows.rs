//! Where everybody of the household stands: children as near as can be to the middle under their parents, nobody on
//! anybody.

use crate::layout::geometry::{Point, real};

use super::family::Family;
use super::{Block, NEIGHBOUR_GAP, PARTNER_GAP, ROW_GAP, Sizes};

/// How often rows are shifted towards their relatives.
const ROUNDS: usize = 40;

/// A chain of partners in its row.
struct Chain {
    people: Vec<usize>,
    /// Where each stands from the first.
    offsets: Vec<f64>,
    /// How far it reaches to the left and to the right of the first.
    reach: (f64, f64),
    x: f64,
}

/// The place of each, in the order of the family's people.
pub(super) fn place(family: &Family, blocks: &[Block], sizes: &Sizes) -> Vec<Point> {
    let mut rows: Vec<Vec<Chain>> = family
        .rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|people| chain(people, blocks, sizes))
                .collect()
        })
        .collect();
    let mut x = vec![0.0; family.people.len()];
    for row in &mut rows {
        pack(row, sizes);
    }
    tell(&rows, &mut x);
    // First the order within each row, from above; then the distances.
    for row in &mut rows {
        let mut keyed: Vec<(f64, usize)> = row
            .iter()
            .enumerate()
            .map(|(at, chain)| (chain.x + pull(family, chain, &x), at))
            .collect();
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut old: Vec<Option<Chain>> = std::mem::take(row).into_iter().map(Some).collect();
        row.extend(keyed.into_iter().filter_map(|(_, at)| old[at].take()));
        pack(row, sizes);
    }
    tell(&rows, &mut x);
    for _ in 0..ROUNDS {
        for row in &mut rows {
            let wishes: Vec<f64> = row
                .iter()
                .map(|chain| chain.x + pull(family, chain, &x) * 0.6)
                .collect();
            apart(row, &wishes, sizes);
        }
        tell(&rows, &mut x);
    }
    let mut places = vec![Point::default(); family.people.len()];
    let mut top = 0.0;
    for row in &rows {
        let people = || row.iter().flat_map(|chain| chain.people.iter().copied());
        let (up, down) = people().fold((0.0_f64, 0.0_f64), |(up, down), index| {
            let (above, below) = blocks[index].rise();
            (up.max(above), down.max(below))
        });
        for index in people() {
            places[index] = Point::new(x[index], top + up);
        }
        top += up + down + ROW_GAP * sizes.k;
    }
    places
}

fn chain(people: &[usize], blocks: &[Block], sizes: &Sizes) -> Chain {
    let mut offsets = vec![0.0];
    for pair in people.windows(2) {
        let (left, right) = (&blocks[pair[0]], &blocks[pair[1]]);
        let names = left.reach().1 + right.reach().0 + NEIGHBOUR_GAP * sizes.k;
        let symbols = left.shape.half().0 + right.shape.half().0 + PARTNER_GAP * sizes.k;
        offsets.push(offsets[offsets.len() - 1] + names.max(symbols));
    }
    let reach =
        people
            .iter()
            .zip(&offsets)
            .fold((0.0_f64, 0.0_f64), |(left, right), (index, offset)| {
                let reach = blocks[*index].reach();
                (left.max(reach.0 - offset), right.max(reach.1 + offset))
            });
    Chain {
        people: people.to_vec(),
        offsets,
        reach,
        x: 0.0,
    }
}

/// The least distance from the first of one chain to the first of the next.
fn step(left: &Chain, right: &Chain, sizes: &Sizes) -> f64 {
    left.reach.1 + right.reach.0 + NEIGHBOUR_GAP * sizes.k
}

/// One chain after the other.
fn pack(row: &mut [Chain], sizes: &Sizes) {
    for at in 1..row.len() {
        row[at].x = row[at - 1].x + step(&row[at - 1], &row[at], sizes);
    }
}

/// Writes down where everybody stands.
fn tell(rows: &[Vec<Chain>], x: &mut [f64]) {
    for chain in rows.iter().flatten() {
        for (index, offset) in chain.people.iter().zip(&chain.offsets) {
            x[*index] = chain.x + offset;
        }
    }
}

/// How far a chain would like to move, so that parents stand over the middle of their children.
fn pull(family: &Family, chain: &Chain, x: &[f64]) -> f64 {
    let mut wishes = Vec::new();
    for brood in &family.broods {
        let mean = |people: &mut dyn Iterator<Item = usize>| {
            let (sum, count) =
                people.fold((0.0, 0), |(sum, count), index| (sum + x[index], count + 1));
            sum / real(count).max(1.0)
        };
        let over = mean(&mut brood.parents.iter().copied());
        let under = mean(&mut brood.children.iter().map(|(child, _)| *child));
        if brood
            .children
            .iter()
            .any(|(child, _)| chain.people.contains(child))
        {
            wishes.push(over - under);
        }
        if brood
            .parents
            .iter()
            .any(|parent| chain.people.contains(parent))
        {
            wishes.push(under - over);
        }
    }
    wishes.iter().sum::<f64>() / real(wishes.len()).max(1.0)
}

/// Puts the chains of a row as near to their wishes as their widths allow: neighbours that would overlap share the
/// mean of what they wish.
fn apart(row: &mut [Chain], wishes: &[f64], sizes: &Sizes) {
    let mut shift = 0.0;
    let mut pools: Vec<(f64, usize)> = Vec::new();
    let mut shifts = Vec::new();
    for at in 0..row.len() {
        if at > 0 {
            shift += step(&row[at - 1], &row[at], sizes);
        }
        shifts.push(shift);
        pools.push((wishes[at] - shift, 1));
        while let [.., (before, many), (last, few)] = pools.as_slice()
            && before > last
        {
            let count = many + few;
            let mean = (before * real(*many) + last * real(*few)) / real(count);
            pools.truncate(pools.len() - 2);
            pools.push((mean, count));
        }
    }
    let settled = pools
        .iter()
        .flat_map(|(mean, count)| std::iter::repeat_n(*mean, *count));
    for ((chain, shift), at) in row.iter_mut().zip(shifts).zip(settled) {
        chain.x = at + shift;
    }
}
