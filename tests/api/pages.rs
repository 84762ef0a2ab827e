//! The pages that people see while they sign in

use avouch_testkit::on_both;
use serde_json::{Value, json};

use crate::experience::at_sign_in;

/// What the server put into a page.
fn boot(html: &str) -> Value {
    let from = html.split("id=\"avouch-boot\">").nth(1).unwrap();
    serde_json::from_str(from.split("</script>").next().unwrap()).unwrap()
}

on_both!(a_page_has_all_that_it_needs, server, {
    let flow = at_sign_in(&server).await;
    let settings =
        json!({ "customCss": "a{}</style><script>", "languageInfo": { "autoDetect": true, "fallbackLanguage": "en" } });
    flow.api.patch("/api/sign-in-exp", settings).await.expect(200);
    let page = flow.browser.get("/sign-in").await.expect(200);
    assert_eq!(page.header("content-language"), "en");
    assert_eq!(page.header("cache-control"), "no-store");
    let policy = page.header("content-security-policy").to_owned();
    assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
    let html = page.text();
    let told = boot(&html);
    assert_eq!(told["signInExperience"]["signInMode"], "SignInAndRegister");
    assert_eq!(told["phrases"]["translation"]["action"]["sign_in"], "Sign in");
    assert!(html.contains("<\\/style>"), "a style sheet ends its own element");
    for part in html.split("src=\"").skip(1).chain(html.split("<link rel=\"modulepreload\" href=\"").skip(1)) {
        let address = part.split('"').next().unwrap();
        let file = flow.browser.get(address).await.expect(200);
        assert!(file.header("cache-control").contains("immutable"), "{address}");
    }
    server.anonymous().get("/assets/old/app.js").await.expect(404);
});

on_both!(a_captcha_lets_its_provider_in, server, {
    let flow = at_sign_in(&server).await;
    let config = json!({ "type": "Turnstile", "siteKey": "a", "secretKey": "b" });
    flow.api.put("/api/captcha-provider", json!({ "config": config })).await.expect(200);
    flow.api.patch("/api/sign-in-exp", json!({ "captchaPolicy": { "enabled": true } })).await.expect(200);
    let page = flow.browser.get("/sign-in").await.expect(200);
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'self' https://challenges.cloudflare.com;"), "{policy}");
    assert!(!page.text().contains("secretKey"));
});

on_both!(nobody_signs_in_without_a_request, server, {
    let stranger = server.browser();
    for path in ["/", "/sign-in", "/register", "/single-sign-on", "/forgot-password", "/sign-in/password"] {
        let answer = stranger.get(path).await.expect(302);
        assert!(answer.header("location").ends_with("/unknown-session"), "{path}");
    }
    for path in ["/unknown-session", "/callback/x", "/one-time-token", "/mfa-binding", "/sign-in?preview=true"] {
        stranger.get(path).await.expect(200);
    }
    let api = server.management().await;
    api.patch("/api/sign-in-exp", json!({ "unknownSessionRedirectUrl": "https://shop.test/start" })).await.expect(200);
    assert_eq!(stranger.get("/sign-in").await.expect(302).header("location"), "https://shop.test/start");
});

on_both!(a_form_of_a_provider_becomes_an_address, server, {
    let answer = server.browser().form("/callback/apple", &[("code", "a b"), ("state", "x&y")]).await.expect(303);
    assert_eq!(answer.header("location"), "/callback/apple?code=a+b&state=x%26y");
    let large = "x".repeat(70_000);
    server.browser().form("/callback/apple", &[("code", &large)]).await.expect(413);
});
