//! Before something leaves the map to which commitments, needs or the guide refer: what goes, and what stays.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    analysis::References,
    ids::{ActorId, TieId},
};

use super::state::MapState;
use crate::{
    components::{dialog::Dialog, needs::words as need_words},
    lean::{part, say},
};

/// What is about to leave the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaving {
    /// These actors, with their ties.
    Actors(BTreeSet<ActorId>),
    /// This tie.
    Tie(TieId),
}

impl MapState {
    /// What refers to what is about to leave; untracked.
    #[must_use]
    pub fn references(&self, leaving: &Leaving) -> References {
        let store = self.store;
        let (actors, ties) = match leaving {
            Leaving::Actors(ids) => (ids.clone(), BTreeSet::new()),
            Leaving::Tie(id) => (BTreeSet::new(), BTreeSet::from([id.clone()])),
        };
        let all = untrack(|| self.ties());
        let (needs, guide, commitments) = (store.needs(), store.guide(), store.commitments());
        needs.with_untracked(|needs| {
            guide.with_untracked(|guide| {
                commitments.with_untracked(|commitments| {
                    References::of(&actors, &ties, &all, needs, guide, commitments)
                })
            })
        })
    }
}

/// The dialog.
#[component]
pub fn RemovalDialog() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let open = RwSignal::new(false);
    let leaving = RwSignal::new(None::<Leaving>);
    Effect::new(move |_| {
        if let Some(asked) = map.leaving.get() {
            leaving.set(Some(asked));
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            map.leaving.set(None);
        }
    });
    let name = move || match leaving.get() {
        Some(Leaving::Actors(ids)) => map.removal_name(&ids),
        Some(Leaving::Tie(id)) => map.tie_words(&id),
        None => String::new(),
    };
    let remove = move |_| {
        let Some(leaving) = leaving.get_untracked() else {
            return;
        };
        open.set(false);
        map.remove_now(&leaving);
    };
    view! {
        <Dialog open title=Signal::derive(move || t_string!(i18n, editing.leaving.title, name = name()))>
            <div class="dialog-body" data-testid="removal">
                <Going leaving />
                <Staying leaving />
                <p class="hint">{say(move || t_string!(i18n, editing.leaving.undo))}</p>
                <div class="dialog-actions">
                    <button class="button" type="button" autofocus="" data-testid="removal-cancel" on:click=move |_| open.set(false)>
                        {say(move || t_string!(i18n, editing.leaving.keep))}
                    </button>
                    <button class="button primary" type="button" data-testid="removal-confirm" on:click=remove>
                        {say(move || t_string!(i18n, editing.leaving.remove))}
                    </button>
                </div>
            </div>
        </Dialog>
    }
}

/// The ties that go along.
#[component]
fn Going(leaving: RwSignal<Option<Leaving>>) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    part(move || {
        let Some(Leaving::Actors(ids)) = leaving.get() else {
            return ().into_any();
        };
        let count = map.references(&Leaving::Actors(ids)).ties.len();
        let words = match count {
            0 => return ().into_any(),
            1 => t_string!(i18n, editing.leaving.ties_single).to_owned(),
            n => t_string!(i18n, editing.leaving.ties_many, n = n),
        };
        view! { <p data-testid="removal-goes">{words}</p> }.into_any()
    })
}

/// What refers to it, by name, and what becomes of that.
#[component]
fn Staying(leaving: RwSignal<Option<Leaving>>) -> impl IntoView {
    let map = MapState::get();
    let (i18n, store) = (map.i18n, map.store);
    part(move || {
        let Some(leaving) = leaving.get() else {
            return ().into_any();
        };
        let found = map.references(&leaving);
        let need = |ids: &[trama_shared::ids::NeedId]| -> Vec<String> {
            let needs = store.needs();
            needs.with_untracked(|needs| {
                let named = ids.iter().filter_map(|id| needs.get(id));
                named.map(|need| need_words::name(i18n, need)).collect()
            })
        };
        let commitments: Vec<String> = store.commitments().with_untracked(|all| {
            let named = found.commitments.iter().filter_map(|id| all.get(id));
            named.map(|it| it.what.clone()).collect()
        });
        let guide: Vec<String> = store.guide().with_untracked(|all| {
            let named = found.guide.iter().filter_map(|id| all.get(id));
            named.map(|it| it.name.clone()).collect()
        });
        let groups = [
            (
                "commitments",
                t_string!(i18n, editing.leaving.commitments),
                commitments,
            ),
            (
                "needs",
                t_string!(i18n, editing.leaving.needs),
                need(&found.needs),
            ),
            (
                "led",
                t_string!(i18n, editing.leaving.led),
                need(&found.led),
            ),
            ("guide", t_string!(i18n, editing.leaving.guide), guide),
        ];
        let group = |(id, words, names): (&'static str, &'static str, Vec<String>)| {
            let names: Vec<_> = names
                .into_iter()
                .map(|name| view! { <li>{name}</li> })
                .collect();
            view! {
                <div class="removal-group" data-refers=id>
                    <p class="field-label">{words}</p>
                    <ul>{names}</ul>
                </div>
            }
        };
        let groups: Vec<_> = groups
            .into_iter()
            .filter(|(_, _, names)| !names.is_empty())
            .map(group)
            .collect();
        view! { {groups} }.into_any()
    })
}
