//! How people sign in, and what the pages look like.

mod checks;
mod csp;
pub mod custom_ui;
mod mfa;
pub mod public;
pub mod username_policy;

use avouch_model::account_center::ProfileField;
use avouch_model::sign_in_exp::{
    CheckPassword, CheckedPassword, ForgotPasswordMethod, SignInExperience, UpdateSignInExperience,
};
use avouch_shape::Patch;
use avouch_store::sign_in_experiences as stored;
use avouch_store::{Read, Tenant, Tx, Value};

use crate::changes::Changes;
use crate::custom_profile_fields::known_names;
use crate::password_policy::About;
use crate::passwords::Passwords;
use crate::{Error, Result};

/// Which messages can be sent.
#[derive(Clone, Copy, Debug)]
pub struct Channels {
    /// Mail.
    pub email: bool,
    /// Text messages.
    pub sms: bool,
}

impl Channels {
    /// Whether a password can be recovered: by what is listed, or by whatever there is if nothing is.
    pub fn recovers(self, methods: Option<&[ForgotPasswordMethod]>) -> bool {
        methods.map_or(self.email || self.sms, |methods| methods.iter().any(|method| self.carries(*method)))
    }

    /// Whether a way to recover a password works.
    pub fn carries(self, method: ForgotPasswordMethod) -> bool {
        match method {
            ForgotPasswordMethod::EmailVerificationCode => self.email,
            ForgotPasswordMethod::PhoneVerificationCode => self.sms,
        }
    }
}

/// The tenant's settings.
pub async fn get(db: &impl Read) -> Result<SignInExperience> {
    let found = stored::get(db).await?;
    found.ok_or_else(|| Error::NotExistsWithId { name: "sign_in_experiences", id: "default".to_owned() })
}

/// Where people go whose sign-in is over or was never there: as the settings say, or the tenant's own configuration.
pub async fn unknown_session_redirect(tenant: &Tenant) -> Result<Option<String>> {
    let told = stored::cached(tenant).await?.and_then(|settings| settings.unknown_session_redirect_url.clone());
    match told.filter(|url| !url.is_empty()) {
        Some(url) => Ok(Some(url)),
        None => Ok(avouch_store::configs::session_not_found_redirect(tenant).await?),
    }
}

/// The language where no other is known.
pub async fn fallback_language(tenant: &Tenant) -> Result<String> {
    let info = stored::cached(tenant).await?.and_then(|settings| settings.language_info.object()).unwrap_or_default();
    Ok(info.get("fallbackLanguage").and_then(serde_json::Value::as_str).unwrap_or("en").to_owned())
}

/// Changes the tenant's settings; each part that is given is replaced whole.
pub async fn update(tenant: &Tenant, input: UpdateSignInExperience) -> Result<SignInExperience> {
    let tx = tenant.begin().await?;
    let kept = get(&tx).await?;
    let fields = match &input.sign_up_profile_fields {
        Patch::Value(fields) => Some(known_names(&tx, fields.to_vec(), &[]).await?),
        Patch::Absent | Patch::Null => None,
    };
    let checked = checks::check(&tx, &kept, &input).await?;
    let columns = columns(input, fields, checked).some()?;
    stored::update(&tx, columns).await?;
    let settings = get(&tx).await?;
    tx.commit().await?;
    Ok(settings)
}

