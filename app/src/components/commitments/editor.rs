//! The fields of a commitment.

use leptos::{ev, prelude::*};
use trama_shared::{
    case::{
        Approach, Capability, Commitment, Focus, Part, Party, Ring, Sector, Target, TieQuality,
    },
    date::Day,
    edit::{CommitmentField, Edit, tie_name},
    ids::CommitmentId,
    limits,
};

use super::{
    CommitmentsState,
    choice_field::{ChoiceField, Choices},
    doers::DoersEditor,
    state::lead_to,
    words,
};
use crate::{
    components::{
        case_map::words as map_words,
        icon::{Icon, IconKind},
        needs::words as need_words,
        shared_field::SharedField,
    },
    i18n::t_string,
    lean::{memo, say},
    services::case_store::Field,
};

/// The choices of an enum, with "not said" before them.
fn choices_of<T: Copy>(
    all: &[T],
    id: impl Fn(T) -> &'static str,
    said: impl Fn(Option<T>) -> String,
) -> Choices {
    let none = (String::new(), said(None), String::new());
    let some = all
        .iter()
        .map(|one| (id(*one).to_owned(), said(Some(*one)), String::new()));
    std::iter::once(none).chain(some).collect()
}

/// The fields.
#[component]
pub fn CommitmentEditor(
    /// The page.
    state: CommitmentsState,
    /// Which.
    id: CommitmentId,
    /// The commitment.
    commitment: Memo<Option<Commitment>>,
) -> impl IntoView {
    let i18n = state.i18n;
    // What a field says now, as the document writes it.
    let now = move |read: fn(&Commitment) -> Option<String>| {
        memo(move |_| commitment.with(|it| it.as_ref().and_then(read).unwrap_or_default()))
    };
    let set = {
        let id = id.clone();
        move |field: fn(&str) -> CommitmentField| {
            let id = id.clone();
            Callback::new(move |chosen: String| {
                state.set(&id, field(&chosen));
            })
        }
    };
    let goals = memo(move |_| {
        let none = t_string!(i18n, commitments.goal.none).to_owned();
        let mut choices = vec![(String::new(), none, String::new())];
        let goals = state.store.goals().get();
        choices.extend(
            goals
                .into_iter()
                .map(|(id, goal)| (id.to_string(), goal.words, String::new())),
        );
        choices
    });
    let foci = memo(move |_| {
        choices_of(Focus::ALL, Focus::id, |focus| match focus {
            Some(one) => format!(
                "{} · {}",
                super::state::letter(one),
                words::focus(i18n, focus)
            ),
            None => words::focus(i18n, None).to_owned(),
        })
    });
    let approaches = memo(move |_| {
        choices_of(Approach::ALL, Approach::id, |it| {
            words::approach(i18n, it).to_owned()
        })
    });
    let sectors = memo(move |_| {
        choices_of(Sector::ALL, Sector::id, |it| {
            map_words::sector(i18n, it).to_owned()
        })
    });
    let levels = memo(move |_| {
        choices_of(Capability::ALL, Capability::id, |it| {
            words::capability(i18n, it).to_owned()
        })
    });
    view! {
        <div class="commitment-fields">
            <WhatField state id=id.clone() commitment />
            <div class="pair">
                <DueField state id=id.clone() commitment />
                <ChoiceField id=id.clone() name="goal" label=say(move || t_string!(i18n, commitments.goal.label)) choices=goals
                    value=now(|it| it.goal.as_ref().map(ToString::to_string))
                    choose=set(|text| CommitmentField::Goal(text.parse().ok())) />
            </div>
            <DoersEditor state id=id.clone() taking=Part::Who commitment />
            <DoersEditor state id=id.clone() taking=Part::With commitment />
            <TargetFields state id=id.clone() commitment />
            <NeedField state id=id.clone() commitment />
            <div class="pair">
                <ChoiceField id=id.clone() name="focus" label=say(move || t_string!(i18n, commitments.focus.label)) choices=foci
                    value=now(|it| it.focus.map(|it| it.id().to_owned()))
                    choose=set(|text| CommitmentField::Focus(Focus::from_id(text))) />
                <ChoiceField id=id.clone() name="approach" label=say(move || t_string!(i18n, commitments.approach.label)) choices=approaches
                    value=now(|it| it.approach.map(|it| it.id().to_owned()))
                    choose=set(|text| CommitmentField::Approach(Approach::from_id(text))) />
                <ChoiceField id=id.clone() name="sector" label=say(move || t_string!(i18n, commitments.sector)) choices=sectors
                    value=now(|it| it.sector.map(|it| it.id().to_owned()))
                    choose=set(|text| CommitmentField::Sector(Sector::from_id(text))) />
                <ChoiceField id=id.clone() name="capability" label=say(move || t_string!(i18n, commitments.capability.label)) choices=levels
                    value=now(|it| it.capability.map(|it| it.id().to_owned()))
                    choose=set(|text| CommitmentField::Capability(Capability::from_id(text))) />
            </div>
            <RemoveButton state id commitment />
        </div>
    }
}

