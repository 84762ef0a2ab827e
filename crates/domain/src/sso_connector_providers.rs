//! Providers that enterprises have.

use avouch_connectors::sso::Provider;
use avouch_model::sso_connectors::SsoProvider;

/// All of them.
pub fn list() -> Vec<SsoProvider> {
    let answer = |provider: Provider| SsoProvider {
        provider_name: provider.as_str(),
        provider_type: provider.protocol().as_str(),
        logo: provider.logo(),
        logo_dark: provider.logo(),
        description: provider.description(),
        name: provider.label(),
    };
    Provider::ALL.map(answer).into()
}
