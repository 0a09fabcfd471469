//! The follow-ups: when, whether it was held, what the child says, and what was decided.

use leptos::{ev, prelude::*};
use trama_shared::{
    case::Review,
    date::Day,
    edit::{ProtectionEdit, ReviewField},
    ids::ReviewId,
    limits,
};

use super::{ProtectionState, words};
use crate::{
    components::{
        commitments::{state::lead_to, words::standing},
        entry_card::EntryCard,
        entry_field::TextEntry,
        icon::{Icon, IconKind},
        shared_field::SharedField,
    },
    i18n::t_string,
    lean::{memo, part, say, tell},
    services::{case_store::Field, clock},
};

/// The follow-ups, those that are still to be held first.
#[component]
pub fn Reviews(
    /// The page.
    state: ProtectionState,
) -> impl IntoView {
    let i18n = state.i18n;
    let ids = memo(move |_| {
        state.agenda.with(|agenda| {
            let ids = agenda.reviews.iter().map(|(_, id)| id.clone());
            ids.collect::<Vec<_>>()
        })
    });
    let add = move |_| {
        let id = ReviewId::from_random(clock::random_bits());
        let review = Some(Review::default());
        if state.edit(ProtectionEdit::Review(id.clone(), review)) {
            let said = t_string!(i18n, protection.review.added);
            state.announcer.say(said);
            state.open.set(Some(id.clone()));
            lead_to(format!("review-{id}"));
        }
    };
    let button = part(move || {
        if state.read_only.get() {
            return ().into_any();
        }
        view! {
            <button class="button" type="button" id="review-add" data-testid="review-add" on:click=add>
                <Icon kind=IconKind::Add />{say(move || t_string!(i18n, protection.review.add))}
            </button>
        }
        .into_any()
    });
    view! {
        <section class="entry-group" aria-labelledby="protection-reviews">
            <div class="entry-group-head">
                <h3 id="protection-reviews">{say(move || t_string!(i18n, protection.review.title))}</h3>
                {button}
            </div>
            <p class="hint">{say(move || t_string!(i18n, protection.review.lead))}</p>
            <For each=move || ids.get() key=Clone::clone let:id>
                <ReviewCard state id />
            </For>
        </section>
    }
}

/// The card of a follow-up.
#[component]
fn ReviewCard(state: ProtectionState, id: ReviewId) -> impl IntoView {
    let i18n = state.i18n;
    let review = state.review(&id);
    let name = memo(move |_| {
        let name = review.with(|it| it.as_ref().map(|it| words::review(i18n, it)));
        name.unwrap_or_default()
    });
    let is_open = {
        let id = id.clone();
        memo(move |_| state.open.with(|open| open.as_ref() == Some(&id)))
    };
    let toggle = {
        let id = id.clone();
        Callback::new(move |()| {
            let now = (!is_open.get_untracked()).then(|| id.clone());
            state.open.set(now);
        })
    };
    let tag = {
        let id = id.clone();
        tell(move || {
            if review.with(|it| it.as_ref().is_some_and(|it| it.held)) {
                return t_string!(i18n, protection.review.held).to_owned();
            }
            let found = state.agenda.with(|agenda| {
                let mut all = agenda.reviews.iter();
                all.find(|(_, other)| *other == id).map(|(at, _)| *at)
            });
            let on = review.with(|it| it.as_ref().and_then(|it| it.on));
            found
                .and_then(|at| standing(i18n, at, on))
                .unwrap_or_default()
        })
    };
    let said = move || {
        let Some(review) = review.get() else {
            return ().into_any();
        };
        let voice = match (review.voice.is_empty(), review.held) {
            (true, false) => ().into_any(),
            (true, true) => view! {
                <p class="entry-missing">{say(move || t_string!(i18n, protection.review.voice_missing))}</p>
            }
            .into_any(),
            (false, _) => {
                let label = say(move || t_string!(i18n, protection.review.voice));
                view! { <figure class="need-voice"><blockquote>{review.voice}</blockquote><figcaption class="hint">{label}</figcaption></figure> }.into_any()
            }
        };
        view! { {voice} <p class="entry-text">{review.decided}</p> }.into_any()
    };
    let fields = {
        let id = id.clone();
        move || view! { <ReviewFields state id=id.clone() review /> }.into_any()
    };
    let head_id = format!("review-{id}");
    view! {
        <EntryCard head_id name tag read_only=state.read_only is_open toggle fields>
            {part(said)}
        </EntryCard>
    }
}

/// The fields of a follow-up.
#[component]
fn ReviewFields(
    state: ProtectionState,
    id: ReviewId,
    review: Memo<Option<Review>>,
) -> impl IntoView {
    let i18n = state.i18n;
    let id = StoredValue::new(id);
    let text = move |of: fn(&Review) -> String| {
        memo(move |_| review.with(|it| it.as_ref().map(of)).unwrap_or_default())
    };
    let on = text(|it| it.on.map(|day| day.to_string()).unwrap_or_default());
    let held = memo(move |_| review.with(|it| it.as_ref().is_some_and(|it| it.held)));
    let set_on = move |event: ev::Event| {
        let day = Day::from_iso(&event_target_value(&event));
        if day != review.with_untracked(|it| it.as_ref().and_then(|it| it.on)) {
            state.set(&id.get_value(), ReviewField::On(day));
        }
    };
    let set_held = move |event: ev::Event| {
        state.set(
            &id.get_value(),
            ReviewField::Held(event_target_checked(&event)),
        );
    };
    let write = move |field: fn(String) -> ReviewField| {
        Callback::new(move |text| {
            state.set(&id.get_value(), field(text));
        })
    };
    let remove = move |_| {
        if state.edit(ProtectionEdit::Review(id.get_value(), None)) {
            state.open.set(None);
            let said = t_string!(i18n, protection.review.removed);
            state.announcer.say(said);
            // What was pressed is gone with its card.
            lead_to("review-add".to_owned());
        }
    };
    let field = move |name: &'static str| Field::review(&id.get_value(), name);
    let field_id = move |name: &str| format!("review-{}-{name}", id.get_value());
    let (on_id, on_for) = (field_id("on"), field_id("on"));
    view! {
        <div class="entry-fields">
            <div class="pair">
                <SharedField field=field("on")>
                    <div class="field">
                        <label for=on_for>{say(move || t_string!(i18n, protection.review.on))}</label>
                        <input id=on_id type="date" prop:value=move || on.get() on:change=set_on />
                    </div>
                </SharedField>
                <label class="need-row">
                    <input type="checkbox" prop:checked=move || held.get() on:change=set_held />
                    <span>{say(move || t_string!(i18n, protection.review.was_held))}</span>
                </label>
            </div>
            <TextEntry field=field("voice") field_id=field_id("voice") label=say(move || t_string!(i18n, protection.review.voice))
                value=text(|it| it.voice.clone()) max=limits::NOTES_MAX rows=2 write=write(ReviewField::Voice) />
            <TextEntry field=field("decided") field_id=field_id("decided") label=say(move || t_string!(i18n, protection.review.decided))
                value=text(|it| it.decided.clone()) max=limits::NOTES_MAX rows=3 write=write(ReviewField::Decided) />
            <div class="entry-actions">
                <button class="button" type="button" data-testid="review-remove" on:click=remove>
                    <Icon kind=IconKind::Close />{say(move || t_string!(i18n, protection.review.remove))}
                </button>
            </div>
        </div>
    }
}
