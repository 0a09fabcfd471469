//! What the parts of the page share, and which lines it shows.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::query_signal;
use trama_shared::{
    case::NeedTopic,
    catalog::NeedArea,
    ids::ServiceId,
    interchange::Day,
    territory::{self, Service, Survey, TerritoryEdit, TopicSupply},
    text::folded,
};

use crate::{
    components::case_map::words::Language,
    i18n::use_i18n,
    lean::memo,
    services::{
        announce::Announcer,
        clock,
        territories::{TerritoryStore, store::Services},
    },
};

/// Lines that are drawn at first, and how many more with each press: a list of 2,000 services stays as quick as a short one.
const LINES_FIRST: usize = 120;
const LINES_MORE: usize = 240;

/// How the services are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// Under the needs that they answer.
    #[default]
    ByNeed,
    /// Under the organisations.
    ByOrganisation,
    /// The needs that nothing on offer answers.
    Uncovered,
    /// Those whose last day has passed.
    Expired,
}

impl Shown {
    /// Every way, in the order in which they are offered.
    pub const ALL: [Self; 4] = [
        Self::ByNeed,
        Self::ByOrganisation,
        Self::Uncovered,
        Self::Expired,
    ];

    /// The word in the address.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::ByNeed => "necesidades",
            Self::ByOrganisation => "organizaciones",
            Self::Uncovered => "sin-cobertura",
            Self::Expired => "vencidos",
        }
    }

    fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shown| shown.id() == id)
    }
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Line {
    /// An ámbito.
    Area(NeedArea),
    /// A need, and how many services can answer it.
    Topic(NeedTopic, usize),
    /// A need that nothing on offer answers, and how many services did.
    Gap(NeedTopic, usize),
    /// An organisation, and how many services it has; without a name those of nobody.
    Organisation(String, usize),
    /// Services of which nobody said what they answer.
    Unplaced(usize),
    /// A service, under the line with this number.
    Service(ServiceId, usize),
}

/// The page's state. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct TerritoryState {
    /// The language that every text is read from.
    pub i18n: Language,
    /// The territory.
    pub store: TerritoryStore,
    /// Where sentences are said.
    pub announcer: Announcer,
    /// The user may only read.
    pub read_only: Memo<bool>,
    /// The day on which the page was opened.
    pub today: Day,
    /// How the services are shown.
    pub shown: Memo<Shown>,
    set_shown: SignalSetter<Option<String>>,
    /// The ámbito that is shown; `None` shows all.
    pub area: Memo<Option<NeedArea>>,
    set_area: SignalSetter<Option<String>>,
    /// What is looked for.
    pub search: RwSignal<String>,
    /// The survey of all services, whatever is looked for.
    pub survey: Memo<Survey>,
    /// The lines of the list.
    pub lines: Memo<Vec<Line>>,
    /// How many lines are drawn.
    pub drawn: RwSignal<usize>,
    /// The service whose dialog is open.
    pub edited: RwSignal<Option<ServiceId>>,
    /// Whether it is.
    pub editing: RwSignal<bool>,
    /// The need that a new service is entered for.
    pub add_topic: RwSignal<Option<NeedTopic>>,
    /// Whether a service is being entered.
    pub adding: RwSignal<bool>,
}

impl TerritoryState {
    /// The state of a page that has just opened.
    #[must_use]
    pub fn new(store: TerritoryStore) -> Self {
        let today = today();
        let (in_address, set_shown) = query_signal::<String>("vista");
        let shown = memo(move |_| {
            in_address
                .with(|id| id.as_deref().and_then(Shown::from_id))
                .unwrap_or_default()
        });
        let (in_address, set_area) = query_signal::<String>("ambito");
        let area = memo(move |_| in_address.with(|id| id.as_deref().and_then(NeedArea::from_id)));
        let search = RwSignal::new(String::new());
        let drawn = RwSignal::new(LINES_FIRST);
        let services = store.services();
        let all = services.clone();
        let survey = memo(move |_| all.with(|all| Survey::of(pairs(all), today)));
        let lines = memo(move |_| {
            let wanted = search.with(|search| folded(search));
            services.with(|services| {
                let list = List {
                    shown: shown.get(),
                    area: area.get(),
                    is_search: !wanted.is_empty(),
                };
                if wanted.is_empty() {
                    survey.with(|survey| list.lines(services, survey))
                } else {
                    let mut found = services.clone();
                    found.retain(|_, service| territory::finds(service, &wanted));
                    let survey = Survey::of(pairs(&found), today);
                    list.lines(&found, &survey)
                }
            })
        });
        Effect::new(move |_| {
            let _ = (shown.get(), area.get(), search.with(String::len));
            drawn.set(LINES_FIRST);
        });
        Self {
            i18n: use_i18n(),
            store,
            announcer: Announcer::get(),
            read_only: memo(move |_| !store.can_edit()),
            today,
            shown,
            set_shown,
            area,
            set_area,
            search,
            survey,
            lines,
            drawn,
            edited: RwSignal::new(None),
            editing: RwSignal::new(false),
            add_topic: RwSignal::new(None),
            adding: RwSignal::new(false),
        }
    }

