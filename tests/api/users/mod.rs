//! `/api/users`

mod all_identities;
mod custom_data;
mod digests;
mod export;
mod grants;
mod has_password;
mod identities;
mod import;
mod is_suspended;
mod logto_configs;
mod mfa_verifications;
mod organizations;
mod password;
mod personal_access_tokens;
mod profile;
mod roles;
mod sessions;
mod sso_identities;

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_user_is_made_with_what_was_sent, server, {
    let api = server.management().await;
    let body = json!({
        "username": "ada", "primaryEmail": "Ada@example.test", "primaryPhone": "14155552671", "name": "Ada",
        "password": "Str0ng-Pa55word", "avatar": "https://img.test/a.png", "customData": { "a": 1 },
        "profile": { "givenName": "Ada", "address": { "country": "UK" } }, "isSuspended": true, "id": "chosen",
    });
    let made = api.post("/api/users", body).await.expect(200).json();
    let id = made["id"].as_str().unwrap();
    assert_eq!(id.len(), 12);
    let expected = json!({
        "id": id, "username": "ada", "primaryEmail": "Ada@example.test", "primaryPhone": "14155552671", "name": "Ada",
        "avatar": "https://img.test/a.png", "customData": { "a": 1 }, "identities": {}, "lastSignInAt": null,
        "createdAt": made["createdAt"], "updatedAt": made["createdAt"],
        "profile": { "givenName": "Ada", "address": { "country": "UK" } }, "applicationId": null, "cimdClientId": null,
        "isSuspended": false, "hasPassword": true,
    });
    assert_eq!(made, expected);
    assert_eq!(api.get(&format!("/api/users/{id}")).await.expect(200).json(), made);
    let shown = api.get(&format!("/api/users/{id}?includeSsoIdentities=true&includePasswordHash=1")).await.json();
    assert_eq!((&shown["ssoIdentities"], &shown["passwordAlgorithm"]), (&json!([]), &json!("Argon2i")));
    assert!(shown["passwordDigest"].as_str().unwrap().starts_with("$argon2i$v=19$m=8192,t=8,p=1$"));
    let empty = api.post("/api/users", json!({})).await.expect(200).json();
    assert_eq!((&empty["username"], &empty["hasPassword"]), (&json!(null), &json!(false)));
    api.get("/api/users/nobody").await.refuses(404, "entity.not_found");
});

on_both!(what_signs_in_belongs_to_one_user, server, {
    let api = server.management().await;
    let body = json!({ "username": "ada", "primaryEmail": "ada@example.test", "primaryPhone": "4915112345678" });
    let ada = api.post("/api/users", body).await.expect(200).text_of("id");
    for (body, code) in [
        (json!({ "username": "ada" }), "user.username_already_in_use"),
        (json!({ "primaryEmail": "ADA@example.test" }), "user.email_already_in_use"),
        (json!({ "primaryPhone": "4915112345678" }), "user.phone_already_in_use"),
        (json!({ "primaryPhone": "49015112345678" }), "user.phone_already_in_use"),
        (json!({ "primaryPhone": "0" }), "user.invalid_phone"),
    ] {
        api.post("/api/users", body.clone()).await.refuses(422, code);
    }
    api.post("/api/users", json!({ "username": "Ada" })).await.expect(200);
    let eve = api.user("eve").await;
    let path = format!("/api/users/{eve}");
    for (body, code) in [
        (json!({ "username": "ada" }), "user.username_already_in_use"),
        (json!({ "primaryEmail": "ADA@example.test", "username": "ada" }), "user.email_already_in_use"),
        (json!({ "primaryPhone": "4915112345678" }), "user.phone_already_in_use"),
        (json!({ "primaryPhone": "1" }), "user.invalid_phone"),
    ] {
        api.patch(&path, body.clone()).await.refuses(422, code);
    }
    api.patch(&format!("/api/users/{ada}"), json!({ "username": "ada", "primaryEmail": "ada@example.test" }))
        .await
        .expect(200);
    for body in [
        json!({ "username": "1x" }),
        json!({ "username": "a-b" }),
        json!({ "primaryEmail": "bad" }),
        json!({ "primaryPhone": "+1415" }),
        json!({ "avatar": "not-url" }),
        json!({ "password": "" }),
    ] {
        api.post("/api/users", body.clone()).await.refuses(400, "guard.invalid_input");
    }
});

on_both!(the_same_user_name_at_once_is_given_once, server, {
    let api = server.management().await;
    let tries = (0..10).map(|_| {
        let api = api.clone();
        async move {
            api.post("/api/users", json!({ "username": "race", "primaryEmail": "race@example.test" }))
                .await
                .status
                .as_u16()
        }
    });
    let mut statuses = futures_util::future::join_all(tries).await;
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200);
    assert!(statuses[1..].iter().all(|status| *status == 422), "{statuses:?}");
});

