//! What people may see and change of their own account.

use avouch_model::account_center::{AccountCenter, ProfileField, UpdateAccountCenter};
use avouch_shape::Patch;
use avouch_store::account_center as stored;
use avouch_store::{Read, Tenant, Value};

use crate::changes::Changes;
use crate::custom_profile_fields::known_names;
use crate::{Error, Result};

/// The tenant's settings.
pub async fn get(db: &impl Read) -> Result<AccountCenter> {
    let found = stored::get(db).await?;
    found.ok_or_else(|| Error::NotExistsWithId { name: "account_centers", id: "default".to_owned() })
}

/// Changes the tenant's settings.
pub async fn update(tenant: &Tenant, input: UpdateAccountCenter) -> Result<AccountCenter> {
    let UpdateAccountCenter {
        enabled,
        fields,
        webauthn_related_origins,
        delete_account_url,
        custom_css,
        profile_fields,
    } = input;
    let tx = tenant.begin().await?;
    let mut changes = Changes::default();
    changes.set("enabled", enabled);
    changes.set("fields", fields.as_ref().map(Value::json));
    let origins = webauthn_related_origins.map(|origins| {
        let mut unique: Vec<String> = Vec::new();
        for origin in origins {
            let origin = origin.into_inner();
            if !unique.contains(&origin) {
                unique.push(origin);
            }
        }
        unique
    });
    changes.set("webauthn_related_origins", origins.map(|origins| Value::json(&origins)));
    changes.patch("delete_account_url", delete_account_url.map(avouch_shape::Checked::into_inner));
    changes.patch("custom_css", custom_css);
    match profile_fields {
        Patch::Absent => {}
        Patch::Null => changes.set("profile_fields", Some(Value::Null)),
        Patch::Value(fields) => {
            let fields: Vec<ProfileField> = fields.into_iter().collect();
            changes.set("profile_fields", Some(Value::json(&known_names(&tx, fields, &["name", "avatar"]).await?)));
        }
    }
    stored::update(&tx, changes.some()?).await?;
    let settings = get(&tx).await?;
    tx.commit().await?;
    Ok(settings)
}

/// Origins beside the tenant's own at which its passkeys may be made.
pub async fn related_origins(tenant: &Tenant) -> Result<Vec<String>> {
    let row = stored::get(tenant).await?;
    Ok(row.and_then(|row| serde_json::from_str(row.webauthn_related_origins.text()).ok()).unwrap_or_default())
}
