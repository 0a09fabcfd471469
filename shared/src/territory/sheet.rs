//! A territory as a table: lists that municipalities keep come in, row by row, and go out for any spreadsheet.

use std::collections::BTreeSet;

use super::{Service, ServiceText, Verified};
use crate::{
    case::{NeedTopic, Scale, id_enum},
    interchange::{BookCell, BookRow, Day, Fault, csv, xlsx},
    limits,
    text::folded,
};
use serde::{Deserialize, Serialize};

id_enum!(
    /// What a column of a list says of a service.
    Column {
        /// What it is called.
        Name = "name",
        /// Whose it is.
        Organisation = "organisation",
        /// The needs that it can answer.
        Needs = "needs",
        /// How far it reaches.
        Scale = "scale",
        /// What using it requires.
        Requirements = "requirements",
        /// The capability or the tie that a person still needs.
        Capability = "capability",
        /// Who answers there.
        Contact = "contact",
        /// Where it is.
        Address = "address",
        /// When it is open.
        Hours = "hours",
        /// How many places it has.
        Places = "places",
        /// The last day on which it is offered.
        ValidUntil = "valid_until",
        /// Who last looked whether all this is still so.
        VerifiedBy = "verified_by",
        /// On which day.
        VerifiedOn = "verified_on",
        /// Anything else.
        Notes = "notes",
    }
);

impl Column {
    /// The text of a service that the column holds; `None` where it holds something else.
    #[must_use]
    pub const fn text(self) -> Option<ServiceText> {
        Some(match self {
            Self::Name => ServiceText::Name,
            Self::Organisation => ServiceText::Organisation,
            Self::Requirements => ServiceText::Requirements,
            Self::Capability => ServiceText::Capability,
            Self::Contact => ServiceText::Contact,
            Self::Address => ServiceText::Address,
            Self::Hours => ServiceText::Hours,
            Self::Places => ServiceText::Places,
            Self::Notes => ServiceText::Notes,
            Self::Needs | Self::Scale | Self::ValidUntil | Self::VerifiedBy | Self::VerifiedOn => {
                return None;
            }
        })
    }
}

/// Rows that are looked through for the heads of the columns: above them stand a title, a logo, a date.
const HEAD_ROWS_MAX: usize = 20;

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The line of the file on which it begins, from 1.
    pub line: usize,
    /// Its cells, without space around them.
    pub cells: Vec<String>,
}

/// A list as it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What the columns are called.
    pub head: Vec<String>,
    /// The rows below, but for empty ones.
    pub rows: Vec<SheetRow>,
}

impl Sheet {
    /// Reads comma-separated values; commas may be semicolons or tabs.
    ///
    /// # Errors
    /// Where a quote opens and never closes.
    pub fn read_csv(text: &str, words: &Words) -> Result<Self, Fault> {
        let rows = csv::rows(text)?;
        let rows = rows.into_iter().map(|row| SheetRow {
            line: row.line,
            cells: row
                .cells
                .iter()
                .map(|cell| csv::bare(cell).trim().to_owned())
                .collect(),
        });
        Ok(Self::of(rows.collect(), words))
    }

    /// A list out of the rows of a workbook's sheet.
    #[must_use]
    pub fn of_book(rows: Vec<BookRow>, words: &Words) -> Self {
        let rows = rows.into_iter().map(|row| SheetRow {
            line: row.number,
            cells: row.cells,
        });
        Self::of(rows.collect(), words)
    }

    /// A list out of its rows. The heads are the row among the first that names most columns; where none does, the first
    /// with two cells, for what stands alone above a list is its title.
    #[must_use]
    pub fn of(mut rows: Vec<SheetRow>, words: &Words) -> Self {
        rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
        let known = |row: &SheetRow| {
            let columns = row.cells.iter().filter_map(|cell| words.column(cell));
            columns.collect::<BTreeSet<_>>().len()
        };
        let filled = |row: &SheetRow| row.cells.iter().filter(|cell| !cell.is_empty()).count();
        let first = rows.iter().take(HEAD_ROWS_MAX);
        // Of several that name as many the first.
        let best = first
            .enumerate()
            .rev()
            .max_by_key(|(_, row)| known(row))
            .filter(|(_, row)| known(row) > 0)
            .map(|(at, _)| at);
        let at = best
            .or_else(|| rows.iter().position(|row| filled(row) > 1))
            .unwrap_or(0);
        let mut rows = rows.into_iter().skip(at);
        let head = rows.next().map(|row| row.cells).unwrap_or_default();
        Self {
            head,
            rows: rows.collect(),
        }
    }

