//! The map as a picture of a document: black ink on white paper, with its legend.

use std::collections::BTreeMap;

use leptos_i18n::t_string;
use trama_shared::{
    case::View,
    interchange::{Locked, Palette, Paper, Sheet},
    layout::{Device, LayoutRequest, Size},
    paper::{Picture, room},
};

use super::compose::Source;
use crate::components::{
    case_map::{
        state::{household_note, map_texts},
        words,
    },
    export::{
        browser::{self, NotMade},
        choice::view_word,
        contents::legend_words,
    },
};

/// A picture is as high as it is wide, and its legend below; an ecomap is wider than high.
const LEGEND_PX: f64 = 96.0;
/// Pixels of a file for each of the paper's: sharp enough for a printer.
const TIMES: u8 = 3;

/// The picture in lines; [`with_pixels`] makes it one for files.
#[must_use]
pub fn picture(source: &Source, view: View, paper: Paper, palette: Palette) -> Picture {
    let i18n = source.i18n;
    let width = room(paper).width;
    let height = match view {
        View::Ecomap => width * 0.8,
        View::Rings | View::Sluzki => width,
    };
    let size = Size::new(width, (height + LEGEND_PX).floor());
    let request = LayoutRequest::of_case(&source.case, view, size, Device::Print, map_texts(i18n));
    let description = t_string!(
        i18n,
        files.sheet.description,
        view = view_word(i18n, view),
        actors = words::actor_count(i18n, source.case.actors.len()),
        ties = words::tie_count(i18n, source.case.ties.len())
    );
    let sheet = Sheet {
        size,
        margin: 0.0,
        device: Device::Print,
        heading: None,
        legend: Some(legend_words(i18n)),
        foot: Vec::new(),
        unlabelled: t_string!(i18n, files.sheet.unlabelled).to_owned(),
        household_note: household_note(&request, i18n),
        locked: Locked::default(),
        texts: map_texts(i18n),
        description: description.clone(),
        palette,
    };
    Picture {
        svg: sheet.draw(&source.case, view, &BTreeMap::new()),
        png: Vec::new(),
        size,
        description,
    }
}

/// The picture with its pixels.
///
/// # Errors
/// If the browser cannot draw it.
pub async fn with_pixels(picture: Picture) -> Result<Picture, NotMade> {
    let blob = browser::png(&picture.svg, picture.size, TIMES).await?;
    let buffer = wasm_bindgen_futures::JsFuture::from(blob.array_buffer()).await?;
    Ok(Picture {
        png: js_sys::Uint8Array::new(&buffer).to_vec(),
        ..picture
    })
}
