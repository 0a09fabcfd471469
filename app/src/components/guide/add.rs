//! The dialog that puts a resource into the guide.

use leptos::{ev::SubmitEvent, prelude::*};
use trama_shared::{case::GuideEntry, catalog::GuideKind, edit::Edit, ids::GuideEntryId, limits};

use super::{GuideState, words};
use crate::{
    components::{commitments::state::lead_to, dialog::Dialog, entry_field::Select},
    i18n::t_string,
    lean::{memo, say},
    services::clock,
};

/// The dialog.
#[component]
pub fn AddResourceDialog(
    /// The page.
    state: GuideState,
) -> impl IntoView {
    let i18n = state.i18n;
    let open = RwSignal::new(false);
    let kind = RwSignal::new(GuideKind::Neighbours);
    let name = RwSignal::new(String::new());
    let purpose = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    Effect::new(move |_| {
        if let Some(of) = state.adding.get() {
            // The first that has a name of its own, where there is one.
            kind.set(of.kinds().nth(1).unwrap_or(of.plain()));
            name.set(String::new());
            purpose.set(String::new());
            missing.set(false);
            open.set(true);
            lead_to("resource-name".to_owned());
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            state.adding.set(None);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let called = name.get_untracked().trim().to_owned();
        if called.is_empty() {
            missing.set(true);
            return;
        }
        let entry = GuideEntry {
            purpose: purpose.get_untracked().trim().to_owned(),
            ..GuideEntry::new(kind.get_untracked(), called.clone())
        };
        let id = GuideEntryId::from_random(clock::random_bits());
        let add = Edit::AddGuideEntry {
            id: id.clone(),
            entry,
        };
        if state.edit(add) {
            open.set(false);
            let said = t_string!(i18n, guide.said.added, name = called);
            state.announcer.say(said);
            lead_to(format!("resource-{id}"));
        }
    };
    let choices = memo(move |_| words::kinds(i18n));
    let value = memo(move |_| kind.get().id().to_owned());
    let choose = Callback::new(move |chosen: String| {
        if let Some(chosen) = GuideKind::from_id(&chosen) {
            kind.set(chosen);
        }
    });
    view! {
        <Dialog open title=Signal::derive(move || t_string!(i18n, guide.add_title).to_owned())>
            <form class="dialog-body" on:submit=submit novalidate="">
                <div class="field">
                    <label for="resource-kind">{say(move || t_string!(i18n, guide.what))}</label>
                    <Select field_id="resource-kind".to_owned() choices value choose />
                </div>
                <div class="field">
                    <label for="resource-name">{say(move || t_string!(i18n, guide.name))}</label>
                    <input id="resource-name" type="text" autocomplete="off" autofocus="" maxlength=limits::NAME_MAX.to_string()
                        prop:value=move || name.get()
                        on:input=move |event| {
                            missing.set(false);
                            name.set(event_target_value(&event));
                        } />
                </div>
                <div class="field">
                    <label for="resource-purpose">{say(move || t_string!(i18n, guide.purpose))}</label>
                    <textarea id="resource-purpose" rows="3" maxlength=limits::NOTES_MAX.to_string()
                        aria-describedby="resource-purpose-hint" prop:value=move || purpose.get()
                        on:input=move |event| purpose.set(event_target_value(&event))></textarea>
                    <p class="hint" id="resource-purpose-hint">{say(move || t_string!(i18n, guide.purpose_hint))}</p>
                </div>
                <p class="map-error" role="alert">
                    {move || missing.get().then(|| t_string!(i18n, guide.name_missing))}
                </p>
                <div class="dialog-actions">
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {say(move || t_string!(i18n, common.cancel))}
                    </button>
                    <button class="button primary" type="submit" data-testid="resource-submit">
                        {say(move || t_string!(i18n, guide.add_submit))}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}