    /// What each column seems to say, by its head; no two say the same.
    #[must_use]
    pub fn guess(&self, words: &Words) -> Vec<Option<Column>> {
        let mut taken = BTreeSet::new();
        let guess = |cell: &String| words.column(cell).filter(|column| taken.insert(*column));
        self.head.iter().map(guess).collect()
    }
}

/// The words by which a list is read, folded, in the language of whoever reads it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    columns: Vec<(Column, String)>,
    topics: Vec<(NeedTopic, String)>,
    scales: Vec<(Scale, String)>,
}

impl Words {
    /// The words: for each column the beginnings of words by which heads name it, and the names of needs and scales.
    pub fn new<'a>(
        columns: impl Iterator<Item = (Column, &'a str)>,
        topics: impl Iterator<Item = (NeedTopic, String)>,
        scales: impl Iterator<Item = (Scale, &'a str)>,
    ) -> Self {
        let columns = columns.flat_map(|(column, words)| {
            let words = words.split(',').map(folded);
            words.map(move |word| (column, word)).collect::<Vec<_>>()
        });
        Self {
            columns: columns.filter(|(_, word)| !word.is_empty()).collect(),
            topics: topics.map(|(topic, name)| (topic, folded(&name))).collect(),
            scales: scales.map(|(scale, name)| (scale, folded(name))).collect(),
        }
    }

    /// The column that a head names: by the longest of the words that it holds.
    fn column(&self, head: &str) -> Option<Column> {
        let head = folded(head);
        let named = self.columns.iter().filter(|(_, word)| holds(&head, word));
        named
            .max_by_key(|(_, word)| word.len())
            .map(|(column, _)| *column)
    }

    /// The needs that a text names: one may stand in several ámbitos. A part of a name is enough where it is of no other:
    /// lists are written in few words.
    fn topics(&self, text: &str) -> Vec<NeedTopic> {
        if let Some(topic) = NeedTopic::from_id(text.trim()) {
            return vec![topic];
        }
        let name = folded(text);
        let of = |named: &dyn Fn(&str) -> bool| {
            let named = self.topics.iter().filter(|(_, known)| named(known));
            named.collect::<Vec<_>>()
        };
        let mut found = of(&|known| known == name);
        if found.is_empty() && !name.is_empty() {
            found = of(&|known| holds(known, &name));
            if found.iter().any(|(_, known)| *known != found[0].1) {
                return Vec::new();
            }
        }
        found.into_iter().map(|(topic, _)| *topic).collect()
    }

    fn scale(&self, text: &str) -> Option<Scale> {
        let name = folded(text);
        Scale::from_id(&name).or_else(|| {
            let named = self.scales.iter().find(|(_, known)| *known == name);
            named.map(|(scale, _)| *scale)
        })
    }
}

/// Whether a text holds words that begin as these do.
fn holds(text: &str, words: &str) -> bool {
    text.match_indices(words)
        .any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellFault {
    /// A service has to have a name.
    NoName,
    /// Longer than a service may say it.
    TooLong {
        /// The most UTF-16 units.
        max: usize,
    },
    /// None of the needs of the catalogue.
    UnknownNeed(String),
    /// None of the scales.
    UnknownScale(String),
    /// No day.
    NotADay(String),
}

/// One thing that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The line of the file, from 1.
    pub line: usize,
    /// What the column says.
    pub column: Column,
    /// Why.
    pub fault: CellFault,
}

/// Reads services out of a list, row by row.
#[derive(Debug, Clone)]
pub struct Intake<'a> {
    columns: &'a [Option<Column>],
    words: &'a Words,
    /// Empty cells mean the one above: what a merged cell leaves behind.
    fill_down: bool,
    above: Service,
}

impl<'a> Intake<'a> {
    /// An intake by these columns. With `fill_down` an empty organisation or need is that of the row above.
    #[must_use]
    pub fn new(columns: &'a [Option<Column>], words: &'a Words, fill_down: bool) -> Self {
        Self {
            columns,
            words,
            fill_down,
            above: Service::default(),
        }
    }

