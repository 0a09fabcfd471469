//! The switch of the language.

use leptos::prelude::*;

use crate::lean::say;
use crate::{
    i18n::{Locale, t_string, td_string, use_i18n},
    language::Language,
};

/// Both languages, each in its own words.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let i18n = use_i18n();
    let language = Language::get();
    let choice = move |locale: Locale, id: &'static str, words: &'static str| {
        view! {
            <button type="button" lang=id
                aria-pressed=move || if language.signal().get() == locale { "true" } else { "false" }
                on:click=move |_| language.choose(locale)>
                {words}
            </button>
        }
    };
    view! {
        <div class="language-choice" role="group" aria-label=say(move || t_string!(i18n, common.language))>
            <div class="segmented">
                {choice(Locale::es, "es", td_string!(Locale::es, common.language_es))}
                {choice(Locale::en, "en", td_string!(Locale::en, common.language_en))}
            </div>
        </div>
    }
}
