//! The page's words for moments, spans and changes, in the language of the interface.

use leptos::prelude::*;
use leptos_i18n::{I18nContext, t_string};
use trama_shared::{
    case::{Milestone, MilestoneKind, Party, TieQuality, View},
    history::{Snapshot, Stop, StopKind, TieChange, TieGroup},
    layout::Standpoint,
};

use super::state::TimeState;
use crate::{components::case_map::words, i18n::Locale, services::clock};

/// The language context that every text is read from.
pub type Language = I18nContext<Locale>;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Two moments of one day are told apart by the time of day.
const WEEK_MS: i64 = 7 * DAY_MS;
const MONTH_MS: i64 = 30 * DAY_MS;

/// A kind of milestone.
#[must_use]
pub fn milestone_kind(i18n: Language, kind: MilestoneKind) -> &'static str {
    match kind {
        MilestoneKind::Baseline => t_string!(i18n, time.kind.baseline),
        MilestoneKind::Conference => t_string!(i18n, time.kind.conference),
        MilestoneKind::Review => t_string!(i18n, time.kind.review),
        MilestoneKind::Closing => t_string!(i18n, time.kind.closing),
    }
}

/// What a milestone is called: its title, or else its kind.
#[must_use]
pub fn milestone(i18n: Language, milestone: &Milestone) -> String {
    if milestone.title.trim().is_empty() {
        milestone_kind(i18n, milestone.kind).to_owned()
    } else {
        milestone.title.clone()
    }
}

/// A group of changes.
#[must_use]
pub fn group(i18n: Language, group: TieGroup) -> &'static str {
    match group {
        TieGroup::New => t_string!(i18n, time.group.new),
        TieGroup::Stronger => t_string!(i18n, time.group.stronger),
        TieGroup::Weaker => t_string!(i18n, time.group.weaker),
        TieGroup::Lost => t_string!(i18n, time.group.lost),
        TieGroup::ToBuild => t_string!(i18n, time.group.to_build),
        TieGroup::Other => t_string!(i18n, time.group.other),
    }
}

/// One change of a group, for the legend and for who does not see the sign.
#[must_use]
pub fn sign(i18n: Language, group: TieGroup) -> &'static str {
    match group {
        TieGroup::New => t_string!(i18n, time.sign.new),
        TieGroup::Stronger => t_string!(i18n, time.sign.stronger),
        TieGroup::Weaker => t_string!(i18n, time.sign.weaker),
        TieGroup::Lost => t_string!(i18n, time.sign.lost),
        TieGroup::ToBuild => t_string!(i18n, time.sign.to_build),
        TieGroup::Other => t_string!(i18n, time.sign.other),
    }
}

/// What the sign of somebody who stands elsewhere means on a drawing.
#[must_use]
pub fn moved_sign(i18n: Language, view: View) -> &'static str {
    match view {
        View::Rings | View::Ecomap => t_string!(i18n, time.sign.moved),
        View::Sluzki => t_string!(i18n, time.sign.resettled),
    }
}

/// A way from one quadrant and circle of Sluzki's map to others.
#[must_use]
pub fn resettled(i18n: Language, from: Standpoint, to: Standpoint) -> String {
    let place = |at: Standpoint| {
        let circle = words::closeness(i18n, at.closeness).to_lowercase();
        format!("{} ({circle})", words::quadrant(i18n, at.quadrant))
    };
    t_string!(
        i18n,
        time.from_to_place,
        before = place(from),
        after = place(to)
    )
}

/// A quality, or no tie.
#[must_use]
pub fn quality(i18n: Language, quality: Option<TieQuality>) -> String {
    match quality {
        Some(quality) => words::quality(i18n, quality).to_lowercase(),
        None => t_string!(i18n, time.no_tie).to_owned(),
    }
}

