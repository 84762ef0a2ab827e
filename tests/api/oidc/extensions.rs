//! What the provider does only where it is told to

use avouch_crypto::jose::{self, SigningKey, VerifyingKey};
use avouch_crypto::sha256;
use avouch_testkit::{Answer, Client, Database, Server};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::{Value, json};

use crate::flow::{CALLBACK, Flow, VERIFIER, parameter};
use crate::jwt;

async fn with(kind: Database, extensions: &str) -> Server {
    Server::with(kind, &[("OIDC_EXTENSIONS", extensions)]).await
}

/// Both databases, with extensions on.
macro_rules! extended {
    ($name:ident, $extensions:literal, $server:ident, $body:block) => {
        mod $name {
            use super::*;

            async fn run($server: Server) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run(with(Database::Sqlite, $extensions).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                run(with(Database::Postgres, $extensions).await).await;
            }
        }
    };
}

fn now(server: &Server) -> i64 {
    server.clock.now().seconds()
}

fn proof_for_token(server: &Server, key: &SigningKey, more: Value) -> String {
    jwt::proof(key, "POST", &format!("{}/oidc/token", server.anonymous().base), now(server), &more)
}

async fn exchange(flow: &Flow<'_>, code: &str, proof: &str) -> Answer {
    let pairs = [
        ("grant_type", "authorization_code"),
        ("client_id", &flow.client),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    flow.server.anonymous().with("dpop", proof).form("/oidc/token", &pairs).await
}

async fn me(server: &Server, key: &SigningKey, token: &str, more: Value) -> Answer {
    let mut claims = json!({ "ath": BASE64_URL_SAFE_NO_PAD.encode(sha256(token.as_bytes())) });
    for (name, value) in more.as_object().into_iter().flatten() {
        claims[name.as_str()] = value.clone();
    }
    let anyone = server.anonymous();
    let proof = jwt::proof(key, "GET", &format!("{}/oidc/me", anyone.base), now(server), &claims);
    anyone.with("authorization", &format!("DPoP {token}")).with("dpop", &proof).get("/oidc/me").await
}

extended!(a_token_is_nothing_without_its_key, "dpop", server, {
    let (flow, key, other) = (Flow::new(&server, "SPA").await, jwt::key(), jwt::key());
    let discovery = server.anonymous().get("/oidc/.well-known/openid-configuration").await.expect(200).json();
    assert!(discovery["dpop_signing_alg_values_supported"].is_array());
    let code = flow.code(&[("scope", "openid offline_access"), ("prompt", "consent")]).await;
    let proof = proof_for_token(&server, &key, json!({}));
    let tokens = exchange(&flow, &code, &proof).await.expect(200).json();
    assert_eq!(tokens["token_type"], "DPoP");
    let token = tokens["access_token"].as_str().unwrap();
    me(&server, &key, token, json!({})).await.expect(200);
    let anyone = server.anonymous();
    let downgraded = anyone.with_token(token).get("/oidc/me").await.refuses(401, "oidc.invalid_token");
    assert!(downgraded.header("www-authenticate").starts_with("Bearer"));
    me(&server, &other, token, json!({})).await.refuses(401, "oidc.invalid_token");
    for wrong in [json!({ "ath": "x" }), json!({ "htm": "POST" }), json!({ "htu": "https://evil.test/" })] {
        let refused = me(&server, &key, token, wrong).await.refuses(401, "oidc.invalid_dpop_proof");
        assert!(refused.header("www-authenticate").starts_with("DPoP error=\"invalid_dpop_proof\""));
    }
    let plain = anyone.with("authorization", &format!("DPoP {token}")).get("/oidc/me").await;
    plain.refuses(401, "oidc.invalid_dpop_proof");
    let pairs = [("token", token), ("client_id", flow.client.as_str())];
    let told = anyone.form("/oidc/token/introspection", &pairs).await.expect(200).json();
    assert_eq!((&told["token_type"], &told["cnf"]["jkt"]), (&json!("DPoP"), &json!(key.verifying().kid())));
    // Nor can it be exchanged for one that is not bound.
    let allows = json!({ "customClientMetadata": { "allowTokenExchange": true } });
    flow.api.patch(&format!("/api/applications/{}", flow.client), allows).await.expect(200);
    let pairs = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("client_id", flow.client.as_str()),
        ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
        ("subject_token", token),
    ];
    anyone.form("/oidc/token", &pairs).await.refuses(400, "oidc.invalid_grant");
    let held = proof_for_token(&server, &key, json!({}));
    let exchanged = anyone.with("dpop", &held).form("/oidc/token", &pairs).await.expect(200).json();
    assert_eq!(exchanged["token_type"], "DPoP");
    // A public client's refresh token is bound too.
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let pairs = [("grant_type", "refresh_token"), ("client_id", flow.client.as_str()), ("refresh_token", refresh)];
    anyone.form("/oidc/token", &pairs).await.refuses(400, "oidc.invalid_grant");
    let stolen = proof_for_token(&server, &other, json!({}));
    anyone.with("dpop", &stolen).form("/oidc/token", &pairs).await.refuses(400, "oidc.invalid_grant");
    anyone.with("dpop", &proof).form("/oidc/token", &pairs).await.refuses(400, "oidc.invalid_dpop_proof");
    let fresh = proof_for_token(&server, &key, json!({}));
    anyone.with("dpop", &fresh).form("/oidc/token", &pairs).await.expect(200);
});

