//! A native modal dialog: the browser keeps the focus inside, closes on Escape and gives the focus back.

use leptos::{html, prelude::*};

use crate::lean::say;
use crate::{
    components::icon::{Icon, IconKind},
    i18n::{t_string, use_i18n},
};

/// A modal dialog. Its content is made when it opens and dropped when it closes.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Its heading, and its name.
    #[prop(into)]
    title: Signal<String>,
    /// Broader, for texts.
    #[prop(optional)]
    wide: bool,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    // A press on the backdrop lands on the dialog itself, never on what is in it.
    let on_backdrop = move |event: leptos::ev::MouseEvent| {
        let target = event.target();
        let on_dialog = node
            .get_untracked()
            .is_some_and(|dialog| target.is_some_and(|target| target == ****dialog));
        if on_dialog {
            open.set(false);
        }
    };
    view! {
        <dialog node_ref=node class:wide=wide aria-label=move || title.get()
            on:close=move |_| open.set(false) on:mousedown=on_backdrop>
            <Show when=move || open.get()>
                <div class="dialog-head">
                    <h2>{move || title.get()}</h2>
                    <button class="button quiet icon-only" type="button" aria-label=say(move || t_string!(i18n, common.close))
                        on:click=move |_| open.set(false)>
                        <Icon kind=IconKind::Close />
                    </button>
                </div>
                {children()}
            </Show>
        </dialog>
    }
}
