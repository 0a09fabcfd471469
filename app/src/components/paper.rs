//! What is handed over on paper or as a file for word processors: the button that asks for it, and what it can hold.
//!
//! A further part of a document is a further [`Section`]: its word in `dialog`, its blocks in `compose`.

pub mod commitments;
pub mod compose;
pub mod dialog;
pub mod map;
pub mod needs;
pub mod plan;
pub mod printer;

use leptos::prelude::*;
use leptos_i18n::t_string;

use crate::{
    components::{
        dialog::Dialog,
        icon::{Icon, IconKind},
    },
    i18n::use_i18n,
    lean::{part, say},
    parts::{Page, Parts},
};

/// A part of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// The plan in its final format.
    Plan,
    /// The commitments as a table.
    Commitments,
    /// The needs, and who answers them.
    Needs,
}

impl Section {
    /// Every part, in the order in which they stand.
    pub const ALL: [Self; 3] = [Self::Plan, Self::Commitments, Self::Needs];

    /// The value of its choice.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Commitments => "commitments",
            Self::Needs => "needs",
        }
    }
}

/// What the page that asked wants to see first. The dialog finds it in the context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted(pub Vec<Section>);

/// The dialog, fetched when it is first opened.
#[component]
pub fn PaperDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What is ticked at first.
    wanted: Vec<Section>,
) -> impl IntoView {
    let i18n = use_i18n();
    let parts = Parts::get();
    provide_context(Wanted(wanted));
    view! {
        <Dialog open wide=true title=Signal::derive(move || t_string!(i18n, paper.title).to_owned())>
            {
                parts.fetch(Page::Paper.needs());
                part(move || parts.piece(Page::Paper))
            }
        </Dialog>
    }
}

/// The button of a page that can be handed over, and its dialog.
#[component]
pub fn PaperButton(
    /// What of the document the page is.
    section: Section,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    view! {
        <button class="bar-button" type="button" data-testid="paper-open" on:click=move |_| open.set(true)>
            <Icon kind=IconKind::Print />
            <span>{say(move || t_string!(i18n, paper.open))}</span>
        </button>
        <PaperDialog open wanted=vec![section] />
    }
}
