//! The fields of a need, and who answers it.

use leptos::{ev, html, prelude::*};
use trama_shared::{
    case::{Need, NeedPriority, NeedState, NeedTopic, Ring},
    catalog::NeedArea,
    edit::Edit,
    ids::{ActorId, NeedId},
    limits,
};

use super::{NeedsState, answers::answering, words};
use crate::{
    components::{
        case_map::words::ring_full,
        icon::{Icon, IconKind},
        shared_field::SharedField,
    },
    i18n::t_string,
    lean::{memo, part, say, tell},
    services::case_store::Field,
};

/// The fields.
#[component]
pub fn NeedEditor(
    /// The page.
    needs: NeedsState,
    /// Which need.
    id: NeedId,
    /// The need.
    need: Memo<Option<Need>>,
) -> impl IntoView {
    let i18n = needs.i18n;
    let words_now = memo(move |_| {
        need.with(|need| {
            need.as_ref()
                .map(|need| need.words.clone())
                .unwrap_or_default()
        })
    });
    let voice_now = memo(move |_| {
        need.with(|need| {
            need.as_ref()
                .map(|need| need.voice.clone())
                .unwrap_or_default()
        })
    });
    let priority_now =
        memo(move |_| need.with(|need| need.as_ref().and_then(|need| need.priority)));
    let state_now = memo(move |_| need.with(|need| need.as_ref().map(|need| need.state)));
    let (of_words, of_voice, of_priority, of_state, of_remove) =
        (id.clone(), id.clone(), id.clone(), id.clone(), id.clone());
    let set_words = move |event: ev::Event| {
        let words = event_target_value(&event).trim().to_owned();
        if words != words_now.get_untracked() {
            needs.edit(Edit::SetNeedWords {
                id: of_words.clone(),
                words,
            });
        }
    };
    let set_voice = move |event: ev::Event| {
        let voice = event_target_value(&event).trim().to_owned();
        if voice != voice_now.get_untracked() {
            needs.edit(Edit::SetNeedVoice {
                id: of_voice.clone(),
                voice,
            });
        }
    };
    let set_priority = move |event: ev::Event| {
        let priority = NeedPriority::from_id(&event_target_value(&event));
        if priority != priority_now.get_untracked() {
            needs.edit(Edit::SetNeedPriority {
                id: of_priority.clone(),
                priority,
            });
        }
    };
    let set_state = move |event: ev::Event| {
        let state = NeedState::from_id(&event_target_value(&event));
        if let Some(state) = state.filter(|state| Some(*state) != state_now.get_untracked()) {
            needs.edit(Edit::SetNeedState {
                id: of_state.clone(),
                state,
            });
        }
    };
    let remove = move |_| {
        let name = untrack(|| needs.name(&of_remove));
        if needs.edit(Edit::RemoveNeed {
            id: of_remove.clone(),
        }) {
            needs.open.set(None);
            needs
                .announcer
                .say(t_string!(i18n, needs.said.removed, name = name));
            // What was pressed is gone with its card.
            let add = document().get_element_by_id("needs-add");
            if let Some(add) =
                add.and_then(|add| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(add).ok())
            {
                let _ = add.focus();
            }
        }
    };
    let commit = format!(
        "/caso/{}/compromisos?sobre=necesidad-{id}",
        needs.store.id()
    );
    let ids = |field: &str| format!("need-{id}-{field}");
    let (words_id, voice_id, priority_id, state_id, hint_id) = (
        ids("words"),
        ids("voice"),
        ids("priority"),
        ids("state"),
        ids("hint"),
    );
    let (words_for, voice_for, priority_for, state_for, described) = (
        words_id.clone(),
        voice_id.clone(),
        priority_id.clone(),
        state_id.clone(),
        hint_id.clone(),
    );
    let priorities = std::iter::once(None)
        .chain(NeedPriority::ALL.iter().copied().map(Some))
        .map(|choice| {
            view! {
                <option value=choice.map_or("", NeedPriority::id) selected=move || priority_now.get() == choice>
                    {say(move || words::priority(i18n, choice))}
                </option>
            }
        })
        .collect_view();
    let states = NeedState::ALL
        .iter()
        .copied()
        .map(|choice| {
            view! {
                <option value=choice.id() selected=move || state_now.get() == Some(choice)>
                    {say(move || words::state(i18n, choice))}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="need-fields">
            <SharedField field=Field::need(&id, "voice")>
                <div class="field">
                    <label for=voice_for>{tell(move || t_string!(i18n, needs.voice, name = needs.person_name()))}</label>
                    <textarea id=voice_id rows="2" maxlength=limits::NOTES_MAX.to_string()
                        prop:value=move || voice_now.get() on:change=set_voice></textarea>
                </div>
            </SharedField>
            <SharedField field=Field::need(&id, "words")>
                <div class="field">
                    <label for=words_for>{say(move || t_string!(i18n, needs.words))}</label>
                    <input id=words_id type="text" autocomplete="off" maxlength=limits::TITLE_MAX.to_string()
                        aria-describedby=described prop:value=move || words_now.get() on:change=set_words />
                    <p class="hint" id=hint_id>{say(move || t_string!(i18n, needs.words_hint))}</p>
                </div>
            </SharedField>
            <div class="need-pair">
                <SharedField field=Field::need(&id, "priority")>
                    <div class="field">
                        <label for=priority_for>{say(move || t_string!(i18n, needs.priority.label))}</label>
                        <select id=priority_id on:change=set_priority>{priorities}</select>
                    </div>
                </SharedField>
                <SharedField field=Field::need(&id, "state")>
                    <div class="field">
                        <label for=state_for>{say(move || t_string!(i18n, needs.state.label))}</label>
                        <select id=state_id on:change=set_state>{states}</select>
                    </div>
                </SharedField>
            </div>
            <TopicField needs id=id.clone() need />
            <AnswersEditor needs id=id.clone() need />
            <div class="need-actions">
                <a class="button" href=commit data-testid="need-commit">
                    <Icon kind=IconKind::Commitments />{say(move || t_string!(i18n, commitments.from_need))}
                </a>
                <button class="button" type="button" data-testid="need-remove" on:click=remove>
                    <Icon kind=IconKind::Close />{say(move || t_string!(i18n, needs.remove))}
                </button>
            </div>
        </div>
    }
}

/// What the need is about: a row of the catalogue, or something else of an ámbito.
#[component]
fn TopicField(needs: NeedsState, id: NeedId, need: Memo<Option<Need>>) -> impl IntoView {
    let i18n = needs.i18n;
    let topic_now = memo(move |_| need.with(|need| need.as_ref().map(|need| need.topic)));
    let of_topic = id.clone();
    let set_topic = move |event: ev::Event| {
        let topic = NeedTopic::from_id(&event_target_value(&event));
        if let Some(topic) = topic.filter(|topic| Some(*topic) != topic_now.get_untracked()) {
            needs.edit(Edit::SetNeedTopic {
                id: of_topic.clone(),
                topic,
            });
        }
    };
    let option = move |topic: NeedTopic| {
        view! {
            <option value=topic.id() selected=move || topic_now.get() == Some(topic)>
                {say(move || words::topic(i18n, topic))}
            </option>
        }
    };
    let group = move |area: NeedArea| {
        let topics = area
            .rows()
            .map(NeedTopic::Row)
            .chain(std::iter::once(NeedTopic::Own(area)));
        view! {
            <optgroup label=say(move || words::area(i18n, area))>{topics.map(option).collect_view()}</optgroup>
        }
    };
    let field_id = format!("need-{id}-topic");
    let label_for = field_id.clone();
    view! {
        <SharedField field=Field::need(&id, "topic")>
            <div class="field">
                <label for=label_for>{say(move || t_string!(i18n, needs.topic))}</label>
                <select id=field_id on:change=set_topic>{NeedArea::ALL.iter().copied().map(group).collect_view()}</select>
            </div>
        </SharedField>
    }
}

/// Who answers the need, each to be taken away, and the rest of the network to choose from. Reserved actors are not
/// offered: the needs are in the shared zone, where nobody may learn of them.
#[component]
fn AnswersEditor(needs: NeedsState, id: NeedId, need: Memo<Option<Need>>) -> impl IntoView {
    let i18n = needs.i18n;
    let store = needs.store;
    let select = NodeRef::<html::Select>::new();
    let people = memo(move |_| answering(needs, need));
    let set = {
        let id = id.clone();
        move |actor: &ActorId, answers: bool| {
            let (name, of) = untrack(|| (needs.actor_name(actor), needs.name(&id)));
            let edit = Edit::SetNeedAnswer {
                id: id.clone(),
                actor: actor.clone(),
                answers,
            };
            if needs.edit(edit) {
                needs.announcer.say(if answers {
                    t_string!(i18n, needs.said.answers, actor = name, name = of)
                } else {
                    t_string!(i18n, needs.said.answers_no, actor = name, name = of)
                });
            }
        }
    };
    let others = memo(move |_| {
        let ids = store.actor_ids().get();
        let mut others: Vec<(Ring, String, ActorId)> = ids
            .into_iter()
            .filter(|id| !store.is_reserved_actor(id))
            .filter(|id| !people.with(|people| people.iter().any(|(_, actor)| actor == id)))
            .filter_map(|id| {
                let actor = store.actor(&id)?.get();
                Some((actor.ring, actor.name, id))
            })
            .collect();
        others.sort_unstable();
        others
    });
    let focus_select = move || {
        if let Some(select) = select.get_untracked() {
            let _ = select.focus();
        }
    };
    let rows = part({
        let set = set.clone();
        move || {
            let set = set.clone();
            let row = move |(name, actor): (String, ActorId)| {
                let (set, label) = (set.clone(), name.clone());
                let remove = move |_| {
                    set(&actor, false);
                    focus_select();
                };
                view! {
                    <li>
                        <span>{name}</span>
                        <button class="button quiet icon-only" type="button" on:click=remove
                            aria-label=tell(move || t_string!(i18n, needs.by_remove, name = label.clone()))>
                            <Icon kind=IconKind::Close />
                        </button>
                    </li>
                }
            };
            view! { <ul class="answer-rows">{people.get().into_iter().map(row).collect_view()}</ul> }.into_any()
        }
    });
    let groups = part(move || {
        let others = others.get();
        let group = |ring: Ring| {
            let of_ring = others.iter().filter(|(at, ..)| *at == ring);
            let options: Vec<_> = of_ring
                .map(|(_, name, id)| view! { <option value=id.to_string()>{name.clone()}</option> })
                .collect();
            (!options.is_empty())
                .then(|| view! { <optgroup label=say(move || ring_full(i18n, ring))>{options}</optgroup> })
        };
        Ring::ALL
            .iter()
            .copied()
            .map(group)
            .collect_view()
            .into_any()
    });
    let add = move |_| {
        let value = select.get_untracked().map(|select| select.value());
        if let Some(actor) = value.and_then(|value| value.parse::<ActorId>().ok()) {
            set(&actor, true);
        }
        focus_select();
    };
    let nobody_left = move || {
        others.with(Vec::is_empty).then(|| {
            if people.with(Vec::is_empty) {
                t_string!(i18n, needs.by_empty)
            } else {
                t_string!(i18n, needs.by_all)
            }
        })
    };
    let select_id = format!("need-{id}-answers");
    let label_for = select_id.clone();
    view! {
        <fieldset class="need-answers">
            <legend class="field-label">{say(move || t_string!(i18n, needs.by))}</legend>
            {rows}
            <div class="field">
                <label for=label_for>{say(move || t_string!(i18n, needs.by_add))}</label>
                <div class="need-add-answer">
                    <select node_ref=select id=select_id>
                        <option value="">{say(move || t_string!(i18n, needs.by_choose))}</option>
                        {groups}
                    </select>
                    <button class="button" type="button" data-testid="answer-add" on:click=add>
                        <Icon kind=IconKind::Add />{say(move || t_string!(i18n, needs.by_submit))}
                    </button>
                </div>
                <p class="hint">{nobody_left}</p>
            </div>
        </fieldset>
    }
}
