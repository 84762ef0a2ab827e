//! What pages need, for anyone to read.

use avouch_model::Json;
use avouch_model::account_center::ProfileField;
use avouch_model::custom_profile_fields::CustomProfileField;
use avouch_model::sign_in_exp::{ForgotPasswordMethod, Look, PublicConnector, PublicSettings, SignInExperience};
use avouch_shape::JsonObject;
use avouch_store::{Tenant, applications, captcha_provider, custom_profile_fields, organizations};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::connector_factories::facts;
use crate::phrases::merge;
use crate::{Result, connectors};

/// Not for the public.
const PRIVATE: [&str; 3] = ["emailBlocklistPolicy", "forgotPasswordMethods", "trustedDevice"];

fn parsed<T: DeserializeOwned + Default>(json: &Json) -> T {
    serde_json::from_str(json.text()).unwrap_or_default()
}

/// What pages need; an application and an organization may look in their own way. Unknown ones are as none.
pub async fn get(tenant: &Tenant, application: Option<&str>, organization: Option<&str>) -> Result<PublicSettings> {
    let settings = super::get(tenant).await?;
    let channels = connectors::channels(tenant).await?;
    let targets: Vec<String> = parsed(&settings.social_sign_in_connector_targets);
    let social = connectors::shown(tenant, &targets).await?;
    let methods: Option<Vec<ForgotPasswordMethod>> = settings.forgot_password_methods.as_ref().map(parsed);
    let recovers = |method: ForgotPasswordMethod| {
        channels.carries(method) && methods.as_ref().is_none_or(|methods| methods.contains(&method))
    };
    let forgot_password = json!({
        "phone": recovers(ForgotPasswordMethod::PhoneVerificationCode),
        "email": recovers(ForgotPasswordMethod::EmailVerificationCode),
    });
    let catalog = custom_profile_fields::list(tenant).await?;
    let wanted: Option<Vec<ProfileField>> = settings.sign_up_profile_fields.as_ref().map(parsed);
    let one_tap = one_tap(&social);
    let shown = |(connector, factory): &(avouch_model::connectors::Connector, &avouch_connectors::Factory)| {
        let facts = facts(factory, &connector.metadata.object().unwrap_or_default());
        PublicConnector {
            id: connector.id.clone(),
            target: facts.target,
            platform: facts.platform,
            name: facts.name,
            logo: facts.logo,
            logo_dark: facts.logo_dark,
            is_standard: facts.is_standard,
            is_token_storage_supported: facts.is_token_storage_supported,
        }
    };
    Ok(PublicSettings {
        social_connectors: social.iter().map(shown).collect(),
        sso_connectors: crate::sso_connectors::shown(tenant, &settings).await?,
        forgot_password: Json::from(&forgot_password),
        is_development_tenant: false,
        google_one_tap: one_tap.as_ref().map(Json::from),
        captcha_config: captcha(tenant, &settings).await?.as_ref().map(Json::from),
        custom_profile_fields: wanted_fields(&catalog, wanted.as_deref()),
        custom_profile_field_catalog: catalog,
        settings: Look(look(tenant, &settings, application, organization).await?),
    })
}

fn wanted_fields(catalog: &[CustomProfileField], wanted: Option<&[ProfileField]>) -> Vec<CustomProfileField> {
    let Some(wanted) = wanted else { return catalog.to_vec() };
    let find = |field: &ProfileField| catalog.iter().find(|known| known.name == field.name).cloned();
    wanted.iter().filter_map(find).collect()
}

/// The settings, with what an application and an organization put over them.
async fn look(
    tenant: &Tenant,
    settings: &SignInExperience,
    application: Option<&str>,
    organization: Option<&str>,
) -> Result<JsonObject> {
    let mut look = json!(settings);
    if let Some(members) = look.as_object_mut() {
        members.retain(|name, _| !PRIVATE.contains(&name.as_str()));
    }
    if let Some(id) = application
        && let Some(application) = applications::get(tenant, id).await?
        && !application.is_third_party
        && let Some(own) = applications::sign_in_experience::get(tenant, id).await?
    {
        over(&mut look, &own.color, &own.branding, own.custom_css.as_deref());
    }
    if let Some(id) = organization
        && let Some(own) = organizations::get(tenant, id).await?
    {
        over(&mut look, &own.color, &own.branding, own.custom_css.as_deref());
    }
    Ok(look.as_object().cloned().unwrap_or_default())
}

fn over(look: &mut Value, color: &Json, branding: &Json, css: Option<&str>) {
    let mut own = Map::new();
    own.insert("color".to_owned(), parsed(color));
    own.insert("branding".to_owned(), parsed(branding));
    if let Some(css) = css {
        own.insert("customCss".to_owned(), css.into());
    }
    merge(look, own.into());
}

/// Google's own prompt, if a connector wants it.
fn one_tap(social: &[(avouch_model::connectors::Connector, &avouch_connectors::Factory)]) -> Option<Value> {
    let (connector, _) = social.iter().find(|(_, factory)| factory.id == "google-universal")?;
    let config = connector.config.object()?;
    let mut one_tap = config.get("oneTap")?.as_object()?.clone();
    one_tap.insert("clientId".to_owned(), config.get("clientId")?.clone());
    one_tap.insert("connectorId".to_owned(), connector.id.as_str().into());
    Some(one_tap.into())
}

/// What a page needs to ask for a captcha; its server's key stays here.
async fn captcha(tenant: &Tenant, settings: &SignInExperience) -> Result<Option<Value>> {
    let policy = settings.captcha_policy.object().unwrap_or_default();
    if policy.get("enabled").and_then(Value::as_bool) != Some(true) {
        return Ok(None);
    }
    let provider = captcha_provider::get(tenant).await?;
    let config = provider.and_then(|provider| provider.config.object());
    Ok(config.map(|mut config| {
        config.retain(|name, _| matches!(name.as_str(), "type" | "siteKey" | "domain" | "mode"));
        config.into()
    }))
}
