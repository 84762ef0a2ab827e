//! `/api/saml-applications`

mod callback;
mod metadata;
mod secrets;

use avouch_testkit::{Client, on_both};
use serde_json::{Value, json};

use crate::sso_connectors::key_pair;

pub(crate) const POST: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
pub(crate) const ACS: &str = "https://sp.test/acs";
pub(crate) const ENTITY: &str = "https://sp.test";

/// A SAML application, with more or other members.
pub(crate) async fn create(api: &Client, more: Value) -> Value {
    let mut body = json!({ "name": "Wiki", "entityId": ENTITY, "acsUrl": { "binding": POST, "url": ACS } });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    api.post("/api/saml-applications", body).await.expect(201).json()
}

on_both!(an_application_comes_changes_and_goes, server, {
    let api = server.management().await;
    let made =
        create(&api, json!({ "customData": { "a": 1 }, "attributeMapping": { "email": "mail", "odd": "x" } })).await;
    let id = made["id"].as_str().unwrap().to_owned();
    let mut expected = json!({
        "tenantId": "default", "name": "Wiki", "description": null, "type": "SAML", "customData": { "a": 1 },
        "isThirdParty": false, "appLevelAccessControlEnabled": false, "attributeMapping": { "email": "mail" },
        "entityId": ENTITY, "acsUrl": { "binding": POST, "url": ACS }, "encryption": null,
        "nameIdFormat": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
    });
    expected["id"] = made["id"].clone();
    expected["createdAt"] = made["createdAt"].clone();
    assert_eq!(made, expected);
    let path = format!("/api/saml-applications/{id}");
    assert_eq!(api.get(&path).await.expect(200).json(), made);

    let (_, certificate) = key_pair();
    let encryption = json!({ "encryptAssertion": true, "encryptThenSign": false, "certificate": certificate });
    let change = json!({
        "name": "Docs", "customData": { "b": 2 }, "attributeMapping": { "sub": "uid" }, "encryption": encryption,
        "nameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress", "entityId": null,
    });
    let changed = api.patch(&path, change).await.expect(200).json();
    assert_eq!((&changed["name"], &changed["customData"]), (&json!("Docs"), &json!({ "a": 1, "b": 2 })));
    assert_eq!((&changed["attributeMapping"], &changed["entityId"]), (&json!({ "sub": "uid" }), &Value::Null));
    assert_eq!((&changed["encryption"], &changed["acsUrl"]), (&encryption, &made["acsUrl"]));
    assert_eq!(api.patch(&path, json!({})).await.expect(200).json(), changed);
    let refused = api.patch(&path, json!({ "appLevelAccessControlEnabled": true })).await;
    refused.refuses(422, "request.invalid_input");

    // The other API shows it, and changes nothing of it.
    let listed = api.get("/api/applications?types=SAML").await.expect(200).json();
    assert_eq!((&listed[0]["id"], &listed[0]["oidcClientMetadata"]["redirectUris"]), (&made["id"], &json!([])));
    api.delete(&format!("/api/applications/{id}")).await.refuses(400, "application.saml.use_saml_app_api");

    api.delete(&path).await.expect(204);
    api.get(&path).await.refuses(404, "entity.not_exists_with_id");
    api.delete(&path).await.refuses(404, "entity.not_exists_with_id");
});

on_both!(what_no_service_provider_is_like_is_refused, server, {
    let api = server.management().await;
    let post = async |more: Value| {
        let mut body = json!({ "name": "Wiki" });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        api.post("/api/saml-applications", body).await
    };
    let redirect = json!({ "binding": "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect", "url": ACS });
    post(json!({ "acsUrl": redirect })).await.refuses(422, "application.saml.acs_url_binding_not_supported");
    let script = json!({ "binding": POST, "url": "javascript:alert(1)" });
    post(json!({ "acsUrl": script })).await.refuses(400, "application.saml.acs_url_scheme_not_supported");
    let bad = json!({ "encryptAssertion": true, "encryptThenSign": true, "certificate": "nonsense" });
    post(json!({ "encryption": bad })).await.refuses(400, "application.saml.invalid_certificate_pem_format");
    for more in [
        json!({ "name": "" }),
        json!({ "entityId": "x".repeat(129) }),
        json!({ "acsUrl": { "binding": "other", "url": ACS } }),
        json!({ "acsUrl": { "binding": POST, "url": "nowhere" } }),
        json!({ "nameIdFormat": "other" }),
        json!({ "attributeMapping": { "email": 5 } }),
        json!({ "encryption": { "encryptAssertion": true } }),
    ] {
        post(more).await.refuses(400, "guard.invalid_input");
    }
    let body = json!({ "name": "Other", "type": "SPA" });
    let other = api.post("/api/applications", body).await.expect(200).text_of("id");
    let path = format!("/api/saml-applications/{other}");
    api.get(&path).await.refuses(422, "application.saml.saml_application_only");
    api.patch(&path, json!({})).await.refuses(422, "application.saml.saml_application_only");
    api.delete(&path).await.refuses(422, "application.saml.saml_application_only");
});
