//! Workbooks as other programs write them, whole and broken.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::interchange::zip;

const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook with a hidden sheet, these shared texts, and this sheet.
fn book(strings: &str, sheet: &str) -> Vec<u8> {
    let relations = format!(
        "<Relationships><Relationship Id=\"rId1\" Type=\"{TYPES}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"{TYPES}/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>\
         <Relationship Id=\"rId3\" Type=\"{TYPES}/sharedStrings\" Target=\"sharedStrings.xml\"/>\
         <Relationship Id=\"rId4\" Type=\"{TYPES}/styles\" Target=\"styles.xml\"/></Relationships>"
    );
    let main = format!(
        "\u{feff}<?xml version=\"1.0\"?><workbook {MAIN}><sheets><sheet name=\"Listas\" sheetId=\"9\" state=\"hidden\" r:id=\"rId1\"/>\
         <sheet name=\"Oferta &amp; más\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>"
    );
    let styles = format!(
        "<styleSheet {MAIN}><numFmts><numFmt numFmtId=\"170\" formatCode=\"dd/mm/yyyy\"/></numFmts>\
         <cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
    );
    let strings = format!("<sst {MAIN}>{strings}</sst>");
    let sheet = format!("<worksheet {MAIN}><sheetData>{sheet}</worksheet>");
    zip(&[
        ("xl/workbook.xml", main.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", b"<worksheet/>"),
        ("xl/worksheets/sheet2.xml", sheet.as_bytes()),
    ])
}

fn read(bytes: &[u8]) -> Result<Vec<BookRow>, BookError> {
    let book = Book::open(bytes)?;
    let mut rows = BookRows::of(&book, 0)?;
    let mut before = rows.progress();
    while rows.advance()? {
        assert!(rows.progress() >= before);
        before = rows.progress();
    }
    assert!(rows.progress() >= 1.0);
    Ok(rows.finish())
}

fn row(number: usize, cells: &[&str]) -> BookRow {
    BookRow {
        number,
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
    }
}

#[test]
fn a_workbook_of_a_municipality_is_read_as_it_looks() {
    let strings = "<si><t>Institución</t></si><si><r><t>Fundación </t></r><r><t xml:space=\"preserve\">Ñandú &amp; C&#237;a</t></r>\
        <rPh><t>NO</t></rPh></si><si/><si><t>Programa</t></si>";
    let sheet = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Oferta 2026</t></is></c></row>\
        <row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c><c r=\"B3\" t=\"s\"><v>3</v></c><c r=\"C3\" t=\"str\"><f>1+1</f><v>Vigencia</v></c></row>\
        <row r=\"4\"><c r=\"A4\" t=\"s\"><v>1</v></c><c t=\"inlineStr\"><is><t> Dental </t></is></c><c r=\"C4\" s=\"1\"><v>46387</v></c><c r=\"D4\"><v>9.12345678E8</v></c></row>\
        <row r=\"5\"><c r=\"B5\" t=\"inlineStr\"><is><t>Vacunas</t></is></c><c r=\"C5\" s=\"2\"><v>45292.5</v></c><c r=\"E5\" t=\"b\"><v>1</v></c></row>\
        <row r=\"6\"/><row r=\"7\"><c r=\"A7\" t=\"s\"><v>2</v></c><c r=\"B7\" s=\"1\"/></row>\
        <row><c r=\"B8\" t=\"e\"><v>#N/A</v></c><c><v>3.50</v></c></row></sheetData>\
        <mergeCells><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"A4:A5\"/></mergeCells>";
    let bytes = book(strings, sheet);
    assert_eq!(
        Book::open(&bytes).expect("a workbook").sheets(),
        ["Oferta & más"]
    );
    assert_eq!(
        read(&bytes).expect("rows"),
        [
            row(1, &["Oferta 2026"]),
            row(3, &["Institución", "Programa", "Vigencia"]),
            row(
                4,
                &["Fundación Ñandú & Cía", "Dental", "2026-12-31", "912345678"]
            ),
            row(
                5,
                &["Fundación Ñandú & Cía", "Vacunas", "2024-01-01", "", "true"]
            ),
            row(8, &["", "", "3.5"]),
        ]
    );
}

#[test]
fn what_is_broken_says_where() {
    let good = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
    let broken = |row| BookError::Broken {
        part: "Oferta & más".to_owned(),
        row,
    };
    let of = |sheet: &str| read(&book("", &format!("{good}{sheet}"))).expect_err("broken");
    // A tag that another closes, a shared text that there is not, an entity that nobody declared, a row that goes back.
    assert_eq!(of("<row r=\"2\"><c></row></sheetData>"), broken(2));
    assert_eq!(
        of("<row r=\"7\"><c t=\"s\"><v>4</v></c></row></sheetData>"),
        broken(7)
    );
    assert_eq!(
        of("<row r=\"2\"><c t=\"str\"><v>&nada;</v></c></row></sheetData>"),
        broken(2)
    );
    assert_eq!(of("<row r=\"1\"></row></sheetData>"), broken(1));
    let whole = book("", &format!("{good}</sheetData>"));
    assert_eq!(
        read(&whole[..whole.len() / 2]).expect_err("cut"),
        BookError::NotABook
    );
    assert_eq!(read(b"PK\x03\x04").expect_err("cut"), BookError::NotABook);
    assert_eq!(
        read(&[0xd0, 0xcf, 0x11, 0xe0, 0]).expect_err("old"),
        BookError::Locked
    );
    // An archive, but of something else.
    assert_eq!(
        read(&zip(&[("a.csv", b"x")])).expect_err("no sheet"),
        BookError::NotABook
    );
}

#[test]
fn two_thousand_lines_are_read_in_many_steps() {
    let mut sheet = String::new();
    for n in 1..=2_000 {
        let row = write!(
            sheet,
            "<row r=\"{n}\"><c t=\"inlineStr\"><is><t>Atención {n}</t></is></c></row>"
        );
        row.expect("memory takes everything");
    }
    let bytes = book("", &(sheet + "</sheetData>"));
    let opened = Book::open(&bytes).expect("a workbook");
    let mut rows = BookRows::of(&opened, 0).expect("a sheet");
    let mut steps = 0;
    while rows.advance().expect("rows") {
        steps += 1;
    }
    assert!(steps > 50, "{steps}");
    assert_eq!(rows.finish().len(), 2_000);
}

proptest! {
    #[test]
    fn what_is_written_is_read(table in proptest::collection::vec(proptest::collection::vec("[a-zñÁ<>&\"'=+ 0-9]{0,8}", 3), 0..6), ahead in 0_i64..90_000) {
        let day = crate::date::Day::of_ms(0).plus(ahead);
        let columns = ["Uno", "Dos", "Tres", "Día"].map(|head| (head.to_owned(), 20));
        let rows: Vec<Vec<BookCell>> = table.iter().map(|cells| {
            let texts = cells.iter().map(|cell| BookCell::Text(cell.clone()));
            texts.chain([BookCell::Day(day)]).collect()
        }).collect();
        let found = read(&xlsx("Lista", &columns, &rows)).expect("a workbook");
        let mut wanted = vec![row(1, &["Uno", "Dos", "Tres", "Día"])];
        for (at, cells) in table.iter().enumerate() {
            let mut cells: Vec<String> = cells.iter().map(|cell| cell.trim().to_owned()).collect();
            cells.push(day.to_string());
            wanted.push(BookRow { number: at + 2, cells });
        }
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn no_bytes_make_it_panic(at in 0_usize..4_000, byte in any::<u8>(), cut in 0_usize..4_000) {
        let mut bytes = book("<si><t>Uno</t></si>", "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData>");
        let length = bytes.len();
        bytes[at % length] = byte;
        bytes.truncate(length - cut % (length / 2));
        let _ = read(&bytes);
    }
}
