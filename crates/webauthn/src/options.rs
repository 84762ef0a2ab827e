//! What a browser is asked for (sections 5.4 and 5.5), in their JSON form.

use avouch_shape::Describe;
use serde::Serialize;

use crate::{Site, encode, key};

/// Milliseconds that the browser may take.
const TIMEOUT: i64 = 60_000;

/// Who gets a passkey.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// Identifier.
    pub id: &'a str,
    /// What the account is known by.
    pub name: &'a str,
    /// What the person is called.
    pub display_name: &'a str,
}

/// A site, for the browser.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct RelyingParty {
    /// What it is called.
    pub name: String,
    /// Host name.
    pub id: String,
}

/// A person, for the browser.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct UserEntity {
    /// Identifier in base64url.
    pub id: String,
    /// What the account is known by.
    pub name: String,
    /// What the person is called.
    pub display_name: String,
}

/// An algorithm.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct Parameter {
    /// `public-key`
    pub r#type: &'static str,
    /// COSE identifier.
    pub alg: i64,
}

/// A credential that is there.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct Credential {
    /// `public-key`
    pub r#type: &'static str,
    /// Identifier in base64url.
    pub id: String,
    /// How the authenticator is reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transports: Option<Vec<String>>,
}

impl Credential {
    /// A credential by its identifier.
    pub fn new(id: &str, transports: Option<Vec<String>>) -> Self {
        Self { r#type: "public-key", id: id.to_owned(), transports }
    }
}

/// Which authenticators will do.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Selection {
    /// The same as `resident_key`, for old browsers.
    pub require_resident_key: bool,
    /// Whether the passkey is found without a name.
    pub resident_key: &'static str,
    /// Whether the authenticator verifies the user.
    pub user_verification: &'static str,
}

/// What is asked for besides.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Extensions {
    /// Whether the passkey is found without a name.
    pub cred_props: bool,
}

/// What a browser needs to make a passkey.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationOptions {
    /// The site.
    pub rp: RelyingParty,
    /// Who gets it.
    pub user: UserEntity,
    /// What is to be signed over.
    pub challenge: String,
    /// Algorithms, the best first.
    pub pub_key_cred_params: Vec<Parameter>,
    /// Milliseconds.
    pub timeout: i64,
    /// Credentials that are there.
    pub exclude_credentials: Vec<Credential>,
    /// Which authenticators will do.
    pub authenticator_selection: Selection,
    /// Always `none`.
    pub attestation: &'static str,
    /// What is asked for besides.
    pub extensions: Extensions,
}

/// What a browser needs to use a passkey.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticationOptions {
    /// What is to be signed over.
    pub challenge: String,
    /// Milliseconds.
    pub timeout: i64,
    /// The site.
    pub rp_id: String,
    /// Credentials that will do; any of the site's if there is none.
    pub allow_credentials: Vec<Credential>,
    /// Always `required`.
    pub user_verification: &'static str,
}

/// Asks for a new passkey.
pub fn registration(site: &Site, challenge: &str, person: Person<'_>, known: Vec<Credential>) -> RegistrationOptions {
    RegistrationOptions {
        challenge: challenge.to_owned(),
        rp: RelyingParty { name: site.rp_id.clone(), id: site.rp_id.clone() },
        user: UserEntity {
            id: encode(person.id.as_bytes()),
            name: person.name.to_owned(),
            display_name: person.display_name.to_owned(),
        },
        pub_key_cred_params: key::ALGORITHMS.map(|alg| Parameter { r#type: "public-key", alg }).into(),
        timeout: TIMEOUT,
        attestation: "none",
        exclude_credentials: known,
        authenticator_selection: Selection {
            resident_key: "required",
            require_resident_key: true,
            user_verification: "required",
        },
        extensions: Extensions { cred_props: true },
    }
}

/// Asks for a passkey that is there.
pub fn authentication(site: &Site, challenge: &str, known: Vec<Credential>) -> AuthenticationOptions {
    AuthenticationOptions {
        challenge: challenge.to_owned(),
        rp_id: site.rp_id.clone(),
        allow_credentials: known,
        user_verification: "required",
        timeout: TIMEOUT,
    }
}
