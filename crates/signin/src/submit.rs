//! The end: everything is there, and the provider may go on.

use avouch_domain::{Error, Result};
use avouch_store::Tenant;
use avouch_store::users::{self, Account};
use serde_json::{Value, json};

use crate::{Event, State, identification, mfa, settings};

/// Checks everything once more; answers what the provider is to keep, with who is signed in.
pub async fn submit(tenant: &Tenant, state: &State) -> Result<Value> {
    let settings = settings::load(tenant).await?;
    identification::refuse_without_captcha(&settings, state)?;
    let id = state.user_id.as_deref().ok_or(Error::IdentifierNotFound)?;
    if state.interaction_event == Event::ForgotPassword {
        return Err(Error::MethodNotForForgotPassword);
    }
    let account = users::account(tenant, id).await?.ok_or(Error::IdentifierNotFound)?;
    if account.user.is_suspended {
        return Err(Error::UserSuspended);
    }
    if state.interaction_event == Event::SignIn {
        mfa::require(&settings, &account, state)?;
    }
    let missing: Vec<&'static str> =
        settings::mandatory(&settings).into_iter().filter(|wanted| lacks(&account, wanted)).collect();
    if !missing.is_empty() {
        return Err(Error::MissingProfile { missing });
    }
    mfa::require_configured(&settings, &account)?;
    let tx = tenant.begin().await?;
    users::note_sign_in(&tx, id).await?;
    tx.commit().await?;
    let mut result = state.to_value();
    if let Some(members) = result.as_object_mut() {
        members.insert("login".to_owned(), json!({ "accountId": id }));
    }
    Ok(result)
}

fn lacks(account: &Account, wanted: &str) -> bool {
    let user = &account.user;
    match wanted {
        "username" => user.username.is_none(),
        "email" => user.primary_email.is_none(),
        "phone" => user.primary_phone.is_none(),
        "emailOrPhone" => user.primary_email.is_none() && user.primary_phone.is_none(),
        // A social identity does instead of a password.
        "password" => account.password.is_none() && user.identities.text() == "{}",
        _ => false,
    }
}
