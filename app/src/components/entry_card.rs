//! The card of something that a page lists: what it is, and its fields when it is opened.

use leptos::prelude::*;

use crate::{
    components::icon::{Icon, IconKind},
    i18n::{t_string, use_i18n},
    lean::{Told, part, say, tell, when},
};

/// The card. What is in it stands under its head, and is replaced by the fields while these are open.
#[component]
pub fn EntryCard(
    /// The id of the heading, to lead there.
    head_id: String,
    /// What it is called.
    name: Memo<String>,
    /// What stands at the right of the name; may say nothing.
    tag: Told,
    /// The user may not change it.
    read_only: Memo<bool>,
    /// Its fields are open.
    is_open: Memo<bool>,
    /// Opens the fields, or closes them.
    toggle: Callback<()>,
    /// The fields.
    #[prop(into)]
    fields: ViewFn,
    /// What is said of it.
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let body_id = format!("{head_id}-body");
    let controls = body_id.clone();
    let button = part(move || {
        if read_only.get() {
            return ().into_any();
        }
        let words = move || {
            if is_open.get() {
                t_string!(i18n, needs.done)
            } else {
                t_string!(i18n, needs.edit)
            }
        };
        view! {
            <button class="button quiet entry-edit" type="button" aria-controls=controls.clone()
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                aria-label=move || format!("{}: {}", words(), name.get()) on:click=move |_| toggle.run(())>
                {move || view! { <Icon kind=if is_open.get() { IconKind::Down } else { IconKind::Forward } /> }}
                {say(words)}
            </button>
        }
        .into_any()
    });
    let body = part(move || {
        if is_open.get() && !read_only.get() {
            fields.run()
        } else {
            ().into_any()
        }
    });
    let (labelled, data) = (head_id.clone(), head_id.clone());
    view! {
        <article class="entry card" data-entry=data class:open=when(move || is_open.get()) aria-labelledby=labelled>
            <div class="entry-head">
                <h4 id=head_id tabindex="-1">{tell(move || name.get())}</h4>
                <span class="entry-tag">{tag}</span>
                {button}
            </div>
            <div class="entry-said">{children()}</div>
            <div id=body_id class="entry-body">{body}</div>
        </article>
    }
}
