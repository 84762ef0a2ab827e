//! What the test modules of the OpenID Foundation's suite look at, as far as no other test here does; the table is in
//! `docs/conformance.md`

use avouch_testkit::{Answer, Client, on_both};
use serde_json::{Value, json};

use crate::flow::{CALLBACK, Flow, parameter};

fn id_token(tokens: &Value) -> Value {
    Client::claims(tokens["id_token"].as_str().unwrap())
}

/// The value of a form's field.
fn field(page: &str, name: &str) -> Option<String> {
    let from = page.find(&format!("name=\"{name}\" value=\""))?;
    page[from..].split('"').nth(3).map(ToOwned::to_owned)
}

on_both!(requests_that_say_more_than_is_needed_succeed, server, {
    let flow = Flow::new(&server, "Traditional").await;
    let secret = flow.api.first_secret(&flow.client).await;
    for more in [
        vec![("display", "page")],
        vec![("display", "popup")],
        vec![("acr_values", "1 2")],
        vec![("claims_locales", "se")],
        vec![("ui_locales", "se")],
        vec![("login_hint", "ada@example.test")],
        vec![("extra", "foobar")],
        vec![("claims", r#"{"userinfo":{"name":{"essential":true}}}"#)],
        vec![("scope", "email openid")],
        vec![("nonce", "n-0S6_WzA2Mj")],
        vec![("nonce", "")],
        vec![("state", "")],
    ] {
        let back = flow.follow(&flow.request(&more)).await;
        let code = parameter(&back, "code").unwrap_or_else(|| panic!("{more:?} {back}"));
        let tokens = flow.exchange(&code, &[("client_secret", &secret)]).await.expect(200).json();
        let claims = id_token(&tokens);
        assert_eq!((&claims["sub"], &claims["aud"]), (&json!(flow.user), &json!(flow.client)), "{more:?}");
        let nonce = more.iter().find(|(name, _)| *name == "nonce").map(|(_, value)| *value).unwrap_or_default();
        assert_eq!(claims["nonce"].as_str().unwrap_or_default(), nonce);
    }
});

on_both!(a_request_may_be_posted_and_answered_by_a_form, server, {
    let flow = Flow::new(&server, "Traditional").await;
    let secret = flow.api.first_secret(&flow.client).await;
    flow.code(&[]).await;
    for mode in ["query", "form_post"] {
        let query = flow.request(&[("response_mode", mode)]);
        let pairs: Vec<(String, String)> =
            form_urlencoded::parse(query.split_once('?').unwrap().1.as_bytes()).into_owned().collect();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = flow.browser.form("/oidc/auth", &pairs).await;
        let code = if mode == "form_post" {
            let page = answer.expect(200).text();
            assert!(page.contains(&format!("action=\"{CALLBACK}\"")), "{page}");
            assert_eq!(field(&page, "state").as_deref(), Some("xyz"));
            field(&page, "code")
        } else {
            parameter(answer.expect(303).header("location"), "code")
        };
        let tokens = flow.exchange(&code.unwrap(), &[("client_secret", &secret)]).await.expect(200).json();
        assert_eq!(id_token(&tokens)["sub"], json!(flow.user));
    }
    for (error, more) in [("login_required", ("prompt", "none")), ("unsupported_response_type", ("response_type", "x"))]
    {
        let page = server.browser().get(&flow.request(&[("response_mode", "form_post"), more])).await.expect(400);
        assert_eq!(field(&page.text(), "error").as_deref(), Some(error), "{}", page.text());
    }
});

on_both!(userinfo_is_had_in_each_way, server, {
    let flow = Flow::new(&server, "SPA").await;
    let profile = json!({ "givenName": "Ada", "address": { "country": "GB" } });
    flow.api.patch(&format!("/api/users/{}", flow.user), json!({ "profile": profile })).await.expect(200);
    let tokens = flow.tokens(&[("scope", "openid profile email address phone")]).await;
    let token = tokens["access_token"].as_str().unwrap();
    let anyone = server.anonymous();
    let got = anyone.with_token(token).get("/oidc/me").await.expect(200).json();
    let posted: Answer = anyone.with_token(token).form("/oidc/me", &[]).await;
    assert_eq!(posted.expect(200).json(), got);
    assert_eq!(anyone.form("/oidc/me", &[("access_token", token)]).await.expect(200).json(), got);
    assert_eq!((&got["given_name"], &got["address"]["country"]), (&json!("Ada"), &json!("GB")));
    assert_eq!(got["sub"], id_token(&tokens)["sub"]);
    let lower = anyone.with("authorization", &format!("bearer {token}")).get("/oidc/me").await.expect(200);
    assert_eq!(lower.json(), got);
});

on_both!(held a_sign_in_may_be_too_old, server, {
    let flow = Flow::new(&server, "SPA").await;
    let first = id_token(&flow.tokens(&[("max_age", "10000")]).await)["auth_time"].as_i64().unwrap();
    server.clock.advance(2_000);
    let asked = flow.browser.get(&flow.request(&[("max_age", "1")])).await.expect(303);
    assert!(asked.header("location").starts_with("/sign-in"), "{}", asked.header("location"));
    let silent = flow.browser.get(&flow.request(&[("max_age", "1"), ("prompt", "none")])).await.expect(303);
    assert_eq!(parameter(silent.header("location"), "error").as_deref(), Some("login_required"));
    let kept = id_token(&flow.tokens(&[("max_age", "10000")]).await)["auth_time"].as_i64().unwrap();
    assert_eq!(kept, first);
    let flow = Flow { browser: server.browser(), ..Flow::new_again(&flow) };
    let again = id_token(&flow.tokens(&[("max_age", "1")]).await)["auth_time"].as_i64().unwrap();
    assert!(again > first);
    // Asked for outright, a fresh sign-in is one too.
    server.clock.advance(2_000);
    let latest = id_token(&flow.tokens(&[("prompt", "login"), ("max_age", "10000")]).await);
    assert!(latest["auth_time"].as_i64().unwrap() > again, "{latest}");
});

on_both!(a_request_without_a_response_type_is_told_so, server, {
    let flow = Flow::new(&server, "Traditional").await;
    for mode in ["query", "fragment"] {
        let more = [("response_type", ""), ("response_mode", mode)];
        let answer = flow.browser.get(&flow.request(&more)).await.expect(303);
        let location = answer.header("location").replace("callback#", "callback?");
        assert_eq!(parameter(&location, "error").as_deref(), Some("invalid_request"), "{location}");
        assert_eq!(parameter(&location, "state").as_deref(), Some("xyz"), "{location}");
    }
});

on_both!(what_stands_beside_a_pushed_request_does_not_count, server, {
    let flow = Flow::new(&server, "Traditional").await;
    let secret = flow.api.first_secret(&flow.client).await;
    let push = async |more: &[(&str, &str)]| {
        let query = flow.request(more);
        let pairs: Vec<(String, String)> =
            form_urlencoded::parse(query.split_once('?').unwrap().1.as_bytes()).into_owned().collect();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let pushed = server.anonymous().with_basic(&flow.client, &secret).form("/oidc/request", &pairs).await;
        let reference = pushed.expect(201).text_of("request_uri");
        let reference = form_urlencoded::byte_serialize(reference.as_bytes()).collect::<String>();
        format!("/oidc/auth?client_id={}&request_uri={reference}", flow.client)
    };
    // Another nonce and another state than those that were pushed, and a state where none was.
    let address = push(&[("nonce", "inside"), ("state", "inside")]).await;
    let back = flow.follow(&format!("{address}&nonce=outside&state=outside")).await;
    assert_eq!(parameter(&back, "state").as_deref(), Some("inside"), "{back}");
    let code = parameter(&back, "code").unwrap();
    let tokens = flow.exchange(&code, &[("client_secret", &secret)]).await.expect(200).json();
    assert_eq!(id_token(&tokens)["nonce"], "inside");
    let back = flow.follow(&format!("{}&state=outside", push(&[("state", "")]).await)).await;
    assert!(parameter(&back, "code").is_some() && parameter(&back, "state").is_none(), "{back}");
});

on_both!(a_refresh_token_is_had_and_is_the_clients, server, {
    let flow = Flow::new(&server, "Traditional").await;
    let secret = flow.api.first_secret(&flow.client).await;
    let more = [("scope", "openid offline_access"), ("prompt", "consent"), ("nonce", "n"), ("max_age", "10000")];
    let code = flow.code(&more).await;
    let first = flow.exchange(&code, &[("client_secret", &secret)]).await.expect(200).json();
    let refresh = first["refresh_token"].as_str().unwrap();
    let next = flow.refresh(refresh, &[("client_secret", &secret)]).await.expect(200).json();
    // A new ID token is about the same sign-in (OpenID Connect Core 1.0 section 12.2).
    let (before, after) = (id_token(&first), id_token(&next));
    for claim in ["iss", "sub", "aud", "auth_time", "nonce"] {
        assert!(before[claim] == after[claim] && !after[claim].is_null(), "{claim} {after}");
    }
    assert!(after["iat"].as_i64() >= before["iat"].as_i64());
    let other = Flow { client: Flow::another_client(&flow).await, ..Flow::new_again(&flow) };
    other.refresh(refresh, &[]).await.refuses(400, "oidc.invalid_grant");
    let token = next["refresh_token"].as_str().unwrap();
    flow.refresh(token, &[("client_secret", "wrong")]).await.refuses(401, "oidc.invalid_client");
});

on_both!(a_hint_names_who_must_be_signed_in, server, {
    let flow = Flow::new(&server, "SPA").await;
    let own = flow.tokens(&[]).await["id_token"].as_str().unwrap().to_owned();
    let eve = Flow { browser: server.browser(), user: flow.api.user("eve").await, ..Flow::new_again(&flow) };
    let other = eve.tokens(&[]).await["id_token"].as_str().unwrap().to_owned();
    let silent = async |hint: &str| {
        let request = flow.request(&[("prompt", "none"), ("id_token_hint", hint)]);
        let answer = flow.browser.get(&request).await.expect(303);
        parameter(answer.header("location"), "error")
    };
    assert_eq!(silent(&own).await, None);
    assert_eq!(silent(&other).await.as_deref(), Some("login_required"));
    let changed = own.replacen('.', ".e30", 1);
    assert_eq!(silent(&changed).await.as_deref(), Some("invalid_request"));
});

on_both!(a_sign_out_says_where_to_go_or_not, server, {
    let flow = Flow::new(&server, "SPA").await;
    let hint = flow.tokens(&[]).await["id_token"].as_str().unwrap().to_owned();
    let bye = "post_logout_redirect_uri=https%3A%2F%2Fapp.test%2Fbye";
    for (query, expected) in [
        (format!("id_token_hint={hint}&{bye}&state=s"), Some("https://app.test/bye?state=s")),
        (format!("id_token_hint={hint}&{bye}"), Some("https://app.test/bye")),
        (format!("id_token_hint={hint}&state=s"), None),
        (format!("id_token_hint={hint}"), None),
        ("state=s".to_owned(), None),
        (String::new(), None),
        (bye.to_owned(), None),
    ] {
        flow.code(&[]).await;
        let page = flow.browser.get(&format!("/oidc/session/end?{query}")).await.expect(200).text();
        let secret = field(&page, "xsrf").unwrap();
        let done = flow.browser.form("/oidc/session/end/confirm", &[("xsrf", &secret), ("logout", "yes")]).await;
        let done = done.expect(303);
        let success = format!("{}/oidc/session/end/success", flow.api.base);
        assert_eq!(done.header("location"), expected.unwrap_or(&success), "{query}");
        let silent = flow.browser.get(&flow.request(&[("prompt", "none")])).await.expect(303);
        assert_eq!(parameter(silent.header("location"), "error").as_deref(), Some("login_required"), "{query}");
    }
    let changed = hint.replacen('.', ".e30", 1);
    let added = format!("id_token_hint={hint}&{bye}%3Ffoo%3Dbar");
    for query in [format!("id_token_hint={changed}&{bye}"), added] {
        flow.browser.get(&format!("/oidc/session/end?{query}")).await.refuses(400, "oidc.invalid_request");
    }
});
