//! `/api/my-account/identities/{target}/access-token`

use avouch_store::params;
use avouch_testkit::{Place, on_both};
use serde_json::json;

use crate::experience::verification::social::connect;
use crate::my_account::own::Own;
use crate::secrets::VAULT;
use crate::verifications::social::{back, depart};

const PATH: &str = "/api/my-account/identities/github/access-token";
const NONE: &str = "secrets.third_party_token_set.token_not_found";

on_both!(nothing_was_kept, server, {
    let own = Own::new(&server).await;
    own.me.get(PATH).await.refuses(404, NONE);
    own.scoped("openid").await.get(PATH).await.refuses(403, "auth.forbidden");
});

on_both!(without_a_vault_what_was_kept_stays_closed_and_goes_with_the_identity, server, {
    let own = Own::new(&server).await;
    own.flow.api.put(&own.flow.path("/identities/github"), json!({ "userId": "1" })).await.expect(201);
    // Tokens as another server kept them, under a key of its own.
    let (tx, now) = (server.tenant("default").begin().await.unwrap(), server.clock.now());
    let connector =
        "insert into connectors (tenant_id, id, connector_id, created_at) values ($1, 'c', 'github-universal', $2)";
    tx.execute(connector.into(), params![now]).await.unwrap();
    let bytes = if matches!(server.place, Place::Url { .. }) { "'x'" } else { "x'00'" };
    let secret = format!(
        "insert into secrets (tenant_id, id, user_id, type, encrypted_dek, iv, auth_tag, ciphertext, created_at, updated_at) \
         values ($1, 's', $2, 'federated_token_set', {bytes}, {bytes}, {bytes}, {bytes}, $3, $4)"
    );
    tx.execute(secret.into(), params![&own.flow.user, now, now]).await.unwrap();
    let relation = "insert into secret_social_connector_relations (tenant_id, secret_id, connector_id, target, identity_id) \
                    values ($1, 's', 'c', 'github', '1')";
    tx.execute(relation.into(), Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
    own.me.get(PATH).await.refuses(422, "request.feature_not_supported");
    own.me.get(&PATH.replace("github", "gitlab")).await.refuses(404, NONE);
    own.proved().await.delete("/api/my-account/identities/github").await.expect(204);
    own.me.get(PATH).await.refuses(404, NONE);
});

on_both!(with VAULT, a_token_that_a_proof_brought_is_kept, server, {
    const OURS: &str = "/api/my-account/identities/ours/access-token";
    let own = Own::new(&server).await;
    let provider = crate::secrets::provider().await;
    let connector = connect(&own.flow.api, &provider, "ours", json!({ "enableTokenStorage": true })).await;
    let prove = async |code: &str| {
        let id = depart(&own.me, &connector).await;
        back(&own.me, &id, json!({ "code": code, "state": "xyz" })).await.expect(200);
        id
    };
    let set = async |path: &str, id: &str| own.me.put(path, json!({ "verificationRecordId": id })).await;
    let first = prove("short").await;
    set(OURS, "nope").await.refuses(400, "verification_record.not_found");
    set(OURS, &depart(&own.me, &connector).await).await.refuses(400, "verification_record.not_found");
    set(PATH, &first).await.refuses(422, "verification_record.social_verification.invalid_target");
    set(OURS, &first).await.refuses(422, "user.identity_not_exists_in_current_user");
    // With the identity its tokens are kept.
    let body = json!({ "newIdentifierVerificationRecordId": first });
    own.proved().await.post("/api/my-account/identities", body).await.expect(204);
    assert_eq!(own.me.get(OURS).await.expect(200).json()["access_token"], "short");
    let again = set(OURS, &prove("endless").await).await.expect(200).json();
    assert_eq!(again, json!({ "access_token": "endless" }));
    assert_eq!(own.me.get(OURS).await.expect(200).json(), again);
    // What does not come anew is told as the provider has it.
    for code in ["dying", "falling"] {
        set(OURS, &prove(code).await).await.expect(200);
        server.clock.advance(61_000);
        own.me.get(OURS).await.refuses(400, "connector.general");
    }
    own.scoped("openid").await.put(OURS, json!({ "verificationRecordId": first })).await.refuses(403, "auth.forbidden");
    let path = format!("/api/connectors/{connector}");
    own.flow.api.patch(&path, json!({ "enableTokenStorage": false })).await.expect(200);
    set(OURS, &prove("whole").await)
        .await
        .refuses(422, "verification_record.social_verification.token_response_not_found");
});
