//! The pages that people see while they sign in

mod expired;

use avouch_testkit::on_both;
use http::Method;
use serde_json::{Value, json};

use crate::experience::at_sign_in;
use crate::flow::Flow;

/// What the server put into a page.
pub(crate) fn boot(html: &str) -> Value {
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
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    let html = page.text();
    let told = boot(&html);
    assert_eq!(told["signInExperience"]["signInMode"], "SignInAndRegister");
    assert_eq!(told["phrases"]["translation"]["action"]["sign_in"], "Sign in");
    assert!(html.contains("<\\/style>"), "a style sheet ends its own element");
    // Nothing comes from anywhere else.
    assert!(!html.contains(" src=") && !html.contains("rel=\"stylesheet\""));
});

// Everything that the first page needs, as it travels: one answer.
on_both!(a_page_is_small, server, {
    for encoding in ["br", "gzip"] {
        let browser = server.anonymous().with("accept-encoding", encoding);
        for path in ["/sign-in?preview=true", "/account"] {
            let page = browser.get(path).await.expect(200);
            assert_eq!(page.header("content-encoding"), encoding);
            assert!(page.body.len() <= 40_000, "{path} {encoding}: {}", page.body.len());
        }
    }
});

on_both!(a_captcha_lets_its_provider_in, server, {
    let flow = at_sign_in(&server).await;
    let config = json!({ "type": "Turnstile", "siteKey": "a", "secretKey": "b" });
    flow.api.put("/api/captcha-provider", json!({ "config": config })).await.expect(200);
    flow.api.patch("/api/sign-in-exp", json!({ "captchaPolicy": { "enabled": true } })).await.expect(200);
    let page = flow.browser.get("/sign-in").await.expect(200);
    let policy = page.header("content-security-policy");
    assert!(policy.contains("' https://challenges.cloudflare.com; style-src"), "{policy}");
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
    // What the tenant's configuration says counts where the settings say nothing.
    let tx = server.tenant("default").begin().await.unwrap();
    let config = json!({ "url": "https://shop.test/lost" });
    avouch_store::configs::set(&tx, avouch_store::configs::SESSION_NOT_FOUND, &config).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(stranger.get("/sign-in").await.expect(302).header("location"), "https://shop.test/lost");
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

on_both!(the_account_has_pages, server, {
    let api = server.management().await;
    let change = json!({ "enabled": true, "fields": { "name": "Edit" }, "customCss": "b{}" });
    api.patch("/api/account-center", change).await.expect(200);
    for path in ["/account", "/account/security", "/account/callback/social/x", "/account/email/success"] {
        let page = server.browser().get(path).await.expect(200);
        let told = boot(&page.text());
        assert_eq!(told["accountCenter"]["fields"]["name"], "Edit", "{path}");
        assert_eq!(told["phrases"]["translation"]["account_center"]["save"], "Save");
        assert!(page.text().contains("<style data-custom-css>b{}</style>"));
    }
    let locales = server.browser().get("/account?ui_locales=de").await.expect(200);
    assert_eq!(locales.header("content-language"), "de");
    let answer = server.browser().form("/account/callback/social/apple", &[("code", "a b")]).await.expect(303);
    assert_eq!(answer.header("location"), "/account/callback/social/apple?code=a+b");
});

on_both!(a_key_for_an_app_becomes_a_picture, server, {
    let anyone = server.anonymous();
    let key = b"otpauth://totp/a:b?secret=ABCDEFGHIJKLMNOP".to_vec();
    let picture = anyone.send(Method::POST, "/account/qr", "text/plain", key).await.expect(200);
    assert!(picture.text().starts_with("data:image/png;base64,"));
    anyone.send(Method::POST, "/account/qr", "text/plain", b"https://evil.test".to_vec()).await.expect(400);
    anyone.send(Method::POST, "/account/qr", "text/plain", vec![b'x'; 2000]).await.expect(413);
});

on_both!(what_fails_in_a_browser_is_told, server, {
    let anyone = server.anonymous();
    let report = json!({ "message": "x is not a function", "stack": "at y", "page": "/sign-in" });
    anyone.post("/page-errors", report.clone()).await.expect(204);
    anyone.post("/page-errors", json!({ "nothing": 1 })).await.expect(400);
    anyone.post("/page-errors", json!({ "message": "x".repeat(5000) })).await.expect(413);
    anyone.send(Method::POST, "/page-errors", "text/plain", b"{}".to_vec()).await.expect(403);
    anyone.with("sec-fetch-site", "cross-site").post("/page-errors", report.clone()).await.expect(403);
    let mut refused = 0;
    for _ in 0..40 {
        refused += u32::from(anyone.post("/page-errors", report.clone()).await.status == 429);
    }
    assert!(refused > 0, "reports are not bounded");
});

on_both!(people_who_are_lost_get_a_page, server, {
    let person = server.anonymous().with("accept", "text/html,*/*;q=0.8");
    let page = person.get("/nowhere").await.expect(404);
    assert!(page.text().contains("avouch-boot"));
    assert_eq!(server.anonymous().get("/nowhere").await.expect(404).text(), "Not Found");
});

on_both!(operators_look_at_a_preview, server, {
    let api = server.management().await;
    api.patch("/api/sign-in-exp", json!({ "customCss": "b{}" })).await.expect(200);
    let page = server.browser().get("/sign-in?preview=true").await.expect(200);
    assert!(!page.text().contains("data-custom-css"));
    let policy = page.header("content-security-policy");
    assert!(policy.contains("frame-ancestors 'self' http"), "{policy}");
});

on_both!(a_page_that_is_loaded_again_keeps_its_language, server, {
    let flow = Flow::new(&server, "SPA").await;
    let start = flow.browser.get(&flow.request(&[("ui_locales", "de")])).await.expect(303);
    let first = flow.browser.get(start.header("location")).await.expect(200);
    assert_eq!(first.header("content-language"), "de");
    let path = |client: &str| format!("/sign-in/password?app_id={client}");
    let later = flow.browser.get(&path(&flow.client)).await.expect(200);
    assert_eq!(later.header("content-language"), "de");
    let other = flow.browser.get(&path("demo-app")).await;
    assert!(other.header("content-language") != "de", "another application has languages of its own");
});
