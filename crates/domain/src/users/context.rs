//! A user as scripts of the tenant see it.

use avouch_model::RoleId;
use avouch_model::resources::ScopeWithResource;
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
    put("roles", held_roles(tenant, id).await?);
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

/// The roles of a user with what they grant.
async fn held_roles(tenant: &Tenant, user: &str) -> Result<Value> {
    let held = user_roles::list(tenant, user, &Search::default(), None).await?.rows;
    let ids: Vec<&str> = held.iter().map(|role| role.id.as_str()).collect();
    let granted = roles::scopes::of_roles(tenant, &ids).await?;
    let scopes_of = |role: &RoleId| -> Value {
        let own = granted.iter().filter(|granted| granted.role == *role).map(|granted| {
            let ScopeWithResource { scope, resource } = &granted.scope;
            json!({
                "id": scope.id, "name": scope.name, "description": scope.description,
                "resourceId": scope.resource_id, "resource": resource,
            })
        });
        own.collect()
    };
    let shown = held.iter().map(|role| {
        json!({
            "id": role.id, "name": role.name, "description": role.description, "scopes": scopes_of(&role.id),
        })
    });
    Ok(shown.collect())
}
