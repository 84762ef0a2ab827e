//! Whole numbers with bounds.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::describe::{Components, Describe};
use crate::input::Input;
use crate::issue::{Issue, Issues, Path};

/// A whole number from `MIN` to `MAX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Int<const MIN: i64, const MAX: i64>(i64);

impl<const MIN: i64, const MAX: i64> Int<MIN, MAX> {
    /// The number.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl<const MIN: i64, const MAX: i64> Describe for Int<MIN, MAX> {
    fn describe(_: &mut Components) -> Value {
        json!({ "type": "integer", "minimum": MIN, "maximum": MAX })
    }
}

impl<const MIN: i64, const MAX: i64> Input for Int<MIN, MAX> {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let number = i64::read(value, at, issues)?;
        if number < MIN {
            issues.push(Issue::too_small("number", MIN, at));
        } else if number > MAX {
            issues.push(Issue::too_big("number", MAX, at));
        } else {
            return Some(Self(number));
        }
        None
    }
}

impl Input for i64 {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        match value {
            Some(Value::Number(number)) => {
                let whole = number.as_i64().or_else(|| whole(number.as_f64()?));
                if whole.is_none() {
                    issues.push(Issue::not_whole(at));
                }
                whole
            }
            other => {
                issues.push(Issue::wrong_type("number", other.as_ref(), at));
                None
            }
        }
    }
}

/// `1.0` and `1e3` are whole numbers too.
fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^53 is exact in both types")]
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}