extended!(a_proof_is_for_one_request_now, "dpop", server, {
    let (flow, key) = (Flow::new(&server, "SPA").await, jwt::key());
    let at = now(&server);
    for wrong in [
        json!({ "iat": at - 120 }),
        json!({ "iat": at + 120 }),
        json!({ "iat": i64::MIN }),
        json!({ "iat": "now" }),
        json!({ "htm": "GET" }),
        json!({ "htu": format!("{}/oidc/me", server.anonymous().base) }),
        json!({ "jti": "" }),
    ] {
        let proof = proof_for_token(&server, &key, wrong.clone());
        let refused = exchange(&flow, "x", &proof).await.refuses(400, "oidc.invalid_dpop_proof");
        assert!(!refused.text_of("error_description").is_empty(), "{wrong}");
    }
    let good = proof_for_token(&server, &key, json!({}));
    for broken in ["nonsense".to_owned(), format!("{good}, {good}"), good.replace('.', ".A")] {
        exchange(&flow, "x", &broken).await.refuses(400, "oidc.invalid_dpop_proof");
    }
    // A code that is for the holder of a key is for nobody else.
    let code = flow.code(&[("dpop_jkt", key.verifying().kid())]).await;
    let stolen = proof_for_token(&server, &jwt::key(), json!({}));
    exchange(&flow, &code, &stolen).await.refuses(400, "oidc.invalid_grant");
    exchange(&flow, &code, &good).await.expect(200);
    // Some clients cannot have tokens without a key.
    let bound = json!({ "customClientMetadata": { "dpopBoundAccessTokens": true } });
    flow.api.patch(&format!("/api/applications/{}", flow.client), bound).await.expect(200);
    let code = flow.code(&[]).await;
    flow.exchange(&code, &[]).await.refuses(400, "oidc.invalid_dpop_proof");
});

extended!(a_signed_token_names_its_key, "dpop", server, {
    let (id, secret) = server.credential();
    let key = jwt::key();
    let pairs = [("grant_type", "client_credentials"), ("resource", "https://default.logto.app/api"), ("scope", "all")];
    let proof = proof_for_token(&server, &key, json!({}));
    let answer = server.anonymous().with_basic(id, secret).with("dpop", &proof).form("/oidc/token", &pairs).await;
    let token = answer.expect(200).text_of("access_token");
    assert_eq!(Client::claims(&token)["cnf"]["jkt"], json!(key.verifying().kid()));
    // As a bearer token it opens nothing.
    server.anonymous().with_token(&token).get("/api/applications").await.refuses(401, "auth.unauthorized");
});

extended!(a_proof_holds_a_number_of_ours, "dpop-nonce", server, {
    let (flow, key) = (Flow::new(&server, "SPA").await, jwt::key());
    let code = flow.code(&[]).await;
    let first = exchange(&flow, &code, &proof_for_token(&server, &key, json!({}))).await;
    let first = first.refuses(400, "oidc.use_dpop_nonce");
    let nonce = first.header("dpop-nonce").to_owned();
    let made_up = proof_for_token(&server, &key, json!({ "nonce": "made-up" }));
    exchange(&flow, &code, &made_up).await.refuses(400, "oidc.use_dpop_nonce");
    let tokens = exchange(&flow, &code, &proof_for_token(&server, &key, json!({ "nonce": nonce }))).await.expect(200);
    let token = tokens.text_of("access_token");
    let refused = me(&server, &key, &token, json!({})).await.refuses(401, "oidc.use_dpop_nonce");
    me(&server, &key, &token, json!({ "nonce": refused.header("dpop-nonce") })).await.expect(200);
});

