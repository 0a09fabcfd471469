//! What goes into the file: the case as its own document has it, under a veil or not, drawn or written.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{ActorKind, Case, Place, Support, TieQuality, View, Zone},
    document,
    ids::ActorId,
    interchange::{
        Day, Heading, LegendWords, Locked, Moment, Paper, Sheet, Veil, gexf, graphml, tables, zip,
    },
    layout::{Device, LayoutRequest},
    network::Measures,
};
use web_sys::{Element, HtmlSpanElement};

use super::{
    browser::{self, NotMade},
    choice::{Choice, Format, view_word},
    print::Printing,
};
use crate::{
    components::{
        case_map::{
            state::{MapState, household_note, map_texts},
            words::{self, Language},
        },
        measures::rows::groups,
    },
    i18n::Locale,
    services::{case_store::CaseStore, clock},
};

/// What an export is made of.
pub struct Contents {
    case: Case,
    history: Vec<Moment>,
    places: BTreeMap<ActorId, Place>,
    sheet: Sheet,
    day: Day,
}

impl Contents {
    /// Gathers it. The shared zone's own document is read, so that nothing of another zone can be in it, but for a
    /// picture that shall show what is reserved, for somebody who may see that. `history` is the case through time,
    /// where that is wanted; `ink` bears the colours of paper. `None` while the case is not open.
    #[must_use]
    pub fn of(
        map: MapState,
        choice: &Choice,
        history: Vec<Moment>,
        ink: Option<HtmlSpanElement>,
    ) -> Option<Self> {
        let i18n = map.i18n;
        let now_ms = clock::now_ms();
        let mut case = map
            .store
            .read(Zone::Case, |doc| document::read_case(doc).0)?;
        let reserve = Reserve::laid_over(map.store, choice, &mut case);
        let root = if choice.format == Format::Paper {
            ink.map(|ink| -> Element { (**ink).clone() })
        } else {
            window().document().and_then(|page| page.document_element())
        };
        let palette = browser::palette_of(&root?)?;
        let sheet = sheet(i18n, choice, &case, reserve, palette, now_ms);
        let contents = Self {
            places: map.shown_places(choice.view),
            day: Day::of_ms(clock::local_ms(now_ms) as i64),
            case,
            history,
            sheet,
        };
        Some(if choice.veiled {
            contents.veiled(i18n, choice)
        } else {
            contents
        })
    }

    fn veiled(self, i18n: Language, choice: &Choice) -> Self {
        let person = t_string!(i18n, files.sheet.person);
        let states = self.history.iter().map(|moment| &moment.case);
        let veil = Veil::over(states.chain([&self.case]), person, |kind| {
            words::kind(i18n, kind).to_owned()
        });
        let hide = |case: &Case| {
            if choice.format.is_picture() {
                veil.on(case)
            } else {
                veil.numbered(case)
            }
        };
        Self {
            case: hide(&self.case),
            history: self
                .history
                .iter()
                .map(|moment| Moment {
                    at_ms: moment.at_ms,
                    case: hide(&moment.case),
                })
                .collect(),
            ..self
        }
    }

    fn svg(&self, choice: &Choice) -> String {
        self.sheet.draw(&self.case, choice.view, &self.places)
    }

    /// What the printer gets.
    #[must_use]
    pub fn into_printing(self, map: MapState, choice: &Choice) -> Printing {
        let measures = choice.measures.then(|| {
            let found = Measures::of_case(&self.case);
            untrack(|| groups(map, &self.case.person.alias, &found))
        });
        Printing {
            svg: self.svg(choice),
            paper: match (choice.paper, choice.landscape) {
                (Paper::A4, false) => "a4-upright",
                (Paper::A4, true) => "a4-sideways",
                (Paper::Letter, false) => "letter-upright",
                (Paper::Letter, true) => "letter-sideways",
            },
            measures,
        }
    }

    /// Puts the file into the device's downloads; its name.
    ///
    /// # Errors
    /// If the browser could not make it.
    pub async fn save(self, i18n: Language, choice: &Choice) -> Result<String, NotMade> {
        // The name of the file tells nobody whose case it is.
        let what = if choice.format.is_picture() {
            match choice.view {
                View::Rings => t_string!(i18n, files.name.rings),
                View::Ecomap => t_string!(i18n, files.name.ecomap),
                View::Sluzki => t_string!(i18n, files.name.sluzki),
            }
        } else {
            t_string!(i18n, files.name.network)
        };
        let name = format!("trama-{what}-{}.{}", self.day, choice.format.extension());
        let media_type = choice.format.media_type();
        let blob = match choice.format {
            Format::Png => browser::png(&self.svg(choice), self.sheet.size, choice.times).await?,
            Format::Paper | Format::Svg => browser::blob(self.svg(choice).as_bytes(), media_type)?,
            Format::Csv => {
                let tables = tables(&self.case);
                let files: Vec<(&str, &[u8])> = tables
                    .iter()
                    .map(|table| (table.name, table.text.as_bytes()))
                    .collect();
                browser::blob(&zip(&files), media_type)?
            }
            Format::GraphMl => browser::blob(graphml(&self.case).as_bytes(), media_type)?,
            Format::Gexf => browser::blob(gexf(&self.history).as_bytes(), media_type)?,
        };
        browser::download(&blob, &name)?;
        Ok(name)
    }
}

