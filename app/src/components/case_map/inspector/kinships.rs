//! How the people of a household are related: what each is to the one whose panel is open.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Kin, Kinship, Party},
    edit::Edit,
    ids::KinshipId,
};

use super::fields::SelectField;
use crate::{
    components::{
        case_map::{detail_words, state::MapState},
        icon::{Icon, IconKind},
    },
    lean::{memo, part, say, tell},
    services::clock,
};

/// What somebody can be to another: a kinship and the way it is looked at.
fn relations(map: MapState) -> Vec<(&'static str, &'static str)> {
    RELATIONS
        .iter()
        .map(|(id, kind, turned)| (*id, detail_words::kinship(map.i18n, *kind, *turned)))
        .collect()
}

/// Each with its id in the choice, the kinship, and whether the other one is its first party.
const RELATIONS: [(&str, Kinship, bool); 10] = [
    ("couple", Kinship::Couple, false),
    ("cohabitation", Kinship::Cohabitation, false),
    ("separation", Kinship::Separation, false),
    ("divorce", Kinship::Divorce, false),
    ("child", Kinship::ParentChild, false),
    ("parent", Kinship::ParentChild, true),
    ("adoptive_child", Kinship::Adoption, false),
    ("adoptive_parent", Kinship::Adoption, true),
    ("foster_child", Kinship::Foster, false),
    ("foster_parent", Kinship::Foster, true),
];

fn relation_id(kind: Kinship, turned: bool) -> &'static str {
    let turned = turned && !kind.is_partnership();
    RELATIONS
        .iter()
        .find(|(_, other, way)| *other == kind && *way == turned)
        .map_or("", |(id, ..)| id)
}

fn relation(id: &str) -> Option<(Kinship, bool)> {
    RELATIONS
        .iter()
        .find(|(other, ..)| *other == id)
        .map(|(_, kind, turned)| (*kind, *turned))
}

/// Everybody to whom somebody is related in the household, and the way to say more.
#[component]
pub fn Kinships(
    /// Who.
    party: Party,
    /// May not be changed.
    reader: Signal<bool>,
) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let of = party.clone();
    let related = memo(move |_| map.kin_of(&of));
    let of = party.clone();
    let row = move |other: Party| kin_row(map, of.clone(), other, reader);
    let rows = part(move || {
        related
            .get()
            .into_iter()
            .map(row.clone())
            .collect_view()
            .into_any()
    });
    let of = party.clone();
    let others = memo(move |_| map.not_yet_kin_of(&of));
    let is_alone = memo(move |_| others.with(Vec::is_empty) && related.with(Vec::is_empty));
    let form = part(move || {
        if reader.get() || others.with(Vec::is_empty) {
            return ().into_any();
        }
        view! { <KinForm party=party.clone() others /> }.into_any()
    });
    let hint = part(move || {
        let words = if is_alone.get() {
            t_string!(i18n, detail.home.kin_alone)
        } else if related.with(Vec::is_empty) {
            t_string!(i18n, detail.home.kin_none)
        } else {
            return ().into_any();
        };
        view! { <p>{words}</p> }.into_any()
    });
    view! {
        <h3>{say(move || t_string!(i18n, detail.home.kin))}</h3>
        {hint}
        <div class="kin-list" data-testid="kin-list">{rows}</div>
        {form}
    }
}

/// What another is to somebody, to be changed or taken away.
fn kin_row(map: MapState, party: Party, other: Party, reader: Signal<bool>) -> AnyView {
    let i18n = map.i18n;
    let (name_of, is_to) = (other.clone(), party.clone());
    let label = Signal::derive(move || {
        let (other, name) = (map.name_of(&name_of), map.name_of(&is_to));
        t_string!(i18n, detail.home.kin_is, other = other, name = name)
    });
    let (one, two) = (party.clone(), other.clone());
    let value = Signal::derive(move || {
        map.kin_between(&one, &two)
            .map_or("", |(_, kin)| relation_id(kin.kind, kin.b == one))
    });
    let (one, two) = (party.clone(), other.clone());
    let change = Callback::new(move |id: String| {
        if let Some((kind, turned)) = relation(&id) {
            map.set_kin(&one, &two, kind, turned);
        }
    });
    let named = other.clone();
    let remove = move |_| map.remove_kin(&party, &other);
    view! {
        <div class="kin-row">
            <SelectField
                label
                options=Signal::derive(move || relations(map))
                value
                testid="kin-kind"
                read_only=reader
                commit=change
            />
            <Show when=move || !reader.get()>
                <button
                    class="map-icon-button"
                    type="button"
                    data-testid="kin-remove"
                    aria-label={
                        let named = named.clone();
                        tell(move || t_string!(i18n, detail.home.kin_remove, name = map.name_of(&named)))
                    }
                    on:click=remove.clone()
                >
                    <Icon kind=IconKind::Close />
                </button>
            </Show>
        </div>
    }
    .into_any()
}

