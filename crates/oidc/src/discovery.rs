//! The discovery document.

use avouch_crypto::jose::Algorithm;
use serde_json::{Map, Value, json};

use crate::{Extension, Extensions, KeySet, dpop, fapi, scopes};

/// Claims of ID tokens and userinfo, in the order of the scopes that bring them.
const CLAIMS: [&str; 32] = [
    "sub",
    "name",
    "family_name",
    "given_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
    "username",
    "created_at",
    "email",
    "email_verified",
    "phone_number",
    "phone_number_verified",
    "address",
    "custom_data",
    "identities",
    "sso_identities",
    "roles",
    "organizations",
    "organization_data",
    "organization_roles",
    "sid",
    "auth_time",
    "iss",
];

/// What is offered beyond what compatible software does.
#[derive(Debug)]
pub(crate) struct Offers<'a> {
    pub(crate) extensions: &'a Extensions,
    /// Clients may be known by a document about them.
    pub(crate) documents: bool,
    /// Tokens may be bound to the client's certificate.
    pub(crate) certificates: bool,
    /// Clients may register themselves.
    pub(crate) registration: bool,
}

/// The algorithms that ID tokens are signed with, given the keys.
fn id_token_algorithms(keys: &KeySet) -> Vec<&'static str> {
    let has = |wanted: Algorithm| keys.published().iter().any(|key| key.algorithm() == wanted);
    let mut names = Vec::new();
    // An RSA key could make either kind of signature.
    for (name, produced) in [
        ("PS256", has(Algorithm::RS256)),
        ("RS256", has(Algorithm::RS256)),
        ("ES256", has(Algorithm::ES256)),
        ("ES384", has(Algorithm::ES384)),
        ("ES512", has(Algorithm::ES512)),
        ("EdDSA", has(Algorithm::EdDSA)),
    ] {
        if produced {
            names.push(name);
        }
    }
    names
}

/// The document of an issuer.
pub(crate) fn document(issuer: &str, keys: &KeySet, offers: &Offers<'_>) -> Vec<u8> {
    let at = |path: &str| format!("{issuer}{path}");
    let mut document = json!({
        "authorization_endpoint": at("/auth"),
        "device_authorization_endpoint": at("/device/auth"),
        "claims_parameter_supported": false,
        "claims_supported": CLAIMS,
        "code_challenge_methods_supported": ["S256"],
        "end_session_endpoint": at("/session/end"),
        "grant_types_supported": [
            "implicit",
            "authorization_code",
            "refresh_token",
            "client_credentials",
            "urn:ietf:params:oauth:grant-type:device_code",
            "urn:ietf:params:oauth:grant-type:token-exchange",
        ],
        "issuer": issuer,
        "jwks_uri": at("/jwks"),
        "authorization_response_iss_parameter_supported": true,
        "response_modes_supported": ["form_post", "fragment", "query"],
        "response_types_supported": ["code id_token", "code", "id_token", "none"],
        "scopes_supported": scopes::KNOWN,
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": [
            "client_secret_basic",
            "client_secret_jwt",
            "client_secret_post",
            "private_key_jwt",
            "none",
        ],
        "token_endpoint_auth_signing_alg_values_supported": ["HS256", "RS256", "PS256", "ES256", "Ed25519", "EdDSA"],
        "token_endpoint": at("/token"),
        "id_token_signing_alg_values_supported": id_token_algorithms(keys),
        "pushed_authorization_request_endpoint": at("/request"),
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "userinfo_endpoint": at("/me"),
        "introspection_endpoint": at("/token/introspection"),
        "revocation_endpoint": at("/token/revocation"),
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "claim_types_supported": ["normal"],
    });
    if let Some(members) = document.as_object_mut() {
        extend(members, keys, offers.extensions);
        if offers.documents {
            members.insert("client_id_metadata_document_supported".to_owned(), true.into());
        }
        if offers.certificates {
            members.insert("tls_client_certificate_bound_access_tokens".to_owned(), true.into());
        }
        if offers.registration {
            members.insert("registration_endpoint".to_owned(), at("/reg").into());
        }
    }
    document.to_string().into_bytes()
}

/// What is there only when it is on.
fn extend(document: &mut Map<String, Value>, keys: &KeySet, extensions: &Extensions) {
    let mut put = |name: &str, value: Value| document.insert(name.to_owned(), value);
    let is_fapi = extensions.has(Extension::Fapi2);
    let algorithms = if is_fapi { &fapi::ALGORITHMS[..] } else { &dpop::ALGORITHMS[..] };
    if is_fapi {
        put("response_types_supported", json!(["code"]));
        put("token_endpoint_auth_signing_alg_values_supported", json!(algorithms));
    }
    if extensions.has(Extension::Dpop) {
        put("dpop_signing_alg_values_supported", json!(algorithms));
    }
    if extensions.has(Extension::ParRequired) {
        put("require_pushed_authorization_requests", true.into());
    }
    if extensions.has(Extension::Jar) {
        put("request_parameter_supported", true.into());
        put("request_object_signing_alg_values_supported", json!(algorithms));
    }
    let own = keys.current().verifying().algorithm().name();
    if extensions.has(Extension::Jarm) {
        let modes = ["form_post", "fragment", "query", "jwt", "form_post.jwt", "fragment.jwt", "query.jwt"];
        put("response_modes_supported", json!(modes));
        put("authorization_signing_alg_values_supported", json!([own]));
    }
    if extensions.has(Extension::JwtIntrospection) {
        put("introspection_signing_alg_values_supported", json!([own]));
    }
}
