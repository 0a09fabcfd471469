//! The panel of an actor.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Actor, ActorKind, Party, Support, Tie},
    edit::Edit,
    ids::{ActorId, TieId},
};

use super::{
    commit::CommitButton,
    head::Head,
    household::ActorHousehold,
    overlap::OverlapNotice,
    reserve::ReservePart,
    section::Section,
    tie_contact::TieContact,
    tie_editor::{ExchangeTable, FlowButtons, QualityButtons},
    tie_list::TieList,
};
use crate::lean::{memo, say, tell};
use crate::{
    canvas::sample::NodeSample,
    components::{
        case_map::{
            actor_field::{ActorField, Shown, actor_input},
            icon::{MapIcon, MapIconKind},
            state::MapState,
            words,
        },
        shared_field::SharedField,
    },
    services::case_store::{Entity, Field},
};

/// Everything about an actor.
#[component]
pub fn ActorPanel(
    /// Which.
    id: ActorId,
) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let Some(signal) = map.store.actor(&id) else {
        return view! { <p>{say(move || t_string!(i18n, map.inspector.gone))}</p> }.into_any();
    };
    let actor = memo(move |_| signal.get());
    let party = Party::Actor(id.clone());
    let person_tie = PersonTie::of(map, party.clone());
    let reader = map.reads_actor_only(&id);
    let kind_words = move || {
        actor.with(|actor| {
            let kind = words::kind(i18n, actor.kind);
            format!("{kind} · {}", words::ring_full(i18n, actor.ring))
        })
    };
    let of = id.clone();
    let commit = Callback::new(move |(field, value)| map.set_actor_field(&of, field, value));
    let shown = Signal::derive(move || actor.get());
    let own_id = id.clone();
    let field = move |field: ActorField| {
        let input = actor_input(map, field, shown, Shown::Panel, reader, commit);
        view! { <SharedField field=Field::actor(&own_id, field.id())>{input}</SharedField> }
            .into_any()
    };
    let gist = move |fields: [ActorField; 2]| {
        Signal::derive(move || {
            let words = actor.with(|actor| fields.map(|field| field.words(i18n, actor)));
            let said: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
            said.join(" · ")
        })
    };
    let (support_party, remove_party) = (party.clone(), party.clone());
    let link_party = party.clone();
    let other_ties = {
        let party = party.clone();
        Signal::derive(move || {
            let ties = map.ties_of(&party).into_iter();
            ties.filter(|(_, tie)| !tie.touches(&Party::Person))
                .collect::<Vec<_>>()
        })
    };
    let [programme, scale, quadrant, closeness] = [
        ActorField::Programme,
        ActorField::Scale,
        ActorField::Quadrant,
        ActorField::Closeness,
    ]
    .map(&field);
    view! {
        <Head title=Signal::derive(move || actor.with(|actor| actor.name.clone())) kind=Signal::derive(kind_words)>
            <NodeSample
                kind=Signal::derive(move || actor.with(|actor| actor.kind))
                support=Signal::derive(move || actor.with(|actor| actor.support))
            />
        </Head>
        <div class="inspector-pair">{field(ActorField::Kind)} {field(ActorField::Ring)}</div>
        <TieWithPerson party=party.clone() person_tie />
        <SharedField field=Field::actor(&id, "support")>
            <SupportButtons party=support_party actor />
        </SharedField>
        <PersonExchange person_tie />
        <OverlapNotice id=id.clone() />
        <CommitButton of=Entity::Actor(id.clone()) />
        <h3>{say(move || t_string!(i18n, map.inspector.identity))}</h3>
        {field(ActorField::Name)}
        {field(ActorField::Role)}
        {field(ActorField::Sector)}
        <Section
            name="programme"
            title=Signal::derive(move || t_string!(i18n, detail.section.programme))
            gist=gist([ActorField::Programme, ActorField::Scale])
        >
            {programme}
            {scale}
        </Section>
        <ActorHousehold id=id.clone() actor />
        <Section
            name="sluzki"
            title=Signal::derive(move || t_string!(i18n, detail.section.sluzki))
            gist=gist([ActorField::Quadrant, ActorField::Closeness])
        >
            {quadrant}
            {closeness}
        </Section>
        <ReservePart of=Entity::Actor(id) />
        <h3>{say(move || t_string!(i18n, map.inspector.other_ties))}</h3>
        <Show when=move || other_ties.with(Vec::is_empty)>
            <p>{say(move || t_string!(i18n, map.inspector.no_other_ties))}</p>
        </Show>
        <TieList party=party.clone() ties=other_ties />
        {field(ActorField::Notes)}
        <Show when=move || map.may_edit()>
            {
                let (link, remove) = (link_party.clone(), remove_party.clone());
                view! {
                    <div class="inspector-actions">
                        <button
                            class="map-button"
                            type="button"
                            data-testid="actor-connect"
                            on:click=move |_| map.picking_for.set(Some(link.clone()))
                        >
                            <MapIcon kind=MapIconKind::Tie />
                            {say(move || t_string!(i18n, map.inspector.add_tie))}
                        </button>
                        <button
                            class="map-button"
                            type="button"
                            data-testid="actor-remove"
                            on:click=move |_| {
                                if let Party::Actor(id) = &remove {
                                    map.remove_actor(id);
                                }
                            }
                        >
                            <MapIcon kind=MapIconKind::Remove />
                            {say(move || t_string!(i18n, map.inspector.remove_actor))}
                        </button>
                    </div>
                }
            }
        </Show>
    }
    .into_any()
}

