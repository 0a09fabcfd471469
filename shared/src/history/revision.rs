//! What differs between two states of a text, word by word, as somebody would mark it by hand.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::text::count_words;

/// Beyond so many words and blanks on one side, paragraphs are compared instead: a page of a browser must not stand
/// still for what no plan holds.
const WORDS_MAX: usize = 6_000;

/// A stretch between two changes that is this short, and holds no more than one word, is no island to stand on: both
/// changes are read as one.
const ISLAND_MAX: usize = 4;

/// A stretch of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// It stood before and stands after.
    Kept(String),
    /// It stood before only.
    Removed(String),
    /// It stands after only.
    Added(String),
}

/// What differs between two states of a text. The kept and removed pieces together are the first state, the kept and
/// added ones the second.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Revision {
    /// The pieces in order; what was removed stands before what came in its place.
    pub pieces: Vec<Piece>,
}

impl Revision {
    /// What leads from one state to the other.
    #[must_use]
    pub fn between(before: &str, after: &str) -> Self {
        let (old, new) = (words(before), words(after));
        let (old, new) = if old.len().max(new.len()) > WORDS_MAX {
            let paragraphs = |text| str::split_inclusive(text, '\n').collect();
            (paragraphs(before), paragraphs(after))
        } else {
            (old, new)
        };
        let mut steps: Vec<Step> = Vec::new();
        for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
            let kept = matches!(op, DiffOp::Equal { .. });
            let step = Step {
                old: old[op.old_range()].concat(),
                new: new[op.new_range()].concat(),
                kept,
            };
            match steps.last_mut() {
                Some(last) if last.kept == kept => last.join(&step),
                _ => steps.push(step),
            }
        }
        Self {
            pieces: pieces(without_islands(steps)),
        }
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self
            .pieces
            .iter()
            .any(|piece| !matches!(piece, Piece::Kept(_)))
    }

    /// How many words were added, and how many removed.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let count = |(added, removed), piece: &Piece| match piece {
            Piece::Kept(_) => (added, removed),
            Piece::Added(text) => (added + count_words(text), removed),
            Piece::Removed(text) => (added, removed + count_words(text)),
        };
        self.pieces.iter().fold((0, 0), count)
    }
}

struct Step {
    old: String,
    new: String,
    kept: bool,
}

impl Step {
    fn join(&mut self, next: &Self) {
        self.old.push_str(&next.old);
        self.new.push_str(&next.new);
    }
}

/// Words, single marks and stretches of blanks, in order; together they are the text.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, letter) in text.char_indices() {
        let kind = kind(letter);
        if before.is_some_and(|before| before != kind || kind == Kind::Mark) {
            words.push(&text[start..at]);
            start = at;
        }
        before = Some(kind);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Kind {
    Word,
    Blank,
    Break,
    Mark,
}

fn kind(letter: char) -> Kind {
    match letter {
        '\n' => Kind::Break,
        _ if letter.is_whitespace() => Kind::Blank,
        _ if letter.is_alphanumeric() => Kind::Word,
        _ => Kind::Mark,
    }
}

/// Joins changes that only a blank, a mark or a short word stands between.
fn without_islands(steps: Vec<Step>) -> Vec<Step> {
    let mut joined: Vec<Step> = Vec::new();
    let mut steps = steps.into_iter().peekable();
    while let Some(step) = steps.next() {
        let island = step.kept
            && !step.old.contains('\n')
            && step.old.trim().chars().count() < ISLAND_MAX
            && count_words(&step.old) <= 1;
        match joined.last_mut() {
            Some(last) if !last.kept && (!step.kept || (island && steps.peek().is_some())) => {
                last.join(&step);
            }
            _ => joined.push(step),
        }
    }
    joined
}

fn pieces(steps: Vec<Step>) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(steps.len() * 2);
    for Step { old, new, kept } in steps {
        if kept {
            pieces.push(Piece::Kept(new));
            continue;
        }
        if !old.is_empty() {
            pieces.push(Piece::Removed(old));
        }
        if !new.is_empty() {
            pieces.push(Piece::Added(new));
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(before: &str, after: &str) -> String {
        let mark = |piece: &Piece| match piece {
            Piece::Kept(text) => text.clone(),
            Piece::Removed(text) => format!("[-{text}-]"),
            Piece::Added(text) => format!("{{+{text}+}}"),
        };
        Revision::between(before, after)
            .pieces
            .iter()
            .map(mark)
            .collect()
    }

    #[test]
    fn a_revision_reads_as_one_would_mark_it() {
        for (before, after, expected) in [
            ("", "", ""),
            ("igual", "igual", "igual"),
            ("", "Nuevo.", "{+Nuevo.+}"),
            (
                "La vecina cuida al niño.",
                "La vecina cuida a la niña.",
                "La vecina cuida [-al niño-]{+a la niña+}.",
            ),
            (
                "Marisol volverá a estudiar en marzo.",
                "Marisol volverá a estudiar.",
                "Marisol volverá a estudiar[- en marzo-].",
            ),
            (
                "Primero esto.\nLuego lo otro.",
                "Primero esto.\nDespués lo otro.",
                "Primero esto.\n[-Luego-]{+Después+} lo otro.",
            ),
        ] {
            assert_eq!(marked(before, after), expected);
        }
    }

    #[test]
    fn words_are_counted_on_both_sides() {
        let revision = Revision::between(
            "Va a la escuela.",
            "Va con su vecina a la escuela de noche.",
        );
        assert_eq!(revision.counts(), (5, 0));
        assert!(!revision.is_empty());
        assert!(Revision::between("a b", "a b").is_empty());
    }

    fn texts() -> impl Strategy<Value = String> {
        let word = prop_oneof!["[a-d]{1,5}", "[ñé😀]", Just("\n".to_owned()), "[.,—¿]"];
        proptest::collection::vec(word, 0..40).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn the_pieces_are_both_states(before in texts(), after in texts()) {
            let Revision { pieces } = Revision::between(&before, &after);
            let of = |kinds: fn(&Piece) -> Option<&String>| pieces.iter().filter_map(kinds).cloned().collect::<String>();
            let old = of(|piece| match piece { Piece::Kept(text) | Piece::Removed(text) => Some(text), Piece::Added(_) => None });
            let new = of(|piece| match piece { Piece::Kept(text) | Piece::Added(text) => Some(text), Piece::Removed(_) => None });
            prop_assert_eq!(old, before);
            prop_assert_eq!(new, after);
            for two in pieces.windows(2) {
                let alike = std::mem::discriminant(&two[0]) == std::mem::discriminant(&two[1]);
                prop_assert!(!alike, "{:?}", two);
            }
            let empty = |piece: &Piece| matches!(piece, Piece::Kept(text) | Piece::Removed(text) | Piece::Added(text) if text.is_empty());
            prop_assert!(!pieces.iter().any(empty));
        }

        #[test]
        fn what_is_the_same_is_kept_whole(text in texts()) {
            prop_assert!(Revision::between(&text, &text).is_empty());
        }
    }
}
