//! Codes by mail and text message: to an address or a number of the account they prove who it is, to another one that
//! it is the user's.

use avouch_domain::messages::Context;
use avouch_domain::sentinel::{self, Guess};
use avouch_domain::verification_codes::{self, NewCode, Recipient};
use avouch_domain::{Error, Result, email_blocklist};
use avouch_model::email_templates::TemplateType;
use avouch_model::users::identifiers::{Email, PhoneDigits};
use avouch_shape::{Components, Describe, Input, Issue, Issues, Path};
use serde_json::{Value, json};

use super::{Made, Surroundings, Verified};
use crate::records::{self, CodeRecord, Identifier, IdentifierType, Record};
use crate::{Caller, settings};

/// Most characters of an address.
const LONGEST: u16 = 256;

/// What kinds of identifiers codes prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
enum CodeRecipientType {
    /// E-mail address.
    #[shape(name = "email")]
    Email,
    /// Phone number, international digits.
    #[shape(name = "phone")]
    Phone,
}

/// An address or a number.
#[derive(Clone, Debug)]
pub struct CodeIdentifier(Identifier);

impl Describe for CodeIdentifier {
    fn describe(components: &mut Components) -> Value {
        let (email, phone) = (Email::describe(components), PhoneDigits::describe(components));
        let one = |name: &str, value: Value| {
            json!({ "type": "object", "required": ["type", "value"],
                    "properties": { "type": { "type": "string", "enum": [name] }, "value": value } })
        };
        json!({ "oneOf": [one("email", email), one("phone", phone)] })
    }
}

impl Input for CodeIdentifier {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let mut members = avouch_shape::members(value, at, issues)?;
        let kind = CodeRecipientType::read(members.shift_remove("type"), &Path::Key(at, "type"), issues)?;
        let (value, at) = (members.shift_remove("value"), Path::Key(at, "value"));
        let (kind, value) = match kind {
            CodeRecipientType::Email => (IdentifierType::Email, Email::read(value, &at, issues)?.into_inner()),
            CodeRecipientType::Phone => (IdentifierType::Phone, PhoneDigits::read(value, &at, issues)?.into_inner()),
        };
        if value.chars().count() > usize::from(LONGEST) {
            issues.push(Issue::too_big("string", i64::from(LONGEST), &at));
            return None;
        }
        Some(Self(Identifier { r#type: kind, value }))
    }
}

/// What a code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum CodeUsage {
    /// To set up codes as second factor.
    BindMfa,
    /// To prove once more who it is.
    UserPermissionValidation,
}

/// Where to send a code.
#[derive(Debug, Input)]
pub struct SendOwnCode {
    /// Address or number.
    pub identifier: CodeIdentifier,
    /// What it is for, if it goes to the account's own address or number; to prove who it is, unless set.
    pub template_type: Option<CodeUsage>,
}

/// A code to check.
#[derive(Debug, Input)]
pub struct OwnCodeProof {
    /// Where it went.
    pub identifier: CodeIdentifier,
    /// The verification.
    pub verification_id: String,
    /// The code.
    pub code: String,
}

fn recipient(identifier: &Identifier) -> Recipient {
    match identifier.r#type {
        IdentifierType::Phone => Recipient::Phone(identifier.value.clone()),
        _ => Recipient::Email(identifier.value.clone()),
    }
}

/// Sends a code. Whether someone else has the address or number is not told here.
pub async fn create(caller: &Caller, around: &Surroundings<'_>, input: SendOwnCode) -> Result<Made> {
    caller.need_first_party()?;
    let SendOwnCode { identifier: CodeIdentifier(identifier), template_type } = input;
    let user = caller.account().await?.user;
    let own = match identifier.r#type {
        IdentifierType::Phone => &user.primary_phone,
        _ => &user.primary_email,
    };
    let is_own = own.as_ref() == Some(&identifier.value);
    let usage = match template_type {
        _ if !is_own => TemplateType::BindNewIdentifier,
        Some(CodeUsage::BindMfa) => TemplateType::BindMfa,
        Some(CodeUsage::UserPermissionValidation) | None => TemplateType::UserPermissionValidation,
    };
    if !is_own && identifier.r#type == IdentifierType::Email {
        let settings = settings::load(&caller.tenant).await?;
        let policy = settings.email_blocklist_policy.as_ref().map(settings::policy).unwrap_or_default();
        email_blocklist::check(&policy, &identifier.value)?;
    }
    let id = records::new_id();
    let context = Context { application: Some(&caller.client), languages: around.languages, ..Context::default() };
    let new = NewCode {
        session: Some(&id),
        recipient: &recipient(&identifier),
        usage,
        variables: context.variables(&caller.tenant, Some(&user)).await?,
        ip: Some(around.ip),
        delivers: true,
        pace: None,
    };
    verification_codes::create(&caller.tenant, around.http, new).await?;
    let code = CodeRecord { id: id.clone(), template_type: usage, verified: false, identifier };
    let record = match code.identifier.r#type {
        IdentifierType::Phone => Record::PhoneVerificationCode(code),
        _ => Record::EmailVerificationCode(code),
    };
    records::keep(&caller.tenant, &record, is_own.then_some(caller.user.as_str())).await
}

/// Checks a code and uses it up.
pub async fn verify(caller: &Caller, input: OwnCodeProof) -> Result<Verified> {
    caller.need_first_party()?;
    let OwnCodeProof { identifier: CodeIdentifier(identifier), verification_id, code } = input;
    let settings = settings::load(&caller.tenant).await?;
    let mut record = records::find(&caller.tenant, &verification_id).await?;
    let (Record::EmailVerificationCode(known) | Record::PhoneVerificationCode(known)) = &mut record else {
        return Err(Error::RecordNotFound);
    };
    if known.identifier.r#type != identifier.r#type {
        return Err(Error::RecordNotFound);
    }
    let to = recipient(&identifier);
    let outcome = verification_codes::verify(&caller.tenant, Some(&known.id), &to, known.template_type, &code).await;
    let policy = settings::policy(&settings.sentinel_policy);
    sentinel::note(&caller.tenant, &policy, Guess::Code, &identifier.value, outcome.is_ok()).await?;
    outcome?;
    known.verified = true;
    records::replace(&caller.tenant, &record).await?;
    Ok(Verified { verification_record_id: verification_id })
}
