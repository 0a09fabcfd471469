//! A document as HTML, for the printer of a browser and for whoever looks at it beforehand.

use std::fmt::Write;

use super::{Block, Document, Line, Margins, Row, Style, Table, sides_mm};
use crate::interchange::{Paper, escaped};

/// The blocks as HTML. Headings begin at the third level: above them stands the dialog's. How it looks is the style
/// sheet's.
#[must_use]
pub fn html(document: &Document) -> String {
    let mut text = String::new();
    for block in &document.blocks {
        write_block(&mut text, block);
    }
    text
}

fn write_block(out: &mut String, block: &Block) {
    match block {
        Block::Title(words) => element(out, "h3", words),
        Block::Heading(words) => element(out, "h4", words),
        Block::Subheading(words) => element(out, "h5", words),
        Block::Paragraph(line) => paragraph(out, line),
        Block::Quote(words) => {
            out.push_str("<blockquote>");
            element(out, "p", words);
            out.push_str("</blockquote>");
        }
        Block::Items(items) => {
            out.push_str("<ul>");
            for item in items {
                out.push_str("<li>");
                runs(out, item);
                out.push_str("</li>");
            }
            out.push_str("</ul>");
        }
        Block::Table(table) => write_table(out, table),
        Block::Picture(picture) => {
            out.push_str("<figure>");
            out.push_str(&picture.svg);
            out.push_str("</figure>");
        }
    }
}

fn element(out: &mut String, name: &str, words: &str) {
    // Writing to a string cannot fail.
    let _ = write!(out, "<{name}>{}</{name}>", escaped(words));
}

fn paragraph(out: &mut String, line: &Line) {
    out.push_str("<p>");
    runs(out, line);
    out.push_str("</p>");
}

fn runs(out: &mut String, line: &Line) {
    for run in line {
        match run.style {
            Style::Plain => out.push_str(&escaped(&run.text)),
            Style::Strong => element(out, "strong", &run.text),
            Style::Soft => element(out, "small", &run.text),
            Style::Over => element(out, "mark", &run.text),
        }
    }
}

fn write_table(out: &mut String, table: &Table) {
    let all: u32 = table.columns.iter().map(|(_, width)| width).sum();
    let _ = write!(
        out,
        "<table aria-label=\"{}\"><colgroup>",
        escaped(&table.name)
    );
    for (_, width) in &table.columns {
        let share = f64::from(*width) * 100.0 / f64::from(all.max(1));
        let _ = write!(out, "<col style=\"inline-size:{share:.2}%\">");
    }
    out.push_str("</colgroup><thead><tr>");
    for (head, _) in &table.columns {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escaped(head));
    }
    out.push_str("</tr></thead><tbody>");
    for row in &table.rows {
        match row {
            Row::Group(words) => {
                let _ = write!(
                    out,
                    "<tr class=\"group\"><th scope=\"colgroup\" colspan=\"{}\">{}</th></tr>",
                    table.columns.len(),
                    escaped(words)
                );
            }
            Row::Cells(cells) => {
                out.push_str("<tr>");
                for (at, cell) in cells.iter().enumerate() {
                    let (open, close) = if at == 0 {
                        ("<th scope=\"row\">", "</th>")
                    } else {
                        ("<td>", "</td>")
                    };
                    out.push_str(open);
                    for line in cell {
                        paragraph(out, line);
                    }
                    out.push_str(close);
                }
                out.push_str("</tr>");
            }
        }
    }
    out.push_str("</tbody></table>");
}

/// The rule for the pages of a document: their size, and what stands at their edges. Letters are as the sheet has them.
#[must_use]
pub fn page_rule(paper: Paper, margins: &Margins) -> String {
    let (short, long) = sides_mm(paper);
    let Margins {
        mark,
        name,
        rule,
        page: (page, of),
    } = margins;
    let numbers = format!(
        "{} counter(page) {} counter(pages)",
        quoted(&format!("{page} ")),
        quoted(&format!(" {of} "))
    );
    let edge = |place: &str, content: &str, more: &str| {
        format!("@{place}{{content:{content};font:9pt sans-serif;{more}}}")
    };
    [
        format!("@page{{size:{short}mm {long}mm;margin:20mm;"),
        // A corner takes as much as it needs: the mark is short, and so are the numbers.
        edge(
            "top-left",
            &quoted(mark),
            "font-weight:700;white-space:nowrap;",
        ),
        edge(
            "top-right",
            &quoted(name),
            "inline-size:70%;text-align:end;",
        ),
        edge(
            "bottom-left",
            &quoted(rule),
            "inline-size:75%;text-align:start;",
        ),
        edge("bottom-right", &numbers, "white-space:nowrap;"),
        "}".to_owned(),
    ]
    .concat()
}

/// A text as CSS holds it: nothing in it ends the string.
fn quoted(text: &str) -> String {
    let mut safe = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                safe.push('\\');
                safe.push(letter);
            }
            other if other.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe.push('"');
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::tests::sample;

    #[test]
    fn nothing_that_people_wrote_is_markup() {
        let text = html(&sample());
        assert!(text.contains("<h3>Volver a la peña</h3>"));
        assert!(text.contains("<h4>Objetivo &amp; más</h4>"));
        assert!(text.contains("<h5>Con &lt;ella&gt;</h5>"));
        assert!(text.contains("<p>Una <strong>palabra</strong><mark> de más</mark></p>"));
        assert!(text.contains("<th scope=\"col\">Quién</th>"));
        assert!(text.contains("<th scope=\"colgroup\" colspan=\"2\">Una meta</th>"));
        assert!(text.contains("<th scope=\"row\"></th><td><p>Ana</p></td>"));
        assert!(text.contains("inline-size:60.00%"));
    }

    #[test]
    fn the_edges_of_a_page_hold_their_texts() {
        let document = sample();
        let rule = page_rule(document.paper, &document.margins);
        assert!(rule.starts_with("@page{size:215.9mm 279.4mm;"));
        assert!(rule.contains(r#"content:"Plan \"A\" <1>";"#));
        assert!(rule.contains(r#"content:"De uso \\ del equipo";"#));
        assert!(rule.contains(r#"content:"Página " counter(page) " de " counter(pages);"#));
        assert_eq!(quoted("a\nb"), "\"a b\"");
        assert_eq!(rule.matches('{').count(), rule.matches('}').count());
    }
}
