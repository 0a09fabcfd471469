//! Several names in one sentence.

use leptos_i18n::t_string;

use super::words::Language;

/// Names that are said; of more, only how many more there are.
const SAID_MAX: usize = 4;

/// The names in a row: "Ana, Beto y Carla", "Ana, Beto, Carla y 5 más".
#[must_use]
pub fn listed(i18n: Language, names: &[String]) -> String {
    let Some((last, before)) = names.split_last() else {
        return String::new();
    };
    if before.is_empty() {
        return last.clone();
    }
    if names.len() > SAID_MAX {
        let list = names[..SAID_MAX - 1].join(", ");
        let count = names.len() - (SAID_MAX - 1);
        return t_string!(i18n, editing.list.more, list = list, count = count);
    }
    let list = before.join(", ");
    if sounds_like_i(last) {
        t_string!(i18n, editing.list.and_before_i, list = list, last = last)
    } else {
        t_string!(i18n, editing.list.and, list = list, last = last)
    }
}

/// Whether a word begins with the sound of an i, before which Spanish says "e" instead of "y".
fn sounds_like_i(word: &str) -> bool {
    let word = word.to_lowercase();
    let sound = word.strip_prefix('h').unwrap_or(&word);
    let mut letters = sound.chars();
    let starts = matches!(letters.next(), Some('i' | 'í'));
    // "Hielo", "Iano": there the i glides into the next vowel, and "y" stays.
    let glides = matches!(letters.next(), Some('a' | 'e' | 'o' | 'á' | 'é' | 'ó'));
    starts && !glides
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_the_sound_of_an_i_spanish_says_e() {
        for word in ["Isabel", "Íngrid", "Hilda", "iglesia"] {
            assert!(sounds_like_i(word), "{word}");
        }
        for word in ["Ana", "Hielo", "Yolanda", "Hernán", ""] {
            assert!(!sounds_like_i(word), "{word}");
        }
    }
}
