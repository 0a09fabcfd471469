//! A document for paper: what a team hands over, sends or files, in parts that every writer knows.
//!
//! Whoever composes one ([`Document`]) says what stands in it and in which order; [`html`] writes it for the printer of a
//! browser, [`docx`] for word processors. Here are neither words nor colours: both come in, or are the reader's own.

mod docx;
mod html;

use crate::{interchange::Paper, layout::Size};

pub use docx::docx;
pub use html::{html, page_rule};

/// What sets a run of letters apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Nothing.
    #[default]
    Plain,
    /// It is what one looks for first.
    Strong,
    /// It is said in passing.
    Soft,
    /// It goes beyond what fits.
    Over,
}

/// Letters of one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The letters, without line breaks.
    pub text: String,
    /// Their style.
    pub style: Style,
}

impl Run {
    /// A run of a style.
    #[must_use]
    pub fn new(text: impl Into<String>, style: Style) -> Self {
        Self {
            text: text.into(),
            style,
        }
    }
}

/// A paragraph.
pub type Line = Vec<Run>;

/// A paragraph of one style.
#[must_use]
pub fn line(text: impl Into<String>, style: Style) -> Line {
    vec![Run::new(text, style)]
}

/// A text with line breaks as paragraphs, without the empty ones. What begins at byte `over` or after it, where there is
/// one, goes beyond what fits.
#[must_use]
pub fn paragraphs(text: &str, over: Option<usize>) -> Vec<Line> {
    let mut at = 0;
    let mut lines = Vec::new();
    for piece in text.split_inclusive('\n') {
        let (from, to) = (at, at + piece.len());
        at = to;
        let cut = over.map_or(to, |over| over.clamp(from, to)) - from;
        let (fits, beyond) = piece.split_at(cut);
        let mut runs = Vec::new();
        for (text, style) in [
            (fits.trim_start(), Style::Plain),
            (beyond.trim_end(), Style::Over),
        ] {
            let text = text.trim_end_matches(['\n', '\r']);
            if !text.is_empty() {
                runs.push(Run::new(text, style));
            }
        }
        if runs.iter().any(|run| !run.text.trim().is_empty()) {
            lines.push(runs);
        }
    }
    lines
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Heads the rows that follow, across all columns.
    Group(String),
    /// A cell for each column, each of paragraphs.
    Cells(Vec<Vec<Line>>),
}

/// A table. Its head stands again on every page that it goes on to, and none of its rows is cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it is, for those who do not see it.
    pub name: String,
    /// The head and the width of each column; the widths are parts of their sum.
    pub columns: Vec<(String, u32)>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// In lines.
    pub svg: String,
    /// In pixels, for word processors; they leave out a picture without any.
    pub png: Vec<u8>,
    /// Its size on paper, in CSS px.
    pub size: Size,
    /// What is on it, for those who do not see it.
    pub description: String,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Begins a part that can be handed over on its own: on a page of its own, unless it is the first.
    Title(String),
    /// A heading.
    Heading(String),
    /// A heading below another.
    Subheading(String),
    /// A paragraph.
    Paragraph(Line),
    /// What somebody said, in her words.
    Quote(String),
    /// A list.
    Items(Vec<Line>),
    /// A table.
    Table(Table),
    /// A picture.
    Picture(Picture),
}

/// What stands at the edge of every page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Margins {
    /// Above, first: the mark of confidentiality.
    pub mark: String,
    /// Above, last: what the document is.
    pub name: String,
    /// Below, first: how to treat it.
    pub rule: String,
    /// Below, last: the word before the number of the page, and that before the number of pages.
    pub page: (String, String),
}

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What it is called, for programs; names nobody.
    pub title: String,
    /// Its language, as BCP 47 has it.
    pub language: &'static str,
    /// Its paper.
    pub paper: Paper,
    /// What stands at the edge of every page.
    pub margins: Margins,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// The free edge of every page, in mm.
const MARGIN_MM: f64 = 20.0;
/// CSS px in one mm.
const PX_PER_MM: f64 = 96.0 / 25.4;

/// The short and the long side of a paper, in mm.
const fn sides_mm(paper: Paper) -> (f64, f64) {
    match paper {
        Paper::A4 => (210.0, 297.0),
        Paper::Letter => (215.9, 279.4),
    }
}

/// What is left for a document between the margins, in CSS px, whole ones.
#[must_use]
pub fn room(paper: Paper) -> Size {
    let (short, long) = sides_mm(paper);
    let px = |mm: f64| ((mm - 2.0 * MARGIN_MM) * PX_PER_MM).floor();
    Size::new(px(short), px(long))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A document with one of each block.
    pub(crate) fn sample() -> Document {
        let cell = |text: &str| vec![line(text, Style::Plain)];
        let columns = [("Qué", 3), ("Quién", 2)].map(|(head, width)| (head.to_owned(), width));
        Document {
            title: "Plan".to_owned(),
            language: "es-CL",
            paper: Paper::Letter,
            margins: Margins {
                mark: "CONFIDENCIAL".to_owned(),
                name: "Plan \"A\" <1>".to_owned(),
                rule: "De uso \\ del equipo".to_owned(),
                page: ("Página".to_owned(), "de".to_owned()),
            },
            blocks: vec![
                Block::Title("Volver a la peña".to_owned()),
                Block::Heading("Objetivo & más".to_owned()),
                Block::Subheading("Con <ella>".to_owned()),
                Block::Paragraph(vec![
                    Run::new("Una ", Style::Plain),
                    Run::new("palabra", Style::Strong),
                    Run::new(" de más", Style::Over),
                ]),
                Block::Quote("Quiero «volver»".to_owned()),
                Block::Items(vec![line("uno", Style::Soft), line("dos", Style::Plain)]),
                Block::Table(Table {
                    name: "Compromisos".to_owned(),
                    columns: columns.to_vec(),
                    rows: vec![
                        Row::Group("Una meta".to_owned()),
                        Row::Cells(vec![cell("Pedir hora"), cell("Ñanco")]),
                        Row::Cells(vec![Vec::new(), cell("Ana")]),
                    ],
                }),
                Block::Picture(Picture {
                    svg: "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_owned(),
                    png: vec![0x89, b'P', b'N', b'G'],
                    size: Size::new(600.0, 400.0),
                    description: "Mapa con 3 actores".to_owned(),
                }),
                Block::Title("Necesidades".to_owned()),
            ],
        }
    }

    #[test]
    fn a_text_falls_into_paragraphs_and_says_what_is_over() {
        let text = "Uno dos\r\n\n tres cuatro\ncinco";
        let over = text.find("cuatro");
        let found = paragraphs(text, over);
        let wanted = [
            vec![Run::new("Uno dos", Style::Plain)],
            vec![
                Run::new("tres ", Style::Plain),
                Run::new("cuatro", Style::Over),
            ],
            vec![Run::new("cinco", Style::Over)],
        ];
        assert_eq!(found, wanted);
        assert_eq!(paragraphs("\n \n", None), Vec::<Line>::new());
        let plain = paragraphs(text, None).concat();
        assert!(plain.iter().all(|run| run.style == Style::Plain));
    }

    #[test]
    fn a_page_has_room_between_its_margins() {
        assert_eq!(room(Paper::A4), Size::new(642.0, 971.0));
        assert_eq!(room(Paper::Letter), Size::new(664.0, 904.0));
    }
}