    /// Shows the services in another way.
    pub fn show(&self, shown: Shown) {
        let id = (shown != Shown::default()).then(|| shown.id().to_owned());
        self.set_shown.set(id);
    }

    /// Shows one ámbito, or all.
    pub fn show_area(&self, area: Option<NeedArea>) {
        self.set_area.set(area.map(|area| area.id().to_owned()));
    }

    /// Draws more lines.
    pub fn draw_more(&self) {
        self.drawn.update(|drawn| *drawn += LINES_MORE);
    }

    /// How many lines the next press draws; 0 where all are drawn. Tracked.
    #[must_use]
    pub fn more(&self) -> usize {
        let left = self.lines.with(Vec::len).saturating_sub(self.drawn.get());
        left.min(LINES_MORE)
    }

    /// A service; tracked.
    #[must_use]
    pub fn service(&self, id: &ServiceId) -> Option<Arc<Service>> {
        self.store.services().with(|all| all.get(id).cloned())
    }

    /// Makes an edit. A refusal is told by the page; the field then shows what is true again.
    pub fn edit(&self, edit: TerritoryEdit) -> bool {
        self.store.edit(edit).is_ok()
    }

    /// Opens a service's dialog.
    pub fn open(&self, id: ServiceId) {
        self.edited.set(Some(id));
        self.editing.set(true);
    }

    /// Opens the dialog for a new service that can answer `topic`.
    pub fn add(&self, topic: Option<NeedTopic>) {
        self.add_topic.set(topic);
        self.adding.set(true);
    }
}

/// The day where the person is.
#[must_use]
pub fn today() -> Day {
    Day::of_ms(clock::local_ms(clock::now_ms()) as i64)
}

/// The services one by one.
pub fn pairs(services: &Services) -> impl Iterator<Item = (&ServiceId, &Service)> {
    services.iter().map(|(id, service)| (id, &**service))
}

/// Which lines are asked for.
struct List {
    shown: Shown,
    area: Option<NeedArea>,
    is_search: bool,
}

impl List {
    fn lines(&self, services: &Services, survey: &Survey) -> Vec<Line> {
        match self.shown {
            Shown::ByNeed => self.by_need(survey),
            Shown::ByOrganisation => self.by_organisation(services),
            Shown::Uncovered => self.uncovered(survey),
            Shown::Expired => {
                let of_area = |id: &&ServiceId| {
                    services
                        .get(*id)
                        .is_some_and(|service| self.is_of_area(service))
                };
                let expired = survey.expired.iter().filter(of_area);
                expired.map(|id| Line::Service(id.clone(), 0)).collect()
            }
        }
    }

    fn is_of_area(&self, service: &Service) -> bool {
        self.area
            .is_none_or(|area| service.needs.iter().any(|topic| topic.area() == area))
    }

    fn areas(&self) -> impl Iterator<Item = NeedArea> {
        let only = self.area;
        NeedArea::ALL
            .iter()
            .copied()
            .filter(move |area| only.is_none_or(|only| only == *area))
    }

    fn head(&self, lines: &mut Vec<Line>, area: NeedArea) {
        if self.area.is_none() {
            lines.push(Line::Area(area));
        }
    }

    fn by_need(&self, survey: &Survey) -> Vec<Line> {
        let mut lines = Vec::new();
        for area in self.areas() {
            let supplies = || {
                survey
                    .topics
                    .iter()
                    .filter(move |supply| supply.topic.area() == area)
            };
            let offered = |supply: &&TopicSupply| {
                !supply.current.is_empty() || (self.is_search && !supply.expired.is_empty())
            };
            if !self.is_search || supplies().any(|supply| offered(&supply)) {
                self.head(&mut lines, area);
            }
            for supply in supplies().filter(offered) {
                let ids = supply.current.iter().chain(&supply.expired);
                lines.push(Line::Topic(supply.topic, ids.clone().count()));
                under(&mut lines, ids);
            }
            if !self.is_search {
                lines.extend(survey.uncovered(area).map(gap));
            }
        }
        if self.area.is_none() && !survey.unplaced.is_empty() {
            lines.push(Line::Unplaced(survey.unplaced.len()));
            under(&mut lines, survey.unplaced.iter());
        }
        lines
    }

