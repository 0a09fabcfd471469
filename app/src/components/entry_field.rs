//! The fields of whatever a page lists: a text that one person at a time writes, and a choice from a list. Both show who
//! else is in them, and the values that were written at the same time.

use leptos::{ev, html, prelude::*};

use crate::{
    components::shared_field::SharedField,
    lean::{Said, part},
    services::case_store::Field,
};

/// What may be chosen: the id of a choice, its words, and the group that it stands in; an empty group is none.
pub type Choices = Vec<(String, String, String)>;

/// A field that is chosen from a list.
#[component]
pub fn ChoiceEntry(
    /// Which.
    field: Field,
    /// The id of the element.
    field_id: String,
    /// What it is called.
    label: Said,
    /// What may be chosen.
    choices: Memo<Choices>,
    /// What is chosen.
    value: Memo<String>,
    /// Chooses.
    choose: Callback<String>,
) -> impl IntoView {
    let label_for = field_id.clone();
    view! {
        <SharedField field>
            <div class="field">
                <label for=label_for>{label}</label>
                <Select field_id=field_id.clone() choices value choose />
            </div>
        </SharedField>
    }
}

/// A field that is written, and taken over when it is left.
#[component]
pub fn TextEntry(
    /// Which.
    field: Field,
    /// The id of the element.
    field_id: String,
    /// What it is called.
    label: Said,
    /// What it says now.
    value: Memo<String>,
    /// The most UTF-16 units.
    max: usize,
    /// Lines that it shows; 1 is a single line.
    rows: usize,
    /// Writes what is not there yet, without the space around it.
    write: Callback<String>,
) -> impl IntoView {
    let set = move |event: ev::Event| {
        let written = event_target_value(&event).trim().to_owned();
        if written != value.get_untracked() {
            write.run(written);
        }
    };
    let label_for = field_id.clone();
    let control = if rows > 1 {
        view! {
            <textarea id=field_id rows=rows.to_string() maxlength=max.to_string()
                prop:value=move || value.get() on:change=set></textarea>
        }
        .into_any()
    } else {
        view! {
            <input id=field_id type="text" autocomplete="off" maxlength=max.to_string()
                prop:value=move || value.get() on:change=set />
        }
        .into_any()
    };
    view! {
        <SharedField field>
            <div class="field">
                <label for=label_for>{label}</label>
                {control}
                <p class="print-only entry-text">{move || value.get()}</p>
            </div>
        </SharedField>
    }
}

/// A list that shows what is chosen, whoever chose it.
#[component]
pub fn Select(
    /// The id of the element.
    field_id: String,
    /// What may be chosen.
    choices: Memo<Choices>,
    /// What is chosen.
    value: Memo<String>,
    /// Chooses.
    choose: Callback<String>,
) -> impl IntoView {
    let select = NodeRef::<html::Select>::new();
    // The choices may have changed as well: what is chosen is said again once they stand.
    Effect::new(move |_| {
        choices.track();
        let value = value.get();
        if let Some(select) = select.get() {
            select.set_value(&value);
        }
    });
    let options = part(move || {
        let choices = choices.get();
        let mut groups: Vec<(String, Choices)> = Vec::new();
        for choice in choices {
            match groups.last_mut() {
                Some((group, of_group)) if *group == choice.2 => of_group.push(choice),
                _ => groups.push((choice.2.clone(), vec![choice])),
            }
        }
        let option = |(id, words, _): (String, String, String)| {
            view! { <option value=id>{words}</option> }
        };
        let group = |(group, choices): (String, Choices)| {
            let options = choices.into_iter().map(option).collect_view();
            if group.is_empty() {
                options.into_any()
            } else {
                view! { <optgroup label=group>{options}</optgroup> }.into_any()
            }
        };
        groups.into_iter().map(group).collect_view().into_any()
    });
    let set = move |event: ev::Event| {
        let chosen = event_target_value(&event);
        if chosen != value.get_untracked() {
            choose.run(chosen);
        }
    };
    view! { <select node_ref=select id=field_id on:change=set>{options}</select> }
}
