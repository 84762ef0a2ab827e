//! Headers by which a proxy in front tells where a browser is and whether it is a robot's.
//!
//! A client can send them too where no proxy replaces them. It gains nothing: to say less than a proxy would is to say
//! nothing, and then nothing is concluded.

use std::str::FromStr;

use avouch_signin::SignInContext;
use http::{HeaderMap, HeaderName};
use serde_json::{Map, Value};

/// What is told, by the name of its header.
#[derive(Clone, Debug)]
pub struct InjectedHeaders(Vec<(&'static str, HeaderName)>);

impl Default for InjectedHeaders {
    fn default() -> Self {
        let names = ["country", "city", "latitude", "longitude", "bot-score", "bot-verified"];
        let pairs = SignInContext::INJECTED.into_iter().zip(names);
        let header = |name: &str| HeaderName::try_from(format!("x-logto-cf-{name}")).ok();
        Self(pairs.filter_map(|(member, name)| Some((member, header(name)?))).collect())
    }
}

/// The text names no headers.
#[derive(Clone, Copy, Debug)]
pub struct NoHeaders;

/// Reads a JSON object of headers' names by what they tell, such as `{"country":"cf-ipcountry"}`.
impl FromStr for InjectedHeaders {
    type Err = NoHeaders;

    fn from_str(json: &str) -> Result<Self, NoHeaders> {
        let members: Map<String, Value> = serde_json::from_str(json).map_err(|_| NoHeaders)?;
        let pair = |(name, header): (&String, &Value)| {
            let member = SignInContext::INJECTED.into_iter().find(|member| member == name).ok_or(NoHeaders)?;
            let header = HeaderName::try_from(header.as_str().ok_or(NoHeaders)?).map_err(|_| NoHeaders)?;
            Ok((member, header))
        };
        members.iter().map(pair).collect::<Result<_, NoHeaders>>().map(Self)
    }
}

impl InjectedHeaders {
    pub(crate) fn read(&self, context: SignInContext, headers: &HeaderMap) -> SignInContext {
        self.0.iter().fold(context, |context, (member, name)| {
            match headers.get(name).and_then(|value| value.to_str().ok()) {
                Some(value) => context.with(member, value),
                None => context,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use avouch_signin::SignInContext;
    use http::{HeaderMap, HeaderValue};

    use super::InjectedHeaders;

    fn country(headers: &InjectedHeaders, name: &'static str) -> Option<String> {
        let mut sent = HeaderMap::new();
        sent.insert(name, HeaderValue::from_static("DE"));
        headers.read(SignInContext::default(), &sent).country
    }

    #[test]
    fn a_proxy_names_its_headers() {
        let usual = InjectedHeaders::default();
        assert_eq!(country(&usual, "x-logto-cf-country").as_deref(), Some("DE"));
        let own = r#"{"country":"cf-ipcountry"}"#.parse().unwrap();
        assert_eq!(country(&own, "cf-ipcountry").as_deref(), Some("DE"));
        assert_eq!(country(&own, "x-logto-cf-country"), None);
        for wrong in ["", "[]", "{\"country\":1}", "{\"planet\":\"x\"}", "{\"country\":\"a b\"}"] {
            assert!(wrong.parse::<InjectedHeaders>().is_err(), "{wrong}");
        }
    }
}
