//! SVG in the making.

use std::fmt::Write;

use crate::interchange::markup::{escaped, number};
use crate::layout::Size;

use super::Palette;

/// Writes elements, in the order in which they are painted.
pub(super) struct Pen<'a> {
    pub(super) svg: String,
    pub(super) palette: &'a Palette,
    room: Size,
    clips: usize,
}

/// The system's letters, on whatever system.
const FONTS: &str = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

impl<'a> Pen<'a> {
    /// A picture of `size`; what is written is laid out in `room`.
    pub(super) fn new(size: Size, room: Size, palette: &'a Palette, description: &str) -> Self {
        let (width, height) = (number(size.width), number(size.height));
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" role=\"img\" \
             width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"{}\">\n",
            escaped(FONTS)
        );
        let _ = writeln!(svg, "<title>{}</title>", escaped(description));
        let _ = writeln!(
            svg,
            "<rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>",
            escaped(&palette.sheet)
        );
        Self {
            svg,
            palette,
            room,
            clips: 0,
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.svg.push_str("</svg>\n");
        self.svg
    }

    /// A name for the next clip, which no other has.
    pub(super) fn clip(&mut self) -> String {
        self.clips += 1;
        format!("c{}", self.clips)
    }

    /// An element with attributes; values are escaped here.
    pub(super) fn element(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.open(name, attributes);
        self.svg.truncate(self.svg.len() - 2);
        self.svg.push_str("/>\n");
    }

    /// The beginning of an element.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.svg.push('<');
        self.svg.push_str(name);
        for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = write!(self.svg, " {name}=\"{}\"", escaped(value));
        }
        self.svg.push_str(">\n");
    }

    /// The end of an element.
    pub(super) fn close(&mut self, name: &str) {
        let _ = writeln!(self.svg, "</{name}>");
    }

    /// A line of text from its left end.
    pub(super) fn text(&mut self, x: f64, y: f64, px: f64, bold: bool, colour: &str, text: &str) {
        self.letters(x, y, px, bold, "start", &[("fill", colour)], text);
    }

    /// A line of text with further attributes.
    #[expect(
        clippy::too_many_arguments,
        reason = "they are one element's attributes"
    )]
    pub(super) fn letters(
        &mut self,
        x: f64,
        y: f64,
        px: f64,
        bold: bool,
        anchor: &str,
        more: &[(&str, &str)],
        text: &str,
    ) {
        if text.is_empty() {
            return;
        }
        let (x, y, px) = (number(x), number(y), number(px));
        let mut attributes = vec![
            ("x", x.as_str()),
            ("y", &y),
            ("font-size", &px),
            ("text-anchor", anchor),
        ];
        if bold {
            attributes.push(("font-weight", "600"));
        }
        attributes.extend(more);
        self.open("text", &attributes);
        self.svg.truncate(self.svg.len() - 1);
        let _ = writeln!(self.svg, "{}</text>", escaped(text));
    }

    /// The mark of confidentiality in its double frame, at the upper right.
    pub(super) fn mark(&mut self, width: f64, words: &str) {
        let (ink, left) = (self.palette.ink.clone(), self.room.width - width);
        for (inset, line) in [(1.0, "2"), (4.5, "1")] {
            let (x, y) = (number(left + inset), number(inset));
            let (wide, high) = (number(width - 2.0 * inset), number(34.0 - 2.0 * inset));
            self.element(
                "rect",
                &[
                    ("x", &x),
                    ("y", &y),
                    ("width", &wide),
                    ("height", &high),
                    ("fill", "none"),
                    ("stroke", &ink),
                    ("stroke-width", line),
                ],
            );
        }
        let spaced = [("fill", ink.as_str()), ("letter-spacing", "1")];
        self.letters(
            left + width * 0.5,
            21.5,
            13.0,
            true,
            "middle",
            &spaced,
            words,
        );
    }
}
