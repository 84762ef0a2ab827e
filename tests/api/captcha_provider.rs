//! `/api/captcha-provider`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_provider_is_set_and_removed, server, {
    let api = server.management().await;
    api.get("/api/captcha-provider").await.refuses(404, "entity.not_found");
    let turnstile = json!({ "type": "Turnstile", "siteKey": "k", "secretKey": "s" });
    let made = api.put("/api/captcha-provider", json!({ "config": turnstile })).await.expect(200).json();
    assert_eq!(made["config"], turnstile);
    let google = json!({ "type": "RecaptchaEnterprise", "siteKey": "k", "secretKey": "s", "projectId": "p", "mode": "checkbox" });
    let replaced = api.put("/api/captcha-provider", json!({ "config": google })).await.expect(200).json();
    assert_eq!((&replaced["config"], &replaced["id"]), (&google, &made["id"]));
    for wrong in [json!({ "type": "Other" }), json!({ "type": "Turnstile", "siteKey": 1 }), json!(null)] {
        api.put("/api/captcha-provider", json!({ "config": wrong })).await.refuses(400, "guard.invalid_input");
    }
    api.patch("/api/sign-in-exp", json!({ "captchaPolicy": { "enabled": true } })).await.expect(200);
    let public = server.anonymous().get("/api/.well-known/sign-in-exp").await.expect(200).json();
    assert_eq!(public["captchaConfig"], json!({ "type": "RecaptchaEnterprise", "siteKey": "k", "mode": "checkbox" }));
    api.delete("/api/captcha-provider").await.expect(204);
    api.delete("/api/captcha-provider").await.expect(204);
    let policy = api.get("/api/sign-in-exp").await.expect(200).json();
    assert_eq!(policy["captchaPolicy"], json!({ "enabled": false }));
});
