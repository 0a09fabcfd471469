//! The case as tables with the names of Network Canvas's columns, so that what reads its exports reads ours.
//!
//! As there, the person (ego) is no node: what her tie with an actor is like stands with the actor, after `tie_`, seen
//! from her ("gives" is what she gives). The kinships of the household are a table of their own, in which she is [`EGO`].

use std::collections::BTreeMap;

use crate::case::{Case, Party, Tie};
use crate::ids::ActorId;

use super::csv::{plain_cell, text_cell};
use super::fields::{
    Field, Value, actor_fields, member_fields, place_fields, seen_from, tie_fields,
};
use super::uuid::uuid;

/// A table as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The file's name.
    pub name: &'static str,
    /// The file's text.
    pub text: String,
}

/// The columns of the nodes before their attributes.
pub(super) const NODE_ID: &str = "nodeID";
const EGO_UUID: &str = "networkCanvasEgoUUID";
const UUID: &str = "networkCanvasUUID";
/// The columns of the edges before their attributes.
pub(super) const EDGE_ID: &str = "edgeID";
pub(super) const FROM: &str = "from";
pub(super) const TO: &str = "to";
const SOURCE_UUID: &str = "networkCanvasSourceUUID";
const TARGET_UUID: &str = "networkCanvasTargetUUID";
/// Before the attributes of the person's tie.
pub(super) const OWN_TIE: &str = "tie_";
/// What two people of the household are to each other.
pub(super) const KINSHIP: &str = "kinship";
/// The person among the kin, in place of a node's number.
pub(super) const EGO: &str = "ego";
/// The columns of the ego.
pub(super) const CASE_ID: &str = "networkCanvasCaseID";
pub(super) const PROTOCOL: &str = "networkCanvasProtocolName";
/// What stands there in our own tables.
pub(super) const OURS: &str = "Trama";
pub(super) const NOTES: &str = "notes";

/// The four tables of a case: nodes, edges, the household's kinships, ego.
#[must_use]
pub fn tables(case: &Case) -> [Table; 4] {
    let own = |what: &str, id: &str| uuid(&[case.id.as_str(), what, id]);
    let ego = own("ego", "");
    let numbers: BTreeMap<&ActorId, usize> = case
        .actors
        .keys()
        .enumerate()
        .map(|(at, id)| (id, at + 1))
        .collect();
    let mut nodes = Sheet::new(&[NODE_ID, EGO_UUID, UUID]);
    for (id, actor) in &case.actors {
        let tie = own_tie(case, id);
        let number = numbers.get(id).map(usize::to_string).unwrap_or_default();
        let mut fields = actor_fields(actor);
        fields.extend(place_fields(actor));
        fields.extend(tie_fields(OWN_TIE, tie.as_ref()));
        nodes.row(&[&number, &ego, &own("node", id.as_str())], &fields);
    }
    let mut edges = Sheet::new(&[EDGE_ID, FROM, TO, EGO_UUID, UUID, SOURCE_UUID, TARGET_UUID]);
    let between = case
        .ties
        .iter()
        .filter_map(|(id, tie)| match (&tie.from, &tie.to) {
            (Party::Actor(from), Party::Actor(to)) => Some((id, tie, from, to)),
            _ => None,
        });
    for (at, (id, tie, from, to)) in between.enumerate() {
        let (Some(source), Some(target)) = (numbers.get(from), numbers.get(to)) else {
            continue;
        };
        edges.row(
            &[
                &(at + 1).to_string(),
                &source.to_string(),
                &target.to_string(),
                &ego,
                &own("edge", id.as_str()),
                &own("node", from.as_str()),
                &own("node", to.as_str()),
            ],
            &tie_fields("", Some(tie)),
        );
    }
    let kinships = kinship_table(case, &numbers, &ego);
    let mut egos = Sheet::new(&[EGO_UUID, CASE_ID, "networkCanvasSessionID"]);
    let mut about = vec![
        Field {
            name: PROTOCOL.to_owned(),
            value: Value::Text(OURS.to_owned()),
        },
        Field {
            name: "name".to_owned(),
            value: Value::Text(case.person.alias.clone()),
        },
        Field {
            name: "index_person".to_owned(),
            value: Value::Flag(Some(true)),
        },
    ];
    about.extend(member_fields(Some(&case.person.member)));
    about.push(Field {
        name: NOTES.to_owned(),
        value: Value::Text(case.person.notes.clone()),
    });
    egos.row(&[&ego, case.id.as_str(), &own("session", "")], &about);
    [
        Table {
            name: "attributeList.csv",
            text: nodes.finish(&{
                let mut fields = actor_fields(&nobody());
                fields.extend(place_fields(&nobody()));
                fields.extend(tie_fields(OWN_TIE, None));
                fields
            }),
        },
        Table {
            name: "edgeList.csv",
            text: edges.finish(&tie_fields("", None)),
        },
        kinships,
        Table {
            name: "ego.csv",
            text: egos.finish(&about),
        },
    ]
}

