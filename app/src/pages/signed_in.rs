//! Lets only somebody who is signed in further; everybody else goes to the sign-in page and comes back after it.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::Outlet,
    hooks::{use_location, use_navigate},
};

use crate::lean::memo;
use crate::services::{
    api::User,
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
    move || user.get().map(|user| view! { <Provided user /> })
}

/// Everything of one user lives in here, and ends with the sign-out.
#[component]
fn Provided(user: User) -> impl IntoView {
    Workspace::provide(user, Session::get());
    Clipboard::provide();
    view! { <Outlet /> }
}
