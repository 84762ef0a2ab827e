//! Providers that enterprises have.

use avouch_shape::{Issue, Issues, JsonObject, Path};

use crate::config::text;
use crate::factory::Factory;

/// How a provider is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// `OpenID` Connect.
    Oidc,
    /// SAML 2.0.
    Saml,
}

impl Protocol {
    /// The word in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Oidc => "oidc",
            Self::Saml => "saml",
        }
    }
}

/// A provider that enterprises have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// Any that speaks `OpenID` Connect.
    Oidc,
    /// Any that speaks SAML.
    Saml,
    /// Microsoft Entra ID by SAML.
    AzureAd,
    /// Google Workspace.
    GoogleWorkspace,
    /// Okta.
    Okta,
    /// Microsoft Entra ID by `OpenID` Connect.
    AzureAdOidc,
}

const OIDC: Factory = Factory {
    fields: "clientId!T clientSecret!T issuer!T scope?T trustUnverifiedEmail?SW",
    rule: issuer,
    ..Factory::SOCIAL
};

const GOOGLE: Factory =
    Factory { fields: "clientId!T clientSecret!T scope?T trustUnverifiedEmail?SW offlineAccess?SW", ..Factory::SOCIAL };

const SAML: Factory = Factory {
    fields: "metadataUrl?T metadata?ML entityId?T signInEndpoint?T x509Certificate?ML attributeMapping?J \
             signAuthnRequest?SW \
             requestSignatureAlgorithm?SEL(http://www.w3.org/2001/04/xmldsig-more#rsa-sha256|http://www.w3.org/2001/04/xmldsig-more#rsa-sha512)",
    rule: one_of_three,
    ..Factory::SOCIAL
};

/// The issuer is an address.
fn issuer(config: &JsonObject, issues: &mut Issues) {
    let issuer = text(config, "issuer");
    let is_web = url::Url::parse(issuer).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if !issuer.is_empty() && !is_web {
        issues.push(Issue::invalid_string("url", &Path::Key(&Path::Root, "issuer")));
    }
}

/// The identity provider is described by its metadata, or where that is, or by what would be in it.
fn one_of_three(config: &JsonObject, issues: &mut Issues) {
    let has = |name: &str| !text(config, name).is_empty();
    let manual = has("entityId") && has("signInEndpoint") && has("x509Certificate");
    if !(has("metadataUrl") || has("metadata") || manual) {
        let message = "must have `metadataUrl`, or `metadata`, or `entityId`, `signInEndpoint` and `x509Certificate`";
        issues.push(Issue::custom(message, &Path::Root));
    }
    let at = Path::Key(&Path::Root, "attributeMapping");
    if let Some(mapping) = config.get("attributeMapping") {
        match mapping.as_object() {
            None => issues.push(Issue::wrong_type("object", Some(mapping), &at)),
            Some(mapping) => {
                for (name, value) in mapping.iter().filter(|(_, value)| !value.is_string()) {
                    issues.push(Issue::wrong_type("string", Some(value), &Path::Key(&at, name)));
                }
            }
        }
    }
}

impl Provider {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Oidc, Self::Saml, Self::AzureAd, Self::GoogleWorkspace, Self::Okta, Self::AzureAdOidc];

    /// The provider of a name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provider| provider.as_str() == name)
    }

    /// The word in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Oidc => "OIDC",
            Self::Saml => "SAML",
            Self::AzureAd => "AzureAD",
            Self::GoogleWorkspace => "GoogleWorkspace",
            Self::Okta => "Okta",
            Self::AzureAdOidc => "AzureAdOidc",
        }
    }

    /// How it is spoken to.
    pub fn protocol(self) -> Protocol {
        match self {
            Self::Saml | Self::AzureAd => Protocol::Saml,
            Self::Oidc | Self::GoogleWorkspace | Self::Okta | Self::AzureAdOidc => Protocol::Oidc,
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Oidc => "OIDC",
            Self::Saml => "SAML",
            Self::AzureAd => "Microsoft Entra ID (SAML)",
            Self::GoogleWorkspace => "Google Workspace",
            Self::Okta => "Okta",
            Self::AzureAdOidc => "Microsoft Entra ID (OIDC)",
        }
    }

    /// A line about it.
    pub fn description(self) -> &'static str {
        match self {
            Self::Oidc => "Any provider that speaks OpenID Connect.",
            Self::Saml => "Any provider that speaks SAML 2.0.",
            Self::AzureAd => "People of a Microsoft Entra ID tenant, by SAML 2.0.",
            Self::GoogleWorkspace => "People of a Google Workspace organization.",
            Self::Okta => "People of an Okta organization.",
            Self::AzureAdOidc => "People of a Microsoft Entra ID tenant, by OpenID Connect.",
        }
    }

    /// A picture, as a `data:` URL.
    pub fn logo(self) -> String {
        crate::factory::letter(self.label())
    }

    fn form(self) -> &'static Factory {
        match self {
            Self::Oidc | Self::Okta | Self::AzureAdOidc => &OIDC,
            Self::GoogleWorkspace => &GOOGLE,
            Self::Saml | Self::AzureAd => &SAML,
        }
    }

    /// A configuration without what is not known of it; or everything that is wrong with it.
    pub fn check(self, config: &JsonObject) -> Result<JsonObject, Issues> {
        self.form().check(config)
    }
}
