//! Certificates of domains: from an authority, and from files.

use std::net::SocketAddr;
use std::path::PathBuf;

use avouch_store::{Read as _, params};
use avouch_testkit::{Client, Database, NameServer, Server, on_both};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use serde_json::Value;

use super::authority::{Authority, Look};
use super::{TARGET, add, look, serving, until};

/// An authority of the test's own, for certificates in files.
struct Own {
    root: Vec<u8>,
    issuer: Issuer<'static, KeyPair>,
    folder: PathBuf,
}

impl Drop for Own {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

impl Own {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = params.self_signed(&key).unwrap().der().to_vec();
        let name = avouch_crypto::random_text(avouch_crypto::Alphabet::Lower, 12);
        let folder = std::env::temp_dir().join(format!("avouch_certificates_{name}"));
        std::fs::create_dir_all(&folder).unwrap();
        Self { root, issuer: Issuer::new(params, key), folder }
    }

    /// Writes a certificate for a host; answers where it is, and its key.
    fn write(&self, host: &str, chain: &str, key: &str) -> (String, String) {
        let own = KeyPair::generate().unwrap();
        let made = CertificateParams::new(vec![host.to_owned()]).unwrap().signed_by(&own, &self.issuer).unwrap();
        let [chain, key] = [chain, key].map(|name| self.folder.join(name));
        std::fs::create_dir_all(chain.parent().unwrap()).unwrap();
        std::fs::write(&chain, made.pem()).unwrap();
        std::fs::write(&key, own.serialize_pem()).unwrap();
        (chain.display().to_string(), key.display().to_string())
    }
}

/// A server that ends TLS for `localhost`, and gets further certificates from an authority; and who may manage it.
async fn with_authority(
    kind: Database,
    authority: &Authority,
    more: &[(&str, &str)],
) -> (Server, NameServer, Client, Own) {
    let own = Own::new();
    let (chain, key) = own.write("localhost", "usual.pem", "usual.key");
    let directory = authority.directory();
    let mut settings = vec![
        ("HTTPS_CERT_PATH", chain.as_str()),
        ("HTTPS_KEY_PATH", key.as_str()),
        ("ACME_DIRECTORY_URL", &directory),
        ("ACME_EMAIL", "ops@avouch.test"),
    ];
    settings.extend_from_slice(more);
    let (server, names) = serving(kind, &settings).await;
    let api = server.management_through(&server.anonymous().over_tls(&own.root)).await;
    (server, names, api, own)
}

fn port(client: &Client) -> SocketAddr {
    let port = client.base.rsplit(':').next().unwrap().parse::<u16>().unwrap();
    SocketAddr::from(([127, 0, 0, 1], port))
}

/// The domain, once it is served.
async fn active(api: &Client, made: &Value) {
    let path = format!("/api/domains/{}", made["id"].as_str().unwrap());
    until(async || Some(api.get(&path).await), |answer| answer.json()["status"] == "Active").await;
}

/// Asks a domain over TLS, and believes one authority.
async fn issuer(server: &Server, authority: &Authority, host: &'static str) -> Option<String> {
    let there = server.anonymous().over_tls(&authority.root).with("host", host);
    let answer = there.try_send(http::Method::GET, "/oidc/.well-known/openid-configuration", "", "").await?;
    Some(answer.expect(200).text_of("issuer"))
}

/// The issuer of the domain: at the port where users are served.
fn own_issuer(server: &Server) -> String {
    format!("https://login.acme.test:{}/oidc", port(&server.anonymous()).port())
}

