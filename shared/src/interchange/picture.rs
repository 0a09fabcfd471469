//! A case as one self-contained SVG: heading, drawing, legend and foot on a sheet of a given size.
//!
//! Colours come in with the [`Palette`], words with the [`Page`]: here is only geometry. Everything is said by attributes,
//! without a style sheet, so that drawing programs and office suites read it alike; and halos are letters drawn twice,
//! because not every program knows `paint-order`.

mod drawing;
mod household;
mod legend;
mod pen;

use std::collections::{BTreeMap, BTreeSet};

use crate::case::{ActorKind, Case, Place, Support, TieQuality, View};
use crate::ids::{ActorId, TieId};
use crate::layout::{
    Device, DrawOptions, Drawing, LayoutRequest, MapTexts, Size, Weight, arrange_keeping, draw,
    width_of,
};

use super::markup;
use legend::Legend;
use pen::Pen;

/// Colours, each as SVG takes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Palette {
    /// The sheet, and the inside of nodes.
    pub sheet: String,
    /// The personal ring, and the household.
    pub personal: String,
    /// The community ring.
    pub community: String,
    /// The institutional ring.
    pub institutional: String,
    /// The edges of rings and sectors.
    pub line: String,
    /// Names.
    pub ink: String,
    /// Roles, headings, what is said in passing.
    pub soft: String,
    /// Ties and outlines.
    pub tie: String,
    /// The fill that shows support.
    pub support: String,
}

/// A sheet of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// Carta, 8½ × 11 in.
    Letter,
}

/// Every margin of a printed page, in mm.
const MARGIN_MM: f64 = 12.0;
/// CSS px in one mm.
const PX_PER_MM: f64 = 96.0 / 25.4;

impl Paper {
    /// What is left between the margins, in CSS px, whole ones.
    #[must_use]
    pub fn room(self, landscape: bool) -> Size {
        let (short, long) = match self {
            Self::A4 => (210.0, 297.0),
            Self::Letter => (215.9, 279.4),
        };
        let px = |mm: f64| ((mm - 2.0 * MARGIN_MM) * PX_PER_MM).floor();
        if landscape {
            Size::new(px(long), px(short))
        } else {
            Size::new(px(short), px(long))
        }
    }
}

/// What stands above the drawing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heading {
    /// The title.
    pub title: String,
    /// Lines under it: the day, the authors.
    pub lines: Vec<String>,
    /// The mark at the right, in a double frame; empty for none.
    pub mark: String,
}

/// The words of the legend.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LegendWords {
    /// Heads the qualities of ties.
    pub ties: String,
    /// Heads the kinds of actors.
    pub actors: String,
    /// Heads the levels of support.
    pub supports: String,
    /// What an arrow means.
    pub arrow: String,
    /// Each quality.
    pub quality: BTreeMap<TieQuality, String>,
    /// A node that is crossed out: somebody who has died.
    pub died: String,
    /// Each kind.
    pub kind: BTreeMap<ActorKind, String>,
    /// Each level, and "not asked".
    pub support: BTreeMap<Option<Support>, String>,
}

/// What of a network only some may see: it is drawn with a lock.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Locked {
    /// The actors.
    pub actors: BTreeSet<ActorId>,
    /// The ties.
    pub ties: BTreeSet<TieId>,
}

/// A sheet with everything on it but the network.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its size, in CSS px.
    pub size: Size,
    /// What is left free on every side, in CSS px; none where the printer leaves its own.
    pub margin: f64,
    /// Sizes of letters and lines.
    pub device: Device,
    /// What stands above.
    pub heading: Option<Heading>,
    /// The legend under the drawing.
    pub legend: Option<LegendWords>,
    /// Lines at the foot.
    pub foot: Vec<String>,
    /// Before the names that found no room beside their nodes and stand at the foot.
    pub unlabelled: String,
    /// Words on the map.
    pub texts: MapTexts,
    /// What is said under the household of the ties inside it; may be empty.
    pub household_note: String,
    /// What is drawn with a lock, of what is in the case.
    pub locked: Locked,
    /// What the picture is, for those who do not see it.
    pub description: String,
    /// Colours.
    pub palette: Palette,
}

const TITLE_PX: f64 = 24.0;
const TITLE_LINE: f64 = 30.0;
const LINE_PX: f64 = 13.0;
const LINE: f64 = 18.0;
const FOOT_PX: f64 = 11.0;
const FOOT_LINE: f64 = 15.0;
const GAP: f64 = 10.0;
/// The drawing keeps at least this, however much stands around it.
const LEAST: f64 = 200.0;
/// The proportions in which actors of the ecomap are arranged: a narrower sheet would cut them off.
const ECOMAP_RATIO: f64 = 736.0 / 660.0;

impl Sheet {
    /// What is left between the margins.
    fn room(&self) -> Size {
        let both = self.margin * 2.0;
        Size::new(self.size.width - both, self.size.height - both)
    }

