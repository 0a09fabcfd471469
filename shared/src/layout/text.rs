//! How wide a text is, without asking a browser.
//!
//! The widths are those of Noto Sans, the widest of the fonts that the app asks for, regular and bold, in thousandths of
//! the font size: narrower fonts only add air. Bold stands in for semibold, because that is what a machine without the
//! semibold cut shows.

use super::geometry::real;

/// The two weights in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// 400.
    Regular,
    /// 600.
    Semibold,
}

/// Space to tilde, at 400.
const REGULAR: [u16; 95] = [
    260, 269, 408, 646, 572, 831, 732, 225, 300, 300, 551, 572, 268, 322, 268, 372, //
    572, 572, 572, 572, 572, 572, 572, 572, 572, 572, 268, 268, 572, 572, 572, 434, //
    899, 639, 650, 632, 730, 556, 519, 728, 741, 339, 273, 619, 524, 907, 760, 781, //
    605, 781, 622, 549, 556, 731, 600, 930, 586, 566, 572, 329, 372, 329, 572, 444, //
    281, 561, 615, 480, 615, 564, 344, 615, 618, 258, 258, 534, 258, 935, 618, 605, //
    615, 615, 413, 479, 361, 618, 508, 786, 529, 510, 470, 380, 551, 380, 572,
];

/// Space to tilde, at 600.
const SEMIBOLD: [u16; 95] = [
    260, 286, 472, 646, 572, 901, 750, 266, 339, 339, 545, 572, 285, 322, 285, 413, //
    572, 572, 572, 572, 572, 572, 572, 572, 572, 572, 285, 285, 572, 572, 572, 477, //
    897, 690, 672, 637, 740, 560, 549, 724, 765, 389, 331, 664, 565, 943, 813, 796, //
    628, 796, 660, 551, 579, 756, 650, 967, 667, 624, 579, 331, 413, 331, 572, 411, //
    362, 604, 633, 514, 633, 591, 387, 633, 657, 305, 305, 620, 305, 982, 657, 619, //
    633, 633, 454, 497, 434, 657, 569, 856, 578, 569, 488, 394, 551, 394, 572,
];

/// Wider than nearly every letter that the tables do not have.
const OTHER_LETTER: u16 = 960;
/// Ideographs and pictographs take a full square, and emoji somewhat more.
const SQUARE: u16 = 1300;

fn width_of_char(c: char, weight: Weight) -> u16 {
    let table = if weight == Weight::Regular {
        &REGULAR
    } else {
        &SEMIBOLD
    };
    // Accents do not widen a letter.
    let plain = match c {
        'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' | 'ª' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' | '·' | '¡' | '’' | '‘' => ':',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'ø' | 'º' | '°' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' | '–' => 'n',
        'ç' => 'c',
        'ý' | 'ÿ' => 'y',
        'Á' | 'À' | 'Â' | 'Ã' | 'Ä' | 'Å' => 'A',
        'É' | 'È' | 'Ê' | 'Ë' => 'E',
        'Í' | 'Ì' | 'Î' | 'Ï' => 'I',
        'Ó' | 'Ò' | 'Ô' | 'Õ' | 'Ö' | 'Ø' => 'O',
        'Ú' | 'Ù' | 'Û' | 'Ü' => 'U',
        'Ñ' => 'N',
        'Ç' => 'C',
        '¿' => '?',
        '«' | '»' | '“' | '”' => 'b',
        '…' => 'W',
        other => other,
    };
    let at = u32::from(plain)
        .checked_sub(32)
        .and_then(|index| usize::try_from(index).ok());
    match at.and_then(|index| table.get(index)) {
        Some(width) => *width,
        None if u32::from(plain) < 0x20 => 0,
        None if u32::from(plain) < 0x1100 => OTHER_LETTER,
        None => SQUARE,
    }
}

/// The width of a text at a font size, never less than what a browser will take for it.
#[must_use]
pub fn width_of(text: &str, weight: Weight, size_px: f64) -> f64 {
    let thousandths: u32 = text
        .chars()
        .map(|c| u32::from(width_of_char(c, weight)))
        .sum();
    f64::from(thousandths) * size_px / 1000.0
}

/// Letters that a line holds before it is worth a second one.
const LINE_LETTERS: usize = 12;

/// A name in one line or two, cut with an ellipsis only past the second.
#[must_use]
pub fn wrap_name(name: &str, weight: Weight, size_px: f64, width_px: f64) -> Vec<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let whole = words.join(" ");
    if whole.is_empty() {
        return Vec::new();
    }
    let width = |text: &str| width_of(text, weight, size_px);
    if words.len() == 1 || (whole.chars().count() <= LINE_LETTERS && width(&whole) <= width_px) {
        return vec![cut(&whole, weight, size_px, width_px)];
    }
    // Of all ways to break in two, the narrowest; among equals the longer first line.
    let mut best: Option<(f64, String, String)> = None;
    for at in 1..words.len() {
        let (first, second) = (words[..at].join(" "), words[at..].join(" "));
        let widest = width(&first).max(width(&second));
        if best.as_ref().is_none_or(|(least, ..)| widest <= *least) {
            best = Some((widest, first, second));
        }
    }
    match best {
        Some((widest, first, second)) if widest <= width_px => vec![first, second],
        Some(_) => fill(&words, weight, size_px, width_px),
        None => vec![cut(&whole, weight, size_px, width_px)],
    }
}

/// As many words as fit on the first line, the rest cut on the second.
fn fill(words: &[&str], weight: Weight, size_px: f64, width_px: f64) -> Vec<String> {
    let fitting = (1..words.len())
        .take_while(|at| width_of(&words[..*at].join(" "), weight, size_px) <= width_px)
        .last()
        .unwrap_or(1);
    vec![
        cut(&words[..fitting].join(" "), weight, size_px, width_px),
        cut(&words[fitting..].join(" "), weight, size_px, width_px),
    ]
}

/// A text that fits a width, with an ellipsis where it had to be cut.
pub(super) fn cut(text: &str, weight: Weight, size_px: f64, width_px: f64) -> String {
    if width_of(text, weight, size_px) <= width_px {
        return text.to_owned();
    }
    let room = width_px - width_of("…", weight, size_px);
    let mut kept = String::new();
    let mut taken = 0.0;
    for c in text.chars() {
        taken += f64::from(width_of_char(c, weight)) * size_px / 1000.0;
        if taken > room {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// The width of a text whose letters are tracked apart.
pub(super) fn tracked_width(text: &str, weight: Weight, size_px: f64, tracking_px: f64) -> f64 {
    width_of(text, weight, size_px) + real(text.chars().count()) * tracking_px
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(name: &str) -> Vec<String> {
        wrap_name(name, Weight::Semibold, 12.5, 90.0)
    }

    #[test]
    fn names_break_where_both_lines_are_short() {
        assert_eq!(wrapped("Feria libre"), ["Feria libre"]);
        assert_eq!(wrapped("Centro de la Mujer"), ["Centro de", "la Mujer"]);
        assert_eq!(wrapped("Municipio, Dideco"), ["Municipio,", "Dideco"]);
        assert_eq!(wrapped("  "), Vec::<String>::new());
    }

    #[test]
    fn only_what_does_not_fit_two_lines_is_cut() {
        let lines = wrapped("Corporación Municipal de Desarrollo Social y Comunitario");
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        for line in &lines {
            assert!(width_of(line, Weight::Semibold, 12.5) <= 90.0, "{line}");
        }
    }
}