/// Takes the commitment away.
#[component]
fn RemoveButton(
    state: CommitmentsState,
    id: CommitmentId,
    commitment: Memo<Option<Commitment>>,
) -> impl IntoView {
    let i18n = state.i18n;
    let remove = move |_| {
        let name = commitment.with_untracked(|it| it.as_ref().map(|it| it.what.clone()));
        if state.edit(Edit::RemoveCommitment { id: id.clone() }) {
            state.open.set(None);
            let name = name.unwrap_or_default();
            let said = t_string!(i18n, commitments.did.removed, name = name);
            state.announcer.say(said);
            // What was pressed is gone with its card.
            lead_to("commitments-add".to_owned());
        }
    };
    view! {
        <div class="fields-end">
            <button class="button" type="button" data-testid="commitment-remove" on:click=remove>
                <Icon kind=IconKind::Close />{say(move || t_string!(i18n, commitments.remove))}
            </button>
        </div>
    }
}

/// What is to be done.
#[component]
fn WhatField(
    state: CommitmentsState,
    id: CommitmentId,
    commitment: Memo<Option<Commitment>>,
) -> impl IntoView {
    let i18n = state.i18n;
    let value = memo(move |_| {
        commitment.with(|it| it.as_ref().map(|it| it.what.clone()).unwrap_or_default())
    });
    let (field, element) = (
        Field::commitment(&id, "what"),
        format!("commitment-{id}-what"),
    );
    let label_for = element.clone();
    let set = move |event: ev::Event| {
        let what = event_target_value(&event).trim().to_owned();
        if what != value.get_untracked() {
            state.set(&id, CommitmentField::What(what));
        }
    };
    view! {
        <SharedField field>
            <div class="field">
                <label for=label_for>{say(move || t_string!(i18n, commitments.what))}</label>
                <textarea id=element rows="2" maxlength=limits::TITLE_MAX.to_string()
                    prop:value=move || value.get() on:change=set></textarea>
            </div>
        </SharedField>
    }
}

/// By when.
#[component]
fn DueField(
    state: CommitmentsState,
    id: CommitmentId,
    commitment: Memo<Option<Commitment>>,
) -> impl IntoView {
    let i18n = state.i18n;
    let value = memo(move |_| commitment.with(|it| it.as_ref().and_then(|it| it.due)));
    let (field, element) = (
        Field::commitment(&id, "due"),
        format!("commitment-{id}-due"),
    );
    let label_for = element.clone();
    let set = move |event: ev::Event| {
        let due = Day::from_iso(&event_target_value(&event));
        if due != value.get_untracked() {
            state.set(&id, CommitmentField::Due(due));
        }
    };
    view! {
        <SharedField field>
            <div class="field">
                <label for=label_for>{say(move || t_string!(i18n, commitments.due.label))}</label>
                <input id=element type="date" on:change=set
                    prop:value=move || value.get().map(|day| day.to_string()).unwrap_or_default() />
            </div>
        </SharedField>
    }
}

/// The need that it answers.
#[component]
fn NeedField(
    state: CommitmentsState,
    id: CommitmentId,
    commitment: Memo<Option<Commitment>>,
) -> impl IntoView {
    let i18n = state.i18n;
    let choices = memo(move |_| {
        let none = (
            String::new(),
            t_string!(i18n, commitments.need.none).to_owned(),
            String::new(),
        );
        let mut needs: Choices = state.store.needs().with(|needs| {
            let all = needs.iter().map(|(id, need)| {
                let area = need_words::area(i18n, need.topic.area()).to_owned();
                (id.to_string(), need_words::name(i18n, need), area)
            });
            all.collect()
        });
        needs.sort_unstable_by(|one, other| (&one.2, &one.1).cmp(&(&other.2, &other.1)));
        let mut choices = vec![none];
        choices.extend(needs);
        // One that is gone stays named.
        let gone = commitment.with(|it| {
            let it = it.as_ref()?;
            let named = state.need_name(it).filter(|named| named.gone)?;
            Some((
                it.need.as_ref()?.to_string(),
                super::card::with_gone(state, named),
                String::new(),
            ))
        });
        choices.extend(gone);
        choices
    });
    let value = memo(move |_| {
        commitment.with(|it| {
            let need = it.as_ref().and_then(|it| it.need.as_ref());
            need.map(ToString::to_string).unwrap_or_default()
        })
    });
    let choose = {
        let id = id.clone();
        Callback::new(move |chosen: String| {
            let need = chosen.parse().ok();
            let name = need
                .as_ref()
                .and_then(|need| untrack(|| state.need_now(need)));
            state.set(&id, CommitmentField::Need(need, name.unwrap_or_default()));
        })
    };
    view! {
        <ChoiceField id name="need" label=say(move || t_string!(i18n, commitments.need.label)) choices value choose />
    }
}

