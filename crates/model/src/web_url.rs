//! Addresses on the web.

use avouch_shape::{Checked, Problem, TextRule};
use serde_json::{Value, json};
use url::Url;

/// An `http` or `https` URL.
pub type WebUrl = Checked<WebUrlRule>;

/// The rule of [`WebUrl`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebUrlRule;

impl TextRule for WebUrlRule {
    fn check(text: &str) -> Result<(), Problem> {
        match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(()),
            Ok(_) | Err(_) => Err(Problem::Url),
        }
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "url" })
    }
}
