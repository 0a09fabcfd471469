//! The needs as a table by ámbito: how soon, how far, who answers, and what nobody does.

use leptos_i18n::t_string;
use trama_shared::{
    analysis::{Cover, Coverage, NeedCover},
    case::Need,
    catalog::NeedArea,
    ids::{ActorId, NeedId},
    paper::{Block, Line, Row, Style, Table, line},
};

use super::compose::Source;
use crate::components::{needs::words, save_pill::join_names};

const COLUMNS: usize = 5;

/// The blocks of the needs.
#[must_use]
pub fn blocks(source: &Source) -> Vec<Block> {
    let i18n = source.i18n;
    let case = &source.case;
    let mut blocks = vec![
        Block::Title(t_string!(i18n, paper.needs).to_owned()),
        source.about(),
    ];
    if case.needs.is_empty() {
        let words = t_string!(i18n, needs.empty);
        blocks.push(Block::Paragraph(line(words, Style::Plain)));
        return blocks;
    }
    let coverage = Coverage::of(&case.needs, &case.actors, &case.ties);
    let said = words::coverage(i18n, coverage.all());
    blocks.push(Block::Paragraph(line(said, Style::Strong)));
    let how = t_string!(i18n, needs.said_how);
    blocks.push(Block::Paragraph(line(how, Style::Soft)));
    let mut rows = Vec::new();
    for area in NeedArea::ALL {
        let mut of_area: Vec<(&NeedId, &Need)> = case
            .needs
            .iter()
            .filter(|(_, need)| need.topic.area() == *area)
            .collect();
        if of_area.is_empty() {
            continue;
        }
        of_area.sort_unstable_by_key(|(id, need)| (need.topic, *id));
        rows.push(Row::Group(words::area(i18n, *area).to_owned()));
        rows.extend(
            of_area
                .into_iter()
                .map(|(id, need)| Row::Cells(cells(source, &coverage, id, need))),
        );
    }
    let columns: [(&str, u32); COLUMNS] = [
        (t_string!(i18n, paper.need), 35),
        (t_string!(i18n, needs.priority.label), 12),
        (t_string!(i18n, needs.state.label), 12),
        (t_string!(i18n, needs.by), 26),
        (t_string!(i18n, needs.coverage), 15),
    ];
    blocks.push(Block::Table(Table {
        name: t_string!(i18n, needs.title).to_owned(),
        columns: columns
            .map(|(head, width)| (head.to_owned(), width))
            .to_vec(),
        rows,
    }));
    blocks
}

fn cells(source: &Source, coverage: &Coverage, id: &NeedId, need: &Need) -> Vec<Vec<Line>> {
    let i18n = source.i18n;
    let name = words::name(i18n, need);
    let mut what = vec![line(&*name, Style::Strong)];
    if !need.words.is_empty() && need.words != name {
        what.push(line(&*need.words, Style::Plain));
    }
    if !need.voice.is_empty() {
        what.push(line(format!("«{}»", need.voice), Style::Soft));
    }
    let cover = coverage.need(id);
    let by = match cover {
        Some(cover) => {
            let names = |ids: &[ActorId]| named(source, ids.iter());
            let mut lines = Vec::new();
            if !cover.by.is_empty() {
                lines.push(line(names(&cover.by), Style::Plain));
            }
            if !cover.beyond.is_empty() {
                let missing = t_string!(i18n, needs.not_reached);
                let words = format!("{} ({missing})", names(&cover.beyond));
                lines.push(line(words, Style::Plain));
            }
            lines
        }
        None => vec![line(named(source, need.answers.iter()), Style::Plain)],
    };
    let mut by = by;
    by.retain(|line| line.iter().any(|run| !run.text.is_empty()));
    if by.is_empty() {
        by.push(line(t_string!(i18n, needs.by_nobody), Style::Soft));
    }
    if let Some(coordination) = &need.coordination
        && let Some(lead) = source.actor(&coordination.lead)
    {
        let names = named(source, coordination.with.iter());
        let words = t_string!(
            i18n,
            commitments.overlap.led,
            name = lead.to_owned(),
            names = names
        );
        by.push(line(words, Style::Soft));
    }
    let covered = cover.map(NeedCover::cover);
    let covered = covered.map(|cover| {
        let style = if cover == Cover::Covered {
            Style::Plain
        } else {
            Style::Strong
        };
        line(words::cover(i18n, cover), style)
    });
    vec![
        what,
        vec![line(words::priority(i18n, need.priority), Style::Plain)],
        vec![line(words::state(i18n, need.state), Style::Plain)],
        by,
        covered.into_iter().collect(),
    ]
}

fn named<'a>(source: &Source, ids: impl Iterator<Item = &'a ActorId>) -> String {
    let mut names: Vec<String> = ids
        .filter_map(|id| source.actor(id).map(str::to_owned))
        .collect();
    names.sort_unstable();
    join_names(&names, t_string!(source.i18n, common.and))
}
