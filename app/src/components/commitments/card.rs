//! One commitment: what, who, by when, what it changes, and its fields when it is opened.

use leptos::prelude::*;
use trama_shared::{
    analysis::Standing,
    case::{Approach, Commitment, Doer, Part, Target},
    ids::CommitmentId,
};

use super::{
    CommitmentsState,
    editor::CommitmentEditor,
    side::ToCalendar,
    state::{Named, letter},
    steps::Steps,
    words,
};
use crate::{
    canvas::sample::TieSample,
    components::{
        case_map::words as map_words,
        icon::{Icon, IconKind},
        save_pill::join_names,
        shared_field::SharedField,
    },
    editor::Selection,
    i18n::t_string,
    lean::{memo, part, say, tell, when},
    services::case_store::Field,
};

/// The card of a commitment.
#[component]
pub fn CommitmentCard(
    /// The page.
    state: CommitmentsState,
    /// Which.
    id: CommitmentId,
) -> impl IntoView {
    let i18n = state.i18n;
    let commitment = state.commitment(&id);
    let is_open = {
        let id = id.clone();
        memo(move |_| !state.read_only.get() && state.open.with(|open| open.as_ref() == Some(&id)))
    };
    let name =
        move || commitment.with(|it| it.as_ref().map(|it| it.what.clone()).unwrap_or_default());
    let standing =
        memo(move |_| commitment.with(|it| it.as_ref().map(|it| (state.standing(it), it.due))));
    let tag = part(move || {
        let words = standing
            .get()
            .and_then(|(standing, due)| Some((standing, words::standing(i18n, standing, due)?)));
        match words {
            None => ().into_any(),
            Some((standing, words)) => {
                view! { <span class=format!("due-tag {}", standing_id(standing))>{words}</span> }
                    .into_any()
            }
        }
    });
    let who = part(move || match commitment.get() {
        Some(it) => view! { <p class="commitment-who">{who_words(state, &it)}</p> }.into_any(),
        None => ().into_any(),
    });
    let buttons = part({
        let id = id.clone();
        move || {
            if state.read_only.get() {
                return ().into_any();
            }
            let (of_move, of_toggle) = (id.clone(), id.clone());
            let toggle = move |_| {
                state.open.update(|open| {
                    *open = if open.as_ref() == Some(&of_toggle) {
                        None
                    } else {
                        Some(of_toggle.clone())
                    }
                });
            };
            let words = move || {
                if is_open.get() {
                    t_string!(i18n, commitments.done)
                } else {
                    t_string!(i18n, commitments.edit)
                }
            };
            let controls = format!("commitment-body-{id}");
            view! {
                <div class="commitment-actions">
                    <button class="button" type="button" data-testid="commitment-move"
                        aria-label=tell(move || t_string!(i18n, commitments.move_named, name = name()))
                        on:click=move |_| state.moving.set(Some(of_move.clone()))>
                        {say(move || t_string!(i18n, commitments.move_on))}
                    </button>
                    <button class="button quiet" type="button" aria-controls=controls
                        aria-expanded=move || if is_open.get() { "true" } else { "false" }
                        aria-label=move || format!("{}: {}", words(), name()) on:click=toggle>
                        {move || view! { <Icon kind=if is_open.get() { IconKind::Down } else { IconKind::Forward } /> }}
                        {say(words)}
                    </button>
                </div>
            }
            .into_any()
        }
    });
    let calendar = part({
        let id = id.clone();
        let ToCalendar(days) = expect_context();
        move || {
            let has_date = commitment.with(|it| {
                it.as_ref()
                    .is_some_and(|it| it.state.is_open() && it.due.is_some())
            });
            if !has_date {
                return ().into_any();
            }
            let id = id.clone();
            view! {
                <button class="button quiet icon-only commitment-calendar" type="button" data-testid="commitment-calendar"
                    aria-label=tell(move || t_string!(i18n, dates.export_named, name = name()))
                    on:click=move |_| days.set(Some(state.dates(Some(&id))))>
                    <Icon kind=IconKind::Export />
                </button>
            }
            .into_any()
        }
    });
    let body = part({
        let id = id.clone();
        move || {
            if is_open.get() {
                view! { <CommitmentEditor state id=id.clone() commitment /> }.into_any()
            } else {
                ().into_any()
            }
        }
    });
    let (data, head_id, body_id) = (
        id.to_string(),
        format!("commitment-{id}"),
        format!("commitment-body-{id}"),
    );
    let labelled = head_id.clone();
    let of_state = Field::commitment(&id, "state");
    let data_standing = move || standing.get().map(|(standing, _)| standing_id(standing));
    let state_id = move || commitment.with(|it| it.as_ref().map(|it| it.state.id()));
    view! {
        <article class="commitment card" data-commitment=data data-standing=data_standing data-state=state_id
            class:open=when(move || is_open.get()) aria-labelledby=labelled>
            <div class="commitment-head">
                <div>
                    <h4 id=head_id tabindex="-1">{tell(name)}</h4>
                    {who}
                </div>
                {tag}
            </div>
            <SharedField field=of_state>
                <Facts state commitment />
            </SharedField>
            <Change state commitment />
            <div class="commitment-foot">
                <Steps state commitment />
                {calendar}
                {buttons}
            </div>
            <div id=body_id class="commitment-body">{body}</div>
        </article>
    }
}

