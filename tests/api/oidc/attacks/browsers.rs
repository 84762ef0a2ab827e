//! What a page of someone else's, or a cookie of someone else's, makes a browser do

use avouch_testkit::{Answer, on_both};
use http::Method;
use serde_json::json;

use crate::flow::{Flow, parameter};

/// The attributes of a cookie that an answer sets.
fn attributes(answer: &Answer, name: &str) -> String {
    let lines = answer.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap());
    let start = format!("{name}=");
    lines.into_iter().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("no {name}")).to_owned()
}

on_both!(cwe_384_a_planted_session_is_not_signed_in_to, server, {
    let flow = Flow::new(&server, "SPA").await;
    // The attacker's own sign-in, whose cookies are put into the victim's browser.
    let attacker = Flow { browser: server.browser(), user: flow.api.user("eve").await, ..Flow::new_again(&flow) };
    attacker.code(&[]).await;
    let planted = attacker.browser.cookie("_session").unwrap();
    for name in ["_session", "_session.sig"] {
        flow.browser.plant(name, &attacker.browser.cookie(name).unwrap());
    }
    let page = flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    let resume = flow.sign_in(page.header("location")).await;
    // The one who was there is signed out first, and the session that begins has another name.
    let form = flow.browser.get(&resume).await.expect(200).text();
    assert!(form.contains("/oidc/session/end/confirm"), "{form}");
    let from = form.find("name=\"xsrf\" value=\"").unwrap();
    let secret = form[from..].split('"').nth(3).unwrap();
    flow.browser.form("/oidc/session/end/confirm", &[("xsrf", secret), ("logout", "yes")]).await.expect(303);
    let back = flow.follow(&resume).await;
    let tokens = flow.exchange(&parameter(&back, "code").unwrap(), &[]).await.expect(200).json();
    let claims = avouch_testkit::Client::claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(claims["sub"], json!(flow.user));
    assert_ne!(flow.browser.cookie("_session").unwrap(), planted);
    // The attacker's cookie is worth nothing now.
    let silent = attacker.browser.get(&attacker.request(&[("prompt", "none")])).await.expect(303);
    assert_eq!(parameter(silent.header("location"), "error").as_deref(), Some("login_required"));
});

on_both!(cwe_565_a_cookie_without_our_signature_is_no_cookie, server, {
    let flow = Flow::new(&server, "SPA").await;
    flow.code(&[]).await;
    let (session, signature) = (flow.browser.cookie("_session").unwrap(), flow.browser.cookie("_session.sig").unwrap());
    for (value, signature) in [
        (session.as_str(), ""),
        (session.as_str(), "x"),
        (&session[1..], signature.as_str()),
        (&format!("{session}x"), signature.as_str()),
        ("", signature.as_str()),
        ("../x", "../x"),
    ] {
        let thief = server.browser();
        thief.plant("_session", value);
        thief.plant("_session.sig", signature);
        let silent = thief.get(&flow.request(&[("prompt", "none")])).await.expect(303);
        assert_eq!(parameter(silent.header("location"), "error").as_deref(), Some("login_required"), "{value}");
    }
    // The signature of one cookie does not fit another.
    let thief = server.browser();
    thief.get(&flow.request(&[])).await.expect(303);
    thief.plant("_session", &thief.cookie("_interaction").unwrap());
    thief.plant("_session.sig", &thief.cookie("_interaction.sig").unwrap());
    let silent = thief.get(&flow.request(&[("prompt", "none")])).await.expect(303);
    assert_eq!(parameter(silent.header("location"), "error").as_deref(), Some("login_required"));
});

on_both!(rfc9700_4_7_nobody_is_signed_in_by_another_browser, server, {
    let flow = Flow::new(&server, "SPA").await;
    flow.browser.get(&flow.request(&[])).await.expect(303);
    let resume = flow.sign_in("/sign-in").await;
    // The attacker sends the victim the address at which his own sign-in goes on.
    let victim = server.browser();
    victim.get(&resume).await.refuses(400, "session.not_found");
    victim.get(&flow.request(&[])).await.expect(303);
    victim.get(&resume).await.refuses(400, "session.not_found");
    assert_eq!(victim.cookie("_session"), None);
    // A form of another site that gives a password starts nothing.
    let password = json!({ "interactionEvent": "SignIn" });
    let stranger = server.browser();
    let answer = stranger.json(Method::PUT, "/api/experience", password).await;
    answer.refuses(400, "session.not_found");
    let posted = stranger.form("/api/experience/submit", &[("x", "y")]).await;
    assert!(posted.status.is_client_error() && posted.header("set-cookie").is_empty(), "{}", posted.text());
    // The state that the client gave comes back as it is, so that the client can tell.
    let state = "a b&c=d;e\"<>\u{e9}";
    let flow = Flow { browser: server.browser(), ..Flow::new_again(&flow) };
    let back = flow.follow(&flow.request(&[("state", state)])).await;
    assert_eq!(parameter(&back, "state").as_deref(), Some(state), "{back}");
});