on_both!(hashes_of_other_systems_are_taken, server, {
    let api = server.management().await;
    for (body, status, code) in [
        (
            json!({ "password": "a", "passwordDigest": "b", "passwordAlgorithm": "MD5" }),
            400,
            "user.password_and_digest",
        ),
        (json!({ "passwordDigest": "b" }), 400, "user.password_algorithm_required"),
        (
            json!({ "passwordDigest": "b", "passwordAlgorithm": "Legacy" }),
            400,
            "password.invalid_legacy_password_format",
        ),
        (
            json!({ "passwordDigest": "[\"rot13\",[\"@\"],\"x\"]", "passwordAlgorithm": "Legacy" }),
            400,
            "password.unsupported_legacy_hash_algorithm",
        ),
        (json!({ "passwordDigest": "b", "passwordAlgorithm": "ROT13" }), 400, "guard.invalid_input"),
    ] {
        api.post("/api/users", body.clone()).await.refuses(status, code);
    }
    let md5 = json!({ "passwordDigest": "5f4dcc3b5aa765d61d8327deb882cf99", "passwordAlgorithm": "MD5" });
    let id = api.post("/api/users", md5).await.expect(200).text_of("id");
    let verify = format!("/api/users/{id}/password/verify");
    api.post(&verify, json!({ "password": "other" })).await.refuses(422, "session.invalid_credentials");
    api.post(&verify, json!({ "password": "password" })).await.expect(204);
    let shown = api.get(&format!("/api/users/{id}?includePasswordHash=yes")).await.json();
    assert_eq!(shown["passwordAlgorithm"], "Argon2i", "made anew at the first success");
    api.post(&verify, json!({ "password": "password" })).await.expect(204);
});

on_both!(a_user_is_changed_field_by_field, server, {
    let api = server.management().await;
    let body = json!({ "username": "ada", "primaryEmail": "a@example.test", "name": "A", "customData": { "a": 1 }, "profile": { "nickname": "n" } });
    let path = format!("/api/users/{}", api.post("/api/users", body).await.expect(200).text_of("id"));
    let changed = api.patch(&path, json!({ "username": null, "name": "", "primaryPhone": "14155552671" })).await;
    let changed = changed.expect(200).json();
    assert_eq!(
        (&changed["username"], &changed["name"], &changed["primaryPhone"]),
        (&json!(null), &json!(null), &json!("14155552671"))
    );
    assert_eq!((&changed["primaryEmail"], &changed["customData"]), (&json!("a@example.test"), &json!({ "a": 1 })));
    let change =
        json!({ "customData": { "b": 2 }, "profile": {}, "primaryEmail": "", "primaryPhone": null, "avatar": null });
    let changed = api.patch(&path, change).await.expect(200).json();
    assert_eq!(
        (&changed["customData"], &changed["profile"], &changed["primaryEmail"]),
        (&json!({ "b": 2 }), &json!({}), &json!(null))
    );
    api.patch(&path, json!({ "isSuspended": true, "createdAt": 1 })).await.refuses(422, "entity.invalid_input");
    api.patch("/api/users/nobody", json!({ "name": "x" })).await.refuses(404, "entity.not_found");
});

on_both!(held lists_users_newest_first, server, {
    let api = server.management().await;
    for name in ["a", "b", "c"] {
        server.clock.advance(1);
        api.user(name).await;
    }
    let listed = api.get("/api/users?page=1&page_size=2").await.expect(200);
    assert_eq!(listed.header("total-number"), "3");
    let names: Vec<_> = listed.json().as_array().unwrap().iter().map(|row| row["username"].clone()).collect();
    assert_eq!(names, [json!("c"), json!("b")]);
    assert!(listed.json()[0].get("passwordDigest").is_none());
    let hashed = api.get("/api/users?includePasswordHash=true").await.expect(200).json();
    assert_eq!(hashed[0]["passwordDigest"], json!(null));
    let found = api.get("/api/users?search.username=A&mode.username=exact").await.expect(200);
    assert_eq!(found.header("total-number"), "1");
    api.get("/api/users?search=x&mode=bogus").await.refuses(400, "request.invalid_input");
    api.get("/api/users?excludeRoleId=a&excludeOrganizationId=b").await.refuses(400, "request.invalid_input");
    let (role, id) = (api.role("r", "User").await, found.json()[0]["id"].as_str().unwrap().to_owned());
    api.post(&format!("/api/users/{id}/roles"), json!({ "roleIds": [role] })).await.expect(201);
    assert_eq!(api.get(&format!("/api/users?excludeRoleId={role}")).await.header("total-number"), "2");
});

on_both!(new_users_get_the_default_roles, server, {
    let api = server.management().await;
    let role = api.role("everyone", "User").await;
    api.patch(&format!("/api/roles/{role}"), json!({ "isDefault": true })).await.expect(200);
    let user = api.user("ada").await;
    let held = api.get(&format!("/api/users/{user}/roles")).await.expect(200).json();
    assert_eq!((held.as_array().unwrap().len(), &held[0]["id"]), (1, &json!(role)));
});

on_both!(a_user_is_deleted_with_all_that_is_the_users, server, {
    let api = server.management().await;
    let user = api.user("ada").await;
    let (role, organization) = (api.role("r", "User").await, api.organization("Org").await);
    api.post(&format!("/api/users/{user}/roles"), json!({ "roleIds": [role] })).await.expect(201);
    api.post(&format!("/api/organizations/{organization}/users"), json!({ "userIds": [user] })).await.expect(201);
    api.post(&format!("/api/users/{user}/personal-access-tokens"), json!({ "name": "t" })).await.expect(201);
    api.put(&format!("/api/users/{user}/identities/github"), json!({ "userId": "gh" })).await.expect(201);
    let path = format!("/api/users/{user}");
    api.delete(&path).await.expect(204);
    api.delete(&path).await.refuses(404, "entity.not_found");
    assert_eq!(api.get(&format!("/api/roles/{role}/users")).await.header("total-number"), "0");
    assert_eq!(api.get(&format!("/api/organizations/{organization}/users")).await.header("total-number"), "0");
    let other = api.user("eve").await;
    api.put(&format!("/api/users/{other}/identities/github"), json!({ "userId": "gh" })).await.expect(201);
    let own = server.credential().0;
    api.delete(&format!("/api/users/{own}")).await.refuses(400, "user.cannot_delete_self");
});
