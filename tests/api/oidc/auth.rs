//! `/oidc/auth`

use avouch_testkit::on_both;
use serde_json::json;

use crate::flow::{CALLBACK, Flow, parameter};

on_both!(a_browser_is_sent_to_sign_in_and_back_with_a_code, server, {
    let flow = Flow::new(&server, "SPA").await;
    let start = flow.browser.get(&flow.request(&[("nonce", "n"), ("ui_locales", "de")])).await.expect(303);
    assert_eq!(start.header("location"), format!("/sign-in?app_id={}&ui_locales=de", flow.client));
    assert_eq!(start.header("cache-control"), "no-store");
    let cookies: Vec<_> =
        start.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned()).collect();
    assert_eq!(
        cookies[0],
        format!("_logto={{\"appId\":\"{}\",\"uiLocales\":\"de\"}}; path=/; samesite=lax", flow.client)
    );
    assert!(
        cookies[1].starts_with("_interaction=%7B") && cookies[1].ends_with("; samesite=lax; httponly"),
        "{cookies:?}"
    );
    assert!(cookies[3].contains("; path=/oidc/auth/"), "{cookies:?}");
    let resume = flow.sign_in("/sign-in").await;
    let resumed = flow.browser.get(&resume).await.expect(303);
    assert_eq!(resumed.header("location"), format!("/consent?app_id={}", flow.client));
    let cookies: Vec<_> = resumed.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    let session: Vec<_> = cookies.iter().filter(|cookie| cookie.starts_with("_session")).collect();
    assert!(
        session.len() == 2
            && session.iter().all(|cookie| cookie.contains("; path=/; samesite=lax; httponly; expires=")),
        "{cookies:?}"
    );
    let back = flow.follow(resumed.header("location")).await;
    assert!(back.starts_with(&format!("{CALLBACK}?code=")), "{back}");
    assert_eq!(parameter(&back, "iss").unwrap(), format!("{}/oidc", flow.api.base));
    // Once more, without a question.
    let silent = flow.browser.get(&flow.request(&[("prompt", "none")])).await.expect(303);
    assert!(parameter(silent.header("location"), "code").is_some(), "{}", silent.header("location"));
    let user = flow.api.get(&format!("/api/users/{}", flow.user)).await.json();
    assert_eq!(user["applicationId"], json!(flow.client));
    // What the user did counts once.
    flow.browser.get(&resume).await.refuses(400, "session.not_found");
});

on_both!(what_is_wrong_is_told_to_the_right_one, server, {
    let flow = Flow::new(&server, "SPA").await;
    for (more, error) in [
        (vec![("client_id", "nobody")], "invalid_client"),
        (vec![("client_id", "")], "invalid_request"),
        (vec![("redirect_uri", "https://evil.test/callback")], "invalid_redirect_uri"),
        (vec![("state", "a"), ("state", "b")], "invalid_request"),
    ] {
        let refused = flow.browser.get(&flow.request(&more)).await;
        let refused = refused.refuses(400, &format!("oidc.{error}")).json();
        assert_eq!((&refused["error"], refused["iss"].is_string()), (&json!(error), true), "{more:?}");
        let state = if more.first() == Some(&("state", "a")) { "a" } else { "xyz" };
        assert_eq!(refused["state"], state, "{more:?}");
    }
    for (more, error) in [
        (vec![("response_type", "token")], "unsupported_response_type"),
        (vec![("code_challenge", ""), ("code_challenge_method", "")], "invalid_request"),
        (vec![("code_challenge_method", "plain")], "invalid_request"),
        (vec![("code_challenge_method", "")], "invalid_request"),
        (vec![("prompt", "none")], "login_required"),
        (vec![("prompt", "none login")], "invalid_request"),
        (vec![("prompt", "dance")], "invalid_request"),
        (vec![("resource", "https://unknown.test")], "invalid_target"),
        (vec![("resource", "https://a.test/#x")], "invalid_target"),
        (vec![("request", "x")], "request_not_supported"),
        (vec![("request_uri", "https://x.test")], "request_uri_not_supported"),
        (vec![("registration", "{}")], "registration_not_supported"),
        (vec![("max_age", "-1")], "invalid_request"),
        (vec![("id_token_hint", "x")], "invalid_request"),
    ] {
        let answer = flow.browser.get(&flow.request(&more)).await.expect(303);
        let location = answer.header("location").replace("callback#", "callback?");
        assert_eq!(parameter(&location, "error").as_deref(), Some(error), "{more:?} {location}");
        assert_eq!(parameter(&location, "state").as_deref(), Some("xyz"), "{more:?} {location}");
    }
    let fragment =
        flow.browser.get(&flow.request(&[("response_mode", "fragment"), ("prompt", "none")])).await.expect(303);
    assert!(fragment.header("location").starts_with(&format!("{CALLBACK}#error=")), "{}", fragment.header("location"));
    let form = flow.browser.get(&flow.request(&[("response_mode", "form_post"), ("prompt", "none")])).await.expect(400);
    assert!(form.text().contains("name=\"error\" value=\"login_required\""), "{}", form.text());
    assert!(form.header("content-security-policy").contains("default-src 'none'"));
    let machine = flow.api.application("MachineToMachine").await;
    flow.browser.get(&flow.request(&[("client_id", &machine)])).await.refuses(400, "oidc.invalid_redirect_uri");
    let id = "x".repeat(21);
    flow.browser.get(&format!("/oidc/auth/{id}")).await.refuses(400, "session.not_found");
});

