//! Over-intervention: the needs on which institutions work past one another, and the way out: somebody leads, and it is
//! written down what was agreed.

use std::collections::BTreeSet;

use leptos::{ev::SubmitEvent, prelude::*};
use trama_shared::{
    analysis::Overlap,
    case::{Coordination, Need},
    edit::Edit,
    ids::{ActorId, NeedId},
    limits,
};

use super::{
    CommitmentsState,
    choice_field::{Choices, Select},
    state::lead_to,
};
use crate::{
    components::{
        case_map::state::{actors_of, ties_of},
        dialog::Dialog,
        icon::{Icon, IconKind},
        save_pill::join_names,
    },
    editor::Selection,
    i18n::t_string,
    lean::{memo, part, say, tell},
};

/// The needs on which institutions work past one another; tracked.
#[must_use]
pub fn overlaps(state: CommitmentsState) -> Vec<Overlap> {
    let (actors, ties) = (actors_of(state.store), ties_of(state.store));
    state
        .store
        .needs()
        .with(|needs| Overlap::all(needs, &actors, &ties))
}

/// The list, and those that are coordinated already.
#[component]
pub fn OverlapCard(
    /// The page.
    state: CommitmentsState,
) -> impl IntoView {
    let i18n = state.i18n;
    let found = memo(move |_| overlaps(state));
    let agreed = memo(move |_| {
        let needs = state.store.needs();
        needs.with(|needs| {
            let all = needs.iter().filter(|(_, need)| need.coordination.is_some());
            all.filter(|(id, _)| found.with(|found| !found.iter().any(|it| it.need == **id)))
                .map(|(id, _)| id.clone())
                .collect::<Vec<_>>()
        })
    });
    let said = tell(move || match found.with(Vec::len) {
        0 => t_string!(i18n, commitments.overlap.none).to_owned(),
        1 => t_string!(i18n, commitments.overlap.single).to_owned(),
        n => t_string!(i18n, commitments.overlap.many, n = n),
    });
    let list = part(move || {
        let rows = found
            .get()
            .into_iter()
            .map(|overlap| view! { <Row state overlap /> });
        view! { <ul class="overlaps">{rows.collect_view()}</ul> }.into_any()
    });
    let settled = part(move || {
        let rows = agreed
            .get()
            .into_iter()
            .map(|id| view! { <Settled state id /> });
        view! { <ul class="overlaps">{rows.collect_view()}</ul> }.into_any()
    });
    view! {
        <section class="card instrument" aria-labelledby="overlap-title" data-testid="overlap">
            <h3 id="overlap-title" tabindex="-1">{say(move || t_string!(i18n, commitments.overlap.title))}</h3>
            <p data-testid="overlap-said">{said}</p>
            {list}
            {settled}
            <p class="hint">{say(move || t_string!(i18n, commitments.overlap.how))}</p>
        </section>
    }
}

/// The names of actors, joined; tracked.
fn names_of<'a>(state: CommitmentsState, ids: impl Iterator<Item = &'a ActorId>) -> String {
    let names: Vec<String> = ids.filter_map(|id| state.actor_name(id)).collect();
    join_names(&names, t_string!(state.i18n, common.and))
}

/// A need on which institutions work past one another: who, on the map, and the way out.
#[component]
fn Row(state: CommitmentsState, overlap: Overlap) -> impl IntoView {
    let i18n = state.i18n;
    let id = overlap.need.clone();
    let on_map = Selection::of_actors(overlap.actors().cloned());
    let path = format!(
        "/caso/{}?vista=anillos&sel={}",
        state.store.id(),
        on_map.to_query().unwrap_or_default()
    );
    let (of_name, of_label, of_button) = (id.clone(), id.clone(), id.clone());
    let name = tell(move || state.need_now(&of_name).unwrap_or_default());
    let who = tell(move || names_of(state, overlap.actors()));
    let button = part(move || {
        if state.read_only.get() {
            return ().into_any();
        }
        let (id, of_label) = (of_button.clone(), of_label.clone());
        let label = tell(move || {
            let name = state.need_now(&of_label).unwrap_or_default();
            t_string!(i18n, commitments.overlap.coordinate_named, name = name)
        });
        view! {
            <button class="button" type="button" data-testid="coordinate" aria-label=label
                on:click=move |_| state.coordinating.set(Some(id.clone()))>
                {say(move || t_string!(i18n, commitments.overlap.coordinate))}
            </button>
        }
        .into_any()
    });
    view! {
        <li data-overlap=id.to_string()>
            <strong>{name}</strong>
            <span>{who}</span>
            <span class="overlap-ways">
                <a class="button quiet" href=path data-testid="overlap-map"><Icon kind=IconKind::Map />{say(move || t_string!(i18n, commitments.overlap.on_map))}</a>
                {button}
            </span>
        </li>
    }
}

/// A need on which somebody leads: who, and what was agreed.
#[component]
fn Settled(state: CommitmentsState, id: NeedId) -> impl IntoView {
    let i18n = state.i18n;
    let need: Memo<Option<Need>> = {
        let id = id.clone();
        memo(move |_| state.store.needs().with(|needs| needs.get(&id).cloned()))
    };
    let of_name = id.clone();
    let name = tell(move || state.need_now(&of_name).unwrap_or_default());
    let led = tell(move || {
        let coordination = need.get().and_then(|need| need.coordination);
        let Some(Coordination { lead, with, .. }) = coordination else {
            return String::new();
        };
        let lead = state.actor_name(&lead).unwrap_or_default();
        let others = names_of(state, with.iter());
        t_string!(i18n, commitments.overlap.led, name = lead, names = others)
    });
    let agreement = move || {
        need.with(|need| {
            let coordination = need.as_ref().and_then(|need| need.coordination.as_ref());
            coordination.map(|it| it.agreement.clone())
        })
    };
    let button = part(move || {
        if state.read_only.get() {
            return ().into_any();
        }
        let (id, of_label) = (id.clone(), id.clone());
        let label = tell(move || {
            let name = state.need_now(&of_label).unwrap_or_default();
            t_string!(i18n, commitments.overlap.change_named, name = name)
        });
        view! {
            <button class="button quiet" type="button" aria-label=label
                on:click=move |_| state.coordinating.set(Some(id.clone()))>
                {say(move || t_string!(i18n, commitments.overlap.change))}
            </button>
        }
        .into_any()
    });
    view! {
        <li data-testid="settled">
            <strong>{name}</strong>
            <span>{led}</span>
            <span class="hint">{agreement}</span>
            <span class="overlap-ways">{button}</span>
        </li>
    }
}

