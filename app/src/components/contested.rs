//! Values that several people wrote into one field at the same time: all are shown until somebody chooses.

use leptos::prelude::*;
use leptos_i18n::I18nContext;
use trama_shared::{
    case::{
        ActorKind, Approach, Capability, Closeness, CommitmentState, Flow, Focus, Frequency,
        Gender, Kinship, MilestoneKind, NeedPriority, NeedState, NeedTopic, Party, ProblemType,
        ProtectionItem, Quadrant, Ring, Scale, Sector, Support, Target, TieQuality,
    },
    catalog::GuideKind,
    date::Day,
    document::{Concurrent, Fault, Problem, Subject},
    ids::TieId,
};

use crate::lean::{say, tell};
use crate::{
    components::{
        case_map::{detail_words, words},
        case_time::words::milestone_kind,
        commitments::words as commitment_words,
        guide::words as guide_words,
        needs::words as need_words,
        plan_words::problem_type,
        protection::words as protection_words,
    },
    i18n::{Locale, t_string, use_i18n},
    services::{
        announce::Announcer,
        case_store::{CaseStore, Writer},
        clock,
    },
};

/// What a field is called, wherever it stands.
pub fn field_words(i18n: I18nContext<Locale>, problem: &Problem) -> String {
    let name = problem.field.unwrap_or_default();
    if let Subject::Exchange(_, area) = &problem.subject {
        let area = words::area(i18n, *area).to_lowercase();
        return if name == "gives" {
            t_string!(i18n, together.gives, area = area)
        } else {
            t_string!(i18n, together.receives, area = area)
        };
    }
    let words = match (&problem.subject, name) {
        (Subject::Need(_), "topic") => t_string!(i18n, needs.field.topic),
        (Subject::Need(_), "words") => t_string!(i18n, needs.field.words),
        (Subject::Need(_), "voice") => t_string!(i18n, needs.field.voice),
        (Subject::Need(_), "priority") => t_string!(i18n, needs.field.priority),
        (Subject::Need(_), "state") => t_string!(i18n, needs.field.state),
        (Subject::Need(_), "lead") => t_string!(i18n, commitments.overlap.field_lead),
        (Subject::Need(_), "agreement") => t_string!(i18n, commitments.overlap.field_agreement),
        (Subject::GuideEntry(_), "kind") => t_string!(i18n, guide.what),
        (Subject::GuideEntry(_), "name") => t_string!(i18n, guide.name),
        (Subject::GuideEntry(_), "purpose") => t_string!(i18n, guide.purpose),
        (Subject::GuideEntry(_), "actor") => t_string!(i18n, guide.on_map),
        (Subject::Protection, "away_until") => t_string!(i18n, protection.away_until),
        (Subject::Protection, name) => match ProtectionItem::from_id(name) {
            Some(item) => protection_words::item(i18n, item),
            None => t_string!(i18n, protection.title),
        },
        (Subject::Review(_), "on") => t_string!(i18n, protection.review.on),
        (Subject::Review(_), "voice") => t_string!(i18n, protection.review.voice),
        (Subject::Review(_), "decided") => t_string!(i18n, protection.review.decided),
        (Subject::Goal(_), "words") => t_string!(i18n, commitments.field.goal_words),
        (Subject::Commitment(_), "what") => t_string!(i18n, commitments.field.what),
        (Subject::Commitment(_), "due") => t_string!(i18n, commitments.field.due),
        (Subject::Commitment(_), "goal") => t_string!(i18n, commitments.field.goal),
        (Subject::Commitment(_), "focus") => t_string!(i18n, commitments.field.focus),
        (Subject::Commitment(_), "approach") => t_string!(i18n, commitments.field.approach),
        (Subject::Commitment(_), "capability") => t_string!(i18n, commitments.field.capability),
        (Subject::Commitment(_), "need") => t_string!(i18n, commitments.field.need),
        (Subject::Commitment(_), "target") => t_string!(i18n, commitments.field.target),
        (Subject::Commitment(_), "from") => t_string!(i18n, commitments.field.from),
        (Subject::Commitment(_), "to") => t_string!(i18n, commitments.field.to),
        (Subject::Commitment(_), "state") => t_string!(i18n, commitments.field.state),
        (Subject::Plan, "title") => t_string!(i18n, together.field_plan_title),
        (Subject::Milestone(_), "at") => t_string!(i18n, together.field_date),
        (_, "title") => t_string!(i18n, together.field_title),
        (_, "alias") => t_string!(i18n, together.field_alias),
        (_, "notes") => t_string!(i18n, together.field_notes),
        (_, "authors") => t_string!(i18n, together.field_authors),
        (_, "problem_type") => t_string!(i18n, together.field_problem_type),
        (_, "name") => t_string!(i18n, together.field_name),
        (_, "role") => t_string!(i18n, together.field_role),
        (_, "kind") => t_string!(i18n, together.field_kind),
        (_, "ring") => t_string!(i18n, together.field_ring),
        (_, "sector") => t_string!(i18n, together.field_sector),
        (_, "support") => t_string!(i18n, together.field_support),
        (_, "quality") => t_string!(i18n, together.field_quality),
        (_, "flow") => t_string!(i18n, together.field_flow),
        (_, "quadrant") => t_string!(i18n, together.field_quadrant),
        (_, "closeness") => t_string!(i18n, together.field_closeness),
        (_, "programme") => t_string!(i18n, together.field_programme),
        (_, "scale") => t_string!(i18n, together.field_scale),
        (_, "household") => t_string!(i18n, together.field_household),
        (_, "gender") => t_string!(i18n, together.field_gender),
        (_, "age") => t_string!(i18n, together.field_age),
        (_, "pregnant") => t_string!(i18n, together.field_pregnant),
        (_, "died") => t_string!(i18n, together.field_died),
        (_, "since") => t_string!(i18n, together.field_since),
        (_, "frequency") => t_string!(i18n, together.field_frequency),
        _ => return t_string!(i18n, together.field_else, name = name),
    };
    words.to_owned()
}

