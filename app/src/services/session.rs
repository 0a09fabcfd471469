//! Who is signed in. The last user is remembered, so that the app opens without a network; the server has the last word.

use leptos::{prelude::*, task::spawn_local};

use super::api::{self, ApiError, User};

const REMEMBERED_USER: &str = "trama.user";
const PENDING_SIGN_OUT: &str = "trama.sign-out";

/// What is known about who is at the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionState {
    /// Nobody is remembered and the server has not answered yet.
    Checking,
    /// Nobody is signed in.
    SignedOut {
        /// The server ended a session that this device remembered.
        expired: bool,
    },
    /// This user works here, with or without a network.
    SignedIn(User),
}

/// The session; one for the whole page.
#[derive(Clone, Copy)]
pub struct Session {
    state: RwSignal<SessionState>,
    /// The server has confirmed the user since the page was loaded.
    confirmed: RwSignal<bool>,
}

impl Session {
    /// Provides the session and asks the server who is signed in.
    #[must_use]
    pub fn provide() -> Self {
        let state = remembered_user().map_or(SessionState::Checking, SessionState::SignedIn);
        let session = Self {
            state: RwSignal::new(state),
            confirmed: RwSignal::new(false),
        };
        provide_context(session);
        session.check();
        session
    }

    /// The page's session.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// What is known now; tracked.
    #[must_use]
    pub fn state(self) -> SessionState {
        self.state.get()
    }

    /// The user, if one is signed in; tracked.
    #[must_use]
    pub fn user(self) -> Option<User> {
        self.state.with(|state| match state {
            SessionState::SignedIn(user) => Some(user.clone()),
            SessionState::Checking | SessionState::SignedOut { .. } => None,
        })
    }

    /// Whether the server has confirmed the user since the page was loaded; tracked.
    #[must_use]
    pub fn confirmed(self) -> bool {
        self.confirmed.get()
    }

    /// Asks the server again, in the background.
    pub fn check(self) {
        spawn_local(async move {
            // A sign-out made without a network is carried out before anything else.
            if storage_get(PENDING_SIGN_OUT).is_some() && api::sign_out().await.is_ok() {
                storage_remove(PENDING_SIGN_OUT);
            }
            match api::current_user().await {
                Ok(user) => self.enter(user),
                Err(ApiError::SignedOut) => self.expire(),
                Err(_) => {
                    // Without an answer the remembered user goes on; whoever is not remembered must wait.
                    if self
                        .state
                        .with_untracked(|state| *state == SessionState::Checking)
                    {
                        self.state.set(SessionState::SignedOut { expired: false });
                    }
                }
            }
        });
    }

    /// The server confirmed `user`.
    pub fn enter(self, user: User) {
        if let Ok(text) = serde_json::to_string(&user) {
            storage_set(REMEMBERED_USER, &text);
        }
        self.confirmed.set(true);
        let next = SessionState::SignedIn(user);
        if self.state.with_untracked(|state| *state != next) {
            self.state.set(next);
        }
    }

    /// The server ended the session. The data stays, and the device still remembers whose it is: without a network
    /// the user can go on working, and signs in again when there is one.
    pub fn expire(self) {
        self.confirmed.set(false);
        let expired = remembered_user().is_some();
        self.state.set(SessionState::SignedOut { expired });
    }

    /// The user signed out, and the data is off this device. Without an answer of the server the sign-out is carried
    /// out there when there is a network again.
    pub async fn leave(self) {
        storage_remove(REMEMBERED_USER);
        if api::sign_out().await.is_err() {
            storage_set(PENDING_SIGN_OUT, "1");
        }
        self.follow_sign_out();
    }

    /// Another tab signed out: this one follows.
    pub fn follow_sign_out(self) {
        self.confirmed.set(false);
        self.state.set(SessionState::SignedOut { expired: false });
    }
}

/// The user whom this device remembers.
#[must_use]
pub fn remembered_user() -> Option<User> {
    serde_json::from_str(&storage_get(REMEMBERED_USER)?).ok()
}

/// A small setting of this device; `None` where there is none or storage is off.
#[must_use]
pub fn storage_get(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps a small setting of this device, if the browser lets it.
pub fn storage_set(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(key, value);
    }
}

/// Forgets a small setting of this device.
pub fn storage_remove(key: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(key);
    }
}
