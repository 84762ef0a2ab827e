//! How people sign in.

use std::sync::Arc;

use avouch_model::TenantId;
use avouch_model::account_center::ProfileField;
use avouch_model::sign_in_exp::SignInExperience;
use avouch_shape::JsonObject;

use crate::changes::{Change, Changes};
use crate::row::{Columns as _, columns};
use crate::{Cache, Parsed, Read, Result, Tenant, Tx};

columns!(SignInExperience {
    tenant_id: "tenant_id",
    id: "id",
    color: "color",
    branding: "branding",
    hide_logto_branding: "hide_logto_branding",
    language_info: "language_info",
    terms_of_use_url: "terms_of_use_url",
    privacy_policy_url: "privacy_policy_url",
    agree_to_terms_policy: "agree_to_terms_policy",
    sign_in: "sign_in",
    sign_up: "sign_up",
    social_sign_in: "social_sign_in",
    social_sign_in_connector_targets: "social_sign_in_connector_targets",
    sign_in_mode: "sign_in_mode",
    custom_css: "custom_css",
    custom_content: "custom_content",
    custom_ui_assets: "custom_ui_assets",
    custom_ui_csp: "custom_ui_csp",
    password_policy: "password_policy",
    mfa: "mfa",
    adaptive_mfa: "adaptive_mfa",
    trusted_device: "trusted_device",
    single_sign_on_enabled: "single_sign_on_enabled",
    support_email: "support_email",
    support_website_url: "support_website_url",
    unknown_session_redirect_url: "unknown_session_redirect_url",
    captcha_policy: "captcha_policy",
    sentinel_policy: "sentinel_policy",
    email_blocklist_policy: "email_blocklist_policy",
    verification_code_policy: "verification_code_policy",
    forgot_password_methods: "forgot_password_methods",
    passkey_sign_in: "passkey_sign_in",
    sign_up_profile_fields: "sign_up_profile_fields",
    password_expiration: "password_expiration",
    username_policy: "username_policy",
});

pub(crate) type SettingsCache = Cache<TenantId, SignInExperience>;

pub(crate) fn settings_cache(changes: &Changes) -> SettingsCache {
    Cache::new(changes, 10_000, |change| match change {
        Change::SignIn(tenant) => Some(tenant.clone()),
        _ => None,
    })
}

/// All settings of a tenant.
pub async fn get(db: &impl Read) -> Result<Option<SignInExperience>> {
    let columns = SignInExperience::columns("s");
    let sql = format!("select {columns} from sign_in_experiences s where s.tenant_id = $1 and s.id = 'default'");
    db.first(sql.into(), Vec::new()).await
}

/// All settings of a tenant, from the cache.
pub async fn cached(tenant: &Tenant) -> Result<Option<Arc<SignInExperience>>> {
    tenant.caches().settings.get(Read::id(tenant).clone(), get(tenant)).await
}

/// User names that differ only in case: how many, and some of them with their users.
pub async fn case_conflicts(db: &impl Read, limit: i64) -> Result<(i64, Vec<(String, String)>)> {
    let same = "select lower(username) as name from users where tenant_id = $1 and username is not null \
                group by lower(username) having count(*) > 1";
    let count = db.first::<(i64,)>(format!("select count(*) from ({same}) same").into(), Vec::new()).await?;
    let sql = format!(
        "select lower(u.username), u.id from users u where u.tenant_id = $1 and lower(u.username) in \
         (select name from ({same} order by 1 limit $2) picked) order by 1, 2"
    );
    let samples = db.fetch(sql.into(), vec![crate::Value::from(limit)]).await?;
    Ok((count.map_or(0, |(count,)| count), samples))
}

/// A policy of the tenant: one of the JSON columns of its sign-in settings.
async fn policy(db: &impl Read, sql: &'static str) -> Result<JsonObject> {
    let row = db.first::<(Parsed<JsonObject>,)>(sql.into(), Vec::new()).await?;
    Ok(row.map(|(policy,)| policy.0).unwrap_or_default())
}

/// What user names may look like.
pub async fn username_policy(db: &impl Read) -> Result<JsonObject> {
    policy(db, "select username_policy from sign_in_experiences where tenant_id = $1 and id = 'default'").await
}

/// Whether and when passwords expire.
pub async fn password_expiration(db: &impl Read) -> Result<JsonObject> {
    policy(db, "select password_expiration from sign_in_experiences where tenant_id = $1 and id = 'default'").await
}

/// Notes that what pages show is not so any more.
pub fn changed(tx: &Tx) {
    tx.changed(Change::SignIn(Read::id(tx).clone()));
}

/// Writes the changed columns; answers whether the tenant has settings.
pub async fn update(tx: &Tx, columns: Vec<(&'static str, crate::Value)>) -> Result<bool> {
    changed(tx);
    tx.update("sign_in_experiences", "default", columns).await
}

/// Fields that new people are asked for; all of them if there is no list.
pub async fn sign_up_profile_fields(db: &impl Read) -> Result<Option<Vec<ProfileField>>> {
    let sql = "select sign_up_profile_fields from sign_in_experiences where tenant_id = $1 and id = 'default'";
    let row = db.first::<(Option<Parsed<Vec<ProfileField>>>,)>(sql.into(), Vec::new()).await?;
    Ok(row.and_then(|(fields,)| fields).map(|fields| fields.0))
}
