//! A `Drawing` as SVG, in the order in which the screen paints it.

use std::collections::BTreeMap;

use crate::case::{Ring, Support};
use crate::ids::ActorId;
use crate::interchange::markup::number;
use crate::layout::{
    Drawing, LabelDrawing, LineStyle, Mark, NodeDrawing, Point, Rect, Size, TieDrawing,
};

use super::{Locked, pen::Pen};

/// Radius of a lock.
const LOCK: f64 = 7.5;

impl Pen<'_> {
    /// The network in a room that begins at `top`, shrunk where it reaches over its canvas.
    pub(super) fn network(
        &mut self,
        drawing: &Drawing,
        room: Size,
        top: f64,
        supports: &BTreeMap<&ActorId, Option<Support>>,
        locked: &Locked,
    ) {
        let canvas = Rect::at(Point::default(), drawing.canvas);
        let all = canvas.union(&drawing.bounds);
        let scale = (room.width / all.width())
            .min(room.height / all.height())
            .min(1.0);
        let left = (room.width - all.width() * scale) * 0.5 - all.left * scale;
        let down = top + (room.height - all.height() * scale) * 0.5 - all.top * scale;
        let mut transform = format!("translate({} {})", number(left), number(down));
        if scale < 1.0 {
            transform = format!("{transform} scale({scale:.4})");
        }
        self.open("g", &[("transform", &transform)]);
        self.ground(drawing);
        self.household(drawing);
        let colour = self.palette.tie.clone();
        self.open("g", &[("stroke-linejoin", "round"), ("color", &colour)]);
        // What stays inside the household is said in words.
        for (id, tie) in drawing.ties.iter().filter(|(_, tie)| !tie.inside) {
            self.tie(tie);
            if locked.ties.contains(id) {
                self.lock(drawing.sign_at(tie, LOCK + 1.0));
            }
        }
        self.close("g");
        self.person(drawing);
        for label in drawing.labels.values().filter(|label| !label.hidden) {
            self.label(drawing, label);
        }
        let mut hidden = 0;
        for (id, node) in &drawing.nodes {
            let at = format!("translate({} {})", number(node.at.x), number(node.at.y));
            self.open("g", &[("transform", &at)]);
            self.node(node, supports.get(id).copied().flatten());
            if locked.actors.contains(id) {
                let off = node.radius * 0.75;
                self.lock(Point::new(-off - 3.0, off + 2.0));
            }
            if drawing.labels.get(id).is_some_and(|label| label.hidden) {
                hidden += 1;
                let ink = self.palette.ink.clone();
                let (x, y) = (node.half_width + 2.0, 2.0 - node.half_height);
                self.text(x, y, 11.0, true, &ink, &hidden.to_string());
            }
            self.close("g");
        }
        self.close("g");
    }

    fn ground(&mut self, drawing: &Drawing) {
        let (x, y) = (number(drawing.centre.at.x), number(drawing.centre.at.y));
        let palette = self.palette;
        for ring in &drawing.rings {
            let fill = match ring.ring {
                Ring::Personal => &palette.personal,
                Ring::Community => &palette.community,
                Ring::Institutional => &palette.institutional,
            };
            let radius = number(ring.radius);
            self.element(
                "circle",
                &[
                    ("cx", &x),
                    ("cy", &y),
                    ("r", &radius),
                    ("fill", fill),
                    ("stroke", &palette.line),
                ],
            );
        }
        for (at, sector) in drawing.sectors.iter().enumerate() {
            let arc = format!("arc{at}");
            self.element(
                "path",
                &[
                    ("d", &sector.edge),
                    ("fill", "none"),
                    ("stroke", &palette.line),
                ],
            );
            if sector.heading.is_empty() {
                continue;
            }
            self.element(
                "path",
                &[("id", &arc), ("d", &sector.heading_path), ("fill", "none")],
            );
            let size = number(drawing.scale.heading_px);
            let link = format!("#{arc}");
            self.open(
                "text",
                &[
                    ("font-size", &size),
                    ("font-weight", "600"),
                    ("text-anchor", "middle"),
                    ("fill", &palette.soft),
                ],
            );
            // Both names of the attribute: older programs know only the second.
            self.open(
                "textPath",
                &[
                    ("href", &link),
                    ("xlink:href", &link),
                    ("startOffset", "50%"),
                ],
            );
            self.svg.truncate(self.svg.len() - 1);
            let heading = crate::interchange::markup::escaped(&sector.heading);
            self.svg.push_str(&heading);
            self.svg.push_str("</textPath></text>\n");
        }
        for ring in &drawing.rings {
            let spacing = number(ring.tracking_px);
            let style = [
                ("fill", palette.soft.as_str()),
                ("letter-spacing", &spacing),
            ];
            let (at, size) = (ring.name_at, drawing.scale.ring_name_px);
            self.letters(at.x, at.y, size, true, "middle", &style, &ring.name);
        }
    }

    /// The lock of what only some may see, around a point.
    fn lock(&mut self, at: Point) {
        let palette = self.palette;
        let place = format!("translate({} {})", number(at.x), number(at.y));
        self.open("g", &[("transform", &place), ("class", "lock")]);
        self.element(
            "circle",
            &[
                ("r", &number(LOCK)),
                ("fill", &palette.sheet),
                ("stroke", &palette.tie),
            ],
        );
        self.element(
            "rect",
            &[
                ("x", "-4"),
                ("y", "-1.2"),
                ("width", "8"),
                ("height", "5.8"),
                ("rx", "1.2"),
                ("fill", &palette.ink),
            ],
        );
        self.element(
            "path",
            &[
                ("d", "M-2.4 -1.2V-2.9A2.4 2.4 0 0 1 2.4 -2.9V-1.2"),
                ("fill", "none"),
                ("stroke", &palette.ink),
                ("stroke-width", "1.3"),
                ("stroke-linecap", "round"),
            ],
        );
        self.close("g");
    }

    fn tie(&mut self, tie: &TieDrawing) {
        self.stroke(&tie.line, &tie.style);
        self.marks(&tie.marks);
    }

    /// A stroked path in the tie's ink.
    pub(super) fn stroke(&mut self, path: &str, style: &LineStyle) {
        let (width, dash) = (number(style.width), style.dash_array().unwrap_or_default());
        let colour = self.palette.tie.clone();
        self.element(
            "path",
            &[
                ("d", path),
                ("fill", "none"),
                ("stroke", &colour),
                ("stroke-width", &width),
                ("stroke-dasharray", &dash),
                (
                    "stroke-linecap",
                    if style.round_caps { "round" } else { "butt" },
                ),
                ("stroke-linejoin", "round"),
            ],
        );
    }

    /// Arrowheads and slashes.
    pub(super) fn marks(&mut self, marks: &[Mark]) {
        let colour = self.palette.tie.clone();
        for mark in marks {
            if mark.filled {
                self.element("path", &[("d", &mark.path), ("fill", &colour)]);
            } else {
                let style = LineStyle {
                    width: mark.width,
                    dash: Vec::new(),
                    round_caps: true,
                };
                self.stroke(&mark.path, &style);
            }
        }
    }

    fn person(&mut self, drawing: &Drawing) {
        let centre = &drawing.centre;
        let palette = self.palette;
        if let Some(household) = &centre.household {
            self.own_symbol(household);
        } else {
            self.circles(drawing);
        }
        for line in &centre.lines {
            let style = [("fill", palette.ink.as_str())];
            self.letters(
                line.x,
                line.y,
                line.size_px,
                true,
                "middle",
                &style,
                &line.text,
            );
        }
    }

    /// Her two circles, on the ecomap inside the household's.
    fn circles(&mut self, drawing: &Drawing) {
        let centre = &drawing.centre;
        let (x, y) = (number(centre.at.x), number(centre.at.y));
        let palette = self.palette;
        let circles = [
            (
                centre.household_radius,
                centre.household_width,
                &palette.personal,
            ),
            (Some(centre.radius), centre.width, &palette.sheet),
            (
                Some(centre.inner_radius),
                centre.inner_width,
                &palette.sheet,
            ),
        ];
        for (radius, width, fill) in circles {
            let Some(radius) = radius else { continue };
            let (radius, width) = (number(radius), number(width));
            self.element(
                "circle",
                &[
                    ("cx", &x),
                    ("cy", &y),
                    ("r", &radius),
                    ("fill", fill),
                    ("stroke", &palette.tie),
                    ("stroke-width", &width),
                ],
            );
        }
    }

    /// A node around the origin.
    pub(super) fn node(&mut self, node: &NodeDrawing, support: Option<Support>) {
        let palette = self.palette;
        if let Some(symbol) = &node.symbol {
            self.symbol(symbol);
            let (x, y) = (number(symbol.badge_at.x), number(symbol.badge_at.y));
            let at = format!("translate({x} {y})");
            self.open("g", &[("transform", &at)]);
            self.badge(symbol);
            self.filled(node, support);
            self.close("g");
            return;
        }
        let width = number(node.width);
        // Dots say that the place on Sluzki's map is assumed.
        let (dash, caps) = if node.assumed {
            ("0.1 3.4", "round")
        } else {
            ("", "")
        };
        self.element(
            "path",
            &[
                ("d", &node.outline),
                ("fill", &palette.sheet),
                ("stroke", &palette.tie),
                ("stroke-width", &width),
                ("stroke-dasharray", dash),
                ("stroke-linecap", caps),
                ("stroke-linejoin", "round"),
            ],
        );
        self.filled(node, support);
        if let Some(cross) = &node.cross {
            self.element(
                "path",
                &[
                    ("d", cross),
                    ("fill", "none"),
                    ("stroke", &palette.tie),
                    ("stroke-width", &width),
                    ("stroke-linecap", "round"),
                ],
            );
        }
    }

    /// What support fills of a node or of a symbol's badge, around the origin.
    fn filled(&mut self, node: &NodeDrawing, support: Option<Support>) {
        let palette = self.palette;
        let Some(support) = support else {
            let style = [("fill", palette.ink.as_str())];
            let size = node.question_px;
            self.letters(0.0, size * 0.36, size, false, "middle", &style, "?");
            return;
        };
        let filled = node.filled(support);
        if filled.height() < 0.1 {
            return;
        }
        let clip = self.clip();
        let reference = format!("url(#{clip})");
        let (x, y) = (number(filled.left), number(filled.top));
        let (wide, high) = (number(filled.width()), number(filled.height()));
        self.open("clipPath", &[("id", &clip)]);
        self.element(
            "rect",
            &[("x", &x), ("y", &y), ("width", &wide), ("height", &high)],
        );
        self.close("clipPath");
        self.element(
            "path",
            &[
                ("d", &node.inner),
                ("fill", &palette.support),
                ("clip-path", &reference),
            ],
        );
    }

    fn label(&mut self, drawing: &Drawing, label: &LabelDrawing) {
        let middle = Point::new(
            f64::midpoint(label.bounds.left, label.bounds.right),
            f64::midpoint(label.bounds.top, label.bounds.bottom),
        );
        let distance = middle.distance(drawing.centre.at);
        let palette = self.palette;
        let under = drawing.rings.iter().rfind(|ring| distance <= ring.radius);
        let ground = match under.map(|ring| ring.ring) {
            // The household's circle has the tint of the personal ring.
            None if drawing
                .centre
                .household_radius
                .is_some_and(|radius| distance < radius) =>
            {
                &palette.personal
            }
            None => &palette.sheet,
            Some(Ring::Personal) => &palette.personal,
            Some(Ring::Community) => &palette.community,
            Some(Ring::Institutional) => &palette.institutional,
        };
        let halo = number(label.halo_px);
        for is_halo in [true, false] {
            for line in &label.lines {
                let colour = if line.is_role {
                    &palette.soft
                } else {
                    &palette.ink
                };
                let ink = [("fill", colour.as_str())];
                let under = [
                    ("fill", ground.as_str()),
                    ("stroke", ground),
                    ("stroke-width", &halo),
                    ("stroke-linejoin", "round"),
                ];
                let style: &[(&str, &str)] = if is_halo { &under } else { &ink };
                let anchor = label.anchor.svg();
                self.letters(
                    line.x,
                    line.y,
                    line.size_px,
                    !line.is_role,
                    anchor,
                    style,
                    &line.text,
                );
            }
        }
    }
}