on_both!(cwe_352_nobody_is_signed_out_by_another_page, server, {
    let flow = Flow::new(&server, "SPA").await;
    flow.code(&[]).await;
    flow.browser.form("/oidc/session/end/confirm", &[("logout", "yes")]).await.refuses(400, "oidc.invalid_request");
    flow.browser.get("/oidc/session/end").await.expect(200);
    for guess in ["", "x", "null", &"A".repeat(43)] {
        let pairs = [("logout", "yes"), ("xsrf", guess)];
        flow.browser.form("/oidc/session/end/confirm", &pairs).await.refuses(400, "oidc.invalid_request");
    }
    let silent = flow.browser.get(&flow.request(&[("prompt", "none")])).await.expect(303);
    assert!(parameter(silent.header("location"), "code").is_some(), "{}", silent.header("location"));
});

on_both!(cwe_1275_cookies_stay_with_us, server, {
    let flow = Flow::new(&server, "SPA").await;
    let start = flow.browser.get(&flow.request(&[])).await.expect(303);
    for name in ["_interaction", "_interaction.sig", "_interaction_resume", "_interaction_resume.sig"] {
        let line = attributes(&start, name);
        assert!(line.contains("; samesite=lax") && line.contains("; httponly"), "{line}");
        assert!(!line.to_lowercase().contains("domain="), "{line}");
    }
    let resume = flow.sign_in("/sign-in").await;
    let line = attributes(&flow.browser.get(&resume).await, "_session");
    assert!(line.contains("; samesite=lax") && line.contains("; httponly") && line.contains("path=/;"), "{line}");
    // Behind HTTPS they never travel in the open.
    let node = server.join(&[("ENDPOINT", "https://id.test"), ("TRUST_PROXY_HEADER", "true")]).await;
    let secure = node.anonymous().with("host", "id.test").with("x-forwarded-proto", "https");
    let start = secure.get(&flow.request(&[])).await.expect(303);
    for name in ["_interaction", "_interaction_resume", "_logto"] {
        assert!(attributes(&start, name).contains("; secure"), "{}", attributes(&start, name));
    }
    assert!(!start.header("strict-transport-security").is_empty());
});

on_both!(rfc9700_4_16_pages_are_not_framed, server, {
    let flow = Flow::new(&server, "SPA").await;
    for path in
        ["/sign-in", "/consent", "/device", "/oidc/session/end", "/oidc/session/end/success", "/unknown-session"]
    {
        let answer = flow.browser.get(path).await;
        assert!(!answer.status.is_server_error(), "{path}");
        assert_eq!(answer.header("x-frame-options"), "SAMEORIGIN", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(!answer.header("referrer-policy").is_empty(), "{path}");
    }
    // The forms that post themselves run nothing but themselves, and send nothing anywhere else.
    flow.code(&[]).await;
    for path in ["/oidc/session/end".to_owned(), flow.request(&[("response_mode", "form_post")])] {
        let answer = flow.browser.get(&path).await.expect(200);
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'self'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline"), "{policy}");
    }
});

on_both!(cwe_79_what_a_request_says_is_not_run, server, {
    let flow = Flow::new(&server, "SPA").await;
    flow.code(&[]).await;
    let script = "\"><script>alert(1)</script>";
    let page = flow.browser.get(&flow.request(&[("response_mode", "form_post"), ("state", script)])).await.expect(200);
    assert!(!page.text().contains("<script>alert"), "{}", page.text());
    let quoted = form_urlencoded::byte_serialize(script.as_bytes()).collect::<String>();
    for path in [
        format!("/oidc/auth?client_id={quoted}"),
        format!("/oidc/{quoted}"),
        format!("/oidc/session/end?client_id={quoted}"),
        format!("/oidc/session/end?state={quoted}"),
        format!("/oidc/device?user_code={quoted}"),
    ] {
        let answer = flow.browser.get(&path).await;
        assert!(!answer.status.is_server_error(), "{path}");
        let is_page = answer.header("content-type").starts_with("text/html");
        assert!(!is_page || !answer.text().contains("<script>alert"), "{path} {}", answer.text());
    }
    let denied = flow.browser.get(&flow.request(&[("prompt", "none"), ("state", script)])).await.expect(303);
    assert!(!denied.text().contains("<script>"), "{}", denied.text());
});
