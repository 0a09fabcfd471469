//! A place in a text, known by the letters beside it: it stays with them while others write, and costs nobody anything
//! if it names what is not there. Automerge's own cursors would: in 0.12 one that belongs to another text panics.

use automerge::{ActorId, ObjId, ReadDoc};

use super::standing::{Element, characters, is_boundary};
use crate::{document, edit::TextField};

/// A place between two characters. A character is named by the operation that wrote it, as `12@c0ffee`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextPlace {
    /// The character before the place; `None` at the start of the text.
    pub after: Option<String>,
    /// The character behind it; `None` at the end.
    pub before: Option<String>,
}

type Name = (u64, ActorId);

fn name_of(text: &str) -> Option<Name> {
    let (op, writer) = text.split_once('@')?;
    // Automerge takes any length, also none.
    let writer = ActorId::try_from(writer)
        .ok()
        .filter(|_| !writer.is_empty())?;
    Some((op.parse().ok()?, writer))
}

fn name_at(doc: &impl ReadDoc, text: &ObjId, at: usize) -> Option<(String, usize)> {
    let element = Element::at(doc, text, at).ok()?;
    let run = element.character.run();
    Some((format!("{}@{}", run.first, run.writer), element.at))
}

/// Names the place at an offset in UTF-16 units; one beyond the end is the end, one within a character the place before
/// it. `None` where there is no such text.
#[must_use]
pub fn name_place(doc: &impl ReadDoc, field: TextField, at: usize) -> Option<TextPlace> {
    let text = document::text_obj(doc, field)?;
    let mut at = at.min(doc.length(&text));
    if !is_boundary(doc, &text, at).ok()? {
        at = at.checked_sub(1)?;
    }
    Some(TextPlace {
        after: at
            .checked_sub(1)
            .and_then(|before| name_at(doc, &text, before))
            .map(|(name, _)| name),
        before: name_at(doc, &text, at).map(|(name, _)| name),
    })
}

/// Where places of one text are now, in UTF-16 units, looked up in one walk. A place goes with the character before it;
/// where that has gone, with the one behind it. `None` where both have gone, or a name makes no sense.
#[must_use]
pub fn find_places(
    doc: &impl ReadDoc,
    field: TextField,
    places: &[TextPlace],
) -> Vec<Option<usize>> {
    let Some(text) = document::text_obj(doc, field) else {
        return vec![None; places.len()];
    };
    let wanted: Vec<[Option<Name>; 2]> = places
        .iter()
        .map(|place| [&place.after, &place.before].map(|name| name_of(name.as_deref()?)))
        .collect();
    let mut found = vec![[None; 2]; places.len()];
    let mut missing = wanted.iter().flatten().flatten().count();
    for (op, writer, at, width) in characters(doc, &text) {
        if missing == 0 {
            break;
        }
        for (names, found) in wanted.iter().zip(&mut found) {
            for (n, place) in [at + width, at].into_iter().enumerate() {
                // The number differs for nearly every character, and is compared at once.
                let is_it = |(named, who): &Name| *named == op && *who == writer;
                if found[n].is_none() && names[n].as_ref().is_some_and(is_it) {
                    found[n] = Some(place);
                    missing -= 1;
                }
            }
        }
    }
    let length = doc.length(&text);
    let place = |(place, [after, before]): (&TextPlace, [Option<usize>; 2])| {
        let start = place.after.is_none().then_some(0);
        let end = place.before.is_none().then_some(length);
        after.or(start).or(before).or(end)
    };
    places.iter().zip(found).map(place).collect()
}
