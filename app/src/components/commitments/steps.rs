//! How a commitment came to where it is: every step with its moment, who wrote it down and why.

use leptos::prelude::*;
use trama_shared::case::{Commitment, Step};

use super::{CommitmentsState, words};
use crate::{
    components::case_map::words as map_words,
    i18n::t_string,
    lean::{part, tell},
    services::clock,
};

/// The history, folded.
#[component]
pub fn Steps(
    /// The page.
    state: CommitmentsState,
    /// Whose.
    commitment: Memo<Option<Commitment>>,
) -> impl IntoView {
    let i18n = state.i18n;
    let count = move || commitment.with(|it| it.as_ref().map_or(0, |it| it.steps.len()));
    let items = part(move || {
        let Some(it) = commitment.get() else {
            return ().into_any();
        };
        let item = |step: &Step| view! { <li>{step_view(state, step)}</li> };
        it.history()
            .into_iter()
            .map(|(_, step)| item(step))
            .collect_view()
            .into_any()
    });
    view! {
        <details class="steps" hidden=move || count() == 0>
            <summary>
                {tell(move || match count() {
                    1 => t_string!(i18n, commitments.steps.single).to_owned(),
                    n => t_string!(i18n, commitments.steps.many, n = n),
                })}
            </summary>
            <ol>{items}</ol>
        </details>
    }
}

/// A step in words.
fn step_view(state: CommitmentsState, step: &Step) -> AnyView {
    let i18n = state.i18n;
    let language = i18n.get_locale().to_string();
    let when = clock::short_date(step.at as f64, &language, true);
    let head = words::state(i18n, step.state);
    let by = if step.by.is_empty() {
        when
    } else {
        format!("{} · {when}", step.by)
    };
    let quality = |quality| match quality {
        Some(quality) => map_words::quality(i18n, quality).to_lowercase(),
        None => t_string!(i18n, commitments.no_tie).to_lowercase(),
    };
    let due = step.due.map(|due| {
        let date = words::day(i18n, due);
        view! { <span>{t_string!(i18n, commitments.steps.due, date = date)}</span> }
    });
    let changed = step.to.map(|to| {
        let (from, to) = (quality(step.from), quality(Some(to)));
        view! { <span>{t_string!(i18n, commitments.steps.changed, from = from, to = to)}</span> }
    });
    let why = (!step.why.is_empty()).then(|| view! { <span class="why">{step.why.clone()}</span> });
    view! {
        <strong>{head}</strong>
        {why}{due}{changed}
        <span class="hint">{by}</span>
    }
    .into_any()
}
