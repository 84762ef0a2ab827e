//! Points in time.

use avouch_shape::{Components, Describe, Int};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Milliseconds since the epoch that a client gives: of any time that a date of JavaScript can be, as databases can keep.
pub type Millis = Int<-8_640_000_000_000_000, 8_640_000_000_000_000>;

/// Milliseconds since the Unix epoch: how every time crosses the API, whatever the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The epoch itself.
    pub const EPOCH: Self = Self(0);

    /// A point in time from milliseconds since the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch: the unit of JWT claims (RFC 7519 section 2).
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// This time, `millis` later.
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// The form of HTTP headers, `Mon, 23 Nov 2026 10:00:00 GMT` (RFC 9110 section 5.6.7).
    pub fn http(self) -> Option<String> {
        let time = jiff::Timestamp::from_millisecond(self.0).ok()?;
        Some(time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
    }

    /// The first instant of a day such as `2026-01-31`, UTC.
    pub fn from_date(text: &str) -> Option<Self> {
        let date: jiff::civil::Date = text.parse().ok().filter(|_| text.len() == 10)?;
        let zoned = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Self(zoned.timestamp().as_millisecond()))
    }

    /// The day, as `2026-01-31`, UTC.
    pub fn date(self) -> Option<String> {
        Some(self.iso()?.get(..10)?.to_owned())
    }

    /// ISO 8601 in UTC with milliseconds, or nothing for a time outside the calendar.
    pub fn iso(self) -> Option<String> {
        let time = jiff::Timestamp::from_millisecond(self.0).ok()?;
        Some(format!("{time:.3}"))
    }
}

impl Describe for Timestamp {
    fn describe(_: &mut Components) -> Value {
        json!({ "type": "integer", "format": "int64", "description": "Milliseconds since the Unix epoch." })
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn writes_iso_8601() {
        assert_eq!(Timestamp::EPOCH.iso().unwrap(), "1970-01-01T00:00:00.000Z");
        assert_eq!(Timestamp::from_millis(1_795_405_875_155).iso().unwrap(), "2026-11-23T03:51:15.155Z");
        assert_eq!(Timestamp::from_millis(-1500).seconds(), -2);
    }
}
