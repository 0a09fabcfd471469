//! The genogram of a household as SVG.

use crate::interchange::markup::number;
use crate::layout::{Drawing, HouseholdDrawing, SymbolDrawing};

use super::pen::Pen;

/// Width of the lines inside a symbol.
const LINE: &str = "1.5";

impl Pen<'_> {
    /// The circle of the household with the lines of its genogram; nothing for somebody who lives alone.
    pub(super) fn household(&mut self, drawing: &Drawing) {
        let centre = &drawing.centre;
        let (Some(household), Some(radius)) = (&centre.household, centre.household_radius) else {
            return;
        };
        let palette = self.palette;
        let (x, y) = (number(centre.at.x), number(centre.at.y));
        let (radius, width) = (number(radius), number(centre.household_width));
        self.element(
            "circle",
            &[
                ("cx", &x),
                ("cy", &y),
                ("r", &radius),
                ("fill", &palette.personal),
                ("stroke", &palette.tie),
                ("stroke-width", &width),
            ],
        );
        let at = format!("translate({x} {y})");
        self.open("g", &[("transform", &at)]);
        for line in &household.lines {
            self.stroke(&line.path, &line.style);
        }
        self.close("g");
        if let Some(note) = &household.note {
            let style = [("fill", palette.soft.as_str())];
            let size = note.size_px;
            self.letters(note.x, note.y, size, false, "middle", &style, &note.text);
        }
    }

    /// The person's own symbol in the genogram.
    pub(super) fn own_symbol(&mut self, household: &HouseholdDrawing) {
        let (x, y) = (number(household.person_at.x), number(household.person_at.y));
        let at = format!("translate({x} {y})");
        self.open("g", &[("transform", &at)]);
        self.symbol(&household.person);
        self.close("g");
    }

    /// A symbol around the origin.
    pub(super) fn symbol(&mut self, symbol: &SymbolDrawing) {
        let palette = self.palette;
        let width = number(symbol.width);
        self.line_of_symbol(&symbol.outline, &palette.sheet, &width);
        for path in [&symbol.double, &symbol.cross].into_iter().flatten() {
            self.line_of_symbol(path, "none", LINE);
        }
        if let Some(age) = &symbol.age {
            let style = [("fill", palette.ink.as_str())];
            self.letters(
                age.x,
                age.y,
                age.size_px,
                false,
                "middle",
                &style,
                &age.text,
            );
        }
        if let Some(path) = &symbol.pregnancy {
            self.line_of_symbol(path, &palette.sheet, LINE);
        }
    }

    /// The ground of a symbol's badge, around the origin.
    pub(super) fn badge(&mut self, symbol: &SymbolDrawing) {
        let palette = self.palette;
        let radius = number(symbol.badge_radius);
        self.element(
            "circle",
            &[
                ("r", &radius),
                ("fill", &palette.sheet),
                ("stroke", &palette.tie),
                ("stroke-width", "1.2"),
            ],
        );
    }

    fn line_of_symbol(&mut self, path: &str, fill: &str, width: &str) {
        let colour = self.palette.tie.clone();
        self.element(
            "path",
            &[
                ("d", path),
                ("fill", fill),
                ("stroke", &colour),
                ("stroke-width", width),
                ("stroke-linejoin", "round"),
            ],
        );
    }
}
