//! Two versions of the plan beside one another: what was added and what was removed, word by word, in each text.

use std::collections::BTreeMap;

use automerge::ChangeHash;
use leptos::prelude::*;
use leptos_i18n::I18nContext;
use leptos_router::{components::A, hooks::query_signal};
use trama_shared::{
    case::{Milestone, Plan, PlanSection, PlanText, Zone},
    document::Concurrent,
    history::{Hand, Piece, Revision, hands, plan_at},
    ids::MilestoneId,
};

use crate::{
    components::{
        case_time::words,
        icon::{Icon, IconKind},
        plan_words,
    },
    i18n::{Locale, t_string, use_i18n},
    lean::{memo, part, say, tell},
    services::{
        case_store::{CaseStore, Writer},
        clock,
    },
};

/// A moment of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Moment {
    /// Before anybody wrote.
    Start,
    /// A milestone.
    Named(MilestoneId),
    /// What stands now.
    Now,
}

const START: &str = "comienzo";
const NOW: &str = "ahora";
const MILESTONE: &str = "hito.";

impl Moment {
    fn from_id(id: &str) -> Option<Self> {
        match id {
            START => Some(Self::Start),
            NOW => Some(Self::Now),
            _ => id.strip_prefix(MILESTONE)?.parse().ok().map(Self::Named),
        }
    }

    fn id(&self) -> String {
        match self {
            Self::Start => START.to_owned(),
            Self::Named(id) => format!("{MILESTONE}{id}"),
            Self::Now => NOW.to_owned(),
        }
    }
}

/// What differs between two versions.
#[derive(Debug, Clone, PartialEq)]
struct Compared {
    title: Revision,
    authors: Revision,
    types: (Plan, Plan),
    texts: Vec<(PlanText, Revision, Vec<Hand>)>,
}

impl Compared {
    fn counts(&self) -> (usize, usize) {
        let revisions = self.texts.iter().map(|(_, revision, _)| revision);
        let counts = revisions
            .chain([&self.title, &self.authors])
            .map(Revision::counts);
        counts.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    }

    fn is_same(&self) -> bool {
        self.title.is_empty()
            && self.authors.is_empty()
            && self.types.0.problem_type == self.types.1.problem_type
            && self
                .texts
                .iter()
                .all(|(_, revision, _)| revision.is_empty())
    }
}

/// The page's choice of two versions. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct VersionsState {
    store: CaseStore,
    i18n: I18nContext<Locale>,
    milestones: Memo<BTreeMap<MilestoneId, Milestone>>,
    from: Memo<Option<Moment>>,
    to: Memo<Moment>,
    set_from: StoredValue<Box<dyn Fn(Option<String>) + Send + Sync>>,
    set_to: StoredValue<Box<dyn Fn(Option<String>) + Send + Sync>>,
}

impl VersionsState {
    /// The choice as the address says it, for the page under the current owner.
    #[must_use]
    pub fn of_address() -> Self {
        let store = CaseStore::get();
        let (from, set_from) = query_signal::<String>("desde");
        let (to, set_to) = query_signal::<String>("hasta");
        let milestones = store.milestones();
        Self {
            store,
            i18n: use_i18n(),
            milestones: memo(move |_| milestones.get()),
            from: memo(move |_| {
                from.get()
                    .map(|id| Moment::from_id(&id).unwrap_or(Moment::Start))
            }),
            to: memo(move |_| {
                let to = to.get();
                to.and_then(|id| Moment::from_id(&id))
                    .unwrap_or(Moment::Now)
            }),
            set_from: StoredValue::new(Box::new(move |id| set_from.set(id))),
            set_to: StoredValue::new(Box::new(move |id| set_to.set(id))),
        }
    }

    /// Whether versions are compared instead of the plan being written; tracked.
    #[must_use]
    pub fn is_on(self) -> bool {
        self.from.with(Option::is_some)
    }

