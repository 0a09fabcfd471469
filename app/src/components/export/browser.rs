//! What the browser does for an export: colours of the style sheet, pictures in pixels, downloads.

use std::time::Duration;

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use trama_shared::{interchange::Palette, layout::Size};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, Element, HtmlAnchorElement, HtmlCanvasElement,
    HtmlImageElement, Url,
};

/// The browser could not make the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the browser could not make the file; a smaller size or another format may do")]
pub struct NotMade;

impl From<JsValue> for NotMade {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// How long the bytes of a download are kept: browsers begin to read them at once, but not all before the click returns.
const KEPT: Duration = Duration::from_mins(1);

/// The colours that the style sheet gives an element.
#[must_use]
pub fn palette_of(element: &Element) -> Option<Palette> {
    let style = window().get_computed_style(element).ok()??;
    let colour = |token: &str| {
        let value = style.get_property_value(token).unwrap_or_default();
        value.trim().to_owned()
    };
    Some(Palette {
        sheet: colour("--superficie"),
        personal: colour("--anillo-1"),
        community: colour("--anillo-2"),
        institutional: colour("--anillo-3"),
        line: colour("--linea-2"),
        ink: colour("--tinta"),
        soft: colour("--tinta-2"),
        tie: colour("--tie"),
        support: colour("--apoyo"),
    })
}

/// Bytes as a file of a type.
///
/// # Errors
/// If the browser has no room for it.
pub fn blob(bytes: &[u8], media_type: &str) -> Result<Blob, NotMade> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&Uint8Array::from(bytes));
    Ok(Blob::new_with_u8_array_sequence_and_options(
        &parts, &options,
    )?)
}

/// A picture in pixels, `times` for each of the SVG's.
///
/// # Errors
/// If the browser cannot draw it, or not at that size.
pub async fn png(svg: &str, size: Size, times: u8) -> Result<Blob, NotMade> {
    let source = Url::create_object_url_with_blob(&blob(svg.as_bytes(), "image/svg+xml")?)?;
    let drawn = pixels(&source, size, f64::from(times)).await;
    let _ = Url::revoke_object_url(&source);
    drawn
}

async fn pixels(source: &str, size: Size, times: f64) -> Result<Blob, NotMade> {
    let image = HtmlImageElement::new()?;
    image.set_src(source);
    JsFuture::from(image.decode()).await?;
    let canvas: HtmlCanvasElement = document()
        .create_element("canvas")?
        .dyn_into()
        .map_err(|_| NotMade)?;
    let (width, height) = ((size.width * times).round(), (size.height * times).round());
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: CanvasRenderingContext2d = canvas
        .get_context("2d")?
        .ok_or(NotMade)?
        .dyn_into()
        .map_err(|_| NotMade)?;
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
    let (send, receive) = futures::channel::oneshot::channel::<Option<Blob>>();
    let done = Closure::once_into_js(move |blob: Option<Blob>| {
        // Nobody listens any more if the page is going away.
        let _ = send.send(blob);
    });
    canvas.to_blob(done.unchecked_ref())?;
    receive.await.ok().flatten().ok_or(NotMade)
}

/// Puts a file into the device's downloads.
///
/// # Errors
/// If the browser refuses it.
pub fn download(blob: &Blob, name: &str) -> Result<(), NotMade> {
    let address = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document()
        .create_element("a")?
        .dyn_into()
        .map_err(|_| NotMade)?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&address);
        },
        KEPT,
    );
    Ok(())
}
