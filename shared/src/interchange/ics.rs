//! Dates for calendars: iCalendar (RFC 5545), days without a time.
//!
//! Written here: what is needed of the format are a dozen lines of text, and libraries for it bring clocks and time zones.

use crate::date::Day;

/// A day in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarDay {
    /// What it is everywhere and always: a calendar that has it takes what comes for a new version of it.
    pub uid: String,
    /// The day.
    pub day: Day,
    /// What is shown.
    pub title: String,
    /// Where more of it can be read; may be empty.
    pub link: String,
}

/// The most bytes of a line, without its end.
const LINE_BYTES: usize = 75;
const DAY_MS: i64 = 86_400_000;

/// A calendar with these days. `name` is what it is called, `now_ms` when it is written, in milliseconds since 1970.
#[must_use]
pub fn ics(name: &str, days: &[CalendarDay], now_ms: i64) -> String {
    let stamp = stamp(now_ms);
    let mut text = String::new();
    let mut line = |content: &str| fold(&mut text, content);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Trama//Trama//ES");
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    line(&format!("X-WR-CALNAME:{}", escaped(name)));
    for day in days {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}", escaped(&day.uid)));
        line(&format!("DTSTAMP:{stamp}"));
        line(&format!("DTSTART;VALUE=DATE:{}", plain(day.day)));
        // The day after: an event ends before it.
        line(&format!("DTEND;VALUE=DATE:{}", plain(day.day.plus(1))));
        line(&format!("SUMMARY:{}", escaped(&day.title)));
        if !day.link.is_empty() {
            line(&format!("URL:{}", day.link.replace(char::is_control, "")));
        }
        line("CLASS:PRIVATE");
        // A date by which something is done leaves the day free.
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

/// A text as a value: nothing in it ends the line or begins another value.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.trim().chars() {
        match letter {
            '\\' | ';' | ',' => {
                safe.push('\\');
                safe.push(letter);
            }
            '\n' => safe.push_str("\\n"),
            other if other.is_control() => {}
            other => safe.push(other),
        }
    }
    safe
}

/// Adds a line; what is longer than a line may be goes on in the next, after a space, and no letter is torn apart.
fn fold(text: &mut String, content: &str) {
    let mut room = LINE_BYTES;
    for letter in content.chars() {
        if letter.len_utf8() > room {
            text.push_str("\r\n ");
            room = LINE_BYTES - 1;
        }
        room -= letter.len_utf8();
        text.push(letter);
    }
    text.push_str("\r\n");
}

fn plain(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// A moment in UTC.
fn stamp(now_ms: i64) -> String {
    let seconds = now_ms.rem_euclid(DAY_MS) / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!(
        "{}T{hours:02}{minutes:02}{seconds:02}Z",
        plain(Day::of_ms(now_ms))
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn calendar_day(title: &str) -> CalendarDay {
        CalendarDay {
            uid: "a1@caso.trama".to_owned(),
            day: "2026-12-31".parse().expect("a day"),
            title: title.to_owned(),
            link: "https://trama.example/caso/c".to_owned(),
        }
    }

    /// The lines as a calendar reads them.
    fn unfolded(text: &str) -> Vec<String> {
        let whole = text.replace("\r\n ", "");
        whole.split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_day_is_written_as_calendars_read_it() {
        let text = ics(
            "Compromisos",
            &[calendar_day("Pedir hora; ir, y \\ volver\ncon Ana")],
            1_795_305_661_000,
        );
        assert_eq!(
            unfolded(&text),
            [
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//Trama//Trama//ES",
                "CALSCALE:GREGORIAN",
                "METHOD:PUBLISH",
                "X-WR-CALNAME:Compromisos",
                "BEGIN:VEVENT",
                "UID:a1@caso.trama",
                "DTSTAMP:20261122T000101Z",
                "DTSTART;VALUE=DATE:20261231",
                "DTEND;VALUE=DATE:20270101",
                "SUMMARY:Pedir hora\\; ir\\, y \\\\ volver\\ncon Ana",
                "URL:https://trama.example/caso/c",
                "CLASS:PRIVATE",
                "TRANSP:TRANSPARENT",
                "END:VEVENT",
                "END:VCALENDAR",
            ]
        );
        assert!(!ics("", &[], 0).contains("VEVENT"));
    }

    proptest! {
        #[test]
        fn no_title_breaks_a_line_or_makes_one(title in "\\PC{0,200}", more in "[ñ\n\r;,:\\\\ á🙂-]{0,120}") {
            let text = ics("Ñ", &[calendar_day(&format!("{title}{more}"))], 0);
            for line in text.split_terminator("\r\n") {
                prop_assert!(line.len() <= LINE_BYTES, "{}", line);
                prop_assert!(!line.contains(['\n', '\r']));
            }
            prop_assert!(text.ends_with("END:VCALENDAR\r\n"));
            prop_assert_eq!(unfolded(&text).len(), 17);
        }
    }
}
