//! Who else is on a document, where they are and what they have seen. Travels in ephemeral messages as one CBOR map,
//! which JavaScript can read and write too; nothing of it is stored.

use std::{collections::BTreeMap, convert::Infallible};

use automerge::ChangeHash;
use minicbor::Encoder;

use super::{
    limits,
    wire::{CborError, Ephemeral, Reader},
};

/// What one person's screen tells the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presence {
    /// The name to show. It comes from the peer: a courtesy, not a proof.
    pub name: String,
    /// Which of the presence colours.
    pub color: u64,
    /// The page or view: `rings`, `ecomap`, `plan` …
    pub page: Option<String>,
    /// The selected actor's or tie's id.
    pub selection: Option<String>,
    /// The text being written in, and where.
    pub cursor: Option<TextCursor>,
    /// The heads that this screen shows: an edit under them has been seen.
    pub heads: Vec<ChangeHash>,
    /// The person did nothing for [`limits::PRESENCE_IDLE_MS`].
    pub idle: bool,
    /// The person leaves the document.
    pub leaving: bool,
}

/// A place in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextCursor {
    /// The text's field.
    pub field: String,
    /// An Automerge cursor as text, which moves along with the words around it.
    pub at: String,
}

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
        let optional = [
            self.page.is_some(),
            self.selection.is_some(),
            self.cursor.is_some(),
        ];
        let fields = 6 + optional.into_iter().map(u64::from).sum::<u64>();
        out.map(fields)?.str("type")?.str(KIND)?;
        out.str("name")?.str(cut(&self.name))?;
        out.str("color")?.u64(self.color)?;
        out.str("idle")?.bool(self.idle)?;
        out.str("leaving")?.bool(self.leaving)?;
        if let Some(page) = &self.page {
            out.str("page")?.str(cut(page))?;
        }
        if let Some(selection) = &self.selection {
            out.str("selection")?.str(cut(selection))?;
        }
        if let Some(cursor) = &self.cursor {
            out.str("cursor")?.map(2)?;
            out.str("field")?.str(cut(&cursor.field))?;
            out.str("at")?.str(cut(&cursor.at))?;
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

fn cursor(reader: &mut Reader<'_>) -> Result<TextCursor, CborError> {
    let (mut field, mut at) = (None, None);
    reader.map(|reader, key| {
        match key {
            "field" => field = text(reader)?,
            "at" => at = text(reader)?,
            _ => reader.skip()?,
        }
        Ok::<_, CborError>(())
    })?;
    let field = field.ok_or(CborError::Type)?;
    let at = at.ok_or(CborError::Type)?;
    Ok(TextCursor { field, at })
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

/// Somebody who is on a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// What they last told.
    pub presence: Presence,
    /// When that was.
    pub heard_at_ms: u64,
    /// Since when what they tell is the same.
    pub active_at_ms: u64,
}

impl Present {
    /// Whether to show them as idle.
    #[must_use]
    pub const fn is_idle(&self, now_ms: u64) -> bool {
        self.presence.idle || now_ms.saturating_sub(self.active_at_ms) >= limits::PRESENCE_IDLE_MS
    }
}

/// Who is on a document, by peer id.
#[derive(Debug, Default)]
pub struct Room {
    people: BTreeMap<String, Present>,
}

impl Room {
    /// Takes an ephemeral message; answers whether anything to show changed.
    pub fn hear(&mut self, message: &Ephemeral, now_ms: u64) -> bool {
        let Ok(Some(presence)) = Presence::decode(&message.data) else {
            return false;
        };
        if presence.leaving {
            return self.people.remove(&message.sender).is_some();
        }
        let before = self.people.get(&message.sender);
        if before.is_none() && self.people.len() >= limits::PRESENCE_PEERS_MAX {
            return false;
        }
        let same = before.filter(|before| before.presence == presence);
        let changed = same.is_none();
        let active_at_ms = same.map_or(now_ms, |before| before.active_at_ms);
        let present = Present {
            presence,
            heard_at_ms: now_ms,
            active_at_ms,
        };
        self.people.insert(message.sender.clone(), present);
        changed
    }

    /// Forgets who was not heard of for [`limits::PRESENCE_GONE_MS`]; answers whether that was anybody.
    pub fn expire(&mut self, now_ms: u64) -> bool {
        let before = self.people.len();
        self.people.retain(|_, present| {
            now_ms.saturating_sub(present.heard_at_ms) < limits::PRESENCE_GONE_MS
        });
        before != self.people.len()
    }

    /// The connection is lost: who is there is not known any more.
    pub fn clear(&mut self) {
        self.people.clear();
    }

    /// When [`Room::expire`] or a look at [`Present::is_idle`] is next worth it.
    #[must_use]
    pub fn wakes_at(&self, now_ms: u64) -> Option<u64> {
        self.people
            .values()
            .flat_map(|present| {
                [
                    present.active_at_ms + limits::PRESENCE_IDLE_MS,
                    present.heard_at_ms + limits::PRESENCE_GONE_MS,
                ]
            })
            .filter(|at| *at > now_ms)
            .min()
    }

    /// Who is there, by peer id.
    pub fn people(&self) -> impl Iterator<Item = (&str, &Present)> {
        self.people
            .iter()
            .map(|(id, present)| (id.as_str(), present))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::DocumentId;

    fn presence() -> Presence {
        Presence {
            name: "Elena".to_owned(),
            color: 3,
            page: Some("plan".to_owned()),
            selection: None,
            cursor: Some(TextCursor {
                field: "plan.problem".to_owned(),
                at: "2@abc".to_owned(),
            }),
            heads: vec![ChangeHash([7; 32])],
            ..Presence::default()
        }
    }

    fn message(presence: &Presence) -> Ephemeral {
        Ephemeral {
            sender: "peer".to_owned(),
            session: "s".to_owned(),
            count: 1,
            document: DocumentId::from_bytes([1; 16]),
            data: presence.encode(),
        }
    }

    #[test]
    fn a_presence_reads_what_it_writes() {
        assert_eq!(Presence::decode(&presence().encode()), Ok(Some(presence())));
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

    #[test]
    fn people_become_idle_and_go() {
        let mut room = Room::default();
        assert!(room.hear(&message(&presence()), 0));
        assert!(!room.hear(&message(&presence()), 50_000), "nothing new");
        let idle = |room: &Room, now_ms| room.people().any(|(_, present)| present.is_idle(now_ms));
        assert!(!idle(&room, 59_999));
        assert!(idle(&room, 60_000), "signs of life are not activity");
        assert_eq!(room.wakes_at(60_000), Some(350_000));
        assert!(!room.expire(349_999));
        assert!(room.expire(350_000));
        assert_eq!(room.people().count(), 0);
    }

    #[test]
    fn who_leaves_is_gone_at_once() {
        let mut room = Room::default();
        room.hear(&message(&presence()), 0);
        let leaving = Presence {
            leaving: true,
            ..presence()
        };
        assert!(room.hear(&message(&leaving), 1));
        assert_eq!(room.people().count(), 0);
    }
}