/// The name of a standing in styles.
#[must_use]
pub const fn standing_id(standing: Standing) -> &'static str {
    match standing {
        Standing::Overdue(_) => "overdue",
        Standing::Today => "today",
        Standing::Soon(_) => "soon",
        Standing::Later(_) => "later",
        Standing::Undated => "undated",
        Standing::Closed => "closed",
    }
}

/// A name, with a word where what it names is gone; tracked.
pub fn with_gone(state: CommitmentsState, named: Named) -> String {
    if named.gone {
        t_string!(state.i18n, commitments.gone, name = named.name)
    } else {
        named.name
    }
}

/// Who does it, and with whom; tracked.
fn who_words(state: CommitmentsState, commitment: &Commitment) -> String {
    let i18n = state.i18n;
    let and = t_string!(i18n, common.and);
    let names = |part: Part| {
        let name =
            |(doer, put_down): (&Doer, &String)| with_gone(state, state.doer_name(doer, put_down));
        let names: Vec<String> = commitment.part(part).iter().map(name).collect();
        join_names(&names, and)
    };
    let (who, others) = (names(Part::Who), names(Part::With));
    match (who.is_empty(), others.is_empty()) {
        (true, true) => t_string!(i18n, commitments.who_none).to_owned(),
        (true, false) => t_string!(i18n, commitments.only_with, names = others),
        (false, true) => who,
        (false, false) => t_string!(i18n, commitments.who_with, who = who, names = others),
    }
}

