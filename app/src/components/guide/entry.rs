//! One resource of the guide, and its fields when it is opened.

use leptos::prelude::*;
use trama_shared::{
    case::GuideEntry,
    catalog::{GuideKind, GuideType},
    edit::{Edit, GuideField},
    ids::GuideEntryId,
    limits,
};

use super::{GuideState, on_map::OnMap, words};
use crate::{
    components::{
        commitments::state::lead_to,
        entry_card::EntryCard,
        entry_field::{ChoiceEntry, TextEntry},
        icon::{Icon, IconKind},
    },
    i18n::t_string,
    lean::{memo, part, say, tell},
    services::case_store::Field,
};

/// The resources of one type under its name.
#[component]
pub fn TypeSection(
    /// The page.
    state: GuideState,
    /// The type.
    of: GuideType,
) -> impl IntoView {
    let i18n = state.i18n;
    let ids = memo(move |_| state.of_type(of));
    let add = part(move || {
        if state.read_only.get() {
            return ().into_any();
        }
        view! {
            <button class="button quiet" type="button" data-add=of.id()
                aria-label=tell(move || t_string!(i18n, guide.add_to, name = words::of_type(i18n, of)))
                on:click=move |_| state.adding.set(Some(of))>
                <Icon kind=IconKind::Add />{say(move || t_string!(i18n, guide.add))}
            </button>
        }
        .into_any()
    });
    let nothing = part(move || {
        if ids.with(Vec::is_empty) {
            view! { <p class="hint guide-nothing">{say(move || words::examples(i18n, of))}</p> }
                .into_any()
        } else {
            ().into_any()
        }
    });
    let head_id = format!("guide-{}", of.id());
    let labelled = head_id.clone();
    view! {
        <section class="entry-group" aria-labelledby=labelled data-type=of.id()>
            <div class="entry-group-head">
                <h3 id=head_id>{say(move || words::of_type(i18n, of))}</h3>
                {add}
            </div>
            {nothing}
            <For each=move || ids.get() key=Clone::clone let:id>
                <ResourceCard state id />
            </For>
        </section>
    }
}

/// The card of a resource.
#[component]
fn ResourceCard(state: GuideState, id: GuideEntryId) -> impl IntoView {
    let i18n = state.i18n;
    let entry = state.entry(&id);
    let name = memo(move |_| {
        entry.with(|entry| match entry {
            Some(entry) if !entry.name.is_empty() => entry.name.clone(),
            _ => t_string!(i18n, guide.unnamed).to_owned(),
        })
    });
    let is_open = {
        let id = id.clone();
        memo(move |_| state.open.with(|open| open.as_ref() == Some(&id)))
    };
    let toggle = {
        let id = id.clone();
        Callback::new(move |()| {
            let now = (!is_open.get_untracked()).then(|| id.clone());
            state.open.set(now);
        })
    };
    let tag = tell(move || {
        let kind = entry.with(|entry| entry.as_ref().map(|entry| entry.kind));
        kind.map(|kind| words::kind(i18n, kind).to_owned())
            .unwrap_or_default()
    });
    let fields = {
        let id = id.clone();
        move || view! { <ResourceFields state id=id.clone() entry /> }.into_any()
    };
    let purpose = move || {
        let said = entry.with(|entry| entry.as_ref().map(|entry| entry.purpose.clone()));
        let said = said.unwrap_or_default();
        if said.is_empty() {
            return view! { <p class="entry-missing">{say(move || t_string!(i18n, guide.purpose_missing))}</p> }.into_any();
        }
        view! { <p class="entry-text">{said}</p> }.into_any()
    };
    let head_id = format!("resource-{id}");
    view! {
        <EntryCard head_id name tag read_only=state.read_only is_open toggle fields>
            {part(purpose)}
            <OnMap state id=id.clone() entry />
        </EntryCard>
    }
}

/// The fields of a resource.
#[component]
fn ResourceFields(
    state: GuideState,
    id: GuideEntryId,
    entry: Memo<Option<GuideEntry>>,
) -> impl IntoView {
    let i18n = state.i18n;
    let text = move |of: fn(&GuideEntry) -> String| {
        memo(move |_| {
            entry
                .with(|entry| entry.as_ref().map(of))
                .unwrap_or_default()
        })
    };
    let id = StoredValue::new(id);
    let write = move |field: fn(String) -> GuideField| {
        Callback::new(move |text| {
            state.set(&id.get_value(), field(text));
        })
    };
    let set_name = Callback::new(move |name: String| {
        // A resource without a name is nobody's: what was there stays.
        if name.is_empty() {
            return;
        }
        state.set(&id.get_value(), GuideField::Name(name));
    });
    let choose = Callback::new(move |chosen: String| {
        if let Some(kind) = GuideKind::from_id(&chosen) {
            state.set(&id.get_value(), GuideField::Kind(kind));
        }
    });
    let remove = move |_| {
        let (id, name) = (id.get_value(), untrack(|| state.name(&id.get_value())));
        let of = entry.with_untracked(|entry| entry.as_ref().map(|entry| entry.kind.of_type()));
        if state.edit(Edit::RemoveGuideEntry { id }) {
            state.open.set(None);
            let said = t_string!(i18n, guide.said.removed, name = name);
            state.announcer.say(said);
            // What was pressed is gone with its card.
            lead_to(format!("guide-{}", of.map_or("association", GuideType::id)));
        }
    };
    let choices = memo(move |_| words::kinds(i18n));
    let field = move |name: &'static str| Field::guide_entry(&id.get_value(), name);
    let field_id = move |name: &str| format!("resource-{}-{name}", id.get_value());
    view! {
        <div class="entry-fields">
            <div class="pair">
                <TextEntry field=field("name") field_id=field_id("name") label=say(move || t_string!(i18n, guide.name))
                    value=text(|it| it.name.clone()) max=limits::NAME_MAX rows=1 write=set_name />
                <ChoiceEntry field=field("kind") field_id=field_id("kind") label=say(move || t_string!(i18n, guide.what))
                    choices value=text(|it| it.kind.id().to_owned()) choose />
            </div>
            <TextEntry field=field("purpose") field_id=field_id("purpose") label=say(move || t_string!(i18n, guide.purpose))
                value=text(|it| it.purpose.clone()) max=limits::NOTES_MAX rows=3 write=write(GuideField::Purpose) />
            <div class="entry-actions">
                <button class="button" type="button" data-testid="resource-remove" on:click=remove>
                    <Icon kind=IconKind::Close />{say(move || t_string!(i18n, guide.remove))}
                </button>
            </div>
        </div>
    }
}
