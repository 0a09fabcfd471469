//! The commitments as a table, under the goals that they serve.

use leptos_i18n::t_string;
use trama_shared::{
    analysis::{Agenda, Standing},
    case::{Commitment, Doer, Part},
    paper::{Block, Line, Row, Style, Table, line},
};

use super::compose::Source;
use crate::components::{
    case_map::words as map_words,
    commitments::{state::letter, words},
    needs::words as need_words,
    save_pill::join_names,
};

/// The blocks of the commitments.
#[must_use]
pub fn blocks(source: &Source) -> Vec<Block> {
    let i18n = source.i18n;
    let case = &source.case;
    let agenda = Agenda::of(&case.goals, &case.commitments, source.today);
    let mut blocks = vec![
        Block::Title(t_string!(i18n, commitments.title).to_owned()),
        source.about(),
    ];
    if case.commitments.is_empty() && case.goals.is_empty() {
        let words = t_string!(i18n, commitments.empty);
        blocks.push(Block::Paragraph(line(words, Style::Plain)));
        return blocks;
    }
    let late = match agenda.overdue.len() {
        0 => t_string!(i18n, commitments.said.late_none).to_owned(),
        1 => t_string!(i18n, commitments.said.late_single).to_owned(),
        n => t_string!(i18n, commitments.said.late_many, n = n),
    };
    let coming = match agenda.coming.len() {
        0 => t_string!(i18n, commitments.said.coming_none).to_owned(),
        1 => t_string!(i18n, commitments.said.coming_single).to_owned(),
        n => t_string!(i18n, commitments.said.coming_many, n = n),
    };
    blocks.push(Block::Paragraph(line(
        format!("{late} {coming}"),
        Style::Plain,
    )));
    let mut rows = Vec::new();
    for group in agenda.groups {
        let goal = group.goal.as_ref().and_then(|id| case.goals.get(id));
        rows.push(Row::Group(goal.map_or_else(
            || t_string!(i18n, commitments.goal.none).to_owned(),
            |goal| {
                format!(
                    "{}: {}",
                    t_string!(i18n, commitments.goal.label),
                    goal.words
                )
            },
        )));
        let of_group = group
            .commitments
            .iter()
            .filter_map(|id| case.commitments.get(id));
        rows.extend(of_group.map(|it| Row::Cells(cells(source, it))));
        if group.commitments.is_empty() {
            let words = t_string!(i18n, commitments.goal.empty);
            let mut cells = vec![vec![line(words, Style::Soft)]];
            cells.resize(COLUMNS, Vec::new());
            rows.push(Row::Cells(cells));
        }
    }
    let columns: [(&str, u32); COLUMNS] = [
        (t_string!(i18n, commitments.what), 31),
        (t_string!(i18n, commitments.who), 21),
        (t_string!(i18n, commitments.due.label), 13),
        (t_string!(i18n, paper.focus_and_sector), 17),
        (t_string!(i18n, commitments.state.label), 18),
    ];
    blocks.push(Block::Table(Table {
        name: t_string!(i18n, commitments.title).to_owned(),
        columns: columns
            .map(|(head, width)| (head.to_owned(), width))
            .to_vec(),
        rows,
    }));
    blocks
}

const COLUMNS: usize = 5;

fn cells(source: &Source, it: &Commitment) -> Vec<Vec<Line>> {
    vec![
        what(source, it),
        who(source, it),
        due(source, it),
        place(source, it),
        state(source, it),
    ]
}

fn what(source: &Source, it: &Commitment) -> Vec<Line> {
    let i18n = source.i18n;
    let mut lines = vec![line(&*it.what, Style::Strong)];
    if let Some(target) = &it.target {
        let name = source.target(target, &it.target_name);
        let quality = |quality: Option<_>| match quality {
            Some(quality) => map_words::quality(i18n, quality),
            None => t_string!(i18n, commitments.no_tie),
        };
        let words = format!("{name}: {} → {}", quality(it.from), quality(it.to));
        lines.push(line(words, Style::Plain));
    }
    if let Some(id) = &it.need {
        let now = source
            .case
            .needs
            .get(id)
            .map(|need| need_words::name(i18n, need));
        let name = source.or_gone(now, &it.need_name);
        lines.push(line(
            t_string!(i18n, commitments.answers, name = name),
            Style::Plain,
        ));
    }
    lines
}

fn who(source: &Source, it: &Commitment) -> Vec<Line> {
    let i18n = source.i18n;
    let names = |part: Part| {
        let names = it
            .part(part)
            .iter()
            .map(|(doer, name)| source.doer(doer, name));
        join_names(&names.collect::<Vec<_>>(), t_string!(i18n, common.and))
    };
    let (who, others) = (names(Part::Who), names(Part::With));
    let words = match (who.is_empty(), others.is_empty()) {
        (true, true) => t_string!(i18n, commitments.who_none).to_owned(),
        (true, false) => t_string!(i18n, commitments.only_with, names = others),
        (false, true) => who,
        (false, false) => t_string!(i18n, commitments.who_with, who = who, names = others),
    };
    vec![line(words, Style::Plain)]
}

fn due(source: &Source, it: &Commitment) -> Vec<Line> {
    let i18n = source.i18n;
    let Some(day) = it.due else {
        return vec![line(t_string!(i18n, commitments.due.none), Style::Soft)];
    };
    let mut lines = vec![line(words::day(i18n, day), Style::Plain)];
    let standing = Standing::of(it, source.today);
    if standing.is_pressing()
        && let Some(words) = words::standing(i18n, standing, it.due)
    {
        lines.push(line(words, Style::Strong));
    }
    lines
}

fn place(source: &Source, it: &Commitment) -> Vec<Line> {
    let i18n = source.i18n;
    let focus = it
        .focus
        .map(|focus| format!("{} · {}", letter(focus), words::focus(i18n, Some(focus))));
    let approach = it
        .approach
        .map(|it| words::approach(i18n, Some(it)).to_owned());
    let sector = it
        .sector
        .map(|it| map_words::sector(i18n, Some(it)).to_owned());
    let level = it.capability.map(|level| {
        let level = words::capability(i18n, Some(level)).to_lowercase();
        t_string!(i18n, commitments.capability.said, level = level)
    });
    [focus, approach, sector, level]
        .into_iter()
        .flatten()
        .map(|words| line(words, Style::Plain))
        .collect()
}

fn state(source: &Source, it: &Commitment) -> Vec<Line> {
    let i18n = source.i18n;
    let mut lines = vec![line(words::state(i18n, it.state), Style::Strong)];
    let participants = it.participants();
    if it.is_agreed() {
        lines.push(line(t_string!(i18n, commitments.agreed.all), Style::Plain));
    } else if it.state.is_open() {
        let missing: Vec<String> = participants
            .into_iter()
            .filter(|doer| !it.agreed.contains_key(*doer))
            .map(|doer| source.doer(doer, put_down(it, doer)))
            .collect();
        let words = if missing.is_empty() {
            t_string!(i18n, commitments.agreed.nobody).to_owned()
        } else {
            let names = join_names(&missing, t_string!(i18n, common.and));
            t_string!(i18n, commitments.agreed.missing, names = names)
        };
        lines.push(line(words, Style::Plain));
    }
    let last = it.history().into_iter().next_back();
    if let Some((_, step)) = last.filter(|(_, step)| !step.why.is_empty()) {
        lines.push(line(&*step.why, Style::Soft));
    }
    lines
}

fn put_down<'a>(it: &'a Commitment, doer: &Doer) -> &'a str {
    let named = it.who.get(doer).or_else(|| it.with_whom.get(doer));
    named.map_or("", String::as_str)
}