    /// Draws a view of a case. Actors stand at `places`; whoever is not in it is placed among them.
    #[must_use]
    pub fn draw(&self, case: &Case, view: View, places: &BTreeMap<ActorId, Place>) -> String {
        let legend = self
            .legend
            .as_ref()
            .map(|words| Legend::of(case, words, self.room().width))
            .unwrap_or_default();
        let above = self.heading_height();
        let mut names = Vec::new();
        let mut drawing = None;
        // Names without room take lines at the foot, which leaves the drawing less room: once is enough to settle.
        for _ in 0..2 {
            let below = legend.height() + self.foot_height(&names) + GAP;
            let room = Size::new(
                self.room().width,
                (self.room().height - above - below).max(LEAST),
            );
            let canvas = match view {
                View::Ecomap => Size::new(room.width, room.height.min(room.width / ECOMAP_RATIO)),
                _ => room,
            };
            let mut request =
                LayoutRequest::of_case(case, view, canvas, self.device, self.texts.clone());
            request.household_note.clone_from(&self.household_note);
            // Where somebody stands on the screen counts, by hand or not.
            request.keep_free.clear();
            let places = arrange_keeping(&request, places);
            let drawn = draw(&request, &places, DrawOptions::default());
            let found = unlabelled(case, &drawn);
            let again = names.is_empty() && !found.is_empty();
            names = found;
            drawing = Some((drawn, room));
            if !again {
                break;
            }
        }
        let mut pen = Pen::new(self.size, self.room(), &self.palette, &self.description);
        let (x, y) = (markup::number(self.margin), markup::number(self.margin));
        pen.open("g", &[("transform", &format!("translate({x} {y})"))]);
        self.write_heading(&mut pen);
        if let Some((drawing, room)) = &drawing {
            let supports = case.actors.iter().map(|(id, actor)| (id, actor.support));
            pen.network(drawing, *room, above, &supports.collect(), &self.locked);
            let under = above + room.height + GAP;
            legend.write(&mut pen, under);
            self.write_foot(&mut pen, under + legend.height(), &names);
        }
        pen.close("g");
        pen.finish()
    }

    fn mark_width(&self) -> f64 {
        let mark = self.heading.as_ref().map_or("", |heading| &heading.mark);
        if mark.is_empty() {
            0.0
        } else {
            width_of(mark, Weight::Semibold, LINE_PX) * 1.12 + 34.0
        }
    }

    fn title_lines(&self) -> Vec<String> {
        let title = self.heading.as_ref().map_or("", |heading| &heading.title);
        let width = self.room().width - self.mark_width();
        wrapped(title, Weight::Semibold, TITLE_PX, width)
    }

    fn heading_lines(&self) -> Vec<String> {
        let lines = self.heading.iter().flat_map(|heading| &heading.lines);
        let width = self.room().width - self.mark_width();
        lines
            .flat_map(|line| wrapped(line, Weight::Regular, LINE_PX, width))
            .collect()
    }

    fn heading_height(&self) -> f64 {
        if self.heading.is_none() {
            return 0.0;
        }
        let words =
            self.title_lines().len() as f64 * TITLE_LINE + self.heading_lines().len() as f64 * LINE;
        let mark = if self.mark_width() > 0.0 { 38.0 } else { 0.0 };
        words.max(mark) + GAP
    }

    fn write_heading(&self, pen: &mut Pen<'_>) {
        let Some(heading) = &self.heading else { return };
        let mut y = 0.0;
        for line in self.title_lines() {
            y += TITLE_LINE;
            pen.text(0.0, y - 7.0, TITLE_PX, true, &self.palette.ink, &line);
        }
        for line in self.heading_lines() {
            y += LINE;
            pen.text(0.0, y - 5.0, LINE_PX, false, &self.palette.soft, &line);
        }
        if !heading.mark.is_empty() {
            pen.mark(self.mark_width() - 10.0, &heading.mark);
        }
    }

    fn foot_lines(&self, names: &[(usize, String)]) -> Vec<String> {
        let mut lines = Vec::new();
        if !names.is_empty() {
            let names: Vec<String> = names
                .iter()
                .map(|(number, name)| format!("{number} {name}"))
                .collect();
            lines.push(format!("{} {}", self.unlabelled, names.join(" · ")));
        }
        lines.extend(self.foot.iter().cloned());
        lines
            .iter()
            .flat_map(|line| wrapped(line, Weight::Regular, FOOT_PX, self.room().width))
            .collect()
    }

    fn foot_height(&self, names: &[(usize, String)]) -> f64 {
        self.foot_lines(names).len() as f64 * FOOT_LINE
    }

    fn write_foot(&self, pen: &mut Pen<'_>, top: f64, names: &[(usize, String)]) {
        for (at, line) in self.foot_lines(names).iter().enumerate() {
            let y = top + (at as f64 + 1.0) * FOOT_LINE - 4.0;
            pen.text(0.0, y, FOOT_PX, false, &self.palette.soft, line);
        }
    }
}

/// Who bears no label, by number: the same that stands beside their node.
fn unlabelled(case: &Case, drawing: &Drawing) -> Vec<(usize, String)> {
    let hidden: BTreeSet<&ActorId> = drawing
        .labels
        .iter()
        .filter(|(_, label)| label.hidden)
        .map(|(id, _)| id)
        .collect();
    let names = hidden.into_iter().filter_map(|id| case.actors.get(id));
    names
        .enumerate()
        .map(|(at, actor)| (at + 1, actor.name.clone()))
        .collect()
}

/// A text in lines that are not wider than `width`; a word that is wider has a line of its own.
fn wrapped(text: &str, weight: Weight, size_px: f64, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer.filter(|line| width_of(line, weight, size_px) <= width) {
            Some(line) => {
                lines.pop();
                lines.push(line);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}
