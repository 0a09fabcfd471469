//! Tables that come back: as [`tables`](super::tables()) writes them, as a spreadsheet saves them, or made by hand.
//!
//! Only a name is needed. Columns are known by their name, whatever their order and capitals; others are left alone.

use std::collections::BTreeMap;

use crate::case::{
    Actor, ActorKind, Barrier, Closeness, Exchange, ExchangeArea, Flow, Frequency, Gender, Kinship,
    Member, Party, Place, Quadrant, ResourceKind, Ring, Scale, Sector, Support, Tie, TieQuality,
    View,
};
use crate::limits;

use super::csv::{Row, bare, rows};
use super::draft::{Draft, DraftActor, DraftKin, DraftParty, DraftPerson, DraftTie};
use super::fault::{Fault, FaultReason, Faults};
use super::fields::{AGE, DIED, GENDER, PREGNANT};
use super::tables::{
    CASE_ID, EDGE_ID, EGO, FROM, KINSHIP, NODE_ID, NOTES, OURS, OWN_TIE, PROTOCOL, TO,
};

/// A file with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvFile {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Actors,
    Ties,
    Kinships,
    Ego,
}

/// Reads a table of actors and, where there are such, one of their ties, one of kinships in the household, and our own
/// one of the person. What other programs tell of their ego is left alone.
///
/// # Errors
/// Everything that is wrong with them, each with its file, line and column.
pub fn own_tables(files: &[CsvFile]) -> Result<Draft, Faults> {
    let mut faults = Faults::default();
    let (mut actors, mut ties, mut kinships, mut ego) = (None, None, None, None);
    for file in files {
        let table = match Table::read(file) {
            Ok(table) => table,
            Err(fault) => {
                faults.add(fault.in_file(&file.name));
                continue;
            }
        };
        let place = match table.sort() {
            Some(Sort::Actors) => &mut actors,
            Some(Sort::Ties) => &mut ties,
            Some(Sort::Kinships) => &mut kinships,
            Some(Sort::Ego) => &mut ego,
            None => {
                faults.add(Fault::of_file(FaultReason::UnknownTable).in_file(&file.name));
                continue;
            }
        };
        if place.replace(table).is_some() {
            faults.add(Fault::of_file(FaultReason::SecondTable).in_file(&file.name));
        }
    }
    let mut draft = Draft::default();
    let Some(actors) = actors else {
        if faults.list.is_empty() {
            faults.add(Fault::of_file(FaultReason::NoActors));
        }
        return Err(faults);
    };
    let numbers = read_actors(&actors, &mut draft, &mut faults);
    if let Some(ties) = ties {
        read_ties(&ties, &numbers, &mut draft, &mut faults);
    }
    if let Some(kinships) = kinships {
        read_kinships(&kinships, &numbers, &mut draft, &mut faults);
    }
    if let Some(ego) = ego {
        read_ego(&ego, &mut draft, &mut faults);
    }
    if draft.actors.is_empty() && faults.list.is_empty() {
        faults.add(Fault::of_file(FaultReason::Empty).in_file(&actors.file));
    }
    faults.or(draft)
}

fn read_actors(table: &Table, draft: &mut Draft, faults: &mut Faults) -> BTreeMap<String, usize> {
    let mut numbers = BTreeMap::new();
    if table.rows.len() > limits::ACTORS_MAX {
        let max = limits::ACTORS_MAX;
        faults.add(Fault::of_file(FaultReason::TooMany { max }).in_file(&table.file));
        return numbers;
    }
    for row in &table.rows {
        let mut cells = table.cells(row, faults);
        let at = draft.actors.len();
        let number = cells.text(NODE_ID, usize::MAX);
        if !number.is_empty() && numbers.insert(number, at).is_some() {
            cells.fault(NODE_ID, FaultReason::DuplicateId);
        }
        let (actor, own) = (cells.actor(), cells.tie(OWN_TIE));
        draft.actors.push(DraftActor { actor });
        draft.ties.extend(own.map(|tie| DraftTie {
            from: DraftParty::Person,
            to: DraftParty::Actor(at),
            tie,
        }));
    }
    numbers
}

fn read_ties(
    table: &Table,
    numbers: &BTreeMap<String, usize>,
    draft: &mut Draft,
    faults: &mut Faults,
) {
    if table.rows.len() > limits::TIES_MAX {
        let max = limits::TIES_MAX;
        faults.add(Fault::of_file(FaultReason::TooMany { max }).in_file(&table.file));
        return;
    }
    for row in &table.rows {
        let mut cells = table.cells(row, faults);
        let mut end = |column: &'static str| {
            let number = cells.needed(column)?;
            let position = numbers.get(&number).copied();
            if position.is_none() {
                cells.fault(column, FaultReason::UnknownActor);
            }
            position
        };
        let (one, other) = (end(FROM), end(TO));
        let tie = cells.tie("");
        let (Some(one), Some(other)) = (one, other) else {
            continue;
        };
        if one == other {
            cells.fault(TO, FaultReason::SameParty);
            continue;
        }
        draft.add_tie(DraftTie {
            from: DraftParty::Actor(one),
            to: DraftParty::Actor(other),
            // Whoever lists a tie has one; of what quality may be unknown.
            tie: tie.unwrap_or_else(|| Tie::new(Party::Person, Party::Person, TieQuality::Normal)),
        });
    }
}

