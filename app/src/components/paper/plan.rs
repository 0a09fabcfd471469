//! The plan in its final format: title, authors, the texts with their limits in words, and the map.

use leptos_i18n::t_string;
use trama_shared::{
    case::PlanSection,
    paper::{Block, Picture, Style, line, paragraphs},
    text::{after_words, count_words},
};

use super::compose::Source;
use crate::components::{case_map::words::Language, plan_words};

/// The blocks of the plan, with a picture of the map where one is wanted.
#[must_use]
pub fn blocks(source: &Source, map: Option<Picture>) -> Vec<Block> {
    let i18n = source.i18n;
    let plan = &source.case.plan;
    let named = plan.title.trim();
    let title = if named.is_empty() {
        t_string!(i18n, plan.title)
    } else {
        named
    };
    let mut blocks = vec![Block::Title(title.to_owned())];
    if !named.is_empty() {
        blocks.push(Block::Paragraph(line(
            t_string!(i18n, plan.title),
            Style::Strong,
        )));
    }
    if !plan.authors.trim().is_empty() {
        let names = plan.authors.trim().to_owned();
        let authors = t_string!(i18n, files.sheet.authors, names = names);
        blocks.push(Block::Paragraph(line(authors, Style::Plain)));
    }
    blocks.push(source.about());
    let (mut written, mut any_over) = (Vec::new(), false);
    for section in PlanSection::ALL {
        any_over |= write_section(source, *section, &mut written);
    }
    if any_over {
        let words = t_string!(i18n, paper.over);
        blocks.push(Block::Paragraph(line(words, Style::Soft)));
    }
    blocks.extend(written);
    if let Some(map) = map {
        blocks.push(Block::Heading(t_string!(i18n, paper.map).to_owned()));
        blocks.push(Block::Picture(map));
        if source.case.withheld {
            let words = t_string!(i18n, files.sheet.withheld);
            blocks.push(Block::Paragraph(line(words, Style::Soft)));
        }
    }
    blocks
}

/// Writes a section; answers whether it goes over its limit.
fn write_section(source: &Source, section: PlanSection, blocks: &mut Vec<Block>) -> bool {
    let i18n = source.i18n;
    let plan = &source.case.plan;
    let max = section.words_max();
    let texts = section.texts();
    let n: usize = texts.iter().map(|text| count_words(plan.text(*text))).sum();
    blocks.push(Block::Heading(section_word(i18n, section).to_owned()));
    if section == PlanSection::Problem
        && let Some(problem) = plan.problem_type
    {
        let words = format!(
            "{}: {}",
            t_string!(i18n, plan.problem_type),
            plan_words::problem_type(i18n, problem)
        );
        blocks.push(Block::Paragraph(line(words, Style::Plain)));
    }
    let mut count = t_string!(i18n, plan.words, n = n, max = max);
    if n > max {
        count = format!(
            "{count} · {}",
            t_string!(i18n, plan.words_over, n = n - max)
        );
    }
    let style = if n > max { Style::Strong } else { Style::Soft };
    blocks.push(Block::Paragraph(line(count, style)));
    let mut left = max;
    for text in texts {
        if texts.len() > 1 {
            let words = plan_words::text(i18n, *text);
            blocks.push(Block::Subheading(words.to_owned()));
        }
        let written = plan.text(*text);
        let lines = paragraphs(written, after_words(written, left));
        left = left.saturating_sub(count_words(written));
        if lines.is_empty() {
            let words = t_string!(i18n, paper.unwritten);
            blocks.push(Block::Paragraph(line(words, Style::Soft)));
        }
        blocks.extend(lines.into_iter().map(Block::Paragraph));
    }
    n > max
}

fn section_word(i18n: Language, section: PlanSection) -> &'static str {
    match section {
        PlanSection::Problem => t_string!(i18n, plan.problem),
        PlanSection::Objective => t_string!(i18n, plan.objective),
        PlanSection::Strategy => t_string!(i18n, plan.strategy),
        PlanSection::Action => t_string!(i18n, plan.action),
    }
}
