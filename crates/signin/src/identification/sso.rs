//! Who someone is that comes from the provider of an enterprise.

use avouch_domain::users::identifiers::{self, Wanted};
use avouch_domain::users::sso_identities::NewIdentity;
use avouch_domain::{Error, Result, email_blocklist, sso_connectors};
use avouch_model::sso_connectors::SsoConnector;
use avouch_shape::JsonObject;
use avouch_store::Tenant;
use avouch_store::users::{self, Account, identities};
use serde_json::Value;

use crate::progress::{EnterpriseIdentity, Profile};
use crate::settings::Settings;

fn text<'a>(person: &'a JsonObject, name: &str) -> Option<&'a str> {
    person.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn own(person: &JsonObject, name: &str) -> Option<String> {
    text(person, name).map(ToOwned::to_owned)
}

fn identity(connector: &str, person: &JsonObject, issuer: &str) -> EnterpriseIdentity {
    EnterpriseIdentity {
        identity_id: own(person, "id").unwrap_or_default(),
        sso_connector_id: connector.to_owned(),
        issuer: issuer.to_owned(),
        detail: person.clone(),
    }
}

/// The identity that an account gets.
pub(crate) fn new_identity(identity: &EnterpriseIdentity) -> NewIdentity<'_> {
    let EnterpriseIdentity { identity_id, sso_connector_id, issuer, detail } = identity;
    NewIdentity { connector: sso_connector_id, issuer, identity: identity_id, detail }
}

/// Whether the address is one of the enterprise's own: a provider speaks for its people, not for those of others who
/// have accounts here. A connector without domains is for everyone.
fn speaks_for(connector: &SsoConnector, email: &str) -> bool {
    let domains: Vec<String> = serde_json::from_str(connector.domains.text()).unwrap_or_default();
    let domain = email.rsplit_once('@').map(|(_, domain)| domain.to_lowercase()).unwrap_or_default();
    domains.is_empty() || domains.iter().any(|own| own.to_lowercase() == domain)
}

/// The account of someone who signs in, and what is taken over into it: whoever has the identity, or the address.
pub(super) async fn holder(tenant: &Tenant, id: &str, person: (&JsonObject, &str)) -> Result<(Account, Profile)> {
    let (person, issuer) = person;
    let connector = sso_connectors::find(tenant, id).await?;
    let mut profile = Profile::default();
    let identity = identity(id, person, issuer);
    let known = identities::sso_holder(tenant, issuer, &identity.identity_id).await?;
    let account = if let Some(known) = known {
        profile.synced_enterprise_sso_identity = Some(identity);
        users::account(tenant, known.user_id.as_str()).await?
    } else {
        profile.enterprise_sso_identity = Some(identity);
        match text(person, "email").filter(|email| speaks_for(&connector, email)) {
            Some(email) => users::by_email(tenant, email).await?,
            None => None,
        }
    };
    let account = account.ok_or(Error::SsoIdentityUnknown)?;
    if connector.sync_profile {
        profile.name = own(person, "name");
        profile.avatar = own(person, "avatar");
    }
    Ok((account, profile))
}

/// What someone new brings along: the identity, an address that nobody has, name and picture.
pub(super) async fn take_over(
    tenant: &Tenant,
    settings: &Settings,
    id: &str,
    person: (&JsonObject, &str),
) -> Result<Profile> {
    let (person, issuer) = person;
    sso_connectors::find(tenant, id).await?;
    let email = own(person, "email");
    if let Some(email) = &email {
        email_blocklist::check(&settings.email_blocklist_policy, email)?;
    }
    let identity = identity(id, person, issuer);
    if identities::sso_holder(tenant, issuer, &identity.identity_id).await?.is_some() {
        return Err(Error::IdentityInUse);
    }
    let wanted = Wanted { email: email.clone(), ..Wanted::default() };
    identifiers::check_email(tenant, &wanted, None).await?;
    Ok(Profile {
        primary_email: email,
        name: own(person, "name"),
        avatar: own(person, "avatar"),
        enterprise_sso_identity: Some(identity),
        ..Profile::default()
    })
}
