//! Days of the calendar, without a clock and without time zones.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A day of the (proleptic) Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: i64,
    month: u8,
    /// Of the month, from 1.
    date: u8,
}

const MS_A_DAY: i64 = 86_400_000;

impl Day {
    /// The day of a moment, in UTC.
    #[must_use]
    pub fn of_ms(ms_since_epoch: i64) -> Self {
        // Howard Hinnant's `civil_from_days`: years begin in March, in eras of 400 years.
        let days = ms_since_epoch.div_euclid(MS_A_DAY) + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 {
            from_march + 3
        } else {
            from_march - 9
        };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: month as u8,
            date: day as u8,
        }
    }

    /// The day written as "2021-03-15"; `None` for anything else.
    #[must_use]
    pub fn from_iso(text: &str) -> Option<Self> {
        Self::first_of(text).filter(|day| text.len() == 10 && day.to_string() == text)
    }

    /// Days since 1970-01-01; negative before.
    #[must_use]
    pub const fn number(self) -> i64 {
        // Howard Hinnant's `days_from_civil`.
        let year = if self.month <= 2 {
            self.year - 1
        } else {
            self.year
        };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let month = self.month as i64;
        let from_march = if month > 2 { month - 3 } else { month + 9 };
        let of_year = (153 * from_march + 2) / 5 + self.date as i64 - 1;
        let days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        era * 146_097 + days - 719_468
    }

    /// The day so many days later, or earlier.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        Self::of_ms((self.number() + days) * MS_A_DAY)
    }

    /// The first day of "2021", "2021-03" or "2021-03-15"; `None` for anything else.
    #[must_use]
    pub fn first_of(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let mut next = |length: usize| -> Option<Option<i64>> {
            match parts.next() {
                None => Some(None),
                Some(part) => {
                    let plain = part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
                    plain.then(|| part.parse().ok())
                }
            }
        };
        let (year, month, day) = (next(4)??, next(2)?.unwrap_or(1), next(2)?.unwrap_or(1));
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let last = match month {
            2 => 28 + i64::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let fits = year > 0 && (1..=12).contains(&month) && (1..=last).contains(&day);
        (fits && parts.next().is_none()).then_some(Self {
            year,
            month: month as u8,
            date: day as u8,
        })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.date)
    }
}

/// A text is no whole day of the calendar, written as `2026-11-22`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a day: write it as 2026-11-22")]
pub struct NotADay;

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        // A year or a month alone is not a day.
        if text.len() == 10 {
            Self::first_of(text).ok_or(NotADay)
        } else {
            Err(NotADay)
        }
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_fall_on_their_day() {
        for (ms, day) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (951_782_400_000, "2000-02-29"),
            (1_795_305_600_000, "2026-11-22"),
        ] {
            assert_eq!(Day::of_ms(ms).to_string(), day);
        }
    }

    #[test]
    fn days_are_counted_and_numbered_both_ways() {
        for number in (-800_000..800_000).step_by(97) {
            let day = Day::of_ms(number * MS_A_DAY);
            assert_eq!(day.number(), number);
            assert_eq!(day.plus(1).number(), number + 1);
            assert!(day.plus(1) > day && day.plus(-1) < day);
        }
        let day = Day::from_iso("2024-02-28").expect("a day");
        assert_eq!(day.plus(2).to_string(), "2024-03-01");
        assert_eq!(Day::from_iso("2024-02"), None);
        assert_eq!(Day::from_iso(" 2024-02-02"), None);
    }

    #[test]
    fn only_dates_are_dates() {
        let read = |text: &str| Day::first_of(text).map(|day| day.to_string());
        assert_eq!(read("2021").as_deref(), Some("2021-01-01"));
        assert_eq!(read(" 2021-03 ").as_deref(), Some("2021-03-01"));
        assert_eq!(read("2024-02-29").as_deref(), Some("2024-02-29"));
        for other in [
            "desde niña",
            "",
            "21",
            "2021-3",
            "2021-13",
            "2023-02-29",
            "2021-01-01-01",
            "+021",
            "0000",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
