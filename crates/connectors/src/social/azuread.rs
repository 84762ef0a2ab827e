//! Microsoft Entra ID.

use avouch_outbound::Request;
use avouch_shape::{Issue, Issues, JsonObject, Path};
use serde::Deserialize;
use url::Url;

use super::identity::{Identity, TokenSet, UserInfo};
use super::oauth;
use super::reader::Reader;
use super::{Coming, Departure, Going, Social};
use crate::Error;
use crate::config::{read, text};
use crate::factory::{Exchange, Factory};

const CLOUD: &str = "https://login.microsoftonline.com";

pub(crate) const FACTORY: Factory = Factory {
    id: "azuread-universal",
    target: "azuread",
    name: "Microsoft Entra ID",
    fields: "clientId!T clientSecret!T cloudInstance!T=https://login.microsoftonline.com tenantId!T \
             prompts?MS(none|login|consent|select_account) scopes?T",
    guide: "Register an application in the Microsoft Entra admin center, with the callback address as a redirect URI of \
            the platform “Web”, and add a client secret. The tenant ID is `common` for accounts of any kind, \
            `organizations` for any organization, or the ID of yours.",
    rule: cloud,
    exchange: Exchange::Social(Social { authorize, identify: |coming| Box::pin(identify(coming)), refresh: None }),
    ..Factory::SOCIAL
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    client_id: String,
    client_secret: String,
    #[serde(default)]
    cloud_instance: String,
    tenant_id: String,
    prompts: Option<Vec<String>>,
    scopes: Option<String>,
}

impl Config {
    fn endpoint(&self, name: &str) -> String {
        let cloud = if self.cloud_instance.is_empty() { CLOUD } else { self.cloud_instance.trim_end_matches('/') };
        format!("{cloud}/{}/oauth2/v2.0/{name}", self.tenant_id)
    }

    /// What is asked for: the configuration's own words, what the facts are behind, and what OpenID Connect needs.
    fn scope(&self, asked: Option<&str>) -> String {
        let own = asked.or(self.scopes.as_deref()).unwrap_or_default();
        let mut scopes: Vec<&str> = Vec::new();
        let usual = ["User.Read"].into_iter();
        for scope in usual.chain(own.split_whitespace()).chain(["openid", "profile", "offline_access"]) {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        scopes.join(" ")
    }
}

/// The tenant becomes part of an address, and the cloud its beginning.
fn cloud(config: &JsonObject, issues: &mut Issues) {
    let cloud = text(config, "cloudInstance");
    if !cloud.is_empty() && Url::parse(cloud).is_err() {
        issues.push(Issue::invalid_string("url", &Path::Key(&Path::Root, "cloudInstance")));
    }
    if text(config, "tenantId").contains(['/', '?', '#']) {
        issues.push(Issue::invalid_string("regex", &Path::Key(&Path::Root, "tenantId")));
    }
}

fn authorize(going: &Going<'_>) -> Result<Departure, Error> {
    let config: Config = read(going.config)?;
    let scope = config.scope(going.ask.scope);
    let departure = oauth::departure(&config.endpoint("authorize"), &config.client_id, &scope, going)?;
    let prompt = config.prompts.unwrap_or_default().join(" ");
    Ok(Departure { url: oauth::address(&departure.url, &[("prompt", &prompt)])?, ..departure })
}

async fn identify(coming: Coming<'_>) -> Result<Identity, Error> {
    let config: Config = read(coming.config)?;
    let scope = config.scope(None);
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", coming.code()?),
        ("redirect_uri", coming.told_redirect_uri()?),
        ("client_id", &config.client_id),
        ("client_secret", &config.client_secret),
        ("scope", &scope),
    ];
    let tokens = oauth::token(coming.http, Request::post(config.endpoint("token")).form(pairs)).await?;
    let tokens = TokenSet::read(&tokens)?;
    let request = Request::get("https://graph.microsoft.com/v1.0/me").bearer(tokens.access_token.expose());
    let raw = oauth::user(coming.http, request).await?;
    let answer = Reader(&raw);
    let user = UserInfo {
        id: answer.id("/id")?,
        email: answer.text("/mail")?,
        name: answer.text("/displayName")?,
        raw: raw.clone(),
        ..UserInfo::default()
    };
    Ok(Identity { user, tokens: None })
}
