//! The FAPI 2.0 Security Profile: pushed requests, keys in place of secrets, tokens that are bound to a key

use avouch_crypto::jose::{KeyKind, SigningKey};
use avouch_crypto::sha256;
use avouch_testkit::{Answer, Database, Server};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use http::Method;
use serde_json::{Value, json};

use crate::flow::{CALLBACK, Flow, VERIFIER, parameter};
use crate::jwt;

const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A client with a key to prove who it is, and another that its tokens are bound to.
struct Fapi<'a> {
    flow: Flow<'a>,
    key: SigningKey,
    held: SigningKey,
    issuer: String,
}

impl<'a> Fapi<'a> {
    async fn new(server: &'a Server) -> Self {
        Self::by(server, false).await
    }

    /// The same, perhaps of somebody else than the tenant.
    async fn by(server: &'a Server, is_third_party: bool) -> Self {
        let key = jwt::key();
        let metadata = json!({ "jwks": { "keys": [key.verifying().jwk()] } });
        let more = json!({ "type": "Traditional", "isThirdParty": is_third_party, "customClientMetadata": metadata });
        let flow = Flow::with(server, more).await;
        let issuer = format!("{}/oidc", flow.api.base);
        Self { flow, key, held: jwt::key(), issuer }
    }

    fn now(&self) -> i64 {
        self.flow.server.clock.now().seconds()
    }

    fn assertion(&self, more: &Value) -> String {
        jwt::assertion(&self.key, &self.flow.client, &self.issuer, self.now(), more)
    }

    fn proof(&self, key: &SigningKey, path: &str) -> String {
        jwt::proof(key, "POST", &format!("{}{path}", self.issuer), self.now(), &json!({}))
    }

