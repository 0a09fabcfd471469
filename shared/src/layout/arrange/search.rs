//! The search for good places: again and again a few actors are taken off the board and put back where each costs
//! least; what does not help is undone.

use std::f64::consts::TAU;

use crate::case::Ring;
use crate::layout::angle;
use crate::layout::geometry::{Point, real};

use super::board::{Board, Range, Side};
use super::chance::Chance;
use super::spread::{spread_all, spread_where_needed};

/// Spots that are tried for an actor at first, all over its range and close to where it was.
const SPOTS: (usize, usize) = (48, 10);
/// Boards that are built at first.
const BUILDS: usize = 16;
/// How many boards go on in each heat, the rounds for each actor that can move, and what a trial may lose at first.
const HEATS: [(usize, usize, f64); 3] = [(4, 12, 80.0), (2, 24, 60.0), (1, 64, 50.0)];
/// More actors than these get less work each: what a large network costs stays bounded.
const ACTORS_MAX: usize = 36;
/// More than these are not searched for at all: they stand in rows.
const SEARCHED_MAX: usize = 180;
/// What a trial may lose at last.
const COLDEST: f64 = 0.4;
/// Share of rounds in which two actors change places.
const SWAPS: f64 = 0.3;
/// Trials of a round.
const TRIES: usize = 3;

/// Puts every movable piece where it costs little.
pub(super) fn search(board: &mut Board, seed: u64) {
    let movable: Vec<usize> = (0..board.pieces.len())
        .filter(|at| !board.pieces[*at].fixed)
        .collect();
    if movable.is_empty() {
        return;
    }
    if movable.len() > SEARCHED_MAX {
        spread_all(board);
        return;
    }
    // The cost of each step grows with the network, so the number of steps falls.
    let share = (real(ACTORS_MAX) / real(board.pieces.len().max(1))).min(1.0);
    let less = |many: usize, least: usize| ((real(many) * share).ceil() as usize).max(least);
    let builds = less(BUILDS, 3);
    let tried = (less(SPOTS.0, 16), less(SPOTS.1, 6));
    let mut chance = Chance::new(seed);
    let mut boards: Vec<(f64, Board)> = (0..builds)
        .map(|_| {
            let mut built = board.clone();
            build(&mut built, &movable, tried, &mut chance);
            (total(&built), built)
        })
        .collect();
    // The better half goes on, each time with more work on each.
    for (kept, rounds, heat) in HEATS {
        boards.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        boards.truncate(kept);
        for (cost, board) in &mut boards {
            let rounds = less((movable.len() * rounds).min(rounds * ACTORS_MAX), rounds);
            anneal(board, &movable, rounds, heat, &mut chance);
            *cost = total(board);
        }
    }
    if let Some((_, best)) = boards.into_iter().min_by(|(a, _), (b, _)| a.total_cmp(b)) {
        *board = best;
    }
    polish(board, &movable);
}

fn anneal(board: &mut Board, movable: &[usize], rounds: usize, hottest: f64, chance: &mut Chance) {
    for round in 0..rounds {
        let done = real(round) / real(rounds);
        let left = (1.0 - done) * (1.0 - done);
        let heat = COLDEST + hottest * left;
        let (one, other) = (
            movable[chance.below(movable.len())],
            movable[chance.below(movable.len())],
        );
        if chance.share() < SWAPS {
            swap(board, one, other, heat * chance.share());
            continue;
        }
        let costly = board.pieces[other].last > board.pieces[one].last && chance.below(2) == 0;
        stir(board, if costly { other } else { one }, left, heat, chance);
    }
}

/// Some trials with one piece, its label each time on the best side.
fn stir(board: &mut Board, index: usize, left: f64, heat: f64, chance: &mut Chance) {
    let at = board.pieces[index].at;
    let mut now = try_spot(
        board,
        index,
        at,
        (f64::INFINITY, at, board.pieces[index].side),
    );
    for trial in 0..TRIES {
        let step = if trial % 2 == 0 {
            0.05 + 0.9 * left
        } else {
            0.05
        };
        let was = now.1;
        let at = match board.pieces[index].range {
            Range::Band { inner, outer, .. } => {
                let way = angle::of(was) + chance.swing() * step * 2.0;
                angle::direction(way) * (was.length() + chance.swing() * (outer - inner))
            }
            Range::Sheet {
                half_width,
                half_height,
                ..
            } => was + Point::new(chance.swing() * half_width, chance.swing() * half_height) * step,
        };
        let at = board.clamp(index, at);
        let allowed = (now.0 + heat * chance.share(), now.1, now.2);
        let tried = try_spot(board, index, at, allowed);
        if tried.1 == at {
            now = tried;
        }
    }
    board.place(index, now.1, now.2);
    board.pieces[index].last = now.0;
}

/// Two pieces of a ring change places, each drawn into where it may be.
fn swap(board: &mut Board, one: usize, other: usize, limit: f64) {
    if one == other || board.pieces[one].ring != board.pieces[other].ring {
        return;
    }
    let (a, b) = (board.pieces[one].at, board.pieces[other].at);
    let (a_side, b_side) = (board.pieces[one].side, board.pieces[other].side);
    let (to_b, to_a) = (board.clamp(one, b), board.clamp(other, a));
    // The costs of two moves one after the other add up to that of both.
    let mut gain = board.cost(one);
    board.place(one, to_b, a_side);
    gain -= board.cost(one);
    gain += board.cost(other);
    board.place(other, to_a, b_side);
    gain -= board.cost(other);
    if -gain > limit {
        board.place(other, b, b_side);
        board.place(one, a, a_side);
    }
}

