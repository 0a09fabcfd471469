//! The rows of a sheet, read in steps.

use quick_xml::events::{BytesRef, BytesStart, Event};

use super::parts::{Book, BookError, Xml, attribute, reader};
use crate::date::Day;

/// The most rows and columns that are read of a sheet: a sheet can have a million empty ones.
const ROWS_MAX: usize = 30_000;
const COLUMNS_MAX: usize = 256;
/// Events of a step: a fraction of a millisecond.
const EVENTS: usize = 200;
/// 1970-01-01 as workbooks count days, from the last of 1899; and by how much less where they count from 1904.
const EPOCH: i64 = 25_569;
const FROM_1904: i64 = 1_462;
/// 9999-12-31, the last day that a workbook can name.
const DAY_MAX: f64 = 2_958_465.0;

/// A row with something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookRow {
    /// Its number, from 1.
    pub number: usize,
    /// Its cells as texts, without space around them; the last is not empty.
    pub cells: Vec<String>,
}

/// Cells that were merged, by row from 1 and column from 0, both ends in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Merged {
    from: (usize, usize),
    to: (usize, usize),
}

/// How a cell says what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    Number,
    /// A number that is shown as a day.
    Day,
    /// The number of a shared text.
    Shared,
    Text,
    Truth,
    /// What a formula could not make.
    Fault,
}

/// A cell while it is read.
#[derive(Debug, Default)]
struct Cell {
    column: usize,
    kind: Kind,
    text: String,
}

/// Which part is being read.
enum Stage {
    Strings(Box<Xml>),
    Sheet,
    Done,
}

/// The rows of one sheet.
pub struct BookRows {
    name: String,
    stage: Stage,
    sheet: Box<Xml>,
    buffer: Vec<u8>,
    dated: Vec<bool>,
    since_1904: bool,
    strings: Vec<String>,
    /// The text that is being put together, of a cell or of a shared one.
    text: String,
    /// Letters are taken up: they stand in a text, and not in its reading aid.
    takes: bool,
    in_aid: bool,
    cell: Option<Cell>,
    row: usize,
    cells: Vec<String>,
    rows: Vec<BookRow>,
    merged: Vec<Merged>,
    /// Bytes of all parts, and of those that are done.
    bytes: (u64, u64),
}

impl BookRows {
    /// Begins to read a sheet, by its place among [`Book::sheets`].
    ///
    /// # Errors
    /// Where there is no such sheet.
    pub fn of(book: &Book, at: usize) -> Result<Self, BookError> {
        let (name, bytes) = book.sheet(at)?;
        let strings = book.strings();
        let first = strings.as_ref().map_or(0, Vec::len) as u64;
        let all = first + bytes.len() as u64;
        Ok(Self {
            name,
            stage: strings.map_or(Stage::Sheet, |strings| {
                Stage::Strings(Box::new(reader(strings)))
            }),
            sheet: Box::new(reader(bytes)),
            buffer: Vec::new(),
            dated: book.dated.clone(),
            since_1904: book.since_1904,
            strings: Vec::new(),
            text: String::new(),
            takes: false,
            in_aid: false,
            cell: None,
            row: 0,
            cells: Vec::new(),
            rows: Vec::new(),
            merged: Vec::new(),
            bytes: (all, first),
        })
    }

    /// How much is read, from 0 to 1.
    #[must_use]
    pub fn progress(&self) -> f64 {
        let (all, first) = self.bytes;
        let done = match &self.stage {
            Stage::Strings(xml) => xml.buffer_position(),
            Stage::Sheet => first + self.sheet.buffer_position(),
            Stage::Done => all,
        };
        done as f64 / all.max(1) as f64
    }

