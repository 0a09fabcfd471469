//! What a person's screen tells the others of her: who she is, where she is and what she has seen. Travels in ephemeral
//! messages as one CBOR map, which JavaScript can read and write too; nothing of it is stored.
//!
//! What changes with every move of a hand travels apart, as a small [`Glance`](super::glance::Glance).

use std::convert::Infallible;

use automerge::ChangeHash;
use minicbor::Encoder;

use super::{
    limits,
    wire::{CborError, Reader},
};
use crate::edit::TextPlace;

/// What one person's screen tells the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presence {
    /// The name to show. It comes from the peer: a courtesy, not a proof.
    pub name: String,
    /// Which of the presence colours.
    pub color: u64,
    /// The page or view: `rings`, `ecomap`, `table`, `plan` …
    pub page: Option<String>,
    /// The selected actor's or tie's id.
    pub selection: Option<String>,
    /// The text being written in, and where.
    pub cursor: Option<TextCursor>,
    /// The field that is being written in, where one person at a time writes: `actor:ID/name`.
    pub editing: Option<String>,
    /// The peer id of the screen whose view this one follows.
    pub follows: Option<String>,
    /// The Automerge actor of this screen, in hexadecimal: says whose a concurrent value is.
    pub writer: Option<String>,
    /// The heads that this screen shows: an edit under them has been seen.
    pub heads: Vec<ChangeHash>,
    /// The person did nothing for [`limits::PRESENCE_IDLE_MS`].
    pub idle: bool,
    /// The person leaves the document.
    pub leaving: bool,
}

/// Where somebody writes in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextCursor {
    /// The text's field.
    pub field: String,
    /// Where the caret stands.
    pub caret: TextPlace,
    /// The other end of what is selected.
    pub other: Option<TextPlace>,
}

/// The end of a text, where the character behind a place would be named.
const END: &str = "e";

/// Says that a payload is a [`Presence`]; foreign applications send other things.
const KIND: &str = "trama-presence";

impl Presence {
    /// The payload of an ephemeral message.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Encoder::new(Vec::new());
        // Writing into memory cannot fail.
        match self.write(&mut out) {
            Ok(()) => out.into_writer(),
            Err(_) => Vec::new(),
        }
    }

    fn write(&self, out: &mut Encoder<Vec<u8>>) -> Result<(), minicbor::encode::Error<Infallible>> {
        let texts = [
            ("page", &self.page),
            ("selection", &self.selection),
            ("editing", &self.editing),
            ("follows", &self.follows),
            ("writer", &self.writer),
        ];
        let told = texts.iter().filter(|(_, text)| text.is_some()).count() as u64;
        let fields = 6 + told + u64::from(self.cursor.is_some());
        out.map(fields)?.str("type")?.str(KIND)?;
        out.str("name")?.str(cut(&self.name))?;
        out.str("color")?.u64(self.color)?;
        out.str("idle")?.bool(self.idle)?;
        out.str("leaving")?.bool(self.leaving)?;
        for (key, text) in texts {
            if let Some(text) = text {
                out.str(key)?.str(cut(text))?;
            }
        }
        if let Some(cursor) = &self.cursor {
            let caret = place_fields("at", "after", &cursor.caret);
            let other = cursor.other.as_ref();
            let other = other.map(|other| place_fields("other_at", "other_after", other));
            let told: Vec<_> = caret
                .into_iter()
                .chain(other.into_iter().flatten())
                .collect();
            let told = told
                .iter()
                .filter_map(|(key, name)| Some((key, name.as_deref()?)));
            out.str("cursor")?.map(1 + told.clone().count() as u64)?;
            out.str("field")?.str(cut(&cursor.field))?;
            for (key, name) in told {
                out.str(key)?.str(cut(name))?;
            }
        }
        let heads = &self.heads[..self.heads.len().min(limits::PRESENCE_HEADS_MAX)];
        out.str("heads")?.array(heads.len() as u64)?;
        for head in heads {
            out.bytes(&head.0)?;
        }
        Ok(())
    }

    /// Reads a payload; `None` if it is something else than a presence.
    ///
    /// # Errors
    /// If it is not CBOR, or a presence with values of other types.
    pub fn decode(payload: &[u8]) -> Result<Option<Self>, CborError> {
        let mut presence = Self::default();
        let mut is_presence = false;
        let mut reader = Reader::new(payload);
        reader.map(|reader, key| {
            match key {
                "type" => is_presence = &*reader.text(limits::EPHEMERAL_BYTES_MAX)? == KIND,
                "name" => presence.name = text(reader)?.unwrap_or_default(),
                "color" => presence.color = reader.optional(Reader::unsigned)?.unwrap_or_default(),
                "page" => presence.page = text(reader)?,
                "selection" => presence.selection = text(reader)?,
                "editing" => presence.editing = text(reader)?,
                "follows" => presence.follows = text(reader)?,
                "writer" => presence.writer = text(reader)?,
                "cursor" => presence.cursor = reader.optional(cursor)?,
                "heads" => presence.heads = reader.optional(heads)?.unwrap_or_default(),
                "idle" => presence.idle = reader.flag()?,
                "leaving" => presence.leaving = reader.flag()?,
                _ => reader.skip()?,
            }
            Ok::<_, CborError>(())
        })?;
        reader.end()?;
        Ok(is_presence.then_some(presence))
    }
}

