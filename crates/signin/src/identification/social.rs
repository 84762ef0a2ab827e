//! Who someone is that comes from a social provider.

use avouch_domain::users::identifiers::{self, Wanted};
use avouch_domain::users::identities::{of_person, refuse_taken};
use avouch_domain::{Error, Result, connectors, email_blocklist, sso_connectors};
use avouch_model::UserId;
use avouch_model::connectors::Connector;
use avouch_shape::JsonObject;
use avouch_store::users::{self, Account, identities};
use avouch_store::{Read, Tenant};
use serde_json::Value;

use crate::progress::{Profile, SocialIdentity};
use crate::settings::Settings;

fn text<'a>(person: &'a JsonObject, name: &str) -> Option<&'a str> {
    person.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn own(person: &JsonObject, name: &str) -> Option<String> {
    text(person, name).map(ToOwned::to_owned)
}

/// The number that the provider told, in its normal form: providers write them for people, and not all of them are
/// numbers.
fn phone(person: &JsonObject) -> Option<String> {
    let digits: String = text(person, "phone")?.chars().filter(|letter| !" +-().".contains(*letter)).collect();
    identifiers::normal_phone(&digits).ok()
}

/// The connector and the provider that it is for.
async fn connector(db: &impl Read, id: &str) -> Result<(Connector, String)> {
    let (connector, factory) = connectors::social::named(db, id).await?;
    let target = connectors::target(&connector, factory);
    Ok((connector, target))
}

/// Whoever has the phone number or the address that the provider told, the number first; with what to say of it.
async fn related(tenant: &Tenant, person: &JsonObject) -> Result<Option<(Account, Error)>> {
    if let Some(value) = phone(person)
        && let Some(account) = users::by_phone(tenant, &identifiers::phone_forms(&value)).await?
    {
        return Ok(Some((account, Error::RelatedUser { kind: "phone", value })));
    }
    if let Some(email) = text(person, "email")
        && let Some(account) = users::by_email(tenant, email).await?
    {
        return Ok(Some((account, Error::RelatedUser { kind: "email", value: email.to_owned() })));
    }
    Ok(None)
}

/// The account of someone who signs in, and what is taken over into it. With `link`, the account of whoever has the
/// same number or address, who gets the identity.
pub(super) async fn holder(tenant: &Tenant, id: &str, person: &JsonObject, link: bool) -> Result<(Account, Profile)> {
    if let Some(email) = text(person, "email") {
        sso_connectors::refuse_email(tenant, email).await?;
    }
    let (connector, target) = connector(tenant, id).await?;
    let mut profile = Profile::default();
    let known = identities::holder(tenant, &target, text(person, "id").unwrap_or_default()).await?;
    let account = match known {
        Some(user) => users::account(tenant, user.as_str()).await?.ok_or(Error::IdentityNotExist)?,
        None => match related(tenant, person).await? {
            Some((account, _)) if link => {
                profile.social_identity = Some(SocialIdentity { target, user_info: person.clone() });
                account
            }
            Some((_, related)) => return Err(related),
            None => return Err(Error::SocialIdentityUnknown),
        },
    };
    if connector.sync_profile {
        profile.name = own(person, "name");
        profile.avatar = own(person, "avatar");
    }
    Ok((account, profile))
}

/// What someone new brings along: the identity, name and picture, and the address and number that nobody has.
pub(crate) async fn take_over(tenant: &Tenant, settings: &Settings, id: &str, person: &JsonObject) -> Result<Profile> {
    if let Some(email) = text(person, "email") {
        sso_connectors::refuse_email(tenant, email).await?;
        email_blocklist::check(&settings.email_blocklist_policy, email)?;
    }
    let mut profile = identity(tenant, id, person, None).await?;
    let email = Wanted { email: own(person, "email"), ..Wanted::default() };
    if identifiers::check_email(tenant, &email, None).await.is_ok() {
        profile.primary_email = email.email;
    }
    let phone = Wanted { phone: phone(person), ..Wanted::default() };
    if identifiers::check_phone(tenant, &phone, None).await.is_ok() {
        profile.primary_phone = phone.phone;
    }
    Ok(profile)
}

/// What an account that is there gets: the identity, name and picture.
pub(crate) async fn link(
    tenant: &Tenant,
    settings: &Settings,
    id: &str,
    person: &JsonObject,
    account: &UserId,
) -> Result<Profile> {
    if let Some(email) = text(person, "email") {
        email_blocklist::check(&settings.email_blocklist_policy, email)?;
    }
    identity(tenant, id, person, Some(account.as_str())).await
}

/// The identity, and the name and picture that come with it, for an account that is there or for none yet.
async fn identity(tenant: &Tenant, id: &str, person: &JsonObject, account: Option<&str>) -> Result<Profile> {
    let (_, target) = connector(tenant, id).await?;
    refuse_taken(tenant, &target, text(person, "id").unwrap_or_default(), account).await?;
    Ok(Profile {
        name: own(person, "name"),
        avatar: own(person, "avatar"),
        social_identity: Some(SocialIdentity { target, user_info: person.clone() }),
        ..Profile::default()
    })
}

/// The members that a user's identities get.
pub(crate) fn members(identity: &SocialIdentity) -> (String, Value) {
    (identity.target.clone(), of_person(&identity.user_info))
}
