//! One need: what it is, how she puts it, who answers, and its fields when it is opened.

use leptos::prelude::*;
use trama_shared::{
    case::{Need, NeedTopic},
    ids::NeedId,
};

use super::{
    NeedsState, answers::Answers, coverage::cover_id, editor::NeedEditor, offers::Offers, words,
};
use crate::{
    components::icon::{Icon, IconKind},
    i18n::t_string,
    lean::{memo, part, say, tell, when},
};

/// The card of a need.
#[component]
pub fn NeedCard(
    /// The page.
    needs: NeedsState,
    /// Which.
    id: NeedId,
) -> impl IntoView {
    let i18n = needs.i18n;
    let all = needs.store.needs();
    let need: Memo<Option<Need>> = {
        let id = id.clone();
        memo(move |_| all.with(|all| all.get(&id).cloned()))
    };
    let cover = {
        let id = id.clone();
        memo(move |_| needs.cover(&id))
    };
    let is_open = {
        let id = id.clone();
        memo(move |_| needs.open.with(|open| open.as_ref() == Some(&id)))
    };
    let toggle = {
        let id = id.clone();
        move |_| {
            needs.open.update(|open| {
                *open = if open.as_ref() == Some(&id) {
                    None
                } else {
                    Some(id.clone())
                }
            });
        }
    };
    let name = move || {
        need.with(|need| need.as_ref().map(|need| words::name(i18n, need)))
            .unwrap_or_default()
    };
    let tag = part(move || {
        match cover.get() {
        None => ().into_any(),
        Some(cover) => view! {
            <span class=format!("cover-tag {}", cover_id(cover))>{say(move || words::cover(i18n, cover))}</span>
        }
        .into_any(),
    }
    });
    // Beside a row the team's own words say more; without one they are the name already.
    let more = part(move || {
        let more = need.with(|need| match need {
            Some(need) if matches!(need.topic, NeedTopic::Row(_)) => need.words.clone(),
            _ => String::new(),
        });
        if more.is_empty() {
            return ().into_any();
        }
        view! { <p class="need-words">{more}</p> }.into_any()
    });
    let voice = part(move || {
        let voice = need.with(|need| {
            need.as_ref()
                .map(|need| need.voice.clone())
                .unwrap_or_default()
        });
        if voice.is_empty() {
            return ().into_any();
        }
        let label = tell(move || t_string!(i18n, needs.voice_said, name = needs.person_name()));
        view! { <figure class="need-voice"><blockquote>{voice}</blockquote><figcaption class="hint">{label}</figcaption></figure> }.into_any()
    });
    let meta = tell(move || {
        need.with(|need| {
            let Some(need) = need else {
                return String::new();
            };
            let state = words::state(i18n, need.state);
            match need.priority {
                None => state.to_owned(),
                some => {
                    let priority = words::priority(i18n, some).to_lowercase();
                    let said = t_string!(i18n, needs.priority_said, priority = priority);
                    format!("{state} · {said}")
                }
            }
        })
    });
    let button = part({
        let id = id.clone();
        move || {
            if needs.read_only.get() {
                return ().into_any();
            }
            let toggle = toggle.clone();
            let controls = format!("need-body-{id}");
            let words = move || {
                if is_open.get() {
                    t_string!(i18n, needs.done)
                } else {
                    t_string!(i18n, needs.edit)
                }
            };
            view! {
                <button class="button quiet need-edit" type="button" aria-controls=controls
                    aria-expanded=move || if is_open.get() { "true" } else { "false" }
                    aria-label=move || format!("{}: {}", words(), name()) on:click=toggle>
                    {move || view! { <Icon kind=if is_open.get() { IconKind::Down } else { IconKind::Forward } /> }}
                    {say(words)}
                </button>
            }
            .into_any()
        }
    });
    let body = part({
        let id = id.clone();
        move || {
            if is_open.get() && !needs.read_only.get() {
                view! { <NeedEditor needs id=id.clone() need /> }.into_any()
            } else {
                ().into_any()
            }
        }
    });
    let (data, head_id, body_id) = (
        id.to_string(),
        format!("need-{id}"),
        format!("need-body-{id}"),
    );
    let labelled = head_id.clone();
    view! {
        <article class="need card" data-need=data data-cover=move || cover.get().map(cover_id)
            class:open=when(move || is_open.get()) aria-labelledby=labelled>
            <div class="need-head">
                <div>
                    <h4 id=head_id tabindex="-1">{tell(name)}</h4>
                    {more}
                </div>
                {tag}
                {button}
            </div>
            {voice}
            <p class="hint need-meta">{meta}</p>
            <Answers needs id=id.clone() need />
            <Offers needs id need />
            <div id=body_id class="need-body">{body}</div>
        </article>
    }
}
