//! Which pages may use a client from a browser.

use avouch_store::applications::Client;
use url::Url;

use crate::{Issuer, OidcError, wildcards};

/// Refuses an origin that is neither the provider's own nor one that the client lists or redirects to.
pub(crate) fn check(issuer: &Issuer, client: &Client, origin: Option<&str>) -> Result<(), OidcError> {
    let Some(origin) = origin else { return Ok(()) };
    let application = &client.application;
    let listed = application.custom_client_metadata.cors_allowed_origins.iter().flatten();
    let redirects = &application.oidc_client_metadata.redirect_uris;
    let own = Url::parse(&issuer.endpoint).is_ok_and(|url| url.origin().ascii_serialization() == origin);
    if own || listed.into_iter().any(|listed| **listed == *origin) || redirects.iter().any(|uri| is_of(uri, origin)) {
        return Ok(());
    }
    let shown: String = origin.chars().take(256).collect();
    Err(OidcError::origin(&shown, application.id.as_str()))
}

/// Whether a registered redirect URI, possibly with wildcards in its host, is of an origin.
fn is_of(uri: &str, origin: &str) -> bool {
    let (Ok(uri), Ok(origin)) = (Url::parse(uri), Url::parse(origin)) else { return false };
    let (Some(pattern), Some(host)) = (uri.host_str(), origin.host_str()) else { return false };
    if !matches!(uri.scheme(), "http" | "https")
        || uri.scheme() != origin.scheme()
        || uri.port_or_known_default() != origin.port_or_known_default()
    {
        return false;
    }
    wildcards::host_fits(pattern, host)
}

#[cfg(test)]
mod tests {
    use super::is_of;

    #[test]
    fn an_origin_is_that_of_a_redirect_uri() {
        assert!(is_of("https://app.example.com/cb", "https://app.example.com"));
        assert!(is_of("https://app-*.example.com/cb", "https://app-1.example.com"));
        assert!(is_of("https://*-pr-*.example.com/cb", "https://app-pr-1.example.com"));
        for (uri, origin) in [
            ("https://app.example.com/cb", "http://app.example.com"),
            ("https://app.example.com/cb", "https://app.example.com:8443"),
            ("https://*.example.com/cb", "https://a.b.example.com"),
            ("https://app-*.example.com/cb", "https://app-.example.com"),
            ("https://a.*.com/cb", "https://a.evil.com"),
            ("com.example.app://cb", "null"),
        ] {
            assert!(!is_of(uri, origin), "{uri} {origin}");
        }
    }
}
