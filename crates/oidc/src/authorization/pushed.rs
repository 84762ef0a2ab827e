//! Pushed authorization requests (RFC 9126).

use avouch_store::{Tx, oidc_model_instances as stored};
use serde::Serialize;

use super::{checks, redirect_uri};
use crate::records::{PushedRequest, Record as _, new_token};
use crate::token::{Request, Trail, client_auth, origin};
use crate::{Issuer, OidcError, Params, Provider};

/// What a reference begins with.
const PREFIX: &str = "urn:ietf:params:oauth:request_uri:";

/// How long a request can be used, in seconds.
const LIFETIME: i64 = 60;

/// A request that was pushed before.
#[derive(Debug)]
pub(super) struct Pushed {
    pub(super) params: Params,
    record: PushedRequest,
}

impl Pushed {
    /// What an interaction remembers it by.
    pub(super) fn id(&self) -> String {
        self.record.jti.clone()
    }

    /// Uses it up.
    pub(super) async fn consume(self, tx: &Tx) -> Result<(), OidcError> {
        if self.record.delete(tx).await? { Ok(()) } else { Err(OidcError::invalid_request_uri()) }
    }
}

/// Uses up the request that an interaction began with. The user may have taken longer than it is kept.
pub(super) async fn forget(tx: &Tx, id: &str) -> Result<(), OidcError> {
    stored::delete(tx, PushedRequest::MODEL, id).await?;
    Ok(())
}

/// The answer to a pushed request (RFC 9126 section 2.2).
#[derive(Debug, Serialize)]
pub struct PushedResponse {
    /// How long it can be used, in seconds.
    pub expires_in: i64,
    /// The reference to it.
    pub request_uri: String,
}

impl Provider {
    /// Keeps a client's request for a browser that brings its reference.
    pub async fn push(&self, request: &Request<'_>) -> Result<PushedResponse, OidcError> {
        request.params.check()?;
        let client = client_auth::authenticate(self, request, &mut Trail::default()).await?;
        origin::check(request.issuer, &client, request.origin)?;
        checks::signs_users_in(&client)?;
        if request.params.get("request_uri").is_some() {
            return Err(OidcError::invalid_request("request_uri parameter must not be used at this endpoint"));
        }
        let id = client.application.id.to_string();
        let mut pairs: Vec<(String, String)> = request
            .params
            .iter()
            .filter(|(name, _)| !client_auth::is_credential(name))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        pairs.push(("client_id".to_owned(), id.clone()));
        let params = self.unsigned(request.issuer, &client, Params::new(pairs)).await?;
        params.check()?;
        let mut pairs: Vec<(String, String)> =
            params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        if let Some(jkt) = self.dpop_key(request, "/request").await? {
            // The code will be for the holder of the key (RFC 9449 section 10.1).
            if params.get("dpop_jkt").is_some_and(|named| named != jkt) {
                return Err(OidcError::invalid_dpop_proof("the proof is not of the key that dpop_jkt names"));
            }
            pairs.retain(|(name, _)| name != "dpop_jkt");
            pairs.push(("dpop_jkt".to_owned(), jkt));
        }
        self.check_redirect_uri_given(&client, &params)?;
        redirect_uri::choose(&client, &params)
            .map_err(|error| OidcError::invalid_request(error.description.clone()))?;
        checks::check(self, request.issuer, &client, &params).await?;
        let now = request.issuer.tenant.now().seconds();
        let record = PushedRequest {
            iat: now,
            exp: now + LIFETIME,
            kind: PushedRequest::MODEL.to_owned(),
            jti: new_token(),
            client_id: id,
            params: pairs,
        };
        let tx = request.issuer.tenant.begin().await?;
        record.put(&tx).await?;
        tx.commit().await?;
        Ok(PushedResponse { expires_in: LIFETIME, request_uri: format!("{PREFIX}{}", record.jti) })
    }

    /// The parameters that a reference stands for; nothing without one.
    pub(super) async fn pushed_params(&self, issuer: &Issuer, params: &Params) -> Result<Option<Pushed>, OidcError> {
        let Some(id) = params.get("request_uri").and_then(|uri| uri.strip_prefix(PREFIX)) else { return Ok(None) };
        let invalid = || OidcError::invalid_request_uri();
        let found = PushedRequest::find(&issuer.tenant, id, issuer.tenant.now()).await?.ok_or_else(invalid)?;
        if params.get("client_id") != Some(found.record.client_id.as_str()) {
            return Err(invalid());
        }
        Ok(Some(Pushed { params: Params::new(found.record.params.clone()), record: found.record }))
    }
}
