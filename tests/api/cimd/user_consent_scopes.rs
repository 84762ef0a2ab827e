//! `/api/cimd/user-consent-scopes`

use avouch_testkit::on_both;
use serde_json::json;

const PATH: &str = "/api/cimd/user-consent-scopes";

on_both!(clients_without_a_row_may_ask_for_what_was_allowed, server, {
    let api = server.management().await;
    let (_, scope) = api.resource("https://api.test", "read").await;
    let organization_scope = api.organization_scope("invite").await;
    let body = json!({
        "organizationScopes": [organization_scope], "resourceScopes": [scope], "organizationResourceScopes": [scope],
        "userScopes": ["profile", "email", "profile"],
    });
    assert_eq!(api.post(PATH, body.clone()).await.expect(201).text(), "Created");
    api.post(PATH, body).await.expect(201);
    let shown = api.get(PATH).await.expect(200).json();
    assert_eq!(shown["organizationScopes"][0]["name"], "invite");
    assert_eq!(shown["resourceScopes"][0]["resource"]["indicator"], "https://api.test");
    assert_eq!(shown["organizationResourceScopes"][0]["scopes"][0]["id"], json!(scope));
    assert_eq!(shown["userScopes"], json!(["email", "profile"]));
    api.post(PATH, json!({ "resourceScopes": ["nope"] }))
        .await
        .refuses(422, "application.user_consent_scopes_not_found");
    api.post(PATH, json!({ "resourceScopes": ["management-api-all"] }))
        .await
        .refuses(422, "application.consent_management_api_scopes_not_allowed");
    for kind in ["resource-scopes", "organization-resource-scopes"] {
        api.delete(&format!("{PATH}/{kind}/{scope}")).await.expect(204);
        api.delete(&format!("{PATH}/{kind}/{scope}")).await.refuses(404, "entity.not_found");
    }
    api.delete(&format!("{PATH}/organization-scopes/{organization_scope}")).await.expect(204);
    api.delete(&format!("{PATH}/user-scopes/email")).await.expect(204);
    api.delete(&format!("{PATH}/user-scopes/unknown")).await.refuses(404, "entity.not_found");
    api.delete(&format!("{PATH}/other-scopes/x")).await.refuses(400, "guard.invalid_input");
    let left = api.get(PATH).await.json();
    assert_eq!((&left["resourceScopes"], &left["userScopes"]), (&json!([]), &json!(["profile"])));
});
