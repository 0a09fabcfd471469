//! The legend under the drawing: what is on the page, and nothing else.

use crate::case::{ActorKind, Case, Flow, Support, TieQuality};
use crate::interchange::markup::number;
use crate::layout::{Weight, sample_crossed, sample_node, sample_tie, width_of};

use super::LegendWords;
use super::pen::Pen;

/// What stands before a word.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sample {
    Tie(TieQuality),
    Kind(ActorKind),
    Support(Option<Support>),
    Died,
    /// A head or a sentence: no sample.
    None,
}

#[derive(Debug, Clone, PartialEq)]
struct Item {
    sample: Sample,
    word: String,
    x: f64,
    row: usize,
    bold: bool,
}

/// The legend, laid out in rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Legend {
    items: Vec<Item>,
    rows: usize,
}

const ROW: f64 = 21.0;
const WORD_PX: f64 = 12.0;
/// Room for a sample and the space after it.
const TIE_ROOM: f64 = 50.0;
const NODE_ROOM: f64 = 26.0;
const BETWEEN: f64 = 16.0;
const TIE_LENGTH: f64 = 42.0;
const NODE_PX: f64 = 15.0;

impl Legend {
    pub(super) fn of(case: &Case, words: &LegendWords, width: f64) -> Self {
        let mut legend = Self::default();
        let used = |quality: &TieQuality| case.ties.values().any(|tie| tie.quality == *quality);
        let ties = TieQuality::ALL.iter().filter(|quality| used(quality));
        let mut ties: Vec<(Sample, String)> = ties
            .filter_map(|quality| {
                Some((Sample::Tie(*quality), words.quality.get(quality)?.clone()))
            })
            .collect();
        let flows = case.ties.values().any(|tie| tie.flow != Flow::Unknown);
        if flows && !words.arrow.is_empty() {
            ties.push((Sample::None, words.arrow.clone()));
        }
        legend.group(&words.ties, ties, width);
        let kinds = ActorKind::ALL.iter().filter(|kind| {
            let mut actors = case.actors.values();
            actors.any(|actor| actor.kind == **kind)
        });
        let mut kinds: Vec<(Sample, String)> = kinds
            .filter_map(|kind| Some((Sample::Kind(*kind), words.kind.get(kind)?.clone())))
            .collect();
        let died = case.actors.values().any(|actor| {
            let member = actor.household;
            member.is_some_and(|member| member.died)
        });
        if died && !words.died.is_empty() {
            kinds.push((Sample::Died, words.died.clone()));
        }
        legend.group(&words.actors, kinds, width);
        let levels = Support::ALL.iter().rev().copied().map(Some).chain([None]);
        let levels = levels
            .filter(|level| case.actors.values().any(|actor| actor.support == *level))
            .filter_map(|level| Some((Sample::Support(level), words.support.get(&level)?.clone())))
            .collect();
        legend.group(&words.supports, levels, width);
        legend
    }

    /// A group begins a row of its own.
    fn group(&mut self, head: &str, items: Vec<(Sample, String)>, width: f64) {
        if items.is_empty() {
            return;
        }
        let indent = width_of(head, Weight::Semibold, WORD_PX).max(96.0) + BETWEEN;
        self.items.push(Item {
            sample: Sample::None,
            word: head.to_owned(),
            x: 0.0,
            row: self.rows,
            bold: true,
        });
        let mut x = indent;
        for (sample, word) in items {
            let wide = room_of(sample) + width_of(&word, Weight::Regular, WORD_PX);
            if x > indent && x + wide > width {
                x = indent;
                self.rows += 1;
            }
            self.items.push(Item {
                sample,
                word,
                x,
                row: self.rows,
                bold: false,
            });
            x += wide + BETWEEN;
        }
        self.rows += 1;
    }

    pub(super) fn height(&self) -> f64 {
        self.rows as f64 * ROW + if self.rows > 0 { 6.0 } else { 0.0 }
    }

    pub(super) fn write(&self, pen: &mut Pen<'_>, top: f64) {
        let (ink, soft) = (pen.palette.ink.clone(), pen.palette.soft.clone());
        for item in &self.items {
            let middle = top + (item.row as f64 + 0.5) * ROW;
            sample(pen, item.sample, item.x, middle);
            let colour = if item.bold { &soft } else { &ink };
            let x = item.x + room_of(item.sample);
            pen.text(
                x,
                middle + WORD_PX * 0.36,
                WORD_PX,
                item.bold,
                colour,
                &item.word,
            );
        }
    }
}

fn room_of(sample: Sample) -> f64 {
    match sample {
        Sample::Tie(_) => TIE_ROOM,
        Sample::Kind(_) | Sample::Support(_) | Sample::Died => NODE_ROOM,
        Sample::None => 0.0,
    }
}

fn sample(pen: &mut Pen<'_>, sample: Sample, x: f64, y: f64) {
    let at = |x: f64| format!("translate({} {})", number(x), number(y));
    match sample {
        Sample::None => {}
        Sample::Tie(quality) => {
            let tie = sample_tie(quality, Flow::Unknown, TIE_LENGTH);
            pen.open("g", &[("transform", &at(x))]);
            pen.stroke(&tie.line, &tie.style);
            pen.marks(&tie.marks);
            pen.close("g");
        }
        Sample::Kind(kind) => {
            pen.open("g", &[("transform", &at(x + NODE_PX * 0.65))]);
            pen.node(&sample_node(kind, NODE_PX), Some(Support::None));
            pen.close("g");
        }
        Sample::Died => {
            pen.open("g", &[("transform", &at(x + NODE_PX * 0.65))]);
            pen.node(&sample_crossed(NODE_PX), Some(Support::None));
            pen.close("g");
        }
        Sample::Support(level) => {
            pen.open("g", &[("transform", &at(x + NODE_PX * 0.65))]);
            pen.node(&sample_node(ActorKind::Person, NODE_PX), level);
            pen.close("g");
        }
    }
}
