//! Custom domains and certificates, as the settings have them.

use avouch_domain::domains::Hosting;
use avouch_jobs::certificates::{Office, Way};
use avouch_jobs::domains::Caretaker;
use avouch_model::TenantId;
use avouch_oidc::Endpoints;
use avouch_outbound::{Client, Dns};
use avouch_store::Store;

use crate::config::{Config, certificates};

/// Where custom domains lead.
pub(super) fn of(config: &Config, endpoints: &Endpoints) -> Hosting {
    let own: Vec<String> =
        [&endpoints.user, &endpoints.admin].into_iter().filter_map(|at| certificates::host(at)).collect();
    Hosting {
        target: config.domains.target.as_deref().map(Into::into),
        own: own.into(),
        dns: Dns::new(config.domains.name_server),
        certified: config.domains.are_certified(),
    }
}

/// Who looks after them.
pub(super) fn caretaker(
    config: &Config,
    store: &Store,
    hosting: Hosting,
    http: Client,
    endpoints: &Endpoints,
) -> Caretaker {
    let office = Office {
        folder: config.domains.folder.clone(),
        authority: config.domains.authority.clone(),
        way: if config.domains.http_port.is_some() { Way::Http } else { Way::Tls },
        http,
    };
    let mut own: Vec<(TenantId, String)> = Vec::new();
    for (tenant, address) in [(TenantId::default_tenant(), &endpoints.user), (TenantId::admin(), &endpoints.admin)] {
        // Authorities know no names of this machine alone, and none with a star without more.
        let host = certificates::host(address).filter(|host| host.contains('.') && !host.contains('*'));
        let host = host.filter(|host| host.parse::<std::net::IpAddr>().is_err() && address.starts_with("https://"));
        if let Some(host) = host.filter(|host| own.iter().all(|(_, other)| other != host)) {
            own.push((tenant, host));
        }
    }
    Caretaker { store: store.clone(), hosting, office, own }
}
