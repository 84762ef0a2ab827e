//! JSON columns that are passed on as they are stored.

use avouch_shape::{Components, Describe, JsonObject};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// A JSON text that was valid when it was stored: read from a row and written to an answer without a parse.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json(Box<RawValue>);

impl Json {
    /// Takes a text from a JSON column; nothing if it is not JSON.
    pub fn from_text(text: &str) -> Option<Self> {
        RawValue::from_string(text.to_owned()).ok().map(Self)
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.get()
    }

    /// Whether it is an object without members.
    pub fn is_empty_object(&self) -> bool {
        self.text() == "{}"
    }

    /// The members, if it is an object.
    pub fn object(&self) -> Option<JsonObject> {
        serde_json::from_str(self.text()).ok()
    }
}

impl From<&Value> for Json {
    fn from(value: &Value) -> Self {
        // A `Value` has string keys and finite numbers: it always has a JSON text.
        Self(RawValue::from_string(value.to_string()).unwrap_or_else(|_| RawValue::NULL.to_owned()))
    }
}

impl Describe for Json {
    fn describe(_: &mut Components) -> Value {
        json!({ "type": "object", "additionalProperties": true })
    }
}