/// The longest beginning that may be sent.
fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(limits::PRESENCE_TEXT_BYTES_MAX)]
}

fn text(reader: &mut Reader<'_>) -> Result<Option<String>, CborError> {
    reader.optional(|reader| {
        let text = reader.text(limits::PRESENCE_TEXT_BYTES_MAX)?;
        Ok(text.into_owned())
    })
}

/// A place as it is told: the character behind it always, so that its absence says that there is no place.
fn place_fields(
    at: &'static str,
    after: &'static str,
    place: &TextPlace,
) -> [(&'static str, Option<String>); 2] {
    let behind = place.before.clone().unwrap_or_else(|| END.to_owned());
    [(at, Some(behind)), (after, place.after.clone())]
}

fn place(at: Option<String>, after: Option<String>) -> Option<TextPlace> {
    let before = Some(at?).filter(|at| at != END);
    Some(TextPlace { after, before })
}

fn cursor(reader: &mut Reader<'_>) -> Result<TextCursor, CborError> {
    let (mut field, mut at, mut after) = (None, None, None);
    let (mut other_at, mut other_after) = (None, None);
    reader.map(|reader, key| {
        match key {
            "field" => field = text(reader)?,
            "at" => at = text(reader)?,
            "after" => after = text(reader)?,
            "other_at" => other_at = text(reader)?,
            "other_after" => other_after = text(reader)?,
            _ => reader.skip()?,
        }
        Ok::<_, CborError>(())
    })?;
    Ok(TextCursor {
        field: field.ok_or(CborError::Type)?,
        caret: place(at, after).ok_or(CborError::Type)?,
        other: place(other_at, other_after),
    })
}

fn heads(reader: &mut Reader<'_>) -> Result<Vec<ChangeHash>, CborError> {
    let mut heads = Vec::new();
    reader.array(|reader| {
        let bytes = reader.bytes(32)?;
        let hash = <[u8; 32]>::try_from(&*bytes).map_err(|_| CborError::Length)?;
        if heads.len() < limits::PRESENCE_HEADS_MAX {
            heads.push(ChangeHash(hash));
        }
        Ok::<_, CborError>(())
    })?;
    Ok(heads)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn presence() -> Presence {
        Presence {
            name: "Elena".to_owned(),
            color: 3,
            page: Some("plan".to_owned()),
            selection: None,
            cursor: Some(TextCursor {
                field: "plan.problem".to_owned(),
                caret: TextPlace {
                    after: Some("1@ab".to_owned()),
                    before: Some("2@ab".to_owned()),
                },
                other: None,
            }),
            heads: vec![ChangeHash([7; 32])],
            editing: Some("actor:a1/name".to_owned()),
            follows: Some("peer-2".to_owned()),
            writer: Some("0a".repeat(16)),
            ..Presence::default()
        }
    }

    #[test]
    fn a_presence_reads_what_it_writes() {
        let mut told = presence();
        let ends = [
            None,
            Some(TextPlace::default()),
            Some(TextPlace {
                after: Some("9@ab".to_owned()),
                before: None,
            }),
        ];
        for other in ends {
            told.cursor.as_mut().unwrap().other = other;
            assert_eq!(Presence::decode(&told.encode()), Ok(Some(told.clone())));
        }
    }

    #[test]
    fn what_others_send_is_no_presence() {
        // {"a": 1}
        assert_eq!(Presence::decode(&[0xa1, 0x61, 0x61, 0x01]), Ok(None));
        assert!(Presence::decode(&[0x01]).is_err());
    }

    #[test]
    fn long_names_are_cut_at_a_letter() {
        let long = Presence {
            name: "ñ".repeat(limits::PRESENCE_TEXT_BYTES_MAX),
            ..Presence::default()
        };
        let read = Presence::decode(&long.encode());
        let name = read.map(|presence| presence.map(|presence| presence.name));
        assert_eq!(
            name,
            Ok(Some("ñ".repeat(limits::PRESENCE_TEXT_BYTES_MAX / 2)))
        );
    }
}
