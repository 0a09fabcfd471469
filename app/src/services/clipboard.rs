//! What was copied, for as long as the user stays signed in: it goes along from one case to another.

use leptos::prelude::*;

use crate::editor::clipboard::Fragment;

/// The app's own clipboard. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Clipboard(RwSignal<Option<Fragment>>);

impl Clipboard {
    /// Provides an empty clipboard to everything under the current owner.
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    /// The user's clipboard.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// Keeps what was copied, in place of what was there.
    pub fn put(self, fragment: Fragment) {
        self.0.set(Some(fragment));
    }

    /// What was copied last.
    #[must_use]
    pub fn fragment(self) -> Option<Fragment> {
        self.0.get_untracked()
    }

    /// Whether there is nothing to paste; tracked.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0.with(Option::is_none)
    }
}
