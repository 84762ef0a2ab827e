//! `/api/organizations`

mod applications;
mod jit;
mod users;

use avouch_testkit::on_both;
use serde_json::json;

on_both!(an_organization_is_made_changed_and_deleted, server, {
    let api = server.management().await;
    let made =
        api.post("/api/organizations", json!({ "name": "Org", "customData": { "a": 1 } })).await.expect(201).json();
    let id = made["id"].as_str().unwrap();
    assert_eq!(id.len(), 12);
    let mut expected = made.clone();
    for (name, value) in [
        ("name", json!("Org")),
        ("description", json!(null)),
        ("customData", json!({ "a": 1 })),
        ("isMfaRequired", json!(false)),
        ("color", json!({})),
        ("branding", json!({})),
        ("customCss", json!(null)),
    ] {
        expected[name] = value;
    }
    assert_eq!(made, expected);
    let path = format!("/api/organizations/{id}");
    let change = json!({
        "isMfaRequired": true, "customData": { "b": 2 }, "color": { "primaryColor": "#abc" },
        "branding": { "logoUrl": "https://img.test/a.png" }, "customCss": "a{}", "id": "other", "createdAt": 1,
    });
    let changed = api.patch(&path, change).await.expect(200).json();
    assert_eq!((&changed["customData"], &changed["color"]["primaryColor"]), (&json!({ "b": 2 }), &json!("#abc")));
    assert_eq!((&changed["id"], &changed["createdAt"]), (&made["id"], &made["createdAt"]), "these stay");
    assert_eq!(api.get(&path).await.expect(200).json(), changed);
    api.patch(&path, json!({ "color": { "primaryColor": "red" } })).await.refuses(400, "guard.invalid_input");
    api.patch(&path, json!({ "branding": { "logoUrl": "x" } })).await.refuses(400, "guard.invalid_input");
    api.patch(&path, json!({})).await.refuses(422, "entity.invalid_input");
    api.post("/api/organizations", json!({ "name": "x".repeat(129) })).await.refuses(400, "guard.invalid_input");
    api.delete(&path).await.expect(204);
    api.get(&path).await.refuses(404, "entity.not_exists_with_id");
    api.patch(&path, json!({ "name": "x" })).await.refuses(404, "entity.not_exists");
    api.delete(&path).await.refuses(404, "entity.not_found");
});

on_both!(lists_organizations_with_their_members, server, {
    let api = server.management().await;
    let organization = api.organization("Wanted").await;
    api.organization("100% other").await;
    let users = [api.user("a").await, api.user("b").await, api.user("c").await, api.user("d").await];
    api.post(&format!("/api/organizations/{organization}/users"), json!({ "userIds": users })).await.expect(201);
    let listed = api.get("/api/organizations?q=wANT&showFeatured=true").await.expect(200);
    assert_eq!(listed.header("total-number"), "1");
    let row = &listed.json()[0];
    assert_eq!((&row["usersCount"], row["featuredUsers"].as_array().unwrap().len()), (&json!(4), 3));
    let plain = api.get("/api/organizations?page_size=1").await.expect(200);
    assert_eq!((plain.header("total-number"), plain.json()[0].get("usersCount")), ("2", None));
    assert_eq!(api.get("/api/organizations?q=0%25%20o").await.header("total-number"), "1", "a wildcard is a character");
    assert_eq!(api.get("/api/organizations?q=_").await.header("total-number"), "0");
});
