//! The dialogs of a territory: a service that is there, a new one, and the territory's name.

use std::sync::Arc;

use leptos::{ev::SubmitEvent, html, prelude::*};
use trama_shared::{
    ids::ServiceId,
    limits,
    territory::{Service, TerritoryEdit},
};
use wasm_bindgen::JsCast;

use super::{
    TerritoryState,
    fields::{Form, ServiceFields},
    words,
};
use crate::{
    components::{
        dialog::Dialog,
        icon::{Icon, IconKind},
    },
    i18n::t_string,
    lean::{memo, part, say, tell},
    services::clock,
};

/// Gives the focus to an element of the page, where it is there.
fn focus(id: &str) {
    let found = document().get_element_by_id(id);
    if let Some(element) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// A service that is there: every change is written at once.
#[component]
pub fn ServiceDialog(
    /// The page.
    page: TerritoryState,
) -> impl IntoView {
    let i18n = page.i18n;
    let title = Signal::derive(move || {
        let service = page.edited.get().and_then(|id| page.service(&id));
        service.map_or_else(
            || t_string!(i18n, territory.edit_title).to_owned(),
            |service| words::name(i18n, &service),
        )
    });
    view! {
        <Dialog open=page.editing wide=true title>
            {part(move || match page.edited.get() {
                Some(id) => view! { <Edited page id /> }.into_any(),
                None => ().into_any(),
            })}
        </Dialog>
    }
}

#[component]
fn Edited(page: TerritoryState, id: ServiceId) -> impl IntoView {
    let i18n = page.i18n;
    let now = {
        let id = id.clone();
        memo(move |_| page.service(&id))
    };
    let form = Form {
        page,
        id: StoredValue::new(id.clone()),
        now,
        set: Callback::new(move |edit| {
            page.edit(edit);
        }),
    };
    let remove = move |_| {
        let name = now.with_untracked(|now| now.as_ref().map(|now| words::name(i18n, now)));
        if page.edit(TerritoryEdit::RemoveService { id: id.clone() }) {
            page.editing.set(false);
            let name = name.unwrap_or_default();
            page.announcer
                .say(t_string!(i18n, territory.said.removed, name = name));
            // The line that was pressed is gone.
            request_animation_frame(|| focus("service-add"));
        }
    };
    let remove = StoredValue::new(remove);
    let body = part(move || {
        if now.with(Option::is_none) {
            return view! { <p role="status">{say(move || t_string!(i18n, territory.gone))}</p> }
                .into_any();
        }
        view! { <ServiceFields form /> }.into_any()
    });
    let remove_button = part(move || {
        if page.read_only.get() || now.with(Option::is_none) {
            return ().into_any();
        }
        view! {
            <button class="button" type="button" data-testid="service-remove" on:click=move |event| remove.with_value(|remove| remove(event))>
                <Icon kind=IconKind::Close />{say(move || t_string!(i18n, territory.remove))}
            </button>
        }
        .into_any()
    });
    view! {
        <div class="dialog-body service-dialog" data-testid="service-dialog">
            {body}
            <div class="dialog-actions">
                {remove_button}
                <button class="button primary" type="button" data-testid="service-done" on:click=move |_| page.editing.set(false)>
                    {say(move || t_string!(i18n, territory.done))}
                </button>
            </div>
        </div>
    }
}

/// A new service: nothing is written before it is added.
#[component]
pub fn AddServiceDialog(
    /// The page.
    page: TerritoryState,
) -> impl IntoView {
    let i18n = page.i18n;
    let title = Signal::derive(move || match page.add_topic.get() {
        Some(topic) => {
            let name = words::topic(i18n, topic);
            t_string!(i18n, territory.add_for, name = name)
        }
        None => t_string!(i18n, territory.add_title).to_owned(),
    });
    view! {
        <Dialog open=page.adding wide=true title><Added page /></Dialog>
    }
}

#[component]
fn Added(page: TerritoryState) -> impl IntoView {
    let i18n = page.i18n;
    let id = ServiceId::from_random(clock::random_bits());
    let mut first = Service::default();
    first.needs.extend(page.add_topic.get_untracked());
    let draft = RwSignal::new(first);
    let missing = RwSignal::new(false);
    let form = Form {
        page,
        id: StoredValue::new(id.clone()),
        now: memo(move |_| Some(Arc::new(draft.get()))),
        set: Callback::new(move |edit| {
            missing.set(false);
            draft.update(|draft| change(draft, edit));
        }),
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let service = draft.get_untracked();
        if service.name.is_empty() {
            missing.set(true);
            focus("service-name");
            return;
        }
        let name = service.name.clone();
        let edit = TerritoryEdit::AddService {
            id: id.clone(),
            service: Box::new(service),
        };
        if page.edit(edit) {
            page.adding.set(false);
            page.announcer
                .say(t_string!(i18n, territory.said.added, name = name));
        }
    };
    view! {
        <form class="dialog-body service-dialog" data-testid="service-new" novalidate="" on:submit=submit>
            <ServiceFields form />
            <p class="map-error" role="alert">
                {move || missing.get().then(|| t_string!(i18n, territory.name_needed))}
            </p>
            <div class="dialog-actions">
                <button class="button" type="button" on:click=move |_| page.adding.set(false)>
                    {say(move || t_string!(i18n, common.cancel))}
                </button>
                <button class="button primary" type="submit" data-testid="service-submit">
                    {say(move || t_string!(i18n, territory.add_submit))}
                </button>
            </div>
        </form>
    }
}

/// Makes a change to a service that is not entered yet.
fn change(draft: &mut Service, edit: TerritoryEdit) {
    match edit {
        TerritoryEdit::SetText { text, value, .. } => *draft.text_mut(text) = value,
        TerritoryEdit::SetNeed { topic, answers, .. } => {
            if answers {
                draft.needs.insert(topic);
            } else {
                draft.needs.remove(&topic);
            }
        }
        TerritoryEdit::SetScale { scale, .. } => draft.scale = scale,
        TerritoryEdit::SetValidUntil { day, .. } => draft.valid_until = day,
        TerritoryEdit::SetVerified { verified, .. } => draft.verified = verified,
        // The fields make no other.
        _ => {}
    }
}

/// The territory's name.
#[component]
pub fn RenameDialog(
    /// The page.
    page: TerritoryState,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = page.i18n;
    let name = NodeRef::<html::Input>::new();
    let title = page.store.title();
    let trouble = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = name.get_untracked() else {
            return;
        };
        let written = input.value().trim().to_owned();
        if written.is_empty() {
            trouble.set(true);
            let _ = input.focus();
            return;
        }
        trouble.set(false);
        if written == page.store.title().get_untracked()
            || page.edit(TerritoryEdit::SetTitle(written))
        {
            open.set(false);
        }
    };
    view! {
        <Dialog open title=Signal::derive(move || t_string!(i18n, territory.rename).to_owned())>
            <form class="dialog-body" novalidate="" on:submit=submit>
                <div class="field">
                    <label for="territory-name">{say(move || t_string!(i18n, territory.name_label))}</label>
                    <input id="territory-name" type="text" autocomplete="off" node_ref=name
                        maxlength=limits::TITLE_MAX.to_string() prop:value={let title = title.clone(); move || title.get()} />
                    <p class="hint">{say(move || t_string!(i18n, territory.name_hint))}</p>
                </div>
                <p class="map-error" role="alert">{move || trouble.get().then(|| t_string!(i18n, territory.name_missing))}</p>
                <div class="dialog-actions">
                    <button class="button" type="button" on:click=move |_| open.set(false)>{say(move || t_string!(i18n, common.cancel))}</button>
                    <button class="button primary" type="submit">{tell(move || t_string!(i18n, territory.rename_submit).to_owned())}</button>
                </div>
            </form>
        </Dialog>
    }
}
