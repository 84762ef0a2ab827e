//! Custom domains.

use avouch_shape::{Describe, Input, Text};
use serde::Serialize;

use crate::{Json, Timestamp};

/// A custom domain.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Domain {
    /// Identifier.
    pub id: String,
    /// Host name.
    pub domain: String,
    /// How far it is.
    pub status: String,
    /// What is in the way.
    pub error_message: Option<String>,
    /// What its owner has to set in DNS.
    pub dns_records: Json,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What to make a domain of.
#[derive(Debug, Input)]
pub struct CreateDomain {
    /// Host name.
    pub domain: Text<1, 256>,
}
