//! Goals and commitments. What they name of the map or of the needs may be gone: it is named beside the id.

use std::collections::BTreeMap;

use super::{super::value::Value, choice, entities, id};
use crate::{
    case::{
        Approach, Capability, Commitment, CommitmentState, Doer, Focus, Goal, Sector, Step, Target,
        TieQuality,
    },
    date::Day,
    document::fields,
    exchange::Reason,
    limits,
};

pub(super) fn goal(value: &Value<'_>) -> Option<Goal> {
    let record = value.record(&[fields::WORDS])?;
    let words = record
        .need(fields::WORDS)
        .and_then(|value| value.text(limits::TITLE_MAX));
    Some(Goal { words: words? })
}

pub(super) fn commitment(value: &Value<'_>) -> Option<Commitment> {
    let record = value.record(&[
        fields::WHAT,
        "who",
        "with_whom",
        fields::AGREED,
        fields::DUE,
        fields::GOAL,
        fields::FOCUS,
        fields::APPROACH,
        fields::SECTOR,
        fields::CAPABILITY,
        fields::NEED,
        fields::NEED_NAME,
        fields::TARGET,
        fields::TARGET_NAME,
        fields::FROM,
        fields::TO,
        fields::STATE,
        fields::STEPS,
    ])?;
    let what = record
        .need(fields::WHAT)
        .and_then(|value| value.text(limits::TITLE_MAX));
    let name = |value: &Value<'_>| value.text(limits::NAME_MAX);
    let who = record.optional("who", |value| by_doer(&value, name));
    let with_whom = record.optional("with_whom", |value| by_doer(&value, name));
    let agreed = record.optional(fields::AGREED, |value| by_doer(&value, moment));
    let due = record.optional(fields::DUE, |value| day(&value));
    let goal = record.optional(fields::GOAL, |value| id(&value));
    let focus = record.optional(fields::FOCUS, |value| choice(&value, Focus::ALL, Focus::id));
    let approach = record.optional(fields::APPROACH, |value| {
        choice(&value, Approach::ALL, Approach::id)
    });
    let sector = record.optional(fields::SECTOR, |value| {
        choice(&value, Sector::ALL, Sector::id)
    });
    let capability = record.optional(fields::CAPABILITY, |value| {
        choice(&value, Capability::ALL, Capability::id)
    });
    let need = record.optional(fields::NEED, |value| id(&value));
    let need_name = record.text_or_empty(fields::NEED_NAME, limits::TITLE_MAX);
    let target = record.optional(fields::TARGET, |value| {
        value.parsed(Target::from_id, || Reason::BadTarget)
    });
    let target_name = record.text_or_empty(fields::TARGET_NAME, limits::TITLE_MAX);
    let from = record.optional(fields::FROM, |value| quality(&value));
    let to = record.optional(fields::TO, |value| quality(&value));
    let state = record.need(fields::STATE).and_then(|value| state(&value));
    let steps = record.optional(fields::STEPS, |value| {
        entities(&value, limits::STEPS_MAX, |_, value| step(value))
    });
    Some(Commitment {
        what: what?,
        who: who?.unwrap_or_default(),
        with_whom: with_whom?.unwrap_or_default(),
        agreed: agreed?.unwrap_or_default(),
        due: due?,
        goal: goal?,
        focus: focus?,
        approach: approach?,
        sector: sector?,
        capability: capability?,
        need: need?,
        need_name: need_name?,
        target: target?,
        target_name: target_name?,
        from: from?,
        to: to?,
        state: state?,
        steps: steps?.unwrap_or_default(),
    })
}

fn step(value: &Value<'_>) -> Option<Step> {
    let record = value.record(&[
        fields::STATE,
        fields::AT,
        fields::BY,
        fields::WHY,
        fields::DUE,
        fields::FROM,
        fields::TO,
    ])?;
    let state = record.need(fields::STATE).and_then(|value| state(&value));
    let at = record.need(fields::AT).and_then(|value| moment(&value));
    let by = record.text_or_empty(fields::BY, limits::NAME_MAX);
    let why = record.text_or_empty(fields::WHY, limits::NOTES_MAX);
    let due = record.optional(fields::DUE, |value| day(&value));
    let from = record.optional(fields::FROM, |value| quality(&value));
    let to = record.optional(fields::TO, |value| quality(&value));
    Some(Step {
        state: state?,
        at: at?,
        by: by?,
        why: why?,
        due: due?,
        from: from?,
        to: to?,
    })
}

fn state(value: &Value<'_>) -> Option<CommitmentState> {
    choice(value, CommitmentState::ALL, CommitmentState::id)
}

fn quality(value: &Value<'_>) -> Option<TieQuality> {
    choice(value, TieQuality::ALL, TieQuality::id)
}

fn day(value: &Value<'_>) -> Option<Day> {
    value.parsed(Day::from_iso, || Reason::BadDay)
}

fn moment(value: &Value<'_>) -> Option<i64> {
    i64::try_from(value.whole()?).ok()
}

/// Entries whose keys are those who take part; `None` if any of them is wrong.
fn by_doer<T>(
    value: &Value<'_>,
    read: impl Fn(&Value<'_>) -> Option<T>,
) -> Option<BTreeMap<Doer, T>> {
    let max = limits::DOERS_MAX * 2 * limits::MERGED_FACTOR;
    let entries = value.entries(max)?;
    let expected = entries.len();
    let mut found = BTreeMap::new();
    for (key, value) in entries {
        let doer = Doer::from_id(key).filter(|doer| match doer {
            Doer::Team(name) => limits::length(name) <= limits::NAME_MAX,
            Doer::Party(_) => true,
        });
        let Some(doer) = doer else {
            value.tell(Reason::BadDoer);
            continue;
        };
        if let Some(value) = read(&value) {
            found.insert(doer, value);
        }
    }
    (found.len() == expected).then_some(found)
}
