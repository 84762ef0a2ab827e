//! Errors of the provider: their members, in order, and where they go

use avouch_testkit::{Answer, on_both};
use http::Method;
use serde_json::{Value, json};

use crate::flow::{CALLBACK, Flow, parameter};
use crate::pages::boot;

fn members(answer: &Answer) -> Vec<String> {
    answer.json().as_object().unwrap().keys().cloned().collect()
}

/// Parameters of an address, in order.
fn told(location: &str) -> Vec<(String, String)> {
    let query = location.split_once(['?', '#']).unwrap().1;
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

on_both!(bodies_have_their_members_in_order, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&[("scope", "openid offline_access"), ("prompt", "consent")]).await;
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let more = flow.refresh(refresh, &[("scope", "openid zzz")]).await.refuses(400, "oidc.invalid_scope");
    assert_eq!(members(&more), ["code", "message", "error", "error_description", "scope"]);
    assert_eq!(more.json()["scope"], "zzz");
    let unknown = flow.exchange("nonsense", &[]).await.refuses(400, "oidc.invalid_grant");
    assert_eq!(members(&unknown), ["code", "message", "error_uri", "error", "error_description"]);
    assert_eq!(unknown.json()["error_description"], "grant request is invalid");
    let pairs = [("grant_type", "refresh_token"), ("client_id", flow.client.as_str()), ("refresh_token", "nonsense")];
    let plain = server.anonymous().form("/oidc/token?parse_error=false", &pairs).await.expect(400);
    assert_eq!(members(&plain), ["error", "error_description"]);
    let stranger = flow.browser.get("/oidc/auth?client_id=nobody&state=s").await.refuses(400, "oidc.invalid_client");
    assert_eq!(members(&stranger), ["code", "message", "error", "error_description", "state", "iss"]);
    assert_eq!(stranger.json()["state"], "s");
    let evil = flow.request(&[("redirect_uri", "https://evil.test")]);
    let evil = flow.browser.get(&evil).await.refuses(400, "oidc.invalid_redirect_uri").json();
    assert_eq!((&evil["state"], &evil["iss"]), (&json!("xyz"), &json!(format!("{}/oidc", flow.api.base))));
    let over = flow.browser.get("/oidc/auth/nothing").await.refuses(400, "session.not_found").json();
    assert_eq!(
        (&over["error"], &over["error_description"]),
        (&json!("invalid_request"), &json!("authorization request has expired"))
    );
    // Elsewhere an error is not said to be of an issuer.
    let end = flow.browser.get("/oidc/session/end?id_token_hint=x&state=s").await.refuses(400, "oidc.invalid_request");
    assert_eq!(members(&end), ["code", "message", "error", "error_description"]);
    let large = "x".repeat(57 * 1024);
    let large = server.anonymous().form("/oidc/token", &[("grant_type", &large)]).await.expect(404);
    assert_eq!((large.text().as_str(), large.header("content-type")), ("Not Found", "text/plain; charset=utf-8"));
});

on_both!(a_client_is_told_in_its_own_way, server, {
    let flow = Flow::new(&server, "SPA").await;
    let issuer = format!("{}/oidc", flow.api.base);
    for (more, error, description) in [
        (vec![("response_type", "token")], "unsupported_response_type", "unsupported response_type requested"),
        (
            vec![("response_type", "code id_token")],
            "invalid_request",
            "requested response_type is not allowed for this client",
        ),
        (vec![("response_mode", "web_message")], "unsupported_response_mode", "unsupported response_mode requested"),
        (vec![("resource", "https://none.test")], "invalid_target", "resource indicator is missing, or unknown"),
        (vec![("prompt", "none")], "login_required", "End-User authentication is required"),
        (vec![("code_challenge_method", "plain")], "invalid_request", "not supported value of code_challenge_method"),
        (
            vec![("code_challenge", ""), ("code_challenge_method", "")],
            "invalid_request",
            "Authorization Server policy requires PKCE to be used for this request",
        ),
    ] {
        let answer = flow.browser.get(&flow.request(&more)).await.expect(303);
        let location = answer.header("location");
        let expected = [("error", error), ("error_description", description), ("state", "xyz"), ("iss", &issuer)];
        let expected: Vec<(String, String)> =
            expected.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        assert_eq!(told(location), expected, "{location}");
        let mark = if more[0].1.contains("token") { '#' } else { '?' };
        assert!(location.starts_with(&format!("{CALLBACK}{mark}")), "{location}");
        assert_eq!(answer.text(), format!("Redirecting to {}.", location.replace('&', "&amp;")));
        assert_eq!(answer.header("cache-control"), "no-store");
    }
});

