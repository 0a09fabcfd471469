//! The fields of a service: of one that is entered, or of one that is there.

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use trama_shared::{
    case::{NeedTopic, Scale},
    catalog::NeedArea,
    document::{Concurrent, Fault},
    ids::ServiceId,
    territory::{Service, ServiceText, TerritoryEdit, Verified},
};

use super::{TerritoryState, words};
use crate::{
    components::{
        icon::{Icon, IconKind},
        needs,
    },
    i18n::t_string,
    lean::{memo, part, say, tell, when},
};

/// What the fields show and where they write. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Form {
    /// The page.
    pub page: TerritoryState,
    /// Which service.
    pub id: StoredValue<ServiceId>,
    /// The service as it is now.
    pub now: Memo<Option<Arc<Service>>>,
    /// Takes a change.
    pub set: Callback<TerritoryEdit>,
}

impl Form {
    fn read<T: PartialEq + Send + Sync + Default + 'static>(
        self,
        read: impl Fn(&Service) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        memo(move |_| {
            self.now
                .with(|now| now.as_ref().map(|now| read(now)))
                .unwrap_or_default()
        })
    }

    fn id(self) -> ServiceId {
        self.id.get_value()
    }
}

/// All fields.
#[component]
pub fn ServiceFields(
    /// What they show and where they write.
    form: Form,
) -> impl IntoView {
    view! {
        <div class="service-fields">
            <TextInput form text=ServiceText::Name />
            <TextInput form text=ServiceText::Organisation />
            <Needs form />
            <TextInput form text=ServiceText::Requirements long=true />
            <TextInput form text=ServiceText::Capability long=true />
            <div class="need-pair">
                <TextInput form text=ServiceText::Contact />
                <TextInput form text=ServiceText::Address />
                <TextInput form text=ServiceText::Hours />
                <TextInput form text=ServiceText::Places />
                <ScaleField form />
                <ValidUntil form />
            </div>
            <TextInput form text=ServiceText::Notes long=true />
            <VerifiedField form />
        </div>
    }
}

