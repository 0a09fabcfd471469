//! The menu of what goes out of the case and comes in.

use leptos::prelude::*;
use leptos_i18n::t_string;

use crate::{
    components::{
        case_map::state::MapState,
        export::ExportDialog,
        icon::{Icon, IconKind},
        import::ImportDialog,
        menu::Menu,
        paper::{PaperDialog, Section},
    },
    lean::say,
};

/// The menu and its dialogs.
#[component]
pub fn FilesMenu() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let menu = Menu::new();
    let (exporting, importing, composing) = (
        RwSignal::new(false),
        RwSignal::new(false),
        RwSignal::new(false),
    );
    let open = move |dialog: RwSignal<bool>| {
        menu.close();
        dialog.set(true);
    };
    view! {
        <details class="menu bar-menu" node_ref=menu.0 on:keydown=move |event| menu.on_key(&event)>
            <summary class="bar-button" data-testid="files" aria-label=say(move || t_string!(i18n, files.menu))>
                <Icon kind=IconKind::File />
                <span>{say(move || t_string!(i18n, files.menu))}</span>
            </summary>
            <div class="menu-items">
                <button type="button" data-testid="export-open" on:click=move |_| open(exporting)>
                    <Icon kind=IconKind::Export />
                    {say(move || t_string!(i18n, files.export))}
                </button>
                <button type="button" data-testid="paper-open" on:click=move |_| open(composing)>
                    <Icon kind=IconKind::Print />
                    {say(move || t_string!(i18n, paper.menu))}
                </button>
                <Show when=move || map.may_edit()>
                    <button type="button" data-testid="import-open" on:click=move |_| open(importing)>
                        <Icon kind=IconKind::Import />
                        {say(move || t_string!(i18n, files.import))}
                    </button>
                </Show>
            </div>
        </details>
        <ExportDialog open=exporting />
        <ImportDialog open=importing />
        <PaperDialog open=composing wanted=Section::ALL.to_vec() />
    }
}
