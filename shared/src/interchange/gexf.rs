//! The network through time as GEXF 1.3 (gexf.net), for Gephi: who was there when, and which tie was of which quality.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::case::{Case, Flow, Party, Tie, TieQuality};
use crate::ids::{ActorId, TieId};
use crate::network::is_live;

use super::graphml::{PERSON, drawn, node_id};
use super::markup::escaped;
use crate::date::Day;

/// A state of the case.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// Since when it was so, in milliseconds since 1970.
    pub at_ms: i64,
    /// What it was like.
    pub case: Case,
}

/// From a day, up to another one or to this day.
#[derive(Debug, Clone, PartialEq)]
struct Spell<T> {
    start: Day,
    end: Option<Day>,
    what: T,
}

/// What something was like from moment to moment, equal neighbours joined.
fn spells<S, T: PartialEq + Clone>(
    moments: &[(Day, S)],
    state: impl Fn(&S) -> Option<T>,
) -> Vec<Spell<T>> {
    let mut spells: Vec<Spell<T>> = Vec::new();
    let mut goes_on = false;
    for (day, then) in moments {
        let now = state(then);
        let same = goes_on && spells.last().map(|spell| &spell.what) == now.as_ref();
        if same {
            continue;
        }
        if let Some(last) = spells.last_mut().filter(|_| goes_on) {
            last.end = Some(*day);
        }
        goes_on = now.is_some();
        if let Some(what) = now {
            spells.push(Spell {
                start: *day,
                end: None,
                what,
            });
        }
    }
    spells
}

/// Writes a case through its moments, which stand in the order of time; the last is how it is now. A tie whose "since"
/// is a date before its first moment begins then.
#[must_use]
pub fn gexf(moments: &[Moment]) -> String {
    let moments: Vec<(Day, &Case)> = moments
        .iter()
        .map(|moment| (Day::of_ms(moment.at_ms), &moment.case))
        .collect();
    let mut file = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gexf xmlns=\"http://gexf.net/1.3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" version=\"1.3\">\n",
    );
    if let Some((day, _)) = moments.last() {
        let _ = writeln!(
            file,
            "  <meta lastmodifieddate=\"{day}\">\n    <creator>Trama</creator>\n  </meta>"
        );
    }
    file.push_str(
        "  <graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">\n    \
         <attributes class=\"node\" mode=\"static\">\n      \
         <attribute id=\"kind\" title=\"kind\" type=\"string\"/>\n      \
         <attribute id=\"ego\" title=\"ego\" type=\"boolean\"/>\n    </attributes>\n    \
         <attributes class=\"node\" mode=\"dynamic\">\n      \
         <attribute id=\"ring\" title=\"ring\" type=\"string\"/>\n      \
         <attribute id=\"support\" title=\"support\" type=\"string\"/>\n    </attributes>\n    \
         <attributes class=\"edge\" mode=\"dynamic\">\n      \
         <attribute id=\"quality\" title=\"quality\" type=\"string\"/>\n      \
         <attribute id=\"live\" title=\"live\" type=\"boolean\"/>\n    </attributes>\n",
    );
    nodes(&mut file, &moments);
    edges(&mut file, &moments);
    file.push_str("  </graph>\n</gexf>\n");
    file
}

fn nodes(file: &mut String, moments: &[(Day, &Case)]) {
    file.push_str("    <nodes>\n");
    if let Some((_, case)) = moments.last() {
        let _ = writeln!(
            file,
            "      <node id=\"{PERSON}\" label=\"{}\">\n        <attvalues>\n          \
             <attvalue for=\"ego\" value=\"true\"/>\n        </attvalues>\n      </node>",
            escaped(&case.person.alias)
        );
    }
    let ids: BTreeSet<&ActorId> = moments
        .iter()
        .flat_map(|(_, case)| case.actors.keys())
        .collect();
    for id in ids {
        let last = moments
            .iter()
            .rev()
            .find_map(|(_, case)| case.actors.get(id));
        let Some(actor) = last else { continue };
        let there = spells(moments, |case| case.actors.get(id).map(|_| ()));
        let _ = writeln!(
            file,
            "      <node id=\"{}\" label=\"{}\"{}>\n        <attvalues>\n          \
             <attvalue for=\"kind\" value=\"{}\"/>\n          <attvalue for=\"ego\" value=\"false\"/>",
            escaped(id.as_str()),
            escaped(&actor.name),
            life(&there),
            actor.kind.id()
        );
        for spell in spells(moments, |case| case.actors.get(id).map(|actor| actor.ring)) {
            value(file, "ring", spell.what.id(), &spell);
        }
        for spell in spells(moments, |case| {
            case.actors.get(id).and_then(|actor| actor.support)
        }) {
            value(file, "support", spell.what.id(), &spell);
        }
        file.push_str("        </attvalues>\n");
        spell_list(file, &there);
        file.push_str("      </node>\n");
    }
    file.push_str("    </nodes>\n");
}

