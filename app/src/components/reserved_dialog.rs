//! Notes that only some may read; several of them may write at once.

use leptos::prelude::*;
use trama_shared::edit::TextField;

use crate::lean::{memo, say};
use crate::{
    components::{dialog::Dialog, shared_text::SharedText},
    i18n::{t_string, use_i18n},
    services::{api::Right, case_store::CaseStore},
};

/// The notes of the zone reserved.
#[component]
pub fn ReservedDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let rights = CaseStore::get().rights();
    let read_only = memo(move |_| rights.with(|rights| rights.reserved != Some(Right::Write)));
    view! {
        <Dialog open wide=true title=Signal::derive(move || t_string!(i18n, plan.reserved).to_owned())>
            <div class="dialog-body">
                <p class="hint">{say(move || t_string!(i18n, plan.reserved_lead))}</p>
                <SharedText field=TextField::ReservedNotes id="reserved-notes" read_only
                    label=Signal::derive(move || t_string!(i18n, plan.reserved).to_owned()) />
            </div>
        </Dialog>
    }
}
