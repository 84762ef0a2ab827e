//! Custom domains.

use avouch_shape::{Describe, Input, List, Text};
use serde::{Deserialize, Serialize};

use crate::{Json, Timestamp};

/// How far a domain is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum DomainStatus {
    /// Its records in DNS do not prove yet whose it is.
    PendingVerification,
    /// It is proven, and its certificate is not there yet.
    PendingSsl,
    /// People are served there.
    Active,
    /// Something is in the way that waiting does not mend.
    Error,
}

/// A record that a domain's owner sets in DNS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Describe)]
pub struct DnsRecord {
    /// Name.
    pub name: String,
    /// Type, such as `CNAME`.
    pub r#type: String,
    /// Value.
    pub value: String,
}

/// A custom domain.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Domain {
    /// Identifier.
    pub id: String,
    /// Host name.
    pub domain: String,
    /// How far it is.
    #[shape(described_as = "DomainStatus")]
    pub status: String,
    /// What is in the way.
    pub error_message: Option<String>,
    /// What its owner has to set in DNS.
    #[shape(described_as = "Vec<DnsRecord>")]
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

/// A file that proves to another service whose the domain is.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct VerificationFile {
    /// Path on the domain.
    pub path: String,
    /// Content.
    pub content: String,
    /// Type of the content.
    pub content_type: String,
}

/// Type of a file that proves something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum ProofType {
    /// Text.
    #[shape(name = "text/plain")]
    Text,
    /// JSON.
    #[shape(name = "application/json")]
    Json,
}

/// A file to serve.
#[derive(Debug, Input)]
pub struct NewVerificationFile {
    /// A file in the root, with an extension, or beneath `/.well-known/`.
    pub path: Text<1, 256>,
    /// Content.
    pub content: Text<1, 16384>,
    /// Type of the content.
    pub content_type: ProofType,
}

/// The files of a domain; replaces all of them.
#[derive(Debug, Input)]
pub struct SetVerificationFiles {
    /// Files.
    pub verification_files: List<NewVerificationFile, 0, 10>,
}

/// Which domains to remove.
#[derive(Debug, Input)]
pub struct CleanUp {
    /// Days since the last change after which a domain that is not in use goes.
    pub stale_days: i64,
}

/// What was removed.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct CleanedUp {
    /// Domains that were looked at.
    pub scanned_count: i64,
    /// Those that are gone.
    pub deleted_count: i64,
    /// Those that are in use.
    pub skipped_active_count: i64,
    /// Those that could not be removed.
    pub failed_count: i64,
}
