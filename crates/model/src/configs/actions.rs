//! Scripts that have a say when people sign in.

use std::collections::BTreeMap;

use avouch_shape::{Describe, Input};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// When a script is asked; also the key that it is kept under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Input)]
pub enum ActionKey {
    /// After a password that is not right here, or is nobody's.
    #[shape(name = "action.postFirstFactorVerification")]
    PostFirstFactorVerification,
    /// Before someone who has proved everything is signed in.
    #[shape(name = "action.postSignIn")]
    PostSignIn,
}

/// What it means that a script fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Input)]
pub enum ExecutionErrorPolicy {
    /// Nobody signs in.
    #[default]
    #[shape(name = "block")]
    Block,
    /// People sign in as if there were no script. A password that is not right stays wrong.
    #[shape(name = "allow")]
    Allow,
}

/// A script, and what it was tried with.
#[derive(Clone, Debug, Serialize, Deserialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Action {
    /// Defines `runAction`.
    pub script: String,
    /// What the script is given besides the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment_variables: Option<BTreeMap<String, String>>,
    /// An event to try it with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context_sample: Option<Value>,
    /// Whether it is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// What it means that it fails; `block` unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_execution_error: Option<ExecutionErrorPolicy>,
}

/// A script to keep.
#[derive(Debug, Input)]
#[shape(strict)]
pub struct SetAction {
    /// Defines `runAction`.
    pub script: String,
    /// What the script is given besides the event.
    pub environment_variables: Option<BTreeMap<String, String>>,
    /// An event to try it with.
    pub context_sample: Option<Value>,
    /// Whether it is asked.
    pub enabled: Option<bool>,
    /// What it means that it fails; `block` unless set.
    pub on_execution_error: Option<ExecutionErrorPolicy>,
}

/// What to change of a script.
#[derive(Debug, Input)]
#[shape(strict)]
pub struct UpdateAction {
    /// Defines `runAction`.
    pub script: Option<String>,
    /// What the script is given besides the event; replaced whole.
    pub environment_variables: Option<BTreeMap<String, String>>,
    /// An event to try it with.
    pub context_sample: Option<Value>,
    /// Whether it is asked.
    pub enabled: Option<bool>,
    /// What it means that it fails.
    pub on_execution_error: Option<ExecutionErrorPolicy>,
}

/// A script by the key that it is kept under.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct KeyedAction {
    /// When it is asked.
    pub key: ActionKey,
    /// The script.
    pub value: Action,
}

/// Which script is meant.
#[derive(Debug, Input)]
pub struct OfActionType {
    /// When it is asked.
    pub action_type: ActionKey,
}

/// A script to try.
#[derive(Debug, Input)]
#[shape(strict)]
pub struct TestAction {
    /// Defines `runAction`.
    pub script: String,
    /// When it would be asked.
    pub action_type: ActionKey,
    /// What it would be told.
    pub event: Value,
    /// What the script is given besides the event.
    pub environment_variables: Option<BTreeMap<String, String>>,
}
