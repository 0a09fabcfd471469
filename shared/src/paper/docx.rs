//! A document as .docx (ECMA-376, `WordprocessingML`): a ZIP archive of XML parts.
//!
//! Written here rather than by a library: those there are know neither table heads that stand again on every page nor the
//! language of a text, and weigh more than all of this. It uses the plainest of the format, so that word processors agree
//! on it.

mod body;
mod styles;

use std::fmt::Write;

use super::{Block, Document, Picture, sides_mm};
use crate::interchange::{escaped, zip_packed};

/// What an XML part begins with.
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// The names of `WordprocessingML`, of relationships, and of pictures.
const NAMES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
/// Twentieths of a point in one mm: what the format measures pages in.
const TWIPS_PER_MM: f64 = 1_440.0 / 25.4;
/// The free edge of every page, and the way of its header and footer from the edge, in twentieths of a point.
const MARGIN_TWIPS: u32 = 1_134;
const EDGE_TWIPS: u32 = 567;

/// The width, the height, and the room between the margins of a page, in twentieths of a point.
#[derive(Debug, Clone, Copy)]
struct PageSize {
    width: u32,
    height: u32,
}

impl PageSize {
    fn of(document: &Document) -> Self {
        let (short, long) = sides_mm(document.paper);
        let twips = |mm: f64| (mm * TWIPS_PER_MM).round() as u32;
        Self {
            width: twips(short),
            height: twips(long),
        }
    }

    const fn room(self) -> u32 {
        self.width - 2 * MARGIN_TWIPS
    }
}

/// Writes a document as .docx. The same document gives the same bytes.
#[must_use]
pub fn docx(document: &Document) -> Vec<u8> {
    let page = PageSize::of(document);
    let pictures: Vec<&Picture> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Picture(picture) if !picture.png.is_empty() => Some(picture),
            _ => None,
        })
        .collect();
    let parts = [
        ("[Content_Types].xml", content_types()),
        (
            "_rels/.rels",
            relations(&[
                ("officeDocument", "word/document.xml".to_owned()),
                ("metadata/core-properties", "docProps/core.xml".to_owned()),
            ]),
        ),
        ("docProps/core.xml", core(document)),
        ("word/document.xml", body::document_part(document, page)),
        ("word/_rels/document.xml.rels", {
            let mut targets = vec![
                ("styles", "styles.xml".to_owned()),
                ("settings", "settings.xml".to_owned()),
                ("numbering", "numbering.xml".to_owned()),
                ("header", "header1.xml".to_owned()),
                ("footer", "footer1.xml".to_owned()),
            ];
            let media = (1..=pictures.len()).map(|n| ("image", format!("media/image{n}.png")));
            targets.extend(media);
            relations(&targets)
        }),
        ("word/styles.xml", styles::styles(document.language)),
        ("word/settings.xml", styles::settings(document.language)),
        ("word/numbering.xml", styles::numbering()),
        ("word/header1.xml", body::header(&document.margins, page)),
        ("word/footer1.xml", body::footer(&document.margins, page)),
    ];
    let media: Vec<String> = (1..=pictures.len())
        .map(|n| format!("word/media/image{n}.png"))
        .collect();
    let mut files: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    for (name, picture) in media.iter().zip(pictures) {
        files.push((name, &picture.png));
    }
    zip_packed(&files)
}

fn content_types() -> String {
    let part = |name: &str, kind: &str| {
        format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{TYPES}.{kind}+xml\"/>")
    };
    [
        XML,
        &format!("<Types xmlns=\"{PACKAGE}/content-types\">"),
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
        "<Default Extension=\"png\" ContentType=\"image/png\"/>",
        &part("document", "document.main"),
        &part("styles", "styles"),
        &part("settings", "settings"),
        &part("numbering", "numbering"),
        &part("header1", "header"),
        &part("footer1", "footer"),
        "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>",
        "</Types>",
    ]
    .concat()
}

/// Relationships `rId1`, `rId2`, … of these kinds to these parts.
fn relations(targets: &[(&str, String)]) -> String {
    let mut text = format!("{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (at, (kind, target)) in targets.iter().enumerate() {
        let base = if kind.starts_with("metadata/") {
            "http://schemas.openxmlformats.org/package/2006/relationships"
        } else {
            RELATIONS
        };
        let _ = write!(
            text,
            "<Relationship Id=\"rId{}\" Type=\"{base}/{kind}\" Target=\"{target}\"/>",
            at + 1
        );
    }
    text + "</Relationships>"
}

