//! The dates of all cases: what is late, for today, this week and later; and the way of each to its commitment.

use leptos::prelude::*;
use leptos_router::components::A;
use trama_shared::{
    analysis::{Dated, When, by_time},
    case::CommitmentState,
    date::Day,
};

use crate::{
    components::{
        calendar::{CalendarDialog, link_to},
        commitments::{card::standing_id, words},
        icon::{Icon, IconKind},
        network_pill::NetworkPill,
        slow::Slow,
        user_menu::UserMenu,
    },
    i18n::{t_string, use_i18n},
    lean::{memo, part, say, tell},
    services::{
        clock,
        workspace::{ListState, Workspace},
    },
};

/// How long cases are waited for before it is said that they could not be read: as long as one is kept open, and a bit.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// What is known of all cases.
#[derive(Debug, Clone, PartialEq, Default)]
struct Across {
    times: Vec<(When, Vec<Dated>)>,
    /// The aliases of the cases that were never read here.
    unread: Vec<String>,
}

/// The page.
#[component]
pub fn DatesPage() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = Workspace::get();
    let today = Day::of_ms(clock::local_ms(clock::now_ms()) as i64);
    let (list, dates) = (workspace.cases(), workspace.dates());
    let count = {
        let list = list.clone();
        memo(move |_| list.with(|list| list.entries.len()))
    };
    let state = {
        let list = list.clone();
        memo(move |_| list.with(|list| list.state))
    };
    let patient = RwSignal::new(true);
    Effect::new(move |_| {
        // Again where cases are added to the list.
        count.track();
        workspace.read_dates();
        patient.set(true);
    });
    let waiting = set_timeout_with_handle(
        move || {
            let _ = patient.try_set(false);
        },
        PATIENCE,
    );
    on_cleanup(move || {
        if let Ok(waiting) = waiting {
            waiting.clear();
        }
    });
    let across = memo(move |_| {
        let entries = list.with(|list| list.entries.clone());
        let facts = workspace.facts();
        dates.with(|known| {
            let mut all = Vec::new();
            let mut unread = Vec::new();
            for entry in entries {
                let now =
                    facts.with(|facts| facts.get(&entry.id).and_then(|facts| facts.title.clone()));
                let title = now.unwrap_or(entry.title);
                match known.iter().find(|(case, _)| *case == entry.id) {
                    None => unread.push(title),
                    Some((case, deadlines)) => all.extend(deadlines.iter().map(|deadline| Dated {
                        case: case.clone(),
                        title: title.clone(),
                        deadline: deadline.clone(),
                    })),
                }
            }
            unread.sort_unstable();
            Across {
                times: by_time(all, today),
                unread,
            }
        })
    });
    let exporting = RwSignal::new(None::<Vec<Dated>>);
    let any = memo(move |_| across.with(|across| !across.times.is_empty()));
    let sums = tell(move || {
        across.with(|across| {
            let count = |when: When| {
                let group = across.times.iter().find(|(other, _)| *other == when);
                group.map_or(0, |(_, group)| group.len())
            };
            t_string!(
                i18n,
                dates.sums,
                late = count(When::Overdue),
                today = count(When::Today),
                week = count(When::Week)
            )
        })
    });
    let body = part(move || {
        if any.get() {
            return view! {
                {part(move || {
                    let times = across.with(|across| across.times.clone());
                    let section = move |(when, dates)| view! { <Section when dates today /> };
                    times.into_iter().map(section).collect_view().into_any()
                })}
            }
            .into_any();
        }
        let reading = patient.get() && across.with(|across| !across.unread.is_empty());
        if state.get() == ListState::Loading || reading {
            return view! { <Slow>{say(move || t_string!(i18n, dates.reading))}</Slow> }.into_any();
        }
        view! { <div class="empty card" data-testid="dates-empty"><p>{say(move || t_string!(i18n, dates.empty))}</p></div> }
            .into_any()
    });
    let unread = part(move || {
        let names = across.with(|across| across.unread.clone());
        if names.is_empty() {
            return ().into_any();
        }
        if patient.get() {
            let n = names.len();
            return view! {
                <p class="hint" role="status" data-testid="dates-reading">{tell(move || t_string!(i18n, dates.reading_more, n = n))}</p>
            }
            .into_any();
        }
        let names = names.join(", ");
        view! {
            <div class="notice" role="status" data-testid="dates-unread">
                <Icon kind=IconKind::Offline />
                <p>{tell(move || t_string!(i18n, dates.unread, names = names.clone()))}</p>
                <button class="button" type="button" on:click=move |_| workspace.read_dates()>{say(move || t_string!(i18n, common.retry))}</button>
            </div>
        }
        .into_any()
    });
    let export = move |_| {
        let all = across.with_untracked(|across| across.times.clone());
        exporting.set(Some(all.into_iter().flat_map(|(_, group)| group).collect()));
    };
    view! {
        <a class="skip-link button" href="#main">{say(move || t_string!(i18n, common.skip))}</a>
        <header class="top-bar">
            <A href="/" attr:class="button quiet icon-only" attr:aria-label=say(move || t_string!(i18n, common.back))>
                <Icon kind=IconKind::Back />
            </A>
            <div class="case-title"><h1>{say(move || t_string!(i18n, dates.title))}</h1></div>
            <span class="spacer"></span>
            <NetworkPill />
            <UserMenu />
        </header>
        <main class="cases dates" id="main" tabindex="-1">
            <div class="cases-head">
                <p class="hint" role="status" data-testid="dates-sums">{sums}</p>
                {part(move || {
                    if !any.get() {
                        return ().into_any();
                    }
                    view! {
                        <button class="button" type="button" data-testid="dates-export" on:click=export>
                            <Icon kind=IconKind::Export />{say(move || t_string!(i18n, dates.export))}
                        </button>
                    }
                    .into_any()
                })}
            </div>
            {unread}
            {body}
        </main>
        <CalendarDialog days=exporting />
    }
}

