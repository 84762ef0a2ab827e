//! `/api/my-account/personal-data`

use avouch_testkit::on_both;
use serde_json::json;

use crate::my_account::own::{Own, allow};

const PATH: &str = "/api/my-account/personal-data";

on_both!(everything_is_taken_along_but_secrets, server, {
    let own = Own::new(&server).await;
    let api = &own.flow.api;
    let role = api.role("clerk", "User").await;
    api.post(&own.flow.path("/roles"), json!({ "roleIds": [role] })).await.expect(201);
    let organization = api.organization("Org").await;
    let members = json!({ "userIds": [own.flow.user] });
    api.post(&format!("/api/organizations/{organization}/users"), members).await.expect(201);
    let made = api.post(&own.flow.path("/personal-access-tokens"), json!({ "name": "pat" })).await.expect(201);
    let totp = api.post(&own.flow.path("/mfa-verifications"), json!({ "type": "Totp" })).await.expect(200);
    let me = own.proved().await;
    // A tenant that shows nothing keeps it all the same.
    allow(api, json!({})).await;
    let answer = me.get(PATH).await.expect(200);
    let all = answer.json();
    assert_eq!((&all["user"]["username"], &all["hasPassword"]), (&json!("ada"), &json!(true)));
    assert_eq!(
        (&all["roles"], &all["sessions"][0]["accountId"]),
        (&json!([{ "id": role, "name": "clerk" }]), &json!(own.flow.user))
    );
    assert_eq!(all["organizations"], json!([{ "id": organization, "name": "Org", "roles": [] }]));
    assert_eq!(
        (&all["mfaVerifications"][0]["type"], &all["grants"][0]["application"]["name"]),
        (&json!("Totp"), &json!("App"))
    );
    assert_eq!((&all["personalAccessTokens"][0]["name"], &all["ssoIdentities"]), (&json!("pat"), &json!([])));
    for secret in [made.text_of("value"), totp.text_of("secret")] {
        assert!(!answer.text().contains(&secret));
    }
    own.me.get(PATH).await.refuses(401, "verification_record.permission_denied");
    let few = own.scoped("openid profile email").await.with("logto-verification-id", &own.proof().await);
    few.get(PATH).await.refuses(401, "auth.unauthorized");
    let third = own.through_third_party().await.with("logto-verification-id", &own.proof().await);
    third.get(PATH).await.refuses(403, "auth.third_party_application_forbidden");
});
