//! The parts of a workbook: which sheets it has, where they are, and how its cells are to be read.

use std::io::Cursor;

use quick_xml::{Reader, XmlVersion, events::BytesStart, events::Event};

use crate::interchange::zip::{Unzip, ZipError};

/// The most that the parts of a workbook may hold unpacked, in bytes: a list of services holds a hundredth of it.
const UNPACKED_BYTES_MAX: usize = 96 * 1024 * 1024;
/// The most parts that an archive is looked through for.
const PARTS_MAX: usize = 4_096;
/// What an encrypted workbook, and one of the time before .xlsx, begins with.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// Why a workbook cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BookError {
    /// The file is damaged or none of these.
    #[error("the file is damaged or no workbook; save it again as .xlsx")]
    NotABook,
    /// It has a password, or is of the old kind (.xls).
    #[error("the workbook has a password or is an .xls; save it as .xlsx without a password")]
    Locked,
    /// More than a list of services could hold.
    #[error("the workbook is too large for a list of services")]
    TooLarge,
    /// A part of it is damaged.
    #[error("the workbook is damaged in {part}, after row {row}; save it again")]
    Broken {
        /// The name of the sheet, or of the part of the archive.
        part: String,
        /// The last row that could be read, from 1; 0 before any.
        row: usize,
    },
}

impl From<ZipError> for BookError {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::Damaged => Self::NotABook,
            ZipError::TooLarge => Self::TooLarge,
        }
    }
}

/// XML that is read event by event.
pub(super) type Xml = Reader<Cursor<Vec<u8>>>;

/// A reader of a part.
pub(super) fn reader(mut bytes: Vec<u8>) -> Xml {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    Reader::from_reader(Cursor::new(bytes))
}

/// An attribute's value, by its name without a prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SheetEntry {
    name: String,
    path: String,
}

/// A workbook that was opened; its sheets are not read yet.
#[derive(Debug, Clone)]
pub struct Book {
    sheets: Vec<SheetEntry>,
    /// Every part that is needed, by its path in the archive.
    parts: Vec<(String, Vec<u8>)>,
    strings: Option<String>,
    /// Of each style of cells, whether it shows a number as a day.
    pub(super) dated: Vec<bool>,
    /// Days count from 1904.
    pub(super) since_1904: bool,
}

impl Book {
    /// Opens a workbook.
    ///
    /// # Errors
    /// See [`BookError`].
    pub fn open(bytes: &[u8]) -> Result<Self, BookError> {
        if bytes.starts_with(COMPOUND) {
            return Err(BookError::Locked);
        }
        let is_needed = |path: &str| {
            let name = path
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            let in_sheets = path.contains("worksheets/") && !path.contains("_rels/");
            in_sheets
                || matches!(
                    &*name,
                    ".rels"
                        | "workbook.xml"
                        | "workbook.xml.rels"
                        | "sharedstrings.xml"
                        | "styles.xml"
                )
        };
        let unzip = Unzip {
            files_max: PARTS_MAX,
            bytes_max: UNPACKED_BYTES_MAX,
        };
        let mut book = Self {
            sheets: Vec::new(),
            parts: unzip.files(bytes, is_needed)?,
            strings: None,
            dated: Vec::new(),
            since_1904: false,
        };
        let main = book.main_part();
        let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
        let targets = book.relations(&format!("{folder}/_rels/{name}.rels"), folder)?;
        let target = |wanted: &dyn Fn(&Relation) -> bool| {
            targets
                .iter()
                .find(|it| wanted(it))
                .map(|it| it.path.clone())
        };
        book.strings = target(&|it| it.kind == "sharedStrings");
        if let Some(path) = target(&|it| it.kind == "styles") {
            book.read_styles(&path)?;
        }
        book.read_sheets(&main, &targets)?;
        if book.sheets.is_empty() {
            return Err(BookError::NotABook);
        }
        Ok(book)
    }

    /// The names of its sheets that are not hidden, in their order; at least one.
    #[must_use]
    pub fn sheets(&self) -> Vec<&str> {
        self.sheets
            .iter()
            .map(|sheet| sheet.name.as_str())
            .collect()
    }

    /// The name of a sheet, and the bytes of its part.
    pub(super) fn sheet(&self, at: usize) -> Result<(String, Vec<u8>), BookError> {
        let sheet = self.sheets.get(at).ok_or(BookError::NotABook)?;
        let bytes = self.part(&sheet.path).ok_or_else(|| BookError::Broken {
            part: sheet.name.clone(),
            row: 0,
        })?;
        Ok((sheet.name.clone(), bytes.to_vec()))
    }

    /// The part with the texts that cells share; none in a workbook without them.
    pub(super) fn strings(&self) -> Option<Vec<u8>> {
        self.part(self.strings.as_ref()?).map(<[u8]>::to_vec)
    }

    fn part(&self, path: &str) -> Option<&[u8]> {
        let found = self.parts.iter().find(|(other, _)| other == path);
        found.map(|(_, bytes)| bytes.as_slice())
    }