/// Both qualities of a tie: "débil a normal".
#[must_use]
pub fn qualities(i18n: Language, change: &TieChange) -> String {
    if change.group() == TieGroup::Other {
        let (then, now) = (change.before.as_ref(), change.after.as_ref());
        let flow = then.map(|tie| tie.flow) != now.map(|tie| tie.flow);
        return if flow {
            t_string!(i18n, time.changes.flow).to_owned()
        } else {
            t_string!(i18n, time.changes.exchange).to_owned()
        };
    }
    let before = quality(i18n, change.quality_before());
    let after = quality(i18n, change.quality_after());
    t_string!(i18n, time.from_to, before = before, after = after)
}

/// What a party is called in the later of two networks, or else in the earlier.
#[must_use]
pub fn name(party: &Party, later: &Snapshot, earlier: &Snapshot) -> String {
    let named = |moment: &Snapshot| match party {
        Party::Person => Some(moment.person.alias.clone()),
        Party::Actor(id) => moment.actors.get(id).map(|actor| actor.name.clone()),
    };
    named(later).or_else(|| named(earlier)).unwrap_or_default()
}

/// A tie by its parties: by the other's name where one is the person.
#[must_use]
pub fn parties(pair: &[Party; 2], later: &Snapshot, earlier: &Snapshot) -> String {
    let [one, other] = pair;
    let name = |party: &Party| name(party, later, earlier);
    match (one, other) {
        (Party::Person, other) => name(other),
        (one, Party::Person) => name(one),
        (one, other) => format!("{} – {}", name(one), name(other)),
    }
}

/// How long it was between two moments.
#[must_use]
pub fn span(i18n: Language, from_ms: i64, to_ms: i64) -> String {
    let ms = to_ms.saturating_sub(from_ms).max(0);
    let count = |unit: i64| (ms / unit).max(1);
    let (many, n) = if ms < HOUR_MS {
        (0, count(60_000))
    } else if ms < 2 * DAY_MS {
        (1, count(HOUR_MS))
    } else if ms < 2 * WEEK_MS {
        (2, count(DAY_MS))
    } else if ms < 26 * WEEK_MS {
        (3, count(WEEK_MS))
    } else {
        (4, count(MONTH_MS))
    };
    let words = match (many, n) {
        (0, 1) => t_string!(i18n, time.span.minute).to_owned(),
        (0, n) => t_string!(i18n, time.span.minutes, n = n),
        (1, 1) => t_string!(i18n, time.span.hour).to_owned(),
        (1, n) => t_string!(i18n, time.span.hours, n = n),
        (2, n) => t_string!(i18n, time.span.days, n = n),
        (3, n) => t_string!(i18n, time.span.weeks, n = n),
        (_, n) => t_string!(i18n, time.span.months, n = n),
    };
    t_string!(i18n, time.span.between, span = words)
}

/// When a moment was: the day, and where the case is a few days old the time of day.
#[must_use]
pub fn when(i18n: Language, at_ms: i64, fine: bool) -> String {
    if at_ms <= 0 {
        return t_string!(i18n, time.undated).to_owned();
    }
    let language = t_string!(i18n, time.date_language);
    clock::short_date(at_ms as f64, language, fine)
}

impl TimeState {
    /// What a stop is called; tracked.
    #[must_use]
    pub fn stop_name(&self, stop: &Stop) -> String {
        let i18n = self.i18n;
        match &stop.kind {
            StopKind::Now => t_string!(i18n, time.now).to_owned(),
            StopKind::Milestone(id) => self.milestones.with(|all| {
                all.get(id)
                    .map(|found| milestone(i18n, found))
                    .unwrap_or_default()
            }),
            StopKind::Step => self.stop_date(stop, true),
        }
    }

    /// When a stop was; tracked.
    #[must_use]
    pub fn stop_date(&self, stop: &Stop, fine: bool) -> String {
        when(self.i18n, stop.at_ms, fine)
    }

    /// A stop in one line: what it is called and when it was; tracked.
    #[must_use]
    pub fn stop_words(&self, stop: &Stop) -> String {
        match stop.kind {
            StopKind::Step | StopKind::Now => self.stop_name(stop),
            StopKind::Milestone(_) => {
                format!("{}, {}", self.stop_name(stop), self.stop_date(stop, false))
            }
        }
    }
}
