//! `/api/roles/{id}/applications`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_role_is_given_to_applications_and_taken, server, {
    let api = server.management().await;
    let role = api.role("machines", "MachineToMachine").await;
    let (one, two) = (api.application("MachineToMachine").await, api.application("MachineToMachine").await);
    let path = format!("/api/roles/{role}/applications");
    assert_eq!(api.post(&path, json!({ "applicationIds": [one, two] })).await.expect(201).text(), "Created");
    let listed = api.get(&path).await.expect(200);
    assert_eq!(listed.header("total-number"), "2");
    assert!(listed.header("link").ends_with("rel=\"last\""), "{}", listed.header("link"));
    api.post(&path, json!({ "applicationIds": [two] })).await.refuses(422, "role.application_exists");
    api.delete(&format!("{path}/{two}")).await.expect(204);
    api.delete(&format!("{path}/{two}")).await.refuses(404, "entity.not_found");
});

on_both!(refuses_applications_that_cannot_hold_it, server, {
    let api = server.management().await;
    let (people, machines) = (api.role("people", "User").await, api.role("machines", "MachineToMachine").await);
    let (machine, spa) = (api.application("MachineToMachine").await, api.application("SPA").await);
    let give = async |role: &str, id: &str| {
        api.post(&format!("/api/roles/{role}/applications"), json!({ "applicationIds": [id] })).await
    };
    give(&people, &machine).await.refuses(422, "entity.db_constraint_violated");
    give(&machines, &spa).await.refuses(422, "entity.db_constraint_violated");
    give(&machines, "nope").await.refuses(404, "entity.not_exists_with_id");
    give("nope", &machine).await.refuses(404, "entity.not_exists_with_id");
    api.get("/api/roles/nope/applications").await.refuses(404, "entity.not_exists_with_id");
    api.delete(&format!("/api/roles/nope/applications/{machine}")).await.refuses(404, "entity.not_exists_with_id");
    api.post(&format!("/api/roles/{machines}/applications"), json!({ "applicationIds": [] }))
        .await
        .refuses(400, "guard.invalid_input");
});