    fn by_organisation(&self, services: &Services) -> Vec<Line> {
        let mut lines = Vec::new();
        let of_area = pairs(services).filter(|(_, service)| self.is_of_area(service));
        for organisation in territory::organisations(of_area) {
            let count = organisation.services.len();
            lines.push(Line::Organisation(organisation.name, count));
            under(&mut lines, organisation.services.iter());
        }
        lines
    }

    fn uncovered(&self, survey: &Survey) -> Vec<Line> {
        let mut lines = Vec::new();
        if self.is_search {
            return lines;
        }
        for area in self.areas() {
            let mut gaps = survey.uncovered(area).peekable();
            if gaps.peek().is_some() {
                self.head(&mut lines, area);
            }
            lines.extend(gaps.map(gap));
        }
        lines
    }
}

fn gap(supply: &TopicSupply) -> Line {
    Line::Gap(supply.topic, supply.expired.len())
}

/// Adds services under the line that was added last.
fn under<'a>(lines: &mut Vec<Line>, ids: impl Iterator<Item = &'a ServiceId>) {
    let head = lines.len();
    lines.extend(ids.map(|id| Line::Service(id.clone(), head)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn services() -> Services {
        let service = |name: &str, topics: &[NeedTopic], until: Option<&str>| Service {
            name: name.to_owned(),
            organisation: "Municipio".to_owned(),
            needs: topics.iter().copied().collect(),
            valid_until: until.map(|day| day.parse().expect("a day")),
            ..Service::default()
        };
        let dental = NeedTopic::from_id("social_dental").expect("a row");
        let eyes = NeedTopic::from_id("social_eyes").expect("a row");
        [
            ("a", service("Dental", &[dental, eyes], None)),
            ("b", service("Óptica", &[eyes], Some("2020-01-01"))),
            ("c", service("Sin lugar", &[], None)),
        ]
        .into_iter()
        .map(|(id, service)| (id.parse().expect("an id"), Arc::new(service)))
        .collect()
    }

    fn lines(shown: Shown, area: Option<NeedArea>, is_search: bool) -> Vec<Line> {
        let services = services();
        let today = "2026-11-22".parse().expect("a day");
        let survey = Survey::of(pairs(&services), today);
        let list = List {
            shown,
            area,
            is_search,
        };
        list.lines(&services, &survey)
    }

    #[test]
    fn every_need_has_a_line_and_every_service_its_places() {
        let lines = lines(Shown::ByNeed, None, false);
        let count = |is: fn(&Line) -> bool| lines.iter().filter(|line| is(line)).count();
        assert_eq!(count(|line| matches!(line, Line::Area(_))), 4);
        assert_eq!(count(|line| matches!(line, Line::Topic(..))), 2);
        assert_eq!(count(|line| matches!(line, Line::Gap(..))), 51);
        assert_eq!(count(|line| matches!(line, Line::Service(..))), 4);
        assert_eq!(count(|line| matches!(line, Line::Unplaced(1))), 1);
    }

    #[test]
    fn no_two_lines_are_alike() {
        for shown in Shown::ALL {
            let lines = lines(shown, None, false);
            let alone: std::collections::HashSet<&Line> = lines.iter().collect();
            assert_eq!(alone.len(), lines.len(), "{shown:?}");
            assert_eq!(Shown::from_id(shown.id()), Some(shown));
        }
    }

    #[test]
    fn an_ambito_and_a_search_leave_out_the_rest() {
        let social = lines(Shown::ByNeed, Some(NeedArea::Social), false);
        assert_eq!(social.len(), 2 + 3 + 12);
        assert_eq!(lines(Shown::ByNeed, None, true).len(), 1 + 2 + 3 + 1 + 1);
        assert_eq!(lines(Shown::Expired, Some(NeedArea::Legal), false), []);
        assert_eq!(lines(Shown::Expired, None, false).len(), 1);
        assert_eq!(lines(Shown::ByOrganisation, None, false).len(), 4);
        assert_eq!(lines(Shown::Uncovered, None, true), []);
    }
}
