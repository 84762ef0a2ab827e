//! Codes that prove an address or a number.

use std::time::Instant;

use avouch_connectors::Kind;
use avouch_crypto::{Alphabet, random_text};
use avouch_model::email_templates::TemplateType;
use avouch_model::verification_codes::{CodeCheck, CodeRecipient};
use avouch_outbound::Client;
use avouch_shape::JsonObject;
use avouch_store::passcodes::{self as stored, Passcode};
use avouch_store::{Tenant, sign_in_experiences};
use serde_json::Value;

use crate::messages::{self, Action, Outgoing, Pace};
use crate::{Error, Result, ids};

/// Seconds that a code is good for unless the tenant says otherwise.
const LIFETIME: i64 = 600;

/// Wrong tries unless the tenant says otherwise.
const TRIES: i64 = 10;

/// Where a code goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// An e-mail address.
    Email(String),
    /// A phone number.
    Phone(String),
}

impl Recipient {
    /// The address or number.
    pub fn value(&self) -> &str {
        match self {
            Self::Email(value) | Self::Phone(value) => value,
        }
    }

    /// How it is reached.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Email(_) => Kind::Email,
            Self::Phone(_) => Kind::Sms,
        }
    }

    fn email(&self) -> Option<String> {
        match self {
            Self::Email(value) => Some(value.clone()),
            Self::Phone(_) => None,
        }
    }

    fn phone(&self) -> Option<String> {
        match self {
            Self::Phone(value) => Some(value.clone()),
            Self::Email(_) => None,
        }
    }
}

impl From<&CodeRecipient> for Recipient {
    fn from(recipient: &CodeRecipient) -> Self {
        match recipient {
            CodeRecipient::Email(email) => Self::Email(email.to_string()),
            CodeRecipient::Phone(phone) => Self::Phone(phone.to_string()),
        }
    }
}

/// A code to be sent.
#[derive(Clone, Debug)]
pub struct NewCode<'a> {
    /// The sign-in it belongs to, if it belongs to one.
    pub session: Option<&'a str>,
    /// Where it goes.
    pub recipient: &'a Recipient,
    /// What it is for.
    pub usage: TemplateType,
    /// What the message can say besides.
    pub variables: JsonObject,
    /// Who asked for it.
    pub ip: Option<&'a str>,
    /// Whether it is really sent: where it would tell who has an account, it is not.
    pub delivers: bool,
    /// What makes one that is not sent take as long.
    pub pace: Option<&'a Pace>,
}

/// Makes a code and sends it.
pub async fn create(tenant: &Tenant, http: &Client, new: NewCode<'_>) -> Result<()> {
    let NewCode { session, recipient, usage, variables, ip, delivers, pace } = new;
    let code = Passcode {
        id: ids::standard(),
        session: session.map(ToOwned::to_owned),
        phone: recipient.phone(),
        email: recipient.email(),
        usage: usage.as_str().to_owned(),
        code: random_text(Alphabet::Digits, 6),
        tries: 0,
        created_at: tenant.now(),
    };
    // Services that count variables take the code for the first.
    let mut payload = JsonObject::from_iter([("code".to_owned(), code.code.as_str().into())]);
    payload.extend(variables);
    let outgoing = Outgoing { kind: recipient.kind(), to: recipient.value(), usage, payload, ip, action: Action::Code };
    messages::way(tenant, outgoing.kind).await?;
    messages::refuse_flood(tenant, &outgoing).await?;
    let tx = tenant.begin().await?;
    stored::create(&tx, &code).await?;
    tx.commit().await?;
    let begun = Instant::now();
    if !delivers {
        messages::count(tenant, &outgoing).await?;
        if let Some(pace) = pace {
            pace.wait(outgoing.kind, begun).await;
        }
        return Ok(());
    }
    messages::send(tenant, http, &outgoing).await?;
    if let Some(pace) = pace {
        pace.note(outgoing.kind, begun);
    }
    Ok(())
}

/// Checks a code and uses it up.
pub async fn verify(
    tenant: &Tenant,
    session: Option<&str>,
    recipient: &Recipient,
    usage: TemplateType,
    code: &str,
) -> Result<()> {
    let policy = policy(tenant).await?;
    let tx = tenant.begin().await?;
    let found = match session {
        Some(session) => stored::of_session(&tx, session, usage.as_str()).await?,
        None => stored::of_recipient(&tx, recipient.value(), usage.as_str()).await?,
    };
    let known = found.ok_or(Error::CodeNotFound)?;
    match recipient {
        Recipient::Phone(phone) if known.phone.as_ref() != Some(phone) => return Err(Error::CodePhoneMismatch),
        Recipient::Email(email) if known.email.as_ref() != Some(email) => return Err(Error::CodeEmailMismatch),
        Recipient::Phone(_) | Recipient::Email(_) => {}
    }
    if known.created_at.plus_millis(policy.lifetime.saturating_mul(1000)) < tx.now() {
        return Err(Error::CodeExpired);
    }
    if known.tries >= policy.tries {
        return Err(Error::CodeExceedMaxTry);
    }
    if !avouch_crypto::same(known.code.as_bytes(), code.as_bytes()) {
        stored::note_try(&tx, &known.id).await?;
        tx.commit().await?;
        return Err(Error::CodeMismatch);
    }
    stored::consume(&tx, &known.id).await?;
    tx.commit().await?;
    Ok(())
}

struct Policy {
    lifetime: i64,
    tries: i64,
}

async fn policy(tenant: &Tenant) -> Result<Policy> {
    let settings = sign_in_experiences::cached(tenant).await?;
    let policy = settings.and_then(|settings| settings.verification_code_policy.object()).unwrap_or_default();
    let number = |name: &str, usual: i64| policy.get(name).and_then(Value::as_i64).unwrap_or(usual);
    Ok(Policy { lifetime: number("expirationDuration", LIFETIME), tries: number("maxRetryAttempts", TRIES) })
}

/// Sends a code to anyone, outside of any sign-in.
pub async fn send(tenant: &Tenant, http: &Client, recipient: &CodeRecipient, ip: Option<&str>) -> Result<()> {
    let recipient = Recipient::from(recipient);
    let usage = TemplateType::Generic;
    let variables = JsonObject::new();
    create(
        tenant,
        http,
        NewCode { session: None, recipient: &recipient, usage, variables, ip, delivers: true, pace: None },
    )
    .await
}

/// Checks such a code.
pub async fn check(tenant: &Tenant, input: &CodeCheck) -> Result<()> {
    let recipient = Recipient::from(&input.recipient);
    verify(tenant, None, &recipient, TemplateType::Generic, &input.verification_code).await
}
