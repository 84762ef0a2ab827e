//! The account itself: what its user sees follows the token's scope and the tenant's settings.

use avouch_domain::users::identifiers::{self, Wanted};
use avouch_domain::{Error, Result, events, username_policy};
use avouch_model::users::identifiers::{UrlRule, Username};
use avouch_model::users::profile::Profile;
use avouch_shape::{Checked, Components, Describe, Input, JsonObject, Patch};
use avouch_store::users::{self, Account};
use avouch_store::{Tx, Value};
use serde::Serialize;
use serde_json::json;

use crate::checks::{self, Field};
use crate::{Caller, settings};

/// An account as its user sees it: what the scope or the tenant hides is not there.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct OwnAccount(JsonObject);

impl Describe for OwnAccount {
    fn describe(components: &mut Components) -> serde_json::Value {
        let profile = Profile::describe(components);
        let text = json!({ "type": "string", "nullable": true });
        let time = json!({ "type": "integer", "format": "int64", "description": "Milliseconds since the Unix epoch." });
        let object = json!({ "type": "object", "additionalProperties": true });
        components.named::<Self>("OwnAccount", |_| {
            json!({
                "type": "object",
                "description": "An account as its user sees it: what the scope or the tenant hides is not there.",
                "required": ["id", "hasSecurityVerificationMethod"],
                "properties": {
                    "id": { "type": "string" },
                    "username": text,
                    "primaryEmail": text,
                    "primaryPhone": text,
                    "name": text,
                    "avatar": text,
                    "customData": object,
                    "identities": object,
                    "lastSignInAt": time,
                    "createdAt": time,
                    "updatedAt": time,
                    "profile": profile,
                    "applicationId": text,
                    "cimdClientId": text,
                    "isSuspended": { "type": "boolean" },
                    "hasPassword": { "type": "boolean" },
                    "hasSecurityVerificationMethod": { "type": "boolean" },
                    "ssoIdentities": { "description": "Known to clients of compatible software, and not given." },
                },
            })
        })
    }
}

/// What to change; `null` clears.
#[derive(Debug, Input)]
pub struct UpdateAccount {
    /// Name.
    pub name: Patch<String>,
    /// Picture.
    pub avatar: Patch<Checked<UrlRule>>,
    /// User name.
    pub username: Patch<Username>,
    /// Custom data; replaces all of it.
    pub custom_data: Option<JsonObject>,
}

/// The account.
pub async fn get(caller: &Caller) -> Result<OwnAccount> {
    Ok(shown(caller, &caller.account().await?))
}

fn shown(caller: &Caller, account: &Account) -> OwnAccount {
    let user = &account.user;
    let mut seen = JsonObject::new();
    let mut put = |is_shown: bool, name: &str, value: serde_json::Value| {
        if is_shown {
            seen.insert(name.to_owned(), value);
        }
    };
    let profile = caller.has_scope("profile");
    put(true, "id", json!(user.id));
    put(profile && caller.sees(Field::Username), "username", json!(user.username));
    put(caller.has_scope("email") && caller.sees(Field::Email), "primaryEmail", json!(user.primary_email));
    put(caller.has_scope("phone") && caller.sees(Field::Phone), "primaryPhone", json!(user.primary_phone));
    put(profile && caller.sees(Field::Name), "name", json!(user.name));
    put(profile && caller.sees(Field::Avatar), "avatar", json!(user.avatar));
    put(caller.has_scope("custom_data") && caller.sees(Field::CustomData), "customData", json!(user.custom_data));
    put(caller.has_scope("identities") && caller.sees(Field::Social), "identities", json!(user.identities));
    put(profile, "lastSignInAt", json!(user.last_sign_in_at));
    put(profile, "createdAt", json!(user.created_at));
    put(profile, "updatedAt", json!(user.updated_at));
    put(profile && caller.sees(Field::Profile), "profile", crate::profile::shown(caller, user));
    put(profile, "applicationId", json!(user.application_id));
    put(profile, "cimdClientId", json!(user.cimd_client_id));
    put(profile, "isSuspended", json!(user.is_suspended));
    let has_password = account.password.is_some();
    put(profile && caller.sees(Field::Password), "hasPassword", json!(has_password));
    put(true, "hasSecurityVerificationMethod", json!(checks::has_proof(user, has_password)));
    OwnAccount(seen)
}

/// Changes the account.
pub async fn update(caller: &Caller, input: UpdateAccount) -> Result<OwnAccount> {
    check(caller, &input)?;
    let UpdateAccount { name, avatar, username, custom_data } = input;
    let tx = caller.tenant.begin().await?;
    let account = caller.lock(&tx).await?;
    let mut columns = Vec::new();
    match username {
        Patch::Absent => {}
        Patch::Null => {
            let mut without = account.user.clone();
            without.username = None;
            checks::need_identifier(&tx, &without).await?;
            columns.push(("username", Value::Null));
        }
        Patch::Value(username) => {
            let username = username.into_inner();
            check_username(caller, &tx, &username).await?;
            columns.push(("username", username.into()));
        }
    }
    match name {
        Patch::Absent => {}
        Patch::Null => columns.push(("name", Value::Null)),
        Patch::Value(name) => columns.push(("name", Some(name).filter(|name| !name.is_empty()).into())),
    }
    match avatar {
        Patch::Absent => {}
        Patch::Null => columns.push(("avatar", Value::Null)),
        Patch::Value(avatar) => columns.push(("avatar", avatar.into_inner().into())),
    }
    columns.extend(custom_data.map(|data| ("custom_data", (&data).into())));
    if columns.is_empty() {
        return Err(Error::NothingToChange);
    }
    users::update(&tx, &caller.user, columns).await.map_err(identifiers::in_use)?;
    events::user_changed(&tx, &caller.user).await?;
    let account = caller.lock(&tx).await?;
    tx.commit().await?;
    Ok(shown(caller, &account))
}

fn check(caller: &Caller, input: &UpdateAccount) -> Result<()> {
    for (is_given, field) in [
        (input.name.is_present(), Field::Name),
        (input.avatar.is_present(), Field::Avatar),
        (input.username.is_present(), Field::Username),
        (input.custom_data.is_some(), Field::CustomData),
    ] {
        if is_given {
            caller.need_edit(field)?;
        }
    }
    caller.need_scope_of_field("profile")?;
    if input.custom_data.is_some() {
        caller.need_scope_of_field("custom_data")?;
    }
    caller.need_first_party()?;
    if input.username.is_present() { caller.need_proof() } else { Ok(()) }
}

async fn check_username(caller: &Caller, tx: &Tx, username: &str) -> Result<()> {
    let settings = settings::load(&caller.tenant).await?;
    username_policy::check(&settings::policy(&settings.username_policy), username)?;
    let wanted = Wanted { username: Some(username.to_owned()), ..Wanted::default() };
    identifiers::reserve(tx, &wanted).await?;
    identifiers::check_username(tx, &wanted, Some(&caller.user)).await
}
