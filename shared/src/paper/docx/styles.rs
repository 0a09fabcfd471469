//! How a document looks in a word processor, and its settings. Sizes are half points, distances twentieths of a point;
//! there are no colours: it is made to be printed.

use super::{NAMES, XML};

/// The styles: those that word processors know by their names, so that headings make an outline.
pub(super) fn styles(language: &str) -> String {
    let style = |id: &str, name: &str, paragraph: &str, run: &str| {
        let base = if id == "Normal" {
            ""
        } else {
            "<w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/>"
        };
        let default = if id == "Normal" {
            " w:default=\"1\""
        } else {
            ""
        };
        format!(
            "<w:style w:type=\"paragraph\"{default} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{base}<w:qFormat/>\
             <w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )
    };
    [
        &format!("{XML}<w:styles {NAMES}>"),
        "<w:docDefaults><w:rPrDefault><w:rPr>",
        "<w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:eastAsia=\"Calibri\" w:cs=\"Calibri\"/>",
        "<w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/>",
        &format!("<w:lang w:val=\"{language}\" w:eastAsia=\"{language}\" w:bidi=\"{language}\"/>"),
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"264\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>",
        &style("Normal", "Normal", "", ""),
        &style(
            "Heading1",
            "heading 1",
            "<w:keepNext/><w:keepLines/><w:spacing w:before=\"0\" w:after=\"160\"/><w:outlineLvl w:val=\"0\"/>",
            "<w:b/><w:sz w:val=\"36\"/><w:szCs w:val=\"36\"/>",
        ),
        &style(
            "Heading2",
            "heading 2",
            "<w:keepNext/><w:keepLines/><w:spacing w:before=\"280\" w:after=\"80\"/><w:outlineLvl w:val=\"1\"/>",
            "<w:b/><w:sz w:val=\"26\"/><w:szCs w:val=\"26\"/>",
        ),
        &style(
            "Heading3",
            "heading 3",
            "<w:keepNext/><w:keepLines/><w:spacing w:before=\"200\" w:after=\"60\"/><w:outlineLvl w:val=\"2\"/>",
            "<w:b/><w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/>",
        ),
        &style("Quote", "Quote", "<w:ind w:left=\"400\"/>", "<w:i/><w:iCs/>"),
        &style("ListParagraph", "List Paragraph", "<w:spacing w:after=\"40\"/>", ""),
        &style(
            "Header",
            "header",
            "<w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>",
            "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
        ),
        &style(
            "Footer",
            "footer",
            "<w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>",
            "<w:sz w:val=\"16\"/><w:szCs w:val=\"16\"/>",
        ),
        &style(
            "TableCell",
            "Table Cell",
            "<w:spacing w:before=\"20\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>",
            "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
        ),
        "</w:styles>",
    ]
    .concat()
}

/// The settings: laid out as by word processors of today, with the language of the text.
pub(super) fn settings(language: &str) -> String {
    [
        &format!("{XML}<w:settings {NAMES}><w:defaultTabStop w:val=\"708\"/><w:compat>"),
        "<w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>",
        &format!("</w:compat><w:themeFontLang w:val=\"{language}\"/></w:settings>"),
    ]
    .concat()
}

/// The one kind of list, with dots.
pub(super) fn numbering() -> String {
    [
        &format!("{XML}<w:numbering {NAMES}>"),
        "<w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"singleLevel\"/><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>",
        "<w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"•\"/><w:lvlJc w:val=\"left\"/>",
        "<w:pPr><w:ind w:left=\"400\" w:hanging=\"240\"/></w:pPr></w:lvl></w:abstractNum>",
        "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>",
    ]
    .concat()
}
