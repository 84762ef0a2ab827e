//! Access tokens of users: opaque for the provider itself, signed for an API or an organization.

use std::collections::BTreeMap;

use avouch_model::applications::ApplicationType;
use avouch_store::applications::Client;
use avouch_store::oidc_model_instances::Written;
use avouch_store::users::Account;
use avouch_store::{Tenant, Tx};

use serde_json::{Map, Value, json};

use super::access_token::{self, AccessToken};
use super::{Request, Trail, organization};
use crate::customizer::About;
use crate::records::{AccessTokenRecord, Record as _, new_token};
use crate::resources::{self, Target};
use crate::{Issuer, OidcError, Provider, cimd, scopes};

/// On what ground a token is issued.
#[derive(Debug)]
pub(super) struct Ground<'a> {
    pub(super) client: &'a Client,
    pub(super) account: &'a Account,
    pub(super) grant_id: &'a str,
    /// What the user granted by resource; nothing where nobody was asked.
    pub(super) granted: Option<&'a BTreeMap<String, String>>,
    /// The grant types it came by.
    pub(super) gty: &'a str,
    /// The session it was made in, and whether it ends with that.
    pub(super) session: Option<(&'a str, bool)>,
    /// What the client calls that session, if it is told.
    pub(super) sid: Option<&'a str>,
    pub(super) actor: Option<String>,
    /// What came with a subject token, for the tenant's script.
    pub(super) subject_context: Option<Value>,
}

impl Ground<'_> {
    /// Whether the user granted a scope of a resource. A scope of the same name may have been granted for another one.
    fn grants(&self, indicator: &str, scope: &str) -> bool {
        let of = |granted: &BTreeMap<String, String>| granted.get(indicator).is_some_and(|own| scopes::has(own, scope));
        self.granted.is_none_or(of)
    }
}

/// What a token shall be for.
#[derive(Debug)]
pub(super) enum Audience {
    /// The provider's own endpoints.
    Provider,
    /// An API, or several where that is on, perhaps within an organization.
    Apis { targets: Vec<Target>, organization: Option<String> },
    /// An organization.
    Organization(String),
}

/// A token that is decided on, to be kept or signed.
#[derive(Debug)]
pub(super) enum Decided {
    /// To be kept.
    Opaque(AccessTokenRecord),
    /// To be signed.
    Signed(AccessToken),
}

impl Decided {
    pub(super) fn lifetime(&self, now: i64) -> i64 {
        match self {
            Self::Opaque(record) => record.exp - now,
            Self::Signed(token) => token.lifetime,
        }
    }

    pub(super) fn scope(&self) -> &str {
        match self {
            Self::Opaque(record) => &record.scope,
            Self::Signed(token) => token.scope.as_deref().unwrap_or_default(),
        }
    }

    /// Adds claims of the tenant's script, in place of those of the same name.
    fn add(&mut self, claims: Map<String, Value>) {
        if claims.is_empty() {
            return;
        }
        match self {
            Self::Opaque(record) => {
                let mut extra = match record.extra.take() {
                    Some(Value::Object(extra)) => extra,
                    _ => Map::new(),
                };
                extra.extend(claims);
                record.extra = Some(Value::Object(extra));
            }
            Self::Signed(token) => token.extra.extend(claims),
        }
    }

    /// Binds it to what the request proved to hold.
    fn bind(&mut self, trail: &Trail) {
        match self {
            Self::Opaque(record) => {
                record.jkt.clone_from(&trail.jkt);
                record.x5t.clone_from(&trail.x5t);
            }
            Self::Signed(token) => token.bind(trail),
        }
    }

