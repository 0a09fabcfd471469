//! Reading what the user chose: one file of easyNWK, tables, or an archive with tables.

use leptos_i18n::t_string;
use trama_shared::{
    case::Gender,
    interchange::{
        CsvFile, Draft, EasyNwk, EasyNwkWords, FILE_BYTES_MAX, Fault, FaultReason, Faults,
        Relation, Version, own_tables, text_of, unzip,
    },
};
use wasm_bindgen_futures::JsFuture;

use super::relations::relation;
use crate::components::case_map::{detail_words::gender, words::Language};

/// Files that make sense together.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// A file of easyNWK.
    EasyNwk(EasyNwk),
    /// Tables, read already: they have one version only.
    Tables(Draft),
}

/// What an archive begins with.
const ARCHIVE: &[u8] = b"PK\x03\x04";

fn refused(file: &str, reason: FaultReason) -> Faults {
    Faults {
        list: vec![Fault {
            file: file.to_owned(),
            line: None,
            place: String::new(),
            reason,
        }],
        more: 0,
    }
}

impl Source {
    /// Reads files; nothing leaves the page.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub async fn read(files: Vec<web_sys::File>) -> Result<Self, Faults> {
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        for file in files {
            let name = file.name();
            if file.size() > FILE_BYTES_MAX as f64 {
                return Err(refused(&name, FaultReason::TooLarge));
            }
            // A file that went away between choosing and reading has nothing in it.
            let bytes = JsFuture::from(file.array_buffer())
                .await
                .map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec())
                .map_err(|_| refused(&name, FaultReason::Empty))?;
            if bytes.starts_with(ARCHIVE) {
                let inside = unzip(&bytes, FILE_BYTES_MAX)
                    .map_err(|_| refused(&name, FaultReason::BadArchive))?;
                parts.extend(inside);
            } else {
                parts.push((name, bytes));
            }
        }
        let texts: Vec<CsvFile> = parts
            .into_iter()
            .map(|(name, bytes)| CsvFile {
                name,
                text: text_of(&bytes),
            })
            .collect();
        let is_json = |file: &CsvFile| file.text.trim_start().starts_with(['{', '[']);
        match texts.as_slice() {
            [only] if is_json(only) => EasyNwk::read(&only.text).map(Self::EasyNwk),
            _ => own_tables(&texts).map(Self::Tables),
        }
    }

    /// The maps that there are to choose from; none where there is no choice.
    #[must_use]
    pub fn versions(&self) -> Vec<Version> {
        match self {
            Self::EasyNwk(file) => file.versions().cloned().collect(),
            Self::Tables(_) => Vec::new(),
        }
    }

    /// The map that is chosen at first.
    #[must_use]
    pub fn current(&self) -> usize {
        let versions = self.versions();
        versions
            .iter()
            .position(|version| version.is_current)
            .unwrap_or(0)
    }

    /// What is in it.
    ///
    /// # Errors
    /// Everything that is wrong in the chosen map.
    pub fn draft(&self, i18n: Language, version: usize) -> Result<Draft, Faults> {
        match self {
            Self::Tables(draft) => Ok(draft.clone()),
            Self::EasyNwk(file) => {
                let relations = Relation::ALL.iter();
                let genders = Gender::ALL.iter();
                let words = EasyNwkWords {
                    relation: relations
                        .map(|one| (*one, relation(i18n, *one).to_owned()))
                        .collect(),
                    role: t_string!(i18n, files.inward.role).to_owned(),
                    gender: t_string!(i18n, files.inward.gender).to_owned(),
                    genders: genders
                        .map(|one| (*one, gender(i18n, *one).to_owned()))
                        .collect(),
                    age: t_string!(i18n, files.inward.age).to_owned(),
                    deceased: t_string!(i18n, files.inward.deceased).to_owned(),
                    not_human: t_string!(i18n, files.inward.not_human).to_owned(),
                };
                file.draft(version, &words)
            }
        }
    }
}
