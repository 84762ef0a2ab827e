//! Errors of the protocol (RFC 6749 section 5.2 and those who extend it).

use std::borrow::Cow;
use std::fmt;

use avouch_crypto::PoolFull;
use avouch_store as store;

/// An error code of OAuth 2.0 or OpenID Connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The request lacks a parameter, or has a bad one.
    InvalidRequest,
    /// The client is unknown, or did not authenticate.
    InvalidClient,
    /// The client's metadata cannot be used: no redirect URI.
    InvalidRedirectUri,
    /// What a document says of the client cannot be used.
    InvalidClientMetadata,
    /// The grant type is not known.
    UnsupportedGrantType,
    /// The resource is not known or not allowed (RFC 8707).
    InvalidTarget,
    /// The code, token or credential is not valid, or not this client's.
    InvalidGrant,
    /// The response type is not known.
    UnsupportedResponseType,
    /// The response mode is not known.
    UnsupportedResponseMode,
    /// Nobody is signed in, and nobody may be asked.
    LoginRequired,
    /// Consent is missing, and nobody may be asked.
    ConsentRequired,
    /// The user has to do something, and nobody may be asked.
    InteractionRequired,
    /// The authorization request is over or was never there.
    SessionNotFound,
    /// Something that is not offered here.
    RequestNotSupported,
    /// The reference to a pushed request is unknown, used or over.
    InvalidRequestUri,
    /// The same by reference.
    RequestUriNotSupported,
    /// What a request says of its client.
    RegistrationNotSupported,
    /// A scope is not known or exceeds what was granted.
    InvalidScope,
    /// The token does not carry the scope that is needed.
    InsufficientScope,
    /// The access token is not valid (RFC 6750 section 3.1).
    InvalidToken,
    /// A token of this kind cannot be looked at or revoked here (RFC 7009 section 2.2.1).
    UnsupportedTokenType,
    /// The user of a device has not decided yet (RFC 8628 section 3.5).
    AuthorizationPending,
    /// The same, and the device asks too often.
    SlowDown,
    /// The time of a device code is over.
    ExpiredToken,
    /// The proof of possession is not as it must be (RFC 9449 section 5).
    InvalidDpopProof,
    /// The proof needs a number of ours in it (RFC 9449 section 8).
    UseDpopNonce,
    /// The signed request is not as it must be (RFC 9101 section 7).
    InvalidRequestObject,
    /// Refused.
    AccessDenied,
    /// Not the client's fault.
    ServerError,
    /// Not the client's fault, and over soon.
    TemporarilyUnavailable,
}

impl Code {
    /// The value of `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidRedirectUri => "invalid_redirect_uri",
            Self::InvalidClientMetadata => "invalid_client_metadata",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidTarget => "invalid_target",
            Self::InvalidGrant => "invalid_grant",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::UnsupportedResponseMode => "unsupported_response_mode",
            Self::LoginRequired => "login_required",
            Self::ConsentRequired => "consent_required",
            Self::InteractionRequired => "interaction_required",
            Self::SessionNotFound => "session_not_found",
            Self::RequestNotSupported => "request_not_supported",
            Self::InvalidRequestUri => "invalid_request_uri",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::InvalidScope => "invalid_scope",
            Self::InsufficientScope => "insufficient_scope",
            Self::InvalidToken => "invalid_token",
            Self::UnsupportedTokenType => "unsupported_token_type",
            Self::AuthorizationPending => "authorization_pending",
            Self::SlowDown => "slow_down",
            Self::ExpiredToken => "expired_token",
            Self::InvalidDpopProof => "invalid_dpop_proof",
            Self::UseDpopNonce => "use_dpop_nonce",
            Self::InvalidRequestObject => "invalid_request_object",
            Self::AccessDenied => "access_denied",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
        }
    }
}

/// An error of the protocol: what the client is told, and what only the log is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OidcError {
    /// Code.
    pub code: Code,
    /// HTTP status.
    pub status: u16,
    /// What the client is told.
    pub description: Cow<'static, str>,
    /// What only the log is told.
    pub detail: Option<String>,
    /// The scope that is needed, or that cannot be had.
    pub scope: Option<String>,
    /// Whether the origin of the page that asks must not read the answer.
    pub origin_refused: bool,
    /// The number that a proof of possession needs, where that is what is missing.
    pub dpop_nonce: Option<String>,
}

