//! What an error knows, as it is said in a sentence: lists are words, not JSON. Programs read `data`.

use avouch_shape::Issues;
use serde_json::Value;

/// Something that a sentence can say.
pub(super) trait Said {
    /// Its words.
    fn said(&self) -> String;
}

impl Said for Value {
    fn said(&self) -> String {
        /// Members that a thing is known by, and the list of what can be used.
        const TELLING: [&str; 4] = ["availableFactors", "code", "connectorName", "name"];
        match self {
            Value::String(text) => text.clone(),
            Value::Array(all) => all.iter().map(Said::said).collect::<Vec<_>>().join(", "),
            Value::Object(members) => {
                let told = TELLING.iter().find_map(|name| members.get(*name));
                told.map_or_else(|| self.to_string(), Said::said)
            }
            other => other.to_string(),
        }
    }
}

impl<T: AsRef<str>> Said for Vec<T> {
    fn said(&self) -> String {
        self.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ")
    }
}

macro_rules! as_they_are {
    ($($kind:ty),*) => { $(impl Said for $kind {
        fn said(&self) -> String {
            self.to_string()
        }
    })* };
}

as_they_are!(String, &'static str, i64, u16, usize, Issues);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Said;

    #[test]
    fn lists_are_words() {
        for (value, said) in [
            (json!({ "availableFactors": ["Totp", "WebAuthn"], "maskedIdentifiers": {} }), "Totp, WebAuthn"),
            (
                json!([{ "code": "password_rejected.too_short", "interpolation": { "min": 8 } }]),
                "password_rejected.too_short",
            ),
            (json!([{ "id": "x", "connectorName": "Acme" }, { "id": "y", "connectorName": "Corp" }]), "Acme, Corp"),
            (json!({ "x": 1 }), "{\"x\":1}"),
            (json!(5), "5"),
        ] {
            assert_eq!(value.said(), said);
        }
        assert_eq!(vec!["email", "password"].said(), "email, password");
    }
}