    /// Reads on for a moment; answers whether there is more to read.
    ///
    /// # Errors
    /// Where the sheet is damaged or has more rows than a list could have.
    pub fn advance(&mut self) -> Result<bool, BookError> {
        for _ in 0..EVENTS {
            let more = match std::mem::replace(&mut self.stage, Stage::Done) {
                Stage::Strings(mut xml) => {
                    let more = self.read_strings(&mut xml)?;
                    self.stage = if more {
                        Stage::Strings(xml)
                    } else {
                        Stage::Sheet
                    };
                    true
                }
                Stage::Sheet => {
                    let more = self.read_sheet()?;
                    if more {
                        self.stage = Stage::Sheet;
                    }
                    more
                }
                Stage::Done => false,
            };
            if !more {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The rows that were read. What merged cells hold stands in each of their rows.
    #[must_use]
    pub fn finish(mut self) -> Vec<BookRow> {
        for merged in &self.merged {
            let ((first, column), (last, _)) = (merged.from, merged.to);
            let at = self.rows.partition_point(|row| row.number < first);
            let Some(row) = self.rows.get(at).filter(|row| row.number == first) else {
                continue;
            };
            let Some(text) = row
                .cells
                .get(column)
                .filter(|text| !text.is_empty())
                .cloned()
            else {
                continue;
            };
            // To the right only its first column says it: a title across a table is none for each of its columns.
            let below = self.rows[at + 1..].iter_mut();
            for row in below.take_while(|row| row.number <= last) {
                if row.cells.len() <= column {
                    row.cells.resize(column + 1, String::new());
                }
                row.cells[column].clone_from(&text);
            }
        }
        self.rows
    }

    fn broken(&self) -> BookError {
        BookError::Broken {
            part: self.name.clone(),
            row: self.row,
        }
    }

    fn read_strings(&mut self, xml: &mut Xml) -> Result<bool, BookError> {
        self.buffer.clear();
        let mut buffer = std::mem::take(&mut self.buffer);
        let event = xml
            .read_event_into(&mut buffer)
            .map_err(|_| self.broken())?;
        let more = !matches!(event, Event::Eof);
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "si" => self.text.clear(),
                "t" => self.takes = !self.in_aid,
                "rPh" => self.in_aid = true,
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => {
                self.strings.push(String::new());
            }
            Event::Text(text) => self.take(&text),
            Event::CData(text) => self.take(&text),
            Event::GeneralRef(name) => self.take_named(&name)?,
            Event::End(tag) => match tag.local_name().as_ref() {
                "si" => self.strings.push(std::mem::take(&mut self.text)),
                "t" => self.takes = false,
                "rPh" => self.in_aid = false,
                _ => {}
            },
            _ => {}
        }
        self.buffer = buffer;
        Ok(more)
    }

    fn take(&mut self, text: &str) {
        if self.takes {
            self.text.push_str(text);
        }
    }

    /// Takes up a letter that is written by its name or number.
    fn take_named(&mut self, name: &BytesRef<'_>) -> Result<(), BookError> {
        let letter = match name.as_ref() {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => {
                let found = name.resolve_char_ref().ok().flatten();
                found.ok_or_else(|| self.broken())?
            }
        };
        if self.takes {
            self.text.push(letter);
        }
        Ok(())
    }

    fn read_sheet(&mut self) -> Result<bool, BookError> {
        self.buffer.clear();
        let mut buffer = std::mem::take(&mut self.buffer);
        let event = self.sheet.read_event_into(&mut buffer);
        let event = event.map_err(|_| BookError::Broken {
            part: self.name.clone(),
            row: self.row,
        })?;
        let more = !matches!(event, Event::Eof);
        match event {
            Event::Start(tag) => self.open(&tag)?,
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "row" => self.row = row_number(&tag).unwrap_or(self.row + 1),
                "mergeCell" => self.note_merged(&tag),
                // Nothing is in it; the next stands after it.
                "c" => {
                    let column = self.column(&tag);
                    self.put(column, String::new());
                }
                _ => {}
            },
            Event::Text(text) => self.take(&text),
            Event::CData(text) => self.take(&text),
            Event::GeneralRef(name) => self.take_named(&name)?,
            Event::End(tag) => self.close(tag.local_name().as_ref())?,
            _ => {}
        }
        self.buffer = buffer;
        Ok(more)
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), BookError> {
        match tag.local_name().as_ref() {
            "row" => {
                let number = row_number(tag).unwrap_or(self.row + 1);
                // Rows stand in their order: what goes back is damaged.
                if number <= self.row {
                    return Err(self.broken());
                }
                self.row = number;
                self.cells.clear();
            }
            "c" => {
                let style: Option<usize> = attribute(tag, "s").and_then(|style| style.parse().ok());
                let is_day = style.is_some_and(|style| self.dated.get(style) == Some(&true));
                let kind = match attribute(tag, "t").as_deref() {
                    Some("s") => Kind::Shared,
                    Some("str" | "inlineStr" | "d") => Kind::Text,
                    Some("b") => Kind::Truth,
                    Some("e") => Kind::Fault,
                    _ if is_day => Kind::Day,
                    _ => Kind::Number,
                };
                self.cell = Some(Cell {
                    column: self.column(tag),
                    kind,
                    text: String::new(),
                });
                self.text.clear();
            }
            "v" | "t" => self.takes = self.cell.is_some() && !self.in_aid,
            "rPh" => self.in_aid = true,
            "mergeCell" => self.note_merged(tag),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), BookError> {
        match name {
            "v" | "t" => {
                self.takes = false;
                if let Some(cell) = &mut self.cell {
                    cell.text.push_str(&std::mem::take(&mut self.text));
                }
            }
            "rPh" => self.in_aid = false,
            "c" => {
                if let Some(cell) = self.cell.take() {
                    let text = self.value(&cell)?;
                    self.put(cell.column, text);
                }
            }
            "row" => {
                while self.cells.last().is_some_and(String::is_empty) {
                    self.cells.pop();
                }
                if !self.cells.is_empty() {
                    self.rows.push(BookRow {
                        number: self.row,
                        cells: std::mem::take(&mut self.cells),
                    });
                }
                if self.rows.len() > ROWS_MAX {
                    return Err(BookError::TooLarge);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The column of a cell: as it says, or the next.
    fn column(&self, tag: &BytesStart<'_>) -> usize {
        let place = attribute(tag, "r").and_then(|place| cell_place(&place));
        place.map_or(self.cells.len(), |(_, column)| column)
    }

    fn put(&mut self, column: usize, text: String) {
        if column >= COLUMNS_MAX {
            return;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
    }

    /// What a cell says, as a text.
    fn value(&self, cell: &Cell) -> Result<String, BookError> {
        let text = cell.text.trim();
        Ok(match cell.kind {
            Kind::Text => text.replace("_x000D_", "").trim().to_owned(),
            Kind::Shared => {
                let found = text.parse().ok().and_then(|at: usize| self.strings.get(at));
                let found = found.ok_or_else(|| self.broken())?;
                found.replace("_x000D_", "").trim().to_owned()
            }
            Kind::Truth => (if text == "1" { "true" } else { "false" }).to_owned(),
            Kind::Fault => String::new(),
            Kind::Day | Kind::Number if text.is_empty() => String::new(),
            Kind::Day => match text.parse::<f64>() {
                Ok(number) if (1.0..=DAY_MAX).contains(&number) => {
                    let more = if self.since_1904 { FROM_1904 } else { 0 };
                    let days = number.floor() as i64 - EPOCH + more;
                    Day::of_ms(0).plus(days).to_string()
                }
                _ => text.to_owned(),
            },
            // A telephone number may stand as 9.12345678E8.
            Kind::Number => text
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite())
                .map_or_else(|| text.to_owned(), |number| number.to_string()),
        })
    }

    fn note_merged(&mut self, tag: &BytesStart<'_>) {
        let range = attribute(tag, "ref");
        let ends = range.as_deref().and_then(|range| range.split_once(':'));
        let places = ends.and_then(|(from, to)| Some((cell_place(from)?, cell_place(to)?)));
        if let Some((from, to)) = places.filter(|(from, to)| from.0 < to.0) {
            self.merged.push(Merged { from, to });
        }
    }
}

fn row_number(tag: &BytesStart<'_>) -> Option<usize> {
    attribute(tag, "r")?.parse().ok()
}

/// The row, from 1, and the column, from 0, of a place such as `C12`.
fn cell_place(place: &str) -> Option<(usize, usize)> {
    let place = place.trim_start_matches('$');
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let column = place[..letters].bytes().fold(0, |sum, letter| {
        sum * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    let row = place[letters..].trim_start_matches('$').parse().ok()?;
    Some((row, column - 1))
}
