//! Where settings come from.

use std::collections::HashMap;
use std::path::Path;

use super::settings::SETTINGS;
use crate::Failure;

/// The environment, and a TOML file behind it.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    environment: HashMap<String, String>,
    file: HashMap<String, String>,
}

impl Sources {
    /// Takes an environment, and the text of a TOML file.
    pub fn new(environment: HashMap<String, String>, file: Option<&str>) -> Result<Self, Failure> {
        let file = file.map_or_else(|| Ok(HashMap::new()), read)?;
        Ok(Self { environment, file })
    }

    /// The environment of this process, and a file if one is named.
    pub fn of_process(file: Option<&Path>) -> Result<Self, Failure> {
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let Some(path) = file else { return Self::new(environment, None) };
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::config(format!("The configuration file {} cannot be read: {error}.", path.display()))
        })?;
        Self::new(environment, Some(&text))
    }

    /// The value of a setting. An empty one counts as not set.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let value = self.environment.get(name).or_else(|| self.file.get(name));
        value.map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// Variables whose names begin in one of several ways.
    pub(super) fn beginning(&self, starts: &[&str]) -> impl Iterator<Item = (&str, &str)> {
        let named = self.environment.iter().filter(|(name, _)| starts.iter().any(|start| name.starts_with(start)));
        named.map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Reads a TOML file of settings in lower case.
fn read(text: &str) -> Result<HashMap<String, String>, Failure> {
    let table: toml::Table =
        text.parse().map_err(|error| Failure::config(format!("The configuration file is not TOML: {error}")))?;
    let mut values = HashMap::new();
    for (key, value) in table {
        let name = key.to_uppercase();
        if !SETTINGS.iter().any(|setting| setting.name == name) {
            return Err(Failure::config(format!(
                "`{key}` in the configuration file is not a setting; see docs/configuration.md."
            )));
        }
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(value) => value.to_string(),
            _ => {
                return Err(Failure::config(format!(
                    "`{key}` in the configuration file must be a text, a number or true/false."
                )));
            }
        };
        values.insert(name, text);
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::Sources;

    #[test]
    fn the_environment_goes_before_the_file() {
        let environment = HashMap::from([("PORT".to_owned(), "1".to_owned())]);
        let sources = Sources::new(environment, Some("port = 2\nadmin_port = 3\ntrust_proxy_header = true")).unwrap();
        assert_eq!((sources.get("PORT"), sources.get("ADMIN_PORT")), (Some("1"), Some("3")));
        assert_eq!(sources.get("TRUST_PROXY_HEADER"), Some("true"));
    }

    #[test]
    fn a_file_with_a_mistake_names_it() {
        for (text, named) in [("prot = 1", "prot"), ("port = [1]", "port"), ("port = ", "TOML")] {
            let failure = Sources::new(HashMap::new(), Some(text)).unwrap_err();
            assert!(failure.message.contains(named), "{}", failure.message);
        }
    }
}
