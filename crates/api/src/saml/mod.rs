//! `/api/saml`: the identity provider's endpoints, a set for each SAML application.

pub(crate) mod authn;
