//! Where each tenant is reached.

use avouch_model::TenantId;

/// The addresses of tenants, without a trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// Where users are served: the address of tenant `default`, or with a `*` in its host that of any tenant.
    pub user: String,
    /// Where operators are served: the address of tenant `admin`.
    pub admin: String,
    /// Whether other tenants are reached by the first segment of the path.
    pub by_path: bool,
}

impl Endpoints {
    /// The address of a tenant.
    pub fn of(&self, tenant: &TenantId) -> String {
        if *tenant == TenantId::admin() {
            return self.admin.clone();
        }
        if self.user.contains("://*.") {
            return self.user.replacen('*', tenant.as_str(), 1);
        }
        if self.by_path && *tenant != TenantId::default_tenant() {
            return format!("{}/{tenant}", self.user);
        }
        self.user.clone()
    }

    /// The address of a tenant at a custom domain: always over TLS, at the port where users are served over TLS.
    pub fn at_domain(&self, domain: &str) -> String {
        let rest = self.user.strip_prefix("https://").unwrap_or_default();
        let port = rest
            .split('/')
            .next()
            .and_then(|authority| authority.rsplit_once(':'))
            .map(|(_, port)| port)
            .filter(|port| port.bytes().all(|byte| byte.is_ascii_digit()));
        port.map_or_else(|| format!("https://{domain}"), |port| format!("https://{domain}:{port}"))
    }

    /// The issuer of a tenant at its own address.
    pub fn issuer(&self, tenant: &TenantId) -> String {
        format!("{}/oidc", self.of(tenant))
    }
}

#[cfg(test)]
mod tests {
    use avouch_model::TenantId;

    use super::Endpoints;

    #[test]
    fn each_tenant_has_its_address() {
        let plain =
            Endpoints { user: "https://id.example".into(), admin: "https://admin.example".into(), by_path: false };
        assert_eq!(plain.of(&TenantId::default_tenant()), "https://id.example");
        assert_eq!(plain.of(&TenantId::admin()), "https://admin.example");
        let hosts = Endpoints { user: "https://*.id.example".into(), ..plain.clone() };
        assert_eq!(hosts.issuer(&TenantId::new("acme")), "https://acme.id.example/oidc");
        let paths = Endpoints { by_path: true, ..plain };
        assert_eq!(paths.of(&TenantId::new("acme")), "https://id.example/acme");
        assert_eq!(paths.of(&TenantId::default_tenant()), "https://id.example");
        assert_eq!(paths.at_domain("login.acme.test"), "https://login.acme.test");
        let port = Endpoints { user: "https://id.example:8443/id".into(), ..paths };
        assert_eq!(port.at_domain("login.acme.test"), "https://login.acme.test:8443");
        assert_eq!(port.of(&TenantId::new("acme")), "https://id.example:8443/id/acme");
    }
}
