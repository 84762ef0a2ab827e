//! Tokens that someone else made, for someone else, or for another time

use avouch_crypto::jose::{self, SigningKey};
use avouch_domain::configs::oidc;
use avouch_model::configs::KeyType;
use avouch_testkit::{Client, Server, on_both};
use aws_lc_rs::hmac;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::{Value, json};

use super::{ORDERS, operator};
use crate::flow::Flow;
use crate::jwt;

const API: &str = "https://default.logto.app/api";

/// The key that the server itself signs with: what the tests say with it is refused for what it says.
async fn own_key(server: &Server) -> SigningKey {
    let keys = oidc::list(&server.tenant("default"), KeyType::PrivateKeys).await.unwrap();
    SigningKey::from_pem(&keys[0].value).unwrap()
}

async fn real(server: &Server) -> String {
    let (id, secret) = server.credential();
    server.anonymous().token(id, secret, API, "all").await
}

async fn refused(server: &Server, token: &str) {
    let answer = server.anonymous().with_token(token).get("/api/roles").await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "auth.unauthorized"), "{token}");
    server.anonymous().with_token(token).get("/oidc/me").await.refuses(401, "oidc.invalid_token");
}

fn encode(value: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
}

on_both!(cwe_347_the_algorithm_is_the_keys_and_not_the_tokens, server, {
    let token = real(&server).await;
    let claims = Client::claims(&token);
    let jwk = server.anonymous().get("/oidc/jwks").await.expect(200).json()["keys"][0].clone();
    let kid = jwk["kid"].clone();
    let body = encode(&claims);
    // Without a signature, under every spelling of none.
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        let head = encode(&json!({ "alg": alg, "typ": "at+jwt", "kid": kid }));
        for signature in ["", "AA", token.rsplit('.').next().unwrap()] {
            refused(&server, &format!("{head}.{body}.{signature}")).await;
        }
    }
    // The public key as the secret of a message authentication code, in each form it is published.
    let point = [vec![4], coordinate(&jwk, "x"), coordinate(&jwk, "y")].concat();
    for secret in [jwk.to_string().into_bytes(), point, kid.to_string().into_bytes(), Vec::new()] {
        for (alg, digest) in [("HS256", hmac::HMAC_SHA256), ("HS384", hmac::HMAC_SHA384), ("HS512", hmac::HMAC_SHA512)]
        {
            let signed = format!("{}.{body}", encode(&json!({ "alg": alg, "typ": "at+jwt", "kid": kid })));
            let tag = hmac::sign(&hmac::Key::new(digest, &secret), signed.as_bytes());
            refused(&server, &format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(tag))).await;
        }
    }
    // The right key under another algorithm's name, and an all-zero signature (CVE-2022-21449).
    let own = own_key(&server).await;
    for alg in ["ES256", "ES512", "RS256", "EdDSA"] {
        refused(&server, &jwt::sign(&own, &json!({ "alg": alg, "typ": "at+jwt", "kid": kid }), &claims)).await;
    }
    let head = encode(&json!({ "alg": "ES384", "typ": "at+jwt", "kid": kid }));
    refused(&server, &format!("{head}.{body}.{}", BASE64_URL_SAFE_NO_PAD.encode([0; 96]))).await;
    // What a reader must understand and this one does not.
    let critical = json!({ "alg": "ES384", "typ": "at+jwt", "kid": kid, "crit": ["b64"], "b64": false });
    refused(&server, &jwt::sign(&own, &critical, &claims)).await;
    refused(&server, &format!("{token}.")).await;
    refused(&server, &format!("{token}=")).await;
});

fn coordinate(jwk: &Value, name: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap()
}