/// Clears the board of all movable pieces and puts them back, those with the most ties and the least room first.
fn build(board: &mut Board, movable: &[usize], tried: (usize, usize), chance: &mut Chance) {
    for index in movable {
        board.show(*index, false);
    }
    // Next comes who has most neighbours on the board already; the outer rings have the least room.
    let mut left = movable.to_vec();
    while !left.is_empty() {
        let urgency = |index: usize| {
            let piece = &board.pieces[index];
            let there = |line: &&usize| {
                board.lines[**line]
                    .other(index)
                    .is_none_or(|other| board.pieces[other].present)
            };
            let ties = piece.lines.iter().filter(there).count();
            real(ties * 4 + piece.lines.len())
                + if piece.ring == Ring::Institutional {
                    6.0
                } else {
                    0.0
                }
        };
        let urgent = left
            .iter()
            .enumerate()
            .map(|(at, index)| (urgency(*index) + chance.share() * 4.0, at));
        let Some((_, at)) = urgent.max_by(|a, b| a.0.total_cmp(&b.0)) else {
            return;
        };
        let index = left.swap_remove(at);
        board.show(index, true);
        insert(board, index, tried, chance);
    }
}

/// Puts a piece where it costs least among some spots, and says how much that is.
fn insert(board: &mut Board, index: usize, tried: (usize, usize), chance: &mut Chance) -> f64 {
    let was = board.pieces[index].at;
    let mut best = (f64::INFINITY, was, board.pieces[index].side);
    for spot in 0..=tried.0 + tried.1 {
        let at = match spot {
            0 => was,
            _ if spot <= tried.1 => {
                let off = Point::new(chance.swing(), chance.swing()) * 36.0;
                board.clamp(index, was + off)
            }
            _ => {
                let at = anywhere(&board.pieces[index].range, chance);
                board.clamp(index, at)
            }
        };
        best = try_spot(board, index, at, best);
    }
    board.place(index, best.1, best.2);
    board.pieces[index].last = best.0;
    best.0
}

/// The better of `best` and the best side at a spot.
fn try_spot(
    board: &mut Board,
    index: usize,
    at: Point,
    mut best: (f64, Point, Side),
) -> (f64, Point, Side) {
    let side = board.pieces[index].side;
    board.place(index, at, side);
    let node = board.node_cost(index, best.0);
    if node < best.0 {
        for side in board.sides(index) {
            let cost = node + board.label_cost(index, side, best.0 - node);
            if cost < best.0 {
                best = (cost, at, side);
            }
        }
    }
    best
}

/// A spot somewhere in a range.
fn anywhere(range: &Range, chance: &mut Chance) -> Point {
    match *range {
        Range::Band {
            inner,
            outer,
            from,
            to,
        } => {
            angle::direction(from + (to - from) * chance.share())
                * (inner + (outer - inner) * chance.share())
        }
        Range::Sheet {
            half_width,
            half_height,
            ..
        } => {
            let side = |chance: &mut Chance| chance.share() * 2.0 - 1.0;
            Point::new(side(chance) * half_width, side(chance) * half_height)
        }
    }
}

/// Small steps downhill only.
fn polish(board: &mut Board, movable: &[usize]) {
    for reach in [8.0, 4.0, 2.0] {
        for index in movable {
            let (at, side) = (board.pieces[*index].at, board.pieces[*index].side);
            let mut best = (board.cost(*index), at, side);
            for step in 0..8 {
                let to = board.clamp(
                    *index,
                    at + angle::direction(TAU * f64::from(step) / 8.0) * reach,
                );
                best = try_spot(board, *index, to, best);
            }
            board.place(*index, best.1, best.2);
        }
    }
}

/// The cost of the whole board, pairs counted twice: to compare two boards.
pub(super) fn total(board: &Board) -> f64 {
    (0..board.pieces.len()).map(|index| board.cost(index)).sum()
}

/// Whoever still touches another takes the cheapest spot that touches nobody; where a crowd has left none, its part of
/// the picture is set in rows.
pub(super) fn separate(board: &mut Board) {
    let count = board.pieces.len();
    if count > SEARCHED_MAX {
        spread_where_needed(board);
        return;
    }
    for index in 0..count {
        let touching =
            |board: &Board| (0..count).any(|other| other != index && board.touches(index, other));
        if board.pieces[index].fixed || !touching(board) {
            continue;
        }
        let (was, side) = (board.pieces[index].at, board.pieces[index].side);
        let mut best = (f64::INFINITY, was, side);
        for spot in spots(&board.pieces[index].range) {
            let spot = board.clamp(index, spot);
            board.place(index, spot, side);
            if !touching(board) {
                best = try_spot(board, index, spot, best);
            }
        }
        board.place(index, best.1, best.2);
    }
    spread_where_needed(board);
}

/// Spots all over a range, in order.
fn spots(range: &Range) -> Vec<Point> {
    match *range {
        Range::Band {
            inner,
            outer,
            from,
            to,
        } => {
            let steps = ((to - from) / 0.06).ceil().max(1.0) as u32;
            (0..=steps)
                .flat_map(|step| {
                    let out =
                        angle::direction(from + (to - from) * f64::from(step) / f64::from(steps));
                    [0.0, 0.5, 1.0].map(|row| out * (inner + (outer - inner) * row))
                })
                .collect()
        }
        Range::Sheet {
            half_width,
            half_height,
            ..
        } => (0..20)
            .flat_map(|row| {
                (0..30)
                    .map(move |column| (f64::from(column) / 14.5 - 1.0, f64::from(row) / 9.5 - 1.0))
            })
            .map(|(x, y)| Point::new(x * half_width, y * half_height))
            .collect(),
    }
}
