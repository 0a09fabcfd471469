//! Where colleagues are who look at another page or view: their pointers are not here, but this line says where.

use leptos::prelude::*;
use leptos_i18n::I18nContext;
use trama_shared::case::View;

use crate::lean::{memo, tell};
use crate::{
    components::avatar::Avatar,
    i18n::{Locale, t_string, use_i18n},
    services::case_store::{CaseStore, Page},
};

/// A page, as one says where somebody is.
pub fn page_words(i18n: I18nContext<Locale>, page: Page) -> &'static str {
    match page {
        Page::Drawing(View::Rings) => t_string!(i18n, together.here_rings),
        Page::Drawing(View::Ecomap) => t_string!(i18n, together.here_ecomap),
        Page::Drawing(View::Sluzki) => t_string!(i18n, together.here_sluzki),
        Page::Table => t_string!(i18n, together.here_table),
        Page::Plan => t_string!(i18n, together.here_plan),
        Page::Needs => t_string!(i18n, needs.here),
        Page::Guide => t_string!(i18n, guide.here),
        Page::Commitments => t_string!(i18n, commitments.here),
    }
}

/// The line.
#[component]
pub fn Elsewhere(
    /// Where the user is.
    #[prop(into)]
    page: Signal<Page>,
) -> impl IntoView {
    let i18n = use_i18n();
    let store = CaseStore::get();
    let peers = store.peers();
    let people = memo(move |_| {
        let here = page.get();
        peers.with(|peers| {
            let elsewhere = peers.iter().filter_map(|peer| {
                let page = peer.focus.page.filter(|page| *page != here && !peer.idle)?;
                Some((peer.name.clone(), peer.initials(), peer.color, page))
            });
            elsewhere.collect::<Vec<_>>()
        })
    });
    let person = move |(name, letters, color, page): (String, String, usize, Page)| {
        let words = tell(move || {
            let page = page_words(i18n, page);
            t_string!(i18n, together.is_in, name = name.clone(), page = page)
        });
        view! { <li><Avatar letters color small=true /><span>{words}</span></li> }
    };
    move || {
        people.with(|people| !people.is_empty()).then(|| {
            view! {
                <ul class="elsewhere writers" data-testid="elsewhere">
                    {people.get().into_iter().map(person).collect_view()}
                </ul>
            }
        })
    }
}