on_both!(cwe_347_a_token_does_not_bring_its_key, server, {
    let token = real(&server).await;
    let claims = Client::claims(&token);
    let (key, real_kid) = (jwt::key(), own_key(&server).await.verifying().kid().to_owned());
    let kids = [
        json!(key.verifying().kid()),
        json!(real_kid),
        json!("../../../../dev/null"),
        json!("' or '1'='1"),
        json!("https://evil.test/jwks"),
        json!(""),
        json!("\u{0}"),
        json!("x".repeat(10_000)),
    ];
    for kid in kids {
        let head = json!({
            "alg": "ES256", "typ": "at+jwt", "kid": kid, "jwk": key.verifying().jwk(),
            "jku": "https://evil.test/jwks", "x5u": "https://evil.test/x", "x5c": ["AA"],
        });
        refused(&server, &jwt::sign(&key, &head, &claims)).await;
    }
    for kid in [json!(["x"]), json!({ "a": 1 }), json!(1)] {
        refused(&server, &jwt::sign(&key, &json!({ "alg": "ES256", "typ": "at+jwt", "kid": kid }), &claims)).await;
    }
});

on_both!(rfc9068_4_only_an_access_token_opens_an_api, server, {
    let flow = Flow::new(&server, "SPA").await;
    let own = own_key(&server).await;
    let claims = Client::claims(&real(&server).await);
    let head = |typ: &str| json!({ "alg": "ES384", "typ": typ, "kid": own.verifying().kid() });
    for typ in ["JWT", "logout+jwt", "dpop+jwt", "token-introspection+jwt", "at+jwt2", ""] {
        let answer = server.anonymous().with_token(&jwt::sign(&own, &head(typ), &claims)).get("/api/roles").await;
        answer.refuses(401, "auth.unauthorized");
    }
    let fine = jwt::sign(&own, &head("at+jwt"), &claims);
    server.anonymous().with_token(&fine).get("/api/roles").await.expect(200);
    // An ID token opens nothing, and an access token is no ID token.
    let tokens = flow.tokens(&[]).await;
    refused(&server, tokens["id_token"].as_str().unwrap()).await;
    let hinted = flow.browser.get(&format!("/oidc/session/end?id_token_hint={fine}")).await;
    hinted.refuses(400, "oidc.invalid_request");
});

on_both!(held rfc7519_4_1_4_a_token_has_its_time, server, {
    let own = own_key(&server).await;
    let claims = Client::claims(&real(&server).await);
    let now = server.clock.now().seconds();
    let with = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        jwt::sign(&own, &json!({ "alg": "ES384", "typ": "at+jwt", "kid": own.verifying().kid() }), &claims)
    };
    let anyone = server.anonymous();
    anyone.with_token(&with("nbf", json!(now))).get("/api/roles").await.expect(200);
    for (name, value) in [
        ("exp", json!(now)),
        ("exp", json!(now - 1)),
        ("exp", json!(0)),
        ("exp", json!(-1)),
        ("exp", json!(null)),
        ("exp", json!("9999999999")),
        ("exp", json!(true)),
        ("exp", json!([9_999_999_999_i64])),
        ("nbf", json!(now + 60)),
        ("iss", json!("https://evil.test/oidc")),
        ("iss", json!(format!("{}/oidc/", anyone.base))),
        ("iss", json!(null)),
        ("aud", json!(null)),
        ("aud", json!([])),
        ("aud", json!({ "0": API })),
        ("aud", json!(format!("{API}/"))),
    ] {
        let answer = anyone.with_token(&with(name, value.clone())).get("/api/roles").await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "auth.unauthorized"), "{name} {value}");
    }
    anyone.with_token(&with("sub", json!(null))).get("/api/roles").await.refuses(401, "auth.jwt_sub_missing");
    anyone.with_token(&with("scope", json!("al l all2"))).get("/api/roles").await.refuses(403, "auth.forbidden");
});

