//! Who takes a part in a commitment: each with whether it has agreed, and the rest of the network and the team to choose
//! from.

use leptos::{ev, html, prelude::*};
use trama_shared::{
    case::{Commitment, CommitmentState, Doer, Part, Party, Ring},
    edit::Edit,
    ids::CommitmentId,
    limits,
};

use super::{CommitmentsState, card::with_gone, words};
use crate::{
    components::{
        case_map::words::ring_full,
        icon::{Icon, IconKind},
    },
    i18n::t_string,
    lean::{memo, part, say, tell},
    services::clock,
};

/// The people of one part.
#[component]
pub fn DoersEditor(
    /// The page.
    state: CommitmentsState,
    /// Whose.
    id: CommitmentId,
    /// Which part.
    taking: Part,
    /// The commitment.
    commitment: Memo<Option<Commitment>>,
) -> impl IntoView {
    let i18n = state.i18n;
    let people = memo(move |_| {
        commitment.with(|it| {
            it.as_ref()
                .map(|it| it.part(taking).clone())
                .unwrap_or_default()
        })
    });
    let select = NodeRef::<html::Select>::new();
    let team = NodeRef::<html::Input>::new();
    let put = {
        let id = id.clone();
        move |doer: Doer, name: String| {
            let said = t_string!(i18n, commitments.did.takes_part, name = name.clone());
            let edit = Edit::SetCommitmentDoer {
                id: id.clone(),
                part: taking,
                doer,
                name: Some(name),
            };
            if state.edit(edit) {
                state.announcer.say(said);
            }
        }
    };
    let choose = {
        let put = put.clone();
        move |event: ev::Event| {
            let chosen = Doer::from_id(&event_target_value(&event));
            if let Some(doer) = chosen {
                let name = untrack(|| state.doer_name(&doer, "").name);
                put(doer, name);
            }
            if let Some(select) = select.get_untracked() {
                select.set_value("");
            }
        }
    };
    let add_team = move || {
        let Some(field) = team.get_untracked() else {
            return;
        };
        let name = field.value().trim().to_owned();
        if !name.is_empty() {
            put(Doer::Team(name.clone()), name);
        }
        field.set_value("");
        let _ = field.focus();
    };
    let rows = {
        let id = id.clone();
        part(move || {
            let row = |(doer, put_down): (Doer, String)| {
                view! { <DoerRow state id=id.clone() taking doer put_down commitment /> }
            };
            view! { <ul class="doer-rows">{people.get().into_iter().map(row).collect_view()}</ul> }
                .into_any()
        })
    };
    let groups = part(move || {
        let others = others(state, &people.get());
        let person = others.0.then(|| {
            view! { <option value=Doer::Party(Party::Person).id()>{tell(move || state.person_name())}</option> }
        });
        let group = |ring: Ring| {
            let options: Vec<_> = others
                .1
                .iter()
                .filter(|(at, ..)| *at == ring)
                .map(|(_, name, doer)| view! { <option value=doer.id()>{name.clone()}</option> })
                .collect();
            (!options.is_empty()).then(
                || view! { <optgroup label=say(move || ring_full(i18n, ring))>{options}</optgroup> },
            )
        };
        let groups = Ring::ALL.iter().copied().map(group).collect_view();
        view! { {person}{groups} }.into_any()
    });
    let known = part(move || {
        let names = team_names(state);
        names
            .into_iter()
            .map(|name| view! { <option value=name></option> })
            .collect_view()
            .into_any()
    });
    let ids = |what: &str| format!("commitment-{id}-{}-{what}", taking.id());
    let (select_id, team_id, list_id) = (ids("add"), ids("team"), ids("names"));
    let (select_for, team_for, list) = (select_id.clone(), team_id.clone(), list_id.clone());
    let add_pressed = add_team.clone();
    view! {
        <fieldset class="doers" data-part=taking.id()>
            <legend class="field-label">{say(move || words::part(i18n, taking))}</legend>
            {rows}
            <div class="pair">
                <div class="field">
                    <label for=select_for>{say(move || t_string!(i18n, commitments.add_from_map))}</label>
                    <select node_ref=select id=select_id on:change=choose>
                        <option value="">{say(move || t_string!(i18n, commitments.choose))}</option>
                        {groups}
                    </select>
                </div>
                <div class="field">
                    <label for=team_for>{say(move || t_string!(i18n, commitments.add_from_team))}</label>
                    <div class="team-add">
                        <input node_ref=team id=team_id type="text" list=list autocomplete="off"
                            maxlength=limits::NAME_MAX.to_string()
                            on:keydown=move |event| if event.key() == "Enter" {
                                event.prevent_default();
                                add_team();
                            } />
                        <datalist id=list_id>{known}</datalist>
                        <button class="button icon-only" type="button" on:click=move |_| add_pressed()
                            aria-label=say(move || t_string!(i18n, commitments.add_name))>
                            <Icon kind=IconKind::Add />
                        </button>
                    </div>
                </div>
            </div>
        </fieldset>
    }
}

