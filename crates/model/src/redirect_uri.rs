//! Which redirect URIs may be registered.

use avouch_shape::{Checked, Problem, TextRule};
use serde_json::{Value, json};
use url::{Host, Url};

/// A redirect URI as it was registered: an `http(s)` URL, possibly with wildcards, or a custom scheme of a native app.
pub type RedirectUri = Checked<RedirectUriRule>;

/// The rule of [`RedirectUri`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RedirectUriRule;

impl TextRule for RedirectUriRule {
    fn check(text: &str) -> Result<(), Problem> {
        if is_web(text) || is_native(text) {
            return Ok(());
        }
        Err(Problem::Custom(
            "must be an http(s) URL (a `*` may stand in the host or the path only) or a URI with the scheme of a native app",
        ))
    }

    fn schema() -> Value {
        json!({ "type": "string" })
    }
}

/// An `http` or `https` URL. Wildcards stand in a host with a dot or in the path, and nowhere else.
fn is_web(text: &str) -> bool {
    // A URL parser drops or turns these before anyone could look at them.
    if text.contains(|character: char| character == '\\' || character.is_control() || character.is_whitespace()) {
        return false;
    }
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return false;
    }
    let Ok(url) = Url::parse(text) else { return false };
    let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (path, after_path) = tail.split_at(tail.find(['?', '#']).unwrap_or(tail.len()));
    let (userinfo, host_and_port) = authority.rsplit_once('@').unwrap_or(("", authority));
    if userinfo.contains('*') || after_path.contains('*') || path.split('/').any(is_dot_segment) {
        return false;
    }
    if !host_and_port.contains('*') {
        // One that is written otherwise is a wildcard for some readers.
        return !url.host_str().is_some_and(|host| host.contains('*'));
    }
    let port_has_wildcard = host_and_port.rsplit_once(':').is_some_and(|(_, port)| port.contains('*'));
    matches!(url.host(), Some(Host::Domain(host)) if host.contains('.')) && !port_has_wildcard
}

/// `.` or `..`, in any of the ways to write them.
fn is_dot_segment(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

/// A URI with a scheme of its own, such as `com.example.app://callback`.
fn is_native(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let scheme = url.scheme();
    let forbidden = ["http", "https", "javascript", "vbscript", "data", "blob", "file", "about"];
    let mut labels = scheme.split('.');
    let follows = |label: &str, first: bool| {
        let mut characters = label.chars();
        let starts = characters.next().is_some_and(|it| if first { it.is_ascii_lowercase() } else { is_label(it) });
        starts && characters.all(is_label)
    };
    !forbidden.contains(&scheme)
        && labels.next().is_some_and(|label| follows(label, true))
        && labels.all(|label| follows(label, false))
}

fn is_label(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit() || matches!(character, '+' | '-' | '_')
}

#[cfg(test)]
mod tests {
    use avouch_shape::TextRule as _;

    use super::RedirectUriRule;

    #[test]
    fn accepts_web_and_native_uris() {
        for uri in [
            "http://localhost:9999/cb",
            "https://app.example.com",
            "https://*.example.com/cb",
            "https://preview-*.example.com/cb/*",
            "https://example.com/a*b",
            "http://[::1]:3000/cb",
            "https://example.com/cb?x=1#y",
            "com.example.app://callback",
            "io.logto.rn:/cb",
            "myapp:cb",
        ] {
            assert!(RedirectUriRule::check(uri).is_ok(), "{uri}");
        }
    }

    #[test]
    fn refuses_everything_that_could_lead_elsewhere() {
        for uri in [
            "",
            "example.com/cb",
            "ftp://a b",
            "https://",
            "https://*/cb",
            "https://*:8080/cb",
            "https://a.example.com:*/cb",
            "https://a.example.com/cb?x=*",
            "https://a.example.com/cb#*",
            "https://*@a.example.com/cb",
            "https://a.example.com/../cb",
            "https://a.example.com/%2E%2e/cb",
            "https://a.example.com/./cb",
            "https:\\\\a.example.com",
            "https://a.example.com/\tcb",
            "http*://a.example.com/cb",
            "https://%2a.example.com/cb",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "about:blank",
            "vbscript:x",
        ] {
            assert!(RedirectUriRule::check(uri).is_err(), "{uri}");
        }
    }
}