fn read_kinships(
    table: &Table,
    numbers: &BTreeMap<String, usize>,
    draft: &mut Draft,
    faults: &mut Faults,
) {
    if table.rows.len() > limits::KINSHIPS_MAX {
        let max = limits::KINSHIPS_MAX;
        faults.add(Fault::of_file(FaultReason::TooMany { max }).in_file(&table.file));
        return;
    }
    for row in &table.rows {
        let mut cells = table.cells(row, faults);
        let mut end = |column: &'static str| {
            let number = cells.needed(column)?;
            if number.eq_ignore_ascii_case(EGO) {
                return Some(DraftParty::Person);
            }
            let party = numbers.get(&number).copied().map(DraftParty::Actor);
            match party {
                None => cells.fault(column, FaultReason::UnknownActor),
                Some(party) if !draft.is_member(party) => {
                    cells.fault(column, FaultReason::NotHousehold);
                }
                Some(_) => {}
            }
            party
        };
        let (a, b) = (end(FROM), end(TO));
        if cells.needed(KINSHIP).is_none() {
            continue;
        }
        let kind = cells.choice(KINSHIP, Kinship::ALL, Kinship::id);
        let (Some(a), Some(b), Some(kind)) = (a, b, kind) else {
            continue;
        };
        if a == b {
            cells.fault(TO, FaultReason::SameParty);
            continue;
        }
        draft.add_kin(DraftKin { a, b, kind });
    }
}

/// What our own table tells of the person; another program's may call other things by the same names.
fn read_ego(table: &Table, draft: &mut Draft, faults: &mut Faults) {
    let [row] = table.rows.as_slice() else {
        return;
    };
    let mut cells = table.cells(row, faults);
    if cells.text(PROTOCOL, usize::MAX) != OURS {
        return;
    }
    draft.person = DraftPerson {
        member: cells.member(),
        notes: cells.text(NOTES, limits::NOTES_MAX),
    };
}

/// A file cut into rows, with its columns by name.
struct Table {
    file: String,
    columns: BTreeMap<String, usize>,
    width: usize,
    rows: Vec<Row>,
}

impl Table {
    fn read(file: &CsvFile) -> Result<Self, Fault> {
        let mut rows = rows(&file.text)?;
        if rows.is_empty() {
            return Err(Fault::of_file(FaultReason::Empty));
        }
        let head = rows.remove(0).cells;
        let columns = head.iter().enumerate().rev();
        Ok(Self {
            file: file.name.clone(),
            columns: columns
                .map(|(at, name)| (bare(name.trim()).to_lowercase(), at))
                .collect(),
            width: head.len(),
            rows,
        })
    }

    fn has(&self, column: &str) -> bool {
        self.columns.contains_key(&column.to_lowercase())
    }

    fn sort(&self) -> Option<Sort> {
        if self.has(CASE_ID) {
            Some(Sort::Ego)
        } else if self.has(KINSHIP) && self.has(FROM) && self.has(TO) {
            Some(Sort::Kinships)
        } else if self.has(EDGE_ID) || (self.has(FROM) && self.has(TO)) {
            Some(Sort::Ties)
        } else if self.has(NODE_ID) || self.has("name") {
            Some(Sort::Actors)
        } else {
            None
        }
    }

    fn cells<'a>(&'a self, row: &'a Row, faults: &'a mut Faults) -> Cells<'a> {
        let mut cells = Cells {
            table: self,
            row,
            faults,
        };
        if row.cells.len() > self.width {
            cells.fault("", FaultReason::TooManyCells);
        }
        cells
    }
}

/// A row under its columns.
struct Cells<'a> {
    table: &'a Table,
    row: &'a Row,
    faults: &'a mut Faults,
}

