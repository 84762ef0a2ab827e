//! Browsers in which a user is signed in.

use avouch_model::Json;
use avouch_model::users::sessions::{RevokeGrants, UserSession, UserSessions};
use avouch_shape::JsonObject;
use avouch_store::oidc_model_instances::{self as stored, Instance};
use avouch_store::{Read, Tenant, Tx, applications, oidc_session_extensions};
use serde_json::Value;

use crate::{Error, Result};

const MODEL: &str = "Session";

/// What is shown of the provider's record; what a sign-out waits for, for one, is not.
const PAYLOAD: [&str; 8] = ["exp", "iat", "jti", "uid", "kind", "loginTs", "accountId", "authorizations"];

/// What is shown of how the user signed in.
const SUBMISSION: [&str; 4] = ["interactionEvent", "userId", "verificationRecords", "signInContext"];

/// What is shown of what the user proved then. New secrets that were on the way stand beside it.
const RECORD: [&str; 13] = [
    "id",
    "type",
    "identifier",
    "verified",
    "templateType",
    "connectorId",
    "socialUserInfo",
    "enterpriseSsoUserInfo",
    "issuer",
    "userId",
    "code",
    "registrationRpId",
    "oneTimeTokenContext",
];

/// Leaves these members, in this order.
fn only(members: &mut JsonObject, names: &[&str]) {
    *members = names.iter().filter_map(|name| members.shift_remove_entry(*name)).collect();
}

/// How the user signed in, if that was through sign-in pages.
pub fn submission(stored: &Json) -> Option<Json> {
    let mut members = stored.object()?;
    members.get("interactionEvent")?;
    only(&mut members, &SUBMISSION);
    let records = members.get_mut("verificationRecords").and_then(Value::as_array_mut);
    for record in records.into_iter().flatten().filter_map(Value::as_object_mut) {
        only(record, &RECORD);
    }
    Some(Json::from(&members.into()))
}

async fn shown(db: &impl Read, instance: &Instance) -> Result<UserSession> {
    let text = |name: &str| instance.payload.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
    let extension = oidc_session_extensions::get(db, &text("uid").unwrap_or_default()).await?;
    let (last_submission, client_id) = extension.unzip();
    let mut payload = instance.payload.as_object().cloned().unwrap_or_default();
    only(&mut payload, &PAYLOAD);
    Ok(UserSession {
        payload: Json::from(&payload.into()),
        last_submission: last_submission.as_ref().and_then(submission),
        client_id: client_id.flatten(),
        account_id: text("accountId"),
        expires_at: instance.expires_at,
    })
}

/// The sessions of a user.
pub async fn list(tenant: &Tenant, user: &str) -> Result<UserSessions> {
    super::info(tenant, user).await?;
    let mut sessions = Vec::new();
    for instance in stored::of_user(tenant, MODEL, user, tenant.now()).await? {
        sessions.push(shown(tenant, &instance).await?);
    }
    Ok(UserSessions { sessions })
}

/// A session by its `uid`, which must be the user's.
async fn find(db: &impl Read, user: &str, uid: &str, now: avouch_model::Timestamp) -> Result<Instance> {
    let found = stored::by_uid(db, MODEL, uid).await?.filter(|session| session.expires_at > now);
    let found = found.ok_or(Error::SessionNotFound)?;
    match found.payload.get("accountId").and_then(Value::as_str) {
        Some(account) if account == user => Ok(found),
        _ => Err(Error::SessionOfAnother),
    }
}

/// One session.
pub async fn get(tenant: &Tenant, user: &str, uid: &str) -> Result<UserSession> {
    let found = find(tenant, user, uid, tenant.now()).await?;
    shown(tenant, &found).await
}

/// Ends a session, and the grants that shall end with it.
pub async fn delete(tenant: &Tenant, user: &str, uid: &str, target: Option<RevokeGrants>) -> Result<()> {
    let tx = tenant.begin().await?;
    let found = find(&tx, user, uid, tenant.now()).await?;
    if let Some(target) = target {
        revoke(&tx, &found, target).await?;
    }
    stored::delete(&tx, MODEL, &found.id).await?;
    oidc_session_extensions::delete(&tx, uid).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends every session of a user but one, and the grants that shall end with them.
pub async fn delete_others(
    tenant: &Tenant,
    user: &str,
    kept: Option<&str>,
    target: Option<RevokeGrants>,
) -> Result<()> {
    let tx = tenant.begin().await?;
    for session in stored::of_user(&tx, MODEL, user, tenant.now()).await? {
        let uid = session.payload.get("uid").and_then(Value::as_str).unwrap_or_default();
        if kept == Some(uid) {
            continue;
        }
        if let Some(target) = target {
            revoke(&tx, &session, target).await?;
        }
        stored::delete(&tx, MODEL, &session.id).await?;
        oidc_session_extensions::delete(&tx, uid).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn revoke(tx: &Tx, session: &Instance, target: RevokeGrants) -> Result<()> {
    let authorizations = session.payload.get("authorizations").and_then(Value::as_object);
    for (client, authorization) in authorizations.into_iter().flatten() {
        let Some(grant) = authorization.get("grantId").and_then(Value::as_str) else { continue };
        let third_party = match target {
            RevokeGrants::All => false,
            RevokeGrants::FirstParty => {
                avouch_model::applications::is_document(client)
                    || applications::get(tx, client).await?.is_some_and(|application| application.is_third_party)
            }
        };
        if !third_party {
            stored::revoke_grant(tx, grant).await?;
        }
    }
    Ok(())
}