/// A value as the field would show it; what somebody wrote stands in quotation marks.
fn value_words(
    i18n: I18nContext<Locale>,
    store: CaseStore,
    problem: &Problem,
    text: &str,
) -> String {
    let field = problem.field.unwrap_or_default();
    if matches!(problem.subject, Subject::Commitment(_))
        && let Some(words) = commitment_value(i18n, store, field, text)
    {
        return words;
    }
    let word = match field {
        "kind" => match problem.subject {
            Subject::Kinship(_) => {
                Kinship::from_id(text).map(|kind| words::kinship_line(i18n, kind))
            }
            Subject::GuideEntry(_) => {
                GuideKind::from_id(text).map(|kind| guide_words::kind(i18n, kind))
            }
            Subject::Milestone(_) => {
                MilestoneKind::from_id(text).map(|kind| milestone_kind(i18n, kind))
            }
            _ => ActorKind::from_id(text).map(|kind| words::kind(i18n, kind)),
        },
        "quadrant" => Quadrant::from_id(text).map(|one| words::quadrant(i18n, one)),
        "closeness" => Closeness::from_id(text).map(|one| words::closeness(i18n, one)),
        "scale" => Scale::from_id(text).map(|scale| detail_words::scale(i18n, scale)),
        "frequency" => Frequency::from_id(text).map(|one| detail_words::frequency(i18n, one)),
        "gender" => Gender::from_id(text).map(|one| words::symbol(i18n, Some(one))),
        "ring" => Ring::from_id(text).map(|ring| words::ring(i18n, ring)),
        "sector" => Sector::from_id(text).map(|sector| words::sector(i18n, Some(sector))),
        "support" => Support::from_id(text).map(|support| words::support(i18n, Some(support))),
        "quality" => TieQuality::from_id(text).map(|quality| words::quality(i18n, quality)),
        "topic" => NeedTopic::from_id(text).map(|topic| need_words::topic(i18n, topic)),
        "lead" | "actor" => {
            let actor = text.parse().ok().and_then(|id| store.actor(&id));
            let name = actor.map(|actor| actor.with(|actor| actor.name.clone()));
            return name.unwrap_or_else(|| text.to_owned());
        }
        "priority" => NeedPriority::from_id(text).map(|it| need_words::priority(i18n, Some(it))),
        "state" => NeedState::from_id(text).map(|state| need_words::state(i18n, state)),
        "problem_type" => ProblemType::from_id(text).map(|kind| problem_type(i18n, kind)),
        "gives" | "receives" | "household" | "pregnant" | "died" => Some(if text == "true" {
            t_string!(i18n, together.yes)
        } else {
            t_string!(i18n, together.no)
        }),
        "at" => {
            let language = i18n.get_locale().to_string();
            let date = text.parse().map(|at| clock::date_words(at, &language));
            return date.unwrap_or_else(|_| text.to_owned());
        }
        "flow" => {
            return flow_words(i18n, store, problem, text).unwrap_or_else(|| text.to_owned());
        }
        _ if text.is_empty() => Some(t_string!(i18n, together.empty)),
        _ => None,
    };
    word.map_or_else(|| format!("«{text}»"), str::to_owned)
}