on_both!(held what_nobody_may_be_asked_for_is_told, server, {
    let flow = Flow::new(&server, "SPA").await;
    let silent = async |flow: &Flow<'_>, more: &[(&str, &str)]| {
        let request = flow.request(&[&[("prompt", "none")], more].concat());
        let answer = flow.browser.get(&request).await.expect(303);
        let location = answer.header("location").to_owned();
        (parameter(&location, "error").unwrap_or_default(), parameter(&location, "error_description").unwrap_or_default())
    };
    let native = json!({
        "name": "Phone", "type": "Native", "oidcClientMetadata": { "redirectUris": [CALLBACK], "postLogoutRedirectUris": [] },
    });
    let native = flow.api.post("/api/applications", native).await.expect(200).text_of("id");
    flow.tokens(&[]).await;
    server.clock.advance(5000);
    for (more, error, description) in [
        (vec![("scope", "openid email")], "consent_required", "requested scopes not granted"),
        (vec![("max_age", "1")], "login_required", "End-User authentication could not be obtained"),
        (
            vec![("client_id", native.as_str())],
            "interaction_required",
            "native clients require End-User interaction",
        ),
    ] {
        assert_eq!(silent(&flow, &more).await, (error.to_owned(), description.to_owned()), "{more:?}");
    }
    let eve = Flow { browser: server.browser(), user: flow.api.user("eve").await, ..Flow::new_again(&flow) };
    let hint = eve.tokens(&[]).await["id_token"].as_str().unwrap().to_owned();
    let mismatch = silent(&flow, &[("id_token_hint", &hint)]).await;
    assert_eq!(mismatch, (
        "login_required".to_owned(),
        "id_token_hint and authenticated subject do not match".to_owned()
    ));
});

on_both!(a_third_party_learns_which_scope_it_cannot_have, server, {
    let flow = Flow::with(&server, json!({ "type": "Traditional", "isThirdParty": true })).await;
    let answer = flow.browser.get(&flow.request(&[("scope", "openid email")])).await.expect(303);
    let names: Vec<String> = told(answer.header("location")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["error", "error_description", "scope", "state", "iss"]);
    assert_eq!(parameter(answer.header("location"), "scope").as_deref(), Some("email"));
});

on_both!(answers_have_the_headers_of_their_kind, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&[]).await;
    let pairs = [("client_id", flow.client.as_str()), ("token", tokens["access_token"].as_str().unwrap())];
    let revoked = server.anonymous().form("/oidc/token/revocation", &pairs).await.expect(200);
    assert_eq!((revoked.text().as_str(), revoked.header("content-type")), ("", "text/plain; charset=utf-8"));
    let keys = server.anonymous().get("/oidc/jwks").await.expect(200);
    assert_eq!(keys.header("content-type"), "application/jwk-set+json; charset=utf-8");
    assert!(!keys.header("etag").is_empty());
    let again = server.anonymous().with("if-none-match", keys.header("etag")).get("/oidc/jwks").await;
    assert_eq!(again.status, 304);
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "SAMEORIGIN"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(keys.header(name), value, "{name}");
    }
    let options = server.anonymous().with("origin", "https://any.test");
    let options = options.with("access-control-request-method", "POST");
    let preflight = options.send(Method::OPTIONS, "/oidc/token", "", "").await.expect(204);
    assert_eq!(preflight.header("access-control-allow-origin"), "https://any.test");
    assert_eq!(preflight.header("access-control-allow-methods"), "POST");
    assert_eq!(preflight.header("access-control-max-age"), "3600");
    let elsewhere = server.anonymous().with("origin", "https://any.test");
    let pairs = [("grant_type", "refresh_token"), ("client_id", flow.client.as_str()), ("refresh_token", "x")];
    let refused = elsewhere.form("/oidc/token", &pairs).await.refuses(400, "oidc.invalid_request");
    let told: Value = refused.json();
    let expected = format!("origin https://any.test not allowed for client: {}", flow.client);
    assert_eq!(told["error_description"], json!(expected));
    assert_eq!(refused.header("access-control-allow-origin"), "");
});

