//! `/api/my-account`

mod checks;
mod grants;
mod guards;
mod identities;
mod logto_configs;
mod mfa_settings;
mod mfa_verifications;
pub(crate) mod own;
mod password;
mod personal_data;
mod primary_email;
mod primary_phone;
mod profile;
mod sessions;
mod sso_identities;
mod trusted_devices;
mod user_assets;

use avouch_testkit::{Client, on_both};
use serde_json::{Value, json};

use crate::my_account::own::{Own, allow, everything, listen};

const PATH: &str = "/api/my-account";

async fn shown(client: &Client) -> Value {
    client.get(PATH).await.expect(200).json()
}

fn names(account: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = account.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

on_both!(an_account_is_seen_by_scope_and_field, server, {
    let own = Own::new(&server).await;
    own.me
        .patch("/api/my-account/profile", json!({ "nickname": "A", "address": { "country": "UK" } }))
        .await
        .expect(200);
    let all = shown(&own.me).await;
    assert_eq!((&all["id"], &all["username"], &all["name"]), (&json!(own.flow.user), &json!("ada"), &json!("Ada")));
    assert_eq!((&all["primaryEmail"], all.get("primaryPhone")), (&json!("ada@example.test"), Some(&json!(null))));
    assert_eq!(all["profile"], json!({ "nickname": "A", "address": { "country": "UK" } }));
    assert_eq!((&all["hasPassword"], &all["hasSecurityVerificationMethod"]), (&json!(true), &json!(true)));
    assert_eq!((&all["customData"], &all["identities"], &all["isSuspended"]), (&json!({}), &json!({}), &json!(false)));
    assert!(all["createdAt"].as_i64().unwrap() > 1_000_000_000_000 && all.get("applicationId").is_some(), "{all}");
    let bare = own.scoped("openid").await;
    assert_eq!(shown(&bare).await, json!({ "id": own.flow.user, "hasSecurityVerificationMethod": true }));
    let profile = shown(&own.scoped("openid profile").await).await;
    assert_eq!(profile["profile"], json!({ "nickname": "A" }));
    assert_eq!((profile.get("primaryEmail"), profile.get("customData"), profile.get("identities")), (None, None, None));
    // What the tenant does not name is off; what it only shows is shown.
    allow(&own.flow.api, json!({ "email": "ReadOnly" })).await;
    let few = shown(&own.me).await;
    let always = ["applicationId", "cimdClientId", "createdAt", "hasSecurityVerificationMethod", "id", "isSuspended"];
    assert_eq!(names(&few), [always.as_slice(), &["lastSignInAt", "primaryEmail", "updatedAt"]].concat());
});

on_both!(an_account_is_changed, server, {
    let own = Own::new(&server).await;
    let told = listen(&own.flow.api).await;
    let body = json!({ "name": "Countess", "avatar": "https://a.test/a.png", "customData": { "a": 1 } });
    let changed = own.me.patch(PATH, body).await.expect(200).json();
    assert_eq!((&changed["name"], &changed["avatar"]), (&json!("Countess"), &json!("https://a.test/a.png")));
    let hook = told.wait(1).await[0].json();
    assert_eq!((&hook["event"], &hook["data"]["name"]), (&json!("User.Data.Updated"), &json!("Countess")));
    assert!(hook["ip"].is_string() && hook.get("path").is_none(), "{hook}");
    let replaced =
        own.me.patch(PATH, json!({ "customData": { "b": 2 }, "name": "", "avatar": null })).await.expect(200).json();
    assert_eq!(
        (&replaced["customData"], &replaced["name"], &replaced["avatar"]),
        (&json!({ "b": 2 }), &json!(null), &json!(null))
    );
    own.me.patch(PATH, json!({})).await.refuses(422, "entity.invalid_input");
    for wrong in
        [json!({ "avatar": "x" }), json!({ "username": "1a" }), json!({ "name": 1 }), json!({ "username": "" })]
    {
        own.me.patch(PATH, wrong).await.refuses(400, "guard.invalid_input");
    }
    let few = own.scoped("openid profile").await;
    few.patch(PATH, json!({ "customData": {} })).await.refuses(400, "auth.unauthorized");
    let named = few.patch(PATH, json!({ "name": "A" })).await.expect(200).json();
    assert_eq!((&named["name"], named.get("primaryEmail")), (&json!("A"), None));
});

on_both!(a_username_follows_the_policy, server, {
    let own = Own::new(&server).await;
    own.me.patch(PATH, json!({ "username": "eve" })).await.refuses(401, "verification_record.permission_denied");
    let me = own.proved().await;
    own.flow.api.user("bob").await;
    let policy = json!({ "usernamePolicy": {
        "minLength": 3, "maxLength": 8, "caseSensitive": true,
        "allowedChars": { "lowercase": true, "uppercase": false, "numbers": false, "underscore": false },
    } });
    own.flow.api.patch("/api/sign-in-exp", policy).await.expect(200);
    for (name, code) in [
        ("ab", "user.username_too_short"),
        ("abcdefghi", "user.username_too_long"),
        ("aBc", "user.username_uppercase_not_allowed"),
        ("ab1", "user.username_numbers_not_allowed"),
        ("a_b", "user.username_underscore_not_allowed"),
        ("bob", "user.username_already_in_use"),
    ] {
        me.patch(PATH, json!({ "username": name })).await.refuses(422, code);
    }
    assert_eq!(me.patch(PATH, json!({ "username": "eve" })).await.expect(200).json()["username"], "eve");
    crate::experience::settings(&server, "username_policy", "{\"allowedChars\":{\"lowercase\":false}}").await;
    me.patch(PATH, json!({ "username": "abc" })).await.refuses(422, "user.username_lowercase_not_allowed");
    crate::experience::settings(&server, "username_policy", "{}").await;
    assert_eq!(me.patch(PATH, json!({ "username": null })).await.expect(200).json()["username"], json!(null));
    me.delete("/api/my-account/primary-email").await.refuses(400, "user.last_sign_in_method_required");
    me.patch(PATH, json!({ "username": "eve" })).await.expect(200);
    me.delete("/api/my-account/primary-email").await.expect(204);
    me.patch(PATH, json!({ "username": null })).await.refuses(400, "user.last_sign_in_method_required");
});

on_both!(a_token_counts_at_its_tenant_while_the_account_center_is_open, server, {
    let own = Own::new(&server).await;
    // A token is of one tenant, and the account center of another is none of its business.
    let token = own.tokens["access_token"].as_str().unwrap();
    server.anonymous_admin().with_token(token).get(PATH).await.refuses(401, "auth.unauthorized");
    // Settings count from the moment they are changed.
    own.flow.api.patch("/api/account-center", json!({ "enabled": false })).await.expect(200);
    own.me.get(PATH).await.refuses(400, "account_center.not_enabled");
    allow(&own.flow.api, everything()).await;
    own.me.get(PATH).await.expect(200);
    // A token that was revoked or whose user is suspended is none.
    own.flow.api.patch(&own.flow.path("/is-suspended"), json!({ "isSuspended": true })).await.expect(200);
    own.me.get(PATH).await.refuses(401, "auth.unauthorized");
});

on_both!(any_page_may_ask, server, {
    let own = Own::new(&server).await;
    let page = own.me.with("origin", "https://pages.test");
    let answer = page.get(PATH).await.expect(200);
    assert_eq!(answer.header("access-control-allow-origin"), "https://pages.test");
    let asked = server.anonymous().with("origin", "https://pages.test").with("access-control-request-method", "PATCH");
    let answer = asked
        .with("access-control-request-headers", "logto-verification-id")
        .send(http::Method::OPTIONS, PATH, "", "")
        .await;
    assert_eq!(answer.expect(204).header("access-control-allow-headers"), "logto-verification-id");
});
