//! The fields of a tie that are one line or one choice, described once for panel and table.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Flow, Frequency, Tie, TieQuality},
    edit::Edit,
    ids::TieId,
    limits,
};

use super::{
    actor_field::{Options, choices},
    detail_words,
    inspector::{SelectField, fields::TextField},
    state::MapState,
    words,
};
use crate::{components::shared_field::SharedField, services::case_store::Field};

/// A field of a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieField {
    /// Its quality, as the team sees it.
    Quality,
    /// The direction of its flow.
    Flow,
    /// How often the two are in contact.
    Frequency,
    /// Since when.
    Since,
    /// Notes.
    Notes,
}

impl TieField {
    /// Its name in the browser tests, behind what shows it: `tie-since`, `row-tie-since`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Quality => "quality",
            Self::Flow => "flow",
            Self::Frequency => "frequency",
            Self::Since => "since",
            Self::Notes => "notes",
        }
    }

    /// What the field is called.
    #[must_use]
    pub fn label(self, map: MapState) -> &'static str {
        let i18n = map.i18n;
        match self {
            Self::Quality => t_string!(i18n, map.table.quality),
            Self::Flow => t_string!(i18n, map.table.flow),
            Self::Frequency => t_string!(i18n, detail.field.frequency),
            Self::Since => t_string!(i18n, detail.field.since),
            Self::Notes => t_string!(i18n, detail.field.tie_notes),
        }
    }

    fn options(self, map: MapState) -> Option<Options> {
        let i18n = map.i18n;
        Some(match self {
            Self::Since | Self::Notes => return None,
            Self::Quality => choices(None, TieQuality::ALL, TieQuality::id, |quality| {
                words::quality(i18n, quality)
            }),
            Self::Flow => choices(None, Flow::ALL, Flow::id, |flow| match flow {
                Flow::Unknown => t_string!(i18n, map.flow.unknown),
                Flow::Forward => t_string!(i18n, detail.table.flow_forward),
                Flow::Backward => t_string!(i18n, detail.table.flow_backward),
                Flow::Both => t_string!(i18n, detail.table.flow_both),
            }),
            Self::Frequency => choices(
                Some(t_string!(i18n, detail.field.unset)),
                Frequency::ALL,
                Frequency::id,
                |frequency| detail_words::frequency(i18n, frequency),
            ),
        })
    }

    fn chosen(self, tie: &Tie) -> &'static str {
        match self {
            Self::Since | Self::Notes => "",
            Self::Quality => tie.quality.id(),
            Self::Flow => tie.flow.id(),
            Self::Frequency => tie.frequency.map_or("", Frequency::id),
        }
    }

    /// The text; of a choice the word for it.
    #[must_use]
    pub fn words(self, map: MapState, tie: &Tie) -> String {
        match self {
            Self::Since => tie.since.clone(),
            Self::Notes => tie.notes.clone(),
            _ => {
                let chosen = self.chosen(tie);
                let options = self.options(map).unwrap_or_default();
                let word = options
                    .iter()
                    .find(|(id, _)| *id == chosen && !id.is_empty());
                word.map(|(_, word)| (*word).to_owned()).unwrap_or_default()
            }
        }
    }

    /// Where the field stands in its order, for sorting.
    #[must_use]
    pub fn order(self, map: MapState, tie: &Tie) -> (usize, String) {
        match self.options(map) {
            None => (0, self.words(map, tie).to_lowercase()),
            Some(options) => {
                let chosen = self.chosen(tie);
                let at = options.iter().position(|(id, _)| *id == chosen);
                (at.unwrap_or_default(), String::new())
            }
        }
    }

    fn edit(self, id: TieId, value: String) -> Option<Edit> {
        Some(match self {
            Self::Quality => Edit::SetTieQuality {
                id,
                quality: TieQuality::from_id(&value)?,
            },
            Self::Flow => Edit::SetTieFlow {
                id,
                flow: Flow::from_id(&value)?,
            },
            Self::Frequency => Edit::SetTieFrequency {
                id,
                frequency: Frequency::from_id(&value),
            },
            Self::Since => Edit::SetTieSince { id, since: value },
            Self::Notes => Edit::SetTieNotes { id, notes: value },
        })
    }
}

/// A field of a tie, to be read and changed; `bare` in a cell of the table.
pub fn tie_input(
    map: MapState,
    field: TieField,
    id: TieId,
    tie: Memo<Option<Tie>>,
    bare: bool,
    reader: Signal<bool>,
) -> AnyView {
    let i18n = map.i18n;
    let prefix = if bare { "row-tie" } else { "tie" };
    let testid = format!("{prefix}-{}", field.id());
    let of = id.clone();
    let shared = Field::tie(&id, field.id());
    let label = Signal::derive(move || {
        let label = field.label(map);
        if bare {
            let name = map.tie_words(&of);
            t_string!(i18n, map.table.of, field = label, name = name)
        } else {
            label.to_owned()
        }
    });
    let commit = Callback::new(move |value: String| {
        if let Some(edit) = field.edit(id.clone(), value) {
            map.change_tie(&id, edit);
        }
    });
    if field.options(map).is_some() {
        let chosen = move || tie.with(|tie| tie.as_ref().map_or("", |tie| field.chosen(tie)));
        let input = view! {
            <SelectField
                label
                options=Signal::derive(move || field.options(map).unwrap_or_default())
                value=Signal::derive(chosen)
                testid
                read_only=reader
                bare
                commit
            />
        }
        .into_any();
        return in_company(shared, input, bare);
    }
    let written = move || {
        tie.with(|tie| {
            tie.as_ref()
                .map(|tie| field.words(map, tie))
                .unwrap_or_default()
        })
    };
    let example = Signal::derive(move || match field {
        TieField::Since => t_string!(i18n, detail.field.since_hint),
        _ => "",
    });
    let input = view! {
        <TextField
            label
            value=Signal::derive(written)
            max=if field == TieField::Notes { limits::NOTES_MAX } else { limits::NAME_MAX }
            tall=field == TieField::Notes
            example
            testid
            read_only=reader
            bare
            commit
        />
    }
    .into_any();
    in_company(shared, input, bare)
}

/// In the panel a field shows who else is in it, and what was written into it at the same time.
fn in_company(field: Field, input: AnyView, bare: bool) -> AnyView {
    if bare {
        return input;
    }
    view! { <SharedField field>{input}</SharedField> }.into_any()
}
