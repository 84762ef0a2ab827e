//! `/api/sso-connectors/{id}/idp-initiated-auth-config`

use avouch_testkit::on_both;
use serde_json::{Value, json};

use super::connect;

on_both!(people_who_come_unasked_have_somewhere_to_go, server, {
    let api = server.management().await;
    let id = connect(&api, "SAML", "saml", json!({})).await;
    let oidc = connect(&api, "OIDC", "oidc", json!({})).await;
    let path = format!("/api/sso-connectors/{id}/idp-initiated-auth-config");
    let register = json!({ "name": "App", "type": "Traditional",
        "oidcClientMetadata": { "redirectUris": ["https://app.test/callback"], "postLogoutRedirectUris": [] } });
    let traditional = api.post("/api/applications", register.clone()).await.expect(200).text_of("id");
    let (spa, native) = (api.application("SPA").await, api.application("Native").await);
    let mut third_party = register;
    third_party["isThirdParty"] = json!(true);
    let third_party = api.post("/api/applications", third_party).await.expect(200).text_of("id");
    let here = |application: &str, more: Value| {
        let mut body = json!({ "autoSendAuthorizationRequest": true, "defaultApplicationId": application });
        for (name, value) in more.as_object().unwrap() {
            body[name.as_str()] = value.clone();
        }
        body
    };
    let there = |application: &str| {
        json!({ "autoSendAuthorizationRequest": false, "defaultApplicationId": application,
            "clientIdpInitiatedAuthCallbackUri": "https://app.test/start" })
    };
    api.get(&path).await.refuses(404, "entity.not_found");
    let full = json!({ "redirectUri": "https://app.test/callback", "authParameters": { "scope": "openid profile" } });
    let set = api.put(&path, here(&traditional, full)).await.expect(200).json();
    let expected = json!({ "tenantId": "default", "connectorId": id, "defaultApplicationId": traditional,
        "redirectUri": "https://app.test/callback", "authParameters": { "scope": "openid profile" },
        "autoSendAuthorizationRequest": true, "clientIdpInitiatedAuthCallbackUri": null, "createdAt": set["createdAt"] });
    assert_eq!((&set, api.get(&path).await.expect(200).json()), (&expected, expected.clone()));
    let replaced = api.put(&path, there(&spa)).await.expect(200).json();
    assert_eq!((&replaced["redirectUri"], &replaced["authParameters"]), (&Value::Null, &json!({})));
    assert_eq!(
        (&replaced["clientIdpInitiatedAuthCallbackUri"], &replaced["createdAt"]),
        (&json!("https://app.test/start"), &set["createdAt"])
    );
    assert_eq!(api.get(&path).await.expect(200).json(), replaced);

    for body in [here(&spa, json!({})), there(&native), here(&third_party, json!({})), there(&third_party)] {
        api.put(&path, body).await.refuses(400, "single_sign_on.idp_initiated_authentication_invalid_application_type");
    }
    api.put(&path, here(&traditional, json!({ "redirectUri": "https://evil.test" })))
        .await
        .refuses(400, "single_sign_on.idp_initiated_authentication_redirect_uri_not_registered");
    for address in [Value::Null, json!("javascript:alert(1)")] {
        let mut body = there(&spa);
        body.as_object_mut()
            .unwrap()
            .retain(|name, _| name != "clientIdpInitiatedAuthCallbackUri" || !address.is_null());
        if !address.is_null() {
            body["clientIdpInitiatedAuthCallbackUri"] = address;
        }
        api.put(&path, body)
            .await
            .refuses(400, "single_sign_on.idp_initiated_authentication_client_callback_uri_not_found");
    }
    api.put(&format!("/api/sso-connectors/{oidc}/idp-initiated-auth-config"), there(&spa))
        .await
        .refuses(400, "single_sign_on.idp_initiated_authentication_not_supported");
    api.put(&path, there("nope")).await.refuses(404, "entity.not_exists_with_id");
    for body in [
        json!({}),
        json!({ "autoSendAuthorizationRequest": true }),
        here(&traditional, json!({ "authParameters": { "scope": 1 } })),
    ] {
        api.put(&path, body).await.refuses(400, "guard.invalid_input");
    }
    let nowhere = path.replace(&id, "nowhere");
    api.put(&nowhere, there(&spa)).await.refuses(404, "entity.not_exists_with_id");
    api.get(&nowhere).await.refuses(404, "entity.not_exists_with_id");
    api.delete(&path).await.expect(204);
    api.delete(&path).await.refuses(404, "entity.not_found");
});