fn columns(input: UpdateSignInExperience, fields: Option<Vec<ProfileField>>, checked: checks::Checked) -> Changes {
    let UpdateSignInExperience {
        tenant_id: _,
        color,
        branding,
        hide_logto_branding,
        language_info,
        terms_of_use_url,
        privacy_policy_url,
        agree_to_terms_policy,
        sign_in,
        sign_up,
        social_sign_in,
        social_sign_in_connector_targets: _,
        sign_in_mode,
        custom_css,
        custom_content,
        custom_ui_assets,
        custom_ui_csp: _,
        password_policy,
        mfa,
        adaptive_mfa: _,
        trusted_device,
        single_sign_on_enabled,
        support_email,
        support_website_url,
        unknown_session_redirect_url,
        captcha_policy,
        sentinel_policy,
        email_blocklist_policy: _,
        verification_code_policy,
        forgot_password_methods,
        passkey_sign_in,
        sign_up_profile_fields,
        password_expiration: _,
        username_policy,
    } = input;
    let mut changes = Changes::default();
    changes.set("color", color.as_ref().map(Value::json));
    changes.set("branding", branding.as_ref().map(Value::json));
    changes.set("hide_logto_branding", hide_logto_branding);
    changes.set("language_info", language_info.as_ref().map(Value::json));
    changes.patch("terms_of_use_url", terms_of_use_url.map(avouch_shape::Checked::into_inner));
    changes.patch("privacy_policy_url", privacy_policy_url.map(avouch_shape::Checked::into_inner));
    changes.set("agree_to_terms_policy", agree_to_terms_policy.map(avouch_model::sign_in_exp::AgreeToTerms::as_str));
    changes.set("sign_in", sign_in.as_ref().map(Value::json));
    changes.set("sign_up", sign_up.as_ref().map(Value::json));
    changes.set("social_sign_in", social_sign_in.as_ref().map(Value::json));
    changes.set("social_sign_in_connector_targets", checked.targets.as_ref().map(Value::json));
    changes.set("sign_in_mode", sign_in_mode.map(avouch_model::sign_in_exp::SignInMode::as_str));
    changes.patch("custom_css", custom_css);
    changes.set("custom_content", custom_content.as_ref().map(Value::json));
    changes.json("custom_ui_assets", &custom_ui_assets);
    changes.set("custom_ui_csp", checked.csp.as_ref().map(Value::json));
    changes.set("password_policy", password_policy.as_ref().map(Value::json));
    changes.set("mfa", mfa.as_ref().map(Value::json));
    changes.set("adaptive_mfa", checked.adaptive_mfa.as_ref().map(Value::json));
    changes.set("trusted_device", trusted_device.as_ref().map(Value::json));
    changes.set("single_sign_on_enabled", single_sign_on_enabled);
    changes.patch("support_email", support_email.map(avouch_shape::Checked::into_inner));
    changes.patch("support_website_url", support_website_url.map(avouch_shape::Checked::into_inner));
    changes.patch("unknown_session_redirect_url", unknown_session_redirect_url.map(avouch_shape::Checked::into_inner));
    changes.set("captcha_policy", captcha_policy.as_ref().map(Value::json));
    changes.set("sentinel_policy", sentinel_policy.as_ref().map(Value::json));
    changes.set("email_blocklist_policy", checked.blocklist.as_ref().map(Value::json));
    changes.set("verification_code_policy", verification_code_policy.as_ref().map(Value::json));
    changes.json("forgot_password_methods", &forgot_password_methods);
    changes.set("passkey_sign_in", passkey_sign_in.as_ref().map(Value::json));
    changes.json("sign_up_profile_fields", &sign_up_profile_fields.map(|_| fields.unwrap_or_default()));
    changes.set("password_expiration", checked.expiration.as_ref().map(Value::json));
    changes.set("username_policy", username_policy.as_ref().map(Value::json));
    changes
}

/// Whether a password keeps the tenant's rules.
pub async fn check_password(tenant: &Tenant, passwords: &Passwords, input: &CheckPassword) -> Result<CheckedPassword> {
    let settings = get(tenant).await?;
    let policy: serde_json::Value = serde_json::from_str(settings.password_policy.text()).unwrap_or_default();
    let user = match &input.user_id {
        Some(id) => Some(crate::users::account(tenant, id).await?.user),
        None => None,
    };
    let wants_user = policy.get("rejects").and_then(|rejects| rejects.get("userInfo")?.as_bool()).unwrap_or(true);
    if wants_user && user.is_none() {
        return Err(Error::PasswordNeedsUser);
    }
    let about = user.as_ref().map(About::of).unwrap_or_default();
    let issues = passwords.issues(&policy, &input.password, &about).await;
    Ok(CheckedPassword { result: issues.is_empty(), issues: (!issues.is_empty()).then_some(issues) })
}

/// Takes targets out of the list that no connector has any more.
pub(crate) async fn drop_unavailable_targets(tx: &Tx, available: &[String]) -> Result<()> {
    let kept: Vec<String> =
        serde_json::from_str(get(tx).await?.social_sign_in_connector_targets.text()).unwrap_or_default();
    let left: Vec<&String> = kept.iter().filter(|target| available.contains(target)).collect();
    if left.len() < kept.len() {
        stored::update(tx, vec![("social_sign_in_connector_targets", Value::json(&left))]).await?;
    }
    Ok(())
}
