//! What a user did so far, in the shape that is kept with the authorization request.

use avouch_domain::users::trusted_devices::COOKIE;
use avouch_model::Json;
use avouch_shape::{Describe, Input};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::SignInContext;
use crate::progress::{MfaProgress, Profile};
use crate::record::Record;
use crate::trusted_device::{self, TrustedDeviceOffer};

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
    /// Whether the browser can stand for a second factor from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted_device: Option<TrustedDeviceOffer>,
}

/// What a user did so far.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    pub(crate) interaction_event: Event,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user_id: Option<String>,
    /// Whether the account was made on the way: it has nothing that could be asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_new: bool,
    #[serde(default)]
    pub(crate) profile: Profile,
    #[serde(default)]
    pub(crate) verification_records: Vec<Record>,
    #[serde(default)]
    pub(crate) mfa: MfaProgress,
    /// Where the last step was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sign_in_context: Option<SignInContext>,
    #[serde(default)]
    pub(crate) captcha: Captcha,
    /// What the browser brought that may stand for a second factor.
    #[serde(skip)]
    pub(crate) device_cookies: Vec<(String, String)>,
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
            is_new: false,
            profile: Profile::default(),
            verification_records: Vec::new(),
            mfa: MfaProgress::default(),
            sign_in_context: None,
            captcha: Captcha::default(),
            device_cookies: Vec::new(),
            rest: Map::new(),
        }
    }

    /// The start, beside what others keep.
    pub(crate) fn beside(event: Event, kept: Option<&Value>) -> Self {
        const OWN: [&str; 14] = [
            "interactionEvent",
            "userId",
            "isNew",
            "profile",
            "verificationRecords",
            "mfa",
            "signInContext",
            "captcha",
            trusted_device::CREATION,
            trusted_device::FULFILLMENT,
            "login",
            "consent",
            "error",
            "error_description",
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
            trusted_device: None,
        }
    }

    /// Notes where a step is taken.
    pub fn at(&mut self, context: &SignInContext) {
        self.sign_in_context = Some(context.clone());
    }

    /// Notes what a browser brought; of its cookies only those count that may stand for a second factor.
    pub fn brings(&mut self, cookies: &[(String, String)]) {
        let counts = |(name, _): &&(String, String)| name.starts_with(COOKIE);
        self.device_cookies = cookies.iter().filter(counts).cloned().collect();
    }

    /// Whether everything was written, and the provider may go on: to submit once more changes nothing.
    pub fn is_submitted(&self) -> bool {
        let account = self.rest.get("login").and_then(|login| login.get("accountId")?.as_str());
        account.is_some() && account == self.user_id.as_deref() && self.profile.is_empty() && self.mfa.is_empty()
    }

    /// Whether the account was made on the way.
    pub fn is_created(&self) -> bool {
        self.is_new
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
