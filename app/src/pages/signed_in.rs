//! Lets only somebody who is signed in further; everybody else goes to the sign-in page and comes back after it.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::Outlet,
    hooks::{use_location, use_navigate},
};

use crate::lean::{memo, part};
use crate::parts::{Later, Page, Part, Parts};
use crate::services::{
    clipboard::Clipboard,
    session::{Session, SessionState},
    workspace::Workspace,
};

/// What is behind the sign-in.
#[component]
pub fn SignedIn() -> impl IntoView {
    let session = Session::get();
    let user = memo(move |_| session.user());
    let location = use_location();
    let navigate = use_navigate();
    Effect::new(move |_| {
        if matches!(session.state(), SessionState::SignedOut { .. }) {
            let back = location.pathname.get_untracked();
            let path = if back == "/" {
                "/entrar".to_owned()
            } else {
                format!("/entrar?volver={back}")
            };
            navigate(
                &path,
                NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                },
            );
        }
    });
    // Another user is another workspace: the view is made anew.
    move || user.get().map(|_| view! { <Later page=Page::Work /> })
}

/// Everything of one user lives in here, and ends with the sign-out.
#[component]
pub fn Work() -> impl IntoView {
    let session = Session::get();
    let parts = Parts::get();
    // The sign-out removes this view; until then there is a user.
    untrack(|| session.user()).map(|user| {
        Workspace::provide(user, session);
        Clipboard::provide();
        parts.fetch(&[Part::Documents]);
        view! {
            {part(move || parts.page(Page::Documents).into_any())}
            <Outlet />
        }
    })
}

/// The documents of the user's cases, from here on; shows nothing.
#[component]
pub fn OpenDocuments() -> impl IntoView {
    Workspace::get().open_documents();
}
