//! Draws a case as a standalone SVG file, to look at the layout without a browser.
//!
//! `cargo run -p trama-shared --example draw_case -- FILE [rings|ecomap|sluzki] [WIDTH HEIGHT] [tablet|projector|phone|print]`
//!
//! The file is a case file, as `trama export` writes it; the picture goes to the standard output, timings to the other.

#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "an example runs natively, with a clock and a file system"
)]

use std::{collections::BTreeMap, env, fmt::Write, fs, process::ExitCode, time::Instant};

use trama_shared::case::{Case, Closeness, Quadrant, Ring, Sector, View};
use trama_shared::exchange::import;
use trama_shared::layout::{
    Device, DrawOptions, Drawing, LabelDrawing, LayoutRequest, MapTexts, Size, SymbolDrawing,
    TextAnchor, TieDrawing, arrange, draw,
};

fn main() -> ExitCode {
    match run() {
        Ok(picture) => {
            println!("{picture}");
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<String, String> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let argument = |at: usize| arguments.get(at).map(String::as_str);
    let file = argument(0).ok_or("say which case file to draw")?;
    let view = match argument(1) {
        None | Some("rings") => View::Rings,
        Some("ecomap") => View::Ecomap,
        Some("sluzki") => View::Sluzki,
        Some(other) => {
            return Err(format!(
                "no view is called {other}: say rings, ecomap or sluzki"
            ));
        }
    };
    let number = |at: usize, default: f64| {
        argument(at).map_or(Ok(default), |text| {
            text.parse()
                .map_err(|_| format!("{text} is not a size in pixels"))
        })
    };
    let canvas = Size::new(number(2, 736.0)?, number(3, 660.0)?);
    let device = match argument(4) {
        None | Some("tablet") => Device::Tablet,
        Some("projector") => Device::Projector,
        Some("phone") => Device::Phone,
        Some("print") => Device::Print,
        Some(other) => return Err(format!("no device is called {other}")),
    };
    let case = read(file)?;
    let request = LayoutRequest::of_case(&case, view, canvas, device, texts());
    let start = Instant::now();
    let places = arrange(&request);
    let arranged = start.elapsed();
    let start = Instant::now();
    let drawing = draw(&request, &places, DrawOptions::default());
    eprintln!("arranged in {arranged:?}, drawn in {:?}", start.elapsed());
    for (id, label) in drawing.labels.iter().filter(|(_, label)| label.hidden) {
        eprintln!("no room for the label of {id}: {}", label.lines[0].text);
    }
    Ok(picture(&case, &drawing))
}

fn read(file: &str) -> Result<Case, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("cannot read {file}: {error}"))?;
    match import(&text) {
        Ok(file) => Ok(file.case),
        Err(error) => Err(format!("{file}: {error}")),
    }
}

fn texts() -> MapTexts {
    let rings = [
        (Ring::Personal, "PERSONAL"),
        (Ring::Community, "COMUNITARIA"),
        (Ring::Institutional, "INSTITUCIONAL"),
    ];
    let sectors = [
        (Sector::Sport, "Deportivo"),
        (Sector::Health, "Salud"),
        (Sector::Education, "Educación"),
        (Sector::SocialProtection, "Protección social"),
        (Sector::Work, "Laboral"),
        (Sector::Legal, "Jurídico"),
        (Sector::Culture, "Cultural"),
    ];
    MapTexts {
        rings: rings
            .into_iter()
            .map(|(ring, name)| (ring, name.to_owned()))
            .collect(),
        sectors: BTreeMap::from(sectors.map(|(sector, name)| (sector, name.to_owned()))),
        no_sector: "Sin ámbito".to_owned(),
        quadrants: [
            (Quadrant::Family, "Familia"),
            (Quadrant::Friends, "Amistades"),
            (Quadrant::WorkSchool, "Trabajo y escuela"),
            (Quadrant::CommunityServices, "Comunidad y servicios"),
        ]
        .into_iter()
        .map(|(quadrant, name)| (quadrant, name.to_owned()))
        .collect(),
        circles: [
            (Closeness::Intimate, "ÍNTIMAS"),
            (Closeness::Close, "CERCANAS"),
            (Closeness::Acquaintance, "CONOCIDAS"),
        ]
        .into_iter()
        .map(|(circle, name)| (circle, name.to_owned()))
        .collect(),
    }
}

