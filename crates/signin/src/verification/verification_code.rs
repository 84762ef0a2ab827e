//! Codes by mail and text message.

use avouch_domain::sentinel::{self, Guess};
use avouch_domain::verification_codes::{self, NewCode, Recipient};
use avouch_domain::{Error, Result, email_blocklist};
use avouch_model::EmailAddress;
use avouch_model::email_templates::TemplateType;
use avouch_model::users::identifiers::PhoneDigits;
use avouch_shape::{Describe, Input, Issues, Path};
use avouch_store::{Tenant, users};
use serde_json::Value;

use super::{Made, holder, new_id};
use crate::record::{CodeRecord, Record};
use crate::{Event, Identifier, IdentifierType, State, Surroundings, identification, settings};

/// What kinds of identifiers codes prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum CodeIdentifierType {
    /// E-mail address.
    #[shape(name = "email")]
    Email,
    /// Phone number, international digits.
    #[shape(name = "phone")]
    Phone,
}

/// An address or a number.
#[derive(Clone, Debug)]
pub struct CodeIdentifier(pub(crate) Identifier);

impl CodeIdentifierType {
    /// The kind of verification that proves it as a second factor.
    pub fn second_factor(self) -> &'static str {
        match self {
            Self::Email => "MfaEmailVerificationCode",
            Self::Phone => "MfaPhoneVerificationCode",
        }
    }
}

impl CodeIdentifier {
    /// What it is.
    pub fn identifier(&self) -> &Identifier {
        &self.0
    }

    /// The kind of verification that proves it.
    pub fn verification(&self) -> &'static str {
        match self.0.r#type {
            IdentifierType::Phone => "PhoneVerificationCode",
            IdentifierType::Email | IdentifierType::Username => "EmailVerificationCode",
        }
    }
}

impl Describe for CodeIdentifier {
    fn describe(components: &mut avouch_shape::Components) -> Value {
        Identifier::describe(components)
    }
}

impl Input for CodeIdentifier {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let mut members = avouch_shape::members(value, at, issues)?;
        let kind = CodeIdentifierType::read(members.shift_remove("type"), &Path::Key(at, "type"), issues)?;
        let (value, at) = (members.shift_remove("value"), Path::Key(at, "value"));
        let (kind, value) = match kind {
            CodeIdentifierType::Email => (IdentifierType::Email, EmailAddress::read(value, &at, issues)?.into_inner()),
            CodeIdentifierType::Phone => (IdentifierType::Phone, PhoneDigits::read(value, &at, issues)?.into_inner()),
        };
        Some(Self(Identifier { r#type: kind, value }))
    }
}

/// Where to send a code.
#[derive(Debug, Input)]
pub struct SendCode {
    /// Address or number.
    pub identifier: CodeIdentifier,
    /// What it is for.
    pub interaction_event: Event,
}

/// A code to check.
#[derive(Debug, Input)]
pub struct CodeProof {
    /// Where it went.
    pub identifier: CodeIdentifier,
    /// The verification.
    pub verification_id: String,
    /// The code.
    pub code: String,
}

pub(crate) fn recipient(identifier: &Identifier) -> Recipient {
    match identifier.r#type {
        IdentifierType::Phone => Recipient::Phone(identifier.value.clone()),
        IdentifierType::Email | IdentifierType::Username => Recipient::Email(identifier.value.clone()),
    }
}

/// Sends a code. Where it would tell who has an account, it is not sent, and the answer is the same.
pub async fn send(tenant: &Tenant, around: &Surroundings<'_>, state: &mut State, input: SendCode) -> Result<Made> {
    let settings = settings::load(tenant).await?;
    let SendCode { identifier: CodeIdentifier(identifier), interaction_event } = input;
    if state.user_id.is_none() {
        identification::refuse_without_captcha(&settings, state)?;
    }
    if interaction_event == Event::Register && identifier.r#type == IdentifierType::Email {
        email_blocklist::check(&settings.email_blocklist_policy, &identifier.value)?;
    }
    let binds = state.user_id.is_some() && !settings::is_sign_up_identifier(&settings, identifier.r#type);
    let usage = match interaction_event {
        _ if binds => TemplateType::BindMfa,
        Event::SignIn => TemplateType::SignIn,
        Event::Register => TemplateType::Register,
        Event::ForgotPassword => TemplateType::ForgotPassword,
    };
    let needs_account = match interaction_event {
        Event::ForgotPassword => true,
        Event::SignIn => state.user_id.is_none() && !settings::registers(&settings),
        Event::Register => false,
    };
    let holder = holder(tenant, &identifier).await?;
    let delivers = !needs_account || holder.is_some();
    let account = match state.user_id.as_deref() {
        Some(id) => users::account(tenant, id).await?,
        None => holder.filter(|_| interaction_event != Event::Register),
    };
    let variables = around.message.variables(tenant, account.as_ref().map(|account| &account.user)).await?;
    let id = new_id();
    let new = NewCode {
        session: Some(&id),
        recipient: &recipient(&identifier),
        usage,
        variables,
        ip: around.ip,
        delivers,
        pace: Some(around.pace),
    };
    verification_codes::create(tenant, around.http, new).await?;
    let code = CodeRecord { id: id.clone(), template_type: usage, verified: false, identifier };
    state.record(match code.identifier.r#type {
        IdentifierType::Phone => Record::PhoneVerificationCode(code),
        IdentifierType::Email | IdentifierType::Username => Record::EmailVerificationCode(code),
    });
    Ok(Made { verification_id: id })
}

/// Checks a code and uses it up.
pub async fn verify(tenant: &Tenant, state: &mut State, input: CodeProof) -> Result<Made> {
    let CodeProof { identifier: CodeIdentifier(identifier), verification_id, code } = input;
    let settings = settings::load(tenant).await?;
    let record = state.find(&verification_id).cloned().ok_or(Error::VerificationNotFound)?;
    // One of an address is none of a number.
    let known = match &record {
        Record::EmailVerificationCode(known) if identifier.r#type == IdentifierType::Email => known,
        Record::PhoneVerificationCode(known) if identifier.r#type == IdentifierType::Phone => known,
        _ => return Err(Error::VerificationNotFound),
    };
    let to = recipient(&identifier);
    let outcome = verification_codes::verify(tenant, Some(&known.id), &to, known.template_type, &code).await;
    sentinel::note(tenant, &settings.sentinel_policy, Guess::Code, &identifier.value, outcome.is_ok()).await?;
    outcome?;
    let proved = CodeRecord { verified: true, ..known.clone() };
    state.record(match &record {
        Record::PhoneVerificationCode(_) => Record::PhoneVerificationCode(proved),
        _ => Record::EmailVerificationCode(proved),
    });
    Ok(Made { verification_id })
}
