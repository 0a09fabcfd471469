//! The lists of child protection: what is ticked, each with a word on it, and what is written.

use leptos::{ev, prelude::*};
use trama_shared::{
    case::{ProtectionGroup, ProtectionItem},
    date::Day,
    edit::ProtectionEdit,
    limits,
};

use super::{ProtectionState, words};
use crate::{
    components::{entry_field::TextEntry, shared_field::SharedField},
    i18n::t_string,
    lean::{memo, part, say},
    services::case_store::Field,
};

/// A part of the page with its items.
#[component]
pub fn GroupSection(
    /// The page.
    state: ProtectionState,
    /// Which part.
    group: ProtectionGroup,
) -> impl IntoView {
    let i18n = state.i18n;
    let head_id = format!("protection-{}", group.id());
    let labelled = head_id.clone();
    let rows = group.items().map(|item| {
        if group.is_ticked() {
            view! { <Ticked state item /> }.into_any()
        } else {
            view! { <Written state item /> }.into_any()
        }
    });
    let rows: Vec<_> = rows.collect();
    // The order of the measures says something: the one that separates least comes first.
    let list = if group == ProtectionGroup::Measures {
        view! { <ol class="protection-items">{rows}</ol> }.into_any()
    } else {
        view! { <ul class="protection-items">{rows}</ul> }.into_any()
    };
    view! {
        <section class="entry-group card protection-group" aria-labelledby=labelled data-group=group.id()>
            <h3 id=head_id>{say(move || words::group(i18n, group))}</h3>
            <p class="hint">{say(move || words::lead(i18n, group))}</p>
            {list}
        </section>
    }
}

/// An item that is ticked, and then may be told more of.
#[component]
fn Ticked(state: ProtectionState, item: ProtectionItem) -> impl IntoView {
    let i18n = state.i18n;
    let said = state.item(item);
    let is_ticked = memo(move |_| said.with(Option::is_some));
    let tick = move |event: ev::Event| {
        let ticked = event_target_checked(&event);
        if ticked != is_ticked.get_untracked() {
            let said = ticked.then(String::new);
            state.edit(ProtectionEdit::Item(item, said));
        }
    };
    let value = memo(move |_| said.get().unwrap_or_default());
    let write = Callback::new(move |text: String| {
        state.edit(ProtectionEdit::Item(item, Some(text)));
    });
    let more = part(move || {
        if !is_ticked.get() {
            return ().into_any();
        }
        if state.read_only.get() {
            return view! { <p class="entry-text">{move || value.get()}</p> }.into_any();
        }
        let label = say(move || words::note(i18n, item.group()));
        // The notes of all items are called alike: the group says of which one this is.
        view! {
            <div class="protection-note" role="group" aria-label=say(move || words::item(i18n, item))>
                <TextEntry field=Field::protection(item.id()) field_id=format!("protection-{}", item.id()) label value
                    max=limits::NOTES_MAX rows=2 write />
                {(item == ProtectionItem::LeavingHome).then(|| view! { <AwayUntil state /> })}
            </div>
        }
        .into_any()
    });
    view! {
        <li class="protection-item" data-item=item.id()>
            <label class="need-row">
                <input type="checkbox" prop:checked=move || is_ticked.get() disabled=move || state.read_only.get() on:change=tick />
                <span>{say(move || words::item(i18n, item))}</span>
            </label>
            {more}
        </li>
    }
}

/// Until when the child is away from home.
#[component]
fn AwayUntil(state: ProtectionState) -> impl IntoView {
    let i18n = state.i18n;
    let until = memo(move |_| {
        let until = state.protection.with(|it| it.away_until);
        until.map(|day| day.to_string()).unwrap_or_default()
    });
    let set = move |event: ev::Event| {
        let day = Day::from_iso(&event_target_value(&event));
        if day != state.protection.with_untracked(|it| it.away_until) {
            state.edit(ProtectionEdit::AwayUntil(day));
        }
    };
    view! {
        <SharedField field=Field::protection("away_until")>
            <div class="field">
                <label for="protection-away">{say(move || t_string!(i18n, protection.away_until))}</label>
                <input id="protection-away" type="date" prop:value=move || until.get() on:change=set />
            </div>
        </SharedField>
    }
}

/// An item that is written.
#[component]
fn Written(state: ProtectionState, item: ProtectionItem) -> impl IntoView {
    let i18n = state.i18n;
    let said = state.item(item);
    let value = memo(move |_| said.get().unwrap_or_default());
    let write = Callback::new(move |text: String| {
        let said = (!text.is_empty()).then_some(text);
        state.edit(ProtectionEdit::Item(item, said));
    });
    part(move || {
        let label = say(move || words::item(i18n, item));
        if state.read_only.get() {
            return view! {
                <li class="protection-item" data-item=item.id()>
                    <p class="field-label">{label}</p>
                    <p class="entry-text">{move || value.get()}</p>
                </li>
            }
            .into_any();
        }
        view! {
            <li class="protection-item" data-item=item.id()>
                <TextEntry field=Field::protection(item.id()) field_id=format!("protection-{}", item.id()) label value
                    max=limits::NOTES_MAX rows=3 write />
            </li>
        }
        .into_any()
    })
}