/// What browsers ask for.
const PAGE: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

on_both!(a_person_is_told_on_a_page_and_a_program_in_json, server, {
    let flow = Flow::new(&server, "SPA").await;
    let person = flow.browser.with("accept", PAGE).with("accept-language", "de-CH, de;q=0.9");
    let evil = flow.request(&[("redirect_uri", "https://evil.test")]);
    for (address, code, description) in [
        ("/oidc/auth", "invalid_request", "missing required parameter 'client_id'"),
        ("/oidc/auth?client_id=Call+0800+now&state=s", "invalid_client", "no such client"),
        (
            "/oidc/auth?client_id=a&Call+0800&Call+0800",
            "invalid_request",
            "'Call0800' parameter must not be provided twice",
        ),
        (&evil, "invalid_redirect_uri", "redirect_uri did not match any of the client's registered redirect_uris"),
        ("/oidc/auth/nothing", "session.not_found", "authorization request has expired"),
        ("/oidc/device/nothing", "session.not_found", "authorization request has expired"),
        ("/oidc/session/end?id_token_hint=x", "invalid_request", "could not decode id_token_hint"),
        ("/oidc/session/end?client_id=nobody", "invalid_client", "no such client"),
    ] {
        let page = person.get(address).await.expect(400);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{address}");
        assert_eq!((page.header("content-language"), page.header("cache-control")), ("de", "no-store"), "{address}");
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
        assert_eq!(boot(&page.text())["refused"], json!({ "code": code, "description": description }), "{address}");
        assert!(!page.text().contains("Call 0800"), "{address}");
        // Programs that name JSON as well, or nothing, and whoever wants the plain form.
        let named = if code == "session.not_found" { code.to_owned() } else { format!("oidc.{code}") };
        for accept in ["*/*", "application/json, text/plain, */*", "text/html;q=0.5, application/json"] {
            flow.browser.with("accept", accept).get(address).await.refuses(400, &named);
        }
        let mark = if address.contains('?') { '&' } else { '?' };
        let plain = person.get(&format!("{address}{mark}parse_error=false")).await.expect(400).json();
        assert!(plain.get("code").is_none() && plain["error"].is_string(), "{plain}");
    }
});

on_both!(forms_of_people_are_refused_on_a_page, server, {
    let person = server.browser().with("accept", PAGE);
    for (address, description) in [
        ("/oidc/session/end/confirm", "could not find logout details"),
        ("/oidc/device", "could not find device form details"),
        ("/oidc/auth", "missing required parameter 'client_id'"),
    ] {
        let page = person.form(address, &[("xsrf", "x")]).await.expect(400);
        let told = json!({ "code": "invalid_request", "description": description });
        assert_eq!(boot(&page.text())["refused"], told, "{address}");
        assert_eq!(page.header("content-language"), "en");
    }
    // Nor does what the address says of the look stop the page.
    let odd = person.get("/oidc/auth?app_id=%00&organization_id=%00&ui_locales=%00,zz").await.expect(400);
    assert_eq!(boot(&odd.text())["refused"]["code"], "invalid_request");
    person.get("/oidc/session/end/success?organization_id=%00&app_id=none").await.expect(200);
    // What only clients ask stays JSON, whatever they say they read.
    let client = server.anonymous().with("accept", PAGE);
    client.form("/oidc/token", &[("grant_type", "x")]).await.refuses(400, "oidc.invalid_request");
    client.get("/oidc/me").await.refuses(400, "oidc.invalid_request");
    client.get("/oidc/nonsense").await.refuses(404, "oidc.invalid_request");
});
