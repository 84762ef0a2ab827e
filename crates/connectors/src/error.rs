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
    /// The provider wants fewer requests.
    RateLimited,
    /// Anything else.
    General(String),
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidConfig(why) => write!(formatter, "the configuration cannot be used: {why}"),
            Self::TemplateNotFound(usage) => write!(formatter, "there is no template for {usage}"),
            Self::NotImplemented => formatter.write_str("the connector cannot do this"),
            Self::RateLimited => formatter.write_str("the provider wants fewer requests"),
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
