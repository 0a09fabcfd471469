//! A field of a commitment that is chosen from a list.

use leptos::prelude::*;
use trama_shared::ids::CommitmentId;

pub use crate::components::entry_field::{Choices, Select};
use crate::{components::entry_field::ChoiceEntry, lean::Said, services::case_store::Field};

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
    let field = Field::commitment(&id, name);
    view! { <ChoiceEntry field field_id label choices value choose /> }
}
