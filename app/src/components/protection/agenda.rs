//! What of a child-protection case wants to be looked at: a sentence, and behind it the follow-ups.

use leptos::prelude::*;
use trama_shared::{analysis::Standing, ids::ReviewId};

use super::{ProtectionState, words};
use crate::{
    components::{
        commitments::words::standing,
        icon::{Icon, IconKind},
        save_pill::join_names,
    },
    i18n::t_string,
    lean::{part, say, tell},
};

/// The card, on the page itself and beside the commitments; nothing where the case is none of child protection, or for
/// whoever may not see it.
#[component]
pub fn ProtectionCard(
    /// The state.
    state: ProtectionState,
    /// Only the dates: the commitments are looked at together with people who may not read more.
    #[prop(optional)]
    dates_only: bool,
) -> impl IntoView {
    let i18n = state.i18n;
    part(move || {
        if !state.may_read.get() || !state.protection.with(|it| it.on) {
            return ().into_any();
        }
        view! {
            <section class="card agenda protection-agenda" aria-labelledby="protection-agenda" data-testid="protection-agenda">
                <h3 id="protection-agenda"><Icon kind=IconKind::Lock />{say(move || t_string!(i18n, protection.agenda))}</h3>
                <p data-testid="protection-said">{tell(move || sentence(state))}</p>
                <Pressing state />
                {(!dates_only).then(|| view! { <p class="hint">{tell(move || missing(state))}</p> })}
            </section>
        }
        .into_any()
    })
}

/// What is late and what comes soon.
fn sentence(state: ProtectionState) -> String {
    let i18n = state.i18n;
    let (late, all) = state.agenda.with(|agenda| {
        let late = agenda.pressing();
        let late = late.filter(|(standing, _)| matches!(standing, Standing::Overdue(_)));
        (late.count(), agenda.pressing().count())
    });
    let late_words = match late {
        0 => t_string!(i18n, protection.said.late_none).to_owned(),
        1 => t_string!(i18n, protection.said.late_single).to_owned(),
        n => t_string!(i18n, protection.said.late_many, n = n),
    };
    let coming = match all - late {
        0 => t_string!(i18n, protection.said.coming_none).to_owned(),
        1 => t_string!(i18n, protection.said.coming_single).to_owned(),
        n => t_string!(i18n, protection.said.coming_many, n = n),
    };
    format!("{late_words} {coming}")
}

/// What is missing, in as many sentences.
fn missing(state: ProtectionState) -> String {
    let i18n = state.i18n;
    state.agenda.with(|agenda| {
        let mut said = Vec::new();
        if agenda.away_too_long {
            said.push(t_string!(i18n, protection.said.away).to_owned());
        }
        match agenda.unheard.len() {
            0 => {}
            1 => said.push(t_string!(i18n, protection.said.unheard_single).to_owned()),
            n => said.push(t_string!(i18n, protection.said.unheard_many, n = n)),
        }
        if !agenda.unasked.is_empty() {
            let names: Vec<String> = agenda
                .unasked
                .iter()
                .map(|item| words::item(i18n, *item).to_lowercase())
                .collect();
            let list = join_names(&names, t_string!(i18n, common.and));
            said.push(t_string!(i18n, protection.said.unasked, list = list));
        }
        said.join(" ")
    })
}

/// The follow-ups that are late or come soon; a press leads to each.
#[component]
fn Pressing(state: ProtectionState) -> impl IntoView {
    let i18n = state.i18n;
    let path = StoredValue::new(format!("/caso/{}/proteccion", state.store.id()));
    let row = move |(at, id): (Standing, ReviewId)| {
        let review = state.review(&id);
        let name = tell(move || {
            review
                .with(|it| it.as_ref().map(|it| words::review(i18n, it)))
                .unwrap_or_default()
        });
        let when = tell(move || {
            let on = review.with(|it| it.as_ref().and_then(|it| it.on));
            standing(i18n, at, on).unwrap_or_default()
        });
        let open = {
            let id = id.clone();
            move |_| state.open.set(Some(id.clone()))
        };
        let href = format!("{}#review-{id}", path.get_value());
        view! {
            <li>
                <a class="agenda-link" href=href on:click=open><span>{name}</span><span class="hint">{when}</span></a>
            </li>
        }
    };
    part(move || {
        let rows: Vec<_> = state.agenda.with(|it| it.pressing().cloned().collect());
        if rows.is_empty() {
            return ().into_any();
        }
        view! { <ul>{rows.into_iter().map(row).collect_view()}</ul> }.into_any()
    })
}