extended!(requests_are_pushed_signed_and_answered_signed, "par-required,jar,jwt-introspection", server, {
    let key = jwt::key();
    let keys = json!({ "jwks": { "keys": [key.verifying().jwk()] } });
    let flow = Flow::with(&server, json!({ "type": "Traditional", "customClientMetadata": keys })).await;
    let (anyone, issuer) = (server.anonymous(), format!("{}/oidc", flow.api.base));
    let discovery = anyone.get("/oidc/.well-known/openid-configuration").await.expect(200).json();
    for member in ["require_pushed_authorization_requests", "request_parameter_supported"] {
        assert_eq!(discovery[member], json!(true), "{member}");
    }
    flow.browser.get(&flow.request(&[])).await.refuses(400, "oidc.invalid_request");
    let at = now(&server);
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(sha256(VERIFIER.as_bytes()));
    let object = |more: Value| {
        let mut claims = json!({
            "client_id": flow.client, "redirect_uri": CALLBACK, "response_type": "code", "scope": "openid",
            "state": "signed", "code_challenge": challenge, "code_challenge_method": "S256",
            "iss": flow.client, "aud": issuer, "exp": at + 60, "nbf": at,
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            claims[name.as_str()] = value.clone();
        }
        jwt::sign(&key, &json!({ "alg": "ES256", "kid": key.verifying().kid() }), &claims)
    };
    let push = async |object: &str| {
        let assertion = jwt::assertion(&key, &flow.client, &issuer, now(&server), &json!({}));
        let pairs = [
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion.as_str()),
            ("request", object),
            ("redirect_uri", "https://evil.test/callback"),
        ];
        server.anonymous().form("/oidc/request", &pairs).await
    };
    for wrong in [
        json!({ "aud": "https://evil.test" }),
        json!({ "iss": "other" }),
        json!({ "client_id": "other" }),
        json!({ "exp": at - 120 }),
        json!({ "exp": at + 86_400 }),
        json!({ "nbf": at + 120 }),
        json!({ "request_uri": "x" }),
    ] {
        push(&object(wrong)).await.refuses(400, "oidc.invalid_request_object");
    }
    let (head, rest) =
        object(json!({})).split_once('.').map(|(head, rest)| (head.to_owned(), rest.to_owned())).unwrap();
    push(&format!("{head}.{}", rest.replace('.', "A."))).await.refuses(400, "oidc.invalid_request_object");
    let pushed = push(&object(json!({}))).await.expect(201).text_of("request_uri");
    let reference = form_urlencoded::byte_serialize(pushed.as_bytes()).collect::<String>();
    let back = flow.follow(&format!("/oidc/auth?client_id={}&request_uri={reference}", flow.client)).await;
    assert_eq!(parameter(&back, "state").as_deref(), Some("signed"), "{back}");
    let assertion = jwt::assertion(&key, &flow.client, &issuer, now(&server), &json!({}));
    let more = [
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", assertion.as_str()),
    ];
    let code = parameter(&back, "code").unwrap();
    let token = flow.exchange(&code, &more).await.expect(200).text_of("access_token");
    // A signed answer, once it is asked for.
    let assertion = jwt::assertion(&key, &flow.client, &issuer, now(&server), &json!({}));
    let pairs = [("token", token.as_str()), more[0], ("client_assertion", assertion.as_str())];
    let signed = anyone.with("accept", "application/token-introspection+jwt");
    let signed = signed.form("/oidc/token/introspection", &pairs).await.expect(200);
    assert_eq!(signed.header("content-type"), "application/token-introspection+jwt");
    let (header, claims) = jose::peek(&signed.text()).unwrap();
    assert_eq!(header.typ.as_deref(), Some("token-introspection+jwt"));
    assert_eq!((&claims["aud"], &claims["token_introspection"]["active"]), (&json!(flow.client), &json!(true)));
});