impl Cells<'_> {
    fn fault(&mut self, column: &str, reason: FaultReason) {
        let fault = Fault::at_line(self.row.line, column, reason);
        self.faults.add(fault.in_file(&self.table.file));
    }

    fn text(&mut self, column: &str, max: usize) -> String {
        let at = self.table.columns.get(&column.to_lowercase());
        let cell = at.and_then(|at| self.row.cells.get(*at));
        let text = cell.map_or("", |cell| bare(cell).trim()).to_owned();
        if limits::length(&text) > max {
            self.fault(column, FaultReason::TooLong { max });
        }
        text
    }

    fn needed(&mut self, column: &'static str) -> Option<String> {
        let text = self.text(column, usize::MAX);
        if text.is_empty() {
            let reason = if self.table.has(column) {
                FaultReason::Missing
            } else {
                FaultReason::NoColumn
            };
            self.fault(column, reason);
            return None;
        }
        Some(text)
    }

    fn choice<T: Copy>(&mut self, column: &str, all: &[T], id: fn(T) -> &'static str) -> Option<T> {
        let text = self.text(column, usize::MAX).to_lowercase();
        if text.is_empty() {
            return None;
        }
        let found = all.iter().copied().find(|one| id(*one) == text);
        if found.is_none() {
            let allowed = all.iter().copied().map(id).collect();
            self.fault(column, FaultReason::UnknownChoice { allowed });
        }
        found
    }

    /// Yes or no; spreadsheets translate them.
    fn flag(&mut self, column: &str) -> bool {
        let text = self.text(column, usize::MAX).to_lowercase();
        match text.as_str() {
            "true" | "1" | "verdadero" | "sí" | "si" | "yes" | "x" => true,
            "" | "false" | "0" | "falso" | "no" => false,
            _ => {
                self.fault(column, FaultReason::NotAFlag);
                false
            }
        }
    }

    fn number(&mut self, column: &str) -> Option<f64> {
        // Spreadsheets in Spanish write a decimal comma.
        let text = self.text(column, usize::MAX).replace(',', ".");
        if text.is_empty() {
            return None;
        }
        let number = text.parse::<f64>().ok();
        let number = number.filter(|number| number.abs() <= limits::PLACE_MAX);
        if number.is_none() {
            self.fault(column, FaultReason::NotANumber);
        }
        number
    }

    fn place(&mut self, view: View) -> Option<Place> {
        let x = self.number(&format!("{}_x", view.id()));
        let y = self.number(&format!("{}_y", view.id()));
        Some(Place { x: x?, y: y? })
    }

    fn actor(&mut self) -> Actor {
        let name = self.needed("name").unwrap_or_default();
        if limits::length(&name) > limits::NAME_MAX {
            let max = limits::NAME_MAX;
            self.fault("name", FaultReason::TooLong { max });
        }
        let kind = self.choice("kind", ActorKind::ALL, ActorKind::id);
        let ring = self.choice("ring", Ring::ALL, Ring::id);
        let mut actor = Actor::new(
            name,
            kind.unwrap_or(ActorKind::Person),
            ring.unwrap_or(Ring::Personal),
        );
        actor.role = self.text("role", limits::NAME_MAX);
        actor.programme = self.text("programme", limits::NAME_MAX);
        actor.notes = self.text("notes", limits::NOTES_MAX);
        actor.sector = self.choice("sector", Sector::ALL, Sector::id);
        actor.quadrant = self.choice("quadrant", Quadrant::ALL, Quadrant::id);
        actor.closeness = self.choice("closeness", Closeness::ALL, Closeness::id);
        actor.scale = self.choice("scale", Scale::ALL, Scale::id);
        actor.support = self.choice("support", Support::ALL, Support::id);
        actor.household = self.flag("household").then(|| self.member());
        actor.rings_place = self.place(View::Rings);
        actor.ecomap_place = self.place(View::Ecomap);
        actor.sluzki_place = self.place(View::Sluzki);
        actor
    }

    fn member(&mut self) -> Member {
        Member {
            gender: self.choice(GENDER, Gender::ALL, Gender::id),
            age: self.age(),
            pregnant: self.flag(PREGNANT),
            died: self.flag(DIED),
        }
    }

    fn age(&mut self) -> Option<u8> {
        let text = self.text(AGE, usize::MAX);
        if text.is_empty() {
            return None;
        }
        let age = text.parse::<u8>().ok();
        let age = age.filter(|age| *age <= limits::AGE_MAX);
        if age.is_none() {
            self.fault(AGE, FaultReason::NotANumber);
        }
        age
    }

    /// The tie whose columns have this prefix; `None` where no quality is said.
    fn tie(&mut self, prefix: &str) -> Option<Tie> {
        let name = |column: &str| format!("{prefix}{column}");
        let quality = self.choice(&name("quality"), TieQuality::ALL, TieQuality::id);
        let flow = self.choice(&name("flow"), Flow::ALL, Flow::id);
        let frequency = self.choice(&name("frequency"), Frequency::ALL, Frequency::id);
        let since = self.text(&name("since"), limits::NAME_MAX);
        // "notes" without a prefix are the actor's.
        let notes = self.text(&name("notes"), limits::NOTES_MAX);
        let mut exchange = BTreeMap::new();
        for area in ExchangeArea::ALL {
            let gives = self.flag(&name(&format!("gives_{}", area.id())));
            let receives = self.flag(&name(&format!("receives_{}", area.id())));
            if gives || receives {
                exchange.insert(*area, Exchange { gives, receives });
            }
        }
        let mut tie = Tie::new(Party::Person, Party::Person, quality?);
        for resource in ResourceKind::ALL {
            if self.flag(&name(&format!("resource_{}", resource.id()))) {
                tie.resources.insert(*resource);
            }
        }
        for barrier in Barrier::ALL {
            if self.flag(&name(&format!("barrier_{}", barrier.id()))) {
                tie.barriers.insert(*barrier);
            }
        }
        tie.flow = flow.unwrap_or(Flow::Unknown);
        tie.frequency = frequency;
        tie.since = since;
        tie.notes = notes;
        tie.exchange = exchange;
        Some(tie)
    }
}
