//! Webhooks: others are told what happened.

use std::collections::BTreeMap;

use avouch_shape::{Describe, Flag, Input, Int, List, Patch, Text};
use serde::{Deserialize, Serialize};

use crate::{Json, LogId, TenantId, Timestamp};

/// What others can be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Input)]
pub enum HookEvent {
    /// Someone registered.
    PostRegister,
    /// Someone signed in.
    PostSignIn,
    /// Circumstances demanded a second factor.
    PostSignInAdaptiveMfaTriggered,
    /// Someone recovered a password.
    PostResetPassword,
    /// A user was made.
    #[shape(name = "User.Created")]
    UserCreated,
    /// A user was removed.
    #[shape(name = "User.Deleted")]
    UserDeleted,
    /// A user was changed.
    #[shape(name = "User.Data.Updated")]
    UserDataUpdated,
    /// A user was suspended, or may sign in again.
    #[shape(name = "User.SuspensionStatus.Updated")]
    UserSuspensionStatusUpdated,
    /// A browser stands for a second factor of a user from now on.
    #[shape(name = "TrustedDevice.Created")]
    TrustedDeviceCreated,
    /// A browser stands for a second factor no more.
    #[shape(name = "TrustedDevice.Deleted")]
    TrustedDeviceDeleted,
    /// A role was made.
    #[shape(name = "Role.Created")]
    RoleCreated,
    /// A role was removed.
    #[shape(name = "Role.Deleted")]
    RoleDeleted,
    /// A role was changed.
    #[shape(name = "Role.Data.Updated")]
    RoleDataUpdated,
    /// A role grants something else.
    #[shape(name = "Role.Scopes.Updated")]
    RoleScopesUpdated,
    /// A scope was made.
    #[shape(name = "Scope.Created")]
    ScopeCreated,
    /// A scope was removed.
    #[shape(name = "Scope.Deleted")]
    ScopeDeleted,
    /// A scope was changed.
    #[shape(name = "Scope.Data.Updated")]
    ScopeDataUpdated,
    /// An organization was made.
    #[shape(name = "Organization.Created")]
    OrganizationCreated,
    /// An organization was removed.
    #[shape(name = "Organization.Deleted")]
    OrganizationDeleted,
    /// An organization was changed.
    #[shape(name = "Organization.Data.Updated")]
    OrganizationDataUpdated,
    /// Members of an organization changed.
    #[shape(name = "Organization.Membership.Updated")]
    OrganizationMembershipUpdated,
    /// An organization role was made.
    #[shape(name = "OrganizationRole.Created")]
    OrganizationRoleCreated,
    /// An organization role was removed.
    #[shape(name = "OrganizationRole.Deleted")]
    OrganizationRoleDeleted,
    /// An organization role was changed.
    #[shape(name = "OrganizationRole.Data.Updated")]
    OrganizationRoleDataUpdated,
    /// An organization role grants something else.
    #[shape(name = "OrganizationRole.Scopes.Updated")]
    OrganizationRoleScopesUpdated,
    /// An organization scope was made.
    #[shape(name = "OrganizationScope.Created")]
    OrganizationScopeCreated,
    /// An organization scope was removed.
    #[shape(name = "OrganizationScope.Deleted")]
    OrganizationScopeDeleted,
    /// An organization scope was changed.
    #[shape(name = "OrganizationScope.Data.Updated")]
    OrganizationScopeDataUpdated,
    /// Guessing at an identifier was stopped.
    #[shape(name = "Identifier.Lockout")]
    IdentifierLockout,
    /// Someone was sent too many messages.
    #[shape(name = "Message.RateLimited")]
    MessageRateLimited,
    /// A user has more grants than the application allows.
    #[shape(name = "Grant.LimitExceeded")]
    GrantLimitExceeded,
}

impl HookEvent {
    /// Whether it is about someone at the sign-in pages.
    pub fn is_interaction(self) -> bool {
        matches!(
            self,
            Self::PostRegister | Self::PostSignIn | Self::PostSignInAdaptiveMfaTriggered | Self::PostResetPassword
        )
    }
}

/// Where to tell it.
#[derive(Clone, Debug, Serialize, Deserialize, Input)]
pub struct HookConfig {
    /// Address.
    pub url: String,
    /// Headers of every request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<BTreeMap<String, String>>,
    /// How often it is tried again; 0 for not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retries: Option<Int<0, 3>>,
}

