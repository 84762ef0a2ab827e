//! SAML: what a connector looks like. Signing in with one is not implemented.

use super::Social;
use crate::Error;
use crate::factory::{Exchange, Factory};

pub(crate) const FACTORY: Factory = Factory {
    id: "saml",
    target: "saml",
    name: "SAML",
    fields: "entityID!T signInEndpoint?T x509Certificate!ML idpMetadataXml!ML assertionConsumerServiceUrl!T \
             requestSignatureAlgorithm?SEL(rsa-sha1|rsa-sha256|rsa-sha512)=rsa-sha256 \
             messageSigningOrder?SEL(sign-then-encrypt|encrypt-then-sign)=sign-then-encrypt \
             signAuthnRequest?SW=false privateKey!ML@signAuthnRequest:true privateKeyPass?T@signAuthnRequest:true \
             encryptAssertion?SW=false encPrivateKey!ML@encryptAssertion:true \
             encPrivateKeyPass?T@encryptAssertion:true \
             nameIDFormat?SEL(unspecified|emailAddress|X509SubjectName|persistent|transient)=unspecified \
             timeout?N=10000 profileMap?J",
    guide: "Register this server as a service provider at the identity provider, with the assertion consumer service URL \
            that the connector shows.",
    is_standard: true,
    exchange: Exchange::Social(Social {
        authorize: |_| Err(Error::NotImplemented),
        identify: |_| Box::pin(async { Err(Error::NotImplemented) }),
        refresh: None,
    }),
    ..Factory::SOCIAL
};
