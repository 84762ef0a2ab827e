//! SAML applications: service providers that people sign in to with this server as their identity provider.

use avouch_shape::{Checked, Components, Describe, Input, Int, Issue, Issues, JsonObject, Patch, Path, Text};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::applications::ApplicationType;
use crate::users::identifiers::UrlRule;
use crate::{ApplicationId, Json, TenantId, Timestamp};

/// Claims that attributes can be made of.
pub const CLAIMS: [&str; 29] = [
    "sub",
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "email_verified",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_number_verified",
    "address",
    "updated_at",
    "username",
    "created_at",
    "custom_data",
    "identities",
    "sso_identities",
    "roles",
    "organizations",
    "organization_data",
    "organization_roles",
];

/// Names of attributes, by claim.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeMapping(pub Map<String, Value>);

impl AttributeMapping {
    /// Each claim with the name of its attribute.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(claim, name)| Some((claim.as_str(), name.as_str()?)))
    }
}

impl Describe for AttributeMapping {
    fn describe(_: &mut Components) -> Value {
        let properties: Map<_, _> =
            CLAIMS.iter().map(|claim| ((*claim).to_owned(), json!({ "type": "string" }))).collect();
        json!({ "type": "object", "properties": properties })
    }
}

impl Input for AttributeMapping {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let mut members = avouch_shape::members(value, at, issues)?;
        let mut mapping = Map::new();
        for claim in CLAIMS {
            let name: Option<String> = Option::read(members.shift_remove(claim), &Path::Key(at, claim), issues)?;
            if let Some(name) = name {
                mapping.insert(claim.to_owned(), name.into());
            }
        }
        Some(Self(mapping))
    }
}

/// How responses travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum Binding {
    /// In a form that the browser posts.
    #[shape(name = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST")]
    Post,
    /// In the query of an address.
    #[shape(name = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect")]
    Redirect,
}

/// Where responses go: the assertion consumer service.
#[derive(Clone, Debug, Serialize, Deserialize, Input)]
pub struct AcsUrl {
    /// How they travel.
    pub binding: Binding,
    /// Its address.
    pub url: Checked<UrlRule>,
}

/// Whether and how assertions are encrypted, as it is written down.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct EncryptionMembers {
    /// Whether they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encrypt_assertion: Option<bool>,
    /// Whether the response is signed after its assertion was encrypted, and not only the assertion before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encrypt_then_sign: Option<bool>,
    /// The service provider's certificate, PEM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
}

/// The same, with all that encryption needs.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Encryption(pub EncryptionMembers);

impl Describe for Encryption {
    fn describe(components: &mut Components) -> Value {
        EncryptionMembers::describe(components)
    }
}

impl Input for Encryption {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let members = EncryptionMembers::read(value, at, issues)?;
        if members.encrypt_assertion == Some(true) {
            if members.encrypt_then_sign.is_none() {
                issues.push(Issue::wrong_type("boolean", None, &Path::Key(at, "encryptThenSign")));
            }
            if members.certificate.is_none() {
                issues.push(Issue::wrong_type("string", None, &Path::Key(at, "certificate")));
            }
        }
        Some(Self(members))
    }
}

/// How people are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum NameIdFormat {
    /// By their identifier.
    #[shape(name = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent")]
    Persistent,
    /// By their e-mail address.
    #[shape(name = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress")]
    EmailAddress,
    /// By a name for this once.
    #[shape(name = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient")]
    Transient,
    /// As seems fit.
    #[shape(name = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified")]
    Unspecified,
}

impl NameIdFormat {
    /// The URN.
    pub const fn urn(self) -> &'static str {
        match self {
            Self::Persistent => "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
            Self::EmailAddress => "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
            Self::Transient => "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
            Self::Unspecified => "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
        }
    }
}

/// What is kept of a SAML application beside its row among all applications.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct SamlConfig {
    /// Names of attributes, by claim.
    pub attribute_mapping: Json,
    /// What the service provider calls itself.
    pub entity_id: Option<String>,
    /// Where responses go.
    pub acs_url: Option<Json>,
    /// Whether and how assertions are encrypted.
    pub encryption: Option<Json>,
    /// How people are named.
    pub name_id_format: String,
}

