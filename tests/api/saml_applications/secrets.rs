//! `/api/saml-applications/{id}/secrets`

use avouch_testkit::on_both;
use serde_json::json;

use super::create;

on_both!(one_certificate_signs_at_a_time, server, {
    let api = server.management().await;
    let made = create(&api, json!({})).await;
    let path = format!("/api/saml-applications/{}/secrets", made["id"].as_str().unwrap());
    let first = api.get(&path).await.expect(200).json()[0].clone();
    assert_eq!(first["active"], true);
    assert!(first["certificate"].as_str().unwrap().starts_with("-----BEGIN CERTIFICATE-----"));
    assert!(first.get("privateKey").is_none(), "{first}");
    let fingerprint = &first["fingerprints"]["sha256"];
    let formatted = fingerprint["formatted"].as_str().unwrap();
    assert_eq!(
        (formatted.len(), formatted.replace(':', "")),
        (95, fingerprint["unformatted"].as_str().unwrap().into())
    );

    let second = api.post(&path, json!({ "lifeSpanInYears": 1 })).await.expect(201).json();
    assert_eq!(second["active"], false);
    let life = second["expiresAt"].as_i64().unwrap() - second["createdAt"].as_i64().unwrap();
    assert!((364..=366).contains(&(life / 86_400_000)), "{life}");
    let of = |id: &serde_json::Value| format!("{path}/{}", id.as_str().unwrap());
    api.delete(&of(&first["id"])).await.refuses(400, "application.saml.can_not_delete_active_secret");
    let activated = api.patch(&of(&second["id"]), json!({ "active": true })).await.expect(200).json();
    assert_eq!((&activated["active"], &activated["fingerprints"]), (&json!(true), &second["fingerprints"]));
    // Once more changes nothing, and shows the same.
    assert_eq!(api.patch(&of(&second["id"]), json!({ "active": true })).await.expect(200).json(), activated);
    let all = api.get(&path).await.expect(200).json();
    let active: Vec<_> = all.as_array().unwrap().iter().filter(|one| one["active"] == true).collect();
    assert_eq!((active.len(), &active[0]["id"]), (1, &second["id"]));
    api.delete(&of(&first["id"])).await.expect(204);
    api.delete(&of(&first["id"])).await.refuses(404, "entity.not_found");
    api.patch(&of(&first["id"]), json!({ "active": true })).await.refuses(404, "entity.not_found");
    for years in [json!(0), json!(101), json!(1.5), json!(null)] {
        api.post(&path, json!({ "lifeSpanInYears": years })).await.refuses(400, "guard.invalid_input");
    }
    let missing = "/api/saml-applications/nope/secrets";
    api.get(missing).await.refuses(404, "entity.not_exists_with_id");
    api.post(missing, json!({ "lifeSpanInYears": 1 })).await.refuses(404, "entity.not_exists_with_id");
});
