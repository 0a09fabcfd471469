//! Child protection: for those who may read the reserved zone, and switched on case by case. Nobody is told who is here.

use leptos::prelude::*;
use trama_shared::{case::ProtectionGroup, edit::ProtectionEdit};

use crate::{
    components::{
        icon::{Icon, IconKind},
        print_page::{PrintButton, PrintFoot},
        protection::{
            ProtectionState, agenda::ProtectionCard, items::GroupSection, reviews::Reviews,
        },
        reading_only::ReadingOnly,
        undo_redo::UndoRedo,
    },
    i18n::t_string,
    lean::{part, say},
};

/// The page of child protection.
#[component]
pub fn ProtectionPage() -> impl IntoView {
    let state = ProtectionState::new();
    let i18n = state.i18n;
    let title = state.store.title();
    let body = part(move || {
        if !state.may_read.get() {
            return view! {
                <div class="empty card"><p>{say(move || t_string!(i18n, protection.not_yours))}</p></div>
            }
            .into_any();
        }
        if !state.protection.with(|it| it.on) {
            return view! { <Off state /> }.into_any();
        }
        let groups = [
            ProtectionGroup::Signs,
            ProtectionGroup::Assessment,
            ProtectionGroup::Measures,
            ProtectionGroup::Sectors,
            ProtectionGroup::Respect,
        ];
        let groups: Vec<_> = groups
            .into_iter()
            .map(|group| view! { <GroupSection state group /> })
            .collect();
        view! {
            <ReadingOnly read_only=state.read_only />
            <div class="needs-columns">
                <aside class="needs-side">
                    <ProtectionCard state />
                    <p class="hint">{say(move || t_string!(i18n, protection.zone))}</p>
                    <SwitchOff state />
                </aside>
                <div class="needs-list">
                    <Reviews state />
                    {groups}
                </div>
            </div>
            <PrintFoot />
        }
        .into_any()
    });
    view! {
        <div class="second-bar">
            <h2>{say(move || t_string!(i18n, protection.title))}</h2>
            <p class="print-only">{move || title.get()}</p>
            <span class="spacer"></span>
            <PrintButton />
            <UndoRedo />
        </div>
        <div class="plan needs protection">{body}</div>
    }
}

/// The case is none of child protection, or not yet.
#[component]
fn Off(state: ProtectionState) -> impl IntoView {
    let i18n = state.i18n;
    let switch = move |_| {
        if state.edit(ProtectionEdit::On(true)) {
            state.announcer.say(t_string!(i18n, protection.switched_on));
        }
    };
    let button = part(move || {
        if state.read_only.get() {
            return ().into_any();
        }
        view! {
            <button class="button primary" type="button" data-testid="protection-on" on:click=switch>
                <Icon kind=IconKind::Lock />{say(move || t_string!(i18n, protection.switch_on))}
            </button>
        }
        .into_any()
    });
    view! {
        <div class="empty card" data-testid="protection-off">
            <p>{say(move || t_string!(i18n, protection.off))}</p>
            <p class="hint">{say(move || t_string!(i18n, protection.off_text))}</p>
            {button}
        </div>
    }
}

/// Switches it off again; what was written stays.
#[component]
fn SwitchOff(state: ProtectionState) -> impl IntoView {
    let i18n = state.i18n;
    let switch = move |_| {
        if state.edit(ProtectionEdit::On(false)) {
            state
                .announcer
                .say(t_string!(i18n, protection.switched_off));
        }
    };
    part(move || {
        if state.read_only.get() {
            return ().into_any();
        }
        view! {
            <button class="button quiet" type="button" data-testid="protection-off-button" on:click=switch>
                {say(move || t_string!(i18n, protection.switch_off))}
            </button>
        }
        .into_any()
    })
}
