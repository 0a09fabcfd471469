//! Where the user's own edits have got to: one pill, four honest states, and two kinds of trouble.

use leptos::prelude::*;
use leptos_i18n::I18nContext;

use crate::lean::memo;
use crate::{
    components::icon::{Icon, IconKind},
    i18n::{Locale, t_string, use_i18n},
    services::case_store::{CaseStore, SaveState},
};

/// The words of a state.
pub fn save_words(i18n: I18nContext<Locale>, state: &SaveState) -> String {
    match state {
        SaveState::Saved => t_string!(i18n, common.save_saved).to_owned(),
        SaveState::Storing => t_string!(i18n, common.save_storing).to_owned(),
        SaveState::OnDevice { changes: 1 } => {
            t_string!(i18n, common.save_on_device_single).to_owned()
        }
        SaveState::OnDevice { changes } => {
            t_string!(i18n, common.save_on_device_many, n = *changes)
        }
        SaveState::Sent => t_string!(i18n, common.save_sent).to_owned(),
        SaveState::SeenBy(names) => {
            let names = join_names(names, t_string!(i18n, common.and));
            t_string!(i18n, common.save_seen_by, names = names)
        }
        SaveState::ServerFailing => t_string!(i18n, common.save_server_failing).to_owned(),
        SaveState::DeviceFailing(_) => t_string!(i18n, common.save_device_failing).to_owned(),
    }
}

/// "Diego", "Diego y Paulina", "Carla, Diego y Paulina".
pub fn join_names(names: &[String], and: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

/// The save pill of the open case.
#[component]
pub fn SavePill() -> impl IntoView {
    view! { <SavePillOf state=CaseStore::get().save_state() /> }
}

/// The save pill of anything that is saved as a case is.
#[component]
pub fn SavePillOf(
    /// Where the user's own edits have got to.
    state: ArcRwSignal<SaveState>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = memo(move |_| state.get());
    let icon = move || match state.get() {
        SaveState::Saved => IconKind::CloudDone,
        SaveState::Storing | SaveState::OnDevice { .. } => IconKind::Device,
        SaveState::Sent => IconKind::Sent,
        SaveState::SeenBy(_) => IconKind::Eye,
        SaveState::ServerFailing | SaveState::DeviceFailing(_) => IconKind::Warning,
    };
    let words = move || state.with(|state| save_words(i18n, state));
    let seen_by = move || match state.get() {
        SaveState::SeenBy(names) => Some(names.len().to_string()),
        _ => None,
    };
    view! {
        <span class="pill save-pill" title=words data-save-state=move || state.with(SaveState::word) data-seen-by=seen_by
            class:saved=move || state.get() == SaveState::Saved
            class:failing=move || matches!(state.get(), SaveState::ServerFailing | SaveState::DeviceFailing(_))>
            {move || view! { <Icon kind=icon() /> }}
            <span class="words">{words}</span>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_said_as_people_say_them() {
        let names = |names: &[&str]| {
            join_names(
                &names.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "y",
            )
        };
        assert_eq!(names(&["Diego"]), "Diego");
        assert_eq!(names(&["Diego", "Paulina"]), "Diego y Paulina");
        assert_eq!(
            names(&["Carla", "Diego", "Paulina"]),
            "Carla, Diego y Paulina"
        );
    }
}
