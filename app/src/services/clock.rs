//! Time and randomness from the browser; everything pure receives them from here.

/// Milliseconds since 1970.
#[must_use]
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// A moment as if the clock on the wall were UTC's: for the calendar's day where the person is.
#[must_use]
pub fn local_ms(at_ms: f64) -> f64 {
    let behind_minutes = js_sys::Date::new(&at_ms.into()).get_timezone_offset();
    at_ms - behind_minutes * 60_000.0
}

/// 128 random bits, for the ids of new entities.
#[must_use]
pub fn random_bits() -> u128 {
    u128::from_le_bytes(random_bytes())
}

/// Random bytes from the browser's generator.
#[must_use]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // The browser's generator exists wherever the app runs (a secure context); without it nothing could be
    // created safely, and zeros would collide loudly instead of silently.
    if getrandom::fill(&mut bytes).is_err() {
        leptos::logging::error!("the browser has no random generator");
    }
    bytes
}

/// A day in words, as the language says it.
#[must_use]
pub fn date_words(at_ms: f64, language: &str) -> String {
    let date = js_sys::Date::new(&at_ms.into());
    let options = js_sys::Object::new();
    for (key, value) in [("day", "numeric"), ("month", "long"), ("year", "numeric")] {
        // Setting a property of a fresh plain object cannot fail.
        let _ = js_sys::Reflect::set(&options, &key.into(), &value.into());
    }
    date.to_locale_date_string(language, &options).into()
}

/// A day and a time of day in words, as the language says them; only the time where it is today.
#[must_use]
pub fn moment_words(at_ms: f64, language: &str) -> String {
    let date = js_sys::Date::new(&at_ms.into());
    let time = js_sys::Object::new();
    for (key, value) in [("hour", "2-digit"), ("minute", "2-digit")] {
        // Setting a property of a fresh plain object cannot fail.
        let _ = js_sys::Reflect::set(&time, &key.into(), &value.into());
    }
    let time: String = date
        .to_locale_time_string_with_options(language, &time)
        .into();
    let today = js_sys::Date::new_0().to_date_string();
    if date.to_date_string() == today {
        time
    } else {
        format!("{}, {time}", date_words(at_ms, language))
    }
}

/// A moment in few words, as the language says it: the day, with the year where it is another one than now, and if
/// `fine` the time of day.
#[must_use]
pub fn short_date(at_ms: f64, language: &str, fine: bool) -> String {
    let date = js_sys::Date::new(&at_ms.into());
    let this_year = js_sys::Date::new_0().get_full_year() == date.get_full_year();
    let options = js_sys::Object::new();
    let year = (!this_year).then_some(("year", "numeric"));
    let time = fine.then_some([("hour", "numeric"), ("minute", "2-digit")]);
    let parts = [("day", "numeric"), ("month", "short")]
        .into_iter()
        .chain(year)
        .chain(time.into_iter().flatten());
    for (key, value) in parts {
        // Setting a property of a fresh plain object cannot fail.
        let _ = js_sys::Reflect::set(&options, &key.into(), &value.into());
    }
    date.to_locale_string(language, &options).into()
}

/// The day of a moment where the person is, as a field for dates writes it: `2026-03-09`.
#[must_use]
pub fn day_of(at_ms: f64) -> String {
    let date = js_sys::Date::new(&at_ms.into());
    let (year, month, day) = (date.get_full_year(), date.get_month() + 1, date.get_date());
    format!("{year:04}-{month:02}-{day:02}")
}

/// The same time of day as at `at_ms` on another day, as a field for dates writes it. `None` where there is no such day.
#[must_use]
pub fn on_day(at_ms: f64, day: &str) -> Option<f64> {
    let (year, month, day) = day_parts(day)?;
    let date = js_sys::Date::new(&at_ms.into());
    let moved = date.set_full_year_with_month_date(year, month - 1, day);
    moved.is_finite().then_some(moved)
}

/// Year, month and day of `2026-03-09`; `None` where that is no date of a calendar.
fn day_parts(text: &str) -> Option<(u32, i32, i32)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let year: u32 = year.parse().ok()?;
    let (month, day): (i32, i32) = (month.parse().ok()?, day.parse().ok()?);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    ((1970..=9999).contains(&year) && (1..=days).contains(&day)).then_some((year, month, day))
}

/// How long ago something happened, as a person would say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ago {
    /// Less than a minute ago, or in the future by a wrong clock.
    Now,
    /// 1 to 59 minutes ago.
    Minutes(u32),
    /// 1 to 23 hours ago.
    Hours(u32),
    /// One calendar-free day: 24 to 47 hours ago.
    Yesterday,
    /// 2 to 6 days ago.
    Days(u32),
    /// Longer ago: said as a date.
    Date,
}

impl Ago {
    /// The words for `then_ms`, seen from `now_ms`.
    #[must_use]
    pub fn between(then_ms: f64, now_ms: f64) -> Self {
        let minutes = ((now_ms - then_ms) / 60_000.0).clamp(0.0, 20_000.0) as u32;
        match minutes {
            0 => Self::Now,
            1..60 => Self::Minutes(minutes),
            60..1_440 => Self::Hours(minutes / 60),
            1_440..2_880 => Self::Yesterday,
            2_880..10_080 => Self::Days(minutes / 1_440),
            _ => Self::Date,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE_MS: f64 = 60_000.0;

    #[test]
    fn a_date_is_one_of_the_calendar() {
        assert_eq!(day_parts("2026-03-09"), Some((2026, 3, 9)));
        assert_eq!(day_parts("2024-02-29"), Some((2024, 2, 29)));
        for text in [
            "",
            "2026-02-29",
            "2026-13-01",
            "2026-04-31",
            "1969-12-31",
            "2026-03",
            "2026-03-09-1",
            "ayer",
        ] {
            assert_eq!(day_parts(text), None, "{text}");
        }
    }

    #[test]
    fn the_past_is_said_in_the_largest_unit_that_fits() {
        let now = 1_790_000_000_000.0;
        let ago = |minutes: f64| Ago::between(now - minutes * MINUTE_MS, now);
        assert_eq!(ago(0.9), Ago::Now);
        assert_eq!(ago(1.0), Ago::Minutes(1));
        assert_eq!(ago(59.9), Ago::Minutes(59));
        assert_eq!(ago(60.0), Ago::Hours(1));
        assert_eq!(ago(24.0 * 60.0), Ago::Yesterday);
        assert_eq!(ago(3.5 * 24.0 * 60.0), Ago::Days(3));
        assert_eq!(ago(7.0 * 24.0 * 60.0), Ago::Date);
    }

    #[test]
    fn a_clock_that_runs_behind_says_now() {
        assert_eq!(Ago::between(2_000_000.0, 1_000_000.0), Ago::Now);
    }
}
