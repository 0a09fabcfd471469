//! The fields of an actor, described once: panel, table and dialog all show them by this.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{Actor, ActorKind, Closeness, Quadrant, Ring, Scale, Sector, Support},
    edit::Edit,
    ids::ActorId,
    limits,
};

use super::{
    detail_words,
    inspector::{SelectField, fields::TextField},
    state::MapState,
    words::{self, Language},
};
use crate::editor::plan;

/// A field of an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorField {
    /// Name or alias.
    Name,
    /// What it is to the person.
    Role,
    /// Its kind.
    Kind,
    /// Its ring.
    Ring,
    /// Its ámbito.
    Sector,
    /// Its quadrant on Sluzki's map.
    Quadrant,
    /// Its circle on Sluzki's map.
    Closeness,
    /// Its programme.
    Programme,
    /// How far it reaches.
    Scale,
    /// The support that the person perceives.
    Support,
    /// Notes.
    Notes,
}

/// What may be chosen: ids with their words.
pub type Options = Vec<(&'static str, &'static str)>;

/// The choices of a list, behind `none` where nothing may be chosen too.
#[must_use]
pub fn choices<T: Copy>(
    none: Option<&'static str>,
    all: &[T],
    id: fn(T) -> &'static str,
    word: impl Fn(T) -> &'static str,
) -> Options {
    let all = all.iter().map(|choice| (id(*choice), word(*choice)));
    none.map(|none| ("", none)).into_iter().chain(all).collect()
}

impl ActorField {
    /// Its name in the browser tests, behind what shows it: `actor-role`, `row-role`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Role => "role",
            Self::Kind => "kind",
            Self::Ring => "ring",
            Self::Sector => "sector",
            Self::Quadrant => "quadrant",
            Self::Closeness => "closeness",
            Self::Programme => "programme",
            Self::Scale => "scale",
            Self::Support => "support",
            Self::Notes => "notes",
        }
    }

    /// What the field is called.
    #[must_use]
    pub fn label(self, i18n: Language) -> &'static str {
        match self {
            Self::Name => t_string!(i18n, map.inspector.name),
            Self::Role => t_string!(i18n, map.inspector.role),
            Self::Kind => t_string!(i18n, map.inspector.kind),
            Self::Ring => t_string!(i18n, map.inspector.ring),
            Self::Sector => t_string!(i18n, map.inspector.sector),
            Self::Quadrant => t_string!(i18n, detail.field.quadrant),
            Self::Closeness => t_string!(i18n, detail.field.closeness),
            Self::Programme => t_string!(i18n, detail.field.programme),
            Self::Scale => t_string!(i18n, detail.field.scale),
            Self::Support => t_string!(i18n, map.table.support),
            Self::Notes => t_string!(i18n, map.inspector.notes),
        }
    }

    /// What may be chosen; `None` for a text.
    #[must_use]
    pub fn options(self, i18n: Language) -> Option<Options> {
        let unset = t_string!(i18n, detail.field.unset);
        Some(match self {
            Self::Name | Self::Role | Self::Programme | Self::Notes => return None,
            Self::Kind => choices(None, ActorKind::ALL, ActorKind::id, |kind| {
                words::kind(i18n, kind)
            }),
            Self::Ring => choices(None, Ring::ALL, Ring::id, |ring| words::ring(i18n, ring)),
            Self::Sector => choices(
                Some(words::sector(i18n, None)),
                Sector::ALL,
                Sector::id,
                |sector| words::sector(i18n, Some(sector)),
            ),
            Self::Quadrant => choices(
                Some(t_string!(i18n, detail.assumed.quadrant)),
                Quadrant::ALL,
                Quadrant::id,
                |quadrant| detail_words::quadrant(i18n, quadrant),
            ),
            Self::Closeness => choices(
                Some(t_string!(i18n, detail.assumed.closeness)),
                Closeness::ALL,
                Closeness::id,
                |closeness| detail_words::closeness(i18n, closeness),
            ),
            Self::Scale => choices(Some(unset), Scale::ALL, Scale::id, |scale| {
                detail_words::scale(i18n, scale)
            }),
            Self::Support => choices(
                Some(words::support(i18n, None)),
                Support::ALL,
                Support::id,
                |support| words::support(i18n, Some(support)),
            ),
        })
    }

    /// The id of what is chosen; empty for nothing, and for a text.
    #[must_use]
    pub fn chosen(self, actor: &Actor) -> &'static str {
        match self {
            Self::Name | Self::Role | Self::Programme | Self::Notes => "",
            Self::Kind => actor.kind.id(),
            Self::Ring => actor.ring.id(),
            Self::Sector => actor.sector.map_or("", Sector::id),
            Self::Quadrant => actor.quadrant.map_or("", Quadrant::id),
            Self::Closeness => actor.closeness.map_or("", Closeness::id),
            Self::Scale => actor.scale.map_or("", Scale::id),
            Self::Support => actor.support.map_or("", Support::id),
        }
    }

    /// The text; of a choice the word for it, for reading, sorting and searching.
    #[must_use]
    pub fn words(self, i18n: Language, actor: &Actor) -> String {
        match self {
            Self::Name => actor.name.clone(),
            Self::Role => actor.role.clone(),
            Self::Programme => actor.programme.clone(),
            Self::Notes => actor.notes.clone(),
            _ => {
                let chosen = self.chosen(actor);
                let options = self.options(i18n).unwrap_or_default();
                let word = options
                    .iter()
                    .find(|(id, _)| *id == chosen && !id.is_empty());
                word.map(|(_, word)| (*word).to_owned()).unwrap_or_default()
            }
        }
    }

    /// Where the field stands in its order, for sorting: choices keep theirs, texts go by their letters.
    #[must_use]
    pub fn order(self, i18n: Language, actor: &Actor) -> (usize, String) {
        match self.options(i18n) {
            None => (0, self.words(i18n, actor).to_lowercase()),
            Some(options) => {
                let chosen = self.chosen(actor);
                let at = options.iter().position(|(id, _)| *id == chosen);
                (at.unwrap_or_default(), String::new())
            }
        }
    }

    /// Writes the field of an actor that is not on the map yet.
    pub fn put(self, actor: &mut Actor, value: String) {
        match self {
            Self::Name => actor.name = value,
            Self::Role => actor.role = value,
            Self::Programme => actor.programme = value,
            Self::Notes => actor.notes = value,
            Self::Kind => actor.kind = ActorKind::from_id(&value).unwrap_or(actor.kind),
            Self::Ring => actor.ring = Ring::from_id(&value).unwrap_or(actor.ring),
            Self::Sector => actor.sector = Sector::from_id(&value),
            Self::Quadrant => actor.quadrant = Quadrant::from_id(&value),
            Self::Closeness => actor.closeness = Closeness::from_id(&value),
            Self::Scale => actor.scale = Scale::from_id(&value),
            Self::Support => actor.support = Support::from_id(&value),
        }
    }

    const fn max(self) -> usize {
        match self {
            Self::Notes => limits::NOTES_MAX,
            _ => limits::NAME_MAX,
        }
    }
}

