//! `/api/configs/jwt-customizer`

mod test;

use avouch_testkit::on_both;
use serde_json::json;

const PATH: &str = "/api/configs/jwt-customizer/access-token";

on_both!(a_script_is_kept_changed_and_deleted, server, {
    let api = server.management().await;
    assert_eq!(api.get("/api/configs/jwt-customizer").await.expect(200).json(), json!([]));
    api.get(PATH).await.refuses(404, "entity.not_exists_with_id");
    api.patch(PATH, json!({ "script": "x" })).await.refuses(404, "entity.not_exists_with_id");
    let script = json!({ "script": "const getCustomJwtClaims = () => ({});", "environmentVariables": { "A": "b" } });
    assert_eq!(api.put(PATH, script.clone()).await.expect(201).json(), script);
    assert_eq!(api.put(PATH, script.clone()).await.expect(200).json(), script);
    let changed = api.patch(PATH, json!({ "script": "y", "blockIssuanceOnError": true })).await.expect(200).json();
    assert_eq!(changed, json!({ "script": "y", "environmentVariables": { "A": "b" }, "blockIssuanceOnError": true }));
    assert_eq!(api.get(PATH).await.expect(200).json(), changed);
    let all = api.get("/api/configs/jwt-customizer").await.expect(200).json();
    assert_eq!(all, json!([{ "key": "jwt.accessToken", "value": changed }]));
    for wrong in [json!({}), json!({ "script": 1 }), json!({ "script": "x", "more": 1 })] {
        api.put(PATH, wrong).await.refuses(400, "guard.invalid_input");
    }
    api.get("/api/configs/jwt-customizer/id-token").await.refuses(400, "guard.invalid_input");
    api.delete(PATH).await.expect(204);
    api.delete(PATH).await.refuses(404, "entity.not_found");
});
