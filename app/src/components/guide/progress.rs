//! How far the guide has come: a sentence, what is still to be found, and the resources whose function nobody has said.

use leptos::prelude::*;
use trama_shared::{
    analysis::{ASSOCIATIONS_MIN, GuideProgress},
    ids::GuideEntryId,
};

use super::{GuideState, words};
use crate::{
    components::save_pill::join_names,
    i18n::t_string,
    lean::{part, say, tell},
};

/// The card beside the list.
#[component]
pub fn ProgressCard(
    /// The page.
    state: GuideState,
) -> impl IntoView {
    let i18n = state.i18n;
    let without = part(move || {
        let ids = state.progress.with(|it| it.without_purpose.clone());
        if ids.is_empty() {
            return ().into_any();
        }
        let item = move |id: GuideEntryId| {
            let name = {
                let id = id.clone();
                tell(move || state.name(&id))
            };
            view! {
                <li><button type="button" class="need-link" on:click=move |_| state.go_to(id.clone())>{name}</button></li>
            }
        };
        view! {
            <div class="behind" data-testid="guide-without">
                <p class="field-label">{say(move || t_string!(i18n, guide.without_purpose))}</p>
                <ul>{ids.into_iter().map(item).collect_view()}</ul>
            </div>
        }
        .into_any()
    });
    view! {
        <aside class="needs-side">
            <section class="card coverage" aria-labelledby="guide-progress" data-testid="guide-progress">
                <h3 id="guide-progress">{say(move || t_string!(i18n, guide.progress))}</h3>
                <Associations state />
                <p data-testid="guide-said">{tell(move || sentence(state))}</p>
                {without}
            </section>
        </aside>
    }
}

/// The associations that there are of those that the guide asks for.
#[component]
fn Associations(state: GuideState) -> impl IntoView {
    let i18n = state.i18n;
    let count = move || state.progress.with(|it| it.associations);
    let said = tell(move || {
        let (n, missing) = (
            count(),
            state.progress.with(GuideProgress::associations_missing),
        );
        match (n, missing) {
            (n, 0) => t_string!(i18n, guide.associations_done, n = n),
            (0, _) => t_string!(i18n, guide.associations_none, of = ASSOCIATIONS_MIN),
            (_, 1) => t_string!(i18n, guide.associations_last, of = ASSOCIATIONS_MIN),
            (n, _) => t_string!(i18n, guide.associations_some, n = n, of = ASSOCIATIONS_MIN),
        }
    });
    let marks = part(move || {
        let found = count();
        let mark = |n| {
            let class = if n < found { "covered" } else { "uncovered" };
            view! { <span class=class></span> }
        };
        let marks: Vec<_> = (0..ASSOCIATIONS_MIN.max(found)).map(mark).collect();
        view! { <div class="cover-blocks" aria-hidden="true">{marks}</div> }.into_any()
    });
    view! {
        <div class="guide-associations">
            <p data-testid="guide-associations">{said}</p>
            {marks}
        </div>
    }
}

/// What else the guide shows, in a sentence or two.
fn sentence(state: GuideState) -> String {
    let i18n = state.i18n;
    let (empty, on_map) = state.progress.with(|it| (it.empty.clone(), it.on_map));
    let mut said = Vec::new();
    if empty.is_empty() {
        said.push(t_string!(i18n, guide.types_done).to_owned());
    } else {
        let names: Vec<String> = empty
            .into_iter()
            .map(|of| words::of_type(i18n, of).to_lowercase())
            .collect();
        let list = join_names(&names, t_string!(i18n, common.and));
        said.push(t_string!(i18n, guide.types_missing, list = list));
    }
    said.push(match on_map {
        0 => t_string!(i18n, guide.map_none).to_owned(),
        1 => t_string!(i18n, guide.map_single).to_owned(),
        n => t_string!(i18n, guide.map_many, n = n),
    });
    said.join(" ")
}