/// A value of a commitment; `None` for one that is said as it stands.
fn commitment_value(
    i18n: I18nContext<Locale>,
    store: CaseStore,
    field: &str,
    text: &str,
) -> Option<String> {
    let word = match field {
        "state" => commitment_words::state(i18n, CommitmentState::from_id(text)?),
        "focus" => commitment_words::focus(i18n, Some(Focus::from_id(text)?)),
        "approach" => commitment_words::approach(i18n, Some(Approach::from_id(text)?)),
        "capability" => commitment_words::capability(i18n, Some(Capability::from_id(text)?)),
        "from" | "to" => words::quality(i18n, TieQuality::from_id(text)?),
        "due" => return Some(commitment_words::day(i18n, Day::from_iso(text)?)),
        "need" => {
            let id = text.parse().ok()?;
            let needs = store.needs();
            return needs.with(|needs| Some(need_words::name(i18n, needs.get(&id)?)));
        }
        "goal" => {
            let id = text.parse().ok()?;
            let goals = store.goals();
            return goals.with(|goals| Some(format!("«{}»", goals.get(&id)?.words)));
        }
        "target" => {
            return match Target::from_id(text)? {
                Target::Tie(id) => {
                    let (from, to) = ends(store, &id)?;
                    Some(t_string!(i18n, together.tie_between, from = from, to = to))
                }
                Target::Actor(id) => Some(store.actor(&id)?.with(|actor| actor.name.clone())),
            };
        }
        _ => return None,
    };
    Some(word.to_owned())
}

fn flow_words(
    i18n: I18nContext<Locale>,
    store: CaseStore,
    problem: &Problem,
    text: &str,
) -> Option<String> {
    let Subject::Tie(id) = &problem.subject else {
        return None;
    };
    let (from, to) = ends(store, id)?;
    Some(match Flow::from_id(text)? {
        Flow::Unknown => t_string!(i18n, together.flow_unknown).to_owned(),
        Flow::Both => t_string!(i18n, together.flow_both).to_owned(),
        Flow::Forward => t_string!(i18n, together.flow_forward, from = from, to = to),
        Flow::Backward => t_string!(i18n, together.flow_forward, from = to, to = from),
    })
}

/// The names of a tie's ends; tracked.
pub fn ends(store: CaseStore, id: &TieId) -> Option<(String, String)> {
    let name = |party: &Party| match party {
        Party::Person => store.person().with(|person| person.alias.clone()),
        Party::Actor(id) => {
            let actor = store.actor(id);
            actor
                .map(|actor| actor.with(|actor| actor.name.clone()))
                .unwrap_or_default()
        }
    };
    let tie = store.tie(id)?.get();
    Some((name(&tie.from), name(&tie.to)))
}

/// Who wrote a value and when, as far as it is known.
fn written_words(i18n: I18nContext<Locale>, store: CaseStore, value: &Concurrent) -> String {
    let who = match store.writer_of(value) {
        Writer::Own => t_string!(i18n, together.by_you).to_owned(),
        Writer::Named(name) => name,
        Writer::Unknown => t_string!(i18n, together.by_unknown).to_owned(),
    };
    match store.written_at(value) {
        Some(at_ms) => {
            let language = i18n.get_locale().to_string();
            format!("{who} · {}", clock::moment_words(at_ms, &language))
        }
        None => who,
    }
}

/// The values of one conflict, each with its way to be chosen. `lean` leaves out what its surroundings say already.
#[component]
pub fn Contested(
    /// The conflict; another problem shows nothing.
    problem: Problem,
) -> impl IntoView {
    let i18n = use_i18n();
    let store = CaseStore::get();
    let announcer = Announcer::get();
    let Fault::Conflict(values) = problem.fault.clone() else {
        return ().into_any();
    };
    let problem = StoredValue::new(problem);
    let count = values.len();
    let label = move || {
        let field = problem.with_value(|problem| field_words(i18n, problem));
        t_string!(i18n, together.two_values, field = field, n = count)
    };
    let row = move |(at, value): (usize, Concurrent)| {
        let text = value.text.clone();
        let words = move || problem.with_value(|problem| value_words(i18n, store, problem, &text));
        let (shown, spoken, said) = (words.clone(), words.clone(), words);
        let choose = move |_| {
            let field = problem.with_value(|problem| field_words(i18n, problem));
            let value = untrack(&said);
            let made = problem.with_value(|problem| store.choose(problem, at));
            announcer.say(if made {
                t_string!(i18n, together.chosen, field = field, value = value)
            } else {
                t_string!(i18n, together.settled).to_owned()
            });
        };
        let possible = move || problem.with_value(|problem| store.can_choose(problem, at));
        let by = tell(move || written_words(i18n, store, &value));
        view! {
            <li>
                <span class="contested-value">{shown}</span>
                <span class="hint">
                    {by}
                    {(at == 0).then(|| view! { " · " {say(move || t_string!(i18n, together.shown_now))} })}
                </span>
                {move || possible().then(|| {
                    let (spoken, choose) = (spoken.clone(), choose.clone());
                    view! {
                        <button class="button" type="button" data-choose=at.to_string()
                            aria-label=move || t_string!(i18n, together.choose_value, value = spoken())
                            on:click=choose>
                            {say(move || t_string!(i18n, together.choose))}
                        </button>
                    }
                })}
            </li>
        }
    };
    view! {
        <div class="contested" role="group" aria-label=label data-testid="contested">
            <p class="contested-head"><strong>{label}</strong></p>
            <p class="hint">{say(move || t_string!(i18n, together.until_chosen))}</p>
            <ul>{values.into_iter().enumerate().map(row).collect_view()}</ul>
        </div>
    }
    .into_any()
}
