//! Figure 3 as an instrument: how much is done in each focus, which is empty, and a tap that shows only that.

use leptos::prelude::*;
use trama_shared::{
    analysis::{FociMatrix, FocusCell, Lean},
    case::{Approach, Focus},
    ids::CommitmentId,
};

use super::{
    CommitmentsState,
    state::{Draft, letter},
    words,
};
use crate::{
    components::{
        icon::{Icon, IconKind},
        save_pill::join_names,
    },
    i18n::t_string,
    lean::{memo, part, say, tell},
};

/// The matrix. Across: community and institutions; down: the person and the structures.
const ORDER: [Focus; 4] = [Focus::A, Focus::B, Focus::D, Focus::C];

/// The matrix of the foci.
#[component]
pub fn Matrix(
    /// The page.
    state: CommitmentsState,
) -> impl IntoView {
    let i18n = state.i18n;
    let matrix = memo(move |_| state.store.commitments().with(FociMatrix::of));
    view! {
        <section class="card instrument" aria-labelledby="foci-title" data-testid="foci">
            <h3 id="foci-title">{say(move || t_string!(i18n, commitments.foci.title))}</h3>
            <p data-testid="foci-said">{tell(move || sentence(state, &matrix.get()))}</p>
            <div class="foci" role="group" aria-labelledby="foci-title">
                <span class="foci-head" aria-hidden="true">{say(move || t_string!(i18n, commitments.foci.community))}</span>
                <span class="foci-head" aria-hidden="true">{say(move || t_string!(i18n, commitments.foci.institutions))}</span>
                {ORDER.map(|focus| view! { <Cell state matrix focus /> }).into_iter().collect_view()}
            </div>
            <p class="hint">{say(move || t_string!(i18n, commitments.foci.how))}</p>
        </section>
    }
}

/// Where the work lies, in a sentence or two.
fn sentence(state: CommitmentsState, matrix: &FociMatrix) -> String {
    let i18n = state.i18n;
    let empty: Vec<String> = matrix
        .empty()
        .into_iter()
        .map(|focus| {
            let name = words::focus(i18n, Some(focus)).to_lowercase();
            format!("{} ({name})", letter(focus))
        })
        .collect();
    let names = join_names(&empty, t_string!(i18n, common.and));
    let first = match empty.len() {
        0 => t_string!(i18n, commitments.foci.all).to_owned(),
        4 => t_string!(i18n, commitments.foci.none).to_owned(),
        1 => t_string!(i18n, commitments.foci.empty_single, names = names),
        _ => t_string!(i18n, commitments.foci.empty_many, names = names),
    };
    match matrix.unplaced.len() {
        0 => first,
        1 => format!(
            "{first} {}",
            t_string!(i18n, commitments.foci.unplaced_single)
        ),
        n => format!(
            "{first} {}",
            t_string!(i18n, commitments.foci.unplaced_many, n = n)
        ),
    }
}

/// One focus: its letter, its count, a mark for each commitment. Pressed, only its commitments are shown.
#[component]
fn Cell(state: CommitmentsState, matrix: Memo<FociMatrix>, focus: Focus) -> impl IntoView {
    let i18n = state.i18n;
    let cell = memo(move |_| {
        matrix.with(|matrix| {
            let cell = matrix.cells.iter().find(|cell| cell.focus == focus);
            cell.cloned()
        })
    });
    let name = move || words::focus(i18n, Some(focus));
    part(move || {
        let Some(FocusCell {
            marks, fulfilled, ..
        }) = cell.get()
        else {
            return ().into_any();
        };
        let head = view! {
            <span class="focus-head"><span class="focus-letter">{letter(focus)}</span><strong>{marks.len()}</strong></span>
            <span>{say(name)}</span>
        };
        if marks.is_empty() {
            let add = move |_| {
                state.adding.set(Some(Draft {
                    focus: Some(focus),
                    ..Draft::default()
                }));
            };
            let label = tell(move || t_string!(i18n, commitments.foci.add_to, name = name()));
            let button = (!state.read_only.get()).then(|| {
                view! {
                    <button class="button" type="button" aria-label=label on:click=add>
                        <Icon kind=IconKind::Add />{say(move || t_string!(i18n, commitments.foci.add))}
                    </button>
                }
            });
            return view! {
                <div class="focus-cell empty-focus" data-focus=focus.id()>{head}{button}</div>
            }
            .into_any();
        }
        let total = marks.len();
        let pressed = move || {
            if state.focus.get() == Some(focus) {
                "true"
            } else {
                "false"
            }
        };
        let filter = move |_| {
            state.focus.update(|only| {
                *only = if *only == Some(focus) {
                    None
                } else {
                    Some(focus)
                }
            });
        };
        let mark = |(_, approach): (CommitmentId, Option<Approach>)| {
            let class = match approach {
                Some(Approach::Integration) => "approach-mark integration",
                Some(Approach::Inclusion) => "approach-mark inclusion",
                None => "approach-mark unmarked",
            };
            view! { <span class=class></span> }
        };
        view! {
            <button class="focus-cell" type="button" data-focus=focus.id() aria-pressed=pressed on:click=filter>
                {head}
                <span class="marks" aria-hidden="true">{marks.into_iter().map(mark).collect_view()}</span>
                <span class="hint">{tell(move || t_string!(i18n, commitments.goal.progress, n = fulfilled, all = total))}</span>
            </button>
        }
        .into_any()
    })
}

