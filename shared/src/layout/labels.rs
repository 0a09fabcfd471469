//! Where labels stand: on one of eight sides of their node, over nothing.

use std::collections::BTreeMap;

use crate::ids::ActorId;

use super::device::Scale;
use super::drawing::{LabelDrawing, LabelLine, LabelPlace, TextAnchor};
use super::geometry::{Point, Rect, Size, real};
use super::request::ActorNode;
use super::text::{Weight, cut, width_of, wrap_name};

/// From a node to its own label.
pub(super) const OWN_GAP: f64 = 3.0;
/// From a label to the middle of a tie's line; more for a thick one or a zigzag.
pub(super) const TIE_GAP: (f64, f64) = (4.0, 6.0);
/// From a label to another one, and to another node.
pub(super) const LABEL_GAP: f64 = 5.0;
/// From a label to the name of a ring.
pub(super) const NAME_GAP: f64 = 3.0;
/// Where no side is free, a label may come this much nearer to a tie: to a thin one, and to a thick one or a zigzag.
const TIGHT: (f64, f64) = (1.6, 1.0);
/// How much nearer than usual a label may come to a thin tie, `None` across it, and to a thick one or a zigzag.
type Nearer = (Option<f64>, f64);
/// What else a label has to bear where it is that or no name at all: thin ties under its halo.
const ACROSS: Nearer = (None, TIGHT.1);
/// How far such a label slides along its side, as shares of its own width or height.
const SLIDES: [f64; 6] = [-0.15, 0.15, -0.3, 0.3, -0.4, 0.4];
/// How many labels may be moved on in a row, to make room for one.
const EVICTIONS: usize = 3;
/// With more labels than these nobody is moved on: a crowd has nowhere to go, and looking costs.
const EVICTABLE_MAX: usize = 70;
/// Width of the halo in the colour of the ground.
pub(super) const HALO: f64 = 3.5;

/// The lines of a label, before it has a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    lines: Vec<(String, bool)>,
    pub size: Size,
}

impl Block {
    /// The ways to write an actor's label, the fullest first: a role is left out before the name is.
    pub(super) fn forms(actor: &ActorNode, scale: &Scale) -> Vec<Self> {
        let name = wrap_name(
            &actor.name,
            Weight::Semibold,
            scale.name_px,
            scale.label_width_px,
        );
        if name.is_empty() {
            return Vec::new();
        }
        let role = actor.role.trim();
        let mut forms = Vec::new();
        let named: Vec<(String, bool)> = name.into_iter().map(|line| (line, false)).collect();
        if named.len() == 1 && !role.is_empty() {
            let mut lines = named.clone();
            lines.push((
                cut(role, Weight::Regular, scale.role_px, scale.label_width_px),
                true,
            ));
            forms.push(Self::of(lines, scale));
        }
        forms.push(Self::of(named, scale));
        forms
    }

    /// As narrow as the name can be written in two lines, its role left out; `None` where that is no narrower.
    fn narrowed(&self, scale: &Scale) -> Option<Self> {
        let [(name, false), ..] = self.lines.as_slice() else {
            return None;
        };
        if self.lines.iter().filter(|(_, is_role)| !is_role).count() > 1 {
            return None;
        }
        let (first, second) = name.split_once(' ')?;
        let lines = [first, second].map(|line| (line.to_owned(), false));
        Some(Self::of(lines.to_vec(), scale))
    }

    fn of(lines: Vec<(String, bool)>, scale: &Scale) -> Self {
        let widths = lines.iter().map(|(text, is_role)| {
            if *is_role {
                width_of(text, Weight::Regular, scale.role_px)
            } else {
                width_of(text, Weight::Semibold, scale.name_px)
            }
        });
        let width = widths.fold(0.0, f64::max);
        let height = scale.name_line_px * real(lines.len());
        Self {
            lines,
            size: Size::new(width, height),
        }
    }

