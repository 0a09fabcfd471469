//! The map's own bar: which picture, how much there is, undo and redo.

use leptos::prelude::*;
use leptos_i18n::t_string;

use super::{
    lens::{panel::LensButton, search::SearchButton},
    state::MapState,
    words,
};
use crate::lean::{say, tell};
use crate::{
    components::{
        files_menu::FilesMenu,
        icon::{Icon, IconKind},
        measures::MeasuresButton,
        steps::Steps,
    },
    editor::MapView,
};

/// The second bar.
#[component]
pub fn Bar() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let counts = move || {
        let (actors, ties) = map.shown.with(|shown| match shown {
            Some(shown) => (shown.actors.len(), shown.ties.len()),
            None => (
                map.store.actor_ids().with(std::collections::BTreeSet::len),
                map.store.tie_ids().with(std::collections::BTreeSet::len),
            ),
        });
        let actors = words::actor_count(i18n, actors);
        let ties = words::tie_count(i18n, ties);
        t_string!(i18n, map.counts.both, actors = actors, ties = ties)
    };
    let option = move |view: MapView| {
        let word = move || match view {
            MapView::Rings => t_string!(i18n, map.view.rings),
            MapView::Ecomap => t_string!(i18n, map.view.ecomap),
            MapView::Sluzki => t_string!(i18n, map.view.sluzki),
            MapView::Table => t_string!(i18n, map.view.table),
        };
        let current = move || (map.view.get() == view).then_some("page");
        let id = format!("view-{}", view.to_query());
        view! {
            <a href=move || map.address_of(view) data-testid=id aria-current=current>
                {word}
            </a>
        }
    };
    let steps = Steps::get();
    let (can_undo, can_redo) = (map.store.can_undo(), map.store.can_redo());
    let editable = move || map.may_edit();
    view! {
        <div class="map-bar">
            <nav class="map-switch" aria-label=say(move || t_string!(i18n, map.view.label))>
                {MapView::ALL.into_iter().map(option).collect_view()}
            </nav>
            <p class="map-counts" data-testid="map-counts">{counts}</p>
            <SearchButton />
            <LensButton />
            <MeasuresButton />
            <FilesMenu />
            <Show when=editable>
                {
                    let (can_undo, can_redo) = (can_undo.clone(), can_redo.clone());
                    view! {
                        <button
                            class="map-icon-button"
                            type="button"
                            data-testid="undo"
                            aria-label=say(move || t_string!(i18n, map.history.undo))
                            title=tell(move || steps.undo_label())
                            disabled=move || !can_undo.get()
                            on:click=move |_| map.undo()
                        >
                            <Icon kind=IconKind::Undo />
                        </button>
                        <button
                            class="map-icon-button"
                            type="button"
                            data-testid="redo"
                            aria-label=say(move || t_string!(i18n, map.history.redo))
                            title=tell(move || steps.redo_label())
                            disabled=move || !can_redo.get()
                            on:click=move |_| map.redo()
                        >
                            <Icon kind=IconKind::Redo />
                        </button>
                    }
                }
            </Show>
            <Show when=move || !map.may_edit()>
                <p class="map-reader" data-testid="read-only">{say(move || t_string!(i18n, map.tool.read_only))}</p>
            </Show>
        </div>
    }
}
