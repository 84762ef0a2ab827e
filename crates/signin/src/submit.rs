//! The end: everything is there, and the provider may go on.

mod tokens;

use avouch_crypto::password::Hashed;
use avouch_crypto::{Alphabet, random_text};
use avouch_domain::events::{self, Visitor};
use avouch_domain::users::{identifiers, identities, sso_identities, trusted_devices};
use avouch_domain::{Error, Result};
use avouch_model::hooks::HookEvent;
use avouch_model::users::mfa::{BackupCode, Factor};
use avouch_store::users::{self, Account};
use avouch_store::{Tenant, Tx, Value as Column};
use serde_json::{Map, Value, json};

use crate::actions::Patch;
use crate::identification::{social, sso, wanted};
use crate::mfa::{Circumstances, configured};
use crate::profile::extra;
use crate::progress::{MfaProgress, Profile};
use crate::record::Record;
use crate::settings::Settings;
use crate::trusted_device::{self, DeviceNote, NewCookie};
use crate::{Event, State, Surroundings, adaptive, identification, mfa, profile, settings};

/// What there is to do now.
#[derive(Debug)]
pub enum Finished {
    /// The provider goes on.
    GoOn(Entered),
    /// A password was recovered: the user signs in with it.
    Recovered,
}

/// Someone who signed in.
#[derive(Debug)]
pub struct Entered {
    /// What is kept of the experience.
    pub result: Value,
    /// What the browser keeps if it is trusted from now on.
    pub cookie: Option<NewCookie>,
    /// What happened to trusted devices.
    pub devices: Vec<DeviceNote>,
}

/// Checks everything once more; nothing is written yet. `told` gets what circumstances said, for administrators.
pub async fn check(
    tenant: &Tenant,
    around: &Surroundings<'_>,
    state: &State,
    told: &mut Map<String, Value>,
) -> Result<()> {
    let settings = settings::load(tenant).await?;
    identification::refuse_without_captcha(&settings, state)?;
    let id = state.user_id.as_deref().ok_or(Error::IdentifierNotFound)?;
    let account = users::account(tenant, id).await?.ok_or(Error::IdentifierNotFound)?;
    if account.user.is_suspended {
        return Err(Error::UserSuspended);
    }
    if state.interaction_event == Event::ForgotPassword {
        return new_password(state).map(drop).ok_or(Error::NewPasswordRequired);
    }
    // Whatever the user came for by now: who was there before has to prove it.
    if !state.is_new {
        let circumstances = mfa::circumstances(tenant, &settings, &account, state).await?;
        told.extend(adaptive::told(&settings, state, circumstances.risk.as_ref()));
        need_second_factor(tenant, around, &settings, &account, state, &circumstances).await?;
    }
    profile::refuse_existing(Some(&account), &state.profile)?;
    profile::refuse_taken(tenant, &state.profile, Some(id)).await?;
    let enterprise = state.profile.is_enterprise();
    let waived = enterprise || (has_social(state) && settings::social_suffices(&settings));
    let missing: Vec<&'static str> =
        settings::mandatory(&settings).into_iter().filter(|wanted| !waived && lacks(&account, state, wanted)).collect();
    if !missing.is_empty() {
        return Err(Error::MissingProfile { missing });
    }
    let registers = state.interaction_event == Event::Register;
    if registers && !enterprise && extra::is_missing(tenant, &settings, Some(&account), &state.profile).await? {
        return Err(Error::MissingProfile { missing: vec!["extraProfile"] });
    }
    if !enterprise {
        configured::suggest_passkey(&settings, &account, state)?;
    }
    configured::refuse_disabled(&settings, state)?;
    if !enterprise {
        configured::require(tenant, &settings, &account, state).await?;
    }
    Ok(())
}

/// A second factor where one is needed; where circumstances ask for it, webhooks are told, whatever comes next.
async fn need_second_factor(
    tenant: &Tenant,
    around: &Surroundings<'_>,
    settings: &Settings,
    account: &Account,
    state: &State,
    circumstances: &Circumstances,
) -> Result<()> {
    let outcome = mfa::require(settings, account, state, circumstances);
    if let (Err(Error::RequireMfa { .. }), Some(risk)) = (&outcome, &circumstances.risk) {
        let mut more = Map::new();
        more.insert("adaptiveMfaResult".to_owned(), risk.shown());
        let (event, user) = (HookEvent::PostSignInAdaptiveMfaTriggered, account.user.id.as_str());
        let tx = tenant.begin().await?;
        events::interaction_with(&tx, event, visitor(around, state), user, more).await?;
        tx.commit().await?;
    }
    outcome
}

