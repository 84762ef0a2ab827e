//! Parameters of a request to the provider.

use crate::OidcError;

/// Parameters that may stand more than once.
const REPEATABLE: [&str; 1] = ["resource"];

/// The parameters of a request, in order.
#[derive(Clone, Debug, Default)]
pub struct Params {
    pairs: Vec<(String, String)>,
}

impl Params {
    /// Takes decoded pairs.
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        Self { pairs }
    }

    /// Reads an `application/x-www-form-urlencoded` text.
    pub fn from_form(text: &[u8]) -> Self {
        Self { pairs: form_urlencoded::parse(text).into_owned().collect() }
    }

    /// A parameter's value. An empty one counts as absent (RFC 6749 section 3.2).
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// Every value of a parameter that may stand more than once.
    pub fn all<'params>(&'params self, name: &'params str) -> impl Iterator<Item = &'params str> {
        self.pairs.iter().filter(move |(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// The pairs.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Refuses parameters that stand more than once, and NUL characters.
    pub(crate) fn check(&self) -> Result<(), OidcError> {
        let mut seen = std::collections::HashSet::new();
        for (key, value) in self.iter() {
            if key.contains('\0') || value.contains('\0') {
                return Err(OidcError::invalid_request("parameters must not contain NUL characters"));
            }
            if !seen.insert(key) && !REPEATABLE.contains(&key) {
                // The answer is read by people too: nobody's sentences are in it.
                let is_of_name =
                    |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.' | ':');
                let name: String = key.chars().filter(is_of_name).take(64).collect();
                return Err(OidcError::invalid_request(format!("'{name}' parameter must not be provided twice")));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Params;

    #[test]
    fn refuses_what_stands_twice() {
        assert!(Params::from_form(b"a=1&b=2&resource=x&resource=y").check().is_ok());
        assert!(Params::from_form(b"a=1&a=1").check().is_err());
        assert!(Params::from_form(b"a=%00").check().is_err());
        assert_eq!(Params::from_form(b"a=&b=x+y%20z").get("a"), None);
        assert_eq!(Params::from_form(b"a=&b=x+y%20z").get("b"), Some("x y z"));
    }
}
