//! The menu of the signed-in user: language and sign-out. The case page puts its own rows into it.

use leptos::{html, prelude::*, task::spawn_local};

use crate::lean::{say, tell};
use crate::{
    components::{
        avatar::Avatar,
        dialog::Dialog,
        icon::{Icon, IconKind},
        language_choice::LanguageChoice,
    },
    i18n::{t_string, use_i18n},
    services::{
        case_store::presence::{color_of, initials},
        session::Session,
        workspace::Workspace,
    },
};

/// The menu; `children` are further rows, above the user's own.
#[component]
pub fn UserMenu(
    /// Shows three dots instead of the user's avatar.
    #[prop(optional)]
    dots: bool,
    /// Rows of the page.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = Workspace::get();
    let user = workspace.user();
    let leaving = RwSignal::new(false);
    let menu = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    // A menu closes when something else is pressed, on Escape, and when one of its rows was chosen.
    let outside = window_event_listener(leptos::ev::pointerdown, move |event| {
        let Some(menu) = menu.get_untracked() else {
            return;
        };
        let inside = event_target_node(&event).is_some_and(|node| menu.contains(Some(&node)));
        if !inside {
            menu.set_open(false);
        }
    });
    on_cleanup(move || outside.remove());
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            close();
            if let Some(summary) = menu
                .get_untracked()
                .and_then(|menu| menu.query_selector("summary").ok().flatten())
            {
                focus_element(&summary);
            }
        }
    };
    let on_leave = move |_| {
        close();
        leaving.set(true);
    };
    let (name, color, letters) = (
        user.name.clone(),
        color_of(&user.name),
        initials(&user.name),
    );
    // The letters that are seen belong to the name that is heard.
    let seen_letters = if dots {
        String::new()
    } else {
        format!("{letters}, ")
    };
    let menu_name = move || seen_letters.clone() + t_string!(i18n, common.menu);
    view! {
        <details class="menu" node_ref=menu on:keydown=on_key>
            <summary class="button quiet icon-only" aria-label=tell(menu_name) data-testid="menu">
                {if dots {
                    view! { <Icon kind=IconKind::More /> }.into_any()
                } else {
                    view! { <Avatar letters=letters.clone() color /> }.into_any()
                }}
            </summary>
            <div class="menu-items">
                {children.map(|children| view! { <div class="menu-page" on:click=move |_| close()>{children()}</div><hr /> })}
                <p class="menu-head">{say(move || t_string!(i18n, common.signed_in_as))}<strong>{name}</strong></p>
                <LanguageChoice />
                <hr />
                <button type="button" on:click=on_leave data-testid="sign-out">
                    <Icon kind=IconKind::Leave />{say(move || t_string!(i18n, common.sign_out))}
                </button>
            </div>
        </details>
        <LeaveDialog open=leaving />
    }
}

fn event_target_node(event: &web_sys::PointerEvent) -> Option<web_sys::Node> {
    use wasm_bindgen::JsCast;
    event.target()?.dyn_into().ok()
}

fn focus_element(element: &web_sys::Element) {
    use wasm_bindgen::JsCast;
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        let _ = element.focus();
    }
}

/// Asks before the device's data goes; says what would be lost.
#[component]
fn LeaveDialog(open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = Workspace::get();
    let session = Session::get();
    let failed = RwSignal::new(false);
    let leave = move |_| {
        failed.set(false);
        spawn_local(async move {
            if workspace.leave(session).await.is_err() {
                failed.set(true);
            }
        });
    };
    view! {
        <Dialog open title=Signal::derive(move || t_string!(i18n, common.leave_title).to_owned())>
            {move || {
                let unsaved = workspace.unsaved();
                view! {
                    <div class="dialog-body">
                        <p>{say(move || t_string!(i18n, common.leave_text))}</p>
                        {(unsaved > 0).then(|| view! {
                            <div class="notice">
                                <Icon kind=IconKind::Warning />
                                <p><strong>{move || match unsaved {
                                    1 => t_string!(i18n, common.leave_unsaved_single).to_owned(),
                                    n => t_string!(i18n, common.leave_unsaved_many, n = n),
                                }}</strong></p>
                            </div>
                        })}
                        <div role="alert">{move || failed.get().then(|| view! { <p>{say(move || t_string!(i18n, common.leave_failed))}</p> })}</div>
                        <div class="dialog-actions">
                            <button class="button" type="button" on:click=move |_| open.set(false)>{say(move || t_string!(i18n, common.cancel))}</button>
                            <button class="button primary" type="button" on:click=leave data-testid="leave">
                                {move || if unsaved > 0 { t_string!(i18n, common.leave_anyway) } else { t_string!(i18n, common.sign_out) }}
                            </button>
                        </div>
                    </div>
                }
            }}
        </Dialog>
    }
}
