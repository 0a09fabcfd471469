//! The routes, and what every page has around it.

use leptos::prelude::*;
use leptos_router::{
    components::{ParentRoute, Redirect, Route, Router, Routes},
    path,
};

use crate::{
    i18n::I18nSubContextProvider,
    language::Language,
    pages::{not_found::NotFoundPage, set_up::SetUpPage, sign_in::SignInPage, signed_in::SignedIn},
    parts::{Later, Page, Parts},
    services::{
        announce::{Announcer, LiveRegion},
        session::Session,
    },
};

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let language = Language::provide();
    let _ = Announcer::provide();
    let _ = Session::provide();
    Parts::provide();
    view! {
        <I18nSubContextProvider initial_locale=language.signal()>
            <Router>
                <Routes fallback=NotFoundPage>
                    <Route path=path!("/entrar") view=SignInPage />
                    <Route path=path!("/setup") view=SetUpPage />
                    <ParentRoute path=path!("/") view=SignedIn>
                        <Route path=path!("") view=|| view! { <Later page=Page::Cases /> } />
                        <Route path=path!("/fechas") view=|| view! { <Later page=Page::Dates /> } />
                        <Route path=path!("/territorios") view=|| view! { <Later page=Page::Territories /> } />
                        <Route path=path!("/territorio/:id") view=|| view! { <Later page=Page::Territory /> } />
                        <ParentRoute path=path!("/caso/:id") view=|| view! { <Later page=Page::Case /> }>
                            <Route path=path!("") view=|| view! { <Later page=Page::Map /> } />
                            <Route path=path!("plan") view=|| view! { <Later page=Page::Plan /> } />
                            <Route path=path!("necesidades") view=|| view! { <Later page=Page::Needs /> } />
                            <Route path=path!("guia") view=|| view! { <Later page=Page::Guide /> } />
                            <Route path=path!("proteccion") view=|| view! { <Later page=Page::Protection /> } />
                            <Route path=path!("compromisos") view=|| view! { <Later page=Page::Commitments /> } />
                            <Route path=path!("cambios") view=|| view! { <Later page=Page::Changes /> } />
                            <Route path=path!("*any") view=|| view! { <Redirect path="/" /> } />
                        </ParentRoute>
                    </ParentRoute>
                </Routes>
            </Router>
            <LiveRegion />
        </I18nSubContextProvider>
    }
}