    /// The token as scripts are told of it.
    fn told(&self, ground: &Ground<'_>) -> Value {
        let (jti, scope, audience) = match self {
            Self::Opaque(record) => (&record.jti, Some(&record.scope), None),
            Self::Signed(token) => (&token.jti, token.scope.as_ref(), Some(&token.audience)),
        };
        let mut told = Map::new();
        for (name, value) in [
            ("jti", Some(jti.as_str().into())),
            ("aud", audience.map(|audience| access_token::told_audience(audience.clone()))),
            ("scope", scope.map(|scope| scope.as_str().into())),
            ("clientId", Some(ground.client.application.id.as_str().into())),
            ("accountId", Some(ground.account.user.id.as_str().into())),
            ("expiresWithSession", ground.session.map(|(_, ends)| ends.into())),
            ("grantId", Some(ground.grant_id.into())),
            ("gty", Some(ground.gty.into())),
            ("sessionUid", ground.session.map(|(uid, _)| uid.into())),
            ("sid", ground.sid.map(Into::into)),
            ("kind", Some(AccessTokenRecord::MODEL.into())),
        ] {
            if let Some(value) = value {
                told.insert(name.to_owned(), value);
            }
        }
        Value::Object(told)
    }

    /// What has to be kept of it.
    pub(super) fn written(&self) -> Option<Written> {
        match self {
            Self::Opaque(record) => Some(record.written()),
            Self::Signed(_) => None,
        }
    }

    /// Keeps what has to be kept.
    pub(super) async fn keep(&self, tx: &Tx) -> Result<(), OidcError> {
        match self {
            Self::Opaque(record) => record.put(tx).await,
            Self::Signed(_) => Ok(()),
        }
    }
}

/// Decides what a token says. `wanted` is what the request asks for, of what the grant covers.
async fn decide(issuer: &Issuer, ground: &Ground<'_>, audience: Audience, wanted: &str) -> Result<Decided, OidcError> {
    let tenant = &issuer.tenant;
    let user = ground.account.user.id.as_str();
    let now = tenant.now().seconds();
    let acts = ground.actor.as_ref().map(|actor| ("act".to_owned(), access_token::actor(actor)));
    let signed = |audience: Vec<String>, lifetime: i64, scope: String, organization: Option<String>| {
        let organization = organization.map(|id| ("organization_id".to_owned(), id.into()));
        Decided::Signed(AccessToken {
            jti: access_token::new_jti(),
            subject: user.to_owned(),
            client: ground.client.application.id.to_string(),
            audience,
            lifetime,
            scope: Some(scope),
            extra: acts.clone().into_iter().chain(organization).collect(),
        })
    };
    Ok(match audience {
        Audience::Provider => Decided::Opaque(AccessTokenRecord {
            iat: now,
            exp: now + resources::DEFAULT_TTL,
            account_id: user.to_owned(),
            grant_id: ground.grant_id.to_owned(),
            gty: Some(ground.gty.to_owned()),
            session_uid: ground.session.map(|(uid, _)| uid.to_owned()),
            expires_with_session: ground.session.map(|(_, ends)| ends),
            sid: ground.sid.map(ToOwned::to_owned),
            extra: acts.map(|claim| Value::Object([claim].into_iter().collect())),
            jkt: None,
            x5t: None,
            kind: AccessTokenRecord::MODEL.to_owned(),
            jti: new_token(),
            client_id: ground.client.application.id.to_string(),
            scope: scopes::openid(wanted),
        }),
        Audience::Apis { targets, organization } => {
            if let Some(organization) = &organization {
                organization::check(tenant, (ground.client, ground.account), Some(ground.grant_id), organization)
                    .await?;
            }
            let mut scope = scopes::filter(wanted, |_| true);
            for target in &targets {
                // What the user may not do at one of them must not stand in a token that it takes.
                let available = available(tenant, ground.client, user, target, organization.as_deref()).await?;
                let may = |value: &str| ground.grants(target.indicator(), value);
                scope = scopes::filter(&scope, |value| available.iter().any(|name| name == value) && may(value));
            }
            let lifetime = targets.iter().map(Target::lifetime).min().unwrap_or(resources::DEFAULT_TTL);
            let audience = targets.iter().map(|target| target.indicator().to_owned()).collect();
            signed(audience, lifetime, scope, organization)
        }
        Audience::Organization(organization) => {
            organization::check(tenant, (ground.client, ground.account), Some(ground.grant_id), &organization).await?;
            let mut names = resources::organization_scope_names(tenant, &organization, user).await?;
            if ground.client.application.is_third_party {
                let consented = cimd::ceiling(tenant, ground.client).await?;
                let may = |name: &str| ground.grants(resources::ORGANIZATIONS, name);
                names.retain(|name| may(name) && consented.organization_scopes.iter().any(|scope| scope.name == *name));
            }
            let scope = scopes::filter(wanted, |value| names.iter().any(|name| name == value));
            signed(vec![format!("{}{organization}", resources::RESERVED)], resources::DEFAULT_TTL, scope, None)
        }
    })
}

