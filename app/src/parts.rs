//! The parts of the app that come after the first page: the list of cases, the documents, and the pages of a case.
//!
//! For a release each part is a file of its own, split off after the compiler (`scripts/split.mjs`), so that the first
//! page does not wait for code that it does not need. A part is fetched when a page of it is asked for, or earlier, in
//! the background, as soon as the browser has nothing else to do. Without the split every part is there at once.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::paper::dialog::PaperPage,
    components::part_missing::{PartMissing, PieceMissing},
    components::slow::Slow,
    i18n::{t_string, use_i18n},
    lean::{part, say},
    pages::{
        case::{CaseFrame, ChangesPage, MapPage},
        cases::CasesPage,
        commitments::CommitmentsPage,
        dates::DatesPage,
        guide::GuidePage,
        needs::NeedsPage,
        plan::PlanPage,
        protection::ProtectionPage,
        signed_in::{OpenDocuments, Work},
        territories::TerritoriesPage,
        territory::TerritoryPage,
    },
    services::{api, session},
};

/// A part of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What is behind the sign-in, and the list of cases.
    Desk,
    /// What keeps the documents and syncs them.
    Documents,
    /// The pages of a case, and those of a territory.
    Case,
    /// What is composed for paper and for word processors; it comes when it is asked for.
    Paper,
}

/// A page that is in a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// What every page behind the sign-in stands in.
    Work,
    /// The list of cases.
    Cases,
    /// Nothing to see: from here on there are documents.
    Documents,
    /// What every page of a case stands in.
    Case,
    /// The map of a case.
    Map,
    /// The plan of a case.
    Plan,
    /// The needs of a case.
    Needs,
    /// The guide to community resources of a case.
    Guide,
    /// A case as one of child protection.
    Protection,
    /// The commitments of a case.
    Commitments,
    /// What changed between moments of a case.
    Changes,
    /// The list of territories.
    Territories,
    /// A territory.
    Territory,
    /// The dates of all cases.
    Dates,
    /// What a dialog of a case composes for paper.
    Paper,
}

impl Page {
    /// The part that the page is in, and before it those that it cannot do without.
    #[must_use]
    pub fn needs(self) -> &'static [Part] {
        match self {
            Self::Work | Self::Cases => &[Part::Desk],
            Self::Documents => &[Part::Documents],
            Self::Case
            | Self::Map
            | Self::Plan
            | Self::Needs
            | Self::Guide
            | Self::Protection
            | Self::Commitments
            | Self::Changes
            | Self::Dates
            | Self::Territories
            | Self::Territory => &[Part::Documents, Part::Case],
            Self::Paper => &[Part::Documents, Part::Case, Part::Paper],
        }
    }
}

/// Makes a page of a part that is there.
type Pages = fn(Page) -> AnyView;

/// How far a part has come.
#[derive(Debug, Clone, Copy, Default)]
enum Progress {
    #[default]
    NotAsked,
    Coming,
    /// It could not be fetched.
    Missing,
    Here(Pages),
}

/// The file of a part could not be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a part of the app could not be fetched; it can be asked for again")]
struct NotFetched;

impl From<leptos::wasm_split::SplitLoaderError> for NotFetched {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// How far each part has come; one for the whole page. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Parts {
    desk: RwSignal<Progress>,
    documents: RwSignal<Progress>,
    case: RwSignal<Progress>,
    paper: RwSignal<Progress>,
}

impl Parts {
    /// Provides the parts, and begins to fetch them once the first page stands.
    pub fn provide() {
        let parts = Self {
            desk: RwSignal::default(),
            documents: RwSignal::default(),
            case: RwSignal::default(),
            paper: RwSignal::default(),
        };
        provide_context(parts);
        let all = &[Part::Desk, Part::Documents, Part::Case];
        if session::remembered_user().is_some() {
            // What the address asks for comes without waiting for what it stands in.
            let path = window().location().pathname().unwrap_or_default();
            parts.fetch(
                if path.starts_with("/caso/") || path.starts_with("/territorio") {
                    all
                } else {
                    &all[..1]
                },
            );
        }
        when_idle(move || parts.fetch(all));
        // Lives as long as the page.
        window_event_listener(leptos::ev::online, move |_| parts.fetch(all));
    }

