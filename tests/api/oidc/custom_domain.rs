//! A tenant at a domain of its own: an issuer like any other

use avouch_store::oidc_model_instances as stored;
use avouch_testkit::{Browser, Client, on_both};
use serde_json::{Value, json};

use crate::flow::{CALLBACK, Flow, VERIFIER, parameter};

const HOST: &str = "id.example.test";
const ISSUER: &str = "https://id.example.test/oidc";

fn own(address: &str) -> &str {
    address.strip_prefix("https://id.example.test").unwrap_or(address)
}

/// Signs in at the domain; answers what the client is told, and the cookies that were set on the way.
async fn sign_in(flow: &Flow<'_>, browser: &Browser, more: &[(&str, &str)]) -> (String, Vec<String>) {
    let mut address = flow.request(more);
    let mut cookies = Vec::new();
    for _ in 0..10 {
        let answer = browser.get(&address).await;
        assert!(answer.status.is_redirection(), "{address} {} {}", answer.status, answer.text());
        let lines = answer.headers.get_all("set-cookie").iter();
        cookies.extend(lines.map(|line| line.to_str().unwrap().to_owned()));
        let location = answer.header("location").to_owned();
        if location.starts_with(CALLBACK) {
            return (location, cookies);
        }
        if location.starts_with("/sign-in") {
            let resume = browser.cookie("_interaction_resume").unwrap();
            let tenant = flow.server.tenant("default");
            let mut found = stored::get(&tenant, "Interaction", &resume).await.unwrap().unwrap();
            found.payload["result"] = json!({ "login": { "accountId": flow.user } });
            let tx = tenant.begin().await.unwrap();
            stored::put(&tx, "Interaction", &resume, &found.payload, found.expires_at).await.unwrap();
            tx.commit().await.unwrap();
            address = own(found.payload["returnTo"].as_str().unwrap()).to_owned();
        } else {
            address = own(&location).to_owned();
        }
    }
    panic!("endless redirects");
}

async fn exchange(client: &Client, flow: &Flow<'_>, code: &str) -> Value {
    let pairs = [
        ("grant_type", "authorization_code"),
        ("client_id", flow.client.as_str()),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    client.form("/oidc/token", &pairs).await.expect(200).json()
}

on_both!(a_domain_is_an_issuer, server, {
    let flow = Flow::new(&server, "SPA").await;
    crate::domains::domain(&server, "mine", HOST, "Active", server.clock.now()).await;
    let there = server.anonymous().with("host", HOST);
    let discovery = there.get("/oidc/.well-known/openid-configuration").await.expect(200).json();
    assert_eq!(discovery["issuer"], ISSUER);
    for (name, address) in discovery.as_object().unwrap() {
        if name.ends_with("_endpoint") || name == "jwks_uri" {
            assert!(address.as_str().unwrap().starts_with(&format!("{ISSUER}/")), "{name} {address}");
        }
    }
    assert_eq!(there.get("/oidc/.well-known/oauth-authorization-server").await.expect(200).json(), discovery);
    // The keys are the tenant's, whichever way they are asked for.
    let keys = server.anonymous().get("/oidc/jwks").await.expect(200).json();
    assert_eq!(there.get("/oidc/jwks").await.expect(200).json(), keys);

    let browser = Browser::new(there.clone());
    let scope = ("scope", "openid offline_access");
    let (location, cookies) = sign_in(&flow, &browser, &[scope, ("prompt", "consent")]).await;
    assert_eq!(parameter(&location, "iss").as_deref(), Some(ISSUER));
    // The domain is reached by HTTPS, so that no cookie travels without.
    assert!(!cookies.is_empty() && cookies.iter().all(|line| line.contains("; secure")), "{cookies:?}");
    let tokens = exchange(&there, &flow, &parameter(&location, "code").unwrap()).await;
    assert_eq!(Client::claims(tokens["id_token"].as_str().unwrap())["iss"], ISSUER);
    let access = tokens["access_token"].as_str().unwrap();
    there.with_token(access).get("/oidc/me").await.expect(200);
    let lacks = there.get("/oidc/me").await.refuses(400, "oidc.invalid_request");
    assert_eq!(lacks.header("www-authenticate"), format!("Bearer realm=\"{ISSUER}\""));
    let pairs = [("client_id", flow.client.as_str()), ("token", access)];
    let told = there.form("/oidc/token/introspection", &pairs).await.expect(200).json();
    assert_eq!(told["iss"], ISSUER);
    // A session lives at one address: the browser is nobody at the other.
    let elsewhere = server.browser().get(&flow.request(&[("prompt", "none")])).await.expect(303);
    assert_eq!(parameter(elsewhere.header("location"), "error").as_deref(), Some("login_required"));
    let wrong = flow.browser.get("/oidc/auth?client_id=x").await.expect(400).json();
    assert_eq!(wrong["iss"], json!(format!("{}/oidc", flow.api.base)));

    // Tokens for APIs say the domain, and the Management API takes them at each of the tenant's addresses.
    let (id, secret) = server.credential();
    let token = there.token(id, secret, "https://default.logto.app/api", "all").await;
    assert_eq!(Client::claims(&token)["iss"], ISSUER);
    there.with_token(&token).get("/api/roles").await.expect(200);
    server.anonymous().with_token(&token).get("/api/roles").await.expect(200);
});

on_both!(a_domain_that_is_not_active_is_no_issuer, server, {
    crate::domains::domain(&server, "mine", HOST, "PendingVerification", server.clock.now()).await;
    let there = server.anonymous().with("host", HOST);
    let discovery = there.get("/oidc/.well-known/openid-configuration").await.expect(200).json();
    assert_eq!(discovery["issuer"], json!(format!("{}/oidc", server.anonymous().base)));
});

on_both!(a_device_and_a_sign_out_stay_at_the_domain, server, {
    let device = json!({ "type": "Native", "customClientMetadata": { "isDeviceFlow": true } });
    let flow = Flow::with(&server, device).await;
    crate::domains::domain(&server, "mine", HOST, "Active", server.clock.now()).await;
    let there = server.anonymous().with("host", HOST);
    let asked = there.form("/oidc/device/auth", &[("client_id", &flow.client), ("scope", "openid")]).await;
    let asked = asked.expect(200).json();
    assert_eq!(asked["verification_uri"], "https://id.example.test/device");
    let page = there.get("/oidc/session/end").await.expect(200).text();
    assert!(page.contains("action=\"https://id.example.test/oidc/session/end/confirm\""), "{page}");
});
