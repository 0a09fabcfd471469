//! Trama's single page: it draws a case and edits it, and owns no rule that `shared` could own.

pub mod app;
pub mod canvas;
pub mod components;
pub mod editor;
pub mod language;
pub mod lean;
pub mod pages;
pub mod parts;
pub mod services;

include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));

/// Puts the app into the page.
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
    keep_app_on_device();
}

/// Registers the service worker, which keeps the app on the device. Without one (a private window) the app works as
/// long as the server answers.
fn keep_app_on_device() {
    let _ = leptos::prelude::window()
        .navigator()
        .service_worker()
        .register("/sw.js");
}
