//! What a browser answers, in the JSON form of `PublicKeyCredential.toJSON()`.

use avouch_shape::{Input, JsonObject, List, Text};

/// Longest part of an answer.
const LONGEST: usize = 16_384;

/// Kind of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum PayloadType {
    /// A passkey.
    WebAuthn,
}

/// A new passkey.
#[derive(Debug, Input)]
pub struct RegistrationPayload {
    /// Kind.
    pub r#type: PayloadType,
    /// Identifier of the credential in base64url.
    pub id: Text<1, 2048>,
    /// The same.
    pub raw_id: Text<1, 2048>,
    /// What the authenticator says.
    pub response: AttestationResponse,
    /// Whether the authenticator is part of the device.
    pub authenticator_attachment: Option<Text<1, 64>>,
    /// What came of the extensions.
    pub client_extension_results: JsonObject,
}

/// What an authenticator says of a new passkey.
#[derive(Debug, Input)]
pub struct AttestationResponse {
    /// What the browser did, in base64url.
    #[shape(name = "clientDataJSON")]
    pub client_data_json: Text<1, LONGEST>,
    /// The credential, in base64url.
    pub attestation_object: Text<1, LONGEST>,
    /// A part of the object, in base64url; not used.
    pub authenticator_data: Option<Text<1, LONGEST>>,
    /// How the authenticator is reached.
    pub transports: Option<List<Text<1, 32>, 0, 16>>,
    /// A part of the object; not used.
    pub public_key_algorithm: Option<i64>,
    /// A part of the object, in base64url; not used.
    pub public_key: Option<Text<1, LONGEST>>,
}

/// The use of a passkey.
#[derive(Debug, Input)]
pub struct AuthenticationPayload {
    /// Kind.
    pub r#type: PayloadType,
    /// Identifier of the credential in base64url.
    pub id: Text<1, 2048>,
    /// The same.
    pub raw_id: Text<1, 2048>,
    /// What the authenticator says.
    pub response: AssertionResponse,
    /// Whether the authenticator is part of the device.
    pub authenticator_attachment: Option<Text<1, 64>>,
    /// What came of the extensions.
    pub client_extension_results: JsonObject,
}

/// What an authenticator says when a passkey is used.
#[derive(Debug, Input)]
pub struct AssertionResponse {
    /// What the browser did, in base64url.
    #[shape(name = "clientDataJSON")]
    pub client_data_json: Text<1, LONGEST>,
    /// What the authenticator did, in base64url.
    pub authenticator_data: Text<1, LONGEST>,
    /// Signature over both, in base64url.
    pub signature: Text<1, LONGEST>,
    /// The user's identifier in base64url.
    pub user_handle: Option<Text<0, 2048>>,
}
