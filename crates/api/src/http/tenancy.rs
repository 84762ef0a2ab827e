//! Which tenant a request is for: by host, by path, then by the listener it came in on.

use std::sync::Arc;

use avouch_model::TenantId;
use avouch_oidc::{Endpoints, Issuer};
use avouch_store::{Result, Store, domains, tenants};
use http::uri::{PathAndQuery, Uri};

use super::front::Listener;

/// The tenant of a request, at the address it was asked at.
pub(crate) async fn resolve(
    store: &Store,
    endpoints: &Endpoints,
    listener: Listener,
    host: &str,
    uri: &mut Uri,
) -> Result<Option<Issuer>> {
    let found = |tenant: &TenantId, endpoint: String| {
        Some(Issuer { tenant: store.tenant(tenant), endpoint: Arc::from(endpoint) })
    };
    let at_home = |tenant: &TenantId| found(tenant, endpoints.of(tenant));
    if host == authority(&endpoints.admin) && host != authority(&endpoints.user) {
        go_below(&endpoints.admin, uri);
        return Ok(at_home(&TenantId::admin()));
    }
    if let Some(label) = wildcard_label(&endpoints.user, host) {
        let tenant = TenantId::new(label);
        go_below(&endpoints.user, uri);
        return Ok(if tenants::exists(store, &tenant).await? { at_home(&tenant) } else { None });
    }
    // The port says nothing of whose a domain is, and whoever asks can write any.
    let name = name_of(host);
    if host != authority(&endpoints.user)
        && is_domain(name)
        && let Some(tenant) = domains::tenant_of(store, name).await?
    {
        return Ok(found(&tenant, endpoints.at_domain(name)));
    }
    if listener == Listener::Admin {
        go_below(&endpoints.admin, uri);
        return Ok(at_home(&TenantId::admin()));
    }
    go_below(&endpoints.user, uri);
    if endpoints.by_path
        && let Some((segment, rest)) = first_segment(uri)
    {
        let tenant = TenantId::new(segment);
        if tenants::exists(store, &tenant).await? {
            *uri = rest;
            return Ok(at_home(&tenant));
        }
    }
    Ok(at_home(&TenantId::default_tenant()))
}

/// Host and port of an address.
fn authority(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default()
}

/// What stands for the `*` of `https://*.example.com` in a host.
fn wildcard_label<'host>(address: &str, host: &'host str) -> Option<&'host str> {
    let suffix = authority(address).strip_prefix('*')?;
    let label = host.strip_suffix(suffix)?;
    (!label.is_empty() && !label.contains('.')).then_some(label)
}

/// A host without its port, and without the dot that may end it.
pub(super) fn name_of(host: &str) -> &str {
    host.split(':').next().unwrap_or_default().trim_end_matches('.')
}

/// Whether a host can be a custom domain: it has a dot and is no address.
fn is_domain(name: &str) -> bool {
    name.contains('.') && name.parse::<std::net::IpAddr>().is_err() && name.len() <= 253
}

/// Takes the path of an address off a request that a proxy passes on as it is; many take it off themselves.
fn go_below(address: &str, uri: &mut Uri) {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let Some((_, prefix)) = rest.split_once('/') else { return };
    let below = uri.path().strip_prefix('/').and_then(|path| path.strip_prefix(prefix));
    let Some(below) = below.filter(|below| below.is_empty() || below.starts_with('/')) else { return };
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let below = format!("{}{query}", if below.is_empty() { "/" } else { below });
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = PathAndQuery::try_from(below).ok();
    if let Ok(found) = Uri::from_parts(parts) {
        *uri = found;
    }
}

/// The first segment of a path, and the address without it. Paths of the server itself have no tenant in front.
fn first_segment(uri: &Uri) -> Option<(String, Uri)> {
    let path = uri.path().strip_prefix('/')?;
    let (segment, rest) = path.split_once('/').unwrap_or((path, ""));
    if segment.is_empty() || segment.len() > 21 || matches!(segment, "api" | "oidc" | ".well-known") {
        return None;
    }
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = PathAndQuery::try_from(format!("/{rest}{query}")).ok();
    Some((segment.to_owned(), Uri::from_parts(parts).ok()?))
}

#[cfg(test)]
mod tests {
    use super::{authority, first_segment, go_below, is_domain, name_of, wildcard_label};

    #[test]
    fn reads_hosts() {
        assert_eq!(authority("https://id.example:8443/auth"), "id.example:8443");
        assert_eq!(wildcard_label("https://*.id.example", "acme.id.example"), Some("acme"));
        assert_eq!(wildcard_label("https://*.id.example", "a.b.id.example"), None);
        assert_eq!(wildcard_label("https://id.example", "id.example"), None);
        assert_eq!((name_of("login.acme.com:443"), name_of("login.acme.com.")), ("login.acme.com", "login.acme.com"));
        assert!(is_domain("login.acme.com") && !is_domain("localhost") && !is_domain("192.168.1.5"));
    }

    #[test]
    fn takes_the_address_off_the_path() {
        let below = |path: &str| {
            let mut uri = path.parse().unwrap();
            go_below("https://example.com/my/id", &mut uri);
            uri.to_string()
        };
        assert_eq!(below("/my/id/oidc/token?x=1"), "/oidc/token?x=1");
        assert_eq!(below("/my/id?x=1"), "/?x=1");
        for other in ["/oidc/token", "/my/idea", "/", "/my"] {
            assert_eq!(below(other), other);
        }
        let mut plain = "/oidc/token".parse().unwrap();
        go_below("https://example.com", &mut plain);
        assert_eq!(plain.to_string(), "/oidc/token");
    }

    #[test]
    fn takes_the_tenant_off_the_path() {
        let (segment, rest) = first_segment(&"/acme/oidc/token?x=1".parse().unwrap()).unwrap();
        assert_eq!((segment.as_str(), rest.to_string().as_str()), ("acme", "/oidc/token?x=1"));
        assert!(first_segment(&"/oidc/token".parse().unwrap()).is_none());
        assert!(first_segment(&"/".parse().unwrap()).is_none());
    }
}
