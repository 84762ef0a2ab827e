//! `/oidc/token`: the authorization code grant

use avouch_testkit::{Client, on_both};
use serde_json::json;

use crate::flow::{CALLBACK, Flow, parameter};

on_both!(a_code_is_exchanged_once, server, {
    let flow = Flow::new(&server, "SPA").await;
    let code = flow.code(&[("nonce", "n")]).await;
    let answer = flow.exchange(&code, &[]).await.expect(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    let tokens = answer.json();
    let members: Vec<&String> = tokens.as_object().unwrap().keys().collect();
    assert_eq!(members, ["access_token", "expires_in", "id_token", "scope", "token_type"]);
    let claims = Client::claims(tokens["id_token"].as_str().unwrap());
    let names: Vec<&String> = claims.as_object().unwrap().keys().collect();
    assert_eq!(names, ["sub", "nonce", "aud", "exp", "iat", "iss"]);
    assert_eq!(
        (&claims["sub"], &claims["aud"], &claims["nonce"]),
        (&json!(flow.user), &json!(flow.client), &json!("n"))
    );
    // Used again, everything that came from it is worth nothing.
    flow.exchange(&code, &[]).await.refuses(400, "oidc.invalid_grant");
    let token = tokens["access_token"].as_str().unwrap();
    server.anonymous().with_token(token).get("/oidc/me").await.refuses(401, "oidc.invalid_token");
});

on_both!(held a_code_is_for_its_client_its_address_its_verifier_and_its_minute, server, {
    let flow = Flow::new(&server, "SPA").await;
    let other = Flow::another_client(&flow).await;
    for more in [
        vec![("client_id", other.as_str())],
        vec![("redirect_uri", "https://app.test/other")],
        vec![("code_verifier", "another-verifier-of-at-least-forty-three-characters")],
        vec![("code_verifier", "short")],
        vec![("code_verifier", "")],
        vec![("code", "unknown")],
    ] {
        let code = flow.code(&[]).await;
        let refused = flow.exchange(&code, &more).await.refuses(400, "oidc.invalid_grant").json();
        assert_eq!(refused["error_description"], "grant request is invalid", "{more:?}");
        flow.exchange(&code, &[]).await.expect(200);
    }
    let code = flow.code(&[]).await;
    flow.exchange(&code, &[("redirect_uri", "")]).await.refuses(400, "oidc.invalid_request");
    server.clock.advance(61_000);
    flow.exchange(&code, &[("redirect_uri", CALLBACK)]).await.refuses(400, "oidc.invalid_grant");
});

on_both!(one_of_many_at_once_gets_tokens, server, {
    let flow = Flow::new(&server, "SPA").await;
    let code = flow.code(&[]).await;
    let answers = futures_util::future::join_all((0..10).map(|_| flow.exchange(&code, &[]))).await;
    let fine = answers.iter().filter(|answer| answer.status.as_u16() == 200).count();
    assert!(fine <= 1, "{fine} got tokens");
    assert!(answers.iter().all(|answer| matches!(answer.status.as_u16(), 200 | 400)));
});

on_both!(a_third_party_asks_for_no_more_than_it_may, server, {
    let flow = Flow::with(&server, json!({ "type": "SPA", "isThirdParty": true })).await;
    let refused = flow.browser.get(&flow.request(&[("scope", "openid email")])).await.expect(303);
    assert!(refused.header("location").contains("error=invalid_scope"), "{}", refused.header("location"));
    assert_eq!(parameter(refused.header("location"), "scope").as_deref(), Some("email"));
    let scopes = json!({ "userScopes": ["email"] });
    flow.api.post(&format!("/api/applications/{}/user-consent-scopes", flow.client), scopes).await.expect(201);
    let asked = flow.browser.get(&flow.request(&[("scope", "openid email")])).await.expect(303);
    assert!(asked.header("location").starts_with("/sign-in"));
});
