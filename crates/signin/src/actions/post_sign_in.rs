//! The tenant's script has the last word before someone is signed in.

use avouch_domain::{Error, Result, users as domain};
use avouch_model::configs::actions::ActionKey;
use avouch_store::Tenant;
use avouch_store::users::{self, Account};
use serde_json::{Map, Value, json};

use super::{Asked, Patch, ask, is_enabled};
use crate::{Event, State, Surroundings};

/// Asks the script about someone who has proved everything; answers what it gives of the user. Nothing is held while it
/// runs: it is told of the user as the submission will leave them.
pub async fn ask_about(tenant: &Tenant, around: &Surroundings<'_>, state: &State) -> Result<Option<Patch>> {
    const KEY: ActionKey = ActionKey::PostSignIn;
    if state.interaction_event != Event::SignIn || !is_enabled(tenant, KEY).await? {
        return Ok(None);
    }
    let id = state.user_id.as_deref().ok_or(Error::IdentifierNotFound)?;
    let account = users::account(tenant, id).await?.ok_or(Error::IdentifierNotFound)?;
    let user = as_submitted(domain::context::of(tenant, &account).await?, &account, state, tenant.now().millis());
    let event = json!({ "key": KEY, "interactionEvent": "SignIn", "user": user });
    match ask(tenant, around, (KEY, &event), None).await? {
        None | Some(Asked::Allowed) => Ok(None),
        Some(Asked::Blocked) => Err(Error::VerificationFailed),
        Some(Asked::Returned(returned)) => read(returned.unwrap_or_default()),
    }
}

/// A user with what the submission is about to write.
fn as_submitted(mut user: Map<String, Value>, account: &Account, state: &State, now: i64) -> Value {
    let given = &state.profile;
    let texts = [
        ("username", &given.username),
        ("primaryEmail", &given.primary_email),
        ("primaryPhone", &given.primary_phone),
        ("name", &given.name),
        ("avatar", &given.avatar),
    ];
    for (name, value) in texts {
        user.extend(value.as_ref().map(|value| (name.to_owned(), value.as_str().into())));
    }
    for (name, own, more) in [
        ("profile", &account.user.profile, &given.profile),
        ("customData", &account.user.custom_data, &given.custom_data),
    ] {
        let mut merged = own.object().unwrap_or_default();
        merged.extend(more.clone());
        user.insert(name.to_owned(), merged.into());
    }
    let has_password = account.password.is_some() || given.password_encrypted.is_some();
    user.insert("hasPassword".to_owned(), has_password.into());
    user.insert("lastSignInAt".to_owned(), now.into());
    user.into()
}

/// Nothing, or an empty object, is no objection; what cannot be understood is one.
fn read(returned: Value) -> Result<Option<Patch>> {
    let members = match &returned {
        Value::Null => return Ok(None),
        Value::Object(members) if members.is_empty() => return Ok(None),
        Value::Object(members) => members,
        _ => return Err(Error::VerificationFailed),
    };
    if members.get("action").and_then(Value::as_str) != Some("updateUser") {
        return Err(Error::VerificationFailed);
    }
    let Some(user) = members.get("user") else { return Ok(None) };
    let patch = Patch::parse(user).ok_or(Error::VerificationFailed)?;
    Ok((!patch.is_empty()).then_some(patch))
}
