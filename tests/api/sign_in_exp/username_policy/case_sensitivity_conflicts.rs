//! `/api/sign-in-exp/username-policy/case-sensitivity-conflicts`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(names_that_differ_only_in_case_are_told, server, {
    let api = server.management().await;
    let path = "/api/sign-in-exp/username-policy/case-sensitivity-conflicts";
    assert_eq!(api.get(path).await.expect(200).json(), json!({ "totalConflicts": 0, "samples": [] }));
    for name in ["ada", "ADA", "bob"] {
        api.user(name).await;
    }
    let found = api.get(&format!("{path}?limit=1")).await.expect(200).json();
    assert_eq!((&found["totalConflicts"], &found["samples"][0]["usernameLower"]), (&json!(1), &json!("ada")));
    assert_eq!(found["samples"][0]["userIds"].as_array().unwrap().len(), 2);
    for limit in ["0", "101", "x"] {
        let refused = api.get(&format!("{path}?limit={limit}")).await.refuses(400, "guard.invalid_input").json();
        assert_eq!(refused["data"]["issues"][0]["path"], json!(["limit"]));
    }
    let policy = json!({ "usernamePolicy": { "caseSensitive": false } });
    let refused = api.patch("/api/sign-in-exp", policy).await;
    let refused = refused.refuses(409, "sign_in_experiences.username_policy_case_conflicts_exist").json();
    assert_eq!(refused["data"]["totalConflicts"], 1);
});
