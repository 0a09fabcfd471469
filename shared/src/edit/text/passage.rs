//! A passage of a text that somebody commented on, and where it stands now. It is kept as plain text: the characters
//! that it consisted of, by the operations that wrote them, and what it said. As long as one of the characters stands,
//! the passage reaches from the first of them to the last, with what others wrote between. When none is left, it is
//! looked for by its words: text that came back from a file or by another's undo is new to the document.

use automerge::{ActorId, ReadDoc};

use super::{
    runs::{CharRun, Renamed, rename_runs},
    span,
    standing::{characters, is_boundary},
};
use crate::{
    case::Span,
    document::{self, cut},
    edit::{EditError, TextField},
    limits,
};

/// A passage as a document keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passage {
    /// Its characters: `c0ffee:12+3` for the operations 12 to 14 of a writer, with blanks between.
    pub runs: String,
    /// What it said, or the beginning.
    pub quote: String,
}

/// The passage that stands in a span.
///
/// # Errors
/// [`EditError::OutOfText`] if the span is empty, or not one of whole characters of the text.
pub fn name_passage(
    doc: &impl ReadDoc,
    field: TextField,
    place: Span,
) -> Result<Passage, EditError> {
    let text = document::text_obj(doc, field).ok_or(EditError::OutOfText)?;
    let Span { from, to } = place;
    let whole = from < to && is_boundary(doc, &text, from)? && is_boundary(doc, &text, to)?;
    if !whole {
        return Err(EditError::OutOfText);
    }
    let (mut runs, mut quote) = span(doc, &text, from, to)?;
    // Of a passage that very many wrote, both ends say enough.
    let max = limits::PASSAGE_RUNS_MAX;
    if runs.len() > max {
        runs.drain(max / 2..runs.len() - max / 2);
    }
    cut(&mut quote, limits::TITLE_MAX);
    Ok(Passage {
        runs: written(&runs),
        quote,
    })
}

/// Where passages of one text are now.
pub(crate) fn find_passages(
    doc: &impl ReadDoc,
    field: TextField,
    passages: &[Passage],
) -> Vec<Option<Span>> {
    let Some(text) = document::text_obj(doc, field) else {
        return vec![None; passages.len()];
    };
    let mut runs: Vec<(ActorId, u64, u64, usize)> = Vec::new();
    for (n, passage) in passages.iter().enumerate() {
        for run in read(&passage.runs) {
            if let Ok(writer) = ActorId::try_from(run.writer.as_str()) {
                runs.push((writer, run.first, run.first + run.chars, n));
            }
        }
    }
    let mut found: Vec<Option<Span>> = vec![None; passages.len()];
    for (op, writer, at, width) in characters(doc, &text) {
        for (who, first, end, n) in &runs {
            if (*first..*end).contains(&op) && *who == writer {
                let to = at + width;
                found[*n] = Some(match found[*n] {
                    Some(span) => Span { to, ..span },
                    None => Span { from: at, to },
                });
            }
        }
    }
    if found.contains(&None) {
        let written = doc.text(&text).unwrap_or_default();
        for (found, passage) in found.iter_mut().zip(passages) {
            *found = found.or_else(|| by_words(&written, &passage.quote));
        }
    }
    found
}

/// Where a text says just this, if it does so once and there is enough of it to be no chance.
fn by_words(text: &str, quote: &str) -> Option<Span> {
    if limits::length(quote) < limits::QUOTE_FOUND_MIN {
        return None;
    }
    let at = text.find(quote)?;
    let behind = at + quote.len();
    if text[behind..].contains(quote) {
        return None;
    }
    let from = limits::length(&text[..at]);
    let to = from + limits::length(quote);
    Some(Span { from, to })
}

/// A passage's characters after some came back under new names; `None` if none of them did.
pub(in crate::edit) fn followed(runs: &str, renamed: &[Renamed]) -> Option<String> {
    let before = read(runs);
    let mut after = before.clone();
    for one in renamed.iter().filter(|one| one.is_told_apart()) {
        rename_runs(&mut after, one);
    }
    after.truncate(limits::PASSAGE_RUNS_MAX);
    (after != before).then(|| written(&after))
}

fn written(runs: &[CharRun]) -> String {
    let words: Vec<String> = runs
        .iter()
        .map(|run| format!("{}:{}+{}", run.writer, run.first, run.chars))
        .collect();
    words.join(" ")
}

/// The runs that a document says, held to what an edit may write: others write documents too.
fn read(runs: &str) -> Vec<CharRun> {
    let run = |word: &str| {
        let (writer, place) = word.split_once(':')?;
        let (first, chars) = place.split_once('+')?;
        let (first, chars) = (first.parse::<u64>().ok()?, chars.parse::<u64>().ok()?);
        let most = u64::try_from(limits::TEXT_MAX).ok()?;
        let sound = chars <= most && first.checked_add(chars).is_some();
        sound.then(|| CharRun {
            writer: writer.to_owned(),
            first,
            chars,
        })
    };
    runs.split_whitespace()
        .take(limits::PASSAGE_RUNS_MAX)
        .filter_map(run)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_read_what_they_write_and_nothing_that_is_forged() {
        let runs = "c0ffee:12+3 ab:1+1";
        assert_eq!(written(&read(runs)), runs);
        for forged in [
            "",
            "x",
            "c0:1",
            "c0:1+x",
            "c0:18446744073709551615+2",
            "c0:1+9999999999",
        ] {
            assert_eq!(read(forged), [], "{forged}");
        }
    }

    #[test]
    fn words_are_found_only_where_they_say_which_place() {
        let span = |from, to| Some(Span { from, to });
        assert_eq!(by_words("ñ la red de apoyo", "la red de"), span(2, 11));
        assert_eq!(by_words("la red de la red de", "la red de"), None);
        assert_eq!(by_words("la red", "la"), None);
        assert_eq!(by_words("otra cosa", "la red de"), None);
    }
}
