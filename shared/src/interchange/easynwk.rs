//! The files of easyNWK Web (github.com/fhstp/easynwk-web): a record with dated versions of a map, or one map alone.
//!
//! Its four sectors are quadrants and its three horizons circles of closeness; whoever stands beyond the outer horizon
//! keeps the outer circle. Angles are degrees against the clock from the right: family at the upper right, friends at
//! the upper left, colleagues at the lower left, professional help at the lower right.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::case::{
    Actor, ActorKind, Closeness, Exchange, ExchangeArea, Flow, Gender, Member, Party, Quadrant,
    Ring, Tie, TieQuality,
};
use crate::limits;

use super::draft::{Draft, DraftActor, DraftParty, DraftPerson, DraftTie};
use super::fault::{Fault, FaultReason, Faults};
use super::relation::Relation;

/// Words for what easyNWK knows of somebody. What Trama has no field for goes into the notes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EasyNwkWords {
    /// For a role that easyNWK offers; where there is no word the role stays as it is written there.
    pub relation: Vec<(Relation, String)>,
    /// Before a role that somebody wrote by hand.
    pub role: String,
    /// Before a gender.
    pub gender: String,
    /// For each gender.
    pub genders: Vec<(Gender, String)>,
    /// Before an age.
    pub age: String,
    /// For somebody who has died.
    pub deceased: String,
    /// For an animal or a thing.
    pub not_human: String,
}

/// One dated map of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its title; may be empty.
    pub title: String,
    /// Its date as easyNWK writes it; may be empty.
    pub date: String,
    /// How many people are on it.
    pub count: usize,
    /// Whether it is the one that was open when the file was saved.
    pub is_current: bool,
}

/// A file of easyNWK.
#[derive(Debug, Clone, PartialEq)]
pub struct EasyNwk {
    versions: Vec<(Version, Map<String, Value>, String)>,
}

/// What easyNWK writes for a gender, in its two languages.
const GENDERS: [(&str, Gender); 8] = [
    ("weiblich", Gender::Woman),
    ("female", Gender::Woman),
    ("männlich", Gender::Man),
    ("male", Gender::Man),
    ("divers", Gender::Other),
    ("diverse", Gender::Other),
    ("inter", Gender::Other),
    ("offen", Gender::Other),
];
/// What it writes there where nothing is said, and where it says that nobody human is meant.
const NO_GENDER: [&str; 4] = ["nicht festgelegt", "undefined", "not defined", "unknown"];
const NOT_HUMAN: [&str; 2] = ["kein mensch", "not human"];

/// The areas of exchange that easyNWK's five kinds of support are.
const SUPPORTS: [(&str, ExchangeArea); 5] = [
    ("supportEmotional", ExchangeArea::Affective),
    ("supportInstrumental", ExchangeArea::Services),
    ("supportInformational", ExchangeArea::Information),
    ("supportSocial", ExchangeArea::Leisure),
    ("supportLinking", ExchangeArea::Contacts),
];

