//! Protected applications: an authenticating proxy stands before them, and reads from here what it has to know. The
//! proxy is the operator's; its domain is a setting.

pub mod custom_domains;

use avouch_model::applications::protected::ProtectedAppMetadata;
use avouch_model::applications::{
    Application, ApplicationType, CreateApplication, OidcClientMetadata, ProtectedAppMetadataChange,
};
use avouch_model::{Json, RedirectUri};
use avouch_shape::Patch;
use serde_json::json;

use crate::{Error, Result};

/// What a new application is protected by: nothing for one of another type.
pub(super) fn of_new(domain: Option<&str>, input: &CreateApplication) -> Result<Option<ProtectedAppMetadata>> {
    let (Some(metadata), ApplicationType::Protected) = (&input.protected_app_metadata, input.r#type) else {
        return Ok(None);
    };
    if !is_label(&metadata.sub_domain) {
        return Err(Error::InvalidSubdomain);
    }
    let domain = domain.ok_or(Error::ProtectedNotConfigured)?;
    Ok(Some(ProtectedAppMetadata {
        host: format!("{}.{domain}", metadata.sub_domain),
        origin: metadata.origin.clone().into_inner(),
        session_duration: ProtectedAppMetadata::SESSION,
        page_rules: Vec::new(),
        additional_scopes: Some(Vec::new()),
        custom_domains: None,
    }))
}

/// A label of a host name (RFC 1123 section 2.1).
fn is_label(text: &str) -> bool {
    let fits = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-';
    (1..=63).contains(&text.len()) && text.chars().all(fits) && !text.starts_with('-') && !text.ends_with('-')
}

/// Where the proxy of a host takes answers, and where people go from there after sign-out.
fn addresses(host: &str) -> [String; 2] {
    [format!("https://{host}/sign-in-callback"), format!("https://{host}")]
}

/// Client metadata with the addresses of a host.
pub(super) fn with_host(metadata: OidcClientMetadata, host: &str) -> OidcClientMetadata {
    let mut metadata = without_host(metadata, host);
    let [callback, home] = addresses(host);
    metadata.redirect_uris.extend(RedirectUri::new(callback).ok());
    metadata.post_logout_redirect_uris.extend(RedirectUri::new(home).ok());
    metadata
}

/// Client metadata without the addresses of a host.
pub(super) fn without_host(mut metadata: OidcClientMetadata, host: &str) -> OidcClientMetadata {
    let [callback, home] = addresses(host);
    metadata.redirect_uris.retain(|uri| **uri != *callback);
    metadata.post_logout_redirect_uris.retain(|uri| **uri != *home);
    metadata
}

/// What a protected application has stored.
fn stored(application: &Application) -> Result<ProtectedAppMetadata> {
    let metadata = application.protected_app_metadata.as_ref().ok_or(Error::ProtectedMisconfigured)?;
    serde_json::from_str(metadata.text()).map_err(|_| Error::ProtectedMisconfigured)
}

/// The metadata as it is stored after a change; nothing if none was asked for.
pub(super) fn changed(
    domain: Option<&str>,
    current: &Application,
    change: &Patch<ProtectedAppMetadataChange>,
) -> Result<Option<Json>> {
    if change.is_absent() {
        return Ok(None);
    }
    if current.r#type != ApplicationType::Protected {
        return Err(Error::ProtectedOnly);
    }
    let mut metadata = stored(current)?;
    if domain.is_none() {
        return Err(Error::ProtectedNotConfigured);
    }
    let Some(ProtectedAppMetadataChange { origin, session_duration, page_rules, additional_scopes }) =
        change.as_value()
    else {
        return Ok(None);
    };
    if let Some(origin) = origin {
        metadata.origin = origin.clone().into_inner();
    }
    if let Some(seconds) = session_duration {
        metadata.session_duration = seconds.get();
    }
    if let Some(rules) = page_rules {
        metadata.page_rules.clone_from(rules);
    }
    if let Some(scopes) = additional_scopes {
        metadata.additional_scopes = Some(scopes.clone());
    }
    Ok(Some(Json::from(&json!(metadata))))
}

/// What a failure to write an application means.
pub(super) fn in_use(error: avouch_store::Error) -> Error {
    if error.is_unique(avouch_store::applications::UNIQUE_HOST) {
        return Error::ProtectedSubdomainExists;
    }
    if error.is_unique(avouch_store::applications::UNIQUE_DOMAIN) {
        return Error::ProtectedDomainExists;
    }
    Error::Store(error)
}

#[cfg(test)]
mod tests {
    use super::is_label;

    #[test]
    fn a_label_can_stand_in_a_host_name() {
        assert!(is_label("my-app1"));
        for bad in ["", "-a", "a-", "a.b", "A", "a_b", &"a".repeat(64)] {
            assert!(!is_label(bad), "{bad}");
        }
    }
}
