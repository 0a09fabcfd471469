//! Around a field that one person at a time writes: who else is in it, and the values that were written into it at the
//! same time, until somebody chooses.

use leptos::prelude::*;

use crate::lean::{memo, tell};
use crate::{
    components::{avatar::Avatar, contested::Contested},
    i18n::{t_string, use_i18n},
    services::case_store::{CaseStore, Field},
};

/// A field with what the others do to it.
#[component]
pub fn SharedField(
    /// Which.
    field: Field,
    /// The field itself.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let store = CaseStore::get();
    let key = field.key();
    let watched = field.clone();
    let (peers, problems) = (store.peers(), store.problems());
    let people = {
        let key = key.clone();
        memo(move |_| {
            peers.with(|peers| {
                let here = |editing: &Option<String>| editing.as_ref() == Some(&key);
                let there = peers.iter().filter(|peer| here(&peer.focus.editing));
                there
                    .map(|peer| (peer.color, peer.name.clone(), peer.initials()))
                    .collect::<Vec<_>>()
            })
        })
    };
    let contested = memo(move |_| {
        problems.with(|problems| {
            let about = problems.iter().filter(|problem| field.is_in(problem));
            about.cloned().collect::<Vec<_>>()
        })
    });
    let (entered, left, gone) = (key.clone(), key.clone(), key.clone());
    let watched = StoredValue::new(watched);
    let enter = move |_| {
        if store.rights().get_untracked().case.is_some() {
            let key = entered.clone();
            store.set_focus(|focus| focus.editing = Some(key));
            watched.with_value(|field| store.enter_field(field));
        }
    };
    let stop_telling = move |key: &String| {
        store.set_focus(|focus| {
            if focus.editing.as_ref() == Some(key) {
                focus.editing = None;
            }
        });
    };
    let leave = move |key: &String| {
        watched.try_with_value(|field| store.leave_field(field));
        stop_telling(key);
    };
    on_cleanup(move || {
        stop_telling(&gone);
        // A field that is taken away writes what was in it as it goes: until then it is watched.
        if let Some(field) = watched.try_get_value() {
            queue_microtask(move || store.leave_field(&field));
        }
    });
    let class = move || {
        people.with(|people| match people.first() {
            Some((color, ..)) => format!("shared-field held presence-{}", color + 1),
            None => "shared-field".to_owned(),
        })
    };
    let person = move |(color, name, letters): (usize, String, String)| {
        view! {
            <li>
                <Avatar letters color small=true />
                <span>{tell(move || t_string!(i18n, together.edits, name = name.clone()))}</span>
            </li>
        }
    };
    view! {
        <div class=class data-field=key on:focusin=enter on:focusout=move |_| leave(&left)>
            {children()}
            {move || people.with(|people| !people.is_empty()).then(|| view! {
                <ul class="writers">{people.get().into_iter().map(person).collect_view()}</ul>
            })}
            {move || contested.get().into_iter().map(|problem| view! { <Contested problem /> }).collect_view()}
        </div>
    }
}