/// Writes what was given, after [`check`]; the transaction is the caller's, who keeps the outcome with the authorization
/// request in it: all of it happens, or nothing.
/// `patch` is what the tenant's script gives of the user.
pub async fn write(
    tenant: &Tenant,
    tx: &Tx,
    around: &Surroundings<'_>,
    state: &State,
    patch: Option<&Patch>,
) -> Result<Finished> {
    let id = state.user_id.as_deref().ok_or(Error::IdentifierNotFound)?;
    // Held from here on: of two who write at once, the second sees what the first wrote.
    let account = users::lock(tx, id).await?.ok_or(Error::IdentifierNotFound)?;
    if account.user.is_suspended {
        return Err(Error::UserSuspended);
    }
    if state.interaction_event == Event::ForgotPassword {
        return recover(tx, around, state, id).await.map(|()| Finished::Recovered);
    }
    profile::refuse_existing(Some(&account), &state.profile)?;
    identifiers::reserve(tx, &wanted(&state.profile)).await?;
    profile::refuse_taken(tx, &state.profile, Some(id)).await?;
    write_account(tx, around, state, &account).await?;
    if let Some(patch) = patch {
        let account = users::lock(tx, id).await?.ok_or(Error::IdentifierNotFound)?;
        patch.write(tx, &account).await?;
    }
    // What was written is not to be written again.
    let mut written = State { profile: Profile::default(), mfa: MfaProgress::default(), ..state.clone() };
    let settings = settings::load(tenant).await?;
    let mut devices = Vec::new();
    let mut cookie = None;
    // Only who used a factor has the browser remembered for one.
    if mfa::has_strong_proof(&settings, &account, state) {
        let (kept, made) = trusted_device::keep(tenant, tx, &mut written, id).await?.unzip();
        cookie = kept;
        devices.extend(made);
    } else if let Some(device) = trusted_device::known(tenant, &settings, id, state).await? {
        devices.push(trusted_device::note_use(tx, &mut written, id, device).await?);
    }
    let mut result = tokens::without(&written).to_value();
    if let Some(members) = result.as_object_mut() {
        members.insert("login".to_owned(), json!({ "accountId": id }));
    }
    Ok(Finished::GoOn(Entered { result, cookie, devices }))
}

/// Whether the user came from a social provider.
fn has_social(state: &State) -> bool {
    let came = |record: &Record| matches!(record, Record::Social { social_user_info: Some(_), .. });
    state.profile.social_identity.is_some() || state.verification_records.iter().any(came)
}

fn lacks(account: &Account, state: &State, wanted: &str) -> bool {
    let (user, given) = (&account.user, &state.profile);
    let (email, phone) = (
        user.primary_email.is_none() && given.primary_email.is_none(),
        user.primary_phone.is_none() && given.primary_phone.is_none(),
    );
    match wanted {
        "username" => user.username.is_none() && given.username.is_none(),
        "email" => email,
        "phone" => phone,
        "emailOrPhone" => email && phone,
        // A social identity does instead of a password.
        "password" => {
            let social = given.social_identity.is_some() || user.identities.text() != "{}";
            account.password.is_none() && given.password_encrypted.is_none() && !social
        }
        _ => false,
    }
}

fn visitor<'a>(around: &Surroundings<'a>, state: &State) -> Visitor<'a> {
    Visitor {
        came_for: state.interaction_event.as_str(),
        session: around.session,
        application: around.application,
        ip: around.ip,
        user_agent: around.user_agent,
    }
}

fn new_password(state: &State) -> Option<Hashed> {
    let digest = state.profile.password_encrypted.clone()?;
    Some(Hashed { algorithm: state.profile.password_encryption_method?, digest })
}

/// Writes the new password of someone who recovers an account.
async fn recover(tx: &Tx, around: &Surroundings<'_>, state: &State, user: &str) -> Result<()> {
    let hashed = new_password(state).ok_or(Error::NewPasswordRequired)?;
    users::set_password(tx, user, &hashed).await?;
    // Whoever was there before may not have been the user.
    trusted_devices::delete_all(tx, user).await?;
    events::interaction(tx, HookEvent::PostResetPassword, visitor(around, state), user).await?;
    events::user_changed(tx, user).await
}