    /// The service of the next row.
    ///
    /// # Errors
    /// Everything that is wrong with the row.
    pub fn read(&mut self, row: &SheetRow) -> Result<Service, Vec<RowFault>> {
        let mut service = Service::default();
        let mut faults = Vec::new();
        let (mut by, mut on) = (String::new(), None);
        for (column, cell) in self.columns.iter().zip(&row.cells) {
            let Some(column) = column.filter(|_| !cell.is_empty()) else {
                continue;
            };
            let mut note = |fault| {
                faults.push(RowFault {
                    line: row.line,
                    column,
                    fault,
                });
            };
            if let Some(text) = column.text() {
                let max = text.limit();
                if limits::length(cell) > max {
                    note(CellFault::TooLong { max });
                }
                service.text_mut(text).clone_from(cell);
                continue;
            }
            match column {
                Column::Needs => match self.needs(cell) {
                    Ok(needs) => service.needs = needs,
                    Err(unknown) => note(CellFault::UnknownNeed(unknown)),
                },
                Column::Scale => match self.words.scale(cell) {
                    Some(scale) => service.scale = Some(scale),
                    None => note(CellFault::UnknownScale(cell.clone())),
                },
                Column::VerifiedBy => {
                    if limits::length(cell) > limits::NAME_MAX {
                        note(CellFault::TooLong {
                            max: limits::NAME_MAX,
                        });
                    }
                    by.clone_from(cell);
                }
                _ => match day(cell) {
                    Some(day) if column == Column::ValidUntil => service.valid_until = Some(day),
                    Some(day) => on = Some(day),
                    None => note(CellFault::NotADay(cell.clone())),
                },
            }
        }
        service.verified = on.map(|on| Verified { by, on });
        if self.fill_down {
            if service.organisation.is_empty() {
                service.organisation.clone_from(&self.above.organisation);
            }
            if service.needs.is_empty() {
                service.needs.clone_from(&self.above.needs);
            }
            self.above.organisation.clone_from(&service.organisation);
            self.above.needs.clone_from(&service.needs);
        }
        if service.name.is_empty() {
            faults.push(RowFault {
                line: row.line,
                column: Column::Name,
                fault: CellFault::NoName,
            });
        }
        if faults.is_empty() {
            Ok(service)
        } else {
            Err(faults)
        }
    }

    /// The needs that a cell names, one after the other. A name of the catalogue may hold a comma: what is whole comes
    /// first. `Err` is what names none.
    fn needs(&self, cell: &str) -> Result<BTreeSet<NeedTopic>, String> {
        let mut needs = BTreeSet::new();
        for part in cell.split([';', '|', '\n', '\r']) {
            let whole = self.words.topics(part);
            if !whole.is_empty() {
                needs.extend(whole);
                continue;
            }
            for part in part.split([',', '/']).map(str::trim) {
                let topics = self.words.topics(part);
                if topics.is_empty() && !part.is_empty() {
                    return Err(part.to_owned());
                }
                needs.extend(topics);
            }
        }
        Ok(needs)
    }
}

/// A day as spreadsheets write it: `2026-11-22`, `22-11-2026`, `22/11/2026`, `22.11.2026`, with a time behind it or not.
fn day(text: &str) -> Option<Day> {
    let text = text.split([' ', 'T']).next().unwrap_or_default();
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let mut parts = text.split(['-', '/', '.']);
    let (date, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let plain = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_day = parts.next().is_none() && plain(date, 2) && plain(month, 2) && year.len() == 4;
    if !is_day {
        return None;
    }
    format!("{year}-{month:0>2}-{date:0>2}").parse().ok()
}

/// The words by which a list is written; what is written by them is read by the [`Words`] of the same language.
pub struct Naming<'a> {
    /// The head of a column.
    pub head: &'a dyn Fn(Column) -> String,
    /// The name of a need.
    pub topic: &'a dyn Fn(NeedTopic) -> String,
    /// The name of a scale.
    pub scale: &'a dyn Fn(Scale) -> String,
}

