//! The form of the pages before the sign-in: name, password, one action, the error in place.

use std::rc::Rc;

use futures::future::LocalBoxFuture;
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::lean::say;
use crate::{
    components::{
        icon::{Icon, IconKind},
        language_choice::LanguageChoice,
        logo::Logo,
    },
    i18n::{t_string, use_i18n},
    services::{
        api::{ApiError, User},
        session::Session,
    },
};

/// The shortest password that the server takes for a new account.
const NEW_PASSWORD_MIN: usize = 10;

/// What is wrong with what was written, or with the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Trouble {
    NameMissing,
    PasswordMissing,
    PasswordShort,
    Wrong,
    Unreachable,
    LinkUsed,
    NameTaken,
    NameUnfit,
    TooMany,
    Refused,
    Unreadable,
}

impl Trouble {
    fn of(error: &ApiError, new_account: bool) -> Self {
        match error {
            ApiError::Unreachable => Self::Unreachable,
            ApiError::SignedOut if new_account => Self::LinkUsed,
            ApiError::SignedOut => Self::Wrong,
            ApiError::Unreadable => Self::Unreadable,
            ApiError::Refused { code } => match code.as_str() {
                "setup-used" => Self::LinkUsed,
                "name-taken" => Self::NameTaken,
                "bad-name" => Self::NameUnfit,
                "bad-password" => Self::PasswordShort,
                "too-many-attempts" => Self::TooMany,
                _ => Self::Refused,
            },
        }
    }
}

/// Makes the call with name and password. Boxed, so that the form exists once.
pub type Submit = Rc<dyn Fn(String, String) -> LocalBoxFuture<'static, Result<User, ApiError>>>;

/// The page around and the form in it. `submit` makes the call; its user is then signed in, and `after` opens.
#[component]
pub fn AccountForm(
    /// Heading.
    #[prop(into)]
    title: Signal<String>,
    /// What the page is for.
    #[prop(into)]
    lead: Signal<String>,
    /// The word on the button.
    #[prop(into)]
    action: Signal<String>,
    /// Whether an account is made, rather than used.
    new_account: bool,
    /// The name to begin with.
    #[prop(optional, into)]
    known_name: String,
    /// Something to know before, said above the form.
    #[prop(optional, into)]
    note: MaybeProp<String>,
    /// The path to open when signed in.
    #[prop(into)]
    after: Signal<String>,
    /// Makes the call with name and password.
    submit: Submit,
) -> impl IntoView {
    let i18n = use_i18n();
    let session = Session::get();
    let navigate = use_navigate();
    let trouble = RwSignal::new(None::<Trouble>);
    let busy = RwSignal::new(false);
    let name_ref = NodeRef::<html::Input>::new();
    let password_ref = NodeRef::<html::Input>::new();

    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let (Some(name_input), Some(password_input)) =
            (name_ref.get_untracked(), password_ref.get_untracked())
        else {
            return;
        };
        let (name, password) = (name_input.value().trim().to_owned(), password_input.value());
        let (found, focus) = if name.is_empty() {
            (Some(Trouble::NameMissing), &name_input)
        } else if password.is_empty() {
            (Some(Trouble::PasswordMissing), &password_input)
        } else if new_account && password.chars().count() < NEW_PASSWORD_MIN {
            (Some(Trouble::PasswordShort), &password_input)
        } else {
            (None, &password_input)
        };
        if found.is_some() {
            trouble.set(found);
            let _ = focus.focus();
            return;
        }
        trouble.set(None);
        busy.set(true);
        let call = submit(name, password);
        let navigate = navigate.clone();
        spawn_local(async move {
            match call.await {
                Ok(user) => {
                    session.enter(user);
                    navigate(
                        &after.get_untracked(),
                        NavigateOptions {
                            replace: true,
                            ..NavigateOptions::default()
                        },
                    );
                }
                Err(error) => {
                    trouble.set(Some(Trouble::of(&error, new_account)));
                    busy.set(false);
                }
            }
        });
    };

    let words = move |trouble: Trouble| match trouble {
        Trouble::NameMissing => t_string!(i18n, account.name_missing),
        Trouble::PasswordMissing => t_string!(i18n, account.password_missing),
        Trouble::PasswordShort => t_string!(i18n, account.password_short),
        Trouble::Wrong => t_string!(i18n, account.wrong),
        Trouble::Unreachable => t_string!(i18n, account.unreachable),
        Trouble::LinkUsed => t_string!(i18n, account.set_up_used),
        Trouble::NameTaken => t_string!(i18n, account.name_taken),
        Trouble::NameUnfit => t_string!(i18n, account.name_unfit),
        Trouble::TooMany => t_string!(i18n, account.too_many),
        Trouble::Refused => t_string!(i18n, account.refused),
        Trouble::Unreadable => t_string!(i18n, account.unreadable),
    };
    let password_kind = if new_account {
        "new-password"
    } else {
        "current-password"
    };

    view! {
        <main class="account" id="main">
            <LanguageChoice />
            <div class="account-card card">
                <p class="brand"><Logo />{say(move || t_string!(i18n, common.app))}</p>
                <h1>{move || title.get()}</h1>
                <p class="lead">{move || lead.get()}</p>
                {move || note.get().map(|note| view! { <p class="account-note">{note}</p> })}
                <form novalidate on:submit=on_submit>
                    <div class="field">
                        <label for="name">{say(move || t_string!(i18n, account.name))}</label>
                        <input id="name" name="username" type="text" autocomplete="username" autocapitalize="none"
                            spellcheck="false" required node_ref=name_ref value=known_name
                            aria-invalid=move || matches!(trouble.get(), Some(Trouble::NameMissing | Trouble::NameTaken)).then_some("true")
                            aria-describedby="trouble" />
                    </div>
                    <div class="field">
                        <label for="password">{say(move || t_string!(i18n, account.password))}</label>
                        <input id="password" name="password" type="password" autocomplete=password_kind required
                            node_ref=password_ref
                            aria-invalid=move || matches!(trouble.get(), Some(Trouble::PasswordMissing | Trouble::PasswordShort | Trouble::Wrong)).then_some("true")
                            aria-describedby="trouble" />
                        {new_account.then(|| view! { <p class="hint">{say(move || t_string!(i18n, account.password_hint))}</p> })}
                    </div>
                    <div id="trouble" role="alert">
                        {move || trouble.get().map(|trouble| view! {
                            <div class="notice"><Icon kind=IconKind::Warning /><p>{words(trouble)}</p></div>
                        })}
                    </div>
                    <button class="button primary" type="submit" disabled=move || busy.get()>
                        {move || if busy.get() { t_string!(i18n, account.entering).to_owned() } else { action.get() }}
                    </button>
                </form>
            </div>
        </main>
    }
}