impl EasyNwk {
    /// Reads a file.
    ///
    /// # Errors
    /// If it is not JSON or not of easyNWK. What is wrong in a map is told by [`Self::draft`].
    pub fn read(text: &str) -> Result<Self, Faults> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let value: Value = serde_json::from_str(text).map_err(|error| {
            let place = error.column().to_string();
            Fault::at_line(error.line(), place, FaultReason::Syntax)
        })?;
        let not_ours = || Faults::from(Fault::of_file(FaultReason::NotEasyNwk));
        let Value::Object(root) = value else {
            return Err(not_ours());
        };
        let is_map = |map: &Map<String, Value>| {
            map.contains_key("alteri") && map.contains_key("connections")
        };
        if is_map(&root) {
            let version = Version {
                title: String::new(),
                date: String::new(),
                count: count_of(&root),
                is_current: true,
            };
            return Ok(Self {
                versions: vec![(version, root, String::new())],
            });
        }
        let (Some(Value::Array(list)), current) =
            (root.get("versions"), root.get("currentVersion"))
        else {
            return Err(not_ours());
        };
        let mut versions = Vec::new();
        for (at, version) in list.iter().enumerate() {
            let map = version.get("nwk").and_then(Value::as_object);
            let Some(map) = map.filter(|map| is_map(map)) else {
                return Err(not_ours());
            };
            let text = |key: &str| {
                version
                    .get(key)
                    .and_then(Value::as_str)
                    .unwrap_or("")
                    .to_owned()
            };
            let about = Version {
                title: text("title"),
                date: text("date"),
                count: count_of(map),
                is_current: version.get("id") == current,
            };
            versions.push((about, map.clone(), format!("versions[{at}].nwk.")));
        }
        if versions.is_empty() {
            return Err(Fault::of_file(FaultReason::Empty).into());
        }
        if versions.iter().all(|(version, ..)| !version.is_current)
            && let Some((last, ..)) = versions.last_mut()
        {
            last.is_current = true;
        }
        Ok(Self { versions })
    }

    /// The maps of the file, in its order; exactly one is current, and there is at least one.
    pub fn versions(&self) -> impl Iterator<Item = &Version> {
        self.versions.iter().map(|(version, ..)| version)
    }

    /// One of its maps as a draft.
    ///
    /// # Errors
    /// Everything that is wrong in it, each with its path and the number of its entry.
    pub fn draft(&self, at: usize, words: &EasyNwkWords) -> Result<Draft, Faults> {
        let Some((_, map, path)) = self.versions.get(at) else {
            return Err(Fault::of_file(FaultReason::Empty).into());
        };
        let mut reader = Reader {
            path: path.clone(),
            faults: Faults::default(),
        };
        let mut draft = Draft {
            person: reader.person(map),
            ..Draft::default()
        };
        let mut positions: BTreeMap<i64, usize> = BTreeMap::new();
        let alteri = reader.list(map, "alteri");
        if alteri.len() > limits::ACTORS_MAX {
            let max = limits::ACTORS_MAX;
            return Err(Fault::of_file(FaultReason::TooMany { max }).into());
        }
        for (at, alter) in alteri.iter().enumerate() {
            let mut entry = reader.entry("alteri", at, alter);
            let id = entry.whole("id");
            if let Some(id) = id
                && positions.insert(id, at).is_some()
            {
                entry.fault("id", FaultReason::DuplicateId);
            }
            let (actor, own) = entry.alter(words);
            draft.actors.push(DraftActor { actor });
            draft.ties.extend(own.map(|tie| DraftTie {
                from: DraftParty::Person,
                to: DraftParty::Actor(at),
                tie,
            }));
        }
        for (at, connection) in reader.list(map, "connections").iter().enumerate() {
            let mut entry = reader.entry("connections", at, connection);
            let mut end = |key: &str| {
                let id = entry.whole(key)?;
                let position = positions.get(&id).copied();
                if position.is_none() {
                    entry.fault(key, FaultReason::UnknownActor);
                }
                position
            };
            let (Some(one), Some(other)) = (end("id1"), end("id2")) else {
                continue;
            };
            if one == other {
                entry.fault("id2", FaultReason::SameParty);
                continue;
            }
            draft.add_tie(DraftTie {
                from: DraftParty::Actor(one),
                to: DraftParty::Actor(other),
                tie: plain_tie(TieQuality::Normal),
            });
        }
        if draft.actors.is_empty() && reader.faults.list.is_empty() {
            reader.faults.add(Fault::of_file(FaultReason::Empty));
        }
        reader.faults.or(draft)
    }
}

fn count_of(map: &Map<String, Value>) -> usize {
    map.get("alteri")
        .and_then(Value::as_array)
        .map_or(0, Vec::len)
}

/// A tie whose parties are said elsewhere.
fn plain_tie(quality: TieQuality) -> Tie {
    Tie::new(Party::Person, Party::Person, quality)
}

fn gender_of(text: &str) -> Option<Gender> {
    let text = text.to_lowercase();
    let known = GENDERS.iter().find(|(name, _)| *name == text);
    known.map(|(_, gender)| *gender)
}

