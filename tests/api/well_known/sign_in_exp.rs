//! `/api/.well-known/sign-in-exp`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(pages_read_what_they_need, server, {
    let api = server.management().await;
    let anyone = server.anonymous();
    let public = anyone.get("/api/.well-known/sign-in-exp").await.expect(200).json();
    for private in ["emailBlocklistPolicy", "forgotPasswordMethods"] {
        assert!(public.get(private).is_none(), "{private}");
    }
    assert_eq!(public["forgotPassword"], json!({ "phone": false, "email": false }));
    assert_eq!((&public["socialConnectors"], &public["ssoConnectors"]), (&json!([]), &json!([])));
    assert_eq!(anyone.get("/api/.well-known/experience").await.expect(200).json(), public);
    let application = api.application("SPA").await;
    let own = json!({ "color": { "primaryColor": "#123456" }, "customCss": "b{}" });
    api.put(&format!("/api/applications/{application}/sign-in-experience"), own).await.expect(201);
    let branded = anyone.get(&format!("/api/.well-known/sign-in-exp?appId={application}")).await.expect(200).json();
    assert_eq!((&branded["color"]["primaryColor"], &branded["customCss"]), (&json!("#123456"), &json!("b{}")));
    assert_eq!(branded["color"]["darkPrimaryColor"], public["color"]["darkPrimaryColor"]);
    let unknown = anyone.get("/api/.well-known/sign-in-exp?appId=nope&organizationId=nope").await.expect(200).json();
    assert_eq!(unknown, public);
    for (name, order) in [("one", 1), ("two", 2)] {
        let field = json!({ "name": name, "type": "Text", "required": false });
        assert_eq!(api.post("/api/custom-profile-fields", field).await.expect(201).json()["sieOrder"], order);
    }
    api.patch("/api/sign-in-exp", json!({ "signUpProfileFields": [{ "name": "two" }] })).await.expect(200);
    let fields = anyone.get("/api/.well-known/sign-in-exp").await.expect(200).json();
    assert_eq!(fields["customProfileFields"].as_array().unwrap().len(), 1);
    assert_eq!(fields["customProfileFieldCatalog"].as_array().unwrap().len(), 2);
});

on_both!(settings_are_written_once_until_they_change, server, {
    let api = server.management().await;
    let path = "/api/.well-known/sign-in-exp";
    let anyone = server.anonymous();
    let plain = anyone.get(path).await.expect(200);
    let tag = plain.header("etag").to_owned();
    assert_eq!(tag, avouch_crypto::etag(&plain.body));
    for (accepted, encoding) in [("gzip", "gzip"), ("gzip, br", "br"), ("br;q=0, gzip", "gzip"), ("deflate", "")] {
        let answer = anyone.with("accept-encoding", accepted).get(path).await.expect(200);
        assert_eq!((answer.header("content-encoding"), answer.header("etag")), (encoding, tag.as_str()), "{accepted}");
        assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
        let known = anyone.with("accept-encoding", accepted).with("if-none-match", &tag).get(path).await.expect(304);
        assert_eq!((known.body.len(), known.header("etag"), known.header("content-encoding")), (0, tag.as_str(), ""));
    }
    let application = api.application("SPA").await;
    let organization = api.organization("o").await;
    let own = format!("{path}?appId={application}&organizationId={organization}");
    let mut last = anyone.get(&own).await.expect(200).json();
    let mut changed = async |what: &str| {
        let now = anyone.get(&own).await.expect(200).json();
        assert_ne!(now, last, "{what}");
        assert_eq!(anyone.get(&own).await.expect(200).json(), now, "{what}");
        last = now;
    };
    api.patch("/api/sign-in-exp", json!({ "signInMode": "SignIn", "singleSignOnEnabled": true })).await.expect(200);
    changed("settings").await;
    let mail = json!({ "connectorId": "http-email", "config": { "endpoint": "https://mail.test" } });
    let mail = api.post("/api/connectors", mail).await.expect(200).text_of("id");
    api.patch("/api/sign-in-exp", json!({ "forgotPasswordMethods": null })).await.expect(200);
    changed("a connector").await;
    api.delete(&format!("/api/connectors/{mail}")).await.expect(204);
    changed("no connector").await;
    let field = json!({ "name": "one", "type": "Text", "required": false });
    api.post("/api/custom-profile-fields", field).await.expect(201);
    changed("a field").await;
    api.put("/api/custom-profile-fields/one", json!({ "type": "Text", "required": true })).await.expect(200);
    changed("another field").await;
    api.delete("/api/custom-profile-fields/one").await.expect(204);
    changed("no field").await;
    let look = format!("/api/applications/{application}/sign-in-experience");
    api.put(&look, json!({ "customCss": "a{}" })).await.expect(201);
    changed("the look of an application").await;
    api.put(&look, json!({ "customCss": "b{}" })).await.expect(200);
    changed("another look of an application").await;
    let look = format!("/api/organizations/{organization}");
    api.patch(&look, json!({ "customCss": "c{}" })).await.expect(200);
    changed("the look of an organization").await;
    api.delete(&look).await.expect(204);
    changed("no organization").await;
    let provider = json!({ "config": { "type": "Turnstile", "siteKey": "k", "secretKey": "s" } });
    api.put("/api/captcha-provider", provider).await.expect(200);
    api.patch("/api/sign-in-exp", json!({ "captchaPolicy": { "enabled": true } })).await.expect(200);
    changed("a captcha").await;
    api.delete("/api/captcha-provider").await.expect(204);
    changed("no captcha").await;
    let config = json!({ "clientId": "a", "clientSecret": "b", "scope": "c" });
    let social = json!({ "connectorId": "github-universal", "config": config });
    let social = api.post("/api/connectors", social).await.expect(200).text_of("id");
    api.patch("/api/sign-in-exp", json!({ "socialSignInConnectorTargets": ["github"] })).await.expect(200);
    changed("a social connector").await;
    api.delete(&format!("/api/connectors/{social}")).await.expect(204);
    changed("no social connector").await;
});
