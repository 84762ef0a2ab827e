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
