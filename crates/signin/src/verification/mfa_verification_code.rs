//! Codes to the identified user's own address or number, as second factor.

use avouch_domain::sentinel::{self, Guess};
use avouch_domain::verification_codes::{self, NewCode};
use avouch_domain::{Error, Result};
use avouch_model::email_templates::TemplateType;
use avouch_shape::Input;
use avouch_store::Tenant;

use super::verification_code::{CodeIdentifierType, recipient};
use super::{Made, identified, new_id};
use crate::record::{CodeRecord, Record};
use crate::{Identifier, IdentifierType, State, Surroundings, settings};

/// Where to send a code.
#[derive(Debug, Input)]
pub struct SendMfaCode {
    /// To the address or the number.
    pub identifier_type: CodeIdentifierType,
}

/// A code to check.
#[derive(Debug, Input)]
pub struct MfaCodeProof {
    /// The verification.
    pub verification_id: String,
    /// The code.
    pub code: String,
    /// Where it went.
    pub identifier_type: CodeIdentifierType,
}

/// Sends a code to the user's own address or number.
pub async fn send(tenant: &Tenant, around: &Surroundings<'_>, state: &mut State, input: &SendMfaCode) -> Result<Made> {
    let account = identified(tenant, state).await.map_err(|error| match error {
        Error::IdentifierNotFound => Error::NobodyForMfaCode,
        other => other,
    })?;
    let variables = around.message.variables(tenant, Some(&account.user)).await?;
    let (kind, value) = match input.identifier_type {
        CodeIdentifierType::Email => (IdentifierType::Email, account.user.primary_email),
        CodeIdentifierType::Phone => (IdentifierType::Phone, account.user.primary_phone),
    };
    let identifier = Identifier { r#type: kind, value: value.ok_or(Error::MfaFactorNotEnabled)? };
    let (id, usage) = (new_id(), TemplateType::MfaVerification);
    let new = NewCode {
        session: Some(&id),
        recipient: &recipient(&identifier),
        usage,
        variables,
        ip: around.ip,
        delivers: true,
        pace: Some(around.pace),
    };
    verification_codes::create(tenant, around.http, new).await?;
    let code = CodeRecord { id: id.clone(), identifier, template_type: usage, verified: false };
    state.record(match input.identifier_type {
        CodeIdentifierType::Email => Record::MfaEmailVerificationCode(code),
        CodeIdentifierType::Phone => Record::MfaPhoneVerificationCode(code),
    });
    Ok(Made { verification_id: id })
}

/// Checks such a code.
pub async fn verify(tenant: &Tenant, state: &mut State, input: &MfaCodeProof) -> Result<Made> {
    let settings = settings::load(tenant).await?;
    let record = state.find(&input.verification_id).cloned().ok_or(Error::VerificationNotFound)?;
    let known = match (&record, input.identifier_type) {
        (Record::MfaEmailVerificationCode(code), CodeIdentifierType::Email)
        | (Record::MfaPhoneVerificationCode(code), CodeIdentifierType::Phone) => code.clone(),
        _ => return Err(Error::VerificationNotFound),
    };
    let to = recipient(&known.identifier);
    let outcome = verification_codes::verify(tenant, Some(&known.id), &to, known.template_type, &input.code).await;
    sentinel::note(tenant, &settings.sentinel_policy, Guess::Code, to.value(), outcome.is_ok()).await?;
    outcome?;
    let proved = CodeRecord { verified: true, ..known };
    state.record(match input.identifier_type {
        CodeIdentifierType::Email => Record::MfaEmailVerificationCode(proved),
        CodeIdentifierType::Phone => Record::MfaPhoneVerificationCode(proved),
    });
    Ok(Made { verification_id: input.verification_id.clone() })
}
