//! What goes wrong with an enterprise's provider.

use std::fmt;

/// Why a configuration cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It says too little, or what cannot be.
    Config,
    /// What it points to cannot be fetched.
    Fetch,
    /// What was fetched is not what it should be.
    Response,
}

impl Reason {
    /// The word in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Config => "invalid_connector_config",
            Self::Fetch => "fail_to_fetch_config",
            Self::Response => "invalid_config_response",
        }
    }
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The configuration cannot be used.
    Config(Reason, String),
    /// SAML metadata cannot be used.
    Metadata(String),
    /// The person, or the provider, said no; or what came back proves nothing.
    Authorization(String),
    /// A SAML response proves nothing.
    Response(String),
    /// Nobody came back yet.
    NotBack,
    /// There is no key to sign requests with.
    NoSigningKey,
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(_, why) => write!(formatter, "the configuration cannot be used: {why}"),
            Self::Metadata(why) => write!(formatter, "the metadata cannot be used: {why}"),
            Self::Authorization(why) => write!(formatter, "the sign-in proves nothing: {why}"),
            Self::Response(why) => write!(formatter, "the SAML response proves nothing: {why}"),
            Self::NotBack => formatter.write_str("nobody came back yet"),
            Self::NoSigningKey => formatter.write_str("there is no key to sign requests with"),
        }
    }
}

impl std::error::Error for Error {}

impl From<crate::Error> for Error {
    fn from(error: crate::Error) -> Self {
        Self::Authorization(error.to_string())
    }
}

impl From<avouch_outbound::Error> for Error {
    fn from(error: avouch_outbound::Error) -> Self {
        Self::Authorization(error.to_string())
    }
}