/// A field of text.
#[component]
fn TextInput(form: Form, text: ServiceText, #[prop(optional)] long: bool) -> impl IntoView {
    let i18n = form.page.i18n;
    let read_only = form.page.read_only;
    let now = form.read(move |service| service.text(text).to_owned());
    let set = move |event: ev::Event| {
        let value = event_target_value(&event).trim().to_owned();
        if value != now.get_untracked() {
            form.set.run(TerritoryEdit::SetText {
                id: form.id(),
                text,
                value,
            });
        }
    };
    let id = format!("service-{}", text.id());
    let (label_for, max) = (id.clone(), text.limit().to_string());
    let hint = matches!(text, ServiceText::Capability).then(|| {
        view! { <p class="hint">{say(move || t_string!(i18n, territory.capability_hint))}</p> }
    });
    let input = if long {
        view! {
            <textarea id=id rows="2" maxlength=max readonly=when(move || read_only.get())
                prop:value=move || now.get() on:change=set></textarea>
        }
        .into_any()
    } else {
        view! {
            <input id=id type="text" autocomplete="off" maxlength=max readonly=when(move || read_only.get())
                prop:value=move || now.get() on:change=set />
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for=label_for>{say(move || words::text(i18n, text))}</label>
            {input}
            {hint}
            <Contested form field=text.id() />
        </div>
    }
}

/// The needs that the service can answer: each to be taken away, and the rest of the catalogue to choose from.
#[component]
fn Needs(form: Form) -> impl IntoView {
    let i18n = form.page.i18n;
    let read_only = form.page.read_only;
    let select = NodeRef::<html::Select>::new();
    let now = form.read(|service| service.needs.iter().copied().collect::<Vec<NeedTopic>>());
    let set = move |topic: NeedTopic, answers: bool| {
        form.set.run(TerritoryEdit::SetNeed {
            id: form.id(),
            topic,
            answers,
        });
    };
    let focus_select = move || {
        if let Some(select) = select.get_untracked() {
            let _ = select.focus();
        }
    };
    let row = move |topic: NeedTopic| {
        let label = tell(move || {
            let name = words::topic(i18n, topic);
            t_string!(i18n, territory.needs_remove, name = name)
        });
        let remove = move |_| {
            set(topic, false);
            focus_select();
        };
        let button = (!read_only.get()).then(|| {
            view! {
                <button class="button quiet icon-only" type="button" aria-label=label on:click=remove>
                    <Icon kind=IconKind::Close />
                </button>
            }
        });
        view! { <li><span>{tell(move || words::topic(i18n, topic))}</span>{button}</li> }
    };
    let choose = move |event: ev::Event| {
        if let Some(topic) = NeedTopic::from_id(&event_target_value(&event)) {
            set(topic, true);
        }
        if let Some(select) = select.get_untracked() {
            select.set_value("");
        }
    };
    let group = move |area: NeedArea| {
        let topics = area
            .rows()
            .map(NeedTopic::Row)
            .chain([NeedTopic::Own(area)]);
        let options = topics.map(|topic| {
            view! {
                <option value=topic.id() hidden=when(move || now.with(|now| now.contains(&topic)))>
                    {tell(move || words::topic(i18n, topic))}
                </option>
            }
        });
        view! {
            <optgroup label=say(move || needs::words::area(i18n, area))>{options.collect_view()}</optgroup>
        }
    };
    let picker = part(move || {
        if read_only.get() {
            return ().into_any();
        }
        view! {
            <div class="field">
                <label for="service-needs">{say(move || t_string!(i18n, territory.needs_add))}</label>
                <select id="service-needs" node_ref=select on:change=choose>
                    <option value="">{say(move || t_string!(i18n, territory.needs_choose))}</option>
                    {NeedArea::ALL.iter().copied().map(group).collect_view()}
                </select>
            </div>
        }
        .into_any()
    });
    view! {
        <fieldset class="service-needs">
            <legend class="field-label">{say(move || t_string!(i18n, territory.needs))}</legend>
            <ul class="answer-rows">{part(move || now.get().into_iter().map(row).collect_view().into_any())}</ul>
            {picker}
        </fieldset>
    }
}

/// How far the service reaches.
#[component]
fn ScaleField(form: Form) -> impl IntoView {
    let i18n = form.page.i18n;
    let now = form.read(|service| service.scale);
    let set = move |event: ev::Event| {
        let scale = Scale::from_id(&event_target_value(&event));
        if scale != now.get_untracked() {
            form.set.run(TerritoryEdit::SetScale {
                id: form.id(),
                scale,
            });
        }
    };
    let options = [None]
        .into_iter()
        .chain(Scale::ALL.iter().copied().map(Some));
    let option = move |scale: Option<Scale>| {
        view! {
            <option value=scale.map_or("", Scale::id) selected=move || now.get() == scale>
                {say(move || words::scale(i18n, scale))}
            </option>
        }
    };
    view! {
        <div class="field">
            <label for="service-scale">{say(move || t_string!(i18n, territory.scale))}</label>
            <select id="service-scale" disabled=when(move || form.page.read_only.get()) on:change=set>
                {options.map(option).collect_view()}
            </select>
            <Contested form field="scale" />
        </div>
    }
}

/// The last day on which it is offered.
#[component]
fn ValidUntil(form: Form) -> impl IntoView {
    let i18n = form.page.i18n;
    let now = form.read(|service| service.valid_until);
    let set = move |event: ev::Event| {
        let day = event_target_value(&event).parse().ok();
        if day != now.get_untracked() {
            form.set
                .run(TerritoryEdit::SetValidUntil { id: form.id(), day });
        }
    };
    let value = move || now.get().map(|day| day.to_string()).unwrap_or_default();
    view! {
        <div class="field">
            <label for="service-valid">{say(move || t_string!(i18n, territory.valid_until))}</label>
            <input id="service-valid" type="date" readonly=when(move || form.page.read_only.get()) prop:value=value on:change=set />
            <Contested form field="valid_until" />
        </div>
    }
}

/// Who looked whether all this is still so, and the way to say that one has.
#[component]
fn VerifiedField(form: Form) -> impl IntoView {
    let page = form.page;
    let i18n = page.i18n;
    let now = form.read(|service| service.verified.clone());
    let set = move |verified: Option<Verified>| {
        form.set.run(TerritoryEdit::SetVerified {
            id: form.id(),
            verified,
        });
    };
    let verify = move |_| {
        let name = form
            .now
            .with_untracked(|now| now.as_ref().map(|now| words::name(i18n, now)));
        set(Some(Verified {
            by: page.store.own_name(),
            on: page.today,
        }));
        let name = name.unwrap_or_default();
        page.announcer
            .say(t_string!(i18n, territory.said.verified, name = name));
    };
    let buttons = part(move || {
        if page.read_only.get() {
            return ().into_any();
        }
        view! {
            <button class="button" type="button" data-testid="service-verify" on:click=verify>
                <Icon kind=IconKind::Check />{say(move || t_string!(i18n, territory.verify))}
            </button>
            <button class="button quiet" type="button" hidden=when(move || now.with(Option::is_none)) on:click=move |_| set(None)>
                {say(move || t_string!(i18n, territory.unverify))}
            </button>
        }
        .into_any()
    });
    view! {
        <fieldset class="service-verified">
            <legend class="field-label">{say(move || t_string!(i18n, territory.verified))}</legend>
            <p role="status">{tell(move || now.with(|now| words::verified(i18n, now.as_ref())))}</p>
            <div class="service-verify">{buttons}</div>
        </fieldset>
    }
}

/// The values that were written into a field at the same time, each to be chosen.
#[component]
fn Contested(form: Form, field: &'static str) -> impl IntoView {
    let page = form.page;
    let i18n = page.i18n;
    let problems = page.store.problems();
    let values = memo(move |_| {
        problems.with(|problems| {
            form.id.with_value(|id| {
                let mine = problems
                    .iter()
                    .find(|one| one.service.as_ref() == Some(id) && one.field == field);
                match mine.map(|one| &one.fault) {
                    Some(Fault::Conflict(values)) => values.clone(),
                    _ => Vec::new(),
                }
            })
        })
    });
    let shown = move |text: &str| match field {
        "scale" => words::scale(i18n, Scale::from_id(text)).to_owned(),
        "valid_until" => text
            .parse()
            .map_or_else(|_| text.to_owned(), |day| words::day(i18n, day)),
        _ if text.is_empty() => t_string!(i18n, together.empty).to_owned(),
        _ => format!("«{text}»"),
    };
    let row = move |(at, value): (usize, Concurrent)| {
        let words = shown(&value.text);
        let label = {
            let words = words.clone();
            tell(move || t_string!(i18n, together.choose_value, value = words.clone()))
        };
        let choose = move |_| {
            if let Some(edit) = TerritoryEdit::choose(&form.id(), field, &value) {
                form.set.run(edit);
            }
        };
        let button = (!page.read_only.get()).then(|| {
            view! {
                <button class="button" type="button" data-choose=at.to_string() aria-label=label on:click=choose>
                    {say(move || t_string!(i18n, together.choose))}
                </button>
            }
        });
        let now = (at == 0).then(|| {
            view! { <span class="hint">{say(move || t_string!(i18n, together.shown_now))}</span> }
        });
        view! { <li><span class="contested-value">{words}</span>{now}{button}</li> }
    };
    part(move || {
        let values = values.get();
        if values.is_empty() {
            return ().into_any();
        }
        view! {
            <div class="contested" role="group" data-testid="contested">
                <p class="hint">{say(move || t_string!(i18n, together.until_chosen))}</p>
                <ul>{values.into_iter().enumerate().map(row).collect_view()}</ul>
            </div>
        }
        .into_any()
    })
}
