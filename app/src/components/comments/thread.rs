//! One comment with what was answered, and what can be done with it.

use leptos::{ev::SubmitEvent, html, prelude::*};
use trama_shared::{
    case::Reply,
    edit::Edit,
    ids::{CommentId, ReplyId},
    limits,
};

use super::{CommentsState, thread_id};
use crate::{
    components::icon::{Icon, IconKind},
    i18n::{Locale, t_string},
    lean::{memo, part, say, tell},
    services::clock,
};

/// Who said something, when, and what.
#[component]
fn Remark(state: CommentsState, by: String, at: i64, words: String) -> impl IntoView {
    let i18n = state.i18n;
    let when = tell(move || {
        let language = match i18n.get_locale() {
            Locale::es => "es-CL",
            Locale::en => "en",
        };
        clock::moment_words(at as f64, language)
    });
    view! {
        <p class="comment-by"><strong>{by}</strong>" "<span class="hint">{when}</span></p>
        <p class="comment-words">{words}</p>
    }
}

/// A comment.
#[component]
pub fn Thread(
    /// The comments.
    state: CommentsState,
    /// Which.
    id: CommentId,
) -> impl IntoView {
    let i18n = state.i18n;
    let id = StoredValue::new(id);
    let comment = memo(move |_| {
        state
            .all()
            .with(|all| id.with_value(|id| all.get(id).cloned()))
    });
    let can_edit = memo(move |_| state.store.can_edit());
    let answering = RwSignal::new(false);
    let number = memo(move |_| id.with_value(|id| state.number(id)).unwrap_or_default());
    let is_active =
        memo(move |_| id.with_value(|id| state.active.with(|active| active.as_ref() == Some(id))));
    let settled =
        memo(move |_| comment.with(|it| it.as_ref().is_some_and(|it| it.resolved.is_some())));
    let gone = memo(move |_| comment.with(|it| it.as_ref().is_some_and(|it| it.place.is_none())));
    let quote = memo(move |_| {
        comment
            .with(|it| it.as_ref().map(|it| it.quote.clone()))
            .unwrap_or_default()
    });
    let own = memo(move |_| {
        let user = state.store.user_name();
        comment.with(|it| it.as_ref().is_some_and(|it| it.by == user))
    });
    // What was said changes with an answer; where it stands, with every key somebody presses.
    let said = memo(move |_| {
        comment.with(|it| {
            let it = it.as_ref()?;
            let answers: Vec<Reply> = it
                .thread()
                .into_iter()
                .map(|(_, reply)| reply.clone())
                .collect();
            Some((
                it.by.clone(),
                it.at,
                it.words.clone(),
                answers,
                it.resolved.clone(),
            ))
        })
    });
    let passage = part(move || {
        if gone.get() {
            return view! {
                <p class="comment-gone"><Icon kind=IconKind::Warning />
                    <span>{say(move || t_string!(i18n, comments.gone))}" "</span>
                    <q class="comment-quote" tabindex="-1">{move || quote.get()}</q></p>
            }
            .into_any();
        }
        view! {
            <button type="button" class="comment-quote" title=move || t_string!(i18n, comments.go)
                on:click=move |_| id.with_value(|id| state.go_to_passage(id))>
                <span class="sr-only">{say(move || t_string!(i18n, comments.go))}": "</span>
                {move || quote.get()}
            </button>
        }
        .into_any()
    });
    let remarks = part(move || {
        let Some((by, at, words, answers, resolved)) = said.get() else {
            return ().into_any();
        };
        let answer = move |reply: Reply| view! { <li><Remark state by=reply.by at=reply.at words=reply.words /></li> };
        let resolved = resolved.map(|resolved| {
            let who = resolved.by;
            let words = tell(move || {
                let language = match i18n.get_locale() {
                    Locale::es => "es-CL",
                    Locale::en => "en",
                };
                let day = clock::date_words(resolved.at as f64, language);
                t_string!(i18n, comments.resolved_by, name = who.clone(), day = day)
            });
            view! { <p class="comment-resolved"><Icon kind=IconKind::Check /><span>{words}</span></p> }
        });
        let answers = (!answers.is_empty()).then(|| {
            view! {
                <ul class="answers" aria-label=say(move || t_string!(i18n, comments.answers))>
                    {answers.into_iter().map(answer).collect_view()}
                </ul>
            }
        });
        view! { <Remark state by at words /> {answers} {resolved} }.into_any()
    });
    let actions = part(move || {
        if !can_edit.get() {
            return ().into_any();
        }
        if answering.get() {
            return view! { <Answer state id answering /> }.into_any();
        }
        let settle = say(move || {
            if settled.get() {
                t_string!(i18n, comments.reopen)
            } else {
                t_string!(i18n, comments.resolve)
            }
        });
        let remove = own.get().then(|| {
            view! {
                <button type="button" class="button quiet" data-testid="comment-remove"
                    on:click=move |_| {
                        let id = id.get_value();
                        // A refusal is told by the frame of the case.
                        if state.store.edit(Edit::RemoveComment { id }).is_ok() {
                            state.announcer.say(t_string!(i18n, comments.said_removed));
                        }
                    }>{say(move || t_string!(i18n, comments.remove))}</button>
            }
        });
        view! {
            <div class="comment-actions">
                <button type="button" class="button quiet" data-testid="comment-answer"
                    on:click=move |_| answering.set(true)>{say(move || t_string!(i18n, comments.answer))}</button>
                <button type="button" class="button quiet" data-testid="comment-resolve"
                    on:click=move |_| id.with_value(|id| state.resolve(id.clone(), !settled.get_untracked()))>{settle}</button>
                {remove}
            </div>
        }
        .into_any()
    });
    view! {
        <li class="thread" id=id.with_value(thread_id) class:active=move || is_active.get() class:settled=move || settled.get()
            value=move || number.get().to_string() data-comment=id.with_value(ToString::to_string)>
            {passage} {remarks} {actions}
        </li>
    }
}