/// Says how one more person is related.
#[component]
fn KinForm(party: Party, others: Memo<Vec<(Party, String)>>) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let who = RwSignal::new(String::new());
    let what = RwSignal::new("couple".to_owned());
    let of = party.clone();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let chosen = others.with_untracked(|others| {
            let wanted = who.get_untracked();
            let found = others.iter().find(|(other, _)| other.id() == wanted);
            found.or(others.first()).map(|(other, _)| other.clone())
        });
        if let (Some(other), Some((kind, turned))) = (chosen, relation(&what.get_untracked())) {
            map.set_kin(&of, &other, kind, turned);
            who.set(String::new());
        }
    };
    // What is asked names both, as what is noted does.
    let other = memo(move |_| {
        others.with(|others| {
            let wanted = who.get();
            let found = others.iter().find(|(other, _)| other.id() == wanted);
            let chosen = found.or(others.first());
            chosen.map(|(_, name)| name.clone()).unwrap_or_default()
        })
    });
    let person = move |(other, name): (Party, String)| {
        view! { <option value=other.id()>{name}</option> }
    };
    let kind = move |(id, word): (&'static str, &'static str)| {
        view! { <option value=id selected=move || what.with(|what| what == id)>{word}</option> }
    };
    view! {
        <form class="kin-form" on:submit=submit>
            <label class="map-field map-field-select">
                <span>{say(move || t_string!(i18n, detail.home.kin_who))}</span>
                <select data-testid="kin-who" on:change=move |event| who.set(event_target_value(&event))>
                    {move || others.get().into_iter().map(person).collect_view()}
                </select>
            </label>
            <label class="map-field map-field-select">
                <span>
                    {tell(move || {
                        let name = map.name_of(&party);
                        t_string!(i18n, detail.home.kin_what, other = other.get(), name = name)
                    })}
                </span>
                <select data-testid="kin-what" on:change=move |event| what.set(event_target_value(&event))>
                    {move || relations(map).into_iter().map(kind).collect_view()}
                </select>
            </label>
            <button class="map-button" type="submit" data-testid="kin-add">
                <Icon kind=IconKind::Add />
                {say(move || t_string!(i18n, detail.home.kin_add))}
            </button>
        </form>
    }
}

impl MapState {
    /// Those to whom somebody is related; tracked.
    fn kin_of(&self, party: &Party) -> Vec<Party> {
        self.store.kinships().with(|kinships| {
            let others = kinships.values().filter_map(|kin| kin.other(party));
            others.cloned().collect()
        })
    }

    /// Those of the household to whom somebody is not related yet, with their names; tracked. A reserved actor is left
    /// out: kinships stand in the shared zone.
    fn not_yet_kin_of(&self, party: &Party) -> Vec<(Party, String)> {
        let related = self.kin_of(party);
        self.household()
            .into_iter()
            .filter(|other| {
                other != party && !related.contains(other) && !self.is_reserved_party(other)
            })
            .map(|other| {
                let name = self.name_of(&other);
                (other, name)
            })
            .collect()
    }

    /// The kinship between two; tracked.
    #[must_use]
    pub fn kin_between(&self, one: &Party, other: &Party) -> Option<(KinshipId, Kin)> {
        self.store.kinships().with(|kinships| {
            kinships
                .iter()
                .find(|(_, kin)| kin.joins(one, other))
                .map(|(id, kin)| (id.clone(), kin.clone()))
        })
    }

    /// What another is to somebody, in words; empty where nobody has said; tracked.
    #[must_use]
    pub fn kin_words(&self, of: &Party, other: &Party) -> &'static str {
        self.kin_between(of, other).map_or("", |(_, kin)| {
            detail_words::kinship(self.i18n, kin.kind, kin.b == *of)
        })
    }

    /// Says what `other` is to `party`; `turned`, where `other` is the kinship's first party.
    fn set_kin(&self, party: &Party, other: &Party, kind: Kinship, turned: bool) {
        let (a, b) = if turned {
            (other.clone(), party.clone())
        } else {
            (party.clone(), other.clone())
        };
        let kin = Kin { a, b, kind };
        let edit = match untrack(|| self.kin_between(party, other)) {
            None => Edit::AddKinship {
                id: KinshipId::from_random(clock::random_bits()),
                kin,
            },
            Some((_, before)) if before == kin => return,
            Some((id, before)) if before.a == kin.a || kind.is_partnership() => {
                Edit::SetKinshipKind { id, kind }
            }
            // Who is whose parent turns round.
            Some((id, _)) => Edit::Batch(vec![
                Edit::RemoveKinship { id: id.clone() },
                Edit::AddKinship { id, kin },
            ]),
        };
        self.said_of(party, edit);
    }

    fn remove_kin(&self, party: &Party, other: &Party) {
        if let Some((id, _)) = untrack(|| self.kin_between(party, other)) {
            self.said_of(party, Edit::RemoveKinship { id });
        }
    }
}