    /// Reads a part tag by tag, empty ones and those that hold something alike; nothing where there is no such part.
    fn tags(
        &self,
        path: &str,
        mut read: impl FnMut(&str, &BytesStart<'_>),
    ) -> Result<(), BookError> {
        let Some(bytes) = self.part(path) else {
            return Ok(());
        };
        let mut xml = reader(bytes.to_vec());
        let mut buffer = Vec::new();
        loop {
            match xml.read_event_into(&mut buffer) {
                Ok(Event::Eof) => return Ok(()),
                Ok(Event::Start(tag) | Event::Empty(tag)) => read(tag.local_name().as_ref(), &tag),
                Ok(_) => {}
                Err(_) => {
                    return Err(BookError::Broken {
                        part: path.to_owned(),
                        row: 0,
                    });
                }
            }
            buffer.clear();
        }
    }

    /// The part that names the others.
    fn main_part(&self) -> String {
        let relations = self.relations("_rels/.rels", "").unwrap_or_default();
        let main = relations.into_iter().find(|it| it.kind == "officeDocument");
        main.map_or_else(|| "xl/workbook.xml".to_owned(), |it| it.path)
    }

    fn relations(&self, path: &str, folder: &str) -> Result<Vec<Relation>, BookError> {
        let mut found = Vec::new();
        self.tags(path, |name, tag| {
            if name != "Relationship" {
                return;
            }
            let of = |name| attribute(tag, name).unwrap_or_default();
            let (kind, target) = (of("Type"), of("Target"));
            let path = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None if folder.is_empty() => target,
                None => format!("{folder}/{target}"),
            };
            found.push(Relation {
                id: of("Id"),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                path,
            });
        })?;
        Ok(found)
    }

    fn read_sheets(&mut self, main: &str, targets: &[Relation]) -> Result<(), BookError> {
        let mut sheets = Vec::new();
        let mut since_1904 = false;
        self.tags(main, |name, tag| match name {
            "workbookPr" => {
                let value = attribute(tag, "date1904");
                since_1904 = matches!(value.as_deref(), Some("1" | "true"));
            }
            "sheet" => {
                let relation = attribute(tag, "id").unwrap_or_default();
                let target = targets.iter().find(|it| it.id == relation);
                let hidden = attribute(tag, "state").is_some_and(|state| state != "visible");
                // What shows a chart only is no table.
                if let Some(target) = target.filter(|it| it.kind == "worksheet" && !hidden) {
                    sheets.push(SheetEntry {
                        name: attribute(tag, "name").unwrap_or_default(),
                        path: target.path.clone(),
                    });
                }
            }
            _ => {}
        })?;
        self.sheets = sheets;
        self.since_1904 = since_1904;
        Ok(())
    }

    fn read_styles(&mut self, path: &str) -> Result<(), BookError> {
        let mut own: Vec<(u32, bool)> = Vec::new();
        let mut dated = Vec::new();
        // Styles that have a name stand in a list of their own, which cells do not speak of.
        let mut of_cells = false;
        self.tags(path, |name, tag| match name {
            "numFmt" => {
                let id = attribute(tag, "numFmtId").and_then(|id| id.parse().ok());
                let code = attribute(tag, "formatCode").unwrap_or_default();
                own.extend(id.map(|id| (id, shows_day(&code))));
            }
            "cellXfs" => of_cells = true,
            "cellStyleXfs" | "cellStyles" | "dxfs" => of_cells = false,
            "xf" if of_cells => {
                let id: u32 = attribute(tag, "numFmtId")
                    .and_then(|id| id.parse().ok())
                    .unwrap_or_default();
                let own = own.iter().find(|(other, _)| *other == id);
                dated.push(own.map_or(
                    matches!(id, 14..=17 | 22 | 27..=31 | 34..=36 | 50..=58),
                    |(_, is_day)| *is_day,
                ));
            }
            _ => {}
        })?;
        self.dated = dated;
        Ok(())
    }
}

/// Where a part names another.
#[derive(Debug, Clone)]
struct Relation {
    id: String,
    /// The last word of its type.
    kind: String,
    path: String,
}

/// Whether a format of numbers shows a day: it has a letter for days or years that is no text of its own.
fn shows_day(code: &str) -> bool {
    let mut letters = code.chars();
    let mut closing = None;
    while let Some(letter) = letters.next() {
        match (closing, letter) {
            (Some(end), _) if letter == end => closing = None,
            (None, '"') => closing = Some('"'),
            (None, '[') => closing = Some(']'),
            (None, '\\' | '_' | '*') => {
                letters.next();
            }
            (None, 'd' | 'D' | 'y' | 'Y') => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_that_show_days_are_told_from_others() {
        for code in [
            "dd/mm/yyyy",
            "[$-340A]d \"de\" mmmm;@",
            "yyyy\\-mm",
            "D-M-YY",
        ] {
            assert!(shows_day(code), "{code}");
        }
        for code in [
            "General",
            "0.00",
            "\"días\" 0",
            "[Red]0",
            "hh:mm",
            "#,##0 \\d",
            "@",
        ] {
            assert!(!shows_day(code), "{code}");
        }
    }
}
