//! What must be told on the page of a territory.

use leptos::prelude::*;

use super::{TerritoryState, words};
use crate::{
    components::icon::{Icon, IconKind},
    i18n::t_string,
    lean::{part, say, tell},
    services::territories::Lost,
};

/// That the user may only read, and services that somebody else took out where the user had written.
#[component]
pub fn TerritoryNotices(
    /// The page.
    page: TerritoryState,
) -> impl IntoView {
    let i18n = page.i18n;
    let lost = page.store.lost();
    let reading = part(move || {
        if !page.read_only.get() {
            return ().into_any();
        }
        view! {
            <p class="notice reading-only"><Icon kind=IconKind::Eye /><span>{say(move || t_string!(i18n, territory.reading_only))}</span></p>
        }
        .into_any()
    });
    let question = move |lost: Lost| {
        let name = words::name(i18n, &lost.service);
        let id = lost.id.clone();
        let recover = move |_| {
            page.store.recover(&lost);
        };
        view! {
            <div class="notice" role="alert" data-testid="service-lost">
                <Icon kind=IconKind::Warning />
                <p>{tell(move || t_string!(i18n, territory.lost, name = name.clone()))}</p>
                <button class="button" type="button" on:click=recover>{say(move || t_string!(i18n, territory.lost_recover))}</button>
                <button class="button quiet" type="button" on:click=move |_| page.store.let_go(&id)>
                    {say(move || t_string!(i18n, territory.lost_let_go))}
                </button>
            </div>
        }
    };
    view! {
        {reading}
        {part(move || lost.get().into_iter().map(question).collect_view().into_any())}
    }
}
