//! A user as scripts of the tenant see it.

use avouch_store::organizations::users as memberships;
use avouch_store::search::Search;
use avouch_store::users::{Account, identities, roles as user_roles};
use avouch_store::{Tenant, roles};
use serde_json::{Map, Value, json};

use crate::Result;

/// What scripts are told of a user: never the password, nor secrets of second factors.
pub async fn of(tenant: &Tenant, account: &Account) -> Result<Map<String, Value>> {
    let id = account.user.id.as_str();
    let mut shown = match json!(account.user) {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    let mut put = |name: &str, value: Value| shown.insert(name.to_owned(), value);
    put("hasPassword", account.password.is_some().into());
    let identities = identities::sso(tenant, id).await?.into_iter().map(
        |identity| json!({ "issuer": identity.issuer, "identityId": identity.identity_id, "detail": identity.detail }),
    );
    put("ssoIdentities", identities.collect());
    let factors = account.factors.iter().filter_map(|factor| json!(factor).get("type").cloned());
    put("mfaVerificationFactors", factors.collect());
    let mut held = Vec::new();
    for role in user_roles::list(tenant, id, &Search::default(), None).await?.rows {
        let scopes = roles::scopes::list(tenant, role.id.as_str(), &Search::default(), None).await?;
        held.push(json!({
            "id": role.id, "name": role.name, "description": role.description, "scopes": scopes.rows,
        }));
    }
    put("roles", held.into());
    let all = memberships::organizations(tenant, id).await?;
    let shown_organizations = all.iter().map(|member| {
        let organization = &member.organization;
        json!({ "id": organization.id, "name": organization.name, "description": organization.description })
    });
    put("organizations", shown_organizations.collect());
    let organization_roles = all.iter().flat_map(|member| {
        let organization = &member.organization.id;
        member
            .organization_roles
            .iter()
            .map(move |role| json!({ "organizationId": organization, "roleId": role.id, "roleName": role.name }))
    });
    put("organizationRoles", organization_roles.collect());
    Ok(shown)
}