/// Scopes that the user has on a resource now and that the client may be given.
pub(crate) async fn available(
    tenant: &Tenant,
    client: &Client,
    user: &str,
    target: &Target,
    organization: Option<&str>,
) -> Result<Vec<String>, OidcError> {
    let mut names = resources::user_scopes(tenant, user, target, organization).await?;
    if client.application.is_third_party {
        let consented = cimd::ceiling(tenant, client).await?;
        let allowed: Vec<&str> = match target {
            Target::Organizations => consented.organization_scopes.iter().map(|scope| scope.name.as_str()).collect(),
            Target::Api(_) => consented
                .resource_scopes
                .iter()
                .chain(&consented.organization_resource_scopes)
                .filter(|group| group.resource.indicator == target.indicator())
                .flat_map(|group| group.scopes.iter().map(|scope| scope.name.as_str()))
                .collect(),
        };
        names.retain(|name| allowed.contains(&name.as_str()));
    }
    Ok(names)
}

/// The same outside of an organization.
pub(crate) async fn available_to(
    tenant: &Tenant,
    client: &Client,
    user: &str,
    target: &Target,
) -> Result<Vec<String>, OidcError> {
    available(tenant, client, user, target, None).await
}

/// Whether a client gets refresh tokens for a scope.
pub(super) fn issues_refresh_token(client: &Client, scope: &str) -> bool {
    let application = &client.application;
    let always = application.r#type != ApplicationType::Native
        && application.custom_client_metadata.always_issue_refresh_token.unwrap_or(false);
    application.r#type != ApplicationType::MachineToMachine && (always || scopes::has(scope, scopes::OFFLINE))
}

impl Provider {
    /// Decides what a token says, and lets the tenant's script add to it.
    pub(super) async fn decide(
        &self,
        request: &Request<'_>,
        ground: &Ground<'_>,
        (audience, wanted): (Audience, &str),
        trail: &mut Trail,
    ) -> Result<Decided, OidcError> {
        let mut decided = decide(request.issuer, ground, audience, wanted).await?;
        let about = About {
            client: ground.client,
            account: Some(ground.account),
            session_uid: ground.session.map(|(uid, _)| uid),
            organization: request.params.get("organization_id"),
            grant: ground
                .subject_context
                .clone()
                .map(|context| json!({ "type": ground.gty, "subjectTokenContext": context })),
        };
        let claims = self.custom_claims(request, &about, || decided.told(ground), trail).await?;
        decided.add(claims);
        decided.bind(trail);
        Ok(decided)
    }

    /// The token as it is sent.
    pub(super) async fn finish(&self, issuer: &Issuer, decided: Decided) -> Result<String, OidcError> {
        match decided {
            Decided::Opaque(record) => Ok(record.jti),
            Decided::Signed(token) => self.sign(issuer, token).await,
        }
    }
}

/// Notes that a user was active today.
pub(super) async fn active(tx: &Tx, user: &str) -> Result<(), OidcError> {
    Ok(avouch_store::dashboard::note_active(tx, user).await?)
}
