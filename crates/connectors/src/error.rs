//! What goes wrong with a provider.

use std::fmt;

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The configuration cannot be used.
    InvalidConfig(String),
    /// There is no text for this purpose.
    TemplateNotFound(String),
    /// The connector cannot do this.
    NotImplemented,
    /// The message cannot go where it shall.
    InvalidRequest(String),
    /// The provider wants fewer requests.
    RateLimited,
    /// The provider's answer is not what it should be.
    InvalidResponse(String),
    /// The person, or the provider, said no.
    AuthorizationFailed(String),
    /// The authorization code is wrong, used or expired.
    AuthCodeInvalid,
    /// The provider does not take the access token it gave.
    AccessTokenInvalid,
    /// The ID token proves nothing.
    IdTokenInvalid(String),
    /// Anything else.
    General(String),
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidConfig(why) => write!(formatter, "the configuration cannot be used: {why}"),
            Self::TemplateNotFound(usage) => write!(formatter, "there is no template for {usage}"),
            Self::NotImplemented => formatter.write_str("the connector cannot do this"),
            Self::InvalidRequest(why) => write!(formatter, "the message cannot be sent: {why}"),
            Self::RateLimited => formatter.write_str("the provider wants fewer requests"),
            Self::InvalidResponse(why) => write!(formatter, "the provider's answer cannot be used: {why}"),
            Self::AuthorizationFailed(why) => write!(formatter, "the sign-in was refused: {why}"),
            Self::AuthCodeInvalid => formatter.write_str("the authorization code is wrong, used or expired"),
            Self::AccessTokenInvalid => formatter.write_str("the provider does not take its access token"),
            Self::IdTokenInvalid(why) => write!(formatter, "the ID token cannot be trusted: {why}"),
            Self::General(why) => write!(formatter, "the provider could not be used: {why}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<avouch_outbound::Error> for Error {
    fn from(error: avouch_outbound::Error) -> Self {
        Self::General(error.to_string())
    }
}
