//! The sign-in.

use std::rc::Rc;

use futures::FutureExt;
use leptos::prelude::*;
use leptos_router::{components::Redirect, hooks::use_query_map};

use crate::lean::memo;
use crate::{
    components::account_form::{AccountForm, Submit},
    i18n::{t_string, use_i18n},
    services::{
        api,
        session::{Session, SessionState, remembered_user},
    },
};

/// Name and password; then the page that was asked for.
#[component]
pub fn SignInPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = Session::get();
    let query = use_query_map();
    // Only a path of this app: a link must not lead elsewhere after the sign-in.
    let after = Signal::derive(move || {
        let asked = query.with(|query| query.get("volver"));
        asked
            .filter(|path| path.starts_with('/') && !path.starts_with("//"))
            .unwrap_or_else(|| "/".to_owned())
    });
    let signed_in = memo(move |_| session.user().is_some());
    let note = Signal::derive(move || {
        let expired = session.state() == SessionState::SignedOut { expired: true };
        expired.then(|| t_string!(i18n, account.expired).to_owned())
    });
    move || {
        if signed_in.get() {
            view! { <Redirect path=after.get_untracked() /> }.into_any()
        } else {
            let submit: Submit = Rc::new(|name, password| {
                async move { api::sign_in(&name, &password).await }.boxed_local()
            });
            let known_name = remembered_user().map(|user| user.name).unwrap_or_default();
            view! {
                <AccountForm
                    title=Signal::derive(move || t_string!(i18n, account.sign_in_title).to_owned())
                    lead=Signal::derive(move || t_string!(i18n, account.sign_in_lead).to_owned())
                    action=Signal::derive(move || t_string!(i18n, account.sign_in).to_owned())
                    new_account=false
                    known_name=known_name
                    note=note
                    after=after
                    submit
                />
            }
            .into_any()
        }
    }
}
