//! The language of the interface: Spanish unless the person chose another; the choice is remembered on the device.

use leptos::prelude::*;

use crate::{
    i18n::{I18nLocaleTrait, Locale},
    services::session::{storage_get, storage_set},
};

const REMEMBERED_LANGUAGE: &str = "trama.language";

/// The language, and the switch for it.
#[derive(Clone, Copy)]
pub struct Language(RwSignal<Locale>);

impl Language {
    /// Provides the remembered language and keeps the page's `lang` in step with it.
    #[must_use]
    pub fn provide() -> Self {
        let remembered = storage_get(REMEMBERED_LANGUAGE).and_then(|id| id.parse().ok());
        let language = Self(RwSignal::new(remembered.unwrap_or(Locale::es)));
        provide_context(language);
        Effect::new(move |_| {
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("lang", language.0.get().as_str());
            }
        });
        language
    }

    /// The page's language.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// The language as a signal.
    #[must_use]
    pub fn signal(self) -> RwSignal<Locale> {
        self.0
    }

    /// Changes the language and remembers it.
    pub fn choose(self, locale: Locale) {
        storage_set(REMEMBERED_LANGUAGE, locale.as_str());
        self.0.set(locale);
    }
}