/// Writes what was given, and that the user signed in.
async fn write_account(tx: &Tx, around: &Surroundings<'_>, state: &State, account: &Account) -> Result<()> {
    let user = account.user.id.as_str();
    let columns = columns(tx, state, account)?;
    let changed = !columns.is_empty() || !state.profile.is_empty();
    if !columns.is_empty() {
        users::update(tx, user, columns).await.map_err(identifiers::in_use)?;
    }
    if let Some(identity) = &state.profile.social_identity {
        let mut all = account.user.identities.object().unwrap_or_default();
        all.extend([social::members(identity)]);
        users::identities::replace(tx, user, &all).await.map_err(identities::in_use)?;
    }
    if let Some(identity) = &state.profile.enterprise_sso_identity {
        sso_identities::add(tx, &account.user.id, sso::new_identity(identity)).await?;
    }
    if let Some(identity) = &state.profile.synced_enterprise_sso_identity {
        users::identities::update_sso(tx, &identity.issuer, &identity.identity_id, &identity.detail).await?;
    }
    if let Some(hashed) = new_password(state) {
        users::set_password(tx, user, &hashed).await?;
    }
    if !state.profile.jit_organization_ids.is_empty() {
        avouch_domain::users::register::join(tx, user, state.profile.jit_organization_ids.clone()).await?;
    }
    tokens::keep(tx, state, user).await?;
    users::note_sign_in(tx, user).await?;
    adaptive::note(tx, user, state).await?;
    if changed {
        events::user_changed(tx, user).await?;
    }
    let event =
        if state.interaction_event == Event::Register { HookEvent::PostRegister } else { HookEvent::PostSignIn };
    events::interaction(tx, event, visitor(around, state), user).await
}

fn columns(tx: &Tx, state: &State, account: &Account) -> Result<Vec<(&'static str, Column)>> {
    let given = &state.profile;
    let mut columns: Vec<(&'static str, Column)> = Vec::new();
    let texts = [
        ("username", &given.username),
        ("primary_email", &given.primary_email),
        ("name", &given.name),
        ("avatar", &given.avatar),
    ];
    for (column, value) in texts {
        columns.extend(value.as_ref().map(|value| (column, Column::from(value))));
    }
    if let Some(phone) = &given.primary_phone {
        columns.push(("primary_phone", identifiers::normal_phone(phone)?.into()));
    }
    for (column, own, more) in [
        ("profile", &account.user.profile, &given.profile),
        ("custom_data", &account.user.custom_data, &given.custom_data),
    ] {
        if !more.is_empty() {
            let mut merged = own.object().unwrap_or_default();
            merged.extend(more.clone());
            columns.push((column, (&merged).into()));
        }
    }
    if let Some(factors) = factors(tx, state, account)? {
        columns.push(("mfa_verifications", Column::json(&factors)));
    }
    if let Some(config) = config(state, account) {
        columns.push(("logto_config", (&config).into()));
    }
    Ok(columns)
}

/// The user's factors with those that were set up on the way.
fn factors(tx: &Tx, state: &State, account: &Account) -> Result<Option<Vec<Factor>>> {
    if state.mfa.totp.is_none() && state.mfa.backup_code.is_none() && state.mfa.web_authn.is_empty() {
        return Ok(None);
    }
    let created_at = tx.now().iso().unwrap_or_default();
    let new_id = || random_text(Alphabet::Lower, 21);
    let mut factors = account.factors.clone();
    if let Some(totp) = &state.mfa.totp {
        if factors.iter().any(|factor| matches!(factor, Factor::Totp { .. })) {
            return Err(Error::TotpInUse);
        }
        factors.push(Factor::Totp {
            id: new_id(),
            created_at: created_at.clone(),
            last_used_at: None,
            key: totp.secret.clone(),
            last_used_time_step: None,
        });
    }
    for made in state.mfa.web_authn.iter().cloned() {
        factors.push(made.into_factor(created_at.clone()));
    }
    if let Some(new) = &state.mfa.backup_code {
        factors.retain(|factor| !matches!(factor, Factor::BackupCode { .. }));
        let codes = new.codes.iter().map(|code| BackupCode { code: code.clone(), used_at: None }).collect();
        factors.push(Factor::BackupCode { id: new_id(), created_at, last_used_at: None, codes });
    }
    Ok(Some(factors))
}

/// The user's settings with what was said of second factors.
fn config(state: &State, account: &Account) -> Option<avouch_shape::JsonObject> {
    let mut config = account.logto_config.clone();
    let said = [
        ("mfa", "enabled", state.mfa.mfa_enabled),
        ("mfa", "skipped", state.mfa.mfa_skipped),
        ("mfa", "additionalBindingSuggestionSkipped", state.mfa.additional_binding_suggestion_skipped),
        ("passkey_sign_in", "skipped", state.mfa.passkey_skipped.filter(|_| state.interaction_event == Event::SignIn)),
    ];
    let mut changed = false;
    for (group, name, value) in said {
        let Some(value) = value else { continue };
        let group = config.entry(group).or_insert_with(|| json!({}));
        if let Some(members) = group.as_object_mut() {
            members.insert(name.to_owned(), value.into());
            changed = true;
        }
    }
    changed.then_some(config)
}