    /// The box on a side of a node.
    pub(super) fn at(&self, place: LabelPlace, node: Point, half: (f64, f64), gap: f64) -> Rect {
        let Size { width, height } = self.size;
        let (beside, over) = (half.0 + gap, half.1 + gap);
        let (x, y) = match place {
            LabelPlace::Below => (-width * 0.5, over),
            LabelPlace::Above => (-width * 0.5, -over - height),
            LabelPlace::Right => (beside, -height * 0.5),
            LabelPlace::Left => (-beside - width, -height * 0.5),
            LabelPlace::RightAbove => (beside, -height),
            LabelPlace::RightBelow => (beside, 0.0),
            LabelPlace::LeftAbove => (-beside - width, -height),
            LabelPlace::LeftBelow => (-beside - width, 0.0),
            LabelPlace::BelowRight => (-half.0, over),
            LabelPlace::BelowLeft => (half.0 - width, over),
            LabelPlace::AboveRight => (-half.0, -over - height),
            LabelPlace::AboveLeft => (half.0 - width, -over - height),
        };
        Rect::at(node + Point::new(x, y), self.size)
    }

    fn drawing(
        &self,
        place: LabelPlace,
        bounds: Rect,
        hidden: bool,
        scale: &Scale,
    ) -> LabelDrawing {
        let anchor = place.anchor();
        let x = match anchor {
            TextAnchor::Start => bounds.left,
            TextAnchor::Middle => bounds.centre().x,
            TextAnchor::End => bounds.right,
        };
        let lines = self
            .lines
            .iter()
            .enumerate()
            .map(|(row, (text, is_role))| LabelLine {
                text: text.clone(),
                is_role: *is_role,
                x,
                y: bounds.top + scale.name_line_px * (real(row) + 0.5) + scale.name_px * 0.36,
                size_px: if *is_role {
                    scale.role_px
                } else {
                    scale.name_px
                },
            });
        LabelDrawing {
            hidden,
            over_ties: false,
            place,
            anchor,
            lines: lines.collect(),
            bounds,
            halo_px: HALO * scale.k.max(0.7),
        }
    }
}

/// What labels must not stand on.
#[derive(Debug, Default)]
pub(super) struct Obstacles {
    /// Nodes: the box and the circle around each, within both of which its shape lies, with the gap to keep.
    pub nodes: Vec<(ActorId, Rect, Point, f64)>,
    /// Pieces of ties, whether each is thick or a zigzag, and the gap to keep.
    pub ties: Vec<(Point, Point, bool, f64)>,
    /// Names of rings, tools and the like, with the gap to keep already added.
    pub boxes: Vec<Rect>,
    /// Boxes that are avoided where possible.
    pub soft: Vec<Rect>,
    /// Where nothing else is: the canvas.
    pub canvas: Rect,
    /// The circle in the middle, with the gap to keep.
    pub centre: (Point, f64),
}

impl Obstacles {
    fn allow(&self, owner: &ActorId, label: &Rect, nearer: Nearer) -> bool {
        self.canvas.holds(label)
            && label.distance(self.centre.0) >= self.centre.1
            && !self.boxes.iter().any(|other| other.overlaps(label))
            && !self.nodes.iter().any(|(id, node, at, radius)| {
                id != owner && node.overlaps(label) && label.distance(*at) < *radius
            })
            && !self.ties.iter().any(|(a, b, bulky, gap)| {
                let nearer = if *bulky { Some(nearer.1) } else { nearer.0 };
                nearer.is_some_and(|nearer| label.grown(gap - nearer).is_crossed_by(*a, *b))
            })
    }
}

/// A label that looks for a place.
pub(super) struct Seeker {
    pub id: ActorId,
    pub at: Point,
    pub half: (f64, f64),
    pub forms: Vec<Block>,
    /// The side where it stood before.
    pub earlier: Option<LabelPlace>,
}

#[derive(Debug, Clone, Copy)]
struct Side {
    form: usize,
    place: LabelPlace,
    bounds: Rect,
    over_ties: bool,
}

