//! What screens tell one another, in words that are bounded and that other versions understand.

use automerge::{Automerge, Cursor, CursorPosition, ReadDoc};
use trama_shared::{
    case::PlanText,
    document,
    edit::TextField,
    sync::{limits, presence::TextCursor},
};

use crate::services::case_store::presence::{Caret, Entity};

/// Several selected things are told by their ids, with blanks between; as many as fit.
pub(super) fn selection_text(selected: &[Entity]) -> String {
    let mut text = String::new();
    for entity in selected {
        let word = match entity {
            Entity::Person => "person".to_owned(),
            Entity::Actor(id) => format!("actor:{id}"),
            Entity::Tie(id) => format!("tie:{id}"),
        };
        if text.len() + word.len() + 1 > limits::PRESENCE_TEXT_BYTES_MAX {
            break;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&word);
    }
    text
}

pub(super) fn selection_of(text: &str) -> Vec<Entity> {
    text.split_whitespace()
        .filter_map(|word| match word.split_once(':') {
            None if word == "person" => Some(Entity::Person),
            Some(("actor", id)) => id.parse().ok().map(Entity::Actor),
            Some(("tie", id)) => id.parse().ok().map(Entity::Tie),
            _ => None,
        })
        .collect()
}

/// Where the user writes, said so that it moves along with the words; only in the shared zone.
pub(super) fn cursor_of(doc: &Automerge, caret: Caret) -> Option<TextCursor> {
    let TextField::Plan(text) = caret.field else {
        return None;
    };
    let obj = document::text_obj(doc, caret.field)?;
    let at = if caret.at < doc.length(&obj) {
        CursorPosition::Index(caret.at)
    } else {
        CursorPosition::End
    };
    let cursor = doc.get_cursor(&obj, at, None).ok()?;
    Some(TextCursor {
        field: format!("plan.{}", text.id()),
        at: cursor.to_string(),
    })
}

pub(super) fn caret_of(doc: &Automerge, cursor: &TextCursor) -> Option<Caret> {
    let text = PlanText::from_id(cursor.field.strip_prefix("plan.")?)?;
    let field = TextField::Plan(text);
    // The words come from a peer, and Automerge slices them as if they were its own.
    if cursor.at.is_empty() || !cursor.at.is_ascii() {
        return None;
    }
    let at = Cursor::try_from(cursor.at.as_str()).ok()?;
    let obj = document::text_obj(doc, field)?;
    let at = doc.get_cursor_position(&obj, &at, None).ok()?;
    Some(Caret { field, at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_is_told_and_understood() {
        let selected = vec![
            Entity::Person,
            Entity::Actor("a1".parse().unwrap()),
            Entity::Tie("t-1".parse().unwrap()),
        ];
        assert_eq!(selection_of(&selection_text(&selected)), selected);
        assert_eq!(selection_of("nothing:x actor:/"), Vec::new());
    }

    #[test]
    fn a_long_selection_is_cut_between_ids() {
        let id: trama_shared::ids::ActorId = "x".repeat(64).parse().unwrap();
        let selected = vec![Entity::Actor(id); 9];
        let text = selection_text(&selected);
        assert!(text.len() <= limits::PRESENCE_TEXT_BYTES_MAX);
        assert_eq!(selection_of(&text).len(), 3);
    }

    #[test]
    fn carets_of_peers_that_make_no_sense_are_not_shown() {
        let doc = Automerge::new();
        for at in ["", "é", "-", "@", "1@zz", "s"] {
            let cursor = TextCursor {
                field: "plan.problem".to_owned(),
                at: at.to_owned(),
            };
            assert_eq!(caret_of(&doc, &cursor), None);
        }
    }
}
