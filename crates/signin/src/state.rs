//! What a user did so far, in the shape that is kept with the authorization request.

use avouch_model::Json;
use avouch_shape::{Describe, Input};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::progress::{MfaProgress, Profile};
use crate::record::Record;

/// What the user came for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum Event {
    /// To sign in.
    SignIn,
    /// To get an account.
    Register,
    /// To get back into one.
    ForgotPassword,
}

/// What kind of identifier it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum IdentifierType {
    /// User name.
    #[shape(name = "username")]
    Username,
    /// E-mail address.
    #[shape(name = "email")]
    Email,
    /// Phone number, international digits.
    #[shape(name = "phone")]
    Phone,
}

/// What a user is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Input)]
pub struct Identifier {
    /// Kind.
    pub r#type: IdentifierType,
    /// Value.
    pub value: String,
}

/// Whether it is a person.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, Describe)]
pub struct Captcha {
    /// Proved.
    pub verified: bool,
    /// Not asked for, because of how the user came.
    pub skipped: bool,
}

/// Where the user seems to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct SignInContext {
    /// Address of the browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// What the browser says it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
}

/// What the user's page may see of what the user did so far.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Shown {
    /// What the user came for.
    pub interaction_event: Event,
    /// Who it is, once that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// What the user gave for the account.
    pub profile: Json,
    /// What the user proved, without secrets.
    pub verification_records: Vec<Json>,
    /// Second factors to be set up.
    pub mfa: Json,
    /// Where the user seems to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in_context: Option<SignInContext>,
    /// Whether it is a person.
    pub captcha: Captcha,
}

/// What a user did so far.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    pub(crate) interaction_event: Event,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user_id: Option<String>,
    #[serde(default)]
    pub(crate) profile: Profile,
    #[serde(default)]
    pub(crate) verification_records: Vec<Record>,
    #[serde(default)]
    pub(crate) mfa: MfaProgress,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sign_in_context: Option<SignInContext>,
    #[serde(default)]
    pub(crate) captcha: Captcha,
    /// What others keep here.
    #[serde(flatten)]
    pub(crate) rest: Map<String, Value>,
}

impl State {
    /// The start.
    pub(crate) fn new(event: Event) -> Self {
        Self {
            interaction_event: event,
            user_id: None,
            profile: Profile::default(),
            verification_records: Vec::new(),
            mfa: MfaProgress::default(),
            sign_in_context: None,
            captcha: Captcha::default(),
            rest: Map::new(),
        }
    }

    /// The start, beside what others keep.
    pub(crate) fn beside(event: Event, kept: Option<&Value>) -> Self {
        const OWN: [&str; 9] = [
            "interactionEvent",
            "userId",
            "profile",
            "verificationRecords",
            "mfa",
            "signInContext",
            "captcha",
            "login",
            "consent",
        ];
        let mut rest = kept.and_then(Value::as_object).cloned().unwrap_or_default();
        rest.retain(|name, _| !OWN.contains(&name.as_str()));
        Self { rest, ..Self::new(event) }
    }

    /// Reads what was kept; nothing if the experience was not started.
    pub fn parse(kept: Option<&Value>) -> Option<Self> {
        serde_json::from_value(kept?.clone()).ok()
    }

    /// What is to be kept.
    pub fn to_value(&self) -> Value {
        json!(self)
    }

    /// What the user's page may see.
    pub fn shown(&self) -> Shown {
        Shown {
            interaction_event: self.interaction_event,
            user_id: self.user_id.clone(),
            profile: Json::from(&self.profile.shown()),
            verification_records: self.verification_records.iter().map(|record| Json::from(&record.shown())).collect(),
            mfa: Json::from(&self.mfa.shown()),
            sign_in_context: self.sign_in_context.clone(),
            captcha: self.captcha,
        }
    }

    /// An error for anyone but those who register.
    pub fn refuse_unless_registering(&self) -> avouch_domain::Result<()> {
        if self.interaction_event == Event::Register {
            Ok(())
        } else {
            Err(avouch_domain::Error::InvalidInteractionType)
        }
    }

    /// Keeps a record; one of the same kind goes.
    pub(crate) fn record(&mut self, record: Record) {
        self.verification_records.retain(|known| !known.is_same_kind(&record));
        self.verification_records.push(record);
    }

    /// A one-time token opens what is closed otherwise.
    pub(crate) fn has_one_time_token(&self) -> bool {
        self.verification_records.iter().any(|record| matches!(record, Record::OneTimeToken { verified: true, .. }))
    }

    /// What the user came for.
    pub fn event(&self) -> Event {
        self.interaction_event
    }

    /// The record of a kind, without its secrets.
    pub(crate) fn shown_record(&self, kind: &str) -> Option<Value> {
        let shown = self.verification_records.iter().map(Record::shown);
        shown.into_iter().find(|shown| shown.get("type").and_then(Value::as_str) == Some(kind))
    }

    pub(crate) fn find(&self, id: &str) -> Option<&Record> {
        self.verification_records.iter().find(|record| record.id() == id)
    }
}
