//! The first administrator, through the one-time link that the server prints at its first start.

use std::rc::Rc;

use futures::FutureExt;
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

use crate::lean::say;
use crate::{
    components::account_form::{AccountForm, Submit},
    i18n::{t_string, use_i18n},
    services::api,
};

/// The first account.
#[component]
pub fn SetUpPage() -> impl IntoView {
    let i18n = use_i18n();
    let token = use_query_map()
        .with_untracked(|query| query.get("token"))
        .filter(|token| !token.is_empty());
    match token {
        Some(token) => {
            let submit: Submit = Rc::new(move |name, password| {
                let token = token.clone();
                async move { api::set_up(&token, &name, &password).await }.boxed_local()
            });
            view! {
                <AccountForm
                    title=Signal::derive(move || t_string!(i18n, account.set_up_title).to_owned())
                    lead=Signal::derive(move || t_string!(i18n, account.set_up_lead).to_owned())
                    action=Signal::derive(move || t_string!(i18n, account.set_up_enter).to_owned())
                    new_account=true
                    after=Signal::derive(|| "/".to_owned())
                    submit=submit
                />
            }
            .into_any()
        }
        None => view! {
            <main class="account" id="main">
                <div class="account-card card">
                    <h1>{say(move || t_string!(i18n, account.set_up_title))}</h1>
                    <p>{say(move || t_string!(i18n, account.set_up_no_token))}</p>
                    <A href="/entrar" attr:class="button">{say(move || t_string!(i18n, account.sign_in))}</A>
                </div>
            </main>
        }
        .into_any(),
    }
}
