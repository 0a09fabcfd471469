//! What screens tell one another, in words that are bounded and that other versions understand.

use automerge::Automerge;
use trama_shared::{
    case::PlanText,
    edit::{TextField, TextPlace, find_places, name_place},
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
    let other = caret.other.filter(|other| *other != caret.at);
    Some(TextCursor {
        field: format!("plan.{}", text.id()),
        caret: name_place(doc, caret.field, caret.at)?,
        other: other.and_then(|other| name_place(doc, caret.field, other)),
    })
}

/// Where everyone writes, by what they told. Those who are in one text are looked up together.
pub(super) fn carets_of(doc: &Automerge, cursors: &[Option<TextCursor>]) -> Vec<Option<Caret>> {
    let fields: Vec<Option<TextField>> = cursors
        .iter()
        .map(|cursor| {
            let text = cursor.as_ref()?.field.strip_prefix("plan.")?;
            PlanText::from_id(text).map(TextField::Plan)
        })
        .collect();
    let mut carets = vec![None; cursors.len()];
    for field in PlanText::ALL.iter().map(|text| TextField::Plan(*text)) {
        let here: Vec<usize> = (0..cursors.len())
            .filter(|n| fields[*n] == Some(field))
            .collect();
        if here.is_empty() {
            continue;
        }
        let told = here.iter().filter_map(|n| cursors[*n].as_ref());
        let places: Vec<TextPlace> = told
            .flat_map(|cursor| {
                let other = cursor.other.as_ref().unwrap_or(&cursor.caret);
                [cursor.caret.clone(), other.clone()]
            })
            .collect();
        let found = find_places(doc, field, &places);
        for (n, found) in here.into_iter().zip(found.chunks(2)) {
            let other = found.last().copied().flatten();
            carets[n] = found[0].map(|at| Caret {
                field,
                at,
                other: other.filter(|other| *other != at),
            });
        }
    }
    carets
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
        for name in ["", "é", "-", "@", "1@zz", "s", "1@"] {
            let place = TextPlace {
                after: Some(name.to_owned()),
                before: Some(name.to_owned()),
            };
            let cursor = TextCursor {
                field: "plan.problem".to_owned(),
                caret: place.clone(),
                other: Some(place),
            };
            assert_eq!(carets_of(&doc, &[Some(cursor), None]), [None, None]);
        }
    }
}
