//! Passkeys of users.

use avouch_model::users::mfa::Factor;
use avouch_store::users::{self, Account};
use avouch_store::{Tenant, Value};
use avouch_webauthn::{
    AuthenticationPayload, Credential, Person, RegistrationOptions, RegistrationPayload, Site, Stored, registration,
};
use serde::{Deserialize, Serialize};

use crate::{Error, Result, ids};

/// The passkeys of an account that are for a site. Old ones do not say which they are for.
pub fn of_site(account: &Account, rp_id: &str) -> Vec<Credential> {
    account
        .factors
        .iter()
        .filter_map(|factor| match factor {
            Factor::WebAuthn { rp_id: own, credential_id, transports, .. }
                if own.as_deref().is_none_or(|own| own == rp_id) =>
            {
                Some(Credential::new(credential_id, transports.clone()))
            }
            Factor::WebAuthn { .. } | Factor::Totp { .. } | Factor::BackupCode { .. } => None,
        })
        .collect()
}

/// Asks for a new passkey.
pub fn ask(account: &Account, site: &Site, challenge: &str) -> RegistrationOptions {
    let user = &account.user;
    let known = [&user.primary_email, &user.primary_phone, &user.username].into_iter().find_map(Option::as_deref);
    let name = known.unwrap_or("Unnamed User");
    let display_name = user.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(name);
    let person = Person { id: user.id.as_str(), name, display_name };
    registration(site, challenge, person, of_site(account, &site.rp_id))
}

/// A passkey that was made, in the shape that is kept until it is the account's.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPasskey {
    r#type: String,
    rp_id: String,
    /// Identifier at the authenticator.
    pub credential_id: String,
    public_key: String,
    #[serde(default)]
    transports: Vec<String>,
    counter: u32,
    agent: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl NewPasskey {
    /// Takes a passkey that the account does not have yet, made by a browser of a name.
    pub fn made(
        account: &Account,
        site: &Site,
        challenge: &str,
        payload: &RegistrationPayload,
        agent: &str,
    ) -> Result<Self> {
        let made = avouch_webauthn::register(site, challenge, payload).map_err(|invalid| {
            tracing::debug!(%invalid, "a passkey was not made");
            Error::WebAuthnFailed
        })?;
        if of_site(account, &site.rp_id).iter().any(|known| known.id == made.credential_id) {
            return Err(Error::WebAuthnFailed);
        }
        Ok(Self {
            r#type: "WebAuthn".to_owned(),
            rp_id: site.rp_id.clone(),
            credential_id: made.credential_id,
            public_key: made.public_key,
            transports: made.transports,
            counter: made.counter,
            agent: agent.to_owned(),
            name: None,
        })
    }

    /// The same with a name.
    pub fn named(self, name: Option<String>) -> Self {
        Self { name, ..self }
    }

    /// The passkey as the account keeps it.
    pub fn into_factor(self, created_at: String) -> Factor {
        let Self { r#type: _, rp_id, credential_id, public_key, transports, counter, agent, name } = self;
        Factor::WebAuthn {
            id: ids::standard(),
            created_at,
            last_used_at: None,
            rp_id: Some(rp_id),
            credential_id,
            public_key,
            transports: Some(transports),
            counter: counter.into(),
            agent,
            name,
        }
    }
}

/// What came of the use of a passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Used {
    /// It is the user's.
    Right,
    /// The user has no such passkey.
    Unknown,
    /// It is for another site.
    OtherSite,
    /// It proves nothing.
    Wrong,
}

/// Checks the use of a passkey of a user, and notes it. Twice at once works once where the authenticator counts.
pub async fn use_one(
    tenant: &Tenant,
    user: &str,
    site: &Site,
    challenge: &str,
    payload: &AuthenticationPayload,
) -> Result<Used> {
    let now = tenant.now().iso();
    let wanted = payload.id.trim_end_matches('=');
    let tx = tenant.begin().await?;
    let mut factors = users::lock_factors(&tx, user).await?;
    let mut used = Used::Unknown;
    for factor in &mut factors {
        let Factor::WebAuthn { credential_id, public_key, counter, last_used_at, rp_id, .. } = factor else { continue };
        if credential_id != wanted {
            continue;
        }
        if rp_id.as_deref().is_some_and(|own| own != site.rp_id) {
            used = Used::OtherSite;
            continue;
        }
        let stored = Stored { credential_id, public_key, counter: *counter };
        match avouch_webauthn::authenticate(site, challenge, stored, payload) {
            Ok(next) => {
                *counter = next.into();
                last_used_at.clone_from(&now);
                *rp_id = Some(site.rp_id.clone());
                used = Used::Right;
            }
            Err(invalid) => {
                tracing::debug!(%invalid, "a passkey proves nothing");
                used = Used::Wrong;
            }
        }
    }
    if used == Used::Right {
        users::update(&tx, user, vec![("mfa_verifications", Value::json(&factors))]).await?;
    }
    tx.commit().await?;
    Ok(used)
}
