//! The drawing of the demonstration case, and what holds for any network.

mod any_network;
mod crowd;
mod demonstration;
mod household;

use std::collections::BTreeMap;

use crate::case::{Closeness, Quadrant, Ring, Sector};

use super::request::MapTexts;

fn texts() -> MapTexts {
    let rings = [
        (Ring::Personal, "PERSONAL"),
        (Ring::Community, "COMUNITARIA"),
        (Ring::Institutional, "INSTITUCIONAL"),
    ];
    let sectors = [
        (Sector::Sport, "Deportivo"),
        (Sector::Health, "Salud"),
        (Sector::Education, "Educación"),
        (Sector::SocialProtection, "Protección social"),
        (Sector::Work, "Laboral"),
        (Sector::Legal, "Jurídico"),
        (Sector::Culture, "Cultural"),
    ];
    let quadrants = [
        (Quadrant::Family, "Familia"),
        (Quadrant::Friends, "Amistades"),
        (Quadrant::WorkSchool, "Trabajo y escuela"),
        (Quadrant::CommunityServices, "Comunidad y servicios"),
    ];
    let circles = [
        (Closeness::Intimate, "ÍNTIMAS"),
        (Closeness::Close, "CERCANAS"),
        (Closeness::Acquaintance, "CONOCIDAS"),
    ];
    MapTexts {
        quadrants: BTreeMap::from(quadrants.map(|(one, name)| (one, name.to_owned()))),
        circles: BTreeMap::from(circles.map(|(one, name)| (one, name.to_owned()))),
        rings: BTreeMap::from(rings.map(|(ring, name)| (ring, name.to_owned()))),
        sectors: BTreeMap::from(sectors.map(|(sector, name)| (sector, name.to_owned()))),
        no_sector: "Sin ámbito".to_owned(),
    }
}
