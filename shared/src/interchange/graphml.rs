//! The network as `GraphML` (graphml.graphdrawing.org): directed, every attribute with its type.
//!
//! A tie that flows one way is one edge, against its direction as it was drawn if need be. One that flows both ways, or
//! of which that is not known, is two edges, one each way: `GraphML`'s readers want a graph to be directed throughout.
//! `tie` is equal in both, and `seen_from_end` says which is the second: undirected, each tie counts once.

use std::fmt::Write;

use crate::case::{Case, Flow, Party, Tie};

use super::fields::{Field, Value, actor_fields, member_fields, seen_from, tie_fields};
use super::markup::escaped;

/// The id of the person's node.
pub(super) const PERSON: &str = "person";

/// A party's node.
pub(super) fn node_id(party: &Party) -> &str {
    match party {
        Party::Person => PERSON,
        Party::Actor(id) => id.as_str(),
    }
}

/// The directed edges of a tie, each as the tie seen from where it starts.
pub(super) fn arcs(tie: &Tie) -> Vec<Tie> {
    let turned = || seen_from(tie, &tie.to);
    match tie.flow {
        Flow::Forward => vec![tie.clone()],
        Flow::Backward => vec![turned()],
        Flow::Both | Flow::Unknown => vec![tie.clone(), turned()],
    }
}

/// The ties whose two parties are there, and are two.
pub(super) fn drawn(case: &Case) -> impl Iterator<Item = (&str, &Tie)> {
    let known = |party: &Party| party.actor().is_none_or(|id| case.actors.contains_key(id));
    case.ties
        .iter()
        .filter(move |(_, tie)| tie.from != tie.to && known(&tie.from) && known(&tie.to))
        .map(|(id, tie)| (id.as_str(), tie))
}

/// What is told of the person's node: as of an actor, as far as it is known.
pub(super) fn person_fields(case: &Case) -> Vec<Field> {
    let mut fields = vec![Field {
        name: "name".to_owned(),
        value: Value::Text(case.person.alias.clone()),
    }];
    let member = &case.person.member;
    fields.extend(member_fields((!member.is_unknown()).then_some(member)));
    fields
}

fn flag(name: &str, flag: bool) -> Field {
    Field {
        name: name.to_owned(),
        value: Value::Flag(Some(flag)),
    }
}

fn node_fields(case: &Case, party: &Party) -> Vec<Field> {
    let mut fields = vec![flag("ego", *party == Party::Person)];
    match party.actor().and_then(|id| case.actors.get(id)) {
        None => fields.extend(person_fields(case)),
        Some(actor) => fields.extend(actor_fields(actor)),
    }
    fields
}

/// Writes a case.
#[must_use]
pub fn graphml(case: &Case) -> String {
    let mut nodes: Vec<(String, Vec<Field>)> =
        vec![(PERSON.to_owned(), node_fields(case, &Party::Person))];
    nodes.extend(case.actors.keys().map(|id| {
        let fields = node_fields(case, &Party::Actor(id.clone()));
        (id.as_str().to_owned(), fields)
    }));
    let mut edges = Vec::new();
    for (id, tie) in drawn(case) {
        for (at, arc) in arcs(tie).into_iter().enumerate() {
            let mut fields = vec![Field {
                name: "tie".to_owned(),
                value: Value::Text(id.to_owned()),
            }];
            fields.push(flag("seen_from_end", at > 0));
            fields.extend(tie_fields("", Some(&arc)));
            edges.push((format!("{id}-{at}"), arc, fields));
        }
    }
    let mut file = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns \
         http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
    );
    let node_keys = keys(&mut file, "node", nodes.iter().map(|(_, fields)| fields));
    let edge_keys = keys(&mut file, "edge", edges.iter().map(|(.., fields)| fields));
    file.push_str("  <graph id=\"trama\" edgedefault=\"directed\">\n");
    for (id, fields) in &nodes {
        let _ = writeln!(file, "    <node id=\"{}\">", escaped(id));
        data(&mut file, "node", &node_keys, fields);
        file.push_str("    </node>\n");
    }
    for (id, arc, fields) in &edges {
        let _ = writeln!(
            file,
            "    <edge id=\"{}\" source=\"{}\" target=\"{}\">",
            escaped(id),
            escaped(node_id(&arc.from)),
            escaped(node_id(&arc.to))
        );
        data(&mut file, "edge", &edge_keys, fields);
        file.push_str("    </edge>\n");
    }
    file.push_str("  </graph>\n</graphml>\n");
    file
}

/// Declares every field that somewhere has a value, in the order in which they first stand; the declared names.
fn keys<'a>(
    file: &mut String,
    of: &str,
    lists: impl Iterator<Item = &'a Vec<Field>>,
) -> Vec<String> {
    let mut declared: Vec<String> = Vec::new();
    for field in lists.flatten() {
        if field.written().is_none() || declared.contains(&field.name) {
            continue;
        }
        let kind = match field.value {
            Value::Text(_) => "string",
            Value::Flag(_) => "boolean",
            Value::Number(_) => "double",
        };
        let _ = writeln!(
            file,
            "  <key id=\"{of}_{0}\" for=\"{of}\" attr.name=\"{0}\" attr.type=\"{kind}\"/>",
            field.name
        );
        declared.push(field.name.clone());
    }
    declared
}

fn data(file: &mut String, of: &str, declared: &[String], fields: &[Field]) {
    for field in fields.iter().filter(|field| declared.contains(&field.name)) {
        if let Some(written) = field.written() {
            let _ = writeln!(
                file,
                "      <data key=\"{of}_{}\">{}</data>",
                field.name,
                escaped(&written)
            );
        }
    }
}
