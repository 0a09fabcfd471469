//! The dialog in which a comment is written.

use std::collections::BTreeMap;

use leptos::{ev::SubmitEvent, html, prelude::*};
use trama_shared::{case::Comment, edit::Edit, ids::CommentId, limits};

use super::CommentsState;
use crate::{components::dialog::Dialog, i18n::t_string, lean::say, services::clock};

/// The dialog; open while there is something to write a comment on.
#[component]
pub fn DraftDialog(
    /// The page's comments.
    state: CommentsState,
) -> impl IntoView {
    let i18n = state.i18n;
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if state.draft.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() && state.draft.with_untracked(Option::is_some) {
            state.draft.set(None);
        }
    });
    view! {
        <Dialog open title=Signal::derive(move || t_string!(i18n, comments.add).to_owned())>
            <DraftForm state on_done=move || open.set(false) />
        </Dialog>
    }
}

#[component]
fn DraftForm(
    state: CommentsState,
    on_done: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = state.i18n;
    let node = NodeRef::<html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(node) = node.get() {
            // The dialog is open: a field that is shown takes the focus.
            request_animation_frame(move || {
                let _ = node.focus();
            });
        }
    });
    let quote = move || {
        let quote = state
            .draft
            .with(|draft| draft.as_ref().map(|draft| draft.passage.quote.clone()));
        quote.unwrap_or_default()
    };
    let submit = move || {
        let words = node
            .get_untracked()
            .map(|node| node.value())
            .unwrap_or_default();
        let words = words.trim();
        let Some(draft) = state.draft.get_untracked().filter(|_| !words.is_empty()) else {
            return;
        };
        let id = CommentId::from_random(clock::random_bits());
        let comment = Comment {
            text: draft.text,
            place: None,
            quote: draft.passage.quote,
            words: words.to_owned(),
            by: state.store.user_name(),
            at: clock::now_ms() as i64,
            replies: BTreeMap::new(),
            resolved: None,
        };
        let made = state.store.edit(Edit::AddComment {
            id: id.clone(),
            comment: Box::new(comment),
            runs: Some(draft.passage.runs),
        });
        on_done();
        // A refusal is told by the frame of the case.
        if made.is_ok() {
            state.shown.update(|shown| {
                if *shown == super::Shown::Resolved {
                    *shown = super::Shown::Open;
                }
            });
            state.active.set(Some(id));
            state.announcer.say(t_string!(i18n, comments.said_added));
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            submit();
        }
    };
    view! {
        <form class="comment-form" on:submit=move |event: SubmitEvent| { event.prevent_default(); submit(); }>
            <blockquote class="comment-quoted" data-testid="draft-quote">{quote}</blockquote>
            <label class="field-label" for="comment-words">{say(move || t_string!(i18n, comments.words))}</label>
            <textarea id="comment-words" node_ref=node rows="4" required spellcheck="true" autocapitalize="sentences"
                maxlength=limits::NOTES_MAX.to_string() on:keydown=on_key></textarea>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| on_done()>{say(move || t_string!(i18n, common.cancel))}</button>
                <button type="submit" class="button primary" data-testid="comment-submit">{say(move || t_string!(i18n, comments.add))}</button>
            </div>
        </form>
    }
}
