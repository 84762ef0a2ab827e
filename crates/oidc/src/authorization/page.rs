//! What a consent page shows.

use avouch_model::applications::consent::{ConsentResource, ConsentScope};
use avouch_model::interaction::{
    ConsentApplication, ConsentOrganization, ConsentPage, ConsentUser, MissingResourceScopes,
};
use avouch_store::applications::sign_in_experience;
use avouch_store::organizations::users as memberships;
use avouch_store::search::Search;
use avouch_store::{Tenant, users};

use super::consent::Asked;
use crate::resources::{self, Target};
use crate::{Issuer, OidcError, scopes};

/// The page of what is asked.
pub(super) async fn of(issuer: &Issuer, asked: &Asked) -> Result<ConsentPage, OidcError> {
    let tenant = &issuer.tenant;
    let application = &asked.client.application;
    let look = sign_in_experience::get(tenant, application.id.as_str()).await?;
    let user = users::get(tenant, &asked.account).await?.ok_or_else(OidcError::session_not_found)?.user;
    let openid: Vec<String> = asked
        .missing
        .openid
        .iter()
        .filter(|scope| !matches!(scope.as_str(), scopes::OPENID | scopes::OFFLINE))
        .cloned()
        .collect();
    let mut of_resources = Vec::new();
    for target in &asked.request.resources {
        if let Some(names) = asked.missing.resources.get(target.indicator()) {
            of_resources.push(described(issuer, target, names).await?);
        }
    }
    let organizations = if openid.iter().any(|scope| scope == scopes::ORGANIZATIONS) {
        Some(organizations(issuer, asked).await?)
    } else {
        None
    };
    let look = look.as_ref();
    Ok(ConsentPage {
        application: ConsentApplication {
            id: application.id.clone(),
            name: application.name.clone(),
            branding: look.map(|look| look.branding.clone()),
            display_name: look.and_then(|look| look.display_name.clone()),
            terms_of_use_url: look.and_then(|look| look.terms_of_use_url.clone()),
            privacy_policy_url: look.and_then(|look| look.privacy_policy_url.clone()),
        },
        user: ConsentUser {
            id: user.id,
            name: user.name,
            avatar: user.avatar,
            username: user.username,
            primary_email: user.primary_email,
            primary_phone: user.primary_phone,
        },
        organizations,
        missing_oidc_scope: Some(openid).filter(|scopes| !scopes.is_empty()),
        missing_resource_scopes: Some(of_resources).filter(|groups| !groups.is_empty()),
        redirect_uri: asked.redirect_uri.clone(),
    })
}

/// Scopes of a resource with what the page shows of them.
async fn described(issuer: &Issuer, target: &Target, names: &[String]) -> Result<MissingResourceScopes, OidcError> {
    match target {
        Target::Api(api) => {
            let wanted = api.scopes.iter().filter(|scope| names.contains(&scope.name));
            let scopes = wanted.map(|scope| ConsentScope {
                id: scope.id.to_string(),
                name: scope.name.clone(),
                description: scope.description.clone(),
            });
            let resource = ConsentResource {
                id: api.resource.id.to_string(),
                name: api.resource.name.clone(),
                indicator: api.resource.indicator.clone(),
            };
            Ok(MissingResourceScopes { resource, scopes: scopes.collect() })
        }
        Target::Organizations => {
            let everything = Search::default();
            let all = avouch_store::organization_scopes::list(&issuer.tenant, &everything, None).await?;
            let wanted = all.rows.into_iter().filter(|scope| names.contains(&scope.name));
            let scopes = wanted.map(|scope| ConsentScope {
                id: scope.id.to_string(),
                name: scope.name,
                description: scope.description,
            });
            let indicator = resources::ORGANIZATIONS.to_owned();
            let resource = ConsentResource { id: indicator.clone(), name: indicator.clone(), indicator };
            Ok(MissingResourceScopes { resource, scopes: scopes.collect() })
        }
    }
}

/// Names of the scopes that a user has through roles in one organization.
async fn held_in(tenant: &Tenant, user: &str, target: &Target, organization: &str) -> Result<Vec<String>, OidcError> {
    match target {
        Target::Api(_) => resources::user_scopes(tenant, user, target, Some(organization)).await,
        Target::Organizations => resources::organization_scope_names(tenant, organization, user).await,
    }
}

/// The user's organizations with the scopes that come through them.
async fn organizations(issuer: &Issuer, asked: &Asked) -> Result<Vec<ConsentOrganization>, OidcError> {
    let tenant = &issuer.tenant;
    let mut shown = Vec::new();
    for member in memberships::organizations(tenant, &asked.account).await? {
        let organization = member.organization;
        let mut groups = Vec::new();
        for target in &asked.request.resources {
            let Some(missing) = asked.missing.resources.get(target.indicator()) else { continue };
            let held = held_in(tenant, &asked.account, target, organization.id.as_str()).await?;
            let wanted: Vec<String> = held.into_iter().filter(|name| missing.contains(name)).collect();
            if !wanted.is_empty() {
                groups.push(described(issuer, target, &wanted).await?);
            }
        }
        shown.push(ConsentOrganization {
            id: organization.id,
            name: organization.name,
            missing_resource_scopes: groups,
        });
    }
    Ok(shown)
}
