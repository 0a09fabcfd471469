//! XML, written by hand: everything that is not markup goes through [`escaped`].

/// Text as XML holds it, in elements and in attributes alike. What XML 1.0 cannot hold at all (most control
/// characters) is left out: one in a name must not make the file unreadable.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // As they are, they would be read as spaces in an attribute.
            '\n' => safe.push_str("&#10;"),
            '\r' => safe.push_str("&#13;"),
            '\t' => safe.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => safe.push(other),
        }
    }
    safe
}

/// A number with at most two decimals and no superfluous zero.
pub(super) fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    // Not "-0".
    if rounded == 0.0 {
        "0".to_owned()
    } else {
        format!("{rounded}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_escapes_from_a_text() {
        assert_eq!(
            escaped("<a b='c' d=\"e\">&\u{1}\u{ffff}ñ\n"),
            "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;ñ&#10;"
        );
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            [1.0, -0.001, 2.345_6, -3.5].map(number),
            ["1", "0", "2.35", "-3.5"]
        );
    }
}
