//! Claims about a user (OpenID Connect Core 1.0 section 5), by scope.

use avouch_model::users::UserInfo;
use avouch_store::Tenant;
use avouch_store::organizations::users as memberships;
use avouch_store::search::Search;
use avouch_store::users::{identities, roles};
use serde_json::{Map, Value, json};

use crate::{OidcError, scopes};

/// Claims of `profile` that come from the profile column: their name there and as a claim.
const PROFILE: [(&str, &str); 11] = [
    ("familyName", "family_name"),
    ("givenName", "given_name"),
    ("middleName", "middle_name"),
    ("nickname", "nickname"),
    ("preferredUsername", "preferred_username"),
    ("profile", "profile"),
    ("website", "website"),
    ("gender", "gender"),
    ("birthdate", "birthdate"),
    ("zoneinfo", "zoneinfo"),
    ("locale", "locale"),
];

/// Where claims go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place<'a> {
    /// An ID token: of what is large only this.
    IdToken(&'a [String]),
    /// The userinfo endpoint.
    Userinfo,
}

/// The claims of a user for a scope, without `sub`.
pub(crate) async fn of_user(
    tenant: &Tenant,
    user: &UserInfo,
    scope: &str,
    place: Place<'_>,
) -> Result<Map<String, Value>, OidcError> {
    let mut claims = Map::new();
    let wanted = |claim: &str| match place {
        Place::IdToken(listed) => listed.iter().any(|own| own == claim),
        Place::Userinfo => true,
    };
    if scopes::has(scope, "profile") {
        profile(user, &mut claims);
    }
    if scopes::has(scope, "email") {
        claims.insert("email".to_owned(), json!(user.primary_email));
        claims.insert("email_verified".to_owned(), user.primary_email.is_some().into());
    }
    if scopes::has(scope, "phone") {
        claims.insert("phone_number".to_owned(), json!(user.primary_phone));
        claims.insert("phone_number_verified".to_owned(), user.primary_phone.is_some().into());
    }
    if scopes::has(scope, "address")
        && let Some(address) = user.profile.object().and_then(|mut profile| profile.shift_remove("address"))
    {
        claims.insert("address".to_owned(), address);
    }
    if scopes::has(scope, "custom_data") && wanted("custom_data") {
        claims.insert("custom_data".to_owned(), json!(user.custom_data));
    }
    let id = user.id.as_str();
    if scopes::has(scope, "identities") {
        if wanted("identities") {
            claims.insert("identities".to_owned(), json!(user.identities));
        }
        if wanted("sso_identities") {
            let all = identities::sso(tenant, id).await?.into_iter().map(|identity| {
                json!({ "issuer": identity.issuer, "identityId": identity.identity_id, "detail": identity.detail })
            });
            claims.insert("sso_identities".to_owned(), all.collect());
        }
    }
    if scopes::has(scope, "roles") && wanted("roles") {
        let held = roles::list(tenant, id, &Search::default(), None).await?;
        claims.insert("roles".to_owned(), held.rows.into_iter().map(|role| Value::from(role.name)).collect());
    }
    organizations(tenant, id, scope, &wanted, &mut claims).await?;
    Ok(claims)
}

fn profile(user: &UserInfo, claims: &mut Map<String, Value>) {
    let mut put = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    let stored = user.profile.object().unwrap_or_default();
    put("name", json!(user.name));
    for (member, claim) in PROFILE {
        if let Some(value) = stored.get(member) {
            put(claim, value.clone());
        } else if claim == "preferred_username"
            && let Some(username) = &user.username
        {
            put(claim, username.as_str().into());
        }
    }
    put("picture", json!(user.avatar));
    put("updated_at", user.updated_at.millis().into());
    put("username", json!(user.username));
    put("created_at", user.created_at.millis().into());
}

async fn organizations(
    tenant: &Tenant,
    user: &str,
    scope: &str,
    wanted: &impl Fn(&str) -> bool,
    claims: &mut Map<String, Value>,
) -> Result<(), OidcError> {
    let of_organizations = scopes::has(scope, scopes::ORGANIZATIONS);
    let of_roles = scopes::has(scope, "urn:logto:scope:organization_roles");
    let needed = (of_organizations && (wanted("organizations") || wanted("organization_data")))
        || (of_roles && wanted("organization_roles"));
    if !needed {
        return Ok(());
    }
    let all = memberships::organizations(tenant, user).await?;
    if of_organizations && wanted("organizations") {
        let ids = all.iter().map(|member| Value::from(member.organization.id.as_str()));
        claims.insert("organizations".to_owned(), ids.collect());
    }
    if of_organizations && wanted("organization_data") {
        let data = all.iter().map(|member| {
            let organization = &member.organization;
            json!({ "id": organization.id, "name": organization.name, "description": organization.description })
        });
        claims.insert("organization_data".to_owned(), data.collect());
    }
    if of_roles && wanted("organization_roles") {
        let roles = all.iter().flat_map(|member| {
            let organization = &member.organization.id;
            member.organization_roles.iter().map(move |role| Value::from(format!("{organization}:{}", role.name)))
        });
        claims.insert("organization_roles".to_owned(), roles.collect());
    }
    Ok(())
}