    fn toggle(self) {
        if self.from.with_untracked(Option::is_some) {
            self.set_to.with_value(|set| set(None));
            self.set_from.with_value(|set| set(None));
            return;
        }
        let last = self.milestones.with_untracked(|all| {
            let kept = all.iter().filter(|(_, milestone)| self.is_kept(milestone));
            kept.max_by_key(|(_, milestone)| milestone.at)
                .map(|(id, _)| Moment::Named(id.clone()))
        });
        let from = last.unwrap_or(Moment::Start).id();
        self.set_from.with_value(|set| set(Some(from)));
    }

    fn is_kept(self, milestone: &Milestone) -> bool {
        // A file carries the network of a milestone and not its plan: then nothing of a plan stands there.
        let plan = self.plan_of(&milestone.heads).map(|(plan, _)| plan);
        !milestone.heads.is_empty() && plan.is_some_and(|plan| plan != Plan::default())
    }

    fn plan_of(self, heads: &[String]) -> Option<(Plan, Vec<ChangeHash>)> {
        let heads: Vec<ChangeHash> = heads.iter().filter_map(|head| head.parse().ok()).collect();
        let plan = self.store.read(Zone::Case, |doc| plan_at(doc, &heads))??;
        Some((plan, heads))
    }

    /// The plan at a moment, and the heads that say so.
    fn at(self, moment: &Moment) -> Option<(Plan, Vec<ChangeHash>)> {
        match moment {
            Moment::Start => Some((Plan::default(), Vec::new())),
            Moment::Now => self.plan_of(&self.store.heads()),
            Moment::Named(id) => {
                let milestone = self.milestones.with(|all| all.get(id).cloned())?;
                self.plan_of(&milestone.heads)
            }
        }
    }

    fn compare(self) -> Option<Compared> {
        let from = self.from.get()?;
        let ((before, earlier), (after, later)) = (self.at(&from)?, self.at(&self.to.get())?);
        let texts = PlanSection::ALL.iter().flat_map(|section| section.texts());
        let texts = texts
            .map(|text| {
                let revision = Revision::between(before.text(*text), after.text(*text));
                let hands = if revision.is_empty() {
                    Vec::new()
                } else {
                    let read = self
                        .store
                        .read(Zone::Case, |doc| hands(doc, *text, &earlier, &later));
                    read.unwrap_or_default()
                };
                (*text, revision, hands)
            })
            .collect();
        Some(Compared {
            title: Revision::between(&before.title, &after.title),
            authors: Revision::between(&before.authors, &after.authors),
            types: (
                Plan {
                    texts: BTreeMap::new(),
                    ..before
                },
                Plan {
                    texts: BTreeMap::new(),
                    ..after
                },
            ),
            texts,
        })
    }

    fn language(self) -> &'static str {
        match self.i18n.get_locale() {
            Locale::es => "es-CL",
            Locale::en => "en",
        }
    }

    fn name(self, moment: &Moment) -> String {
        let i18n = self.i18n;
        match moment {
            Moment::Start => t_string!(i18n, versions.start).to_owned(),
            Moment::Now => t_string!(i18n, versions.now).to_owned(),
            Moment::Named(id) => self.milestones.with(|all| {
                let Some(milestone) = all.get(id) else {
                    return t_string!(i18n, versions.none_chosen).to_owned();
                };
                let name = words::milestone(i18n, milestone);
                let day = clock::date_words(milestone.at as f64, self.language());
                t_string!(i18n, versions.moment, name = name, day = day)
            }),
        }
    }
}

/// The button that leads to the versions and back.
#[component]
pub fn VersionsButton(
    /// The page's choice.
    state: VersionsState,
) -> impl IntoView {
    let i18n = state.i18n;
    view! {
        <button class="bar-button" type="button" data-testid="versions" aria-pressed=move || state.is_on().to_string()
            on:click=move |_| state.toggle()>
            <Icon kind=IconKind::Changes />
            <span>{say(move || if state.is_on() { t_string!(i18n, versions.back) } else { t_string!(i18n, versions.compare) })}</span>
        </button>
    }
}