/// What becomes of the reserved part of the network.
enum Reserve {
    /// There is none.
    Nothing,
    /// It is not shown.
    Withheld,
    /// It is shown, with locks.
    Shown(Locked),
}

impl Reserve {
    /// Lays what is reserved over a case, if that is wanted of a picture by somebody who may see it.
    fn laid_over(store: CaseStore, choice: &Choice, case: &mut Case) -> Self {
        let rights = store.rights();
        if rights.with_untracked(|rights| rights.reserved.is_none()) {
            return if case.withheld {
                Self::Withheld
            } else {
                Self::Nothing
            };
        }
        let reserved = store.reserved().get_untracked();
        if !reserved.withholds() {
            return Self::Nothing;
        }
        if !(choice.reserved && choice.format.is_picture()) {
            return Self::Withheld;
        }
        reserved.lay_over(case);
        Self::Shown(Locked {
            actors: reserved.actors.into_keys().collect(),
            ties: reserved.ties.into_keys().collect(),
        })
    }
}

/// The sheet around the drawing, in the reader's language.
fn sheet(
    i18n: Language,
    choice: &Choice,
    case: &Case,
    reserve: Reserve,
    palette: trama_shared::interchange::Palette,
    now_ms: f64,
) -> Sheet {
    let is_paper = choice.format == Format::Paper;
    let language = match i18n.get_locale_untracked() {
        Locale::es => "es-CL",
        Locale::en => "en",
    };
    let day = clock::date_words(now_ms, language);
    let view = view_word(i18n, choice.view);
    let title = if choice.veiled || case.title.is_empty() {
        view.to_owned()
    } else {
        t_string!(i18n, files.sheet.of, view = view, name = case.title.clone())
    };
    let mut lines = vec![day.clone()];
    if !choice.veiled && !case.plan.authors.trim().is_empty() {
        let names = case.plan.authors.trim().to_owned();
        lines.push(t_string!(i18n, files.sheet.authors, names = names));
    }
    let (shows_reserved, withholds) = match &reserve {
        Reserve::Nothing => (false, false),
        Reserve::Withheld => (false, true),
        Reserve::Shown(_) => (true, false),
    };
    // What is reserved never leaves without a mark that says so.
    let marked = choice.mark || shows_reserved;
    let mark = match (marked, shows_reserved) {
        (_, true) => t_string!(i18n, files.sheet.mark_reserved).to_owned(),
        (true, false) => t_string!(i18n, files.sheet.mark).to_owned(),
        (false, false) => String::new(),
    };
    let heading = match (choice.heading, marked) {
        (true, _) => Some(Heading { title, lines, mark }),
        (false, true) => Some(Heading {
            mark,
            ..Heading::default()
        }),
        (false, false) => None,
    };
    let mut foot = Vec::new();
    if choice.veiled {
        foot.push(t_string!(i18n, files.sheet.veiled).to_owned());
    }
    if withholds {
        foot.push(t_string!(i18n, files.sheet.withheld).to_owned());
    }
    if marked {
        foot.push(t_string!(i18n, files.sheet.rule).to_owned());
    }
    if is_paper {
        foot.push(t_string!(i18n, files.sheet.foot, day = day));
    }
    Sheet {
        size: if is_paper {
            choice.paper.room(choice.landscape)
        } else {
            choice.picture_size()
        },
        margin: if is_paper { 0.0 } else { 24.0 },
        device: if is_paper {
            Device::Print
        } else {
            Device::Tablet
        },
        heading,
        legend: choice.legend.then(|| legend_words(i18n)),
        foot: vec![foot.join(" ")],
        unlabelled: t_string!(i18n, files.sheet.unlabelled).to_owned(),
        household_note: household_note(
            &LayoutRequest::of_case(
                case,
                choice.view,
                choice.picture_size(),
                Device::Tablet,
                map_texts(i18n),
            ),
            i18n,
        ),
        locked: match reserve {
            Reserve::Shown(locked) => locked,
            Reserve::Nothing | Reserve::Withheld => Locked::default(),
        },
        texts: map_texts(i18n),
        description: t_string!(
            i18n,
            files.sheet.description,
            view = view,
            actors = words::actor_count(i18n, case.actors.len()),
            ties = words::tie_count(i18n, case.ties.len())
        ),
        palette,
    }
}

/// The words of the legend.
#[must_use]
pub fn legend_words(i18n: Language) -> LegendWords {
    let levels = Support::ALL.iter().copied().map(Some).chain([None]);
    LegendWords {
        ties: t_string!(i18n, map.legend.tie).to_owned(),
        actors: t_string!(i18n, map.legend.actor).to_owned(),
        supports: t_string!(i18n, map.legend.support).to_owned(),
        arrow: t_string!(i18n, map.legend.arrow).to_owned(),
        died: t_string!(i18n, lens.symbol.died).to_owned(),
        quality: TieQuality::ALL
            .iter()
            .map(|quality| (*quality, words::quality(i18n, *quality).to_owned()))
            .collect(),
        kind: ActorKind::ALL
            .iter()
            .map(|kind| (*kind, words::kind(i18n, *kind).to_owned()))
            .collect(),
        support: levels
            .map(|level| (level, words::support(i18n, level).to_owned()))
            .collect(),
    }
}