on_both!(rfc9700_4_10_2_a_token_is_for_one_audience, server, {
    let api = server.management().await;
    let (resource, read) = api.resource(ORDERS, "all").await;
    let organization = api.organization("Org").await;
    let client = api.application("MachineToMachine").await;
    let secret = api.first_secret(&client).await;
    let role = api.role("machine", "MachineToMachine").await;
    api.post(&format!("/api/roles/{role}/scopes"), json!({ "scopeIds": [read] })).await.expect(201);
    api.post(&format!("/api/applications/{client}/roles"), json!({ "roleIds": [role] })).await.expect(201);
    let relation = json!({ "applicationIds": [client] });
    api.post(&format!("/api/organizations/{organization}/applications"), relation).await.expect(201);
    // A scope of the same name at another API, and an organization's token.
    let foreign = server.anonymous().token(&client, &secret, ORDERS, "all").await;
    assert_eq!(Client::claims(&foreign)["scope"], "all");
    refused(&server, &foreign).await;
    let pairs = [("grant_type", "client_credentials"), ("organization_id", organization.as_str()), ("scope", "all")];
    let issued = server.anonymous().with_basic(&client, &secret).form("/oidc/token", &pairs).await.expect(200);
    let token = issued.text_of("access_token");
    assert_eq!(Client::claims(&token)["aud"], json!(format!("urn:logto:organization:{organization}")));
    refused(&server, &token).await;
    // An API that calls itself an organization.
    let named = json!({ "name": "x", "indicator": format!("urn:logto:organization:{organization}") });
    let made = api.post("/api/resources", named).await;
    made.expect(201);
    let indicator = format!("urn:logto:organization:{organization}");
    let pairs = [("grant_type", "client_credentials"), ("resource", indicator.as_str()), ("scope", "all")];
    let answer = server.anonymous().with_basic(&client, &secret).form("/oidc/token", &pairs).await;
    answer.refuses(400, "oidc.invalid_target");
    api.delete(&format!("/api/resources/{resource}")).await.expect(204);
    let pairs = [("grant_type", "client_credentials"), ("resource", ORDERS)];
    let gone = server.anonymous().with_basic(&client, &secret).form("/oidc/token", &pairs).await;
    gone.refuses(400, "oidc.invalid_target");
});

on_both!(cwe_639_a_tenants_tokens_are_nothing_at_another, server, {
    let flow = Flow::new(&server, "SPA").await;
    let operator = operator(&server).await;
    operator.get("/api/roles").await.expect(200);
    let metadata = json!({ "redirectUris": [crate::flow::CALLBACK], "postLogoutRedirectUris": [] });
    let body = json!({ "name": "Theirs", "type": "SPA", "oidcClientMetadata": metadata });
    let theirs = operator.post("/api/applications", body).await.expect(200).text_of("id");
    let elsewhere = server.anonymous_admin();
    let code = flow.code(&[]).await;
    let tokens = flow.tokens(&[("scope", "openid offline_access"), ("prompt", "consent")]).await;
    let [access, refresh] = ["access_token", "refresh_token"].map(|name| tokens[name].as_str().unwrap());
    for client in [flow.client.as_str(), theirs.as_str()] {
        let expected = if client == theirs { "oidc.invalid_grant" } else { "oidc.invalid_client" };
        let spend = [
            ("grant_type", "authorization_code"),
            ("client_id", client),
            ("code", code.as_str()),
            ("redirect_uri", crate::flow::CALLBACK),
            ("code_verifier", crate::flow::VERIFIER),
        ];
        elsewhere.form("/oidc/token", &spend).await.refuses(400, expected);
        let renew = [("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", refresh)];
        elsewhere.form("/oidc/token", &renew).await.refuses(400, expected);
    }
    let told = [("token", access), ("client_id", theirs.as_str())];
    let told = elsewhere.form("/oidc/token/introspection", &told).await.expect(200).json();
    assert_eq!(told, json!({ "active": false }));
    elsewhere.with_token(access).get("/oidc/me").await.refuses(401, "oidc.invalid_token");
    elsewhere.with_token(&real(&server).await).get("/api/roles").await.refuses(401, "auth.unauthorized");
    // Nothing of it was used up by trying.
    flow.exchange(&code, &[]).await.expect(200);
    flow.refresh(refresh, &[]).await.expect(200);
    // Signed by a key of the other tenant, in the name of this one.
    let keys = oidc::list(&server.tenant("admin"), KeyType::PrivateKeys).await.unwrap();
    let key = SigningKey::from_pem(&keys[0].value).unwrap();
    let claims = Client::claims(&real(&server).await);
    let forged = jose::sign(&key, "at+jwt", &claims).unwrap();
    server.anonymous().with_token(&forged).get("/api/roles").await.refuses(401, "auth.unauthorized");
});