/// What differs between the two versions that are chosen.
#[component]
pub fn Versions(
    /// The page's choice.
    state: VersionsState,
) -> impl IntoView {
    let i18n = state.i18n;
    let changes = state.store.changes();
    let compared = memo(move |_| {
        changes.with(|_| ());
        state.compare()
    });
    let choice = move |is_from: bool| {
        let chosen = memo(move |_| {
            let from = state.from.get().unwrap_or(Moment::Start);
            (if is_from { from } else { state.to.get() }).id()
        });
        let options = part(move || {
            let mut moments: Vec<(i64, Moment, bool)> = state.milestones.with(|all| {
                let named = all
                    .iter()
                    .map(|(id, it)| (it.at, Moment::Named(id.clone()), state.is_kept(it)));
                named.collect()
            });
            moments.sort_unstable_by_key(|(at, moment, _)| (*at, moment.id()));
            let ends = if is_from { Moment::Start } else { Moment::Now };
            let at = if is_from { 0 } else { moments.len() };
            moments.insert(at, (0, ends, true));
            let option = move |(_, moment, kept): (i64, Moment, bool)| {
                let id = moment.id();
                let this = id.clone();
                let words = tell(move || {
                    let name = state.name(&moment);
                    if kept {
                        name
                    } else {
                        t_string!(i18n, versions.not_kept, moment = name)
                    }
                });
                view! { <option value=id selected=move || chosen.with(|chosen| *chosen == this) disabled=!kept>{words}</option> }
            };
            moments.into_iter().map(option).collect_view().into_any()
        });
        let set = move |event: leptos::ev::Event| {
            let id = Some(event_target_value(&event));
            if is_from {
                state.set_from.with_value(|set| set(id));
            } else {
                state.set_to.with_value(|set| set(id));
            }
        };
        let id = if is_from {
            "version-from"
        } else {
            "version-to"
        };
        view! {
            <div class="field">
                <label for=id>{say(move || if is_from { t_string!(i18n, versions.from) } else { t_string!(i18n, versions.to) })}</label>
                <select id=id on:change=set>{options}</select>
            </div>
        }
    };
    let sum = tell(move || {
        compared.with(|compared| match compared {
            Some(compared) if compared.is_same() => t_string!(i18n, versions.same).to_owned(),
            Some(compared) => {
                let (added, removed) = compared.counts();
                t_string!(i18n, versions.counts, added = added, removed = removed)
            }
            None => t_string!(i18n, versions.none_chosen).to_owned(),
        })
    });
    let none = part(move || {
        if state.milestones.with(|all| !all.is_empty()) {
            return ().into_any();
        }
        view! {
            <p class="notice">
                <span>{say(move || t_string!(i18n, versions.none))}" "</span>
                <A href=format!("/caso/{}/cambios", state.store.id())>{say(move || t_string!(i18n, versions.go_changes))}</A>
            </p>
        }
        .into_any()
    });
    let body = part(move || match compared.get() {
        Some(compared) => body(state, compared),
        None => ().into_any(),
    });
    view! {
        <section class="versions" aria-labelledby="versions-title" data-testid="versions-page">
            <h3 id="versions-title">{say(move || t_string!(i18n, versions.title))}</h3>
            <p class="hint">{say(move || t_string!(i18n, versions.lead))}</p>
            <div class="versions-choice">{choice(true)} {choice(false)}</div>
            <p class="print-only">{tell(move || format!("{} → {}", state.name(&state.from.get().unwrap_or(Moment::Start)), state.name(&state.to.get())))}</p>
            <p role="status" class="versions-sum" data-testid="versions-sum">{sum}</p>
            {none}
            {body}
        </section>
    }
}

/// What something is called, in the language of the interface.
type NameOf = fn(I18nContext<Locale>) -> &'static str;

