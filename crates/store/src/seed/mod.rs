//! What a fresh database holds: two tenants with their keys, resources, roles and settings.

mod admin;
mod default;

use avouch_crypto::jose::{Curve, KeyKind, SigningKey};
use avouch_crypto::{Alphabet, SealingKey, random_text};
use avouch_model::configs::{KeyStatus, StoredKey};
use avouch_model::{KeyId, TenantId, Timestamp};
use serde_json::json;

use crate::configs::sealed::sealed;
use crate::configs::{COOKIE_KEYS, PRIVATE_KEYS};
use crate::engine::Transaction;
use crate::{Error, Result, Value};

/// Keys that an installation brings with it instead of new ones.
#[derive(Clone, Default)]
pub struct SeedOptions {
    /// Private keys in PEM form: the first signs, a second is accepted.
    pub private_keys: Vec<String>,
    /// Secrets that sign cookies, newest first.
    pub cookie_keys: Vec<String>,
}

impl std::fmt::Debug for SeedOptions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SeedOptions")
    }
}

/// Writes the seeds of both tenants.
pub(crate) async fn write(
    transaction: &Transaction,
    options: &SeedOptions,
    sealing: Option<&SealingKey>,
    now: Timestamp,
) -> Result<()> {
    let system = json!({ "timestamp": now.seconds(), "updatedAt": now.iso() });
    let sql = "insert into systems (key, value) values ($1, $2)";
    transaction.execute(sql.into(), vec![Value::from("alterationState"), Value::from(&system)]).await?;
    let default = Seeder { transaction, tenant: TenantId::default_tenant(), sealing, now };
    let admin = Seeder { transaction, tenant: TenantId::admin(), sealing, now };
    for seeder in [&default, &admin] {
        let row = [("id", Value::from(&seeder.tenant)), ("created_at", now.into())];
        seeder.insert("tenants", row).await?;
    }
    let service = admin::write(&admin, options).await?;
    default::write(&default, options, &service).await
}

/// Writes rows of one tenant.
struct Seeder<'a> {
    transaction: &'a Transaction,
    tenant: TenantId,
    sealing: Option<&'a SealingKey>,
    now: Timestamp,
}

impl Seeder<'_> {
    /// Inserts a row as it is given.
    async fn insert<const N: usize>(&self, table: &str, row: [(&str, Value); N]) -> Result<()> {
        let (columns, values): (Vec<&str>, Vec<Value>) = row.into_iter().unzip();
        let places: Vec<String> = (1..=N).map(|index| format!("${index}")).collect();
        let sql = format!("insert into {table} ({}) values ({})", columns.join(", "), places.join(", "));
        self.transaction.execute(sql.into(), values).await.map(drop)
    }

    fn tenant(&self) -> (&'static str, Value) {
        ("tenant_id", Value::from(&self.tenant))
    }

    async fn config(&self, key: &str, value: &serde_json::Value) -> Result<()> {
        self.insert("logto_configs", [self.tenant(), ("key", key.into()), ("value", value.into())]).await
    }

    /// A resource with its scopes; answers the scopes' identifiers.
    async fn resource(&self, id: &str, indicator: &str, name: &str, scopes: &[(&str, &str)]) -> Result<()> {
        let row = [self.tenant(), ("id", id.into()), ("name", name.into()), ("indicator", indicator.into())];
        self.insert("resources", row).await?;
        for (scope, scope_name) in scopes {
            let row = [
                self.tenant(),
                ("id", (*scope).into()),
                ("resource_id", id.into()),
                ("name", (*scope_name).into()),
                ("created_at", self.now.into()),
            ];
            self.insert("scopes", row).await?;
        }
        Ok(())
    }

    async fn role(&self, id: &str, name: &str, kind: &str, description: &str, scopes: &[&str]) -> Result<()> {
        let row = [
            self.tenant(),
            ("id", id.into()),
            ("name", name.into()),
            ("description", description.into()),
            ("type", kind.into()),
        ];
        self.insert("roles", row).await?;
        for scope in scopes {
            let row = [self.tenant(), ("id", id21().into()), ("role_id", id.into()), ("scope_id", (*scope).into())];
            self.insert("roles_scopes", row).await?;
        }
        Ok(())
    }

    /// Signing keys, cookie keys and what both tenants' configurations share.
    async fn configs(&self, options: &SeedOptions) -> Result<()> {
        let created_at = self.now.seconds();
        let key = |value: String, status| StoredKey { id: KeyId::new(id21()), value, created_at, status };
        let pems = if options.private_keys.is_empty() {
            vec![SigningKey::generate(KeyKind::Ec(Curve::P384)).map_err(|error| Error::Driver(error.to_string()))?]
        } else {
            options.private_keys.clone()
        };
        let statuses = [KeyStatus::Current, KeyStatus::Previous];
        let private: Vec<_> = pems.into_iter().zip(statuses).map(|(pem, status)| key(pem, Some(status))).collect();
        let secrets = if options.cookie_keys.is_empty() { vec![secret()] } else { options.cookie_keys.clone() };
        let cookie: Vec<_> = secrets.into_iter().map(|value| key(value, None)).collect();
        self.config(PRIVATE_KEYS, &json!(sealed(self.sealing, &self.tenant, &private)?)).await?;
        self.config(COOKIE_KEYS, &json!(sealed(self.sealing, &self.tenant, &cookie)?)).await?;
        self.config("adminConsole", &json!({ "signInExperienceCustomized": false, "organizationCreated": false }))
            .await?;
        self.config("idToken", &json!({ "enabledExtendedClaims": ["roles", "organizations", "organization_roles"] }))
            .await
    }

    /// Sign-in settings: a user name and a password, until someone decides otherwise.
    async fn sign_in_experience(&self, mode: &str, dark: bool, mfa: &serde_json::Value) -> Result<()> {
        let color = json!({ "primaryColor": "#6139F6", "isDarkModeEnabled": dark, "darkPrimaryColor": "#8768F8" });
        let branding =
            json!({ "logoUrl": "https://logto.io/logo.svg", "darkLogoUrl": "https://logto.io/logo-dark.svg" });
        let method =
            json!({ "identifier": "username", "password": true, "verificationCode": false, "isPasswordPrimary": true });
        let allowed = json!({ "lowercase": true, "uppercase": true, "numbers": true, "underscore": true });
        let username = json!({ "caseSensitive": true, "minLength": 1, "maxLength": 128, "allowedChars": allowed });
        let row = [
            self.tenant(),
            ("id", "default".into()),
            ("color", Value::from(&color)),
            ("branding", Value::from(&branding)),
            ("language_info", Value::from(&json!({ "autoDetect": true, "fallbackLanguage": "en" }))),
            ("sign_in", Value::from(&json!({ "methods": [method] }))),
            ("sign_up", Value::from(&json!({ "identifiers": ["username"], "password": true, "verify": false }))),
            ("sign_in_mode", mode.into()),
            ("mfa", Value::from(mfa)),
            ("forgot_password_methods", Value::from(&json!([]))),
            ("sign_up_profile_fields", Value::Null),
            ("username_policy", Value::from(&username)),
        ];
        self.insert("sign_in_experiences", row).await
    }
}

fn id21() -> String {
    random_text(Alphabet::Lower, 21)
}

fn secret() -> String {
    random_text(Alphabet::Alphanumeric, 32)
}
