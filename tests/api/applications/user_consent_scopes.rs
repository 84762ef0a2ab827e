//! `/api/applications/{applicationId}/user-consent-scopes`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_third_party_may_ask_for_what_was_allowed, server, {
    let api = server.management().await;
    let body = json!({ "name": "Third", "type": "SPA", "isThirdParty": true });
    let application = api.post("/api/applications", body).await.expect(200).text_of("id");
    let path = format!("/api/applications/{application}/user-consent-scopes");
    let (_, scope) = api.resource("https://api.test", "read").await;
    let organization_scope = api.organization_scope("invite").await;
    let body = json!({
        "organizationScopes": [organization_scope], "resourceScopes": [scope], "organizationResourceScopes": [scope],
        "userScopes": ["profile", "email", "profile"],
    });
    assert_eq!(api.post(&path, body.clone()).await.expect(201).text(), "Created");
    api.post(&path, body).await.expect(201);
    let shown = api.get(&path).await.expect(200).json();
    assert_eq!(
        shown["organizationScopes"],
        json!([{ "id": organization_scope, "name": "invite", "description": null }])
    );
    assert_eq!(shown["resourceScopes"][0]["resource"]["indicator"], "https://api.test");
    assert_eq!(
        (&shown["resourceScopes"][0]["scopes"][0]["id"], &shown["userScopes"]),
        (&json!(scope), &json!(["email", "profile"]))
    );
    let unknown = api.post(&path, json!({ "resourceScopes": ["nope"] })).await;
    let unknown = unknown.refuses(422, "application.user_consent_scopes_not_found").json();
    assert_eq!(unknown["data"]["invalidResourceScopes"], json!(["nope"]));
    api.post(&path, json!({ "resourceScopes": ["management-api-all"] }))
        .await
        .refuses(422, "application.consent_management_api_scopes_not_allowed");
    api.post(&path, json!({ "userScopes": ["openid"] })).await.refuses(400, "guard.invalid_input");
    api.delete(&format!("{path}/user-scopes/email")).await.expect(204);
    api.delete(&format!("{path}/user-scopes/email")).await.refuses(404, "entity.not_found");
    api.delete(&format!("{path}/organization-resource-scopes/{scope}")).await.expect(204);
    api.delete(&format!("{path}/other-scopes/x")).await.refuses(400, "guard.invalid_input");
    assert_eq!(api.get(&path).await.json()["organizationResourceScopes"], json!([]));
    let own = api.application("SPA").await;
    api.post(&format!("/api/applications/{own}/user-consent-scopes"), json!({}))
        .await
        .refuses(422, "application.third_party_application_only");
    api.get(&format!("/api/applications/{own}/user-consent-scopes")).await.expect(200);
    for missing in [
        api.get("/api/applications/nope/user-consent-scopes").await,
        api.post("/api/applications/nope/user-consent-scopes", json!({})).await,
        api.delete("/api/applications/nope/user-consent-scopes/user-scopes/email").await,
    ] {
        missing.refuses(404, "entity.not_exists_with_id");
    }
});
