//! A field of a commitment that is chosen from a list.

use leptos::{ev, html, prelude::*};
use trama_shared::ids::CommitmentId;

use crate::{
    components::shared_field::SharedField,
    lean::{Said, part},
    services::case_store::Field,
};

/// What may be chosen: the id of a choice, its words, and the group that it stands in; an empty group is none.
pub type Choices = Vec<(String, String, String)>;

/// The field.
#[component]
pub fn ChoiceField(
    /// Whose.
    id: CommitmentId,
    /// The field, as the document calls it.
    name: &'static str,
    /// What it is called.
    label: Said,
    /// What may be chosen.
    choices: Memo<Choices>,
    /// What is chosen.
    value: Memo<String>,
    /// Chooses.
    choose: Callback<String>,
) -> impl IntoView {
    let field_id = format!("commitment-{id}-{name}");
    let label_for = field_id.clone();
    view! {
        <SharedField field=Field::commitment(&id, name)>
            <div class="field">
                <label for=label_for>{label}</label>
                <Select field_id=field_id.clone() choices value choose />
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
