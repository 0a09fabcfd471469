//! One polite live region for the whole page: what happened, said to those who do not see it.

use leptos::prelude::*;

/// Says things through the page's live region.
#[derive(Clone, Copy)]
pub struct Announcer {
    message: RwSignal<String>,
    /// Alternates, so that the same sentence twice is said twice.
    odd: RwSignal<bool>,
}

impl Announcer {
    /// Provides the announcer to everything under the current owner.
    #[must_use]
    pub fn provide() -> Self {
        let announcer = Self {
            message: RwSignal::new(String::new()),
            odd: RwSignal::new(false),
        };
        provide_context(announcer);
        announcer
    }

    /// The page's announcer.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// Says `message` once, after whatever is being read.
    pub fn say(self, message: impl Into<String>) {
        self.odd.update(|odd| *odd = !*odd);
        self.message.set(message.into());
    }
}

/// The live region; stands once, at the page's root.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let announcer = Announcer::get();
    let text = move || {
        let message = announcer.message.get();
        // A trailing no-break space makes a repeated sentence a new text.
        if announcer.odd.get() {
            format!("{message}\u{a0}")
        } else {
            message
        }
    };
    view! { <div class="sr-only" role="status" aria-live="polite" data-testid="live">{text}</div> }
}
