//! Where the answer may go.

use avouch_model::applications::ApplicationType;
use avouch_store::applications::Client;
use url::{Host, Url};

use crate::cimd::is_cimd;
use crate::{OidcError, Params, wildcards};

/// The address of the request, or the only one there is.
pub(super) fn choose(client: &Client, params: &Params) -> Result<String, OidcError> {
    let registered = &client.application.oidc_client_metadata.redirect_uris;
    let Some(wanted) = params.get("redirect_uri") else {
        return match registered.as_slice() {
            [only] if !only.contains('*') => Ok(only.to_string()),
            _ => Err(OidcError::missing("redirect_uri")),
        };
    };
    let is_native = client.application.r#type == ApplicationType::Native;
    // What a document says is compared as it is written, but for ports that an application finds when it starts.
    let is_said = |pattern: &str| pattern == wanted || pattern.contains('*') || pattern.starts_with("http://");
    let fit = |pattern: &str| {
        if is_cimd(client) { is_said(pattern) && fits(pattern, wanted, true) } else { fits(pattern, wanted, is_native) }
    };
    if registered.iter().any(|pattern| fit(pattern)) {
        return Ok(wanted.to_owned());
    }
    Err(OidcError::redirect_uri("redirect_uri did not match any of the client's registered redirect_uris"))
}

/// Whether an address after sign-out is one that the client registered.
pub(super) fn is_post_logout(client: &Client, wanted: &str) -> bool {
    let registered = &client.application.oidc_client_metadata.post_logout_redirect_uris;
    registered.iter().any(|pattern| fits(pattern, wanted, false))
}

