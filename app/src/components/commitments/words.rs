//! The words for values of commitments, in the language of the interface.

use leptos_i18n::t_string;
use trama_shared::{
    analysis::Standing,
    case::{Approach, Capability, CommitmentState, Focus, Part},
    date::Day,
};

use crate::{components::case_map::words::Language, services::clock};

/// How far a commitment has come.
#[must_use]
pub fn state(i18n: Language, state: CommitmentState) -> &'static str {
    match state {
        CommitmentState::Proposed => t_string!(i18n, commitments.state.proposed),
        CommitmentState::Agreed => t_string!(i18n, commitments.state.agreed),
        CommitmentState::UnderWay => t_string!(i18n, commitments.state.under_way),
        CommitmentState::Rescheduled => t_string!(i18n, commitments.state.rescheduled),
        CommitmentState::Fulfilled => t_string!(i18n, commitments.state.fulfilled),
        CommitmentState::NotFulfilled => t_string!(i18n, commitments.state.not_fulfilled),
    }
}

/// A focus with what it is about, or none.
#[must_use]
pub fn focus(i18n: Language, focus: Option<Focus>) -> &'static str {
    match focus {
        None => t_string!(i18n, commitments.none_yet),
        Some(Focus::A) => t_string!(i18n, commitments.focus.a),
        Some(Focus::B) => t_string!(i18n, commitments.focus.b),
        Some(Focus::C) => t_string!(i18n, commitments.focus.c),
        Some(Focus::D) => t_string!(i18n, commitments.focus.d),
    }
}

/// Integración or inclusión, or neither.
#[must_use]
pub fn approach(i18n: Language, approach: Option<Approach>) -> &'static str {
    match approach {
        None => t_string!(i18n, commitments.none_yet),
        Some(Approach::Integration) => t_string!(i18n, commitments.approach.integration),
        Some(Approach::Inclusion) => t_string!(i18n, commitments.approach.inclusion),
    }
}

/// A level of capability, or none.
#[must_use]
pub fn capability(i18n: Language, level: Option<Capability>) -> &'static str {
    match level {
        None => t_string!(i18n, commitments.none_yet),
        Some(Capability::Practical) => t_string!(i18n, commitments.capability.practical),
        Some(Capability::Relational) => t_string!(i18n, commitments.capability.relational),
        Some(Capability::Individual) => t_string!(i18n, commitments.capability.individual),
    }
}

/// A part, as the name of a field.
#[must_use]
pub fn part(i18n: Language, part: Part) -> &'static str {
    match part {
        Part::Who => t_string!(i18n, commitments.who),
        Part::With => t_string!(i18n, commitments.with_whom),
    }
}

/// A day in few words.
#[must_use]
pub fn day(i18n: Language, day: Day) -> String {
    let language = i18n.get_locale().to_string();
    match clock::on_day(clock::now_ms(), &day.to_string()) {
        Some(at_ms) => clock::short_date(at_ms, &language, false),
        None => day.to_string(),
    }
}

/// How a commitment stands towards its date; `None` where that says nothing.
#[must_use]
pub fn standing(i18n: Language, standing: Standing, due: Option<Day>) -> Option<String> {
    Some(match standing {
        Standing::Closed => return None,
        Standing::Undated => t_string!(i18n, commitments.due.none).to_owned(),
        Standing::Overdue(1) => t_string!(i18n, commitments.due.overdue_single).to_owned(),
        Standing::Overdue(n) => t_string!(i18n, commitments.due.overdue_many, n = n),
        Standing::Today => t_string!(i18n, commitments.due.today).to_owned(),
        Standing::Soon(1) => t_string!(i18n, commitments.due.tomorrow).to_owned(),
        Standing::Soon(n) => t_string!(i18n, commitments.due.soon, n = n),
        Standing::Later(_) => {
            let date = day(i18n, due?);
            t_string!(i18n, commitments.due.later, date = date)
        }
    })
}