on_both!(extra_parameters_choose_the_first_page, server, {
    let flow = Flow::new(&server, "SPA").await;
    for (more, page) in [
        (vec![("first_screen", "register")], "/register?"),
        (vec![("interaction_mode", "signUp")], "/register?"),
        (vec![("first_screen", "single_sign_on"), ("login_hint", "a@b.c")], "/single-sign-on?"),
        (vec![("first_screen", "nonsense"), ("login_hint", "a@b.c")], "/sign-in?"),
        (vec![("first_screen", "register"), ("interaction_mode", "x"), ("login_hint", "a@b.c")], "/sign-in?"),
        (vec![("direct_sign_in", "social:github")], "/direct/social/github?"),
    ] {
        let answer = flow.browser.get(&flow.request(&more)).await.expect(303);
        let location = answer.header("location").to_owned();
        assert!(location.starts_with(page), "{more:?} {location}");
        let hint = parameter(&location, "login_hint");
        assert_eq!(hint.is_some(), more.len() > 1 && !location.starts_with("/sign-in"), "{location}");
    }
});

on_both!(a_session_belongs_to_one_browser_and_one_user, server, {
    let flow = Flow::new(&server, "SPA").await;
    // Someone else's cookie, with a signature of no key of ours.
    flow.browser.plant("_session", "planted");
    flow.browser.plant("_session.sig", "AAAAAAAAAAAAAAAAAAAAAAAAAAA");
    flow.code(&[]).await;
    let first = flow.browser.cookie("_session").unwrap();
    assert_ne!(first, "planted");
    // A new sign-in gets a new identifier.
    flow.code(&[("prompt", "login")]).await;
    assert_ne!(flow.browser.cookie("_session").unwrap(), first);
    let other = Flow { browser: server.browser(), user: flow.api.user("eve").await, ..Flow::new_again(&flow) };
    other.code(&[]).await;
    let silent = server.browser().get(&flow.request(&[("prompt", "none")])).await.expect(303);
    assert_eq!(parameter(silent.header("location"), "error").as_deref(), Some("login_required"));
    // Nobody who may not use the application gets a code.
    let rules =
        json!({ "userIds": [other.user], "userRoleIds": [], "organizationIds": [], "organizationRoleRules": [] });
    flow.api.put(&format!("/api/applications/{}/access-control", flow.client), rules).await.expect(200);
    let on = json!({ "appLevelAccessControlEnabled": true });
    flow.api.patch(&format!("/api/applications/{}", flow.client), on).await.expect(200);
    let location = flow.follow(&flow.request(&[])).await;
    assert_eq!(parameter(&location, "error").as_deref(), Some("access_denied"), "{location}");
    other.code(&[]).await;
});

on_both!(an_old_sign_in_does_not_do_where_a_fresh_one_is_asked_for, server, {
    let flow = Flow::new(&server, "SPA").await;
    flow.code(&[]).await;
    let answer = flow.browser.get(&flow.request(&[("max_age", "1000")])).await.expect(303);
    assert!(parameter(answer.header("location"), "code").is_some());
    let answer = flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    assert!(answer.header("location").starts_with("/sign-in"));
    let tokens = flow.tokens(&[("max_age", "1000")]).await;
    let claims = avouch_testkit::Client::claims(tokens["id_token"].as_str().unwrap());
    assert!(claims["auth_time"].is_i64(), "{claims}");
    // Nothing is fresh enough but a sign-in for this very request, even within the same second.
    let answer = flow.browser.get(&flow.request(&[("max_age", "0")])).await.expect(303);
    assert!(answer.header("location").starts_with("/sign-in"), "{}", answer.header("location"));
    let answer = flow.browser.get(&flow.request(&[("max_age", "0"), ("prompt", "none")])).await.expect(303);
    assert_eq!(parameter(answer.header("location"), "error").as_deref(), Some("login_required"));
    let flow = Flow { browser: server.browser(), ..Flow::new_again(&flow) };
    flow.code(&[]).await;
    let tokens = flow.tokens(&[("max_age", "0")]).await;
    assert!(avouch_testkit::Client::claims(tokens["id_token"].as_str().unwrap())["auth_time"].is_i64());
});

on_both!(a_request_for_nothing_gets_no_code, server, {
    let flow = Flow::new(&server, "SPA").await;
    for scope in ["", "read:nothing-there"] {
        let back = flow.follow(&flow.request(&[("scope", scope)])).await;
        assert_eq!(parameter(&back, "error").as_deref(), Some("access_denied"), "{back}");
    }
    flow.code(&[]).await;
});

on_both!(an_answer_sets_a_cookie_once, server, {
    let flow = Flow::new(&server, "SPA").await;
    let mut address = flow.request(&[("prompt", "login consent")]);
    let mut last = Vec::new();
    for _ in 0..6 {
        let answer = flow.browser.get(&address).await;
        let set = answer.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap().to_owned());
        last = set.collect();
        let mut names: Vec<&str> = last.iter().filter_map(|line| line.split('=').next()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "{last:?}");
        let location = answer.header("location").to_owned();
        address = match location.strip_prefix(flow.api.base.as_str()).unwrap_or(&location) {
            page if page.starts_with("/sign-in") => flow.sign_in(page).await,
            own if own.starts_with('/') => own.to_owned(),
            _ => break,
        };
    }
    assert!(last.iter().any(|line| line.starts_with("_interaction_resume=;")), "{last:?}");
});
