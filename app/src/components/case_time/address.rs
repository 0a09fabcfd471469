//! The moments as the address names them, so that a comparison can be reloaded and sent to somebody.

use leptos_router::params::ParamsMap;
use trama_shared::{case::View, history::MomentName};

use crate::editor::MapView;

/// The query's key for two moments.
const COMPARE_KEY: &str = "comparar";
/// The query's key for one moment.
const MOMENT_KEY: &str = "momento";
/// The query's key for how they are looked at.
const MODE_KEY: &str = "ver";
/// The query's key for the view, the same as on the map.
const VIEW_KEY: &str = "vista";
const NOW: &str = "ahora";
const MILESTONE: &str = "hito.";

/// How two moments are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// What differs, on one map.
    #[default]
    Differences,
    /// Two maps beside each other.
    SideBySide,
    /// The first moment alone.
    Before,
    /// The second moment alone.
    After,
}

impl Mode {
    /// All, in the order of the switch.
    pub const ALL: [Self; 4] = [
        Self::Differences,
        Self::SideBySide,
        Self::Before,
        Self::After,
    ];

    /// The address's value.
    #[must_use]
    pub const fn to_query(self) -> &'static str {
        match self {
            Self::Differences => "diferencias",
            Self::SideBySide => "lado-a-lado",
            Self::Before => "antes",
            Self::After => "despues",
        }
    }

    fn from_query(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.to_query() == value)
    }
}

/// What the address asks for; a moment that it leaves out is the usual one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The first moment.
    pub a: Option<MomentName>,
    /// The second.
    pub b: Option<MomentName>,
    /// How they are looked at.
    pub mode: Mode,
    /// On which drawing.
    pub view: View,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            a: None,
            b: None,
            mode: Mode::default(),
            view: View::Rings,
        }
    }
}

impl Look {
    /// What a query asks for: `comparar=a,b`, or `momento=b` for one moment alone, `ver` and `vista`.
    #[must_use]
    pub fn from_query(query: &ParamsMap) -> Self {
        let value = |key| query.get_str(key);
        Self {
            view: view_from(value(VIEW_KEY)),
            ..Self::read(value(COMPARE_KEY), value(MOMENT_KEY), value(MODE_KEY))
        }
    }

    /// Writes it into a query.
    pub fn write(&self, query: &mut ParamsMap) {
        query.remove(MOMENT_KEY);
        let (pair, mode) = self.values();
        let view = self.view_value();
        for (key, value) in [
            (COMPARE_KEY, pair),
            (MODE_KEY, mode.map(str::to_owned)),
            (VIEW_KEY, view.map(str::to_owned)),
        ] {
            match value {
                Some(value) => query.replace(key, value),
                None => {
                    query.remove(key);
                }
            }
        }
    }

    fn read(pair: Option<&str>, moment: Option<&str>, mode: Option<&str>) -> Self {
        let mode = Mode::from_query(mode.unwrap_or_default());
        if let Some(moment) = moment {
            return Self {
                a: None,
                b: moment_from(moment),
                mode: mode.unwrap_or(Mode::After),
                ..Self::default()
            };
        }
        let pair = pair.unwrap_or_default();
        let (a, b) = pair.split_once(',').unwrap_or((pair, ""));
        Self {
            a: moment_from(a),
            b: moment_from(b),
            mode: mode.unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The value of `vista`; the usual one is left out.
    fn view_value(&self) -> Option<&'static str> {
        (self.view != View::Rings).then(|| value_of(self.view))
    }

    /// The values of `comparar` and `ver`; the usual ones are left out.
    fn values(&self) -> (Option<String>, Option<&'static str>) {
        let value = |moment: &Option<MomentName>| moment.as_ref().map(to_text).unwrap_or_default();
        let pair = format!("{},{}", value(&self.a), value(&self.b));
        let mode = (self.mode != Mode::default()).then(|| self.mode.to_query());
        ((pair != ",").then_some(pair), mode)
    }
}

/// The drawing that a value names; the table compares nothing.
fn view_from(value: Option<&str>) -> View {
    let view = MapView::from_query(value.unwrap_or_default());
    view.drawing().unwrap_or(View::Rings)
}

/// A drawing as the address names it.
#[must_use]
pub const fn value_of(view: View) -> &'static str {
    match view {
        View::Rings => MapView::Rings.to_query(),
        View::Ecomap => MapView::Ecomap.to_query(),
        View::Sluzki => MapView::Sluzki.to_query(),
    }
}

fn moment_from(text: &str) -> Option<MomentName> {
    if text == NOW {
        return Some(MomentName::Now);
    }
    if let Some(id) = text.strip_prefix(MILESTONE) {
        return id.parse().ok().map(MomentName::Milestone);
    }
    let heads: Vec<String> = text.split('.').map(str::to_owned).collect();
    let is_name = |head: &String| {
        (4..=64).contains(&head.len()) && head.bytes().all(|digit| digit.is_ascii_hexdigit())
    };
    heads
        .iter()
        .all(is_name)
        .then_some(MomentName::Heads(heads))
}

fn to_text(moment: &MomentName) -> String {
    match moment {
        MomentName::Now => NOW.to_owned(),
        MomentName::Milestone(id) => format!("{MILESTONE}{id}"),
        MomentName::Heads(heads) => heads.join("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let moments = [
            None,
            Some(MomentName::Now),
            Some(MomentName::Milestone("linea-base".parse().unwrap())),
            Some(MomentName::Heads(vec!["0a1b2c3d4e5f".to_owned()])),
            Some(MomentName::Heads(vec![
                "0a1b2c3d4e5f".to_owned(),
                "ffffffffffff".to_owned(),
            ])),
        ];
        for mode in Mode::ALL {
            for a in &moments {
                for b in &moments {
                    let look = Look {
                        a: a.clone(),
                        b: b.clone(),
                        mode,
                        view: View::Rings,
                    };
                    let (pair, mode) = look.values();
                    assert_eq!(Look::read(pair.as_deref(), None, mode), look);
                }
            }
        }
    }

    #[test]
    fn the_view_is_named_as_on_the_map_and_the_table_compares_nothing() {
        for view in View::ALL {
            let look = Look {
                view: *view,
                ..Look::default()
            };
            assert_eq!(view_from(look.view_value()), *view);
        }
        assert_eq!(view_from(Some("tabla")), View::Rings);
        assert_eq!(Look::default().view_value(), None);
    }

    #[test]
    fn one_moment_alone_is_shown_as_it_was() {
        let look = Look::read(None, Some("hito.linea-base"), None);
        assert_eq!(look.mode, Mode::After);
        assert_eq!(
            look.b,
            Some(MomentName::Milestone("linea-base".parse().unwrap()))
        );
    }

    #[test]
    fn what_makes_no_sense_asks_for_nothing() {
        for text in ["", ",", "hito.", "xyz,..", "no es,hito.a b", "ab,cd"] {
            assert_eq!(
                Look::read(Some(text), None, None),
                Look::default(),
                "{text}"
            );
        }
    }
}