/// How the people of the household are related: from the first to the second, who is the younger where the kinship is
/// between generations.
fn kinship_table(case: &Case, numbers: &BTreeMap<&ActorId, usize>, ego: &str) -> Table {
    let own = |what: &str, id: &str| uuid(&[case.id.as_str(), what, id]);
    let end = |party: &Party| match party {
        Party::Person => Some((EGO.to_owned(), ego.to_owned())),
        Party::Actor(id) => Some((numbers.get(id)?.to_string(), own("node", id.as_str()))),
    };
    let of_kind = |kind: &str| Field {
        name: KINSHIP.to_owned(),
        value: Value::Text(kind.to_owned()),
    };
    let mut sheet = Sheet::new(&[EDGE_ID, FROM, TO, EGO_UUID, UUID, SOURCE_UUID, TARGET_UUID]);
    let related = case
        .kinships
        .iter()
        .filter_map(|(id, kin)| Some((id, kin, end(&kin.a)?, end(&kin.b)?)));
    for (at, (id, kin, (from, source), (to, target))) in related.enumerate() {
        let number = (at + 1).to_string();
        let edge = own("kinship", id.as_str());
        sheet.row(
            &[&number, &from, &to, ego, &edge, &source, &target],
            &[of_kind(kin.kind.id())],
        );
    }
    Table {
        name: "kinshipList.csv",
        text: sheet.finish(&[of_kind("")]),
    }
}

/// An actor of whom nothing is known: for the names of columns where there is no row.
fn nobody() -> crate::case::Actor {
    use crate::case::{Actor, ActorKind, Ring};
    Actor::new(String::new(), ActorKind::Person, Ring::Personal)
}

/// The person's tie with an actor, seen from her; of several the first by id.
fn own_tie(case: &Case, id: &ActorId) -> Option<Tie> {
    let other = Party::Actor(id.clone());
    let tie = case
        .ties
        .values()
        .find(|tie| tie.joins(&Party::Person, &other))?;
    Some(seen_from(tie, &Party::Person))
}

/// A table in the making.
struct Sheet {
    head: Vec<String>,
    body: String,
}

impl Sheet {
    fn new(head: &[&str]) -> Self {
        Self {
            head: head.iter().map(|name| plain_cell(name)).collect(),
            body: String::new(),
        }
    }

    fn row(&mut self, ids: &[&str], fields: &[Field]) {
        let mut cells: Vec<String> = ids.iter().map(|id| plain_cell(id)).collect();
        cells.extend(fields.iter().map(|field| {
            let written = field.written().unwrap_or_default();
            match field.value {
                Value::Text(_) => text_cell(&written),
                Value::Flag(_) | Value::Number(_) => plain_cell(&written),
            }
        }));
        self.body.push_str(&cells.join(","));
        self.body.push_str("\r\n");
    }

    fn finish(mut self, fields: &[Field]) -> String {
        self.head
            .extend(fields.iter().map(|field| plain_cell(&field.name)));
        format!("{}\r\n{}", self.head.join(","), self.body)
    }
}
