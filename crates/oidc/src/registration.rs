//! Clients that register themselves (RFC 7591) and manage what they registered (RFC 7592). They are real applications of
//! the tenant; those that sign users in are third parties, so that users are always asked.

mod metadata;
mod record;

use avouch_crypto::Secret;
use avouch_domain::applications::{self, secrets, user_consent_scopes};
use avouch_model::TenantId;
use avouch_model::applications::consent::AddConsentScopes;
use avouch_model::applications::{Application, CreateApplication, UpdateApplication};
use avouch_shape::Patch;
use avouch_store::{Read as _, Tenant};
use serde_json::{Map, Value};

use crate::records::new_token;
use crate::{Issuer, OidcError, Provider};
use metadata::Metadata;
use record::RegistrationToken;

/// Who registers a client, or manages one.
#[derive(Debug)]
pub struct Registrar<'a> {
    /// Whose provider.
    pub issuer: &'a Issuer,
    /// The bearer token of the request.
    pub token: Option<&'a str>,
}

impl Provider {
    /// Whether clients of a tenant may register themselves. Operators' own applications never do.
    pub fn registers(&self, tenant: &Tenant) -> bool {
        self.registration_token.is_some() && *tenant.id() != TenantId::admin()
    }

    /// Registers a client; answers what it is, with the token that manages it.
    pub async fn register(&self, by: &Registrar<'_>, body: &Map<String, Value>) -> Result<Value, OidcError> {
        let tenant = &by.issuer.tenant;
        let presented = by.token.ok_or_else(|| OidcError::bad_bearer("no access token provided"))?;
        let opens = self.registration_token.as_ref().filter(|_| self.registers(tenant));
        if !opens.is_some_and(|token| token.matches(presented)) {
            return Err(OidcError::invalid_token("not the initial access token"));
        }
        let metadata = self.metadata(by.issuer, body).await?;
        let user_scopes = metadata.user_scopes();
        let application = applications::create(
            tenant,
            None,
            CreateApplication {
                name: metadata.name,
                description: Patch::Absent,
                r#type: metadata.r#type,
                oidc_client_metadata: Some(metadata.oidc),
                custom_client_metadata: Some(metadata.custom),
                custom_data: None,
                is_third_party: Some(metadata.r#type.signs_users_in()),
                protected_app_metadata: None,
            },
        );
        let application = application.await.map_err(refused)?;
        let id = application.id.as_str();
        if application.is_third_party && !user_scopes.is_empty() {
            let scopes = AddConsentScopes {
                organization_scopes: None,
                resource_scopes: None,
                organization_resource_scopes: None,
                user_scopes: Some(user_scopes),
            };
            user_consent_scopes::add(tenant, id, scopes).await?;
        }
        let token = new_token();
        RegistrationToken::new(id, &token, tenant.now()).keep(tenant).await?;
        self.told(by.issuer, &application, &token).await
    }

    /// What a client is.
    pub async fn registered(&self, by: &Registrar<'_>, id: &str) -> Result<Value, OidcError> {
        let (application, token) = self.managed(by, id).await?;
        self.told(by.issuer, &application, token).await
    }

    /// Replaces what a client is; answers what it is then.
    pub async fn reregister(
        &self,
        by: &Registrar<'_>,
        id: &str,
        body: &Map<String, Value>,
    ) -> Result<Value, OidcError> {
        let (application, token) = self.managed(by, id).await?;
        if body.get("client_id").and_then(Value::as_str) != Some(id) {
            return Err(OidcError::client_metadata("client_id must be the client's own"));
        }
        if let Some(secret) = body.get("client_secret") {
            let secret = Secret::new(secret.as_str().unwrap_or_default());
            let known = self.secret(by.issuer, &application).await?;
            if !known.is_some_and(|known| secret.matches(&known)) {
                return Err(OidcError::client_metadata("client_secret must be the client's own"));
            }
        }
        let metadata = self.metadata(by.issuer, body).await?;
        if metadata.r#type != application.r#type {
            return Err(OidcError::client_metadata("the kind of a client cannot be changed; register another"));
        }
        let input = UpdateApplication {
            name: Some(metadata.name),
            oidc_client_metadata: Some(metadata.oidc),
            custom_client_metadata: Some(metadata.custom),
            ..UpdateApplication::default()
        };
        let application = applications::update(&by.issuer.tenant, None, id, input).await.map_err(refused)?;
        self.told(by.issuer, &application, token).await
    }

    /// Removes a client, with all that was issued to it.
    pub async fn unregister(&self, by: &Registrar<'_>, id: &str) -> Result<(), OidcError> {
        let (_, token) = self.managed(by, id).await?;
        let tenant = &by.issuer.tenant;
        applications::delete(tenant, id).await?;
        RegistrationToken::forget(tenant, token).await
    }

    /// The application that a token manages, and the token. A client without one is as unknown as one with another
    /// (RFC 7592 section 3).
    async fn managed<'a>(&self, by: &Registrar<'a>, id: &str) -> Result<(Application, &'a str), OidcError> {
        let tenant = &by.issuer.tenant;
        let token = by.token.ok_or_else(|| OidcError::bad_bearer("no access token provided"))?;
        let unknown = || OidcError::invalid_token("not the client's registration access token");
        if !self.registers(tenant) || !RegistrationToken::manages(tenant, token, id).await? {
            return Err(unknown());
        }
        let found = avouch_store::applications::get(tenant, id).await?;
        Ok((found.ok_or_else(unknown)?, token))
    }

    async fn metadata(&self, issuer: &Issuer, body: &Map<String, Value>) -> Result<Metadata, OidcError> {
        let algorithm = self.keys(&issuer.tenant).await?.current().verifying().algorithm().name();
        Metadata::read(body, algorithm)
    }

    /// The client's secret, if it has use for one.
    async fn secret(&self, issuer: &Issuer, application: &Application) -> Result<Option<String>, OidcError> {
        if !metadata::uses_secret(application) {
            return Ok(None);
        }
        let all = secrets::list(&issuer.tenant, application.id.as_str()).await?;
        Ok(all.into_iter().find(|secret| secret.expires_at.is_none()).map(|secret| secret.value))
    }

    /// What a client is told of itself (RFC 7591 section 3.2.1).
    async fn told(&self, issuer: &Issuer, application: &Application, token: &str) -> Result<Value, OidcError> {
        let mut told = Map::new();
        let id = application.id.as_str();
        told.insert("client_id".to_owned(), id.into());
        told.insert("client_id_issued_at".to_owned(), application.created_at.seconds().into());
        if let Some(secret) = self.secret(issuer, application).await? {
            told.insert("client_secret".to_owned(), secret.into());
            told.insert("client_secret_expires_at".to_owned(), 0.into());
        }
        told.insert("registration_access_token".to_owned(), token.into());
        told.insert("registration_client_uri".to_owned(), format!("{}/reg/{id}", issuer.url()).into());
        told.extend(metadata::shown(application));
        Ok(Value::Object(told))
    }
}

/// What an application cannot be is no fault of ours.
fn refused(error: avouch_domain::Error) -> OidcError {
    match error {
        avouch_domain::Error::Store(error) => error.into(),
        other => {
            tracing::debug!(error = %other, "a registration is refused");
            OidcError::client_metadata("the client cannot be registered like this")
        }
    }
}