    /// The page's parts.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    fn progress(self, part: Part) -> RwSignal<Progress> {
        match part {
            Part::Desk => self.desk,
            Part::Documents => self.documents,
            Part::Case => self.case,
            Part::Paper => self.paper,
        }
    }

    /// Fetches parts, but for those that are here or on their way.
    pub fn fetch(self, parts: &'static [Part]) {
        for part in parts {
            spawn_local(self.bring(*part));
        }
    }

    /// Fetches parts once more. Where it is the server that has one no longer, because the app was updated, the page is
    /// loaded anew: nothing is lost with it, what was edited is on the device.
    pub fn fetch_again(self, parts: &'static [Part]) {
        spawn_local(async move {
            for part in parts {
                self.bring(*part).await;
            }
            let missing = parts
                .iter()
                .any(|part| matches!(self.progress(*part).get_untracked(), Progress::Missing));
            if missing && !matches!(api::current_user().await, Err(api::ApiError::Unreachable)) {
                let _ = window().location().reload();
            }
        });
    }

    async fn bring(self, part: Part) {
        let progress = self.progress(part);
        if matches!(
            progress.get_untracked(),
            Progress::Coming | Progress::Here(_)
        ) {
            return;
        }
        progress.set(Progress::Coming);
        let pages = match part {
            Part::Desk => desk().await,
            Part::Documents => documents().await,
            Part::Case => case().await,
            Part::Paper => paper().await,
        };
        progress.set(match pages {
            Ok(pages) => Progress::Here(pages),
            Err(NotFetched) => Progress::Missing,
        });
    }

    /// A page, once all that it needs is here; `Err` says whether something of it could not be fetched. Tracked.
    fn try_page(self, page: Page) -> Result<AnyView, bool> {
        let progress = page.needs().iter().map(|part| self.progress(*part).get());
        let (mut pages, mut missing) = (None, false);
        for progress in progress {
            match progress {
                Progress::Here(here) => pages = Some(here),
                Progress::NotAsked | Progress::Coming => return Err(false),
                Progress::Missing => missing = true,
            }
        }
        match pages {
            Some(pages) if !missing => Ok(pages(page)),
            _ => Err(missing),
        }
    }

    /// A page, once all that it needs is here. Tracked.
    #[must_use]
    pub fn page(self, page: Page) -> Option<AnyView> {
        self.try_page(page).ok()
    }

    /// A piece of a page that is here: itself, a word while its part is on its way, or what to do where it did not come.
    /// Tracked.
    #[must_use]
    pub fn piece(self, page: Page) -> AnyView {
        let i18n = use_i18n();
        self.try_page(page).unwrap_or_else(|missing| {
            if missing {
                view! { <PieceMissing parts=page.needs() /> }.into_any()
            } else {
                view! { <Slow>{say(move || t_string!(i18n, common.part_coming))}</Slow> }.into_any()
            }
        })
    }
}

/// A page of a part: a word while the part is on its way, the page when it is here, or what to do where it did not come.
#[component]
pub fn Later(
    /// Which page.
    page: Page,
) -> impl IntoView {
    let i18n = use_i18n();
    let parts = Parts::get();
    parts.fetch(page.needs());
    part(move || {
        parts.try_page(page).unwrap_or_else(|missing| {
            if missing {
                view! { <PartMissing parts=page.needs() /> }.into_any()
            } else {
                view! {
                    <main class="case-main" id="main" tabindex="-1">
                        <Slow>{say(move || t_string!(i18n, common.part_coming))}</Slow>
                    </main>
                }
                .into_any()
            }
        })
    })
}

/// Runs `act` when the browser has nothing else to do, or soon where the browser cannot tell.
fn when_idle(act: impl Fn() + Clone + 'static) {
    if request_idle_callback_with_handle(act.clone()).is_err() {
        set_timeout(act, std::time::Duration::ZERO);
    }
}

/// Where the app is split: what can only be reached through the function that this makes is in the part's own file.
macro_rules! split_here {
    ($part:ident, $pages:ident) => {
        #[cfg(trama_split)]
        #[leptos::wasm_split::wasm_split($part, wasm_split_path = leptos::wasm_split, fallible)]
        fn $part() -> Result<Pages, NotFetched> {
            Ok($pages)
        }

        #[cfg(not(trama_split))]
        fn $part() -> std::future::Ready<Result<Pages, NotFetched>> {
            std::future::ready(Ok($pages))
        }
    };
}

split_here!(desk, desk_pages);
split_here!(documents, documents_pages);
split_here!(case, case_pages);
split_here!(paper, paper_pages);

fn desk_pages(page: Page) -> AnyView {
    match page {
        Page::Work => view! { <Work /> }.into_any(),
        Page::Cases => view! { <CasesPage /> }.into_any(),
        _ => ().into_any(),
    }
}

fn documents_pages(_: Page) -> AnyView {
    view! { <OpenDocuments /> }.into_any()
}

fn case_pages(page: Page) -> AnyView {
    match page {
        Page::Case => view! { <CaseFrame /> }.into_any(),
        Page::Map => view! { <MapPage /> }.into_any(),
        Page::Plan => view! { <PlanPage /> }.into_any(),
        Page::Needs => view! { <NeedsPage /> }.into_any(),
        Page::Guide => view! { <GuidePage /> }.into_any(),
        Page::Protection => view! { <ProtectionPage /> }.into_any(),
        Page::Commitments => view! { <CommitmentsPage /> }.into_any(),
        Page::Changes => view! { <ChangesPage /> }.into_any(),
        Page::Dates => view! { <DatesPage /> }.into_any(),
        Page::Territories => view! { <TerritoriesPage /> }.into_any(),
        Page::Territory => view! { <TerritoryPage /> }.into_any(),
        _ => ().into_any(),
    }
}

fn paper_pages(_: Page) -> AnyView {
    view! { <PaperPage /> }.into_any()
}
