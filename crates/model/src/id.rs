//! Identifiers that cannot be mixed up.

use std::fmt;
use std::sync::Arc;

use avouch_shape::{Components, Describe};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes a text for an identifier; whether a row has it, the store knows.
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                Self(text.into())
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl Describe for $name {
            fn describe(_: &mut Components) -> Value {
                json!({ "type": "string" })
            }
        }
    )*};
}

ids! {
    /// A tenant: `default`, `admin`, or one that was added.
    TenantId;
    /// An application, which OAuth calls a client.
    ApplicationId;
    /// A user.
    UserId;
    /// An API resource.
    ResourceId;
    /// A scope of an API resource.
    ScopeId;
    /// A tenant-level role.
    RoleId;
    /// An organization.
    OrganizationId;
    /// A role in organizations.
    OrganizationRoleId;
    /// A permission within organizations.
    OrganizationScopeId;
    /// An invitation into an organization.
    InvitationId;
    /// A signing or cookie key.
    KeyId;
    /// An audit entry.
    LogId;
}

impl TenantId {
    /// The tenant of the first user-facing listener.
    pub fn default_tenant() -> Self {
        Self::new("default")
    }

    /// The tenant of operators and of the console.
    pub fn admin() -> Self {
        Self::new("admin")
    }
}
