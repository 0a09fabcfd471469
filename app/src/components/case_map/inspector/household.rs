//! The household: whether an actor belongs to it, what the genogram shows, and how its people are related.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Actor, ActorKind, Gender, Member, Party},
    edit::Edit,
    ids::ActorId,
};

use super::{fields::Tick, kinships::Kinships, section::Section};
use crate::{
    components::case_map::{
        detail_words,
        member_field::{MemberPart, member_input},
        state::MapState,
    },
    lean::{memo, part, say},
};

/// The part of an actor's panel. Only people belong to a household.
#[component]
pub fn ActorHousehold(
    /// Who.
    id: ActorId,
    /// The actor as it is.
    actor: Memo<Actor>,
) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let reader = map.reads_actor_only(&id);
    let is_person = memo(move |_| {
        actor.with(|actor| actor.kind == ActorKind::Person || actor.household.is_some())
    });
    let belongs = memo(move |_| actor.with(|actor| actor.household.is_some()));
    part(move || {
        if !is_person.get() {
            return ().into_any();
        }
        let party = Party::Actor(id.clone());
        let of = id.clone();
        let set = Callback::new(move |belongs: bool| map.set_household(&of, belongs));
        let member =
            Signal::derive(move || actor.with(|actor| actor.household.unwrap_or_default()));
        let gist = move || {
            if belongs.get() {
                member_words(map, member.get())
            } else {
                String::new()
            }
        };
        view! {
            <Section
                name="home"
                title=Signal::derive(move || t_string!(i18n, detail.section.home))
                gist=Signal::derive(gist)
            >
                <Tick
                    label=Signal::derive(move || t_string!(i18n, detail.home.lives, name = map.person_name()))
                    value=belongs
                    testid="actor-household"
                    read_only=reader
                    commit=set
                />
                <p class="field-hint">{say(move || t_string!(i18n, detail.home.lives_hint))}</p>
                {part(move || {
                    if !belongs.get() {
                        return ().into_any();
                    }
                    let party = party.clone();
                    let is_reserved = map.is_reserved_party(&party);
                    view! {
                        <MemberFields party=party.clone() member reader />
                        {(!is_reserved).then(|| view! { <Kinships party reader /> })}
                    }
                        .into_any()
                })}
            </Section>
        }
        .into_any()
    })
}

/// The part of the person's panel: she is the index person.
#[component]
pub fn PersonHousehold() -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let person = map.store.person();
    let member = memo(move |_| person.with(|person| person.member));
    let reader = Signal::derive(move || !map.may_edit());
    view! {
        <Section
            name="home"
            title=Signal::derive(move || t_string!(i18n, detail.section.home))
            gist=Signal::derive(move || member_words(map, member.get()))
        >
            <MemberFields party=Party::Person member=Signal::derive(move || member.get()) reader />
            <Kinships party=Party::Person reader />
        </Section>
    }
}

/// What the genogram shows of somebody, in a few words.
fn member_words(map: MapState, member: Member) -> String {
    let i18n = map.i18n;
    let gender = member
        .gender
        .map(|gender| detail_words::gender(i18n, gender).to_owned());
    let age = member.age.map(|age| age.to_string());
    let pregnant = member
        .pregnant
        .then(|| t_string!(i18n, detail.field.pregnant).to_owned());
    let died = member
        .died
        .then(|| t_string!(i18n, detail.field.died).to_owned());
    let parts: Vec<String> = [gender, age, pregnant, died]
        .into_iter()
        .flatten()
        .collect();
    parts.join(" · ")
}

/// Sex or gender with its symbol, age, pregnancy, death.
#[component]
fn MemberFields(party: Party, member: Signal<Member>, reader: Signal<bool>) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let of = party.clone();
    let button = move |gender: Gender| {
        let party = of.clone();
        let is_on = move || member.with(|member| member.gender == Some(gender));
        let choose = move |_| {
            let wanted = if is_on() { "" } else { gender.id() };
            map.set_member(&party, MemberPart::Gender, wanted.to_owned());
        };
        view! {
            <button
                class="map-option map-option-row"
                type="button"
                aria-pressed=move || if is_on() { "true" } else { "false" }
                data-testid=format!("gender-{}", gender.id())
                disabled=move || reader.get()
                on:click=choose
            >
                <GenderSymbol gender />
                {move || detail_words::gender(i18n, gender)}
            </button>
        }
    };
    let input =
        move |field: MemberPart| member_input(map, field, party.clone(), member, false, reader);
    view! {
        <fieldset>
            <legend>{say(move || t_string!(i18n, detail.field.gender))}</legend>
            <div class="map-options map-options-3">
                {Gender::ALL.iter().copied().map(button).collect_view()}
            </div>
        </fieldset>
        <div class="member-fields">
            {input(MemberPart::Age)} {input(MemberPart::Pregnant)} {input(MemberPart::Died)}
        </div>
    }
}

/// The genogram's symbol: circle, square or diamond.
#[component]
fn GenderSymbol(gender: Gender) -> impl IntoView {
    let outline = match gender {
        Gender::Woman => "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z",
        Gender::Man => "M4.5 4.5h15v15h-15z",
        Gender::Other => "M12 2.5l9.5 9.5-9.5 9.5L2.5 12z",
    };
    view! {
        <svg class="map-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=outline fill="none" stroke="currentColor" stroke-width="1.75" />
        </svg>
    }
}

impl MapState {
    /// Takes an actor into the household, or out of it.
    pub fn set_household(&self, id: &ActorId, belongs: bool) {
        let edit = Edit::SetActorHousehold {
            id: id.clone(),
            household: belongs.then(Member::default),
        };
        self.change_actor(id, edit);
    }

    /// Whether a party is a reserved actor; tracked.
    #[must_use]
    pub fn is_reserved_party(&self, party: &Party) -> bool {
        party
            .actor()
            .is_some_and(|id| self.store.is_reserved_actor(id))
    }

    /// The people of the household, the person first, then by age; tracked.
    #[must_use]
    pub fn household(&self) -> Vec<Party> {
        let mut members: Vec<_> = self
            .actors()
            .into_iter()
            .filter_map(|(id, actor)| Some((actor.household?.age, actor.name, id)))
            .collect();
        members.sort_by(|one, other| (other.0, &one.1).cmp(&(one.0, &other.1)));
        let members = members.into_iter().map(|(.., id)| Party::Actor(id));
        std::iter::once(Party::Person).chain(members).collect()
    }

    /// Makes an edit, and says that something about a party changed.
    pub fn said_of(&self, party: &Party, edit: Edit) {
        let name = untrack(|| self.name_of(party));
        self.edit(edit, || t_string!(self.i18n, map.said.changed, name = name));
    }
}