/// State, agreement, focus, approach, ámbito, capability and need, in a row.
#[component]
fn Facts(state: CommitmentsState, commitment: Memo<Option<Commitment>>) -> impl IntoView {
    let i18n = state.i18n;
    part(move || {
        let Some(it) = commitment.get() else {
            return ().into_any();
        };
        let focus = it.focus.map(|focus| {
            let words = words::focus(i18n, Some(focus));
            view! {
                <li class="focus-fact"><span class="focus-letter" aria-hidden="true">{letter(focus)}</span><span>{words}</span></li>
            }
        });
        let approach = it.approach.map(|approach| {
            let class = match approach {
                Approach::Integration => "approach-mark integration",
                Approach::Inclusion => "approach-mark inclusion",
            };
            let words = words::approach(i18n, Some(approach));
            view! { <li><span class=class aria-hidden="true"></span><span>{words}</span></li> }
        });
        let sector = it
            .sector
            .map(|sector| view! { <li>{map_words::sector(i18n, Some(sector))}</li> });
        let level = it.capability.map(|level| {
            let level = words::capability(i18n, Some(level)).to_lowercase();
            let words = t_string!(i18n, commitments.capability.said, level = level);
            view! { <li>{words}</li> }
        });
        // Of what is over, only a whole agreement says something still.
        let agreed = (it.state.is_open() || it.is_agreed())
            .then(|| view! { <li>{agreed_words(state, &it)}</li> });
        let need = state.need_name(&it).map(|need| {
            let words = t_string!(i18n, commitments.answers, name = with_gone(state, need));
            view! { <li>{words}</li> }
        });
        view! {
            <ul class="facts">
                <li class="state-fact">{words::state(i18n, it.state)}</li>
                {agreed}
                {focus}{approach}{sector}{level}{need}
            </ul>
        }
        .into_any()
    })
}

/// Who has agreed and who has not; tracked.
fn agreed_words(state: CommitmentsState, commitment: &Commitment) -> String {
    let i18n = state.i18n;
    let participants = commitment.participants();
    if participants.is_empty() {
        return t_string!(i18n, commitments.agreed.nobody).to_owned();
    }
    if commitment.is_agreed() {
        return t_string!(i18n, commitments.agreed.all).to_owned();
    }
    let name = |doer: &Doer| {
        let put_down = commitment
            .who
            .get(doer)
            .or_else(|| commitment.with_whom.get(doer));
        state
            .doer_name(doer, put_down.map_or("", String::as_str))
            .name
    };
    let missing: Vec<String> = participants
        .into_iter()
        .filter(|doer| !commitment.agreed.contains_key(*doer))
        .map(name)
        .collect();
    let names = join_names(&missing, t_string!(i18n, common.and));
    t_string!(i18n, commitments.agreed.missing, names = names)
}

/// What it should change on the map: the line that is, the line that should be, and between whom.
#[component]
fn Change(state: CommitmentsState, commitment: Memo<Option<Commitment>>) -> impl IntoView {
    let i18n = state.i18n;
    part(move || {
        let Some(it) = commitment.get() else {
            return ().into_any();
        };
        let Some(named) = state.target_name(&it) else {
            return ().into_any();
        };
        let quality = |quality: Option<trama_shared::case::TieQuality>| {
            match quality {
            Some(quality) => view! {
                <span class="tie-now"><TieSample quality=Signal::stored(quality) />{map_words::quality(i18n, quality)}</span>
            }
            .into_any(),
            None => view! { <span class="tie-now">{t_string!(i18n, commitments.no_tie)}</span> }.into_any(),
        }
        };
        let gone = named.gone;
        let label = named.name.clone();
        let name = with_gone(state, named);
        let selection = it.target.as_ref().map(|target| match target {
            Target::Tie(id) => Selection::Tie(id.clone()),
            Target::Actor(id) => Selection::Actor(id.clone()),
        });
        let path = selection
            .and_then(|selection| selection.to_query())
            .map(|query| format!("/caso/{}?vista=anillos&sel={query}", state.store.id()))
            .filter(|_| !gone);
        let title = match path {
            Some(path) => {
                let title = t_string!(i18n, commitments.open_map, name = label);
                view! { <a class="answer" href=path title=title><Icon kind=IconKind::Map /><span>{name}</span></a> }
                    .into_any()
            }
            None => view! { <span class="target-gone" data-testid="target-gone">{name}</span> }
                .into_any(),
        };
        view! {
            <div class="change" role="group" aria-label=t_string!(i18n, commitments.changes)>
                {title}
                {quality(it.from)}
                <span class="arrow" aria-hidden="true">"→"</span>
                <span class="sr-only">{t_string!(i18n, commitments.becomes)}</span>
                {quality(it.to)}
            </div>
        }
        .into_any()
    })
}