/// The colours of the light theme, by what they paint.
const STYLE: &str = "text{font-family:'Noto Sans',sans-serif}.ring{stroke:#CDBFAC}.personal{fill:#F3E6D3}\
.community{fill:#F8F0E4}.institutional{fill:#FCF9F4}.tie{stroke:#3A332B;fill:none;stroke-linejoin:round}\
.mark{fill:#3A332B}.node{fill:#fff;stroke:#3A332B}.support{fill:#A07C4E}.name{font-weight:600;fill:#2B2620}\
.role{fill:#574F45}.halo{stroke:#fff;stroke-opacity:.7;stroke-linejoin:round}.quiet{fill:#6B6257;font-weight:600}";

fn picture(case: &Case, drawing: &Drawing) -> String {
    let (width, height) = (drawing.canvas.width, drawing.canvas.height);
    let mut svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' viewBox='0 0 {width} {height}'>\
         <style>{STYLE}</style><rect width='{width}' height='{height}' fill='#fff'/>"
    );
    let centre = &drawing.centre;
    let (x, y) = (centre.at.x, centre.at.y);
    for ring in &drawing.rings {
        let class = ring.ring.id();
        let _ = write!(
            svg,
            "<circle class='ring {class}' cx='{x}' cy='{y}' r='{}'/>",
            ring.radius
        );
    }
    for (at, sector) in drawing.sectors.iter().enumerate() {
        let _ = write!(svg, "<path class='ring' d='{}'/>", sector.edge);
        let _ = write!(
            svg,
            "<path id='arc{at}' d='{}' fill='none'/><text class='quiet' font-size='{}' text-anchor='middle'>\
             <textPath href='#arc{at}' startOffset='50%'>{}</textPath></text>",
            sector.heading_path,
            drawing.scale.heading_px,
            escaped(&sector.heading)
        );
    }
    for ring in &drawing.rings {
        let _ = write!(
            svg,
            "<text class='quiet' text-anchor='middle' letter-spacing='{}' font-size='{}' x='{}' y='{}'>{}</text>",
            ring.tracking_px,
            drawing.scale.ring_name_px,
            ring.name_at.x,
            ring.name_at.y,
            escaped(&ring.name)
        );
    }
    if let Some(radius) = centre.household_radius {
        let _ = write!(
            svg,
            "<circle class='personal' cx='{x}' cy='{y}' r='{radius}' stroke='#3A332B' stroke-width='{}'/>",
            centre.household_width
        );
    }
    for tie in drawing.ties.values().filter(|tie| !tie.inside) {
        tie_picture(&mut svg, tie);
    }
    if let Some(home) = &centre.household {
        let _ = write!(svg, "<g transform='translate({x} {y})'>");
        for line in &home.lines {
            let dashes = line.style.dash_array().unwrap_or_default();
            let _ = write!(
                svg,
                "<path class='tie' d='{}' stroke-width='{}' stroke-dasharray='{dashes}'/>",
                line.path, line.style.width
            );
        }
        svg.push_str("</g>");
        let _ = write!(
            svg,
            "<g transform='translate({:.2} {:.2})'>",
            home.person_at.x, home.person_at.y
        );
        symbol_picture(&mut svg, &home.person);
        svg.push_str("</g>");
        if let Some(note) = &home.note {
            let _ = write!(
                svg,
                "<text class='role' text-anchor='middle' font-size='{}' x='{}' y='{}'>{}</text>",
                note.size_px, note.x, note.y, note.text
            );
        }
    }
    for (radius, width) in [
        (centre.radius, centre.width),
        (centre.inner_radius, centre.inner_width),
    ]
    .into_iter()
    .filter(|_| centre.household.is_none())
    {
        let _ = write!(
            svg,
            "<circle class='node' cx='{x}' cy='{y}' r='{radius}' stroke-width='{width}'/>"
        );
    }
    for line in &centre.lines {
        let _ = write!(
            svg,
            "<text class='name' text-anchor='middle' font-size='{}' x='{}' y='{}'>{}</text>",
            line.size_px,
            line.x,
            line.y,
            escaped(&line.text)
        );
    }
    for (id, node) in &drawing.nodes {
        let _ = write!(
            svg,
            "<g transform='translate({:.2} {:.2})'><path class='node' d='{}' stroke-width='{}'/>",
            node.at.x, node.at.y, node.outline, node.width
        );
        if let Some(symbol) = &node.symbol {
            symbol_picture(&mut svg, symbol);
            svg.push_str("</g>");
            continue;
        }
        match case.actors.get(id).and_then(|actor| actor.support) {
            Some(support) => {
                let part = node.filled(support);
                let _ = write!(
                    svg,
                    "<clipPath id='clip-{id}'><rect x='{}' y='{}' width='{}' height='{}'/></clipPath>\
                     <path class='support' clip-path='url(#clip-{id})' d='{}'/></g>",
                    part.left,
                    part.top,
                    part.width(),
                    part.height(),
                    node.inner
                );
            }
            None => {
                let _ = write!(
                    svg,
                    "<text class='role' text-anchor='middle' font-size='{}' y='{}'>?</text></g>",
                    node.question_px,
                    node.question_px * 0.36
                );
            }
        }
    }
    for label in drawing.labels.values().filter(|label| !label.hidden) {
        label_picture(&mut svg, label);
    }
    svg.push_str("</svg>");
    svg
}