/// The field for an answer.
#[component]
fn Answer(
    state: CommentsState,
    id: StoredValue<CommentId>,
    answering: RwSignal<bool>,
) -> impl IntoView {
    let i18n = state.i18n;
    let node = NodeRef::<html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(node) = node.get() {
            // It was just put into the page.
            let _ = node.focus();
        }
    });
    // The focus would be lost with the field.
    let done = move || {
        answering.set(false);
        let thread = id.with_value(thread_id);
        request_animation_frame(move || {
            let selector = format!("#{thread} [data-testid=comment-answer]");
            if let Ok(Some(button)) = document().query_selector(&selector)
                && let Some(button) = wasm_bindgen::JsCast::dyn_ref::<web_sys::HtmlElement>(&button)
            {
                // It is in the list, which is shown.
                let _ = button.focus();
            }
        });
    };
    let submit = move || {
        let words = node
            .get_untracked()
            .map(|node| node.value())
            .unwrap_or_default();
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        let made = state.store.edit(Edit::AddCommentReply {
            id: id.get_value(),
            reply_id: ReplyId::from_random(clock::random_bits()),
            reply: Reply {
                words: words.to_owned(),
                by: state.store.user_name(),
                at: clock::now_ms() as i64,
            },
        });
        // A refusal is told by the frame of the case, and the words stay in the field.
        if made.is_ok() {
            state.announcer.say(t_string!(i18n, comments.said_answered));
            done();
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" if event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            submit();
        }
        "Escape" => {
            event.stop_propagation();
            done();
        }
        _ => {}
    };
    view! {
        <form class="comment-form" on:submit=move |event: SubmitEvent| { event.prevent_default(); submit(); }>
            <textarea node_ref=node rows="2" required spellcheck="true" autocapitalize="sentences"
                aria-label=say(move || t_string!(i18n, comments.answer_words))
                maxlength=limits::NOTES_MAX.to_string() on:keydown=on_key></textarea>
            <div class="comment-actions">
                <button type="submit" class="button primary" data-testid="answer-submit">{say(move || t_string!(i18n, comments.answer))}</button>
                <button type="button" class="button quiet" on:click=move |_| done()>{say(move || t_string!(i18n, common.cancel))}</button>
            </div>
        </form>
    }
}
