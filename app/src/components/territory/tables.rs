//! The list as a table: how its columns, needs and scales are called when it comes in and when it goes out.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{NeedTopic, Scale},
    catalog::NeedArea,
    territory::{self, Column, Naming, Words},
};

use super::{TerritoryState, state::pairs, words};
use crate::components::{
    case_map::words::Language,
    export::browser::{NotMade, blob, download},
};

/// The head of a column that goes out, by which it is known when it comes in again.
#[must_use]
pub fn head(i18n: Language, column: Column) -> &'static str {
    match (column, column.text()) {
        (_, Some(text)) => words::text(i18n, text),
        (Column::Scale, _) => t_string!(i18n, territory.scale),
        (Column::ValidUntil, _) => t_string!(i18n, territory.valid_until),
        (Column::VerifiedBy, _) => t_string!(i18n, territory.head.verified_by),
        (Column::VerifiedOn, _) => t_string!(i18n, territory.head.verified_on),
        _ => t_string!(i18n, territory.head.needs),
    }
}

/// By which words the heads of lists name a column, separated by commas.
fn guesses(i18n: Language, column: Column) -> &'static str {
    match column {
        Column::Name => t_string!(i18n, territory.guess.name),
        Column::Organisation => t_string!(i18n, territory.guess.organisation),
        Column::Needs => t_string!(i18n, territory.guess.needs),
        Column::Scale => t_string!(i18n, territory.guess.scale),
        Column::Requirements => t_string!(i18n, territory.guess.requirements),
        Column::Capability => t_string!(i18n, territory.guess.capability),
        Column::Contact => t_string!(i18n, territory.guess.contact),
        Column::Address => t_string!(i18n, territory.guess.address),
        Column::Hours => t_string!(i18n, territory.guess.hours),
        Column::Places => t_string!(i18n, territory.guess.places),
        Column::ValidUntil => t_string!(i18n, territory.guess.valid_until),
        Column::VerifiedBy => t_string!(i18n, territory.guess.verified_by),
        Column::VerifiedOn => t_string!(i18n, territory.guess.verified_on),
        Column::Notes => t_string!(i18n, territory.guess.notes),
    }
}

/// Everything that a service can answer.
fn topics() -> impl Iterator<Item = NeedTopic> {
    NeedArea::ALL.iter().flat_map(|area| {
        let rows = area.rows().map(NeedTopic::Row);
        rows.chain([NeedTopic::Own(*area)])
    })
}

/// The words by which a list is read.
#[must_use]
pub fn reading_words(i18n: Language) -> Words {
    Words::new(
        Column::ALL
            .iter()
            .map(|column| (*column, guesses(i18n, *column))),
        topics().map(|topic| (topic, words::topic(i18n, topic))),
        Scale::ALL
            .iter()
            .map(|scale| (*scale, words::scale(i18n, Some(*scale)))),
    )
}

/// As what the list goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated values.
    Csv,
    /// A workbook.
    Xlsx,
}

/// Gives the whole list to the user as a file.
///
/// # Errors
/// Where the browser does not make the file.
pub fn export(page: &TerritoryState, format: TableFormat) -> Result<(), NotMade> {
    let i18n = page.i18n;
    let services = page.store.services().get_untracked();
    let services = pairs(&services).map(|(_, service)| service);
    let naming = Naming {
        head: &|column| head(i18n, column).to_owned(),
        topic: &|topic| words::topic(i18n, topic),
        scale: &|scale| words::scale(i18n, Some(scale)).to_owned(),
    };
    let title = page.store.title().get_untracked();
    let (bytes, extension, media_type) = match format {
        TableFormat::Csv => (
            territory::to_csv(services, &naming).into_bytes(),
            "csv",
            "text/csv;charset=utf-8",
        ),
        TableFormat::Xlsx => (
            territory::to_xlsx(services, &title, &naming),
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    };
    let safe: String = title
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .collect();
    let name = format!("{safe}-{}.{extension}", t_string!(i18n, territory.file));
    download(&blob(&bytes, media_type)?, &name)
}
