//! The list of comments beside the texts.

use leptos::{html, prelude::*};
use trama_shared::case::Comment;

use super::{CommentsState, Shown, thread::Thread, thread_id};
use crate::{
    i18n::t_string,
    lean::{memo, part, say, tell},
};

/// The list, with the choice of what it shows.
#[component]
pub fn CommentsPanel(
    /// The page's comments.
    state: CommentsState,
) -> impl IntoView {
    let i18n = state.i18n;
    let node = NodeRef::<html::Section>::new();
    let listed = memo(move |_| state.listed());
    let counts = memo(move |_| {
        state.all().with(|all| {
            let open = all
                .values()
                .filter(|it: &&Comment| it.resolved.is_none())
                .count();
            (open, all.len() - open)
        })
    });
    // The list shows what the caret is in; the page itself never scrolls for it.
    Effect::new(move |_| {
        let active = state.active.get();
        let (Some(list), Some(id)) = (node.get(), active) else {
            return;
        };
        let item = document().get_element_by_id(&thread_id(&id));
        let item =
            item.and_then(|item| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(item).ok());
        if let Some(item) = item {
            let (top, bottom) = (item.offset_top(), item.offset_top() + item.offset_height());
            let (from, high) = (list.scroll_top(), list.client_height());
            if top < from || bottom > from + high {
                list.set_scroll_top((top - 56).max(0));
            }
        }
    });
    let choice = move |shown: Shown| {
        let words = tell(move || {
            let (open, settled) = counts.get();
            match shown {
                Shown::Open => t_string!(i18n, comments.show_open, n = open),
                Shown::Resolved => t_string!(i18n, comments.show_resolved, n = settled),
                Shown::All => t_string!(i18n, comments.show_all, n = open + settled),
            }
        });
        view! {
            <button type="button" aria-pressed=move || (state.shown.get() == shown).to_string()
                on:click=move |_| state.shown.set(shown)>{words}</button>
        }
    };
    let empty = part(move || {
        if !listed.with(Vec::is_empty) {
            return ().into_any();
        }
        let words = say(move || match (counts.get(), state.shown.get()) {
            ((0, 0), _) => t_string!(i18n, comments.none),
            (_, Shown::Open) => t_string!(i18n, comments.none_open),
            _ => t_string!(i18n, comments.none_resolved),
        });
        view! { <p class="hint" data-testid="comments-none">{words}</p> }.into_any()
    });
    let print = part(move || {
        if counts.get() == (0, 0) {
            return ().into_any();
        }
        view! {
            <label class="check comments-print">
                <input type="checkbox" data-testid="print-comments" prop:checked=move || state.printed.get()
                    on:change=move |event| state.printed.set(event_target_checked(&event)) />
                <span>{say(move || t_string!(i18n, comments.print))}</span>
            </label>
        }
        .into_any()
    });
    view! {
        <section node_ref=node class="plan-comments card" aria-labelledby="comments-title" data-testid="comments">
            <h3 id="comments-title">{say(move || t_string!(i18n, comments.title))}</h3>
            <div class="segmented" role="group" aria-label=say(move || t_string!(i18n, comments.show))>
                {choice(Shown::Open)} {choice(Shown::Resolved)} {choice(Shown::All)}
            </div>
            {empty}
            <ol class="threads">
                <For each=move || listed.get() key=Clone::clone let:id>
                    <Thread state id />
                </For>
            </ol>
            {print}
        </section>
    }
}
