//! A page that the browser prints by itself: what stands above and below it there, as on the map's sheet.

use leptos::prelude::*;
use leptos_i18n::t_string;

use crate::{
    components::icon::{Icon, IconKind},
    i18n::{Locale, use_i18n},
    lean::{say, tell},
    services::clock,
};

/// The button. On paper the mark of confidentiality and the date stand in its place.
#[component]
pub fn PrintButton() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PrintMark />
        <button class="bar-button" type="button" data-testid="print-page"
            aria-label=say(move || t_string!(i18n, files.sheet.print_page))
            on:click=|_| { let _ = window().print(); }>
            <Icon kind=IconKind::Print />
            <span>{say(move || t_string!(i18n, files.out.print))}</span>
        </button>
    }
}

/// The mark of confidentiality and the day, above.
#[component]
pub fn PrintMark() -> impl IntoView {
    let i18n = use_i18n();
    let day = today();
    view! {
        <p class="print-only print-mark">
            <strong>{say(move || t_string!(i18n, files.sheet.mark))}</strong>" · "{day}
        </p>
    }
}

/// What a sheet says last: how to treat it, and when it was printed.
#[component]
pub fn PrintFoot() -> impl IntoView {
    let i18n = use_i18n();
    let day = today();
    view! {
        <p class="print-only print-foot">
            {say(move || t_string!(i18n, files.sheet.rule))}
            " "
            {tell(move || t_string!(i18n, files.sheet.foot, day = day()))}
        </p>
    }
}

/// The day in words: that on which it is printed, however long the page has been open.
fn today() -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let i18n = use_i18n();
    let now_ms = RwSignal::new(clock::now_ms());
    let printing = window_event_listener(leptos::ev::beforeprint, move |_| {
        now_ms.set(clock::now_ms());
    });
    on_cleanup(move || printing.remove());
    move || {
        let language = match i18n.get_locale() {
            Locale::es => "es-CL",
            Locale::en => "en",
        };
        clock::date_words(now_ms.get(), language)
    }
}
