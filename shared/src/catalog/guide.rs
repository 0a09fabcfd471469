//! The types of community resources, as the guide to them lists them (mgc.txt, "Guía para identificar recursos
//! comunitarios").

use serde::{Deserialize, Serialize};

use crate::case::id_enum;

id_enum!(
    /// Column A of the guide: the five types, in its order.
    GuideType {
        /// Asociaciones y grupos comunitarios.
        Association = "association",
        /// Sucesos comunitarios relevantes.
        Event = "event",
        /// Líderes comunitarios.
        Leader = "leader",
        /// Proyectos o iniciativas comunitarias.
        Project = "project",
        /// Espacios públicos e infraestructura.
        Space = "space",
    }
);

id_enum!(
    /// What a resource is: one of the five types, or one of the kinds that the guide names under it.
    GuideKind {
        /// An association or group of another kind.
        Association = "association",
        /// Junta de vecinos.
        Neighbours = "association_neighbours",
        /// Organización religiosa.
        Religious = "association_religious",
        /// Organización cultural.
        Cultural = "association_cultural",
        /// Grupo folklórico.
        Folk = "association_folk",
        /// Organización deportiva.
        Sports = "association_sports",
        /// Grupo de autoayuda.
        SelfHelp = "association_self_help",
        /// Club de personas mayores.
        OlderAdults = "association_older_adults",
        /// Asociación de mujeres.
        Women = "association_women",
        /// Sindicato.
        Union = "association_union",
        /// Partido político.
        Party = "association_party",
        /// Grupo informal.
        Informal = "association_informal",
        /// Voluntariado.
        Volunteers = "association_volunteers",
        /// Another event.
        Event = "event",
        /// Fiesta.
        Feast = "event_feast",
        /// Celebración.
        Celebration = "event_celebration",
        /// Hito comunitario.
        Landmark = "event_landmark",
        /// Feria.
        Fair = "event_fair",
        /// Exposición.
        Exhibition = "event_exhibition",
        /// Evento deportivo.
        SportsEvent = "event_sports",
        /// Aniversario.
        Anniversary = "event_anniversary",
        /// Líder comunitario.
        Leader = "leader",
        /// Proyecto o iniciativa.
        Project = "project",
        /// Another space.
        Space = "space",
        /// Plaza.
        Square = "space_square",
        /// Parque.
        Park = "space_park",
        /// Cancha.
        Court = "space_court",
        /// Local.
        Premises = "space_premises",
        /// Sede.
        Seat = "space_seat",
    }
);

impl GuideType {
    /// The kinds under this type, in the order of the guide; the first is the type itself, for what is of another kind.
    pub fn kinds(self) -> impl Iterator<Item = GuideKind> {
        GuideKind::ALL
            .iter()
            .copied()
            .filter(move |kind| kind.of_type() == self)
    }

    /// The type itself as a kind.
    #[must_use]
    pub const fn plain(self) -> GuideKind {
        match self {
            Self::Association => GuideKind::Association,
            Self::Event => GuideKind::Event,
            Self::Leader => GuideKind::Leader,
            Self::Project => GuideKind::Project,
            Self::Space => GuideKind::Space,
        }
    }
}

impl GuideKind {
    /// The type that it stands under.
    #[must_use]
    pub const fn of_type(self) -> GuideType {
        match self {
            Self::Association
            | Self::Neighbours
            | Self::Religious
            | Self::Cultural
            | Self::Folk
            | Self::Sports
            | Self::SelfHelp
            | Self::OlderAdults
            | Self::Women
            | Self::Union
            | Self::Party
            | Self::Informal
            | Self::Volunteers => GuideType::Association,
            Self::Event
            | Self::Feast
            | Self::Celebration
            | Self::Landmark
            | Self::Fair
            | Self::Exhibition
            | Self::SportsEvent
            | Self::Anniversary => GuideType::Event,
            Self::Leader => GuideType::Leader,
            Self::Project => GuideType::Project,
            Self::Space | Self::Square | Self::Park | Self::Court | Self::Premises | Self::Seat => {
                GuideType::Space
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_has_all_the_kinds_that_the_guide_names() {
        let counts = GuideType::ALL.iter().map(|of| of.kinds().count());
        // The type itself, and 12 associations, 7 events and 5 spaces.
        assert_eq!(counts.collect::<Vec<_>>(), [13, 8, 1, 1, 6]);
    }

    #[test]
    fn a_kind_is_called_after_its_type() {
        for kind in GuideKind::ALL {
            assert!(kind.id().starts_with(kind.of_type().id()), "{kind:?}");
        }
        for of in GuideType::ALL {
            assert_eq!(of.kinds().next(), Some(of.plain()));
            assert_eq!(of.plain().id(), of.id());
        }
    }
}
