//! What goes out of a case to other programs and to paper, and what comes in from them.
//!
//! Out: pictures ([`Sheet`]), tables ([`tables`]), graphs ([`graphml`], [`gexf`]). Every writer takes a plain [`Case`];
//! who may not be recognised is hidden beforehand by a [`Veil`], so that no writer can forget to. In: [`easynwk`] and
//! [`own_tables`] read files into a [`Draft`], which a [`Plan`] turns into one edit. Nothing here touches a document.
//!
//! [`Case`]: crate::case::Case

pub(crate) mod csv;
mod draft;
mod easynwk;
mod fault;
mod fields;
mod gexf;
mod graphml;
mod ics;
mod markup;
mod moments;
mod own_tables;
mod picture;
mod relation;
mod tables;
mod uuid;
mod veil;
mod xlsx;
mod zip;

#[cfg(test)]
mod tests;

pub use crate::date::{Day, NotADay};
pub use draft::{Draft, DraftActor, DraftKin, DraftParty, DraftPerson, DraftTie, Plan};
pub use easynwk::{EasyNwk, EasyNwkWords, Version};
pub use fault::{Fault, FaultReason, Faults};
pub use gexf::{Moment, gexf};
pub use graphml::graphml;
pub use ics::{CalendarDay, ics};
pub(crate) use markup::escaped;
pub use moments::Moments;
pub use own_tables::{CsvFile, own_tables};
pub use picture::{Heading, LegendWords, Locked, Palette, Paper, Sheet};
pub use relation::Relation;
pub use tables::{Table, tables};
pub use veil::Veil;
pub use xlsx::{Book, BookCell, BookError, BookRow, BookRows, xlsx};
pub(crate) use zip::zip_packed;
pub use zip::{ZipError, unzip, zip};

/// The largest file that is read, in bytes: far above any network of one person.
pub const FILE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The text of a file: UTF-8, or what spreadsheets on Windows write instead (code page 1252).
#[must_use]
pub fn text_of(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
        Err(_) => bytes.iter().map(|byte| from_1252(*byte)).collect(),
    }
}

/// A letter of code page 1252: as in Latin-1 but for 0x80 to 0x9F.
fn from_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte) - 0x80],
        _ => char::from(byte),
    }
}
