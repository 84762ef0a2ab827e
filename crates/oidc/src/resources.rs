//! Which resource a token is for (RFC 8707), and what a user may do there.

use std::sync::Arc;

use avouch_store::organizations::users::scopes as organization_scopes;
use avouch_store::resources::{self as stored, Api};
use avouch_store::search::Search;
use avouch_store::users::roles as user_roles;
use avouch_store::{Tenant, roles};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{OidcError, Params};

/// Stands for the organization scopes of all organizations.
pub(crate) const ORGANIZATIONS: &str = "urn:logto:resource:organizations";

/// What audiences of organizations begin with.
pub(crate) const RESERVED: &str = "urn:logto:organization:";

/// Lifetime of tokens without a resource of their own, in seconds.
pub(crate) const DEFAULT_TTL: i64 = 3600;

/// One resource indicator, or several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Resources {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Resources {
    /// All of them.
    pub(crate) fn all(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }

    /// Indicators as they are kept; nothing for none.
    pub(crate) fn from_list(mut list: Vec<String>) -> Option<Self> {
        match list.len() {
            0 => None,
            1 => list.pop().map(Self::One),
            _ => Some(Self::Many(list)),
        }
    }
}

/// A resource that tokens can be for.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// An API resource of the tenant.
    Api(Arc<Api>),
    /// The organization scopes of all organizations.
    Organizations,
}

impl Target {
    /// Its indicator.
    pub(crate) fn indicator(&self) -> &str {
        match self {
            Self::Api(api) => &api.resource.indicator,
            Self::Organizations => ORGANIZATIONS,
        }
    }

    /// Lifetime of its tokens, in seconds.
    pub(crate) fn lifetime(&self) -> i64 {
        match self {
            Self::Api(api) => api.resource.access_token_ttl,
            Self::Organizations => DEFAULT_TTL,
        }
    }
}

/// The indicators that a request names, each once.
pub(crate) fn named(params: &Params) -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    for value in params.all("resource").flat_map(|value| value.split(',')).filter(|value| !value.is_empty()) {
        if !named.iter().any(|known| known == value) {
            named.push(value.to_owned());
        }
    }
    named
}

/// The resource of an indicator.
pub(crate) async fn find(tenant: &Tenant, indicator: &str) -> Result<Target, OidcError> {
    if indicator == ORGANIZATIONS {
        return Ok(Target::Organizations);
    }
    api(tenant, indicator).await.map(Target::Api)
}

/// The API of an indicator.
pub(crate) async fn api(tenant: &Tenant, indicator: &str) -> Result<Arc<Api>, OidcError> {
    if Url::parse(indicator).map_or(true, |url| url.fragment().is_some()) {
        return Err(OidcError::invalid_target("resource indicator must be an absolute URI without a fragment"));
    }
    let found = stored::api(tenant, indicator).await?.filter(|api| is_own_name(api));
    found.ok_or_else(|| OidcError::invalid_target("resource indicator is missing, or unknown"))
}

/// The API that is meant where none is named.
pub(crate) async fn default_api(tenant: &Tenant) -> Result<Option<Arc<Api>>, OidcError> {
    Ok(stored::default_api(tenant).await?.filter(|api| is_own_name(api)))
}

/// An API that is called like an organization would have tokens that pass for the organization's.
fn is_own_name(api: &Api) -> bool {
    !api.resource.indicator.starts_with(RESERVED)
}

/// Names of the scopes that a user has on a resource: through roles of the tenant and of all organizations, or through
/// those in one organization.
pub(crate) async fn user_scopes(
    tenant: &Tenant,
    user: &str,
    target: &Target,
    organization: Option<&str>,
) -> Result<Vec<String>, OidcError> {
    let api = match target {
        Target::Organizations => {
            let all = avouch_store::organization_scopes::list(tenant, &Search::default(), None).await?;
            return Ok(all.rows.into_iter().map(|scope| scope.name).collect());
        }
        Target::Api(api) => api,
    };
    let mut names = Vec::new();
    if organization.is_none() {
        for role in user_roles::ids(tenant, user).await? {
            let granted = roles::scopes::granted(tenant, &role).await?;
            names.extend(granted.iter().filter_map(|id| api.scope(id)).map(|scope| scope.name.clone()));
        }
    }
    let through = organization_scopes::of_resource(tenant, organization, user, &api.resource.indicator).await?;
    names.extend(through.into_iter().map(|scope| scope.name));
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

/// Names of the organization scopes that a user has in an organization.
pub(crate) async fn organization_scope_names(
    tenant: &Tenant,
    organization: &str,
    user: &str,
) -> Result<Vec<String>, OidcError> {
    let scopes = organization_scopes::list(tenant, organization, user).await?;
    Ok(scopes.into_iter().map(|scope| scope.name).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

    use super::{Resources, named};
    use crate::Params;

    proptest! {
        #[test]
        fn each_resource_is_named_once(list in prop::collection::vec("[a-c,:]{0,5}", 0..6)) {
            let params = Params::new(list.iter().map(|value| ("resource".to_owned(), value.clone())).collect());
            let all = named(&params);
            let distinct: std::collections::HashSet<_> = all.iter().collect();
            prop_assert_eq!(distinct.len(), all.len());
            let wanted = |value: &String| list.iter().any(|whole| whole.split(',').any(|part| part == value));
            prop_assert!(all.iter().all(|value| !value.is_empty() && !value.contains(',') && wanted(value)));
            let kept = Resources::from_list(all.clone());
            prop_assert_eq!(kept.as_ref().map(Resources::all).unwrap_or_default(), all.as_slice());
        }

        #[test]
        fn what_is_kept_reads_the_same(list in prop::collection::vec(any::<String>(), 1..4)) {
            let kept = Resources::from_list(list).unwrap();
            let text = serde_json::to_string(&kept).unwrap();
            prop_assert_eq!(serde_json::from_str::<Resources>(&text).unwrap(), kept);
        }
    }
}
