//! `avouch bootstrap`.

use avouch_domain::bootstrap::{self, Given};
use avouch_model::resources::management_indicator;
use avouch_store::Read as _;
use serde_json::json;

use crate::config::Config;
use crate::{Failure, output, server};

/// Makes a credential, or answers the one there is.
pub(super) async fn run(config: &Config, name: &str, tenant: &str, as_json: bool) -> Result<(), Failure> {
    if name.trim().is_empty() || name.chars().count() > 256 {
        return Err(Failure::config("--m2m must be a name of 1 to 256 characters."));
    }
    let store = super::prepared(config).await?;
    let tenant = super::tenant(&store, tenant).await?;
    let credential = bootstrap::machine(&tenant, name, &Given::default()).await?;
    let endpoint = format!("{}/token", server::endpoints(config, None).issuer(tenant.id()));
    let resource = management_indicator(tenant.id());
    let (id, secret) = (credential.id.as_str(), credential.secret.expose());
    if as_json {
        let value = json!({ "appId": id, "appSecret": secret, "tokenEndpoint": endpoint, "resource": resource });
        output::line(&value.to_string());
        return Ok(());
    }
    output::line(&format!(
        "Application     {id}\nSecret          {secret}\nToken endpoint  {endpoint}\nResource        {resource}\n\n\
         Get a token:\n  curl -u {id}:{secret} -d grant_type=client_credentials -d resource={resource} -d scope=all {endpoint}"
    ));
    Ok(())
}
