//! The dialog that tells what the keys do.

use leptos::prelude::*;
use leptos_i18n::t_string;

use super::state::MapState;
use crate::components::dialog::Dialog;
use crate::editor::MapView;
use crate::lean::{Said, say};

/// The dialog; open while the user asks for it.
#[component]
pub fn KeysHelp() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let title = Signal::derive(move || t_string!(i18n, map.keys.title).to_owned());
    view! {
        <Dialog open=map.help_open title wide=true>
            <div class="dialog-body map-keys" data-testid="keys-help">
                {groups(map)
                    .into_iter()
                    .map(|(heading, rows)| {
                        view! {
                            <section>
                                <h3>{heading}</h3>
                                <dl>{rows.into_iter().map(row).collect_view()}</dl>
                            </section>
                        }
                    })
                    .collect_view()}
            </div>
        </Dialog>
    }
}

fn row((what, keys): (Said, Said)) -> impl IntoView {
    view! {
        <div>
            <dt>{what}</dt>
            <dd>
                <kbd>{keys}</kbd>
            </dd>
        </div>
    }
}

/// A heading with its rows: what is done, and with which keys.
type Group = (Said, Vec<(Said, Said)>);

/// A row of the help from its two keys in the locale.
macro_rules! rows {
    ($i18n:ident, $($what:ident $keys:ident),+ $(,)?) => {
        vec![$((
            say(move || t_string!($i18n, map.keys.$what)),
            say(move || t_string!($i18n, map.keys.$keys)),
        )),+]
    };
}

fn groups(map: MapState) -> Vec<Group> {
    let i18n = map.i18n;
    let go = rows!(i18n,
        walk walk_keys, tie_walk tie_walk_keys, home home_keys, zoom zoom_keys, pan pan_keys,
    );
    let choose = rows!(i18n,
        choose choose_keys, more more_keys, all all_keys, frame frame_keys, escape escape_keys,
    );
    let mut groups: Vec<Group> = vec![
        (say(move || t_string!(i18n, map.keys.going)), go),
        (say(move || t_string!(i18n, map.keys.choosing)), choose),
    ];
    if untrack(|| map.may_edit()) {
        let mut edit = rows!(i18n,
            add add_keys, tie tie_keys, rename rename_keys, details details_keys, nudge nudge_keys,
        );
        // The same keys mean what the open view shows.
        edit.extend(if map.view.get_untracked() == MapView::Sluzki {
            rows!(i18n, circle ring_keys, quadrant sector_keys)
        } else {
            rows!(i18n, ring ring_keys, sector sector_keys)
        });
        edit.extend(rows!(i18n, remove remove_keys, undo undo_keys));
        let copy = rows!(i18n, copy copy_keys, cut cut_keys, paste paste_keys);
        groups.push((say(move || t_string!(i18n, map.keys.changing)), edit));
        groups.push((say(move || t_string!(i18n, map.keys.copying)), copy));
    } else {
        let copy = rows!(i18n, details details_keys, copy copy_keys);
        groups.push((say(move || t_string!(i18n, map.keys.copying)), copy));
    }
    groups
}
