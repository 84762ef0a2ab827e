//! Members of a request that are not its to set change nothing, whatever they are called.

use avouch_store::Read as _;
use avouch_testkit::{Client, on_both};
use serde_json::{Value, json};

/// What rows have and no request sets, and what rows do not have.
fn foreign() -> Value {
    json!({
        "tenantId": "admin", "id": "chosen", "createdAt": 1, "updatedAt": 1, "lastSignInAt": 1, "isAdmin": true,
        "secret": "known", "value": "known", "applicationId": "x", "cimdClientId": "x", "userId": "x", "resourceId": "x",
        "organizationId_": "x", "isSuspended": true, "identities": { "github": { "userId": "1" } },
        "passwordEncrypted": "x", "passwordEncryptionMethod": "MD5", "logtoConfig": { "mfa": {} }, "hasPassword": true,
        "mfaVerifications": [{ "type": "Totp" }], "isPasswordExpired": true, "status": "Accepted",
        "acceptedUserId": "x", "appLevelAccessControlEnabled": true, "usersCount": 9, "scopes": [{ "id": "x" }],
        "organizationRoles": [{ "id": "x" }], "__proto__": { "x": 1 }, "constructor": 1,
    })
}

/// A body with everything that is not its to set; its own members win.
fn with_foreign(own: &Value, except: &[&str]) -> Value {
    let mut body = foreign();
    for name in except {
        body.as_object_mut().unwrap().remove(*name);
    }
    for (name, value) in own.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// What is made of a body, without what the server chooses for each.
fn settled(made: &Value) -> Value {
    let mut made = made.clone();
    for name in ["id", "createdAt", "updatedAt", "value", "name", "username", "indicator", "invitee"] {
        made.as_object_mut().unwrap().remove(name);
    }
    made
}

/// Makes a thing twice, once with everything that is not its to set; both are alike.
async fn alike(api: &Client, path: &str, status: u16, bodies: [Value; 2], except: &[&str]) -> String {
    let [plain, other] = bodies;
    let plain = api.post(path, plain).await.expect(status).json();
    let made = api.post(path, with_foreign(&other, except)).await.expect(status).json();
    assert_eq!(settled(&made), settled(&plain), "{path}");
    for name in ["id", "createdAt", "value"] {
        let set = foreign()[name].clone();
        assert!(made.get(name).is_none_or(|chosen| *chosen != set), "{path} {name}: {made}");
    }
    made.get("id").and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Changes a thing by its name alone; nothing else is another.
async fn only_the_name(api: &Client, path: &str, read: &str, change: Value, except: &[&str]) {
    let before = api.get(read).await.expect(200).json();
    api.patch(path, with_foreign(&change, except)).await.expect(200);
    let after = api.get(read).await.expect(200).json();
    for (name, value) in before.as_object().unwrap() {
        if !change.as_object().unwrap().contains_key(name) && name != "updatedAt" {
            assert_eq!(after[name], *value, "{path} {name}");
        }
    }
}

on_both!(what_is_made_is_made_of_its_own_members, server, {
    let api = server.management().await;
    let named = |name: &str, more: Value| {
        let mut body = more;
        body["name"] = name.into();
        body
    };
    let pair = |more: Value| [named("one", more.clone()), named("two", more)];
    let application = alike(&api, "/api/applications", 200, pair(json!({ "type": "Traditional" })), &[]).await;
    let role = alike(&api, "/api/roles", 200, pair(json!({ "description": "d" })), &["scopes"]).await;
    let organization = alike(&api, "/api/organizations", 201, pair(json!({})), &["tenantId", "createdAt"]).await;
    let org_role = alike(&api, "/api/organization-roles", 201, pair(json!({})), &[]).await;
    let org_scope = alike(&api, "/api/organization-scopes", 201, pair(json!({})), &[]).await;
    let indicators =
        [json!({ "name": "R", "indicator": "https://a" }), json!({ "name": "R", "indicator": "https://b" })];
    let resource = alike(&api, "/api/resources", 201, indicators, &[]).await;
    let scope = alike(&api, &format!("/api/resources/{resource}/scopes"), 201, pair(json!({})), &[]).await;
    let user = alike(&api, "/api/users", 200, [json!({ "username": "a" }), json!({ "username": "b" })], &[]).await;
    alike(&api, &format!("/api/applications/{application}/secrets"), 201, pair(json!({})), &[]).await;
    alike(&api, &format!("/api/users/{user}/personal-access-tokens"), 201, pair(json!({})), &[]).await;
    let invitation = |invitee: &str| json!({ "organizationId": organization, "invitee": invitee, "expiresAt": 4_102_444_800_000_i64 });
    let invitations = [invitation("a@example.test"), invitation("b@example.test")];
    alike(&api, "/api/organization-invitations", 201, invitations, &[]).await;

    for (kind, id, except) in [
        ("applications", &application, &["isAdmin", "appLevelAccessControlEnabled"][..]),
        ("roles", &role, &[]),
        ("organizations", &organization, &["createdAt"]),
        ("organization-roles", &org_role, &[]),
        ("organization-scopes", &org_scope, &[]),
        ("resources", &resource, &[]),
        ("users", &user, &[]),
    ] {
        let path = format!("/api/{kind}/{id}");
        only_the_name(&api, &path, &path, json!({ "name": "new" }), except).await;
    }
    let path = format!("/api/resources/{resource}/scopes");
    let find = async || {
        let all = api.get(&path).await.expect(200).json();
        all.as_array().unwrap().iter().find(|row| row["id"] == json!(scope)).unwrap().clone()
    };
    let mut expected = find().await;
    expected["name"] = json!("new");
    api.patch(&format!("{path}/{scope}"), with_foreign(&json!({ "name": "new" }), &[])).await.expect(200);
    assert_eq!(find().await, expected);

    let admin = server.tenant("admin");
    for table in ["applications", "users", "roles", "organizations"] {
        let sql = format!("select 1::bigint from {table} where tenant_id = $1 and id = 'chosen'");
        assert!(admin.fetch::<(i64,)>(sql.into(), Vec::new()).await.unwrap().is_empty(), "{table}");
    }
});