/// Whether an address is one that a registered address, perhaps with wildcards, stands for.
pub(crate) fn fits(pattern: &str, wanted: &str, is_native: bool) -> bool {
    // What a URL parser takes away or reads as a slash is a trick.
    if wanted.contains(|letter: char| matches!(letter, '*' | '\\') || letter.is_control() || letter.is_whitespace()) {
        return false;
    }
    let Ok(wanted) = Url::parse(wanted) else { return false };
    if pattern.contains('*') {
        return wildcard(pattern, &wanted);
    }
    let Ok(mut pattern) = Url::parse(pattern) else { return false };
    if is_native && pattern.scheme() == "http" && is_loopback(&pattern) && wanted.scheme() == "http" {
        // An application on the device listens where there is room (RFC 8252 section 7.3).
        let _ = pattern.set_port(wanted.port());
    }
    pattern == wanted
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// `*` stands for part of a label of the host, though not of its last two, or for any part of the path.
fn wildcard(pattern: &str, wanted: &Url) -> bool {
    let Ok(pattern) = Url::parse(pattern) else { return false };
    let is_plain = |url: &Url| url.username().is_empty() && url.password().is_none();
    let hosts = pattern.host_str().zip(wanted.host_str());
    pattern.scheme() == wanted.scheme()
        && is_plain(&pattern)
        && is_plain(wanted)
        && pattern.port_or_known_default() == wanted.port_or_known_default()
        && hosts.is_some_and(|(pattern, wanted)| wildcards::host_fits(pattern, wanted))
        && wildcards::text_fits(pattern.path(), wanted.path(), 0)
        && pattern.query() == wanted.query()
        && pattern.fragment() == wanted.fragment()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use url::Url;

    use super::fits;

    #[test]
    fn only_registered_addresses_fit() {
        for (pattern, wanted, native, expected) in [
            ("https://app.test/cb", "https://app.test/cb", false, true),
            ("https://app.test/cb", "https://APP.test:443/cb", false, true),
            ("https://app.test/cb", "https://app.test/cb?x=1", false, false),
            ("https://app.test/cb", "https://app.test/cb/../evil", false, false),
            ("https://app.test/cb", "https://app.test.evil/cb", false, false),
            ("http://localhost/cb", "http://localhost:4567/cb", true, true),
            ("http://localhost/cb", "http://localhost:4567/cb", false, false),
            ("http://127.0.0.1:1/cb", "http://127.0.0.1:9/cb", true, true),
            ("http://127.0.0.1/cb", "http://127.0.0.2/cb", true, false),
            ("https://app.test/cb", "https://app.test:8443/cb", true, false),
            ("https://app.test/cb", "https:\\\\app.test\\cb", false, false),
            ("https://app.test/cb", "https://app.test/c\nb", false, false),
            ("https://app.test/cb", " https://app.test/cb", false, false),
            ("com.app://cb", "com.app://cb", true, true),
            ("https://*.app.test/cb", "https://a.app.test/cb", false, true),
            ("https://*.app.test/cb", "https://a.b.app.test/cb", false, false),
            ("https://*.app.test/cb", "https://app.test/cb", false, false),
            ("https://pr-*.app.test/cb", "https://pr-.app.test/cb", false, false),
            ("https://*a*.app.test/cb", "https://bab.app.test/cb", false, true),
            ("https://*a*.app.test/cb", "https://aab.app.test/cb", false, true),
            ("https://*a*.app.test/cb", "https://abb.app.test/cb", false, false),
            ("https://*a*.app.test/cb", "https://bba.app.test/cb", false, false),
            ("https://a.app.test/\u{fc}/*", "https://a.app.test/%C3%BC/x", false, true),
            ("https://a.app.test/x?*", "https://a.app.test/x?y", false, false),
            ("https://*.\u{fc}.test/cb", "https://a.xn--tda.test/cb", false, true),
            ("https://u:p@a.app.test/*", "https://a.app.test/x", false, false),
            ("https://u:p@*.app.test/cb", "https://a.app.test/cb", false, false),
            ("http://[0:0::1]/*", "http://[::1]/x", false, true),
            ("https://*.test/cb", "https://evil.test/cb", false, false),
            ("https://a.app.test/*/cb", "https://a.app.test/x/y/cb", false, true),
            ("https://a.app.test/*", "https://u:p@a.app.test/x", false, false),
            ("https://*.app.test/cb", "https://*.app.test/cb", false, false),
        ] {
            assert_eq!(fits(pattern, wanted, native), expected, "{pattern} {wanted}");
        }
    }

    const PATTERNS: [&str; 4] =
        ["https://app.test/cb", "https://*.app.test/cb", "https://a.app.test/*", "http://localhost/cb"];

    proptest! {
        #[test]
        fn whatever_fits_is_where_the_pattern_says(wanted in any::<String>(), native in any::<bool>()) {
            for pattern in PATTERNS {
                prop_assert!(!fits(pattern, &wanted, native), "{pattern} {wanted}");
            }
        }

        #[test]
        fn no_change_leads_elsewhere(
            at in 0..30_usize,
            cut in 0..4_usize,
            put in "[a-z0-9.@:/\\\\?#%*&;\\[\\]\\- \t\u{e9}\u{3002}\u{ff0f}]{0,6}",
            native in any::<bool>(),
        ) {
            for (pattern, good) in [
                (PATTERNS[0], "https://app.test/cb"),
                (PATTERNS[1], "https://a.app.test/cb"),
                (PATTERNS[2], "https://a.app.test/x"),
                (PATTERNS[3], "http://localhost/cb"),
            ] {
                let mut letters: Vec<char> = good.chars().collect();
                let from = at.min(letters.len());
                let to = (from + cut).min(letters.len());
                letters.splice(from..to, put.chars());
                let wanted: String = letters.into_iter().collect();
                if fits(pattern, &wanted, native) {
                    let (wanted, pattern) = (Url::parse(&wanted).unwrap(), Url::parse(pattern).unwrap());
                    let host = wanted.host_str().unwrap();
                    let own = pattern.host_str().unwrap().trim_start_matches("*.");
                    let is_own = host == own || host.strip_suffix(own).is_some_and(|label| label.matches('.').count() == 1);
                    prop_assert!(is_own, "{wanted}");
                    prop_assert_eq!(wanted.scheme(), pattern.scheme());
                    prop_assert!(wanted.username().is_empty() && wanted.password().is_none());
                    prop_assert!(native || wanted.port() == pattern.port());
                    prop_assert_eq!(wanted.fragment(), None);
                }
            }
        }
    }
}
