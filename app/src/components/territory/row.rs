//! One line of the list: a head, a need that nothing covers, or a service with what using it takes.

use std::sync::Arc;

use leptos::prelude::*;
use trama_shared::{
    case::NeedTopic,
    ids::ServiceId,
    territory::{Service, ServiceText, is_expired},
};

use super::{Line, TerritoryState, words};
use crate::{
    components::{
        icon::{Icon, IconKind},
        needs,
    },
    i18n::t_string,
    lean::{memo, part, say, tell, when},
};

/// A line.
#[must_use]
pub fn line(page: TerritoryState, line: Line) -> AnyView {
    let i18n = page.i18n;
    match line {
        Line::Area(area) => view! {
            <h3 class="territory-area">{say(move || needs::words::area(i18n, area))}</h3>
        }
        .into_any(),
        Line::Topic(topic, count) => head(page, move || words::topic(i18n, topic), count),
        Line::Organisation(name, count) => head(
            page,
            move || {
                if name.is_empty() {
                    t_string!(i18n, territory.no_organisation).to_owned()
                } else {
                    name.clone()
                }
            },
            count,
        ),
        Line::Unplaced(count) => head(
            page,
            move || t_string!(i18n, territory.unplaced).to_owned(),
            count,
        ),
        Line::Gap(topic, expired) => view! { <Gap page topic expired /> }.into_any(),
        Line::Service(id, _) => view! { <ServiceRow page id /> }.into_any(),
    }
}

fn head(
    page: TerritoryState,
    name: impl Fn() -> String + Send + Sync + 'static,
    count: usize,
) -> AnyView {
    let i18n = page.i18n;
    view! {
        <h3 class="service-head">
            {tell(name)} " "
            <span class="hint">{tell(move || words::count(i18n, count))}</span>
        </h3>
    }
    .into_any()
}

/// A need that nothing on offer answers.
#[component]
fn Gap(page: TerritoryState, topic: NeedTopic, expired: usize) -> impl IntoView {
    let i18n = page.i18n;
    let why = tell(move || match expired {
        0 => t_string!(i18n, territory.uncovered_never).to_owned(),
        1 => t_string!(i18n, territory.uncovered_expired_single).to_owned(),
        n => t_string!(i18n, territory.uncovered_expired_many, n = n),
    });
    let add = part(move || {
        if page.read_only.get() {
            return ().into_any();
        }
        let label = tell(move || {
            let name = words::topic(i18n, topic);
            t_string!(i18n, territory.add_for, name = name)
        });
        view! {
            <button class="button" type="button" aria-label=label on:click=move |_| page.add(Some(topic))>
                <Icon kind=IconKind::Add />{say(move || t_string!(i18n, territory.add))}
            </button>
        }
        .into_any()
    });
    view! {
        <div class="service-gap" data-gap=topic.id()>
            <Icon kind=IconKind::Uncovered />
            <div>
                <h3>
                    {tell(move || words::topic(i18n, topic))} " "
                    <span class="cover-tag uncovered">{say(move || t_string!(i18n, territory.uncovered_tag))}</span>
                </h3>
                <p class="hint">{why}</p>
            </div>
            {add}
        </div>
    }
}

/// A service.
#[component]
fn ServiceRow(page: TerritoryState, id: ServiceId) -> impl IntoView {
    let i18n = page.i18n;
    let service: Memo<Option<Arc<Service>>> = {
        let id = id.clone();
        memo(move |_| page.service(&id))
    };
    let problems = page.store.problems();
    let contested = {
        let id = id.clone();
        memo(move |_| problems.with(|all| all.iter().any(|one| one.service.as_ref() == Some(&id))))
    };
    let name = tell(move || {
        service.with(|service| {
            service
                .as_ref()
                .map(|service| words::name(i18n, service))
                .unwrap_or_default()
        })
    });
    let expired = memo(move |_| {
        service.with(|service| {
            service
                .as_ref()
                .is_some_and(|service| is_expired(service, page.today))
        })
    });
    let said = part(move || {
        service
            .with(|service| service.as_ref().map(|service| said(page, service)))
            .into_any()
    });
    let tags = part(move || {
        let expired = expired.get().then(|| {
            view! { <span class="service-tag expired">{say(move || t_string!(i18n, territory.expired_tag))}</span> }
        });
        let contested = contested.get().then(|| {
            view! { <span class="service-tag">{say(move || t_string!(i18n, territory.to_review))}</span> }
        });
        view! { {expired}{contested} }.into_any()
    });
    let data = id.to_string();
    let open = move |_| page.open(id.clone());
    // The button stays while the rest changes: the focus comes back to it from the dialog.
    view! {
        <article class="service-row" data-service=data class:expired=when(move || expired.get())>
            <p class="service-name">
                <button class="service-open" type="button" on:click=open>{name}</button>
                {tags}
            </p>
            {said}
        </article>
    }
}

/// What the row says beside the name.
fn said(page: TerritoryState, service: &Service) -> impl IntoView + use<> {
    let i18n = page.i18n;
    let whose = {
        let organisation = service.organisation.trim();
        let scale = service.scale.map(|scale| words::scale(i18n, Some(scale)));
        let parts = [organisation, scale.unwrap_or_default()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" · ")
    };
    let cell = |label: &'static str, text: &str| {
        let is_empty = text.trim().is_empty();
        let (label, text) = (label.to_owned(), text.to_owned());
        view! {
            <p class="service-cell" class:none=is_empty>
                <span class="service-label">{label}</span>
                <span>{if is_empty { "—".to_owned() } else { text }}</span>
            </p>
        }
    };
    let valid = service.valid_until.map(|day| {
        let date = words::day(i18n, day);
        if is_expired(service, page.today) {
            t_string!(i18n, territory.expired_on, date = date)
        } else {
            t_string!(i18n, territory.valid_until_said, date = date)
        }
    });
    let verified = words::verified(i18n, service.verified.as_ref());
    let meta = match valid {
        Some(valid) => format!("{valid} · {verified}"),
        None => verified,
    };
    // On paper nobody can open the dialog.
    let more: Vec<_> = [
        ServiceText::Contact,
        ServiceText::Address,
        ServiceText::Hours,
        ServiceText::Places,
        ServiceText::Notes,
    ]
    .into_iter()
    .filter(|text| !service.text(*text).is_empty())
    .map(|text| format!("{}: {}", words::text(i18n, text), service.text(text)))
    .collect();
    view! {
        <p class="service-whose hint">{whose}</p>
        {cell(t_string!(i18n, territory.column.requirements), &service.requirements)}
        {cell(t_string!(i18n, territory.column.capability), &service.capability)}
        <p class="service-meta hint">{meta}</p>
        <p class="service-more print-only">{more.join(" · ")}</p>
    }
}