impl Naming<'_> {
    /// What a column says of a service.
    fn cell(&self, service: &Service, column: Column) -> BookCell {
        let day =
            |day: Option<Day>| day.map_or_else(|| BookCell::Text(String::new()), BookCell::Day);
        let text = match column {
            Column::Needs => {
                let names = service.needs.iter().map(|need| (self.topic)(*need));
                names.collect::<Vec<_>>().join("; ")
            }
            Column::Scale => service.scale.map(self.scale).unwrap_or_default(),
            Column::ValidUntil => return day(service.valid_until),
            Column::VerifiedBy => {
                let verified = service.verified.as_ref();
                verified.map(|it| it.by.clone()).unwrap_or_default()
            }
            Column::VerifiedOn => return day(service.verified.as_ref().map(|it| it.on)),
            column => column
                .text()
                .map(|text| service.text(text).to_owned())
                .unwrap_or_default(),
        };
        BookCell::Text(text)
    }
}

/// Writes services as comma-separated values. What it writes it reads.
pub fn to_csv<'a>(services: impl Iterator<Item = &'a Service>, naming: &Naming<'_>) -> String {
    let line = |cell: &dyn Fn(Column) -> String| {
        let cells: Vec<String> = Column::ALL
            .iter()
            .map(|column| csv::text_cell(&cell(*column)))
            .collect();
        cells.join(",") + "\r\n"
    };
    // A byte order mark: without it spreadsheets take the accents for something else.
    let mut text = String::from('\u{feff}');
    text += &line(naming.head);
    for service in services {
        text += &line(&|column| match naming.cell(service, column) {
            BookCell::Text(text) => text,
            BookCell::Day(day) => day.to_string(),
        });
    }
    text
}

