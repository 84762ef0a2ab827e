//! `/api/configs/id-token`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(claims_of_id_tokens_are_chosen, server, {
    let api = server.management().await;
    let seeded = api.get("/api/configs/id-token").await.expect(200).json();
    assert_eq!(seeded, json!({ "enabledExtendedClaims": ["roles", "organizations", "organization_roles"] }));
    let wanted = json!({ "enabledExtendedClaims": ["custom_data"] });
    assert_eq!(api.put("/api/configs/id-token", wanted.clone()).await.expect(200).json(), wanted);
    assert_eq!(api.get("/api/configs/id-token").await.expect(200).json(), wanted);
    let wrong = json!({ "enabledExtendedClaims": ["email"] });
    api.put("/api/configs/id-token", wrong).await.refuses(400, "guard.invalid_input");
});
