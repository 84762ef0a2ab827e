//! Counts for the dashboard.

use avouch_shape::{Checked, Describe, Input, Problem, TextRule};
use serde::Serialize;
use serde_json::{Value, json};

/// How many users there are.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct TotalUsers {
    /// All of them.
    pub total_user_count: i64,
}

/// A count, and how it changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Describe)]
pub struct CountWithDelta {
    /// Count.
    pub count: i64,
    /// What is more or less than in the time before.
    pub delta: i64,
}

/// How many users are new.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct NewUsers {
    /// Since midnight; against yesterday.
    pub today: CountWithDelta,
    /// In the last seven days; against the seven before.
    pub last7_days: CountWithDelta,
}

/// How many users were active on a day.
#[derive(Debug, Serialize, Describe)]
pub struct DailyCount {
    /// Day, as `YYYY-MM-DD`.
    pub date: String,
    /// Active users.
    pub count: i64,
}

/// How many users are active.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ActiveUsers {
    /// Day by day, the last thirty.
    pub dau_curve: Vec<DailyCount>,
    /// On the day.
    pub dau: CountWithDelta,
    /// In the seven days up to it.
    pub wau: CountWithDelta,
    /// In the thirty days up to it.
    pub mau: CountWithDelta,
}

/// Which day to look from.
#[derive(Debug, Default, Input)]
pub struct ActiveUsersQuery {
    /// Day, as `YYYY-MM-DD`; today unless set.
    pub date: Option<Day>,
}

/// A day as `YYYY-MM-DD`, whether it is in the calendar or not.
pub type Day = Checked<DayRule>;

/// Four digits, two and two.
#[derive(Clone, Copy, Debug)]
pub enum DayRule {}

impl TextRule for DayRule {
    fn check(text: &str) -> Result<(), Problem> {
        let fits = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
        if text.len() == 10 && text.bytes().enumerate().all(fits) { Ok(()) } else { Err(Problem::Regex) }
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$", "example": "2026-01-31" })
    }
}