    /// Pushes a request; a parameter without a value is left out.
    async fn push(&self, more: &[(&str, &str)], proof: Option<&str>) -> Answer {
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(sha256(VERIFIER.as_bytes()));
        let assertion = self.assertion(&json!({}));
        let usual = [
            ("client_assertion_type", TYPE),
            ("client_assertion", assertion.as_str()),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid offline_access"),
            ("prompt", "consent"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let kept = usual.into_iter().filter(|(name, _)| !more.iter().any(|(own, _)| own == name));
        let all: Vec<_> = kept.chain(more.iter().copied().filter(|(_, value)| !value.is_empty())).collect();
        let client = self.flow.server.anonymous();
        let client = proof.map_or_else(|| client.clone(), |proof| client.with("dpop", proof));
        client.form("/oidc/request", &all).await
    }

    fn address(&self, pushed: &Answer) -> String {
        let reference = pushed.text_of("request_uri");
        let reference = form_urlencoded::byte_serialize(reference.as_bytes()).collect::<String>();
        format!("/oidc/auth?client_id={}&request_uri={reference}", self.flow.client)
    }

    async fn code(&self, more: &[(&str, &str)], proof: Option<&str>) -> String {
        let pushed = self.push(more, proof).await.expect(201);
        let back = self.flow.follow(&self.address(&pushed)).await;
        parameter(&back, "code").unwrap_or_else(|| panic!("no code in {back}"))
    }

    async fn token(&self, pairs: &[(&str, &str)], key: &SigningKey) -> Answer {
        let assertion = self.assertion(&json!({}));
        let own = [("client_assertion_type", TYPE), ("client_assertion", assertion.as_str())];
        let client = self.flow.server.anonymous().with("dpop", &self.proof(key, "/token"));
        client.form("/oidc/token", &[pairs, &own].concat()).await
    }

    async fn exchange(&self, code: &str, key: &SigningKey) -> Answer {
        let pairs = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        self.token(&pairs, key).await
    }
}

async fn happy(server: Server) {
    let fapi = Fapi::new(&server).await;
    let code = fapi.code(&[("state", "s"), ("nonce", "n")], None).await;
    let tokens = fapi.exchange(&code, &fapi.held).await.expect(200).json();
    assert_eq!(tokens["token_type"], "DPoP");
    let (access, refresh) = (tokens["access_token"].as_str().unwrap(), tokens["refresh_token"].as_str().unwrap());
    let ath = json!({ "ath": BASE64_URL_SAFE_NO_PAD.encode(sha256(access.as_bytes())) });
    let proof = jwt::proof(&fapi.held, "GET", &format!("{}/me", fapi.issuer), fapi.now(), &ath);
    let anyone = server.anonymous();
    for scheme in ["DPoP", "dpop"] {
        let proof = if scheme == "DPoP" {
            proof.clone()
        } else {
            jwt::proof(&fapi.held, "GET", &format!("{}/me", fapi.issuer), fapi.now(), &ath)
        };
        let client = anyone.with("authorization", &format!("{scheme} {access}")).with("dpop", &proof);
        assert_eq!(client.get("/oidc/me").await.expect(200).json()["sub"], json!(fapi.flow.user));
    }
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    fapi.token(&pairs, &fapi.held).await.expect(200);
    // Without the client's own key nothing is had.
    anyone.form("/oidc/token", &pairs).await.refuses(400, "oidc.invalid_request");
    let named = [pairs[0], pairs[1], ("client_id", fapi.flow.client.as_str())];
    anyone.form("/oidc/token", &named).await.refuses(401, "oidc.invalid_client");
}

async fn refused(server: Server) {
    let fapi = Fapi::by(&server, true).await;
    let flow = &fapi.flow;
    let pushed = fapi.push(&[("state", "s")], None).await.expect(201);
    flow.browser.get(&fapi.address(&pushed)).await.expect(303);
    let resume = flow.sign_in("/sign-in").await;
    let asked = flow.browser.get(&resume).await.expect(303);
    assert!(asked.header("location").starts_with("/consent?"), "{}", asked.header("location"));
    // What the consent page's Cancel does.
    let no = flow.browser.send(Method::DELETE, "/api/interaction", "", b"").await.expect(200).text_of("redirectTo");
    let back = flow.browser.get(&no).await.expect(303).header("location").to_owned();
    assert!(back.starts_with(CALLBACK), "{back}");
    let told = ["error", "state", "iss", "code"].map(|name| parameter(&back, name));
    let expected = [Some("access_denied"), Some("s"), Some(fapi.issuer.as_str()), None];
    assert_eq!(told, expected.map(|value| value.map(ToOwned::to_owned)), "{back}");
}

async fn bound(server: Server) {
    let fapi = Fapi::new(&server).await;
    let other = jwt::key();
    // The code is for the key that the request was pushed with, or that it names.
    let proof = fapi.proof(&fapi.held, "/request");
    let code = fapi.code(&[], Some(&proof)).await;
    fapi.exchange(&code, &other).await.refuses(400, "oidc.invalid_grant");
    fapi.exchange(&code, &fapi.held).await.expect(200);
    let jkt = fapi.held.verifying().kid().to_owned();
    let code = fapi.code(&[("dpop_jkt", &jkt)], None).await;
    fapi.exchange(&code, &other).await.refuses(400, "oidc.invalid_grant");
    let proof = fapi.proof(&other, "/request");
    fapi.push(&[("dpop_jkt", &jkt)], Some(&proof)).await.refuses(400, "oidc.invalid_dpop_proof");
    let code = fapi.code(&[], None).await;
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
        ("client_assertion_type", TYPE),
    ];
    let assertion = fapi.assertion(&json!({}));
    let unbound = [&pairs[..], &[("client_assertion", assertion.as_str())]].concat();
    server.anonymous().form("/oidc/token", &unbound).await.refuses(400, "oidc.invalid_dpop_proof");
}

async fn pushed(server: Server) {
    let fapi = Fapi::new(&server).await;
    let flow = &fapi.flow;
    // What is not pushed, and what is not as it must be, is refused.
    flow.browser.get(&flow.request(&[])).await.refuses(400, "oidc.invalid_request");
    for (name, value) in [
        ("code_challenge", ""),
        ("code_challenge_method", "plain"),
        ("redirect_uri", ""),
        ("redirect_uri", "https://evil.test"),
        ("request_uri", "urn:ietf:params:oauth:request_uri:x"),
        ("response_type", ""),
    ] {
        let refused = fapi.push(&[(name, value)], None).await;
        assert_eq!(refused.status, 400, "{name}={value} {}", refused.text());
    }
    // Nor may a client that has a secret as well leave out the challenge.
    let bare = fapi.push(&[("code_challenge", ""), ("code_challenge_method", "")], None).await;
    bare.refuses(400, "oidc.invalid_request");
    for (kind, error) in [("token", "oidc.unsupported_response_type"), ("code id_token", "oidc.invalid_request")] {
        fapi.push(&[("response_type", kind)], None).await.refuses(400, error);
    }
    server.anonymous().get("/oidc/request").await.refuses(404, "oidc.invalid_request");
    // A page that is opened twice before the user is done is not an attack; one that is opened afterwards is.
    let first = fapi.push(&[], None).await.expect(201);
    flow.browser.get(&fapi.address(&first)).await.expect(303);
    let back = flow.follow(&fapi.address(&first)).await;
    assert!(parameter(&back, "code").is_some(), "{back}");
    flow.browser.get(&fapi.address(&first)).await.refuses(400, "oidc.invalid_request_uri");
    let late = fapi.push(&[], None).await.expect(201);
    server.clock.advance(61_000);
    flow.browser.get(&fapi.address(&late)).await.refuses(400, "oidc.invalid_request_uri");
}

async fn assertions(server: Server) {
    let fapi = Fapi::new(&server).await;
    let pushed = async |assertion: &str| fapi.push(&[("client_assertion", assertion)], None).await;
    let token = format!("{}/token", fapi.issuer);
    for wrong in [
        json!({ "aud": token }),
        json!({ "aud": [fapi.issuer] }),
        json!({ "aud": format!("{}/request", fapi.issuer) }),
        json!({ "sub": null }),
        json!({ "exp": fapi.now() - 300 }),
        json!({ "nbf": fapi.now() + 61 }),
    ] {
        pushed(&fapi.assertion(&wrong)).await.refuses(401, "oidc.invalid_client");
    }
    pushed(&fapi.assertion(&json!({ "nbf": fapi.now() + 8 }))).await.expect(201);
    // An algorithm that the profile does not know.
    let key = SigningKey::from_pem(&SigningKey::generate(KeyKind::Rsa).unwrap()).unwrap();
    let metadata = json!({ "customClientMetadata": { "jwks": { "keys": [key.verifying().jwk()] } } });
    fapi.flow.api.patch(&format!("/api/applications/{}", fapi.flow.client), metadata).await.expect(200);
    let now = fapi.now();
    let claims = json!({
        "iss": fapi.flow.client, "sub": fapi.flow.client, "aud": fapi.issuer, "iat": now, "exp": now + 60, "jti": jwt::jti(),
    });
    let signed = jwt::sign(&key, &json!({ "alg": "RS256", "kid": key.verifying().kid() }), &claims);
    pushed(&signed).await.refuses(401, "oidc.invalid_client");
}

async fn proofs(server: Server) {
    let fapi = Fapi::new(&server).await;
    let discovery = server.anonymous().get("/oidc/.well-known/openid-configuration").await.expect(200).json();
    assert_eq!(discovery["response_types_supported"], json!(["code"]));
    let allowed = json!(["PS256", "ES256", "EdDSA", "Ed25519"]);
    for member in ["dpop_signing_alg_values_supported", "token_endpoint_auth_signing_alg_values_supported"] {
        assert_eq!(discovery[member], allowed, "{member}");
    }
    let now = fapi.now();
    let address = format!("{}/request", fapi.issuer);
    let proof = |more: Value| jwt::proof(&fapi.held, "POST", &address, now, &more);
    // A clock may be off by ten seconds either way, and a proof says itself how long it is good.
    for fine in [
        json!({ "iat": now - 10 }),
        json!({ "iat": now + 10 }),
        json!({ "nbf": now - 10, "exp": now + 60 }),
        json!({ "nbf": now + 8 }),
    ] {
        fapi.push(&[], Some(&proof(fine.clone()))).await.expect(201);
    }
    for wrong in [json!({ "exp": now - 300 }), json!({ "nbf": now + 300 })] {
        fapi.push(&[], Some(&proof(wrong))).await.refuses(400, "oidc.invalid_dpop_proof");
    }
    // Other clients of the tenant are as they were.
    let plain = Flow::another_client(&fapi.flow).await;
    let plain = Flow { client: plain, ..Flow::new_again(&fapi.flow) };
    assert_eq!(plain.tokens(&[]).await["token_type"], "Bearer");
}

/// Each on both databases, with what the profile needs switched on and the clock held.
macro_rules! fapi {
    ($($name:ident: $run:ident,)*) => { $(
        mod $name {
            use avouch_crypto::Clock;
            use avouch_testkit::Place;

            use super::*;

            async fn on(kind: Database) {
                let settings = [("OIDC_EXTENSIONS", "fapi2")];
                $run(Server::on(Place::make(kind).await, &settings, Clock::held(Clock::System.now())).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                on(Database::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                on(Database::Postgres).await;
            }
        }
    )* };
}

fapi! {
    the_whole_way_without_a_secret: happy,
    a_user_may_refuse: refused,
    codes_and_tokens_are_bound_to_a_key: bound,
    requests_are_pushed_and_used_once: pushed,
    assertions_are_for_the_issuer_alone: assertions,
    proofs_may_be_a_little_early_or_late: proofs,
}