/// A SAML application as the API shows it.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct SamlApplication {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: ApplicationId,
    /// Name.
    pub name: String,
    /// Description.
    pub description: Option<String>,
    /// `SAML`.
    pub r#type: ApplicationType,
    /// Whatever the owner keeps with it.
    pub custom_data: Json,
    /// Whether users are asked before it gets their data.
    pub is_third_party: bool,
    /// Whether only listed users may use it.
    pub app_level_access_control_enabled: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// The rest.
    #[serde(flatten)]
    pub config: SamlConfig,
}

/// What to make a SAML application of.
#[derive(Debug, Input)]
pub struct CreateSamlApplication {
    /// Name.
    pub name: Text<1, 256>,
    /// Description.
    pub description: Patch<String>,
    /// Whatever the owner keeps with it.
    pub custom_data: Option<JsonObject>,
    /// Names of attributes, by claim.
    pub attribute_mapping: Option<AttributeMapping>,
    /// What the service provider calls itself.
    pub entity_id: Patch<Text<0, 128>>,
    /// Where responses go.
    pub acs_url: Patch<AcsUrl>,
    /// Whether and how assertions are encrypted.
    pub encryption: Patch<Encryption>,
    /// How people are named; by their identifier unless set.
    pub name_id_format: Option<NameIdFormat>,
}

/// What to change of a SAML application.
#[derive(Debug, Input)]
pub struct UpdateSamlApplication {
    /// Name.
    pub name: Option<Text<1, 256>>,
    /// Description.
    pub description: Patch<String>,
    /// Custom data; merged.
    pub custom_data: Option<JsonObject>,
    /// Whether only listed users may use it.
    pub app_level_access_control_enabled: Option<bool>,
    /// Names of attributes, by claim; replaced whole.
    pub attribute_mapping: Option<AttributeMapping>,
    /// What the service provider calls itself.
    pub entity_id: Patch<Text<0, 128>>,
    /// Where responses go.
    pub acs_url: Patch<AcsUrl>,
    /// Whether and how assertions are encrypted; replaced whole.
    pub encryption: Patch<Encryption>,
    /// How people are named.
    pub name_id_format: Option<NameIdFormat>,
}

/// A key with its certificate, as it is stored.
#[derive(Debug)]
pub struct SamlSecret {
    /// Identifier.
    pub id: String,
    /// PEM.
    pub private_key: String,
    /// PEM.
    pub certificate: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its time is over.
    pub expires_at: Timestamp,
    /// Whether it is the one that signs.
    pub active: bool,
}

/// A certificate as the API shows it; its key is never told.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
#[shape(unused = "fingerprint, isActive")]
pub struct ShownSecret {
    /// Identifier.
    pub id: String,
    /// PEM.
    pub certificate: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its time is over.
    pub expires_at: Timestamp,
    /// Whether its key is the one that signs.
    pub active: bool,
    /// Hashes of it, to compare by eye.
    pub fingerprints: Fingerprints,
}

/// Hashes of a certificate.
#[derive(Debug, Serialize, Describe)]
pub struct Fingerprints {
    /// SHA-256.
    pub sha256: Fingerprint,
}

/// A hash in hexadecimal digits.
#[derive(Debug, Serialize, Describe)]
pub struct Fingerprint {
    /// With colons.
    pub formatted: String,
    /// Without.
    pub unformatted: String,
}

/// What to make a certificate of.
#[derive(Debug, Input)]
pub struct CreateSamlSecret {
    /// For how many years it is good.
    pub life_span_in_years: Int<1, 100>,
}

/// What to change of a certificate.
#[derive(Debug, Input)]
pub struct UpdateSamlSecret {
    /// Whether its key is the one that signs.
    pub active: bool,
}

/// A sign-in that a service provider asked for, as it is stored.
#[derive(Debug)]
pub struct SamlSession {
    /// Identifier; the browser keeps it.
    pub id: String,
    /// Application.
    pub application_id: String,
    /// Identifier of the request.
    pub saml_request_id: String,
    /// State of the authorization request.
    pub oidc_state: Option<String>,
    /// What the service provider wants back.
    pub relay_state: Option<String>,
    /// The request, XML.
    pub raw_auth_request: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its time is over.
    pub expires_at: Timestamp,
}