on_both!(of a_domain_gets_its_certificate_over_http, kind, {
    let authority = Authority::start().await;
    let (server, names, api, _own) = with_authority(kind, &authority, &[("HTTP_PORT", "0")]).await;
    let plain = server.anonymous_plain();
    authority.looks(Look::Http(port(&plain)));
    let made = add(&api, "login.acme.test").await;
    assert_eq!(issuer(&server, &authority, "login.acme.test").await, None);
    names.obey(&made);
    assert_eq!(look(&api, &made).await["status"], "PendingSsl");
    active(&api, &made).await;
    assert_eq!(issuer(&server, &authority, "login.acme.test").await, Some(own_issuer(&server)));
    assert_eq!((authority.orders("login.acme.test"), authority.accounts()), (1, 1));
    // A further one is got with the same account.
    let second = add(&api, "id.other.test").await;
    names.obey(&second);
    look(&api, &second).await;
    active(&api, &second).await;
    assert_eq!(authority.accounts(), 1);

    // Browsers go on to TLS, and nothing of what was laid out stays.
    let sent = plain.with("host", "login.acme.test").get("/sign-in?a=b").await.expect(308);
    let port = port(&server.anonymous()).port();
    assert_eq!(sent.header("location"), format!("https://login.acme.test:{port}/sign-in?a=b"));
    plain.with("host", "login.acme.test").get("/.well-known/acme-challenge/token-0").await.expect(404);
    // Its certificate goes with the domain.
    api.delete(&format!("/api/domains/{}", made["id"].as_str().unwrap())).await.expect(204);
    assert_eq!(issuer(&server, &authority, "login.acme.test").await, None);
});

on_both!(of a_domain_gets_its_certificate_within_tls, kind, {
    let authority = Authority::start().await;
    let sealing = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    let (server, names, api, _own) = with_authority(kind, &authority, &[("SECRET_VAULT_KEK", sealing)]).await;
    authority.looks(Look::Tls(port(&server.anonymous())));
    let made = add(&api, "login.acme.test").await;
    names.obey(&made);
    look(&api, &made).await;
    active(&api, &made).await;
    assert_eq!(issuer(&server, &authority, "login.acme.test").await, Some(own_issuer(&server)));
    // Keys lie in the database as ciphertext only.
    let tenant = server.tenant("default");
    let keys = "select private_key from avouch_certificates where tenant_id = $1 \
                union all select credentials from avouch_acme_accounts where tenant_id = $1";
    let stored: Vec<(String,)> = tenant.fetch(keys.into(), params![]).await.unwrap();
    assert_eq!(stored.len(), 2);
    assert!(stored.iter().all(|(key,)| key.starts_with("sealed:")), "{stored:?}");
});

on_both!(of a_certificate_is_renewed_in_time, kind, {
    let authority = Authority::start().await;
    let (server, names, api, _own) = with_authority(kind, &authority, &[]).await;
    authority.looks(Look::Tls(port(&server.anonymous())));
    // One that is over already is renewed at once.
    authority.lasts(&[0, 90]);
    let made = add(&api, "login.acme.test").await;
    names.obey(&made);
    look(&api, &made).await;
    until(async || Some(api.get("/api/domains").await), |_| authority.orders("login.acme.test") >= 2).await;
    active(&api, &made).await;
    assert_eq!(issuer(&server, &authority, "login.acme.test").await, Some(own_issuer(&server)));
    let tenant = server.tenant("default");
    let due = "select due_at from avouch_certificates where tenant_id = $1 and domain = 'login.acme.test'";
    let due: Vec<(avouch_model::Timestamp,)> = tenant.fetch(due.into(), params![]).await.unwrap();
    let days = (due[0].0.millis() - server.clock.now().millis()) / 86_400_000;
    assert!((59..=60).contains(&days), "with two thirds of its time over, in {days} days");
});

