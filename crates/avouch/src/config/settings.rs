//! Every setting there is.

/// A setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Name in the environment; in a TOML file the same in lower case.
    pub name: &'static str,
    /// What it does, with its default.
    pub help: &'static str,
}

const fn setting(name: &'static str, help: &'static str) -> Setting {
    Setting { name, help }
}

/// Every setting there is, in the order of the documentation.
pub const SETTINGS: &[Setting] = &[
    setting(
        "DB_URL",
        "Database: `sqlite://PATH` or `postgres://USER:PASSWORD@HOST:PORT/DATABASE`. Default: a SQLite file in `DATA_DIR`.",
    ),
    setting("DATA_DIR", "Folder of the embedded database. Default: `data`."),
    setting(
        "DATABASE_POOL_SIZE",
        "Connections to PostgreSQL (default 20), or readers of SQLite (default: one a core, up to 4).",
    ),
    setting("DATABASE_POOL_MAX", "The same under an older name."),
    setting(
        "LIST_TIMEOUT_MS",
        "Milliseconds that the database may look for a page of a list; then the answer is 422. Default: 10000.",
    ),
    setting(
        "ENDPOINT",
        "Address that users and applications reach, with a path if a proxy has other things beside this server. A `*` as first label \
         of the host stands for the tenant. Default: `http://localhost:PORT`.",
    ),
    setting("ADMIN_ENDPOINT", "Address that operators reach. Default: `http://localhost:ADMIN_PORT`."),
    setting("HOST", "IP address to listen on. Default: `0.0.0.0`."),
    setting("PORT", "Port for users and applications. Default: 3001."),
    setting("ADMIN_PORT", "Port for operators. Default: 3002."),
    setting(
        "ADMIN_DISABLE_LOCALHOST",
        "`true`: no listener for operators; they come through `PORT` with the host of `ADMIN_ENDPOINT`.",
    ),
    setting("PATH_BASED_TENANTS", "`true`: further tenants are reached by the first segment of the path."),
    setting("HTTPS_CERT_PATH", "Certificate chain in PEM form; with `HTTPS_KEY_PATH`, TLS ends in Avouch."),
    setting("HTTPS_KEY_PATH", "Private key in PEM form."),
    setting(
        "CUSTOM_DOMAIN_TARGET",
        "Host name that custom domains point to. Default: the host of `ENDPOINT`, if it is public and the same for every tenant.",
    ),
    setting(
        "DNS_SERVER",
        "Name server that proves custom domains, such as `127.0.0.1:53`. Default: those of the system.",
    ),
    setting(
        "CERTIFICATES_DIR",
        "Folder of certificates by host: `HOST.crt` and `HOST.key`, or `HOST/fullchain.pem` and `HOST/privkey.pem`. \
         Changed files are served without a restart.",
    ),
    setting(
        "ACME_DIRECTORY_URL",
        "Certificate authority that certificates of `ENDPOINT`, `ADMIN_ENDPOINT` and custom domains are got from, such as \
         `https://acme-v02.api.letsencrypt.org/directory`. Setting it accepts the authority's terms of service.",
    ),
    setting("ACME_EMAIL", "Whom the authority writes to."),
    setting("ACME_EAB_KEY_ID", "Key that ties the account to one that the authority knows, where it asks for that."),
    setting("ACME_EAB_HMAC_KEY", "Its secret, in base64url."),
    setting(
        "HTTP_PORT",
        "Port that sends browsers on to HTTPS and answers the certificate authority (HTTP-01). Default: none; the authority \
         is answered within TLS (TLS-ALPN-01).",
    ),
    setting(
        "TRUST_PROXY_HEADER",
        "`true`: believe `X-Forwarded-For`, `-Host` and `-Proto`. Only behind a proxy that sets them.",
    ),
    setting(
        "INJECTED_HEADER_MAPPING_JSON",
        "Headers by which a proxy tells where browsers are, for adaptive MFA and the list of sessions: a JSON object with \
         some of `country`, `city`, `latitude`, `longitude`, `botScore` and `botVerified`, such as \
         `{\"country\":\"cf-ipcountry\"}`. Default: `x-logto-cf-country` and so on.",
    ),
    setting(
        "CASE_SENSITIVE_USERNAME",
        "`false`: upper and lower case of user names are the same in every tenant, whatever its username policy says. \
         Default: as the policy says.",
    ),
    setting(
        "BREACHED_PASSWORDS_URL",
        "Address of a service that knows which passwords were stolen somewhere, and is told the first five digits of a \
         SHA-1 hash, such as `https://api.pwnedpasswords.com/range`. Default: only the most common ones are known.",
    ),
    setting("STATUS_API_KEY", "Key that lets `GET /api/status` name the tenant."),
    setting(
        "OIDC_PRIVATE_KEYS",
        "First start only: private keys in PEM form or its base64, separated by commas. The first signs, a second is accepted.",
    ),
    setting("OIDC_PRIVATE_KEY_PATHS", "The same as files, separated by commas."),
    setting("OIDC_COOKIE_KEYS", "First start only: secrets that sign cookies, newest first, separated by commas."),
    setting(
        "OIDC_EXTENSIONS",
        "What the provider does beyond what compatible software does, separated by commas: `dpop`, `dpop-nonce`, \
         `par-required`, `jar`, `jarm`, `jwt-introspection`, `multiple-resources`, `fapi2`. Default: none.",
    ),
    setting(
        "OIDC_REGISTRATION_TOKEN",
        "At least 32 characters: clients may register themselves with it as initial access token (RFC 7591). Default: nobody may.",
    ),
    setting(
        "MTLS_CERTIFICATE_HEADER",
        "Header in which the proxy passes on the certificate of a client's connection, such as `Client-Cert`; tokens can then be bound to it (RFC 8705). Needs `TRUST_PROXY_HEADER`, and a proxy that removes the header from what clients send.",
    ),
    setting(
        "SCRIPT_NETWORK",
        "`true`: scripts that add claims may `fetch`, within the bounds of requests to others. Default: they reach nothing.",
    ),
    setting(
        "OUTBOUND_PUBLIC_ONLY",
        "`true`: webhooks and connectors reach public addresses only, never private networks or this machine.",
    ),
    setting(
        "PRIVATE_KEY_ROTATION_GRACE_PERIOD",
        "Seconds for which a new signing key is published before it signs. Default: it signs at once.",
    ),
    setting(
        "PROTECTED_APP_DOMAIN",
        "Domain below which your authenticating proxy answers for protected applications, such as `apps.example.com`. \
         Default: there are no protected applications.",
    ),
    setting(
        "STORAGE_URL",
        "Where uploaded files are kept: `file:///DIRECTORY`, `s3://BUCKET/PREFIX`, `az://CONTAINER/PREFIX` or `gs://BUCKET/PREFIX`, \
         with the provider's own variables such as `AWS_ACCESS_KEY_ID`. Default: nowhere.",
    ),
    setting(
        "SECRET_VAULT_KEK",
        "Key of 32 bytes in base64 that encrypts signing and cookie keys in the database, and the vault of tokens of other \
         providers. Keys that are there are encrypted at the next start; from then on no start works without it. Default: \
         keys are stored as they are, and there is no vault.",
    ),
    setting(
        "DEVELOPMENT_MAILBOX",
        "`true`: messages that no connector sends are logged, with their codes, and shown to this machine at `/mailbox` of \
         the operators' listener. Only on `localhost` and not behind a proxy. Default: they are refused.",
    ),
    setting(
        "BOOTSTRAP_M2M_NAME",
        "Name of a machine-to-machine application with access to the Management API that `serve` makes sure of.",
    ),
    setting("BOOTSTRAP_M2M_TENANT", "Its tenant. Default: `default`."),
    setting("BOOTSTRAP_M2M_ID", "Its identifier. Default: a new one."),
    setting("BOOTSTRAP_M2M_SECRET", "Its secret, of at least 16 characters. Default: a new one."),
    setting(
        "OBSERVE_ADDRESS",
        "Address of `/metrics`, `/health/live` and `/health/ready`, or `off`. Default: `127.0.0.1:3003`, if it is free.",
    ),
    setting("OTEL_EXPORTER_OTLP_ENDPOINT", "OpenTelemetry collector for traces, such as `http://127.0.0.1:4318`."),
    setting("LOG_LEVEL", "`error`, `warn`, `info`, `debug` or `trace`, or a filter by module. Default: `info`."),
    setting("LOG_FORMAT", "`pretty` or `json`. Default: `pretty` on a terminal, `json` otherwise."),
    setting("LOG_RETENTION_DAYS", "After how many days audit entries are removed. Default: never."),
    setting("SHUTDOWN_SECONDS", "How long requests under way may take once the server is told to stop. Default: 25."),
    setting(
        "DISABLE_LOCALHOST",
        "Accepted, and without effect: the server is known by `ENDPOINT` only, once that is set.",
    ),
    setting("REDIS_URL", "Accepted, and without effect: nodes tell each other of changes through PostgreSQL."),
];