/// The word for a value, among words that stand beside theirs.
fn word_for<T: PartialEq>(words: &[(T, String)], value: &T) -> Option<String> {
    let found = words.iter().find(|(of, _)| of == value);
    found.map(|(_, word)| word.clone())
}

struct Reader {
    path: String,
    faults: Faults,
}

impl Reader {
    fn list(&mut self, map: &Map<String, Value>, key: &str) -> Vec<Value> {
        if let Some(Value::Array(list)) = map.get(key) {
            return list.clone();
        }
        let mut fault = Fault::of_file(FaultReason::NotAList);
        fault.place = format!("{}{key}", self.path);
        self.faults.add(fault);
        Vec::new()
    }

    /// What is told of the person; her name is the open case's affair.
    fn person(&mut self, map: &Map<String, Value>) -> DraftPerson {
        let Some(ego) = map.get("ego").filter(|ego| ego.is_object()) else {
            return DraftPerson::default();
        };
        let mut entry = self.entry("ego", 0, ego);
        entry.path = entry.path.replace("ego[0]", "ego");
        let age = entry.text("age", limits::NAME_MAX).parse().ok();
        DraftPerson {
            member: Member {
                gender: gender_of(&entry.text("currentGender", limits::NAME_MAX)),
                // An age in words is nothing that a genogram could show.
                age: age.filter(|age| *age <= limits::AGE_MAX),
                ..Member::default()
            },
            notes: entry.text("note", limits::NOTES_MAX),
        }
    }

    fn entry<'a>(&'a mut self, list: &str, at: usize, value: &Value) -> Entry<'a> {
        Entry {
            path: format!("{}{list}[{at}]", self.path),
            number: at + 1,
            // Anything else has no fields, and each that is needed will be missed.
            fields: value.as_object().cloned().unwrap_or_default(),
            faults: &mut self.faults,
        }
    }
}

/// One entry of a list.
struct Entry<'a> {
    path: String,
    number: usize,
    fields: Map<String, Value>,
    faults: &'a mut Faults,
}