on_both!(of one_node_gets_a_certificate_and_all_show_it, kind, {
    let authority = Authority::start().await;
    let (server, names, api, own) = with_authority(kind, &authority, &[]).await;
    let [chain, key] = ["usual.pem", "usual.key"].map(|name| own.folder.join(name).display().to_string());
    let (directory, address) = (authority.directory(), names.address.to_string());
    let settings = [
        ("HTTPS_CERT_PATH", chain.as_str()),
        ("HTTPS_KEY_PATH", &key),
        ("ACME_DIRECTORY_URL", &directory),
        ("CUSTOM_DOMAIN_TARGET", TARGET),
        ("DNS_SERVER", &address),
    ];
    let other = server.join(&settings).await;
    // The authority asks whichever node; the challenge is known to both.
    authority.looks(Look::Tls(port(&other.anonymous())));
    let made = add(&api, "login.acme.test").await;
    names.obey(&made);
    look(&api, &made).await;
    active(&api, &made).await;
    let there = other.anonymous().over_tls(&authority.root).with("host", "login.acme.test");
    let configuration = "/oidc/.well-known/openid-configuration";
    until(async || there.try_send(http::Method::GET, configuration, "", "").await, |answer| answer.status == 200).await;
    assert_eq!(authority.orders("login.acme.test"), 1);
});

on_both!(of what_an_authority_finds_wrong_is_said, kind, {
    let authority = Authority::start().await;
    let (_server, names, api, _own) = with_authority(kind, &authority, &[]).await;
    // Nobody listens there.
    authority.looks(Look::Tls(SocketAddr::from(([127, 0, 0, 1], 1))));
    let made = add(&api, "login.acme.test").await;
    names.obey(&made);
    assert_eq!(look(&api, &made).await["status"], "PendingSsl");
    let path = format!("/api/domains/{}", made["id"].as_str().unwrap());
    let told = until(async || Some(api.get(&path).await), |answer| answer.json()["errorMessage"].is_string()).await;
    let message = told.text_of("errorMessage");
    assert!(message.contains("refused") && message.contains("again in 60 seconds"), "{message}");
    assert_eq!(told.json()["status"], "PendingSsl");
    // It is not asked again before its time.
    add(&api, "other.acme.test").await;
    look(&api, &made).await;
    assert_eq!(authority.orders("login.acme.test"), 1);
});

on_both!(of certificates_from_files_are_shown_as_they_are_written, kind, {
    let own = Own::new();
    own.write("localhost", "localhost.crt", "localhost.key");
    let folder = own.folder.display().to_string();
    let (server, names) = serving(kind, &[("CERTIFICATES_DIR", &folder)]).await;
    let anyone = server.anonymous().over_tls(&own.root);
    let api = server.management_through(&anyone).await;
    let made = add(&api, "login.acme.test").await;
    names.obey(&made);
    assert_eq!(look(&api, &made).await["status"], "PendingSsl");
    let there = anyone.with("host", "login.acme.test");
    let ask = async |client: &Client| client.try_send(http::Method::GET, "/api/status", "", "").await;
    assert!(ask(&there).await.is_none(), "there is none for this host");
    own.write("login.acme.test", "login.acme.test/fullchain.pem", "login.acme.test/privkey.pem");
    assert_eq!(ask(&there).await.unwrap().status, 204);
    // The domain is served at the next look, which a further one brings about.
    add(&api, "other.acme.test").await;
    active(&api, &made).await;

    // A new certificate counts from the next connection on; one that cannot be read does not.
    let newer = Own::new();
    let path = own.folder.join("localhost.crt");
    std::fs::write(&path, "nonsense").unwrap();
    assert_eq!(ask(&anyone).await.unwrap().status, 204);
    let (chain, key) = newer.write("localhost", "localhost.crt", "localhost.key");
    std::fs::copy(key, own.folder.join("localhost.key")).unwrap();
    std::fs::copy(chain, &path).unwrap();
    assert!(ask(&anyone).await.is_none(), "the authority of before did not sign it");
    assert_eq!(ask(&server.anonymous().over_tls(&newer.root)).await.unwrap().status, 204);
    // A name is a name, whatever stands in it.
    for host in ["..", "../localhost", "localhost/x", ""] {
        assert!(avouch_jobs::certificates::files::find(&own.folder, host).await.is_none(), "{host}");
    }
});