fn body(state: VersionsState, compared: Compared) -> AnyView {
    let i18n = state.i18n;
    let Compared {
        title,
        authors,
        types,
        texts,
    } = compared;
    let type_words = move |plan: &Plan| match plan.problem_type {
        Some(kind) => plan_words::problem_type(i18n, kind).to_owned(),
        None => t_string!(i18n, plan.type_none).to_owned(),
    };
    let problem_type = if types.0.problem_type == types.1.problem_type {
        Revision::default()
    } else {
        Revision {
            pieces: vec![
                Piece::Removed(type_words(&types.0)),
                Piece::Added(type_words(&types.1)),
            ],
        }
    };
    let heads: [(NameOf, Revision); 3] = [
        (|i18n| t_string!(i18n, plan.plan_title), title),
        (|i18n| t_string!(i18n, plan.authors), authors),
        (|i18n| t_string!(i18n, plan.problem_type), problem_type),
    ];
    // What stands above the texts is told only where it changed.
    let heads = heads
        .into_iter()
        .filter(|(_, revision)| !revision.is_empty());
    let heads = heads
        .map(|(name, revision)| one(state, "head", say(move || name(i18n)), &revision, &[]))
        .collect_view();
    let texts = texts
        .into_iter()
        .map(|(text, revision, hands)| {
            let name = say(move || plan_words::text(i18n, text));
            one(state, text.id(), name, &revision, &hands)
        })
        .collect_view();
    view! { {heads} {texts} }.into_any()
}

/// One text with its changes marked.
fn one(
    state: VersionsState,
    id: &'static str,
    name: crate::lean::Said,
    revision: &Revision,
    hands: &[Hand],
) -> AnyView {
    let i18n = state.i18n;
    let said = if revision.is_empty() {
        if revision.pieces.is_empty() {
            t_string!(i18n, versions.unwritten).to_owned()
        } else {
            t_string!(i18n, versions.unchanged).to_owned()
        }
    } else {
        let (added, removed) = revision.counts();
        t_string!(i18n, versions.counts, added = added, removed = removed)
    };
    // Who does not see the lines hears the words.
    let mark =
        move |words: &'static str| view! { <span class="sr-only">{format!(" [{words}: ")}</span> };
    let end = move || view! { <span class="sr-only">"] "</span> };
    let piece = move |piece: &Piece| match piece.clone() {
        Piece::Kept(text) => text.into_any(),
        Piece::Added(text) => {
            view! { <ins>{mark(t_string!(i18n, versions.added))}{text}{end()}</ins> }.into_any()
        }
        Piece::Removed(text) => {
            view! { <del>{mark(t_string!(i18n, versions.removed))}{text}{end()}</del> }.into_any()
        }
    };
    let written = (!revision.is_empty()).then(|| {
        let pieces = revision.pieces.iter().map(piece).collect_view();
        view! { <p class="revision-text">{pieces}</p> }
    });
    let hands = (!hands.is_empty()).then(|| {
        let names: Vec<String> = who(state, hands);
        let names = names.join(", ");
        view! { <p class="hint" data-testid="hands">{t_string!(i18n, versions.hands, names = names)}</p> }
    });
    view! {
        <section class="revision card" data-revision=id>
            <div class="plan-section-head"><h4>{name}</h4><span class="hint">{said}</span></div>
            {written}
            {hands}
        </section>
    }
    .into_any()
}

/// Who wrote, each once with the last time; those who are not known by name together.
fn who(state: VersionsState, hands: &[Hand]) -> Vec<String> {
    let i18n = state.i18n;
    let mut last: BTreeMap<String, i64> = BTreeMap::new();
    for hand in hands {
        let value = Concurrent {
            text: String::new(),
            writer: Some(hand.writer.clone()),
            counter: 0,
        };
        let name = match state.store.writer_of(&value) {
            Writer::Own => t_string!(i18n, versions.own).to_owned(),
            Writer::Named(name) => name,
            Writer::Unknown => t_string!(i18n, versions.somebody).to_owned(),
        };
        let at = last.entry(name).or_default();
        *at = hand.at_ms.max(*at);
    }
    let one = |(name, at): (String, i64)| {
        if at == 0 {
            return name;
        }
        let when = clock::short_date(at as f64, state.language(), true);
        t_string!(i18n, versions.at, name = name, when = when)
    };
    last.into_iter().map(one).collect()
}