/// The tie between an actor and the person, as far as there is one.
#[derive(Clone, Copy)]
struct PersonTie {
    id: Memo<Option<TieId>>,
    tie: Memo<Option<Tie>>,
}

impl PersonTie {
    fn of(map: MapState, party: Party) -> Self {
        let found = memo(move |_| map.tie_between(&Party::Person, &party));
        Self {
            id: memo(move |_| found.with(|found| found.as_ref().map(|(id, _)| id.clone()))),
            tie: memo(move |_| found.with(|found| found.as_ref().map(|(_, tie)| tie.clone()))),
        }
    }
}

/// Quality and direction of the tie with the person, or the way to draw it.
#[component]
fn TieWithPerson(party: Party, person_tie: PersonTie) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let PersonTie { id, tie } = person_tie;
    let quality = Signal::derive(move || tie.with(|tie| tie.as_ref().map(|tie| tie.quality)));
    let label =
        Signal::derive(move || t_string!(i18n, map.inspector.tie_with, name = map.person_name()));
    let choose = Callback::new(move |quality| {
        if let Party::Actor(id) = &party {
            map.set_person_tie(id, quality);
        }
    });
    move || match id.get() {
        Some(id) => view! {
            <SharedField field=Field::tie(&id, "quality")>
                <QualityButtons value=quality label choose />
            </SharedField>
            <SharedField field=Field::tie(&id, "flow")>
                <FlowButtons id tie party=Party::Person />
            </SharedField>
        }
        .into_any(),
        None => {
            let untied = move || {
                if map.may_edit() {
                    t_string!(i18n, map.inspector.no_tie)
                } else {
                    t_string!(i18n, map.inspector.no_tie_reader)
                }
            };
            view! {
                <QualityButtons value=quality label choose />
                <p>{say(untied)}</p>
            }
            .into_any()
        }
    }
}

/// What passes along the tie with the person, and the way to erase it.
#[component]
fn PersonExchange(person_tie: PersonTie) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let PersonTie { id, tie } = person_tie;
    move || {
        id.get().map(|id| {
            let (removed, looked_at) = (id.clone(), id.clone());
            view! {
                <SharedField field=Field::tie(&id, "exchange")>
                    <ExchangeTable id=looked_at tie party=Party::Person />
                </SharedField>
                <div class="inspector-gap"></div>
                <TieContact id tie />
                {move || {
                    let id = removed.clone();
                    map.may_edit()
                        .then(|| {
                            view! {
                                <button
                                    class="map-button map-button-quiet"
                                    type="button"
                                    data-testid="tie-remove"
                                    on:click=move |_| map.remove_tie(&id)
                                >
                                    <MapIcon kind=MapIconKind::Remove />
                                    {say(move || t_string!(i18n, map.inspector.remove_tie))}
                                </button>
                            }
                        })
                }}
            }
        })
    }
}

/// The support that the person perceives. The active level pressed again goes back to "not asked".
#[component]
fn SupportButtons(party: Party, actor: Memo<Actor>) -> impl IntoView {
    let map = MapState::get();
    let i18n = map.i18n;
    let level = memo(move |_| actor.with(|actor| actor.support));
    let button = move |support: Support| {
        let party = party.clone();
        let choose = move |_| {
            let wanted = (level.get_untracked() != Some(support)).then_some(support);
            if let Party::Actor(id) = &party {
                map.change_actor(
                    id,
                    Edit::SetActorSupport {
                        id: id.clone(),
                        support: wanted,
                    },
                );
            }
        };
        view! {
            <button
                class="map-option"
                type="button"
                aria-pressed=move || if level.get() == Some(support) { "true" } else { "false" }
                data-testid=format!("support-{}", support.id())
                disabled=move || !map.may_edit()
                on:click=choose
            >
                <NodeSample kind=ActorKind::Person support=Some(support) />
                {move || words::support(i18n, Some(support))}
            </button>
        }
    };
    view! {
        <fieldset class="her-view">
            <legend>
                {tell(move || t_string!(i18n, detail.support.title, name = map.person_name()))}
            </legend>
            <p class="field-hint">{say(move || t_string!(i18n, detail.support.hint))}</p>
            <div class="map-options map-options-4">
                {Support::ALL.iter().copied().map(button).collect_view()}
            </div>
        </fieldset>
    }
}
