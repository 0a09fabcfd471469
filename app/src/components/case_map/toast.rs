//! A short message over the map, with the way back.

use leptos::prelude::*;
use leptos_i18n::t_string;

use super::state::MapState;
use crate::components::icon::{Icon, IconKind};
use crate::lean::say;

/// The message, if there is one. It stays until the next change or until it is closed: nobody is hurried.
#[component]
pub fn ToastView() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    move || {
        map.toast.get().map(|toast| {
            let undo = toast.undo.then(|| {
                view! {
                    <button type="button" data-testid="toast-undo" on:click=move |_| map.undo()>
                        {say(move || t_string!(i18n, map.toast.undo))}
                    </button>
                }
            });
            view! {
                <div class="map-toast" data-testid="toast">
                    <p>{toast.message}</p>
                    {undo}
                    <button
                        type="button"
                        aria-label=say(move || t_string!(i18n, map.toast.close))
                        on:click=move |_| map.toast.set(None)
                    >
                        <Icon kind=IconKind::Close />
                    </button>
                </div>
            }
        })
    }
}
