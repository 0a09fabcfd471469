//! What must be told on a case's page: trouble with saving, no network on a phone, an edit that was refused.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use leptos_i18n::I18nContext;
use trama_shared::edit::EditError;

use crate::lean::{memo, say};
use crate::{
    components::{
        icon::{Icon, IconKind},
        save_pill::save_words,
    },
    i18n::{Locale, t_string, use_i18n},
    services::{
        case_store::{CaseStore, EditRefused, SaveState},
        store::StoreError,
        workspace::{Network, Workspace},
    },
};

/// How long the word about a refused edit stays.
const TOAST_MS: u64 = 8_000;

/// The notices of the open case.
#[component]
pub fn CaseNotices() -> impl IntoView {
    view! { <NoticesOf state=CaseStore::get().save_state() /> }
}

/// The strip of a phone without network, and trouble with saving, told in full.
#[component]
pub fn NoticesOf(
    /// Where the user's own edits have got to.
    state: ArcRwSignal<SaveState>,
) -> impl IntoView {
    let i18n = use_i18n();
    let network = Workspace::get().network();
    let offline = memo(move |_| network.get() == Network::Offline);
    let trouble = {
        let state = state.clone();
        memo(move |_| match state.get() {
            state @ (SaveState::ServerFailing | SaveState::DeviceFailing(_)) => Some(state),
            _ => None,
        })
    };
    let strip = move || {
        let state = state.clone();
        offline.get().then(|| view! {
            <div class="network-strip">
                <Icon kind=IconKind::Offline />
                <p><strong>{say(move || t_string!(i18n, common.offline))}"."</strong>" "{move || state.with(|state| save_words(i18n, state))}</p>
            </div>
        })
    };
    view! {
        {strip}
        <div role="alert">
            {move || trouble.get().map(|trouble| view! {
                <div class="notice banner">
                    <Icon kind=IconKind::Warning />
                    <p>{move || match trouble {
                        SaveState::DeviceFailing(StoreError::Full) => t_string!(i18n, common.save_device_full_long),
                        SaveState::DeviceFailing(_) => t_string!(i18n, common.save_device_failing_long),
                        _ => t_string!(i18n, common.save_server_failing_long),
                    }}</p>
                </div>
            })}
        </div>
    }
}

/// Tells that an edit of the open case was refused.
#[component]
pub fn RefusedToast() -> impl IntoView {
    view! { <RefusedToastOf refused=CaseStore::get().refused() words=refused_words /> }
}

/// Tells that an edit was refused, and why; goes away by itself.
#[component]
pub fn RefusedToastOf(
    /// The last refusal.
    refused: ArcRwSignal<Option<EditRefused>>,
    /// Puts it into words.
    words: fn(I18nContext<Locale>, &EditRefused) -> String,
) -> impl IntoView {
    let i18n = use_i18n();
    let timer = StoredValue::new_local(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(Some(timer)) = timer.try_update_value(Option::take) {
            timer.clear();
        }
    };
    Effect::new({
        let refused = refused.clone();
        move |_| {
            stop();
            if refused.with(Option::is_some) {
                let refused = refused.clone();
                let forget = move || refused.set(None);
                timer.set_value(
                    set_timeout_with_handle(forget, Duration::from_millis(TOAST_MS)).ok(),
                );
            }
        }
    });
    on_cleanup(stop);
    let close = {
        let refused = refused.clone();
        move |_| refused.set(None)
    };
    view! {
        <div role="alert">
            {move || refused.get().map(|why| {
                let close = close.clone();
                view! {
                    <div class="toast">
                        <Icon kind=IconKind::Warning />
                        <p>{words(i18n, &why)}</p>
                        <button class="button quiet icon-only" type="button" aria-label=say(move || t_string!(i18n, common.close))
                            on:click=close>
                            <Icon kind=IconKind::Close />
                        </button>
                    </div>
                }
            })}
        </div>
    }
}

/// Why an edit was refused, for people.
#[must_use]
pub fn refused_words(i18n: I18nContext<Locale>, why: &EditRefused) -> String {
    match why {
        EditRefused::ReadOnly => t_string!(i18n, common.refused_read_only).to_owned(),
        EditRefused::NotOpen => t_string!(i18n, common.refused_not_open).to_owned(),
        EditRefused::NotPermitted(error) => match error {
            EditError::NoActor | EditError::NoTie => {
                t_string!(i18n, common.refused_gone).to_owned()
            }
            EditError::NoNeed => t_string!(i18n, needs.refused_gone).to_owned(),
            EditError::NoGuideEntry => t_string!(i18n, guide.refused_gone).to_owned(),
            EditError::NoReview => t_string!(i18n, protection.refused_gone).to_owned(),
            EditError::NoGoal | EditError::NoCommitment => {
                t_string!(i18n, commitments.refused_gone).to_owned()
            }
            EditError::NoComment => t_string!(i18n, comments.not_there).to_owned(),
            EditError::Overtaken => t_string!(i18n, common.refused_overtaken).to_owned(),
            EditError::SameParty => t_string!(i18n, common.refused_same_party).to_owned(),
            EditError::TieExists(_) => t_string!(i18n, common.refused_tie_exists).to_owned(),
            EditError::TooLong { max } => t_string!(i18n, common.refused_too_long, max = *max),
            EditError::Full { max } => t_string!(i18n, common.refused_full, max = *max),
            _ => t_string!(i18n, common.refused_else).to_owned(),
        },
    }
}