/// Places for labels; those who come first in `seekers` choose first. Where they `may_cross`, thin ties hide nobody's name.
pub(super) fn place_labels(
    mut seekers: Vec<Seeker>,
    obstacles: &Obstacles,
    scale: &Scale,
    may_cross: bool,
) -> BTreeMap<ActorId, LabelDrawing> {
    let gap = OWN_GAP * scale.k.max(0.7);
    let mut options: Vec<Vec<Side>> = seekers
        .iter()
        .map(|seeker| options_of(seeker, obstacles, gap))
        .collect();
    let clearance = LABEL_GAP * 0.5 * scale.k.max(0.7);
    let mut chosen: Vec<Option<Side>> = vec![None; seekers.len()];
    let evictions = if seekers.len() > EVICTABLE_MAX {
        0
    } else {
        EVICTIONS
    };
    Seating {
        options: &options,
        clearance,
    }
    .seat_all(&mut chosen, evictions);
    // Whoever found no side looks again between the sides, narrower and nearer to the ties; to make room for them the
    // others may go there too.
    if evictions > 0 && chosen.iter().any(Option::is_none) {
        let narrow: Vec<Option<Block>> = seekers
            .iter()
            .map(|seeker| seeker.forms.last()?.narrowed(scale))
            .collect();
        for ((seeker, narrow), options) in seekers.iter_mut().zip(narrow).zip(&mut options) {
            seeker.forms.extend(narrow);
            let nearer = [(Some(0.0), 0.0), (Some(TIGHT.0), TIGHT.1)];
            options.extend(tight_options_of(seeker, obstacles, gap, &nearer));
        }
        Seating {
            options: &options,
            clearance,
        }
        .seat_all(&mut chosen, evictions);
        // A name across a thin line can be read, and so can the line; a node without a name says nothing.
        if may_cross && chosen.iter().any(Option::is_none) {
            let wanting = chosen.iter().map(Option::is_none);
            for ((seeker, options), _) in seekers
                .iter()
                .zip(&mut options)
                .zip(wanting)
                .filter(|(_, is_wanting)| *is_wanting)
            {
                let from = options.len();
                options.extend(tight_options_of(seeker, obstacles, gap, &[ACROSS]));
                for side in &mut options[from..] {
                    side.over_ties = true;
                }
            }
            Seating {
                options: &options,
                clearance,
            }
            .seat_all(&mut chosen, evictions);
        }
    }
    seekers
        .into_iter()
        .zip(chosen)
        .filter_map(|(seeker, choice)| {
            let label = if let Some(side) = choice {
                LabelDrawing {
                    over_ties: side.over_ties,
                    ..seeker.forms[side.form].drawing(side.place, side.bounds, false, scale)
                }
            } else {
                let block = seeker.forms.first()?;
                let bounds = block.at(LabelPlace::Below, seeker.at, seeker.half, gap);
                block.drawing(LabelPlace::Below, bounds, true, scale)
            };
            Some((seeker.id, label))
        })
        .collect()
}

/// Labels that choose among their sides.
struct Seating<'a> {
    options: &'a [Vec<Side>],
    clearance: f64,
}