/// What an edge is in one state of the case.
#[derive(Debug, Clone, PartialEq)]
struct Edge {
    from: Party,
    to: Party,
    mutual: bool,
    quality: TieQuality,
}

/// The drawn ties of one state of the case, by their two parties: looked up for each edge and moment.
type Pairs<'a> = BTreeMap<[Party; 2], &'a Tie>;

fn pairs_of(case: &Case) -> Pairs<'_> {
    let mut pairs = Pairs::new();
    for (_, tie) in drawn(case) {
        // Of two ties between the same two, the first by id is shown, as everywhere.
        pairs.entry(tie.pair()).or_insert(tie);
    }
    pairs
}

fn edge_of(tie: &Tie) -> Edge {
    let (from, to) = match tie.flow {
        Flow::Backward => (&tie.to, &tie.from),
        Flow::Forward | Flow::Both | Flow::Unknown => (&tie.from, &tie.to),
    };
    Edge {
        from: from.clone(),
        to: to.clone(),
        mutual: matches!(tie.flow, Flow::Both | Flow::Unknown),
        quality: tie.quality,
    }
}

fn edges(file: &mut String, moments: &[(Day, &Case)]) {
    file.push_str("    <edges>\n");
    let drawn: Vec<(Day, Pairs<'_>)> = moments
        .iter()
        .map(|(day, case)| (*day, pairs_of(case)))
        .collect();
    // What each tie was when it was last drawn.
    let mut last: BTreeMap<&TieId, &Tie> = BTreeMap::new();
    for (_, case) in moments {
        let there = |party: &Party| party.actor().is_none_or(|id| case.actors.contains_key(id));
        let ties = case
            .ties
            .iter()
            .filter(|(_, tie)| tie.from != tie.to && there(&tie.from) && there(&tie.to));
        last.extend(ties);
    }
    // One edge for each two parties and direction: a tie that was taken away and drawn anew is one with a gap.
    let mut seen: BTreeSet<[Party; 2]> = BTreeSet::new();
    for (id, tie) in last {
        let (pair, edge) = (tie.pair(), edge_of(tie));
        if !seen.insert(pair.clone()) {
            continue;
        }
        let mut qualities = spells(&drawn, |then| then.get(&pair).map(|tie| tie.quality));
        let since = drawn
            .iter()
            .filter_map(|(_, then)| then.get(&pair))
            .find_map(|tie| Day::first_of(&tie.since));
        if let (Some(first), Some(since)) = (qualities.first_mut(), since) {
            first.start = first.start.min(since);
        }
        let mut there = spells(&drawn, |then| then.get(&pair).map(|_| ()));
        if let (Some(first), Some(quality)) = (there.first_mut(), qualities.first()) {
            first.start = quality.start;
        }
        let mutual = if edge.mutual { " type=\"mutual\"" } else { "" };
        let _ = writeln!(
            file,
            "      <edge id=\"{}\" source=\"{}\" target=\"{}\"{mutual}{}>\n        <attvalues>",
            escaped(id.as_str()),
            escaped(node_id(&edge.from)),
            escaped(node_id(&edge.to)),
            life(&there)
        );
        for spell in &qualities {
            value(file, "quality", spell.what.id(), spell);
            let live = if is_live(spell.what) { "true" } else { "false" };
            value(file, "live", live, spell);
        }
        file.push_str("        </attvalues>\n");
        spell_list(file, &there);
        file.push_str("      </edge>\n");
    }
    file.push_str("    </edges>\n");
}

fn bounds<T>(spell: &Spell<T>) -> String {
    let end = spell
        .end
        .map(|end| format!(" end=\"{end}\""))
        .unwrap_or_default();
    format!(" start=\"{}\"{end}", spell.start)
}

/// A life without gaps stands in the element itself; one with gaps as a list of spells.
fn life<T>(spells: &[Spell<T>]) -> String {
    match spells {
        [only] => bounds(only),
        _ => String::new(),
    }
}

fn spell_list<T>(file: &mut String, spells: &[Spell<T>]) {
    if spells.len() < 2 {
        return;
    }
    file.push_str("        <spells>\n");
    for spell in spells {
        let _ = writeln!(file, "          <spell{}/>", bounds(spell));
    }
    file.push_str("        </spells>\n");
}

fn value<T>(file: &mut String, of: &str, value: &str, spell: &Spell<T>) {
    let _ = writeln!(
        file,
        "          <attvalue for=\"{of}\" value=\"{value}\"{}/>",
        bounds(spell)
    );
}
