//! `/api/sso-connectors/{id}/signing-keys`

use avouch_saml::Certificate;
use avouch_testkit::on_both;
use serde_json::{Value, json};

use super::{certificate, connect, metadata};

on_both!(keys_are_made_activated_and_deleted, server, {
    let api = server.management().await;
    let id = connect(&api, "SAML", "saml", json!({ "metadata": metadata(&certificate()) })).await;
    let path = format!("/api/sso-connectors/{id}/signing-keys");
    assert_eq!(api.get(&path).await.expect(200).json(), json!([]));
    let first = api.post(&path, json!({})).await.expect(201).json();
    let members: Vec<&str> = first.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, ["id", "certificate", "createdAt", "expiresAt", "active", "fingerprints"]);
    assert_eq!((first["id"].as_str().unwrap().len(), &first["active"]), (21, &json!(false)));
    let read = Certificate::parse(first["certificate"].as_str().unwrap()).unwrap();
    assert_eq!(read.expires_at * 1000, first["expiresAt"].as_i64().unwrap());
    let years = (read.expires_at - read.starts_at) / 86_400;
    assert!((1095..=1096).contains(&years), "three years, not {years} days");
    let formatted = first["fingerprints"]["sha256"]["formatted"].as_str().unwrap();
    assert_eq!(formatted.replace(':', ""), first["fingerprints"]["sha256"]["unformatted"].as_str().unwrap());
    let second = api.post(&path, json!({ "active": true })).await.expect(201).json();
    assert_eq!(second["active"], true);
    let at = |key: &Value| format!("{path}/{}", key["id"].as_str().unwrap());
    let activated = api.patch(&at(&first), json!({ "active": true })).await.expect(200).json();
    assert_eq!((&activated["id"], &activated["active"]), (&first["id"], &json!(true)));
    let list = api.get(&path).await.expect(200).json();
    let active: Vec<&Value> = list.as_array().unwrap().iter().filter(|key| key["active"] == true).collect();
    assert_eq!((list.as_array().unwrap().len(), active), (2, vec![&activated]), "one of them signs");
    assert!(!list.to_string().contains("PRIVATE"));

    // The one that signs stays.
    api.delete(&at(&first)).await.refuses(400, "single_sign_on.can_not_delete_active_signing_key");
    api.patch(&at(&first), json!({ "active": false })).await.expect(200);
    api.patch(&at(&first), json!({ "active": true })).await.expect(200);
    let config = json!({ "config": { "metadata": metadata(&certificate()), "signAuthnRequest": true } });
    api.patch(&format!("/api/sso-connectors/{id}"), config).await.expect(200);
    let off = api.patch(&at(&first), json!({ "active": false })).await;
    off.refuses(400, "single_sign_on.can_not_deactivate_signing_key_in_use");
    api.patch(&at(&second), json!({ "active": false })).await.expect(200);
    api.delete(&at(&second)).await.expect(204);
    api.delete(&at(&second)).await.refuses(404, "entity.not_found");
    api.patch(&at(&second), json!({ "active": true })).await.refuses(404, "entity.not_found");
    for body in [json!({}), json!({ "active": "yes" }), json!({ "active": null })] {
        api.patch(&at(&first), body).await.refuses(400, "guard.invalid_input");
    }
    api.post(&path, json!({ "active": 1 })).await.refuses(400, "guard.invalid_input");
    // They go with the connector.
    api.delete(&format!("/api/sso-connectors/{id}")).await.expect(204);
    api.get(&path).await.refuses(404, "entity.not_exists_with_id");
    api.post(&path, json!({})).await.refuses(404, "entity.not_exists_with_id");
    api.patch(&at(&first), json!({ "active": true })).await.refuses(404, "entity.not_exists_with_id");
    api.delete(&at(&first)).await.refuses(404, "entity.not_exists_with_id");
});

on_both!(only_saml_has_keys, server, {
    let api = server.management().await;
    let id = connect(&api, "OIDC", "oidc", json!({})).await;
    let path = format!("/api/sso-connectors/{id}/signing-keys");
    api.get(&path).await.refuses(404, "connector.not_found");
    api.post(&path, json!({})).await.refuses(404, "connector.not_found");
    api.patch(&format!("{path}/x"), json!({ "active": true })).await.refuses(404, "connector.not_found");
    api.delete(&format!("{path}/x")).await.refuses(404, "connector.not_found");
});