fn symbol_picture(svg: &mut String, symbol: &SymbolDrawing) {
    let _ = write!(
        svg,
        "<path class='node' d='{}' stroke-width='{}'/>",
        symbol.outline, symbol.width
    );
    for path in [&symbol.double, &symbol.cross, &symbol.pregnancy]
        .into_iter()
        .flatten()
    {
        let _ = write!(svg, "<path class='tie' d='{path}' stroke-width='1.5'/>");
    }
    if let Some(age) = &symbol.age {
        let _ = write!(
            svg,
            "<text class='name' text-anchor='middle' font-size='{}' y='{}'>{}</text>",
            age.size_px, age.y, age.text
        );
    }
}

fn tie_picture(svg: &mut String, tie: &TieDrawing) {
    let caps = if tie.style.round_caps {
        "round"
    } else {
        "butt"
    };
    let dashes = tie
        .style
        .dash_array()
        .map(|dashes| format!(" stroke-dasharray='{dashes}'"))
        .unwrap_or_default();
    let _ = write!(
        svg,
        "<path class='tie' d='{}' stroke-width='{:.2}' stroke-linecap='{caps}'{dashes}/>",
        tie.line, tie.style.width
    );
    for mark in &tie.marks {
        let _ = if mark.filled {
            write!(svg, "<path class='mark' d='{}'/>", mark.path)
        } else {
            let width = mark.width;
            write!(
                svg,
                "<path class='tie' d='{}' stroke-width='{width:.2}' stroke-linecap='round'/>",
                mark.path
            )
        };
    }
}

fn label_picture(svg: &mut String, label: &LabelDrawing) {
    let anchor = match label.anchor {
        TextAnchor::Start => "start",
        TextAnchor::Middle => "middle",
        TextAnchor::End => "end",
    };
    for halo in [true, false] {
        for line in &label.lines {
            let class = match (halo, line.is_role) {
                (true, true) => "halo role",
                (true, false) => "halo name",
                (false, true) => "role",
                (false, false) => "name",
            };
            let width = if halo { label.halo_px } else { 0.0 };
            let _ = write!(
                svg,
                "<text class='{class}' text-anchor='{anchor}' font-size='{:.2}' stroke-width='{width:.2}' x='{:.2}' \
                 y='{:.2}'>{}</text>",
                line.size_px,
                line.x,
                line.y,
                escaped(&line.text)
            );
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