/// What it should change on the map, and how. Nothing that is reserved is offered.
#[component]
fn TargetFields(
    state: CommitmentsState,
    id: CommitmentId,
    commitment: Memo<Option<Commitment>>,
) -> impl IntoView {
    let i18n = state.i18n;
    let targets = memo(move |_| {
        let mut choices = targets(state);
        let gone = commitment.with(|it| {
            let it = it.as_ref()?;
            let named = state.target_name(it).filter(|named| named.gone)?;
            Some((
                it.target.as_ref()?.id(),
                super::card::with_gone(state, named),
                String::new(),
            ))
        });
        choices.extend(gone);
        choices
    });
    let value = memo(move |_| {
        commitment.with(|it| {
            let target = it.as_ref().and_then(|it| it.target.as_ref());
            target.map(Target::id).unwrap_or_default()
        })
    });
    let choose = {
        let id = id.clone();
        Callback::new(move |chosen: String| {
            let target = Target::from_id(&chosen);
            let (name, from) = match &target {
                Some(target) => (
                    untrack(|| state.target_now(target)).unwrap_or_default(),
                    state.quality_now(target),
                ),
                None => (String::new(), None),
            };
            let fields = [
                CommitmentField::Target(target, name),
                CommitmentField::From(from),
            ];
            let edits = fields.into_iter().map(|field| Edit::SetCommitment {
                id: id.clone(),
                field,
            });
            state.edit(Edit::Batch(edits.collect()));
        })
    };
    let qualities = move |none: fn(CommitmentsState) -> &'static str| {
        memo(move |_| {
            choices_of(TieQuality::ALL, TieQuality::id, |it| match it {
                Some(quality) => map_words::quality(i18n, quality).to_owned(),
                None => none(state).to_owned(),
            })
        })
    };
    let from = qualities(|state| t_string!(state.i18n, commitments.no_tie));
    let to = qualities(|state| t_string!(state.i18n, commitments.none_yet));
    let quality = move |read: fn(&Commitment) -> Option<TieQuality>| {
        memo(move |_| {
            let quality = commitment.with(|it| it.as_ref().and_then(read));
            quality.map(|it| it.id().to_owned()).unwrap_or_default()
        })
    };
    let set = {
        let id = id.clone();
        move |field: fn(Option<TieQuality>) -> CommitmentField| {
            let id = id.clone();
            Callback::new(move |chosen: String| {
                state.set(&id, field(TieQuality::from_id(&chosen)));
            })
        }
    };
    view! {
        <fieldset class="target">
            <legend class="field-label">{say(move || t_string!(i18n, commitments.changes))}</legend>
            <div class="trio">
                <ChoiceField id=id.clone() name="target" label=say(move || t_string!(i18n, commitments.target.label)) choices=targets value choose />
                <ChoiceField id=id.clone() name="from" label=say(move || t_string!(i18n, commitments.target.from)) choices=from
                    value=quality(|it| it.from) choose=set(CommitmentField::From) />
                <ChoiceField id name="to" label=say(move || t_string!(i18n, commitments.target.to)) choices=to
                    value=quality(|it| it.to) choose=set(CommitmentField::To) />
            </div>
        </fieldset>
    }
}

/// The ties of the shared map, the person's first, and the actors that she has no tie with; tracked.
pub fn targets(state: CommitmentsState) -> Choices {
    let i18n = state.i18n;
    let none = (
        String::new(),
        t_string!(i18n, commitments.target.none).to_owned(),
        String::new(),
    );
    let ties = state.ties();
    let own = t_string!(i18n, commitments.target.own, name = state.person_name());
    let between = t_string!(i18n, commitments.target.between).to_owned();
    let apart = t_string!(i18n, commitments.target.apart).to_owned();
    let mut choices: Vec<(u8, Ring, String, String)> = Vec::new();
    for (id, tie) in &ties {
        let (from, to) = (state.party_name(&tie.from), state.party_name(&tie.to));
        let group = u8::from(tie.from != Party::Person);
        choices.push((
            group,
            Ring::Personal,
            tie_name(&from, &to),
            Target::Tie(id.clone()).id(),
        ));
    }
    let all = ties_with_person(state);
    for id in state.store.actor_ids().get() {
        if state.store.is_reserved_actor(&id) || all.contains(&id) {
            continue;
        }
        if let Some(actor) = state.store.actor(&id) {
            let (ring, name) = actor.with(|actor| (actor.ring, actor.name.clone()));
            choices.push((2, ring, name, Target::Actor(id).id()));
        }
    }
    choices.sort_unstable();
    let group = |group: u8| match group {
        0 => own.clone(),
        1 => between.clone(),
        _ => apart.clone(),
    };
    let named = choices
        .into_iter()
        .map(|(at, _, name, id)| (id, name, group(at)));
    std::iter::once(none).chain(named).collect()
}

/// The actors that the person has a tie with, a reserved one too: nobody draws a second one beside it. Tracked.
fn ties_with_person(state: CommitmentsState) -> Vec<trama_shared::ids::ActorId> {
    crate::components::case_map::state::ties_of(state.store)
        .into_values()
        .filter(|tie| tie.from == Party::Person)
        .filter_map(|tie| tie.to.actor().cloned())
        .collect()
}
