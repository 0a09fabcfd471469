//! Words as the limits of the plan count them, and letters as a search compares them.

/// Counts words as a word processor does, by the space between them, but for what holds no letter and no digit: a
/// dash or an ellipsis that stands alone is no word. "y/o" and "2.º" are one word; a long dash separates words even
/// without space ("casa—trabajo" is two), for in Spanish it stands as a bracket does.
#[must_use]
pub fn count_words(text: &str) -> usize {
    text.split(separates)
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

/// Where the first word after `max` begins, in bytes; `None` where the text holds no more than these. Words as
/// [`count_words`] counts them.
#[must_use]
pub fn after_words(text: &str, max: usize) -> Option<usize> {
    let mut counted = 0;
    let mut at = 0;
    for piece in text.split_inclusive(separates) {
        if piece.chars().any(char::is_alphanumeric) {
            if counted == max {
                return Some(at);
            }
            counted += 1;
        }
        at += piece.len();
    }
    None
}

/// Whether a character stands between words: every kind of space, no-break ones too, and what brackets a clause.
fn separates(character: char) -> bool {
    character.is_whitespace() || matches!(character, '—' | '–' | '…' | '\u{200B}' | '\u{2060}')
}

/// A text as a search compares it, without accents, capitals and space around it: "jose" finds "José". The ñ is a
/// letter of its own.
#[must_use]
pub fn folded(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' | 'ü' => 'u',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_search_overlooks_accents_and_capitals() {
        assert_eq!(folded(" JOSÉ Ñanco "), "jose ñanco");
    }

    #[test]
    fn spanish_typography_counts_as_a_reader_would() {
        for (text, words) in [
            ("", 0),
            ("   \n\t", 0),
            ("Marisol", 1),
            ("¿Qué espera ella? ¡Volver!", 4),
            ("—Ven —dijo Elena— mañana.", 4),
            ("casa—trabajo", 2),
            ("2020–2024", 2),
            ("madre y/o padre", 3),
            ("2.º básico", 2),
            ("$ 120.000 al mes", 3),
            ("bien… y después…seguimos", 4),
            ("uno - dos", 2),
            ("socio-comunitaria", 1),
            ("«una red»", 2),
            ("100\u{a0}%", 1),
            ("dos\u{a0}palabras\u{202f}más", 3),
            ("...", 0),
            ("1, 2, 3", 3),
        ] {
            assert_eq!(count_words(text), words, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn texts_side_by_side_have_the_words_of_both(one in "\\PC*", other in "\\PC*") {
            let both = format!("{one} {other}");
            prop_assert_eq!(count_words(&both), count_words(&one) + count_words(&other));
        }

        #[test]
        fn what_fits_has_as_many_words_as_fit(text in "[a-zñ0-9 .,—…\n]{0,60}", max in 0_usize..8) {
            match after_words(&text, max) {
                None => prop_assert!(count_words(&text) <= max),
                Some(at) => {
                    prop_assert_eq!(count_words(&text[..at]), max);
                    prop_assert!(count_words(&text) > max);
                }
            }
        }

        #[test]
        fn punctuation_alone_adds_nothing(words in proptest::collection::vec("[a-zñáé0-9]{1,8}", 0..12)) {
            let plain = words.join(" ");
            let dotted = words.join(" — ") + " …";
            prop_assert_eq!(count_words(&plain), words.len());
            prop_assert_eq!(count_words(&dotted), words.len());
        }
    }
}
