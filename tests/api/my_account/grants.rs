//! `/api/my-account/grants`

use avouch_testkit::on_both;
use serde_json::json;

use crate::my_account::own::Own;

const PATH: &str = "/api/my-account/grants";

on_both!(grants_are_shown_and_revoked, server, {
    let own = Own::new(&server).await;
    let third = own.through_third_party().await;
    let me = own.proved().await;
    let all = me.get(PATH).await.expect(200).json();
    assert_eq!(all["grants"].as_array().unwrap().len(), 2, "{all}");
    let of = async |kind: &str| me.get(&format!("{PATH}?appType={kind}")).await.expect(200).json()["grants"].clone();
    let (first, other) = (of("firstParty").await, of("thirdParty").await);
    assert_eq!(first[0]["application"], json!({ "id": own.flow.client, "name": "App" }));
    assert_eq!((&other[0]["application"]["name"], &other[0]["payload"]["kind"]), (&json!("Third"), &json!("Grant")));
    me.get(&format!("{PATH}?appType=x")).await.refuses(400, "guard.invalid_input");
    third.get("/api/my-account").await.expect(200);
    let path = format!("{PATH}/{}", other[0]["id"].as_str().unwrap());
    me.delete(&path).await.expect(204);
    third.get("/api/my-account").await.refuses(401, "auth.unauthorized");
    me.delete(&path).await.refuses(404, "oidc.invalid_grant");
    // The own one ends the token at hand.
    me.delete(&format!("{PATH}/{}", first[0]["id"].as_str().unwrap())).await.expect(204);
    own.me.get("/api/my-account").await.refuses(401, "auth.unauthorized");
});
