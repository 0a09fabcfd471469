//! What the genogram shows of a member of the household, described once for panel and table.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Gender, Member, Party},
    edit::{Edit, MemberField},
    limits,
};

use super::{
    actor_field::choices,
    detail_words,
    inspector::{
        SelectField,
        fields::{TextField, Tick},
    },
    state::MapState,
};

/// A field of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberPart {
    /// Sex or gender.
    Gender,
    /// Age in years.
    Age,
    /// Expects a child.
    Pregnant,
    /// Has died.
    Died,
}

impl MemberPart {
    const fn id(self) -> &'static str {
        match self {
            Self::Gender => "gender",
            Self::Age => "age",
            Self::Pregnant => "pregnant",
            Self::Died => "died",
        }
    }

    /// What the field is called.
    #[must_use]
    pub fn label(self, map: MapState) -> &'static str {
        let i18n = map.i18n;
        match self {
            Self::Gender => t_string!(i18n, detail.field.gender),
            Self::Age => t_string!(i18n, detail.field.age),
            Self::Pregnant => t_string!(i18n, detail.field.pregnant),
            Self::Died => t_string!(i18n, detail.field.died),
        }
    }
}

impl MapState {
    /// Writes a field of a member, from what its control says.
    pub fn set_member(&self, party: &Party, field: MemberPart, value: String) {
        let field = match field {
            MemberPart::Gender => MemberField::Gender(Gender::from_id(&value)),
            MemberPart::Age if value.is_empty() => MemberField::Age(None),
            MemberPart::Age => match value.parse() {
                Ok(age) if age <= limits::AGE_MAX => MemberField::Age(Some(age)),
                // What is no age is not written; the field shows again what is true.
                _ => return,
            },
            MemberPart::Pregnant => MemberField::Pregnant(!value.is_empty()),
            MemberPart::Died => MemberField::Died(!value.is_empty()),
        };
        let edit = Edit::SetMember {
            party: party.clone(),
            field,
        };
        self.said_of(party, edit);
    }
}

/// A field of a member, to be read and changed; `bare` in a cell of the table.
pub fn member_input(
    map: MapState,
    field: MemberPart,
    party: Party,
    member: Signal<Member>,
    bare: bool,
    reader: Signal<bool>,
) -> AnyView {
    let i18n = map.i18n;
    let prefix = if bare { "row" } else { "member" };
    let testid = format!("{prefix}-{}", field.id());
    let of = party.clone();
    let label = Signal::derive(move || {
        let label = field.label(map);
        if bare {
            t_string!(i18n, map.table.of, field = label, name = map.name_of(&of))
        } else {
            label.to_owned()
        }
    });
    let write = Callback::new(move |value: String| map.set_member(&party, field, value));
    let tick = Callback::new(move |on: bool| {
        write.run(if on {
            field.id().to_owned()
        } else {
            String::new()
        });
    });
    match field {
        MemberPart::Gender => view! {
            <SelectField
                label
                options=Signal::derive(move || {
                    choices(
                        Some(t_string!(i18n, detail.field.unset)),
                        Gender::ALL,
                        Gender::id,
                        |gender| detail_words::gender(i18n, gender),
                    )
                })
                value=Signal::derive(move || member.get().gender.map_or("", Gender::id))
                testid
                read_only=reader
                bare
                commit=write
            />
        }
        .into_any(),
        MemberPart::Age => view! {
            <TextField
                label
                value=Signal::derive(move || member.get().age.map(|age| age.to_string()).unwrap_or_default())
                max=3
                testid
                read_only=reader
                bare
                commit=write
            />
        }
        .into_any(),
        MemberPart::Pregnant => view! {
            <Tick label value=Signal::derive(move || member.get().pregnant) testid read_only=reader bare commit=tick />
        }
        .into_any(),
        MemberPart::Died => view! {
            <Tick label value=Signal::derive(move || member.get().died) testid read_only=reader bare commit=tick />
        }
        .into_any(),
    }
}