/// Whether the person could still take part, and who else of the shared map: reserved actors are not offered, the
/// commitments are in the shared zone, where nobody may learn of them. Tracked.
fn others(
    state: CommitmentsState,
    here: &std::collections::BTreeMap<Doer, String>,
) -> (bool, Vec<(Ring, String, Doer)>) {
    let store = state.store;
    let mut others: Vec<(Ring, String, Doer)> = store
        .actor_ids()
        .get()
        .into_iter()
        .filter(|id| !store.is_reserved_actor(id))
        .filter_map(|id| {
            let actor = store.actor(&id)?.get();
            Some((actor.ring, actor.name, Doer::actor(id)))
        })
        .filter(|(.., doer)| !here.contains_key(doer))
        .collect();
    others.sort_unstable();
    (!here.contains_key(&Doer::Party(Party::Person)), others)
}

/// Names of the team that were used already, or that are here now; tracked.
fn team_names(state: CommitmentsState) -> Vec<String> {
    let mut names = vec![state.store.user_name()];
    state.store.peers().with(|peers| {
        names.extend(peers.iter().map(|peer| peer.name.clone()));
    });
    state.store.commitments().with(|all| {
        for doer in all.values().flat_map(Commitment::participants) {
            if let Doer::Team(name) = doer {
                names.push(name.clone());
            }
        }
    });
    names.sort_unstable();
    names.dedup();
    names
}

/// Somebody who takes part.
#[component]
fn DoerRow(
    state: CommitmentsState,
    id: CommitmentId,
    taking: Part,
    doer: Doer,
    put_down: String,
    commitment: Memo<Option<Commitment>>,
) -> impl IntoView {
    let i18n = state.i18n;
    let named = {
        let doer = doer.clone();
        memo(move |_| with_gone(state, state.doer_name(&doer, &put_down)))
    };
    let agreed = {
        let doer = doer.clone();
        memo(move |_| {
            commitment.with(|it| it.as_ref().and_then(|it| it.agreed.get(&doer).copied()))
        })
    };
    let agree = {
        let (id, doer) = (id.clone(), doer.clone());
        move |event: ev::Event| {
            let at = event_target_checked(&event).then(|| clock::now_ms() as i64);
            let mut edits = vec![Edit::SetCommitmentAgreed {
                id: id.clone(),
                doer: doer.clone(),
                at,
            }];
            // With the last one who agrees, what was proposed is agreed.
            let now = untrack(|| state.get(&id));
            if let Some((mut now, at)) = now.zip(at)
                && now.state == CommitmentState::Proposed
            {
                now.agreed.insert(doer.clone(), at);
                if now.is_agreed() {
                    edits.extend(state.move_to(&id, state.step(CommitmentState::Agreed)));
                }
            }
            if state.edit(Edit::Batch(edits)) {
                let name = named.get_untracked();
                state.announcer.say(if at.is_some() {
                    t_string!(i18n, commitments.did.agreed, name = name)
                } else {
                    t_string!(i18n, commitments.did.agreed_no, name = name)
                });
            }
        }
    };
    let remove = move |_| {
        let name = named.get_untracked();
        let mut edits = vec![Edit::SetCommitmentDoer {
            id: id.clone(),
            part: taking,
            doer: doer.clone(),
            name: None,
        }];
        let stays = untrack(|| state.get(&id)).is_some_and(|it| {
            let other = match taking {
                Part::Who => Part::With,
                Part::With => Part::Who,
            };
            it.part(other).contains_key(&doer)
        });
        if agreed.get_untracked().is_some() && !stays {
            edits.push(Edit::SetCommitmentAgreed {
                id: id.clone(),
                doer: doer.clone(),
                at: None,
            });
        }
        if state.edit(Edit::Batch(edits)) {
            let said = t_string!(i18n, commitments.did.takes_no_part, name = name);
            state.announcer.say(said);
        }
    };
    let when = tell(move || match agreed.get() {
        Some(at) => {
            let language = i18n.get_locale().to_string();
            let date = clock::short_date(at as f64, &language, true);
            t_string!(i18n, commitments.agreed.at, date = date)
        }
        None => t_string!(i18n, commitments.agreed.tick).to_owned(),
    });
    view! {
        <li>
            <span class="doer-name">{move || named.get()}</span>
            <label class="agree">
                <input type="checkbox" prop:checked=move || agreed.get().is_some() on:change=agree
                    aria-label=tell(move || t_string!(i18n, commitments.agreed.named, name = named.get())) />
                <span>{when}</span>
            </label>
            <button class="button quiet icon-only" type="button" on:click=remove
                aria-label=tell(move || t_string!(i18n, commitments.take_out, name = named.get()))>
                <Icon kind=IconKind::Close />
            </button>
        </li>
    }
}
