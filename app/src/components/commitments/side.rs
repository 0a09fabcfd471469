//! What wants to be looked at: a sentence, and behind it what is late and what comes soon.

use leptos::prelude::*;
use trama_shared::{
    analysis::{Dated, Deadline},
    ids::CommitmentId,
};

use super::{CommitmentsState, words};
use crate::{
    components::icon::{Icon, IconKind},
    i18n::t_string,
    lean::{part, say, tell},
};

/// Where the page's dialog for calendars takes dates from.
#[derive(Debug, Clone, Copy)]
pub struct ToCalendar(pub RwSignal<Option<Vec<Dated>>>);

impl CommitmentsState {
    /// The open commitments of the case with a date; only one where that is wanted. Untracked.
    #[must_use]
    pub fn dates(&self, only: Option<&CommitmentId>) -> Vec<Dated> {
        let title = self.store.title().get_untracked();
        let case = self.store.id();
        self.store.commitments().with_untracked(|all| {
            let wanted = all
                .iter()
                .filter(|(id, it)| it.state.is_open() && only.is_none_or(|only| only == *id));
            let dated = wanted.filter_map(|(id, it)| {
                Some(Dated {
                    case: case.clone(),
                    title: title.clone(),
                    deadline: Deadline {
                        commitment: id.clone(),
                        what: it.what.clone(),
                        due: it.due?,
                        state: it.state,
                    },
                })
            });
            dated.collect()
        })
    }
}

/// The card beside the list.
#[component]
pub fn AgendaCard(
    /// The page.
    state: CommitmentsState,
) -> impl IntoView {
    let i18n = state.i18n;
    let ToCalendar(calendar) = expect_context();
    let export = part(move || {
        let any = state.store.commitments().with(|all| {
            all.values()
                .any(|it| it.due.is_some() && it.state.is_open())
        });
        if !any {
            return ().into_any();
        }
        view! {
            <button class="button" type="button" data-testid="case-calendar"
                on:click=move |_| calendar.set(Some(state.dates(None)))>
                <Icon kind=IconKind::Export />{say(move || t_string!(i18n, dates.export))}
            </button>
        }
        .into_any()
    });
    view! {
        <section class="card agenda" aria-labelledby="agenda-title" data-testid="agenda">
            <h3 id="agenda-title">{say(move || t_string!(i18n, commitments.agenda))}</h3>
            <p data-testid="agenda-said">{tell(move || sentence(state))}</p>
            <Behind state late=true />
            <Behind state late=false />
            {export}
        </section>
    }
}

/// What is late and what comes soon, in a sentence or two.
fn sentence(state: CommitmentsState) -> String {
    let i18n = state.i18n;
    let (late, coming) = state
        .agenda
        .with(|agenda| (agenda.overdue.len(), agenda.coming.len()));
    let late = match late {
        0 => t_string!(i18n, commitments.said.late_none).to_owned(),
        1 => t_string!(i18n, commitments.said.late_single).to_owned(),
        n => t_string!(i18n, commitments.said.late_many, n = n),
    };
    let coming = match coming {
        0 => t_string!(i18n, commitments.said.coming_none).to_owned(),
        1 => t_string!(i18n, commitments.said.coming_single).to_owned(),
        n => t_string!(i18n, commitments.said.coming_many, n = n),
    };
    format!("{late} {coming}")
}

/// What is late, or what comes soon, by name; a press leads to each.
#[component]
fn Behind(state: CommitmentsState, late: bool) -> impl IntoView {
    let i18n = state.i18n;
    let head = move || {
        if late {
            t_string!(i18n, commitments.late)
        } else {
            t_string!(i18n, commitments.coming)
        }
    };
    let item = move |id: CommitmentId| {
        let commitment = state.commitment(&id);
        let what = tell(move || {
            commitment.with(|it| it.as_ref().map(|it| it.what.clone()).unwrap_or_default())
        });
        let when = tell(move || {
            commitment.with(|it| {
                it.as_ref()
                    .and_then(|it| words::standing(i18n, state.standing(it), it.due))
                    .unwrap_or_default()
            })
        });
        view! {
            <li>
                <button type="button" class="agenda-link" on:click=move |_| state.go_to(id.clone())>
                    <span>{what}</span>
                    <span class="hint">{when}</span>
                </button>
            </li>
        }
    };
    part(move || {
        let list = state.agenda.with(|agenda| {
            if late {
                agenda.overdue.clone()
            } else {
                agenda.coming.clone()
            }
        });
        if list.is_empty() {
            return ().into_any();
        }
        view! {
            <div class="behind" data-behind=if late { "overdue" } else { "coming" }>
                <p class="field-label">{say(head)}</p>
                <ul>{list.into_iter().map(item).collect_view()}</ul>
            </div>
        }
        .into_any()
    })
}
