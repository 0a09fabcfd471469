//! The lens as the address names it, so that a filtered view outlasts a reload and can be sent. Only values of the domain
//! stand there, never a name.

use trama_shared::case::{ExchangeArea, Ring, Sector, TieQuality};

use super::{Layer, Lens};

/// The query's key.
pub const LENS_KEY: &str = "filtro";

const RING: &str = "anillo";
const SECTOR: &str = "ambito";
const QUALITY: &str = "calidad";
const AREA: &str = "area";
const LAYER: &str = "mirada";
const FOCUS: &str = "foco";
/// Stands for "without an ámbito".
const NO_SECTOR: &str = "ninguno";

impl Lens {
    /// The address's value: `anillo.personal,calidad.weak`; `None` for a lens that leaves everything.
    #[must_use]
    pub fn to_query(&self) -> Option<String> {
        let item = |kind: &str, id: &str| format!("{kind}.{id}");
        let mut items: Vec<String> = Vec::new();
        items.extend(self.rings.iter().map(|ring| item(RING, ring.id())));
        items.extend(self.sectors.iter().map(|sector| {
            let id = sector.map_or(NO_SECTOR, Sector::id);
            item(SECTOR, id)
        }));
        items.extend(self.qualities.iter().map(|one| item(QUALITY, one.id())));
        items.extend(self.areas.iter().map(|area| item(AREA, area.id())));
        if self.layer != Layer::default() {
            items.push(item(LAYER, self.layer.id()));
        }
        if self.focus {
            items.push(FOCUS.to_owned());
        }
        (!items.is_empty()).then(|| items.join(","))
    }

    /// Reads the address's value; what makes no sense filters nothing.
    #[must_use]
    pub fn from_query(value: &str) -> Self {
        let mut lens = Self::default();
        for item in value.split(',') {
            let (kind, id) = item.split_once('.').unwrap_or((item, ""));
            match kind {
                RING => lens.rings.extend(Ring::from_id(id)),
                SECTOR if id == NO_SECTOR => {
                    lens.sectors.insert(None);
                }
                SECTOR => lens.sectors.extend(Sector::from_id(id).map(Some)),
                QUALITY => lens.qualities.extend(TieQuality::from_id(id)),
                AREA => lens.areas.extend(ExchangeArea::from_id(id)),
                LAYER => {
                    let layer = Layer::ALL.into_iter().find(|layer| layer.id() == id);
                    lens.layer = layer.unwrap_or(lens.layer);
                }
                FOCUS => lens.focus = true,
                _ => {}
            }
        }
        lens
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let everything = Lens {
            rings: Ring::ALL.iter().copied().collect(),
            sectors: Sector::ALL
                .iter()
                .copied()
                .map(Some)
                .chain([None])
                .collect(),
            qualities: TieQuality::ALL.iter().copied().collect(),
            areas: ExchangeArea::ALL.iter().copied().collect(),
            layer: Layer::Compared,
            focus: true,
        };
        let one = Lens {
            sectors: [None].into(),
            ..Lens::default()
        };
        for lens in [everything, one] {
            let value = lens.to_query().unwrap();
            assert_eq!(Lens::from_query(&value), lens, "{value}");
        }
        assert_eq!(Lens::default().to_query(), None);
    }

    #[test]
    fn what_makes_no_sense_filters_nothing() {
        for value in [
            "",
            ",",
            "anillo",
            "anillo.otro",
            "nombre.Luis",
            "mirada.de.lejos",
        ] {
            assert_eq!(Lens::from_query(value), Lens::default(), "{value}");
        }
    }
}
