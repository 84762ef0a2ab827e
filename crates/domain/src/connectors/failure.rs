//! What goes wrong with a provider, in the words of the API.

use avouch_connectors::Error as Connector;

use crate::Error;

impl From<Connector> for Error {
    fn from(error: Connector) -> Self {
        match error {
            Connector::InvalidConfig(details) => Error::ConnectorConfig { details },
            Connector::TemplateNotFound(usage) => Error::ConnectorTemplate { usage },
            Connector::NotImplemented => Error::ConnectorNotImplemented,
            Connector::InvalidRequest(details) => Error::ConnectorRequest { details },
            Connector::RateLimited => Error::ConnectorRateLimited,
            Connector::InvalidResponse(details) => Error::ConnectorResponse { details },
            Connector::AuthorizationFailed(details) => Error::ConnectorAuthorization { details },
            Connector::AuthCodeInvalid => Error::SocialAuthCode,
            Connector::AccessTokenInvalid => Error::SocialAccessToken,
            Connector::IdTokenInvalid(details) => Error::SocialIdToken { details },
            Connector::General(details) => Error::ConnectorGeneral { details },
        }
    }
}