impl OidcError {
    fn new(code: Code, status: u16, description: impl Into<Cow<'static, str>>) -> Self {
        let description = description.into();
        Self { code, status, description, detail: None, scope: None, origin_refused: false, dpop_nonce: None }
    }

    pub(crate) fn invalid_request(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::InvalidRequest, 400, description)
    }

    /// There is no such endpoint, or it does not take this method.
    pub fn unrecognized(method: &str, path: &str) -> Self {
        let description = format!("unrecognized route or not allowed method ({method} on {path})");
        Self { status: 404, ..Self::invalid_request(description) }
    }

    /// A parameter that is needed is not there.
    pub(crate) fn missing(parameter: &str) -> Self {
        Self::invalid_request(format!("missing required parameter '{parameter}'"))
    }

    /// Nobody has this client identifier.
    pub(crate) fn unknown_client(id: &str) -> Self {
        Self::new(Code::InvalidClient, 400, format!("invalid client {id}"))
    }

    /// The client did not prove who it is. Why, only the log learns.
    pub(crate) fn client_authentication(detail: &'static str) -> Self {
        let detail = Some(detail.to_owned());
        Self { detail, ..Self::new(Code::InvalidClient, 401, "client authentication failed") }
    }

    /// A page of an origin that the client does not list.
    pub(crate) fn origin(origin: &str, client: &str) -> Self {
        let description = format!("origin {origin} not allowed for client: {client}");
        Self { origin_refused: true, ..Self::invalid_request(description) }
    }

    pub(crate) fn no_redirect_uri() -> Self {
        Self::new(Code::InvalidRedirectUri, 400, "redirect_uris must contain members")
    }

    pub(crate) fn client_metadata(description: &'static str) -> Self {
        Self::new(Code::InvalidClientMetadata, 400, description)
    }

    pub(crate) fn unsupported_grant_type() -> Self {
        Self::new(Code::UnsupportedGrantType, 400, "unsupported grant_type requested")
    }

    pub(crate) fn invalid_target(description: &'static str) -> Self {
        Self::new(Code::InvalidTarget, 400, description)
    }

    pub(crate) fn unsupported_response_type() -> Self {
        Self::new(Code::UnsupportedResponseType, 400, "unsupported response_type requested")
    }

    pub(crate) fn unsupported_response_mode() -> Self {
        Self::new(Code::UnsupportedResponseMode, 400, "unsupported response_mode requested")
    }

    pub(crate) fn login_required(description: &'static str) -> Self {
        Self::new(Code::LoginRequired, 400, description)
    }

    pub(crate) fn consent_required() -> Self {
        Self::new(Code::ConsentRequired, 400, "requested scopes not granted")
    }

    pub(crate) fn interaction_required() -> Self {
        Self::new(Code::InteractionRequired, 400, "native clients require End-User interaction")
    }

    /// The authorization request is over or was never there.
    pub(crate) fn session_not_found() -> Self {
        Self::new(Code::SessionNotFound, 400, "authorization request has expired")
    }

    pub(crate) fn not_supported(parameter: &'static str) -> Self {
        let code = match parameter {
            "request" => Code::RequestNotSupported,
            "registration" => Code::RegistrationNotSupported,
            _ => Code::RequestUriNotSupported,
        };
        Self::new(code, 400, format!("{parameter} parameter is not supported"))
    }

    pub(crate) fn invalid_request_uri() -> Self {
        Self::new(Code::InvalidRequestUri, 400, "request_uri is invalid, expired, or was already used")
    }

    pub(crate) fn redirect_uri(description: &'static str) -> Self {
        Self::new(Code::InvalidRedirectUri, 400, description)
    }

    /// Whether it is the token of the request that is missing or wrong.
    pub fn is_about_the_token(&self) -> bool {
        matches!(self.code, Code::InvalidToken | Code::InsufficientScope) || self.is_without_token()
    }

    /// Whether there was no token at all.
    pub fn is_without_token(&self) -> bool {
        self.description.starts_with("no access token")
    }

    /// The access token was not presented as it must be (RFC 6750 section 2).
    pub fn bad_bearer(description: &'static str) -> Self {
        Self::invalid_request(description)
    }

    /// The grant is not valid. Why, only the log learns.
    pub(crate) fn invalid_grant(detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..Self::new(Code::InvalidGrant, 400, "grant request is invalid") }
    }

    /// A scope that cannot be had.
    pub(crate) fn invalid_scope(description: &'static str, scope: &str) -> Self {
        Self { scope: Some(scope.to_owned()), ..Self::new(Code::InvalidScope, 400, description) }
    }

    /// A scope that is missing.
    pub(crate) fn insufficient_scope(description: &'static str, scope: &str) -> Self {
        Self { scope: Some(scope.to_owned()), ..Self::new(Code::InsufficientScope, 403, description) }
    }

    pub(crate) fn invalid_token(detail: &'static str) -> Self {
        Self { detail: Some(detail.to_owned()), ..Self::new(Code::InvalidToken, 401, "invalid token provided") }
    }

    pub(crate) fn unsupported_token_type() -> Self {
        Self::new(Code::UnsupportedTokenType, 400, "Structured JWT Tokens cannot be introspected or revoked here")
    }

    pub(crate) fn invalid_dpop_proof(description: &'static str) -> Self {
        Self::new(Code::InvalidDpopProof, 400, description)
    }

    /// The same as a resource answers it (RFC 9449 section 7.1).
    pub(crate) fn at_resource(self) -> Self {
        let status = if matches!(self.code, Code::InvalidDpopProof | Code::UseDpopNonce) { 401 } else { self.status };
        Self { status, ..self }
    }

    pub(crate) fn use_dpop_nonce(nonce: String) -> Self {
        let error = Self::new(Code::UseDpopNonce, 400, "put the value of the DPoP-Nonce header into the proof");
        Self { dpop_nonce: Some(nonce), ..error }
    }

    pub(crate) fn invalid_request_object(description: &'static str) -> Self {
        Self::new(Code::InvalidRequestObject, 400, description)
    }

    pub(crate) fn authorization_pending() -> Self {
        Self::new(Code::AuthorizationPending, 400, "the user has not decided yet")
    }

    pub(crate) fn slow_down() -> Self {
        Self::new(Code::SlowDown, 400, "the user has not decided yet, and the device asks too often")
    }

    pub(crate) fn expired_device_code() -> Self {
        Self::new(Code::ExpiredToken, 400, "the device code has expired")
    }

    pub(crate) fn access_denied_400(description: &'static str) -> Self {
        Self::new(Code::AccessDenied, 400, description)
    }

    /// A tenant's script denies the token, in its own words.
    pub(crate) fn script_denied(message: String) -> Self {
        let description: Cow<'static, str> = if message.is_empty() { "access denied".into() } else { message.into() };
        Self::new(Code::AccessDenied, 400, description)
    }

    /// A tenant's script fails, and is to stop the token. Why, only the log learns.
    pub(crate) fn script_failed(detail: String) -> Self {
        Self { detail: Some(detail), ..Self::invalid_request("custom claims could not be made") }
    }

    pub(crate) fn access_denied(description: &'static str) -> Self {
        Self::new(Code::AccessDenied, 403, description)
    }

    pub(crate) fn server(detail: impl Into<String>) -> Self {
        let detail = Some(detail.into());
        Self { detail, ..Self::new(Code::ServerError, 500, "the server failed; the request id says more in its log") }
    }

    fn unavailable(detail: String) -> Self {
        let detail = Some(detail);
        Self {
            detail,
            ..Self::new(Code::TemporarilyUnavailable, 503, "the server cannot do this now; try again in a moment")
        }
    }
}

impl fmt::Display for OidcError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code.as_str(), self.description)?;
        self.detail.as_ref().map_or(Ok(()), |detail| write!(formatter, " ({detail})"))
    }
}

impl std::error::Error for OidcError {}

impl From<store::Error> for OidcError {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Busy(_) | store::Error::TooSlow | store::Error::Unavailable(_) => {
                Self::unavailable(error.to_string())
            }
            // A parameter that no column can hold finds nothing and changes nothing.
            store::Error::InvalidValue | store::Error::TooLong => {
                Self::invalid_request("a parameter has a value that cannot be")
            }
            store::Error::Unique { .. }
            | store::Error::ForeignKey
            | store::Error::Check { .. }
            | store::Error::Corrupt(_)
            | store::Error::Driver(_) => Self::server(error.to_string()),
        }
    }
}

impl From<avouch_domain::Error> for OidcError {
    fn from(error: avouch_domain::Error) -> Self {
        match error {
            avouch_domain::Error::Store(error) => error.into(),
            other => Self::server(other.to_string()),
        }
    }
}

impl From<PoolFull> for OidcError {
    fn from(error: PoolFull) -> Self {
        Self::unavailable(error.to_string())
    }
}