/// The dialog in which somebody is named who leads, and what was agreed is written down.
#[component]
pub fn CoordinateDialog(
    /// The page.
    state: CommitmentsState,
) -> impl IntoView {
    let i18n = state.i18n;
    let open = RwSignal::new(false);
    let which = RwSignal::new(None::<NeedId>);
    let lead = RwSignal::new(String::new());
    let agreement = RwSignal::new(String::new());
    let settled = RwSignal::new(false);
    // Those at work, and those whom the agreement takes in already.
    let people = memo(move |_| {
        let id = which.get()?;
        let need = state.store.needs().with(|needs| needs.get(&id).cloned())?;
        let found = overlaps(state).into_iter().find(|it| it.need == id);
        let mut people: BTreeSet<ActorId> =
            found.iter().flat_map(Overlap::actors).cloned().collect();
        if let Some(Coordination { lead, with, .. }) = need.coordination {
            people.insert(lead);
            people.extend(with);
        }
        people.retain(|id| !state.store.is_reserved_actor(id));
        Some(people)
    });
    Effect::new(move |_| {
        if let Some(id) = state.coordinating.get() {
            let known = state
                .store
                .needs()
                .with_untracked(|needs| needs.get(&id).and_then(|need| need.coordination.clone()));
            which.set(Some(id));
            settled.set(known.is_some());
            agreement.set(
                known
                    .as_ref()
                    .map(|it| it.agreement.clone())
                    .unwrap_or_default(),
            );
            let first = people.with_untracked(|people| people.iter().flatten().next().cloned());
            let leads = known.map(|it| it.lead).or(first);
            lead.set(leads.map(|id| id.to_string()).unwrap_or_default());
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            state.coordinating.set(None);
        }
    });
    let choices = memo(move |_| {
        let people = people.get().unwrap_or_default();
        let named = people.into_iter().filter_map(|id| {
            let name = state.actor_name(&id)?;
            Some((id.to_string(), name, String::new()))
        });
        named.collect::<Choices>()
    });
    let value = memo(move |_| lead.get());
    let choose = Callback::new(move |chosen| lead.set(chosen));
    let write = move |coordination: Option<Coordination>| {
        let Some(id) = which.get_untracked() else {
            return;
        };
        let name = untrack(|| state.need_now(&id)).unwrap_or_default();
        let said = match &coordination {
            Some(it) => {
                let lead = untrack(|| state.actor_name(&it.lead)).unwrap_or_default();
                t_string!(i18n, commitments.overlap.did, lead = lead, name = name)
            }
            None => t_string!(i18n, commitments.overlap.undone, name = name),
        };
        if state.edit(Edit::SetNeedCoordination { id, coordination }) {
            open.set(false);
            state.announcer.say(said);
            // What was pressed may be gone with its row.
            lead_to("overlap-title".to_owned());
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(lead) = lead.get_untracked().parse::<ActorId>() else {
            return;
        };
        let mut with = people.get_untracked().unwrap_or_default();
        with.remove(&lead);
        write(Some(Coordination {
            lead,
            with,
            agreement: agreement.get_untracked().trim().to_owned(),
        }));
    };
    let about = tell(move || {
        let id = which.get();
        let name = id.and_then(|id| state.need_now(&id)).unwrap_or_default();
        let people = people.get().unwrap_or_default();
        let names = names_of(state, people.iter());
        t_string!(i18n, commitments.overlap.about, name = name, names = names)
    });
    let about = StoredValue::new(about);
    view! {
        <Dialog open title=Signal::derive(move || t_string!(i18n, commitments.overlap.coordinate_title).to_owned())>
            <form class="dialog-body" on:submit=submit novalidate="">
                <p class="about">{move || about.with_value(|about| about())}</p>
                <div class="field">
                    <label for="coordination-lead">{say(move || t_string!(i18n, commitments.overlap.lead))}</label>
                    <Select field_id="coordination-lead".to_owned() choices value choose />
                </div>
                <div class="field">
                    <label for="coordination-agreement">{say(move || t_string!(i18n, commitments.overlap.agreement))}</label>
                    <textarea id="coordination-agreement" rows="3" maxlength=limits::NOTES_MAX.to_string()
                        prop:value=move || agreement.get()
                        on:input=move |event| agreement.set(event_target_value(&event))></textarea>
                    <p class="hint">{say(move || t_string!(i18n, commitments.overlap.agreement_hint))}</p>
                </div>
                <div class="dialog-actions">
                    {move || settled.get().then(|| view! {
                        <button class="button" type="button" data-testid="coordination-remove" on:click=move |_| write(None)>
                            {say(move || t_string!(i18n, commitments.overlap.remove))}
                        </button>
                    })}
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {say(move || t_string!(i18n, common.cancel))}
                    </button>
                    <button class="button primary" type="submit" data-testid="coordination-submit">
                        {say(move || t_string!(i18n, commitments.save))}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}
