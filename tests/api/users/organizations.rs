//! `/api/users/{userId}/organizations`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(lists_organizations_with_roles, server, {
    let api = server.management().await;
    let user = api.user("ada").await;
    let path = format!("/api/users/{user}/organizations");
    assert_eq!(api.get(&path).await.expect(200).json(), json!([]));
    for name in ["B", "A"] {
        let organization = api.organization(name).await;
        api.post(&format!("/api/organizations/{organization}/users"), json!({ "userIds": [user] })).await.expect(201);
    }
    let listed = api.get(&path).await.expect(200);
    let names: Vec<_> = listed.json().as_array().unwrap().iter().map(|row| row["name"].clone()).collect();
    assert_eq!((names, listed.header("total-number")), (vec![json!("A"), json!("B")], ""));
    api.get("/api/users/nobody/organizations").await.refuses(404, "entity.not_found");
});