impl Entry<'_> {
    fn fault(&mut self, key: &str, reason: FaultReason) {
        let place = format!("{}.{key}", self.path);
        self.faults.add(Fault::at_line(self.number, place, reason));
    }

    /// A field of older versions may be absent, which is as empty.
    fn value(&self, key: &str) -> Option<Value> {
        self.fields
            .get(key)
            .filter(|value| !value.is_null())
            .cloned()
    }

    fn whole(&mut self, key: &str) -> Option<i64> {
        match self.value(key) {
            None => {
                self.fault(key, FaultReason::Missing);
                None
            }
            Some(value) => {
                let whole = value.as_i64();
                if whole.is_none() {
                    self.fault(key, FaultReason::NotANumber);
                }
                whole
            }
        }
    }

    fn number(&mut self, key: &str) -> f64 {
        let Some(value) = self.value(key) else {
            return 0.0;
        };
        // What was chosen from a list there is written as a text.
        let read = |text: &str| text.trim().parse::<f64>().ok();
        let number = value.as_f64().or_else(|| value.as_str().and_then(read));
        number
            .filter(|number| number.is_finite())
            .unwrap_or_else(|| {
                self.fault(key, FaultReason::NotANumber);
                0.0
            })
    }

    fn text(&mut self, key: &str, max: usize) -> String {
        let text = match self.value(key) {
            None => String::new(),
            Some(Value::String(text)) => text.trim().to_owned(),
            // Ages were numbers once.
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => {
                self.fault(key, FaultReason::NotAText);
                String::new()
            }
        };
        if limits::length(&text) > max {
            self.fault(key, FaultReason::TooLong { max });
        }
        text
    }

    fn flag(&mut self, key: &str, absent: bool) -> bool {
        match self.value(key) {
            None => absent,
            Some(Value::Bool(flag)) => flag,
            Some(_) => {
                self.fault(key, FaultReason::NotAFlag);
                absent
            }
        }
    }

    /// An alter, and its tie with the person if it has one.
    fn alter(&mut self, words: &EasyNwkWords) -> (Actor, Option<Tie>) {
        let name = self.text("name", limits::NAME_MAX);
        if name.is_empty() {
            self.fault("name", FaultReason::Missing);
        }
        let (angle, distance) = (self.number("angle"), self.number("distance"));
        // Whoever has no place yet stands at the centre there.
        let placed = distance > 0.0;
        let quadrant = placed.then_some(match angle {
            ..-90.0 => Quadrant::WorkSchool,
            ..0.0 => Quadrant::CommunityServices,
            ..90.0 => Quadrant::Family,
            _ => Quadrant::Friends,
        });
        let closeness = placed.then_some(match distance {
            ..33.33 => Closeness::Intimate,
            ..66.67 => Closeness::Close,
            _ => Closeness::Acquaintance,
        });
        let ring = match (quadrant, closeness) {
            (Some(Quadrant::CommunityServices), _) => Ring::Institutional,
            (Some(Quadrant::WorkSchool), _)
            | (Some(Quadrant::Friends), Some(Closeness::Acquaintance)) => Ring::Community,
            _ => Ring::Personal,
        };
        let mut actor = Actor::new(name, ActorKind::Person, ring);
        actor.quadrant = quadrant;
        actor.closeness = closeness;
        let role = self.text("role", limits::NAME_MAX);
        let gender = self.text("currentGender", limits::NAME_MAX);
        let age = self.text("age", limits::NAME_MAX);
        let mut notes = vec![self.text("note", limits::NOTES_MAX)];
        match Relation::named(&role) {
            Some(relation) => {
                actor.role = word_for(&words.relation, &relation).unwrap_or(role);
            }
            // What easyNWK does not offer is somebody's own word, in whatever language.
            None if !role.is_empty() => notes.push(format!("{} {role}", words.role)),
            None => {}
        }
        let said = gender.to_lowercase();
        let is_human = self.flag("human", true) && !NOT_HUMAN.contains(&said.as_str());
        if is_human && !gender.is_empty() && !NO_GENDER.contains(&said.as_str()) {
            let word = gender_of(&said).and_then(|gender| word_for(&words.genders, &gender));
            notes.push(format!("{} {}", words.gender, word.unwrap_or(gender)));
        }
        if !age.is_empty() {
            notes.push(format!("{} {age}", words.age));
        }
        if self.flag("deceased", false) {
            notes.push(words.deceased.clone());
        }
        if !is_human {
            notes.push(words.not_human.clone());
        }
        notes.retain(|note| !note.is_empty());
        actor.notes = notes.join("\n");
        if limits::length(&actor.notes) > limits::NOTES_MAX {
            let max = limits::NOTES_MAX;
            self.fault("note", FaultReason::TooLong { max });
        }
        (actor, self.own_tie())
    }

    fn own_tie(&mut self) -> Option<Tie> {
        // 0 none, 1 simple, 2 multiplex: the two are joined in more than one way.
        let kind = self.number("edgeType");
        let conflict = self.flag("conflict", false);
        let mut exchange = BTreeMap::new();
        for (key, area) in SUPPORTS {
            // 1 the person supports, 2 she is supported, 3 both.
            let way = self.number(key);
            if way > 0.0 {
                let gives = (way - 1.0).abs() < 0.5 || (way - 3.0).abs() < 0.5;
                let receives = way > 1.5;
                exchange.insert(area, Exchange { gives, receives });
            }
        }
        if kind < 0.5 {
            return None;
        }
        let mut tie = plain_tie(if conflict {
            TieQuality::Stressful
        } else if kind > 1.5 {
            TieQuality::Strong
        } else {
            TieQuality::Normal
        });
        let gives = exchange.values().any(|what| what.gives);
        let receives = exchange.values().any(|what| what.receives);
        tie.flow = match (gives, receives) {
            (true, true) => Flow::Both,
            (true, false) => Flow::Forward,
            (false, true) => Flow::Backward,
            (false, false) => Flow::Unknown,
        };
        tie.exchange = exchange;
        Some(tie)
    }
}