/// The dates of one time.
#[component]
fn Section(when: When, dates: Vec<Dated>, today: Day) -> impl IntoView {
    let i18n = use_i18n();
    let id = match when {
        When::Overdue => "late",
        When::Today => "today",
        When::Week => "week",
        When::Later => "later",
    };
    let word = move || match when {
        When::Overdue => t_string!(i18n, dates.late),
        When::Today => t_string!(i18n, dates.today),
        When::Week => t_string!(i18n, dates.week),
        When::Later => t_string!(i18n, dates.later),
    };
    let row = move |date: Dated| {
        let standing = date.deadline.standing(today);
        let due = date.deadline.due;
        let tag = tell(move || words::standing(i18n, standing, Some(due)).unwrap_or_default());
        // What lies further ahead is said as a day already.
        let on = (when != When::Later)
            .then(|| view! { <span class="hint">{tell(move || words::day(i18n, due))}</span> });
        let state = date.deadline.state;
        // That it is agreed is what one expects.
        let state = (state != CommitmentState::Agreed)
            .then(|| view! { <span>" · "{say(move || words::state(i18n, state))}</span> });
        view! {
            <li>
                <A href=link_to(&date.case, &date.deadline.commitment) attr:class="case-row date-row" attr:data-testid="date-row">
                    <span class="case-name">
                        <strong>{date.deadline.what}</strong>
                        <span>{date.title}{state}</span>
                    </span>
                    <span class="date-when">
                        <span class=format!("due-tag {}", standing_id(standing))>{tag}</span>
                        {on}
                    </span>
                    <Icon kind=IconKind::Forward />
                </A>
            </li>
        }
    };
    let (head, labelled) = (format!("dates-{id}"), format!("dates-{id}"));
    view! {
        <section class="dates-group" aria-labelledby=labelled data-when=id>
            <h2 id=head>{say(word)}</h2>
            <ul class="case-list card">{dates.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}