extended!(an_answer_may_be_signed, "jarm", server, {
    let flow = Flow::new(&server, "SPA").await;
    let anyone = server.anonymous();
    let discovery = anyone.get("/oidc/.well-known/openid-configuration").await.expect(200).json();
    assert_eq!(discovery["authorization_signing_alg_values_supported"], json!(["ES384"]));
    assert!(discovery["response_modes_supported"].as_array().unwrap().contains(&json!("form_post.jwt")));
    let published = anyone.get("/oidc/jwks").await.expect(200).json()["keys"][0].clone();
    let key = VerifyingKey::from_jwk(&published, "ES384").unwrap();
    let read = |response: &str| {
        let (header, claims) = jose::verify(response, |_| Some(&key)).unwrap();
        assert_eq!(header.typ.as_deref(), Some("oauth-authz-resp+jwt"));
        let issuer = format!("{}/oidc", flow.api.base);
        assert_eq!(
            (&claims["iss"], &claims["aud"], &claims["state"]),
            (&json!(issuer), &json!(flow.client), &json!("xyz"))
        );
        assert!(claims["exp"].as_i64().unwrap() > now(&server));
        claims
    };
    let back = flow.follow(&flow.request(&[("response_mode", "jwt")])).await;
    assert!(parameter(&back, "code").is_none() && parameter(&back, "state").is_none(), "{back}");
    let claims = read(&parameter(&back, "response").unwrap());
    flow.exchange(claims["code"].as_str().unwrap(), &[]).await.expect(200);
    // An answer is no ID token, though the same key signed it.
    let hint = format!("/oidc/session/end?id_token_hint={}", parameter(&back, "response").unwrap());
    flow.browser.get(&hint).await.refuses(400, "oidc.invalid_request");
    let page = flow.browser.get(&flow.request(&[("response_mode", "form_post.jwt")])).await.expect(200).text();
    let from = page.find("name=\"response\" value=\"").unwrap();
    assert!(read(page[from..].split('"').nth(3).unwrap())["code"].is_string());
    let silent = [("response_mode", "fragment.jwt"), ("prompt", "none")];
    let denied = server.browser().get(&flow.request(&silent)).await.expect(303);
    let response = denied.header("location").strip_prefix(&format!("{CALLBACK}#response=")).unwrap().to_owned();
    assert_eq!(read(&response)["error"], "login_required");
});

extended!(a_token_for_several_says_what_holds_at_each, "multiple-resources", server, {
    let flow = Flow::new(&server, "SPA").await;
    let role = flow.api.role("clerk", "User").await;
    let mut held = Vec::new();
    for (api, extra) in [("https://orders.test", "ship"), ("https://stock.test", "count")] {
        let (resource, read) = flow.api.resource(api, "read").await;
        let made = flow.api.post(&format!("/api/resources/{resource}/scopes"), json!({ "name": extra })).await;
        held.extend([read, made.expect(201).text_of("id")]);
    }
    flow.api.resource("https://other.test", "read").await;
    flow.api.post(&format!("/api/roles/{role}/scopes"), json!({ "scopeIds": held })).await.expect(201);
    flow.api.post(&format!("/api/users/{}/roles", flow.user), json!({ "roleIds": [role] })).await.expect(201);
    let both = "https://orders.test,https://stock.test";
    let asked = [("scope", "openid offline_access read ship count"), ("prompt", "consent"), ("resource", both)];
    let tokens = flow.tokens(&asked).await;
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let issued = flow.refresh(refresh, &[("resource", both)]).await.expect(200).json();
    let claims = Client::claims(issued["access_token"].as_str().unwrap());
    assert_eq!(claims["aud"], json!(["https://orders.test", "https://stock.test"]));
    assert_eq!(claims["scope"], "read", "what only one of them knows is for a token of its own");
    let refresh = issued["refresh_token"].as_str().unwrap();
    let one = flow.refresh(refresh, &[("resource", "https://orders.test")]).await.expect(200).json();
    let claims = Client::claims(one["access_token"].as_str().unwrap());
    assert_eq!((&claims["aud"], &claims["scope"]), (&json!("https://orders.test"), &json!("read ship")));
    let refresh = one["refresh_token"].as_str().unwrap();
    for more in ["https://orders.test,https://other.test", "https://orders.test,urn:logto:resource:organizations"] {
        flow.refresh(refresh, &[("resource", more)]).await.refuses(400, "oidc.invalid_target");
    }
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_off_is_neither_done_nor_advertised() {
    let server = Server::start(Database::Sqlite).await;
    let flow = Flow::new(&server, "SPA").await;
    let discovery = server.anonymous().get("/oidc/.well-known/openid-configuration").await.expect(200).json();
    assert!(discovery.get("dpop_signing_alg_values_supported").is_none());
    assert_eq!(discovery["request_parameter_supported"], json!(false));
    let code = flow.code(&[]).await;
    let tokens = exchange(&flow, &code, "not looked at").await.expect(200).json();
    assert_eq!(tokens["token_type"], "Bearer");
    let named = flow.code(&[("dpop_jkt", "not looked at")]).await;
    flow.exchange(&named, &[]).await.expect(200);
    let refused = flow.browser.get(&flow.request(&[("request", "x")])).await.expect(303);
    assert!(refused.header("location").contains("error=request_not_supported"));
    let refused = flow.browser.get(&flow.request(&[("response_mode", "jwt")])).await.expect(303);
    assert!(refused.header("location").starts_with(&format!("{CALLBACK}?error=unsupported_response_mode")));
    // One client may still be told to push.
    let pushes = json!({ "customClientMetadata": { "requirePushedAuthorizationRequests": true } });
    flow.api.patch(&format!("/api/applications/{}", flow.client), pushes).await.expect(200);
    flow.browser.get(&flow.request(&[])).await.refuses(400, "oidc.invalid_request");
}
