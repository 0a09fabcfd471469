//! The document out of the case: its shared zone only, as it is when the dialog opens.

use leptos_i18n::t_string;
use trama_shared::{
    case::{Case, Doer, Party, Target},
    date::Day,
    edit::tie_name,
    ids::ActorId,
    interchange::Paper,
    paper::{Block, Document, Margins, Picture, Style, line},
};

use super::{Section, commitments, needs, plan};
use crate::{components::case_map::words::Language, i18n::Locale, services::clock};

/// What a document is made of.
pub struct Source {
    /// The language of its words.
    pub i18n: Language,
    /// The case, its shared zone only.
    pub case: Case,
    /// The day on which it is made.
    pub today: Day,
}

impl Source {
    /// A document of these parts.
    #[must_use]
    pub fn document(&self, sections: &[Section], paper: Paper, map: Option<Picture>) -> Document {
        let i18n = self.i18n;
        let mut map = map;
        let mut blocks = Vec::new();
        for section in sections {
            blocks.extend(match section {
                Section::Plan => plan::blocks(self, map.take()),
                Section::Commitments => commitments::blocks(self),
                Section::Needs => needs::blocks(self),
            });
        }
        Document {
            title: t_string!(i18n, paper.document).to_owned(),
            language: self.language(),
            paper,
            margins: Margins {
                mark: t_string!(i18n, files.sheet.mark).to_owned(),
                name: format!("{} · {}", self.case.title, self.day_words()),
                rule: t_string!(i18n, files.sheet.rule).to_owned(),
                page: (
                    t_string!(i18n, paper.page).to_owned(),
                    t_string!(i18n, paper.page_of).to_owned(),
                ),
            },
            blocks,
        }
    }

    /// The language of the document, as BCP 47 has it.
    #[must_use]
    pub fn language(&self) -> &'static str {
        match self.i18n.get_locale_untracked() {
            Locale::es => "es-CL",
            Locale::en => "en",
        }
    }

    /// The day in words.
    #[must_use]
    pub fn day_words(&self) -> String {
        clock::date_words(clock::now_ms(), self.language())
    }

    /// Whose it is, and of which day: below the title of every part that can be handed over alone.
    #[must_use]
    pub fn about(&self) -> Block {
        let words = t_string!(
            self.i18n,
            paper.about,
            name = self.case.title.clone(),
            day = self.day_words()
        );
        Block::Paragraph(line(words, Style::Soft))
    }

    /// What an actor is called; `None` for one that is gone.
    #[must_use]
    pub fn actor(&self, id: &ActorId) -> Option<&str> {
        self.case.actors.get(id).map(|actor| actor.name.as_str())
    }

    fn party(&self, party: &Party) -> Option<&str> {
        match party {
            Party::Person => Some(&self.case.person.alias),
            Party::Actor(id) => self.actor(id),
        }
    }

    /// What somebody who takes part is called, or was when it was put down.
    #[must_use]
    pub fn doer(&self, doer: &Doer, put_down: &str) -> String {
        match doer {
            Doer::Team(name) => name.clone(),
            Doer::Party(party) => self.or_gone(self.party(party).map(str::to_owned), put_down),
        }
    }

    /// What a target is called, or was when it was put down.
    #[must_use]
    pub fn target(&self, target: &Target, put_down: &str) -> String {
        let now = match target {
            Target::Actor(id) => self.actor(id).map(str::to_owned),
            Target::Tie(id) => self.case.ties.get(id).map(|tie| {
                let name = |party| self.party(party).unwrap_or_default();
                tie_name(name(&tie.from), name(&tie.to))
            }),
        };
        self.or_gone(now, put_down)
    }

    /// A name of today, or the last one of what is gone, with a word that says so.
    #[must_use]
    pub fn or_gone(&self, now: Option<String>, put_down: &str) -> String {
        now.unwrap_or_else(|| t_string!(self.i18n, commitments.gone, name = put_down.to_owned()))
    }
}
