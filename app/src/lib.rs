//! Trama's single page: it draws a case and edits it, and owns no rule that `shared` could own.

pub mod app;
pub mod canvas;
pub mod components;
pub mod editor;
pub mod language;
pub mod pages;
pub mod services;

include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));

/// Puts the app into the page.
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
