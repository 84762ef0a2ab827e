//! What ID tokens of a provider must be (`idTokenVerificationConfig`).

use avouch_shape::{Issue, Issues, JsonObject, Path};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::Error;
use crate::id_token::Rules;

const NAME: &str = "idTokenVerificationConfig";

/// What an ID token must be.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Verification {
    jwks_uri: String,
    #[serde(default)]
    issuer: OneOrMany,
    algorithms: Option<Vec<String>>,
    clock_tolerance: Option<Value>,
    max_token_age: Option<Value>,
    subject: Option<String>,
    typ: Option<String>,
    /// Names of extensions of the header that whoever wrote this understands.
    #[serde(default)]
    crit: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

/// A number of seconds, or a text with a unit such as `5 minutes`.
fn seconds(value: &Value) -> Option<i64> {
    let Some(text) = value.as_str().map(str::trim) else { return value.as_i64() };
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits)?;
    let factor = match unit.trim() {
        "" | "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3600,
        "d" | "day" | "days" => 86_400,
        _ => return None,
    };
    number.parse::<i64>().ok().map(|number| number.saturating_mul(factor))
}

/// The addresses, names and times must be such.
pub(super) fn rule(config: &JsonObject, issues: &mut Issues) {
    let Some(verification) = config.get(NAME).and_then(Value::as_object) else { return };
    let at = Path::Key(&Path::Root, NAME);
    if !verification.contains_key("jwksUri") {
        issues.push(Issue::wrong_type("string", None, &Path::Key(&at, "jwksUri")));
    }
    let is_texts = |value: &Value| value.as_array().is_some_and(|all| all.iter().all(Value::is_string));
    for (name, value) in verification {
        let at = Path::Key(&at, name);
        match name.as_str() {
            "jwksUri" | "subject" | "typ" if !value.is_string() => {
                issues.push(Issue::wrong_type("string", Some(value), &at));
            }
            "issuer" | "audience" if !value.is_string() && !is_texts(value) => {
                issues.push(Issue::wrong_type("string", Some(value), &at));
            }
            "algorithms" if !is_texts(value) => issues.push(Issue::wrong_type("array", Some(value), &at)),
            "clockTolerance" | "maxTokenAge" if seconds(value).is_none_or(|seconds| seconds < 0) => {
                issues.push(Issue::custom("must be seconds, or a text such as `5 minutes`", &at));
            }
            "crit" if !value.as_object().is_some_and(|names| names.values().all(Value::is_boolean)) => {
                issues.push(Issue::custom("must be an object of names with `true` or `false`", &at));
            }
            "currentDate" => {
                issues.push(Issue::custom("cannot be set: with a clock that stands still no token is ever over", &at));
            }
            _ => {}
        }
    }
}

impl Verification {
    /// Who may have issued a token; anyone if there is none.
    pub(super) fn issuers(&self) -> Vec<&str> {
        match &self.issuer {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many.iter().map(String::as_str).collect(),
        }
    }

    /// Extensions of the header that are understood.
    pub(super) fn understood(&self) -> Vec<&str> {
        self.crit.keys().map(String::as_str).collect()
    }

    /// Rules with what is said here.
    pub(super) fn rules<'a>(&'a self, base: Rules<'a>) -> Result<Rules<'a>, Error> {
        let time = |value: &Value| {
            seconds(value).ok_or_else(|| Error::InvalidConfig(format!("`{NAME}` names a time that cannot be read")))
        };
        Ok(Rules {
            keys: &self.jwks_uri,
            tolerance: self.clock_tolerance.as_ref().map_or(Ok(0), time)?,
            algorithms: self.algorithms.as_deref(),
            oldest: self.max_token_age.as_ref().map(time).transpose()?,
            subject: self.subject.as_deref(),
            typ: self.typ.as_deref(),
            ..base
        })
    }
}