/// A webhook.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Hook {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it tells of, from before there could be several.
    #[shape(described_as = "Option<HookEvent>")]
    pub event: Option<String>,
    /// What it tells of.
    #[shape(described_as = "Vec<HookEvent>")]
    pub events: Json,
    /// Where to.
    #[shape(described_as = "HookConfig")]
    pub config: Json,
    /// Secret of the signature.
    pub signing_key: String,
    /// Whether it tells anything.
    pub enabled: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// How deliveries of the last day went.
#[derive(Clone, Copy, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ExecutionStats {
    /// How many succeeded.
    pub success_count: i64,
    /// How many there were.
    pub request_count: i64,
}

/// A webhook, with figures where they were asked for.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct HookWithStats {
    /// The webhook.
    #[serde(flatten)]
    pub hook: Hook,
    /// Figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub execution_stats: Option<ExecutionStats>,
}

/// What to show of webhooks.
#[derive(Debug, Default, Input)]
pub struct ShowHooks {
    /// Whether to show how deliveries went.
    pub include_execution_stats: Flag,
}

/// What to show of a webhook.
#[derive(Debug, Default, Input)]
pub struct ShowHook {
    /// Anything but nothing: how deliveries went.
    pub include_execution_stats: Option<Text<0, 32>>,
}

/// What to tell a webhook again.
#[derive(Debug, Input)]
pub struct ReplayHook {
    /// From when on, in milliseconds since the epoch.
    pub since: f64,
}

/// What a webhook is told again.
#[derive(Clone, Copy, Debug, Serialize, Describe)]
pub struct Replayed {
    /// How many events.
    pub events: u64,
}

/// What to make a webhook of.
#[derive(Debug, Input)]
pub struct CreateHook {
    /// Accepted and without effect: a webhook belongs to the tenant of the request.
    pub tenant_id: Option<Text<0, 21>>,
    /// Name.
    pub name: Option<Text<1, 256>>,
    /// What it tells of, from before there could be several.
    pub event: Option<HookEvent>,
    /// What it tells of.
    pub events: Option<List<HookEvent, 1, 100>>,
    /// Where to.
    pub config: HookConfig,
    /// Whether it tells anything.
    pub enabled: Option<bool>,
    /// Accepted and without effect: the clock of the server counts.
    pub created_at: Option<f64>,
}

/// What to change of a webhook.
#[derive(Debug, Input)]
pub struct UpdateHook {
    /// Accepted and without effect: a webhook stays in its tenant.
    pub tenant_id: Option<Text<0, 21>>,
    /// Name.
    pub name: Option<Text<1, 256>>,
    /// What it tells of, from before there could be several.
    pub event: Patch<HookEvent>,
    /// What it tells of.
    pub events: Option<List<HookEvent, 1, 100>>,
    /// Where to.
    pub config: Option<HookConfig>,
    /// Whether it tells anything.
    pub enabled: Option<bool>,
    /// Accepted and without effect: the past does not change.
    pub created_at: Option<f64>,
}

/// What to try.
#[derive(Debug, Input)]
pub struct TestHook {
    /// What to tell of, one request each.
    pub events: List<HookEvent, 1, 100>,
    /// Where to.
    pub config: HookConfig,
    /// Accepted and without effect: see `events`.
    pub event: Option<serde_json::Value>,
}

/// A delivery.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// Identifier.
    pub id: LogId,
    /// What kind of event.
    pub key: String,
    /// What was sent, and what came back.
    pub payload: Json,
    /// When it was done.
    pub created_at: Timestamp,
}

/// Which deliveries to list.
#[derive(Debug, Default, Input)]
pub struct DeliveryFilter {
    /// What kind of event.
    pub log_key: Option<Text<0, 128>>,
    /// Whether counting may stop once there are very many.
    pub enable_cap: Flag,
    /// From when on, in milliseconds since the epoch.
    #[shape(name = "start_time")]
    pub start_time: Option<Text<0, 32>>,
    /// Until when, in milliseconds since the epoch.
    #[shape(name = "end_time")]
    pub end_time: Option<Text<0, 32>>,
}

/// The request that something happened in.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Address of the caller.
    pub ip: Option<String>,
    /// Program of the caller.
    pub user_agent: Option<String>,
    /// Path, without `/api`.
    pub path: String,
    /// Method.
    pub method: String,
    /// Parameters of the path.
    pub params: BTreeMap<String, String>,
    /// The path with its parameters' names, such as `/roles/:id`.
    pub matched_route: String,
    /// The sign-in that it is a step of.
    pub interaction: Option<Interaction>,
}

/// A sign-in that is under way.
#[derive(Clone, Debug)]
pub struct Interaction {
    /// What the user came for, such as `SignIn`, once that is known.
    pub came_for: Option<String>,
    /// The authorization request.
    pub session: String,
    /// The client that asked.
    pub application: Option<String>,
}
