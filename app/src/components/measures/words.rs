//! Numbers as the reader's language writes them.

use leptos_i18n::I18nContext;

use crate::i18n::Locale;

/// A number with at most so many decimals; tracked.
#[must_use]
pub fn number(i18n: I18nContext<Locale>, value: f64, decimals: usize) -> String {
    let written = format!("{value:.decimals$}");
    // Not "-0,00".
    let is_zero = written
        .bytes()
        .all(|byte| matches!(byte, b'-' | b'0' | b'.'));
    let written = if is_zero {
        written.trim_start_matches('-').to_owned()
    } else {
        written.replace('-', "−")
    };
    match i18n.get_locale() {
        Locale::es => written.replace('.', ","),
        Locale::en => written,
    }
}

/// A share of all in whole percents.
#[must_use]
pub fn percent(part: usize, all: usize) -> String {
    if all == 0 {
        return "0".to_owned();
    }
    format!("{:.0}", part as f64 * 100.0 / all as f64)
}
