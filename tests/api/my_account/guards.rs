//! What is wrong with a request itself, and what is answered to someone who is no more.

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::verification::social::{connect, provider};
use crate::my_account::checks::operations;
use crate::my_account::own::{Own, ask};
use crate::verifications::social::prove;

on_both!(bodies_and_paths_that_are_none, server, {
    let own = Own::new(&server).await;
    let me = own.proved().await;
    for (method, path, body) in operations() {
        let takes_body = body != json!({}) || path == "/my-account/logto-configs" && method == "PATCH";
        if takes_body {
            let answer = ask(&me, method, &format!("/api{path}"), &json!([[]])).await;
            assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "guard.invalid_input"), "{path}");
        }
        for part in ["/x", "/github", "/acme"] {
            if let Some(found) = path.split_once(part).filter(|(_, rest)| rest.is_empty() || rest.starts_with('/')) {
                let path = format!("/api{}/%ff{}", found.0, found.1);
                ask(&me, method, &path, &body).await.refuses(400, "guard.invalid_input");
            }
        }
    }
    for query in ["revokeGrantsTarget=x", "revokeGrantsTarget=all&revokeGrantsTarget=all"] {
        me.delete(&format!("/api/my-account/sessions?{query}")).await.refuses(400, "guard.invalid_input");
        me.delete(&format!("/api/my-account/sessions/x?{query}")).await.refuses(400, "guard.invalid_input");
    }
    me.get("/api/my-account/grants?appType=x").await.refuses(400, "guard.invalid_input");
    let devices = "/api/my-account/trusted-devices";
    me.get(&format!("{devices}?page=0")).await.refuses(400, "guard.invalid_pagination");
});

on_both!(someone_who_is_no_more_has_no_account, server, {
    let own = Own::new(&server).await;
    let provider = provider(json!({ "sub": "7" })).await;
    let connector = connect(&own.flow.api, &provider, "ours", json!({})).await;
    let proved = prove(&own.me, &connector).await;
    let tx = server.tenant("default").begin().await.unwrap();
    let sql = "delete from users where tenant_id = $1 and id = $2";
    tx.execute(sql.into(), avouch_store::params![&own.flow.user]).await.unwrap();
    tx.commit().await.unwrap();
    let token = json!({ "verificationRecordId": proved });
    own.me.put("/api/my-account/identities/ours/access-token", token).await.refuses(404, "entity.not_found");
    let needed = [
        "GET /my-account",
        "PATCH /my-account",
        "PATCH /my-account/profile",
        "POST /my-account/password",
        "POST /my-account/identities",
        "PUT /my-account/identities",
        "DELETE /my-account/identities/github",
        "GET /my-account/mfa-settings",
        "GET /my-account/logto-configs",
        "GET /my-account/mfa-verifications",
        "POST /verifications/password",
        "POST /verifications/verification-code",
        "POST /verifications/web-authn/registration",
    ];
    for (method, path, body) in operations() {
        if needed.contains(&format!("{method} {path}").as_str()) {
            let answer = ask(&own.me, method, &format!("/api{path}"), &body).await;
            assert_eq!((answer.status.as_u16(), answer.code().as_str()), (404, "entity.not_found"), "{method} {path}");
        }
    }
});

on_both!(a_connector_that_is_gone_links_nothing, server, {
    let own = Own::new(&server).await;
    let me = own.proved().await;
    let provider = provider(json!({ "sub": "7" })).await;
    let connector = connect(&own.flow.api, &provider, "ours", json!({})).await;
    let id = prove(&own.me, &connector).await;
    let body = json!({ "newIdentifierVerificationRecordId": id });
    let nothing = json!({ "newIdentifierVerificationRecordId": "nope" });
    me.put("/api/my-account/identities", nothing).await.refuses(400, "verification_record.not_found");
    own.flow.api.delete(&format!("/api/connectors/{connector}")).await.expect(204);
    let code = "session.invalid_connector_id";
    me.post("/api/my-account/identities", body.clone()).await.refuses(422, code);
    me.put("/api/my-account/identities", body).await.refuses(422, code);
    let token = json!({ "verificationRecordId": id });
    me.put("/api/my-account/identities/ours/access-token", token).await.refuses(422, code);
});
