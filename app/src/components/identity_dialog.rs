//! Who the person is: for those who may see it, and nowhere else.

use leptos::prelude::*;
use trama_shared::{
    edit::{Edit, IdentityField},
    limits,
};

use crate::lean::{memo, say};
use crate::{
    components::dialog::Dialog,
    i18n::{t_string, use_i18n},
    services::{api::Right, case_store::CaseStore},
};

/// The fields of the zone identity.
#[component]
pub fn IdentityDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let store = CaseStore::get();
    let rights = store.rights();
    let read_only = memo(move |_| rights.with(|rights| rights.identity != Some(Right::Write)));
    let field = move |field: IdentityField| {
        let identity = store.identity();
        let label = move || match field {
            IdentityField::Name => t_string!(i18n, plan.identity_name),
            IdentityField::Run => t_string!(i18n, plan.identity_run),
            IdentityField::Address => t_string!(i18n, plan.identity_address),
            IdentityField::Contacts => t_string!(i18n, plan.identity_contacts),
        };
        let value = memo(move |_| identity.with(|identity| identity.field(field).to_owned()));
        let on_change = move |event: leptos::ev::Event| {
            let written = event_target_value(&event);
            if written != value.get_untracked() {
                // A refusal is told by the page; the field then shows what is true.
                let _ = store.edit(Edit::SetIdentity {
                    field,
                    value: written,
                });
            }
        };
        view! {
            <label class="field">
                <span class="field-label">{label}</span>
                <textarea rows=if field == IdentityField::Contacts { "3" } else { "1" } autocomplete="off"
                    maxlength=limits::NOTES_MAX.to_string() prop:value=move || value.get()
                    readonly=move || read_only.get() on:change=on_change></textarea>
            </label>
        }
    };
    view! {
        <Dialog open title=Signal::derive(move || t_string!(i18n, plan.identity).to_owned())>
            <div class="dialog-body">
                <p class="hint">{say(move || t_string!(i18n, plan.identity_lead))}</p>
                {IdentityField::ALL.map(field).into_iter().collect_view()}
            </div>
        </Dialog>
    }
}
