//! The text of a document, and what stands above and below it on every page.

use std::fmt::Write;

use super::{EDGE_TWIPS, MARGIN_TWIPS, NAMES, PageSize, XML};
use crate::{
    interchange::escaped,
    paper::{Block, Document, Line, Margins, Picture, Row, Run, Style, Table},
};

/// English metric units, which pictures are measured in, to one CSS px.
const EMU_PER_PX: f64 = 9_525.0;
/// The first relationship that is a picture's; those before it are the parts that every document has.
const FIRST_PICTURE: usize = 6;

/// The main part.
pub(super) fn document_part(document: &Document, page: PageSize) -> String {
    let mut out = format!("{XML}<w:document {NAMES}><w:body>");
    let mut pictures = 0;
    let mut is_first = true;
    for block in &document.blocks {
        match block {
            Block::Title(words) => {
                let more = if is_first { "" } else { "<w:pageBreakBefore/>" };
                paragraph(&mut out, "Heading1", more, &plain(words));
            }
            Block::Heading(words) => paragraph(&mut out, "Heading2", "", &plain(words)),
            Block::Subheading(words) => paragraph(&mut out, "Heading3", "", &plain(words)),
            Block::Paragraph(line) => paragraph(&mut out, "Normal", "", line),
            Block::Quote(words) => paragraph(&mut out, "Quote", "", &plain(words)),
            Block::Items(items) => {
                let dot = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";
                for item in items {
                    paragraph(&mut out, "ListParagraph", dot, item);
                }
            }
            Block::Table(table) => write_table(&mut out, table, page),
            Block::Picture(picture) if !picture.png.is_empty() => {
                pictures += 1;
                write_picture(&mut out, picture, pictures, page);
            }
            Block::Picture(_) => {}
        }
        is_first = false;
    }
    out += "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"default\" r:id=\"rId5\"/>";
    let _ = write!(
        out,
        "<w:pgSz w:w=\"{}\" w:h=\"{}\"/><w:pgMar w:top=\"{MARGIN_TWIPS}\" w:right=\"{MARGIN_TWIPS}\" \
         w:bottom=\"{MARGIN_TWIPS}\" w:left=\"{MARGIN_TWIPS}\" w:header=\"{EDGE_TWIPS}\" w:footer=\"{EDGE_TWIPS}\" w:gutter=\"0\"/>",
        page.width, page.height
    );
    out + "</w:sectPr></w:body></w:document>"
}

/// What stands above: the mark, and at the other end what the document is.
pub(super) fn header(margins: &Margins, page: PageSize) -> String {
    let mut out = format!("{XML}<w:hdr {NAMES}>");
    let mut text = String::new();
    run(&mut text, &Run::new(&*margins.mark, Style::Strong));
    text += TAB;
    run(&mut text, &Run::new(&*margins.name, Style::Plain));
    let _ = write!(
        out,
        "<w:p><w:pPr><w:pStyle w:val=\"Header\"/>{}</w:pPr>{text}</w:p>",
        end_stop(page)
    );
    out + "</w:hdr>"
}

/// What stands below: how to treat it, and the numbers of the pages.
pub(super) fn footer(margins: &Margins, page: PageSize) -> String {
    let mut out = format!("{XML}<w:ftr {NAMES}>");
    out += "<w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>";
    run(&mut out, &Run::new(&*margins.rule, Style::Plain));
    out += "</w:p>";
    let (before, of) = &margins.page;
    let _ = write!(
        out,
        "<w:p><w:pPr><w:pStyle w:val=\"Footer\"/>{}</w:pPr>{TAB}",
        end_stop(page)
    );
    run(&mut out, &Run::new(format!("{before} "), Style::Plain));
    field(&mut out, "PAGE");
    run(&mut out, &Run::new(format!(" {of} "), Style::Plain));
    field(&mut out, "NUMPAGES");
    out + "</w:p></w:ftr>"
}

const TAB: &str = "<w:r><w:tab/></w:r>";

/// What follows a tab stands at the end of the line.
fn end_stop(page: PageSize) -> String {
    format!(
        "<w:tabs><w:tab w:val=\"right\" w:pos=\"{}\"/></w:tabs>",
        page.room()
    )
}

/// A number that the word processor counts.
fn field(out: &mut String, name: &str) {
    let _ = write!(
        out,
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {name} </w:instrText></w:r>\
         <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
    );
}

fn plain(words: &str) -> Line {
    crate::paper::line(words, Style::Plain)
}

