//! `/api/applications/{id}/users/{userId}/consent-organizations`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_user_chooses_organizations_for_a_third_party, server, {
    let api = server.management().await;
    let body = json!({ "name": "Third", "type": "SPA", "isThirdParty": true });
    let application = api.post("/api/applications", body).await.expect(200).text_of("id");
    let user = api.user("u").await;
    let (one, two, foreign) = (api.organization("1").await, api.organization("2").await, api.organization("3").await);
    for organization in [&one, &two] {
        api.post(&format!("/api/organizations/{organization}/users"), json!({ "userIds": [user] })).await.expect(201);
    }
    let path = format!("/api/applications/{application}/users/{user}/consent-organizations");
    assert_eq!(api.post(&path, json!({ "organizationIds": [one, one] })).await.expect(201).text(), "Created");
    api.post(&path, json!({ "organizationIds": [foreign] })).await.refuses(422, "organization.require_membership");
    api.put(&path, json!({ "organizationIds": [foreign] })).await.refuses(422, "organization.require_membership");
    let listed = api.get(&path).await.expect(200);
    assert_eq!((listed.header("total-number"), &listed.json()["organizations"][0]["id"]), ("1", &json!(one)));
    api.put(&path, json!({ "organizationIds": [two] })).await.expect(204);
    assert_eq!(api.get(&path).await.json()["organizations"][0]["id"], json!(two));
    api.delete(&format!("/api/organizations/{two}/users/{user}")).await.expect(204);
    assert_eq!(api.get(&path).await.json()["organizations"], json!([]), "who leaves takes the consent along");
    api.delete(&format!("{path}/{two}")).await.refuses(404, "entity.not_found");
    api.post(&path, json!({ "organizationIds": [one] })).await.expect(201);
    api.delete(&format!("{path}/{one}")).await.expect(204);
    api.post(&path, json!({ "organizationIds": [] })).await.refuses(400, "guard.invalid_input");
    let own = api.application("SPA").await;
    let body = json!({ "organizationIds": [one] });
    for (application, user, status, code) in [
        (own.as_str(), user.as_str(), 422, "application.third_party_application_only"),
        (application.as_str(), "nobody", 404, "entity.not_found"),
        ("nope", user.as_str(), 404, "entity.not_exists_with_id"),
    ] {
        let path = format!("/api/applications/{application}/users/{user}/consent-organizations");
        api.get(&path).await.refuses(status, code);
        api.post(&path, body.clone()).await.refuses(status, code);
        api.put(&path, body.clone()).await.refuses(status, code);
        api.delete(&format!("{path}/{one}")).await.refuses(status, code);
    }
});
