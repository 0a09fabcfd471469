//! What is told of an actor and of a tie, as named and typed fields: the columns of tables and the attributes of graphs.

use crate::case::{
    Actor, Barrier, Closeness, Exchange, ExchangeArea, Frequency, Gender, Member, Party, Place,
    Quadrant, ResourceKind, Scale, Sector, Support, Tie, View,
};
use crate::network::is_live;

/// A value; an empty text, an absent flag and an absent number are not there.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A text.
    Text(String),
    /// Yes or no.
    Flag(Option<bool>),
    /// A number.
    Number(Option<f64>),
}

/// The names of what the genogram shows of a member of the household.
pub(super) const GENDER: &str = "gender";
pub(super) const AGE: &str = "age";
pub(super) const PREGNANT: &str = "pregnant";
pub(super) const DIED: &str = "died";

/// A named value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) value: Value,
}

impl Field {
    fn text(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: Value::Text(text.into()),
        }
    }

    fn flag(name: impl Into<String>, flag: bool) -> Self {
        Self {
            name: name.into(),
            value: Value::Flag(Some(flag)),
        }
    }

    /// The value as it is written; `None` where there is none.
    pub(super) fn written(&self) -> Option<String> {
        match &self.value {
            Value::Text(text) => (!text.is_empty()).then(|| text.clone()),
            Value::Flag(flag) => flag.map(|flag| if flag { "true" } else { "false" }.to_owned()),
            Value::Number(number) => number.map(|number| format!("{number}")),
        }
    }
}

/// An actor, always the same fields in the same order.
pub(super) fn actor_fields(actor: &Actor) -> Vec<Field> {
    let mut fields = vec![
        Field::text("name", actor.name.as_str()),
        Field::text("kind", actor.kind.id()),
        Field::text("ring", actor.ring.id()),
        Field::text("sector", actor.sector.map_or("", Sector::id)),
        Field::text("quadrant", actor.quadrant.map_or("", Quadrant::id)),
        Field::text("closeness", actor.closeness.map_or("", Closeness::id)),
        Field::text("scale", actor.scale.map_or("", Scale::id)),
        Field::flag("household", actor.household.is_some()),
    ];
    fields.extend(member_fields(actor.household.as_ref()));
    fields.extend([
        Field::text("support", actor.support.map_or("", Support::id)),
        Field::text("role", actor.role.as_str()),
        Field::text("programme", actor.programme.as_str()),
        Field::text("notes", actor.notes.as_str()),
    ]);
    fields
}

/// What the genogram shows of somebody, always the same fields in the same order; without values for whoever does not
/// belong to the household.
pub(super) fn member_fields(member: Option<&Member>) -> [Field; 4] {
    let flag = |name: &str, read: fn(&Member) -> bool| Field {
        name: name.to_owned(),
        value: Value::Flag(member.map(read)),
    };
    let gender = member.and_then(|member| member.gender);
    [
        Field::text(GENDER, gender.map_or("", Gender::id)),
        Field {
            name: AGE.to_owned(),
            value: Value::Number(member.and_then(|member| member.age).map(f64::from)),
        },
        flag(PREGNANT, |member| member.pregnant),
        flag(DIED, |member| member.died),
    ]
}

/// Where the actor was placed by hand, in each view.
pub(super) fn place_fields(actor: &Actor) -> Vec<Field> {
    let number = |name: String, number: Option<f64>| Field {
        name,
        value: Value::Number(number),
    };
    let places = View::ALL.iter().flat_map(|view| {
        let place: Option<Place> = actor.place(*view);
        [
            number(format!("{}_x", view.id()), place.map(|place| place.x)),
            number(format!("{}_y", view.id()), place.map(|place| place.y)),
        ]
    });
    places.collect()
}

/// A tie, always the same fields in the same order, each name after `prefix`. "gives" is what `from` gives.
pub(super) fn tie_fields(prefix: &str, tie: Option<&Tie>) -> Vec<Field> {
    let name = |name: &str| format!("{prefix}{name}");
    let text = |field: &str, read: fn(&Tie) -> String| {
        Field::text(name(field), tie.map_or_else(String::new, read))
    };
    let mut fields = vec![
        text("quality", |tie| tie.quality.id().to_owned()),
        Field::flag(name("live"), tie.is_some_and(|tie| is_live(tie.quality))),
        text("flow", |tie| tie.flow.id().to_owned()),
        text("frequency", |tie| {
            tie.frequency.map_or("", Frequency::id).to_owned()
        }),
        text("since", |tie| tie.since.clone()),
    ];
    for area in ExchangeArea::ALL {
        let exchange = tie.and_then(|tie| tie.exchange.get(area).copied());
        let Exchange { gives, receives } = exchange.unwrap_or_default();
        fields.push(Field::flag(name(&format!("gives_{}", area.id())), gives));
        fields.push(Field::flag(
            name(&format!("receives_{}", area.id())),
            receives,
        ));
    }
    for resource in ResourceKind::ALL {
        let there = tie.is_some_and(|tie| tie.resources.contains(resource));
        fields.push(Field::flag(
            name(&format!("resource_{}", resource.id())),
            there,
        ));
    }
    for barrier in Barrier::ALL {
        let there = tie.is_some_and(|tie| tie.barriers.contains(barrier));
        fields.push(Field::flag(
            name(&format!("barrier_{}", barrier.id())),
            there,
        ));
    }
    fields.push(text("notes", |tie| tie.notes.clone()));
    fields
}

/// A tie seen from `party`, its other end first named: what the ends give and receive is turned where it has to be.
pub(super) fn seen_from(tie: &Tie, party: &Party) -> Tie {
    if tie.from == *party {
        return tie.clone();
    }
    let mut turned = tie.clone();
    std::mem::swap(&mut turned.from, &mut turned.to);
    turned.flow = tie.flow.reversed();
    for exchange in turned.exchange.values_mut() {
        *exchange = exchange.reversed();
    }
    turned
}