/// Integración on one side of an axis, inclusión on the other, and the commitments behind each.
#[component]
pub fn BalanceCard(
    /// The page.
    state: CommitmentsState,
) -> impl IntoView {
    let i18n = state.i18n;
    let balance = memo(move |_| {
        state
            .store
            .commitments()
            .with(trama_shared::analysis::Balance::of)
    });
    let said = tell(move || {
        let words = match balance.with(trama_shared::analysis::Balance::lean) {
            Lean::Unknown => t_string!(i18n, commitments.balance.unknown),
            Lean::Even => t_string!(i18n, commitments.balance.even),
            Lean::Nearly => t_string!(i18n, commitments.balance.nearly),
            Lean::Towards(Approach::Integration) => {
                t_string!(i18n, commitments.balance.integration)
            }
            Lean::Towards(Approach::Inclusion) => t_string!(i18n, commitments.balance.inclusion),
        };
        let rest = match balance.with(|balance| balance.unmarked.len()) {
            0 => return words.to_owned(),
            1 => t_string!(i18n, commitments.balance.unmarked_single).to_owned(),
            n => t_string!(i18n, commitments.balance.unmarked_many, n = n),
        };
        format!("{words} {rest}")
    });
    let side = move |approach: Approach| {
        let ids = memo(move |_| {
            balance.with(|balance| match approach {
                Approach::Integration => balance.integration.clone(),
                Approach::Inclusion => balance.inclusion.clone(),
            })
        });
        let class = match approach {
            Approach::Integration => "approach-mark integration",
            Approach::Inclusion => "approach-mark inclusion",
        };
        let marks = move || {
            let marks = ids.with(Vec::len);
            (0..marks)
                .map(|_| view! { <span class=class></span> })
                .collect_view()
        };
        let head = tell(move || {
            format!(
                "{} {}",
                words::approach(i18n, Some(approach)),
                ids.with(Vec::len)
            )
        });
        view! { <div class="balance-side" data-side=approach.id()><span>{head}</span><span class="marks" aria-hidden="true">{marks}</span></div> }
    };
    let behind = part(move || {
        let balance = balance.get();
        let list = |approach: Option<Approach>, ids: Vec<CommitmentId>| {
            if ids.is_empty() {
                return ().into_any();
            }
            let items = ids.into_iter().map(|id| view! { <Link state id /> });
            view! {
                <p class="field-label">{say(move || match approach {
                    None => t_string!(i18n, commitments.balance.unmarked),
                    some => words::approach(i18n, some),
                })}</p>
                <ul>{items.collect_view()}</ul>
            }
            .into_any()
        };
        let integration = list(Some(Approach::Integration), balance.integration);
        let inclusion = list(Some(Approach::Inclusion), balance.inclusion);
        let rest = list(None, balance.unmarked);
        view! { {integration}{inclusion}{rest} }.into_any()
    });
    view! {
        <section class="card instrument" aria-labelledby="balance-title" data-testid="balance">
            <h3 id="balance-title">{say(move || t_string!(i18n, commitments.balance.title))}</h3>
            <div class="balance">{side(Approach::Integration)}{side(Approach::Inclusion)}</div>
            <p data-testid="balance-said">{said}</p>
            <details class="steps behind">
                <summary>{say(move || t_string!(i18n, commitments.balance.behind))}</summary>
                {behind}
            </details>
        </section>
    }
}

/// A commitment by name, with the way there.
#[component]
fn Link(state: CommitmentsState, id: CommitmentId) -> impl IntoView {
    let commitment = state.commitment(&id);
    let what = tell(move || {
        commitment.with(|it| it.as_ref().map(|it| it.what.clone()).unwrap_or_default())
    });
    view! {
        <li><button type="button" class="agenda-link" on:click=move |_| state.go_to(id.clone())><span>{what}</span></button></li>
    }
}