fn paragraph(out: &mut String, style: &str, more: &str, line: &[Run]) {
    let _ = write!(
        out,
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr>"
    );
    for one in line {
        run(out, one);
    }
    *out += "</w:p>";
}

fn run(out: &mut String, run: &Run) {
    let look = match run.style {
        Style::Plain => "",
        Style::Strong => "<w:rPr><w:b/><w:bCs/></w:rPr>",
        Style::Soft => "<w:rPr><w:i/><w:iCs/></w:rPr>",
        Style::Over => "<w:rPr><w:b/><w:bCs/><w:u w:val=\"wave\"/></w:rPr>",
    };
    let _ = write!(
        out,
        "<w:r>{look}<w:t xml:space=\"preserve\">{}</w:t></w:r>",
        escaped(&run.text)
    );
}

fn write_table(out: &mut String, table: &Table, page: PageSize) {
    let all: u32 = table.columns.iter().map(|(_, width)| width).sum();
    let widths: Vec<u32> = table
        .columns
        .iter()
        .map(|(_, width)| page.room() * width / all.max(1))
        .collect();
    let total: u32 = widths.iter().sum();
    let _ = write!(
        out,
        "<w:tbl><w:tblPr><w:tblW w:w=\"{total}\" w:type=\"dxa\"/><w:tblBorders>"
    );
    for side in ["top", "bottom", "insideH"] {
        let _ = write!(
            out,
            "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
        );
    }
    *out += "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"60\" w:type=\"dxa\"/><w:right w:w=\"60\" w:type=\"dxa\"/></w:tblCellMar>";
    let _ = write!(
        out,
        "<w:tblLook w:val=\"0620\" w:firstRow=\"1\" w:noHBand=\"1\" w:noVBand=\"1\"/><w:tblCaption w:val=\"{}\"/></w:tblPr><w:tblGrid>",
        escaped(&table.name)
    );
    for width in &widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    *out += "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
    for ((head, _), width) in table.columns.iter().zip(&widths) {
        let heads = [crate::paper::line(head.as_str(), Style::Strong)];
        cell(out, *width, 1, &heads, true);
    }
    *out += "</w:tr>";
    for row in &table.rows {
        *out += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
        match row {
            Row::Group(words) => {
                let words = [crate::paper::line(words.as_str(), Style::Strong)];
                // It does not stand alone at the foot of a page.
                cell(out, total, widths.len(), &words, true);
            }
            Row::Cells(cells) => {
                for (lines, width) in cells.iter().zip(&widths) {
                    cell(out, *width, 1, lines, false);
                }
            }
        }
        *out += "</w:tr>";
    }
    // Tables that follow each other would become one.
    *out += "</w:tbl><w:p><w:pPr><w:pStyle w:val=\"TableCell\"/></w:pPr></w:p>";
}

fn cell(out: &mut String, width: u32, columns: usize, lines: &[Line], keeps: bool) {
    let _ = write!(out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
    if columns > 1 {
        let _ = write!(out, "<w:gridSpan w:val=\"{columns}\"/>");
    }
    *out += "</w:tcPr>";
    let more = if keeps { "<w:keepNext/>" } else { "" };
    for line in lines {
        paragraph(out, "TableCell", more, line);
    }
    // A cell ends in a paragraph, always.
    if lines.is_empty() {
        paragraph(out, "TableCell", more, &[]);
    }
    *out += "</w:tc>";
}

fn write_picture(out: &mut String, picture: &Picture, n: usize, page: PageSize) {
    let wide = picture.size.width * EMU_PER_PX;
    // Twentieths of a point are 635 units each.
    let room = f64::from(page.room()) * 635.0;
    let share = (room / wide).min(1.0);
    let (width, height) = (
        (wide * share).round() as u64,
        (picture.size.height * EMU_PER_PX * share).round() as u64,
    );
    let relation = FIRST_PICTURE + n - 1;
    let described = escaped(&picture.description);
    let _ = write!(
        out,
        "<w:p><w:pPr><w:pStyle w:val=\"Normal\"/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
         <wp:extent cx=\"{width}\" cy=\"{height}\"/><wp:docPr id=\"{n}\" name=\"{n}\" descr=\"{described}\"/>\
         <wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>\
         <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
         <pic:nvPicPr><pic:cNvPr id=\"{n}\" name=\"{n}\" descr=\"{described}\"/><pic:cNvPicPr/></pic:nvPicPr>\
         <pic:blipFill><a:blip r:embed=\"rId{relation}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
         <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm>\
         <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    );
}
