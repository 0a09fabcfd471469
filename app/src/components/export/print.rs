//! The sheet that the printer gets: beside the app in the page, shown on paper only.

use leptos::{portal::Portal, prelude::*};
use leptos_i18n::t_string;

use crate::{
    components::measures::rows::{Group, Row},
    i18n::use_i18n,
    lean::{part, say},
};

/// What is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Printing {
    /// The first page.
    pub svg: String,
    /// Its paper and way, as the style sheet knows them.
    pub paper: &'static str,
    /// The second page.
    pub measures: Option<Vec<Group>>,
}

/// The sheet while it is being printed.
#[component]
pub fn PrintSheet(
    /// What is printed.
    printing: RwSignal<Option<Printing>>,
) -> impl IntoView {
    // Browsers come back from `print` before or after the paper is out; this they say when it is.
    let done = window_event_listener(leptos::ev::afterprint, move |_| printing.set(None));
    on_cleanup(move || done.remove());
    Effect::new(move |_| {
        if printing.with(Option::is_some) {
            // The sheet has to stand in the page first.
            request_animation_frame(|| {
                let _ = window().print();
            });
        }
    });
    part(move || {
        let Some(sheet) = printing.get() else {
            return ().into_any();
        };
        view! { <Portal><SheetView sheet=sheet.clone() /></Portal> }.into_any()
    })
}

#[component]
fn SheetView(sheet: Printing) -> impl IntoView {
    let i18n = use_i18n();
    let undefined = t_string!(i18n, measures.undefined);
    let row = move |row: Row| {
        let value = row.value.unwrap_or_else(|| undefined.to_owned());
        view! {
            <div>
                <dt>{row.name} <span>{value}</span></dt>
                <dd>{row.says}</dd>
            </div>
        }
    };
    let measures = sheet.measures.map(|groups| {
        let group = move |group: Group| {
            view! {
                <h3>{group.title}</h3>
                <dl>{group.rows.into_iter().map(row).collect_view()}</dl>
            }
        };
        view! {
            <section class="print-measures">
                <h2>{say(move || t_string!(i18n, files.sheet.measures))}</h2>
                <p>{say(move || t_string!(i18n, measures.lead))}</p>
                {groups.into_iter().map(group).collect_view()}
            </section>
        }
    });
    view! {
        <div class="print-sheet" data-testid="print-sheet" data-paper=sheet.paper>
            <div inner_html=sheet.svg></div>
            {measures}
        </div>
    }
}
