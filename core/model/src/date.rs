//! Calendar dates and time stamps, as they stand in a text and in file metadata.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A day of the Gregorian calendar, years 1 to 9999; written `2025-05-26`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub struct Date {
    /// 1 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Date {
    /// What file metadata says where a text has no date: never printed.
    pub const EPOCH: Self = Self { year: 1970, month: 1, day: 1 };

    /// Makes a date; `None` if there is no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let exists =
            (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }
}

fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        parse_date(text).ok_or_else(|| format!("`{text}` is no date of the form 2025-05-26"))
    }
}

fn parse_date(text: &str) -> Option<Date> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shape {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?)
}

/// A moment in UTC, to the second; written `2025-05-26T00:00:00Z`. Only file metadata holds one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub struct Timestamp {
    /// The day.
    pub date: Date,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

impl From<Date> for Timestamp {
    fn from(date: Date) -> Self {
        Self { date, hour: 0, minute: 0, second: 0 }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{:02}:{:02}:{:02}Z", self.date, self.hour, self.minute, self.second)
    }
}

impl FromStr for Timestamp {
    type Err = String;

    /// Reads `2025-05-26` or `2025-05-26T14:30:00Z`.
    fn from_str(text: &str) -> Result<Self, String> {
        parse_timestamp(text)
            .ok_or_else(|| format!("`{text}` is no time of the form 2025-05-26 or 2025-05-26T14:30:00Z"))
    }
}

fn parse_timestamp(text: &str) -> Option<Timestamp> {
    let Some((date, time)) = text.split_once('T') else {
        return parse_date(text).map(Timestamp::from);
    };
    let time = time.strip_suffix('Z')?;
    let shape = time.len() == 8
        && time.bytes().enumerate().all(|(at, byte)| match at {
            2 | 5 => byte == b':',
            _ => byte.is_ascii_digit(),
        });
    if !shape {
        return None;
    }
    let (hour, minute, second) = (time[..2].parse().ok()?, time[3..5].parse().ok()?, time[6..].parse().ok()?);
    let valid = hour < 24 && minute < 60 && second < 60;
    valid.then_some(Timestamp { date: parse_date(date)?, hour, minute, second })
}

macro_rules! serde_as_text {
    ($type:ty) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }
    };
}

serde_as_text!(Date);
serde_as_text!(Timestamp);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leap_days_exist_only_in_leap_years() {
        for (text, exists) in [("2024-02-29", true), ("2025-02-29", false), ("2000-02-29", true), ("1900-02-29", false)]
        {
            assert_eq!(text.parse::<Date>().is_ok(), exists, "{text}");
        }
    }

    #[test]
    fn odd_spellings_are_refused() {
        for text in ["2025-5-26", "26-05-2025", "2025-05-26 ", "0000-01-01", "２025-05-26", "2025-13-01", "2025-00-10"]
        {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn timestamps_read_what_they_print() {
        let moment: Timestamp = "2025-05-26T14:30:05Z".parse().unwrap();
        assert_eq!(moment.to_string().parse(), Ok(moment));
        assert_eq!("2025-05-26".parse::<Timestamp>().unwrap().to_string(), "2025-05-26T00:00:00Z");
        assert!("2025-05-26T24:00:00Z".parse::<Timestamp>().is_err());
    }
}
