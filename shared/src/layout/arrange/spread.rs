//! A crowd stands in rows, each in the order of the ways in which it would like to lie: no search, no overlap.

use std::f64::consts::TAU;

use crate::layout::angle;
use crate::layout::crowd::spots;
use crate::layout::geometry::{Point, real};

use super::board::{Board, Range};

/// In a whole ring the wedge at twelve o'clock is left to its name.
const NAME_WEDGE: f64 = 0.16;
/// Between two nodes of a crowd.
const GAP: f64 = 2.0;
/// Spots to spare, so that those who were placed by hand can be gone around.
const SPARE: f64 = 1.25;

/// Spreads everybody who can move.
pub(super) fn spread_all(board: &mut Board) {
    let movable: Vec<usize> = (0..board.pieces.len())
        .filter(|index| !board.pieces[*index].fixed)
        .collect();
    spread(board, &movable);
}

/// Spreads every part of the picture in which somebody still touches another.
pub(super) fn spread_where_needed(board: &mut Board) {
    let count = board.pieces.len();
    let touching = |index: usize| {
        !board.pieces[index].fixed
            && (0..count).any(|other| other != index && board.touches(index, other))
    };
    let needy: Vec<Range> = (0..count)
        .filter(|index| touching(*index))
        .map(|index| board.pieces[index].range)
        .collect();
    let members: Vec<usize> = (0..count)
        .filter(|index| {
            let piece = &board.pieces[*index];
            !piece.fixed && needy.iter().any(|range| range.is_same_part(&piece.range))
        })
        .collect();
    spread(board, &members);
}

fn spread(board: &mut Board, members: &[usize]) {
    let mut left = members.to_vec();
    while let Some(first) = left.first().copied() {
        let range = board.pieces[first].range;
        let (group, rest): (Vec<usize>, Vec<usize>) = left
            .iter()
            .partition(|index| range.is_same_part(&board.pieces[**index].range));
        left = rest;
        let moving = |index: usize| group.contains(&index);
        let diameter = group.iter().fold(0.0_f64, |widest, index| {
            widest.max(board.pieces[*index].radius * 2.0)
        }) + GAP;
        let held: Vec<(Point, f64)> = (0..board.pieces.len())
            .filter(|index| !moving(*index))
            .map(|index| (board.pieces[index].at, board.pieces[index].radius))
            .collect();
        let is_free = |spot: &Point| {
            held.iter()
                .all(|(at, radius)| at.distance(*spot) >= radius + diameter * 0.5)
        };
        let mut free = Vec::new();
        let mut wanted = group.len();
        // More spots, until enough of them are free; a part that is full of hand-placed actors has no more.
        for _ in 0..6 {
            let all = range.spots(&group, board, diameter, wanted);
            let many = all.len();
            free = all.into_iter().filter(is_free).collect();
            if free.len() >= group.len() || many < wanted {
                break;
            }
            wanted = (real(wanted) * SPARE).ceil() as usize + group.len() - free.len();
        }
        if free.is_empty() {
            continue;
        }
        let mut ordered = group.clone();
        ordered.sort_by(|a, b| {
            let way = |index: usize| angle::of(board.pieces[index].at).rem_euclid(TAU);
            way(*a).total_cmp(&way(*b)).then(a.cmp(b))
        });
        let count = ordered.len().max(free.len().min(ordered.len()));
        for (nth, index) in ordered.iter().enumerate() {
            let Some(spot) = free.get(nth * free.len() / count) else {
                continue;
            };
            let side = board.pieces[*index].side;
            board.place(*index, *spot, side);
        }
    }
}

impl Range {
    /// Whether two actors share a part of the picture.
    fn is_same_part(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Band {
                    inner, from, to, ..
                },
                Self::Band {
                    inner: other_inner,
                    from: other_from,
                    to: other_to,
                    ..
                },
            ) => {
                let middle = f64::midpoint(*from, *to) - f64::midpoint(*other_from, *other_to);
                (inner - other_inner).abs() < 1e-6 && middle.abs() < 1e-6
            }
            (Self::Sheet { .. }, Self::Sheet { .. }) => true,
            _ => false,
        }
    }

    /// Spots for a group, in the order of their angles.
    fn spots(&self, group: &[usize], board: &Board, diameter: f64, count: usize) -> Vec<Point> {
        match *self {
            Self::Band {
                inner,
                outer,
                from,
                to,
            } => {
                let arc = if to - from > TAU - 1e-6 {
                    (from + NAME_WEDGE, to - NAME_WEDGE)
                } else {
                    // The narrowest of those who share the part: theirs holds for all.
                    group.iter().fold((from, to), |(from, to), index| {
                        match board.pieces[*index].range {
                            Self::Band {
                                from: other_from,
                                to: other_to,
                                ..
                            } => (from.max(other_from), to.min(other_to)),
                            Self::Sheet { .. } => (from, to),
                        }
                    })
                };
                spots((inner, outer), arc, diameter, count)
            }
            Self::Sheet {
                half_width,
                half_height,
                nearest,
                ..
            } => sheet_spots((half_width, half_height), nearest, diameter, count),
        }
    }
}

/// Spots all over a sheet, in rows that are shifted against each other, off the household.
fn sheet_spots(
    (half_width, half_height): (f64, f64),
    nearest: f64,
    diameter: f64,
    count: usize,
) -> Vec<Point> {
    let mut pitch = (4.0 * half_width * half_height / real(count.max(1)))
        .sqrt()
        .max(diameter);
    loop {
        let rows = (half_height * 2.0 / (pitch * 0.87)).floor().max(0.0) as usize + 1;
        let columns = (half_width * 2.0 / pitch).floor().max(0.0) as usize + 1;
        let mut found = Vec::new();
        for row in 0..rows {
            let y = if rows == 1 {
                0.0
            } else {
                half_height * (real(row) / real(rows - 1) * 2.0 - 1.0)
            };
            let shift = if row % 2 == 0 { 0.0 } else { pitch * 0.5 };
            for column in 0..columns {
                let at = Point::new(real(column) * pitch - half_width + shift, y);
                if at.x <= half_width && at.length() >= nearest {
                    found.push(at);
                }
            }
        }
        if found.len() >= count || pitch <= diameter {
            found.sort_by(|a, b| {
                let way = |at: &Point| angle::of(*at).rem_euclid(TAU);
                way(a)
                    .total_cmp(&way(b))
                    .then(a.length().total_cmp(&b.length()))
            });
            return found;
        }
        pitch = (pitch * 0.96).max(diameter);
    }
}
