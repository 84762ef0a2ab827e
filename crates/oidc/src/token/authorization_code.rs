//! The authorization code grant (RFC 6749 section 4.1.3, RFC 7636 section 4.6).

use avouch_crypto::sha256;
use avouch_store::applications::Client;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use subtle::ConstantTimeEq as _;

use super::first_tokens::Approved;
use super::user_tokens::Audience;
use super::{Request, TokenResponse, Trail};
use crate::records::{AuthorizationCode, Record as _};
use crate::resources::Target;
use crate::{Extension, OidcError, Provider, audit, resources, scopes};

const GTY: &str = "authorization_code";

impl Provider {
    pub(super) async fn authorization_code(
        &self,
        request: &Request<'_>,
        client: &Client,
        trail: &mut Trail,
    ) -> Result<TokenResponse, OidcError> {
        let tenant = &request.issuer.tenant;
        let value = request.params.get("code").ok_or_else(|| OidcError::missing("code"))?;
        if request.params.get("redirect_uri").is_none()
            && client.application.oidc_client_metadata.redirect_uris.len() != 1
        {
            return Err(OidcError::missing("redirect_uri"));
        }
        let now = tenant.now();
        let found = AuthorizationCode::find(tenant, value, now).await?;
        let found = found.ok_or_else(|| OidcError::invalid_grant("the authorization code is unknown or expired"))?;
        let code = found.record;
        if code.client_id != client.application.id.as_str() {
            return Err(OidcError::invalid_grant("the authorization code is another client's"));
        }
        trail.user = Some(code.account_id.clone());
        trail.session.clone_from(&code.session_uid);
        if found.consumed_at.is_some() {
            // Used twice: what came from it may be in the wrong hands (RFC 9700 section 2.1.1).
            audit::revoke(tenant, request.caller, (&code.grant_id, &code.account_id, &code.client_id)).await?;
            trail.revoked_grant = Some(code.grant_id);
            return Err(OidcError::invalid_grant("the authorization code was used already"));
        }
        check_redirect_uri(request, &code)?;
        check_verifier(request, &code)?;
        if code.dpop_jkt.is_some() && code.dpop_jkt != trail.jkt {
            return Err(OidcError::invalid_grant("the authorization code is for the holder of another key"));
        }
        let approved = Approved {
            account: &code.account_id,
            auth_time: code.auth_time,
            tells_auth_time: code.max_age.is_some(),
            grant_id: &code.grant_id,
            gty: GTY,
            nonce: code.nonce.as_deref(),
            resource: code.resource.as_ref(),
            session: code.session_uid.as_deref().map(|uid| (uid, code.expires_with_session.unwrap_or(false))),
            sid: code.sid.as_deref(),
            scope: &code.scope,
        };
        self.first_tokens(request, client, &approved, &code, trail).await
    }
}

/// The audience that a request chooses among the resources that were authorized.
pub(super) async fn choose(
    provider: &Provider,
    request: &Request<'_>,
    authorized: &[String],
    scope: &str,
) -> Result<Audience, OidcError> {
    let mut named = resources::named(request.params);
    if named.is_empty() {
        match authorized {
            _ if scopes::has(scope, scopes::OPENID) => return Ok(Audience::Provider),
            [] => return Ok(Audience::Provider),
            [one] => named.push(one.clone()),
            [..] => return Err(OidcError::invalid_target("resource indicator must be provided to choose one")),
        }
    }
    if named.len() > 1 && !provider.extensions.has(Extension::MultipleResources) {
        return Err(OidcError::invalid_target("only a single resource indicator value is supported"));
    }
    let mut targets = Vec::new();
    for indicator in named {
        let target = resources::find(&request.issuer.tenant, &indicator).await?;
        if !authorized.contains(&indicator) {
            return Err(OidcError::invalid_target("requested resource is not authorized"));
        }
        targets.push(target);
    }
    // Scopes of organizations are no API's, and an API's are not theirs.
    if targets.len() > 1 && targets.iter().any(|target| matches!(target, Target::Organizations)) {
        return Err(OidcError::invalid_target("the organizations resource must stand alone"));
    }
    Ok(Audience::Apis { targets, organization: None })
}

/// The address must be the one that the code was sent to (RFC 6749 section 4.1.3).
fn check_redirect_uri(request: &Request<'_>, code: &AuthorizationCode) -> Result<(), OidcError> {
    let given = code.redirect_uri_given.unwrap_or(true);
    match request.params.get("redirect_uri") {
        Some(uri) if uri == code.redirect_uri => Ok(()),
        None if !given => Ok(()),
        None => Err(OidcError::missing("redirect_uri")),
        Some(_) => Err(OidcError::invalid_grant("the redirect URI is not the one of the authorization request")),
    }
}

/// The verifier must hash to the challenge (RFC 7636 section 4.6).
fn check_verifier(request: &Request<'_>, code: &AuthorizationCode) -> Result<(), OidcError> {
    match (&code.code_challenge, request.params.get("code_verifier")) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(OidcError::invalid_grant("a verifier without a challenge")),
        (Some(_), None) => Err(OidcError::invalid_grant("the verifier is missing")),
        (Some(challenge), Some(verifier)) => {
            if verifies(challenge, verifier) {
                return Ok(());
            }
            Err(OidcError::invalid_grant("the verifier does not fit the challenge"))
        }
    }
}

pub(crate) fn verifies(challenge: &str, verifier: &str) -> bool {
    let fine = (43..=128).contains(&verifier.len())
        && verifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    fine && bool::from(challenge_of(verifier).as_bytes().ct_eq(challenge.as_bytes()))
}

fn challenge_of(verifier: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(sha256(verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::{challenge_of, verifies};

    proptest! {
        #[test]
        fn one_verifier_fits(verifier in "[A-Za-z0-9._~-]{43,128}", other in any::<String>(), at in 0..43_usize) {
            let challenge = challenge_of(&verifier);
            prop_assert!(verifies(&challenge, &verifier));
            prop_assert!(!verifies(&challenge, &other));
            prop_assert!(!verifies(&other, &verifier) && !verifies("", &verifier));
            // Nor does what is nearly it, or the challenge in place of it.
            let mut near = verifier.clone().into_bytes();
            near[at] = if near[at] == b'x' { b'y' } else { b'x' };
            prop_assert!(!verifies(&challenge, &String::from_utf8(near).unwrap()));
            prop_assert!(!verifies(&challenge, &challenge));
        }

        #[test]
        fn what_is_no_verifier_fits_nothing(verifier in "[A-Za-z0-9]{0,42}|[A-Za-z0-9]{129,140}|[A-Za-z0-9]{43}[ +/=\u{e9}]") {
            prop_assert!(!verifies(&challenge_of(&verifier), &verifier));
        }
    }
}
