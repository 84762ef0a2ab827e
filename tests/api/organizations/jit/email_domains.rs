//! `/api/organizations/{id}/jit/email-domains`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(domains_are_added_replaced_and_removed, server, {
    let api = server.management().await;
    let organization = api.organization("Org").await;
    let path = format!("/api/organizations/{organization}/jit/email-domains");
    let made = api.post(&path, json!({ "emailDomain": "a.test" })).await.expect(201).json();
    assert_eq!(made, json!({ "tenantId": "default", "organizationId": organization, "emailDomain": "a.test" }));
    api.post(&path, json!({ "emailDomain": "a.test" })).await.refuses(422, "entity.unique_integrity_violation");
    api.post(&path, json!({ "emailDomain": "" })).await.refuses(400, "guard.invalid_input");
    api.put(&path, json!({ "emailDomains": ["b.test", "c.test"] })).await.expect(204);
    let twice = json!({ "emailDomains": ["b.test", "b.test"] });
    api.put(&path, twice).await.refuses(422, "entity.unique_integrity_violation");
    let listed = api.get(&path).await.expect(200);
    assert_eq!((listed.header("total-number"), listed.json()[1]["emailDomain"].as_str()), ("", Some("c.test")));
    assert_eq!(api.get(&format!("{path}?page=2&page_size=1")).await.expect(200).json()[0]["emailDomain"], "c.test");
    api.delete(&format!("{path}/b.test")).await.expect(204);
    api.delete(&format!("{path}/b.test")).await.refuses(404, "entity.not_found");
    let nowhere = "/api/organizations/nowhere/jit/email-domains";
    api.get(nowhere).await.refuses(404, "entity.not_exists_with_id");
    api.put(nowhere, json!({ "emailDomains": [] })).await.refuses(404, "entity.not_exists_with_id");
    let dangling = json!({ "emailDomain": "x.test" });
    api.post(nowhere, dangling).await.refuses(422, "entity.relation_foreign_key_not_found");
});