/// What the file says of itself: its title and language, and nobody's name.
fn core(document: &Document) -> String {
    format!(
        "{XML}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>Trama</dc:creator>\
         <dc:language>{}</dc:language></cp:coreProperties>",
        escaped(&document.title),
        document.language
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use quick_xml::{Reader, events::Event};

    use super::*;
    use crate::{interchange::unzip, paper::tests::sample};

    /// The parts by their names without folders; every XML part is read to its end.
    fn parts() -> BTreeMap<String, String> {
        let files = unzip(&docx(&sample()), 1_000_000).expect("an archive");
        let mut parts = BTreeMap::new();
        for (name, bytes) in files {
            let kind = name.rsplit('.').next();
            if kind != Some("xml") && kind != Some("rels") {
                continue;
            }
            let text = String::from_utf8(bytes).expect("UTF-8");
            let mut reader = Reader::from_str(&text);
            loop {
                match reader.read_event() {
                    Ok(Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => panic!("{name}: {error}"),
                }
            }
            parts.insert(name, text);
        }
        parts
    }

    /// What stands in the part, letters only.
    fn letters(part: &str) -> String {
        let mut reader = Reader::from_str(part);
        let mut text = String::new();
        loop {
            match reader.read_event().expect("XML") {
                Event::Eof => return text,
                Event::Text(words) => text += &words,
                Event::GeneralRef(name) => {
                    text += match &*name {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        other => panic!("{other}"),
                    }
                }
                _ => {}
            }
        }
    }

    #[test]
    fn every_part_is_well_formed_and_named_where_it_is_needed() {
        let parts = parts();
        assert_eq!(parts.len(), 10);
        let types = &parts["[Content_Types].xml"];
        for name in [
            "document",
            "styles",
            "settings",
            "numbering",
            "header1",
            "footer1",
        ] {
            assert!(parts.contains_key(&format!("{name}.xml")), "{name}");
            assert!(types.contains(&format!("/word/{name}.xml")), "{name}");
        }
        let relations = &parts["document.xml.rels"];
        for used in ["rId4", "rId5", "rId6"] {
            assert!(parts["document.xml"].contains(used), "{used}");
            assert!(relations.contains(&format!("Id=\"{used}\"")), "{used}");
        }
        assert!(relations.contains("media/image1.png") && !relations.contains("image2"));
    }

    #[test]
    fn what_was_composed_is_read_back() {
        let parts = parts();
        let text = letters(&parts["document.xml"]);
        for words in [
            "Volver a la peña",
            "Objetivo & más",
            "Con <ella>",
            "Una palabra de más",
            "Quiero «volver»",
            "Una meta",
            "Ñanco",
            "Necesidades",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(letters(&parts["header1.xml"]).contains("CONFIDENCIAL"));
        assert!(letters(&parts["header1.xml"]).contains("Plan \"A\" <1>"));
        let footer = &parts["footer1.xml"];
        assert!(footer.contains(" PAGE ") && footer.contains(" NUMPAGES "));
        assert!(letters(footer).contains("De uso \\ del equipo"));
    }

    #[test]
    fn it_says_what_readers_need() {
        let parts = parts();
        let document = &parts["document.xml"];
        // The head of the table stands again on every page, and no row is cut.
        assert_eq!(document.matches("<w:tblHeader/>").count(), 1);
        assert_eq!(document.matches("<w:cantSplit/>").count(), 4);
        assert!(document.contains("<w:gridSpan w:val=\"2\"/>"));
        // Carta, upright.
        assert!(document.contains("<w:pgSz w:w=\"12240\" w:h=\"15840\"/>"));
        // The second part that can be handed over begins a page, the first does not.
        assert_eq!(document.matches("<w:pageBreakBefore/>").count(), 1);
        assert!(document.contains("descr=\"Mapa con 3 actores\""));
        assert!(parts["styles.xml"].contains("<w:lang w:val=\"es-CL\""));
        assert!(parts["core.xml"].contains("<dc:language>es-CL</dc:language>"));
    }

    #[test]
    fn a_picture_without_pixels_is_left_out() {
        let mut document = sample();
        for block in &mut document.blocks {
            if let Block::Picture(picture) = block {
                picture.png.clear();
            }
        }
        let files = unzip(&docx(&document), 1_000_000).expect("an archive");
        let of = |wanted: &str| {
            let found = files.iter().find(|(name, _)| name == wanted);
            String::from_utf8_lossy(&found.expect("a part").1).into_owned()
        };
        assert!(!of("document.xml").contains("w:drawing"));
        assert!(!of("document.xml.rels").contains("image"));
    }
}
