//! A table as a workbook: one sheet with a head that stays in sight. Everything is written by hand: a library for all that
//! workbooks can hold weighs as much as a page of the app.

use std::fmt::Write;

use crate::{
    date::Day,
    interchange::{escaped, zip::zip_packed},
};

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
/// The most letters of a sheet's name, and those that it cannot have.
const NAME_MAX: usize = 31;
const NAME_WITHOUT: [char; 7] = [':', '\\', '/', '?', '*', '[', ']'];
/// 1970-01-01 as workbooks count days.
const EPOCH: i64 = 25_569;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookCell {
    /// A text; nothing in it is run as a formula.
    Text(String),
    /// A day, which the spreadsheet shows as its user is used to.
    Day(Day),
}

/// Writes a workbook with one sheet: its columns by head and width, in letters, and its rows. The same table gives the same
/// bytes.
#[must_use]
pub fn xlsx(name: &str, columns: &[(String, u32)], rows: &[Vec<BookCell>]) -> Vec<u8> {
    let relation = |id: u32, kind: &str, target: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |inside: String| {
        format!("{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">{inside}</Relationships>")
    };
    let spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let types = format!(
        "{XML}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{spreadsheet}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"{spreadsheet}.styles+xml\"/>\
         <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{spreadsheet}.worksheet+xml\"/></Types>"
    );
    let book = format!(
        "{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>\
         <sheet name=\"{}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        escaped(&sheet_name(name))
    );
    let of_book = relations(
        relation(1, "worksheet", "worksheets/sheet1.xml") + &relation(2, "styles", "styles.xml"),
    );
    let parts = [
        ("[Content_Types].xml", types),
        (
            "_rels/.rels",
            relations(relation(1, "officeDocument", "xl/workbook.xml")),
        ),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", of_book),
        ("xl/styles.xml", styles()),
        ("xl/worksheets/sheet1.xml", sheet(columns, rows)),
    ];
    let files: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    zip_packed(&files)
}

/// A name as sheets may have it.
fn sheet_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .filter(|letter| !NAME_WITHOUT.contains(letter))
        .take(NAME_MAX)
        .collect();
    let plain = plain.trim_matches(['\'', ' ']);
    if plain.is_empty() {
        "1".to_owned()
    } else {
        plain.to_owned()
    }
}

/// Style 0 is any cell's, 1 the head's, 2 that of days.
fn styles() -> String {
    let top = "<alignment vertical=\"top\" wrapText=\"1\"/>";
    let cell = |format: u32, font: u32| {
        format!(
            "<xf numFmtId=\"{format}\" fontId=\"{font}\" fillId=\"0\" borderId=\"0\" xfId=\"0\" \
             applyNumberFormat=\"1\" applyFont=\"1\" applyAlignment=\"1\">{top}</xf>"
        )
    };
    format!(
        "{XML}<styleSheet xmlns=\"{MAIN}\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>\
         <font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
         <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
         <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"3\">{}{}{}</cellXfs>\
         <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>",
        cell(0, 0),
        cell(0, 1),
        cell(14, 0)
    )
}

fn sheet(columns: &[(String, u32)], rows: &[Vec<BookCell>]) -> String {
    let mut out = format!(
        "{XML}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\">\
         <pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>"
    );
    for (at, (_, width)) in columns.iter().enumerate() {
        let n = at + 1;
        let _ = write!(
            out,
            "<col min=\"{n}\" max=\"{n}\" width=\"{width}\" customWidth=\"1\"/>"
        );
    }
    out += "</cols><sheetData><row r=\"1\">";
    for (at, (head, _)) in columns.iter().enumerate() {
        text_cell(&mut out, at, 1, 1, head);
    }
    out += "</row>";
    for (at, row) in rows.iter().enumerate() {
        let number = at + 2;
        let _ = write!(out, "<row r=\"{number}\">");
        for (at, cell) in row.iter().enumerate() {
            match cell {
                BookCell::Text(text) if text.is_empty() => {}
                BookCell::Text(text) => text_cell(&mut out, at, number, 0, text),
                BookCell::Day(day) => {
                    let days = day.number() + EPOCH;
                    let _ = write!(
                        out,
                        "<c r=\"{}{number}\" s=\"2\"><v>{days}</v></c>",
                        letters(at)
                    );
                }
            }
        }
        out += "</row>";
    }
    out += "</sheetData>";
    if let Some(last) = columns.len().checked_sub(1) {
        let _ = write!(
            out,
            "<autoFilter ref=\"A1:{}{}\"/>",
            letters(last),
            rows.len() + 1
        );
    }
    out + "</worksheet>"
}

fn text_cell(out: &mut String, column: usize, row: usize, style: u32, text: &str) {
    let _ = write!(
        out,
        "<c r=\"{}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
        letters(column),
        escaped(text)
    );
}

/// A column as spreadsheets name it: A, B, …, Z, AA.
fn letters(column: usize) -> String {
    let mut name = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        name.push(char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    name.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_sheets_are_named_as_spreadsheets_do() {
        let names = [0, 25, 26, 51, 701, 702].map(letters);
        assert_eq!(names, ["A", "Z", "AA", "AZ", "ZZ", "AAA"]);
        assert_eq!(sheet_name("La Pintana: [norte]/sur"), "La Pintana nortesur");
        assert_eq!(sheet_name("'?'"), "1");
        assert_eq!(sheet_name(&"á".repeat(40)).chars().count(), 31);
    }
}
