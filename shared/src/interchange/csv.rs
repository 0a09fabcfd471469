//! Comma-separated values, as RFC 4180 has them and as spreadsheets make of them.

use super::fault::{Fault, FaultReason};

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell with a text. One that a spreadsheet would run as a formula gets an apostrophe before it, which it shows as
/// text; [`bare`] takes it away again.
pub(crate) fn text_cell(text: &str) -> String {
    let guarded = if text.starts_with(FORMULA) || text.starts_with('\'') {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    quoted(guarded)
}

/// A cell with what the program itself wrote: a number, an id, a name of a column.
pub(crate) fn plain_cell(text: &str) -> String {
    quoted(text.to_owned())
}

fn quoted(text: String) -> String {
    if text.contains(['"', ',', ';', '\n', '\r', '\t']) || text != text.trim() {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// The text of a cell without the apostrophe that guards a formula.
pub(crate) fn bare(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA) || rest.starts_with('\'') => rest,
        _ => text,
    }
}

/// A row and the line on which it begins, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) line: usize,
    pub(crate) cells: Vec<String>,
}

/// The rows of a file; empty lines are left out. The separator is the one that the first line has most of: programs
/// write commas, spreadsheets in Spanish semicolons, a copied table tabs.
pub(crate) fn rows(text: &str) -> Result<Vec<Row>, Fault> {
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("");
    let count = |separator: char| first.matches(separator).count();
    let mut separator = ',';
    for other in [';', '\t'] {
        if count(other) > count(separator) {
            separator = other;
        }
    }
    let mut rows = Vec::new();
    let mut row = Row {
        line: 1,
        cells: Vec::new(),
    };
    let (mut line, mut cell, mut opened_at) = (1, String::new(), None);
    let mut was_quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\n' {
            line += 1;
        }
        if opened_at.is_some() {
            match letter {
                '"' if letters.peek() == Some(&'"') => {
                    letters.next();
                    cell.push('"');
                }
                '"' => opened_at = None,
                other => cell.push(other),
            }
            continue;
        }
        match letter {
            '"' if cell.is_empty() && !was_quoted => {
                opened_at = Some(line);
                was_quoted = true;
            }
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' => {
                row.cells.push(std::mem::take(&mut cell));
                was_quoted = false;
                let next = Row {
                    line,
                    cells: Vec::new(),
                };
                rows.push(std::mem::replace(&mut row, next));
            }
            other if other == separator => {
                row.cells.push(std::mem::take(&mut cell));
                was_quoted = false;
            }
            other => cell.push(other),
        }
    }
    if let Some(opened) = opened_at {
        return Err(Fault::at_line(opened, "", FaultReason::UnclosedQuote));
    }
    if !cell.is_empty() || !row.cells.is_empty() {
        row.cells.push(cell);
        rows.push(row);
    }
    rows.retain(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let rows = rows(text).expect("it is CSV");
        rows.into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn formulas_are_disarmed_and_come_back_as_they_were() {
        for text in [
            "=1+1",
            "+56 9",
            "-",
            "@a",
            "\tx",
            "'=1",
            "'",
            "plain",
            "Ana, la mayor",
        ] {
            let written = text_cell(text);
            let inside = cells(&format!("{written}\n"));
            assert!(!inside[0][0].starts_with(FORMULA), "{written}");
            assert_eq!(bare(&inside[0][0]), text);
        }
    }

    #[test]
    fn spreadsheets_in_spanish_separate_by_semicolons() {
        assert_eq!(cells("a;b\n1,5;2\n"), [["a", "b"], ["1,5", "2"]]);
    }

    #[test]
    fn lines_are_counted_through_quoted_ones() {
        let rows = rows("a,b\r\n\"x\ny\",1\n\n,\nz,2").expect("it is CSV");
        let lines: Vec<usize> = rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [1, 2, 6]);
    }

    #[test]
    fn a_quote_that_never_closes_is_told_where_it_opens() {
        let fault = rows("a\n\"b\nc").expect_err("it is not closed");
        assert_eq!(fault.line, Some(2));
        assert_eq!(fault.reason, FaultReason::UnclosedQuote);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(table in proptest::collection::vec(proptest::collection::vec("[a-z,;\"'=\n\r\t ñ-]{0,6}", 2), 1..5)) {
            let mut text = "one,two\n".to_owned();
            for row in &table {
                let cells: Vec<String> = row.iter().map(|cell| text_cell(cell)).collect();
                text += &cells.join(",");
                text += "\n";
            }
            let found: Vec<Vec<String>> = cells(&text).into_iter().skip(1)
                .map(|row| row.iter().map(|cell| bare(cell).to_owned()).collect()).collect();
            // A row with nothing in it is no row; what is guarded is something.
            let wanted: Vec<Vec<String>> = table.into_iter()
                .filter(|row| row.iter().any(|cell| !cell.trim().is_empty() || cell.starts_with(FORMULA)))
                .collect();
            prop_assert_eq!(found, wanted);
        }
    }
}