impl MapState {
    /// Writes a field of an actor.
    pub fn set_actor_field(&self, id: &ActorId, field: ActorField, value: String) {
        let of = id.clone();
        let edit = match field {
            ActorField::Ring => {
                if let Some(ring) = Ring::from_id(&value) {
                    self.move_to_ring(id, ring);
                }
                return;
            }
            ActorField::Sector => {
                let Some(actor) = self.store.actor(id).map(|actor| actor.get_untracked()) else {
                    return;
                };
                let edits = plan::change_sector(id, &actor, Sector::from_id(&value));
                match plan::together(edits) {
                    Some(edit) => edit,
                    None => return,
                }
            }
            ActorField::Kind => match ActorKind::from_id(&value) {
                Some(kind) => Edit::SetActorKind { id: of, kind },
                None => return,
            },
            ActorField::Name => Edit::SetActorName {
                id: of,
                name: value,
            },
            ActorField::Role => Edit::SetActorRole {
                id: of,
                role: value,
            },
            ActorField::Programme => Edit::SetActorProgramme {
                id: of,
                programme: value,
            },
            ActorField::Notes => Edit::SetActorNotes {
                id: of,
                notes: value,
            },
            ActorField::Quadrant => Edit::SetActorQuadrant {
                id: of,
                quadrant: Quadrant::from_id(&value),
            },
            ActorField::Closeness => Edit::SetActorCloseness {
                id: of,
                closeness: Closeness::from_id(&value),
            },
            ActorField::Scale => Edit::SetActorScale {
                id: of,
                scale: Scale::from_id(&value),
            },
            ActorField::Support => Edit::SetActorSupport {
                id: of,
                support: Support::from_id(&value),
            },
        };
        self.change_actor(id, edit);
    }
}

/// Where a field is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// In the panel, under its label.
    Panel,
    /// In a cell of the table, where the label is heard only.
    Cell,
    /// In the dialog for a new actor.
    Dialog,
}

impl Shown {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Panel => "actor",
            Self::Cell => "row",
            Self::Dialog => "add",
        }
    }
}

/// A field of an actor, to be read and changed.
pub fn actor_input(
    map: MapState,
    field: ActorField,
    actor: Signal<Actor>,
    shown: Shown,
    reader: Signal<bool>,
    commit: Callback<(ActorField, String)>,
) -> AnyView {
    let i18n = map.i18n;
    let bare = shown == Shown::Cell;
    let testid = format!("{}-{}", shown.prefix(), field.id());
    let label = Signal::derive(move || {
        let label = field.label(i18n);
        if bare {
            let name = actor.with(|actor| actor.name.clone());
            t_string!(i18n, map.table.of, field = label, name = name)
        } else {
            label.to_owned()
        }
    });
    let commit = Callback::new(move |value| commit.run((field, value)));
    if field.options(i18n).is_some() {
        return view! {
            <SelectField
                label
                options=Signal::derive(move || field.options(i18n).unwrap_or_default())
                value=Signal::derive(move || actor.with(|actor| field.chosen(actor)))
                testid
                read_only=reader
                bare
                commit
            />
        }
        .into_any();
    }
    let example = Signal::derive(move || match field {
        ActorField::Role => t_string!(i18n, map.inspector.role_hint),
        ActorField::Programme => t_string!(i18n, detail.field.programme_hint),
        _ => "",
    });
    let offered = Signal::derive(move || match field {
        ActorField::Role => detail_words::posts(i18n, &actor.with(|actor| actor.programme.clone())),
        ActorField::Programme => detail_words::programmes(i18n)
            .into_iter()
            .map(|(name, _)| name)
            .collect(),
        _ => Vec::new(),
    });
    let rename_asked =
        (field == ActorField::Name && shown == Shown::Panel).then_some(map.rename_asked);
    view! {
        <TextField
            label
            value=Signal::derive(move || actor.with(|actor| field.words(i18n, actor)))
            max=field.max()
            required=field == ActorField::Name
            tall=field == ActorField::Notes
            example
            offered
            offers=matches!(field, ActorField::Role | ActorField::Programme)
            testid
            read_only=reader
            bare
            focus_asked=rename_asked
            commit
        />
    }
    .into_any()
}