/// Writes services as a workbook whose sheet has this name. What it writes it reads.
pub fn to_xlsx<'a>(
    services: impl Iterator<Item = &'a Service>,
    name: &str,
    naming: &Naming<'_>,
) -> Vec<u8> {
    let width = |column: Column| match column {
        Column::Scale | Column::ValidUntil | Column::VerifiedOn => 14,
        Column::Name | Column::Needs | Column::Requirements => 34,
        _ => 24,
    };
    let columns: Vec<(String, u32)> = Column::ALL
        .iter()
        .map(|column| ((naming.head)(*column), width(*column)))
        .collect();
    let row = |service| {
        let cells = Column::ALL.iter();
        cells.map(|column| naming.cell(service, *column)).collect()
    };
    let rows: Vec<Vec<BookCell>> = services.map(row).collect();
    xlsx(name, &columns, &rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::{Book, BookRows, FaultReason};

    fn words() -> Words {
        let columns = [
            (Column::Name, "servicio,programa,nombre"),
            (Column::Organisation, "organizacion,institucion"),
            (Column::Needs, "necesidad"),
            (Column::ValidUntil, "vigente,vigencia"),
            (Column::VerifiedOn, "verificado"),
            (Column::VerifiedBy, "verificado por"),
            (Column::Scale, "escala"),
        ];
        let topics = [
            "social_dental",
            "social_home_repair",
            "labour_transport",
            "family_transport",
        ]
        .into_iter()
        .zip([
            "Atención dental",
            "Mejoramiento, ampliación o reparación de vivienda",
            "Transporte",
            "Transporte",
        ]);
        let topics =
            topics.filter_map(|(id, name)| Some((NeedTopic::from_id(id)?, name.to_owned())));
        Words::new(
            columns.into_iter(),
            topics,
            [(Scale::Local, "Comunal")].into_iter(),
        )
    }

    fn read(text: &str, fill_down: bool) -> Vec<Result<Service, Vec<RowFault>>> {
        let words = words();
        let sheet = Sheet::read_csv(text, &words).expect("a table");
        let columns = sheet.guess(&words);
        let mut intake = Intake::new(&columns, &words, fill_down);
        sheet.rows.iter().map(|row| intake.read(row)).collect()
    }

    #[test]
    fn a_list_of_a_municipality_comes_in() {
        let text = "Listado de programas 2026;;;\n\n\
            N°;Institución;Nombre del programa;Necesidad;Vigencia\n\
            1;Municipio;Módulo dental;Dental;31/12/2026\n;;;;\n\
            2;;Furgón escolar;Transporte;\n\
            3;SERVIU;Arreglos;Mejoramiento, ampliación o reparación de vivienda;\n";
        let services = read(text, true);
        let services: Vec<&Service> = services
            .iter()
            .map(|one| one.as_ref().expect("fine"))
            .collect();
        assert_eq!(services.len(), 3);
        assert_eq!(
            services[0]
                .valid_until
                .map(|day| day.to_string())
                .as_deref(),
            Some("2026-12-31")
        );
        assert_eq!(services[1].organisation, "Municipio", "a merged cell");
        assert_eq!(services[1].needs.len(), 2, "in two ámbitos");
        assert_eq!(services[2].needs.len(), 1, "a name with a comma");
        assert_eq!(
            read(text, false)[1].as_ref().expect("fine").organisation,
            ""
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let text = "nombre,necesidad,vigente hasta,escala\nA,Dental,mañana,Comunal\n,Dental,,\nB,Música,,Galáctica\n";
        let rows = read(text, false);
        let faults: Vec<(usize, Column, CellFault)> = rows
            .into_iter()
            .flat_map(|row| row.err().unwrap_or_default())
            .map(|fault| (fault.line, fault.column, fault.fault))
            .collect();
        assert_eq!(
            faults,
            [
                (
                    2,
                    Column::ValidUntil,
                    CellFault::NotADay("mañana".to_owned())
                ),
                (3, Column::Name, CellFault::NoName),
                (
                    4,
                    Column::Needs,
                    CellFault::UnknownNeed("Música".to_owned())
                ),
                (
                    4,
                    Column::Scale,
                    CellFault::UnknownScale("Galáctica".to_owned())
                ),
            ]
        );
        let broken = Sheet::read_csv("nombre\n\"abierto\n", &words()).expect_err("no table");
        assert_eq!(
            (broken.line, broken.reason),
            (Some(2), FaultReason::UnclosedQuote)
        );
    }

    #[test]
    fn what_is_written_is_read() {
        let service = Service {
            name: "=1+1 \"Taller\", de oficios".to_owned(),
            organisation: "Ñuñoa; OMIL".to_owned(),
            needs: ["social_dental", "labour_transport", "family_transport"]
                .into_iter()
                .filter_map(NeedTopic::from_id)
                .collect(),
            scale: Some(Scale::Local),
            valid_until: "2027-01-31".parse().ok(),
            verified: Some(Verified {
                by: "Ana".to_owned(),
                on: "2026-11-22".parse().expect("a day"),
            }),
            ..Service::default()
        };
        let words = words();
        let heads = |column: Column| {
            let named = words.columns.iter().find(|(other, _)| *other == column);
            named.map_or_else(|| column.id().to_owned(), |(_, word)| word.clone())
        };
        let topics = |topic: NeedTopic| {
            let named = words.topics.iter().find(|(other, _)| *other == topic);
            named.map(|(_, name)| name.clone()).unwrap_or_default()
        };
        let naming = Naming {
            head: &heads,
            topic: &topics,
            scale: &|_| "Comunal".to_owned(),
        };
        let text = to_csv([&service].into_iter(), &naming);
        let text = text.strip_prefix('\u{feff}').expect("a mark");
        let book =
            Book::open(&to_xlsx([&service].into_iter(), "Oferta", &naming)).expect("a workbook");
        let mut rows = BookRows::of(&book, 0).expect("a sheet");
        while rows.advance().expect("whole") {}
        let sheet = Sheet::of_book(rows.finish(), &words);
        let columns = sheet.guess(&words);
        let mut intake = Intake::new(&columns, &words, false);
        assert_eq!(intake.read(&sheet.rows[0]).as_ref(), Ok(&service));
        assert_eq!(read(text, false), [Ok(service)]);
    }

    #[test]
    fn days_are_read_as_spreadsheets_write_them() {
        let read = |text| day(text).map(|day| day.to_string());
        for text in [
            "2026-03-09",
            "9/3/2026",
            "09.03.2026",
            "09-03-2026 00:00:00",
            "2026-03-09T00:00:00",
        ] {
            assert_eq!(read(text).as_deref(), Some("2026-03-09"), "{text}");
        }
        for text in ["", "9/3/26", "31/02/2026", "marzo", "1/2/3/2026"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
