//! Who answers a need, each with the way to it on the map.

use leptos::prelude::*;
use trama_shared::{
    analysis::NeedCover,
    case::Need,
    ids::{ActorId, NeedId},
};

use super::NeedsState;
use crate::{
    components::icon::{Icon, IconKind},
    editor::Selection,
    i18n::t_string,
    lean::{memo, part, say, tell},
};

/// Those who answer a need, by name; tracked.
#[must_use]
pub fn answering(needs: NeedsState, need: Memo<Option<Need>>) -> Vec<(String, ActorId)> {
    let ids: Vec<ActorId> = need.with(|need| {
        let answers = need.iter().flat_map(|need| &need.answers);
        answers.cloned().collect()
    });
    let mut named: Vec<(String, ActorId)> = ids
        .into_iter()
        .map(|id| (needs.actor_name(&id), id))
        .collect();
    named.sort_unstable();
    named
}

/// Who answers a need.
#[component]
pub fn Answers(
    /// The page.
    needs: NeedsState,
    /// Which need.
    id: NeedId,
    /// The need.
    need: Memo<Option<Need>>,
) -> impl IntoView {
    let i18n = needs.i18n;
    let cover: Memo<Option<NeedCover>> =
        memo(move |_| needs.coverage.with(|coverage| coverage.need(&id).cloned()));
    let people = memo(move |_| answering(needs, need));
    let person = move |(name, actor): (String, ActorId)| {
        let query = Selection::Actor(actor.clone())
            .to_query()
            .unwrap_or_default();
        let path = format!("/caso/{}?vista=anillos&sel={query}", needs.store.id());
        let label = name.clone();
        let beyond = move || {
            cover.with(|cover| {
                cover
                    .as_ref()
                    .is_some_and(|cover| cover.beyond.contains(&actor))
            })
        };
        let missing = part(move || {
            if beyond() {
                view! { <span class="beyond">{say(move || t_string!(i18n, needs.not_reached))}</span> }.into_any()
            } else {
                ().into_any()
            }
        });
        view! {
            <li>
                <a class="answer" href=path title=tell(move || t_string!(i18n, needs.open_map, name = label.clone()))>
                    <Icon kind=IconKind::Map />
                    <span>{name}</span>
                    {missing}
                </a>
            </li>
        }
    };
    part(move || {
        let people = people.get();
        if people.is_empty() {
            return view! { <p class="need-nobody">{say(move || t_string!(i18n, needs.by_nobody))}</p> }.into_any();
        }
        view! {
            <ul class="answers" aria-label=say(move || t_string!(i18n, needs.by))>
                {people.into_iter().map(person).collect_view()}
            </ul>
        }
        .into_any()
    })
}