impl Seating<'_> {
    /// Seats everybody who has no side yet, as far as there is room.
    fn seat_all(&self, chosen: &mut Vec<Option<Side>>, evictions: usize) {
        for at in 0..chosen.len() {
            if chosen[at].is_none() {
                let mut trial = chosen.clone();
                if self.seat(at, &mut trial, &mut Vec::new(), evictions) {
                    *chosen = trial;
                }
            }
        }
    }

    /// Seats a label on its best free side; failing that on one whose holders can all be seated elsewhere, for a few
    /// evictions in a row. Who is `seated` on the way stays.
    fn seat(
        &self,
        at: usize,
        chosen: &mut Vec<Option<Side>>,
        seated: &mut Vec<usize>,
        evictions: usize,
    ) -> bool {
        let free = self.options[at]
            .iter()
            .find(|side| self.rivals(side, chosen).is_empty());
        if free.is_some() || evictions == 0 {
            chosen[at] = free.copied();
            return free.is_some();
        }
        seated.push(at);
        for side in &self.options[at] {
            let rivals = self.rivals(side, chosen);
            if rivals.len() > 2 || rivals.iter().any(|rival| seated.contains(rival)) {
                continue;
            }
            let mut trial = chosen.clone();
            trial[at] = Some(*side);
            for rival in &rivals {
                trial[*rival] = None;
            }
            if rivals
                .iter()
                .all(|rival| self.seat(*rival, &mut trial, seated, evictions - 1))
            {
                *chosen = trial;
                seated.pop();
                return true;
            }
        }
        seated.pop();
        false
    }

    /// Who would be too near.
    fn rivals(&self, side: &Side, chosen: &[Option<Side>]) -> Vec<usize> {
        let around = side.bounds.grown(self.clearance);
        let near = |other: &Side| other.bounds.grown(self.clearance).overlaps(&around);
        let taken = chosen.iter().enumerate();
        taken
            .filter(|(_, other)| other.as_ref().is_some_and(near))
            .map(|(at, _)| at)
            .collect()
    }
}

/// The sides that are free of everything that does not move, the best first.
fn options_of(seeker: &Seeker, obstacles: &Obstacles, gap: f64) -> Vec<Side> {
    let mut options = Vec::new();
    for (form, block) in seeker.forms.iter().enumerate() {
        let mut sides = LabelPlace::ALL.to_vec();
        if let Some(earlier) = seeker.earlier {
            sides.sort_by_key(|side| *side != earlier);
        }
        let boxes = sides
            .into_iter()
            .map(|place| (place, block.at(place, seeker.at, seeker.half, gap)));
        let allowed: Vec<Side> = boxes
            .filter(|(_, bounds)| obstacles.allow(&seeker.id, bounds, (Some(0.0), 0.0)))
            .map(|(place, bounds)| Side {
                form,
                place,
                bounds,
                over_ties: false,
            })
            .collect();
        let avoids = |option: &Side| {
            !obstacles
                .soft
                .iter()
                .any(|soft| soft.overlaps(&option.bounds))
        };
        options.extend(allowed.iter().filter(|option| avoids(option)).copied());
        options.extend(allowed.iter().filter(|option| !avoids(option)).copied());
    }
    options
}

/// The places beside the usual ones: every form slid along its sides, without any role, and last of all nearer to ties.
fn tight_options_of(
    seeker: &Seeker,
    obstacles: &Obstacles,
    gap: f64,
    nearer: &[Nearer],
) -> Vec<Side> {
    let mut options = Vec::new();
    for nearer in nearer {
        for (form, block) in seeker.forms.iter().enumerate() {
            let has_role = block.lines.iter().any(|(_, is_role)| *is_role);
            if has_role {
                continue;
            }
            let slid = LabelPlace::ALL.into_iter().flat_map(|place| {
                let bounds = block.at(place, seeker.at, seeker.half, gap);
                let slides: &[f64] = match place {
                    LabelPlace::Below
                    | LabelPlace::Above
                    | LabelPlace::Right
                    | LabelPlace::Left => &SLIDES,
                    _ => &[],
                };
                let upright = matches!(place, LabelPlace::Below | LabelPlace::Above);
                let Size { width, height } = block.size;
                std::iter::once(bounds)
                    .chain(slides.iter().map(move |share| {
                        bounds.moved(if upright {
                            Point::new(width * share, 0.0)
                        } else {
                            Point::new(0.0, height * share)
                        })
                    }))
                    .map(move |bounds| Side {
                        form,
                        place,
                        bounds,
                        over_ties: false,
                    })
            });
            options.extend(slid.filter(|side| obstacles.allow(&seeker.id, &side.bounds, *nearer)));
        }
    }
    options
}
