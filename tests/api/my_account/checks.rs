//! What every operation of the account API asks of its caller, in the order of the API.

use avouch_testkit::on_both;
use serde_json::{Value, json};

use crate::my_account::own::{Own, allow, ask};

/// Each operation with a body that its schema takes.
pub(super) fn operations() -> Vec<(&'static str, &'static str, Value)> {
    let none = || json!({});
    let passkey = json!({ "verificationRecordId": "x", "payload": {
        "type": "WebAuthn", "id": "AAAA", "rawId": "AAAA", "clientExtensionResults": {},
        "response": { "clientDataJSON": "AAAA", "attestationObject": "AAAA" },
    } });
    let record = json!({ "verificationId": "x", "code": "1", "identifier": { "type": "email", "value": "a@b.co" } });
    vec![
        ("GET", "/my-account", none()),
        ("PATCH", "/my-account", json!({ "name": "A" })),
        ("PATCH", "/my-account/profile", json!({ "nickname": "A" })),
        ("POST", "/my-account/password", json!({ "password": "x" })),
        ("POST", "/my-account/primary-email", json!({ "email": "a@b.co", "newIdentifierVerificationRecordId": "x" })),
        ("DELETE", "/my-account/primary-email", none()),
        ("POST", "/my-account/primary-phone", json!({ "phone": "1", "newIdentifierVerificationRecordId": "x" })),
        ("DELETE", "/my-account/primary-phone", none()),
        ("POST", "/my-account/identities", json!({ "newIdentifierVerificationRecordId": "x" })),
        ("PUT", "/my-account/identities", json!({ "newIdentifierVerificationRecordId": "x" })),
        ("DELETE", "/my-account/identities/github", none()),
        ("GET", "/my-account/identities/github/access-token", none()),
        ("PUT", "/my-account/identities/github/access-token", json!({ "verificationRecordId": "x" })),
        ("GET", "/my-account/sso-identities/acme/access-token", none()),
        ("GET", "/my-account/mfa-settings", none()),
        ("PATCH", "/my-account/mfa-settings", json!({ "skipMfaOnSignIn": true })),
        ("GET", "/my-account/logto-configs", none()),
        ("PATCH", "/my-account/logto-configs", none()),
        ("GET", "/my-account/mfa-verifications", none()),
        ("POST", "/my-account/mfa-verifications", json!({ "type": "Totp", "secret": "x" })),
        ("POST", "/my-account/mfa-verifications", json!({ "type": "BackupCode", "codes": [] })),
        (
            "POST",
            "/my-account/mfa-verifications",
            json!({ "type": "WebAuthn", "newIdentifierVerificationRecordId": "x" }),
        ),
        ("PUT", "/my-account/mfa-verifications/totp", json!({ "secret": "x", "code": "1" })),
        ("POST", "/my-account/mfa-verifications/totp-secret/generate", none()),
        ("POST", "/my-account/mfa-verifications/backup-codes/generate", none()),
        ("GET", "/my-account/mfa-verifications/backup-codes", none()),
        ("PATCH", "/my-account/mfa-verifications/x/name", json!({ "name": "A" })),
        ("DELETE", "/my-account/mfa-verifications/x", none()),
        ("POST", "/my-account/user-assets/avatar", none()),
        ("GET", "/my-account/personal-data", none()),
        ("GET", "/my-account/sessions", none()),
        ("DELETE", "/my-account/sessions", none()),
        ("DELETE", "/my-account/sessions/x", none()),
        ("GET", "/my-account/trusted-devices", none()),
        ("DELETE", "/my-account/trusted-devices/x", none()),
        ("GET", "/my-account/grants", none()),
        ("DELETE", "/my-account/grants/x", none()),
        ("POST", "/verifications/password", json!({ "password": "x" })),
        ("POST", "/verifications/verification-code", json!({ "identifier": { "type": "email", "value": "a@b.co" } })),
        ("POST", "/verifications/verification-code/verify", record),
        ("POST", "/verifications/social", json!({ "connectorId": "x", "state": "s", "redirectUri": "https://x" })),
        ("POST", "/verifications/social/verify", json!({ "verificationRecordId": "x", "connectorData": {} })),
        ("POST", "/verifications/web-authn/registration", none()),
        ("POST", "/verifications/web-authn/registration/verify", passkey),
    ]
}

/// What an operation answers to a caller who lacks something.
type Answers = &'static [(&'static str, u16, &'static str)];

/// Each operation of a list, named by method and path, answers to a caller as the list says; the others otherwise.
async fn all(client: &avouch_testkit::Client, answers: Answers, code_of_those: &str) {
    for (method, path, body) in operations() {
        let named = format!("{method} {path}");
        let answer = ask(client, method, &format!("/api{path}"), &body).await;
        let expected = answers.iter().find(|(name, ..)| *name == named);
        if let Some((_, status, code)) = expected {
            assert_eq!((answer.status.as_u16(), answer.code().as_str()), (*status, *code), "{named}");
        } else {
            let other = answer.status.is_success() || answer.code() != code_of_those;
            assert!(other, "{named}: {}", answer.text());
        }
    }
    for (name, ..) in answers {
        assert!(operations().iter().any(|(method, path, _)| *name == format!("{method} {path}")), "{name}");
    }
}

on_both!(only_a_token_of_a_user_opens_it, server, {
    let own = Own::new(&server).await;
    let anyone = server.anonymous();
    let (id, secret) = server.credential();
    let jwt = anyone.token(id, secret, "https://default.logto.app/api", "all").await;
    let profile = own.scoped("profile").await;
    for (method, path, body) in operations() {
        let path = format!("/api{path}");
        ask(&anyone, method, &path, &body).await.refuses(401, "auth.authorization_header_missing");
        let basic = anyone.with_basic("a", "b");
        ask(&basic, method, &path, &body).await.refuses(401, "auth.authorization_token_type_not_supported");
        ask(&anyone.with_token("x"), method, &path, &body).await.refuses(401, "auth.unauthorized");
        ask(&anyone.with_token(&jwt), method, &path, &body).await.refuses(401, "auth.unauthorized");
        ask(&profile, method, &path, &body).await.refuses(403, "auth.forbidden");
    }
    own.flow.api.patch("/api/account-center", json!({ "enabled": false })).await.expect(200);
    for (method, path, body) in operations() {
        ask(&own.me, method, &format!("/api{path}"), &body).await.refuses(400, "account_center.not_enabled");
    }
});

on_both!(changes_need_a_proof, server, {
    const UNPROVED: &str = "verification_record.permission_denied";
    const ANSWERS: Answers = &[
        ("POST /my-account/password", 401, UNPROVED),
        ("POST /my-account/primary-email", 401, UNPROVED),
        ("DELETE /my-account/primary-email", 401, UNPROVED),
        ("POST /my-account/primary-phone", 401, UNPROVED),
        ("DELETE /my-account/primary-phone", 401, UNPROVED),
        ("POST /my-account/identities", 401, UNPROVED),
        ("PUT /my-account/identities", 401, UNPROVED),
        ("DELETE /my-account/identities/github", 401, UNPROVED),
        ("PATCH /my-account/mfa-settings", 401, UNPROVED),
        ("PATCH /my-account/logto-configs", 401, UNPROVED),
        ("POST /my-account/mfa-verifications", 401, UNPROVED),
        ("PUT /my-account/mfa-verifications/totp", 401, UNPROVED),
        ("GET /my-account/mfa-verifications/backup-codes", 401, UNPROVED),
        ("PATCH /my-account/mfa-verifications/x/name", 401, UNPROVED),
        ("DELETE /my-account/mfa-verifications/x", 401, UNPROVED),
        ("GET /my-account/personal-data", 401, UNPROVED),
        ("GET /my-account/sessions", 401, UNPROVED),
        ("DELETE /my-account/sessions", 401, UNPROVED),
        ("DELETE /my-account/sessions/x", 401, UNPROVED),
        ("GET /my-account/trusted-devices", 401, UNPROVED),
        ("DELETE /my-account/trusted-devices/x", 401, UNPROVED),
        ("GET /my-account/grants", 401, UNPROVED),
        ("DELETE /my-account/grants/x", 401, UNPROVED),
    ];
    let own = Own::new(&server).await;
    all(&own.me, ANSWERS, UNPROVED).await;
    // What is no proof of this user is as none.
    for wrong in ["nope", "", "x, y"] {
        all(&own.me.with("logto-verification-id", wrong), ANSWERS, UNPROVED).await;
    }
});

on_both!(changes_need_the_field, server, {
    const NO_EDIT: &str = "account_center.field_not_editable";
    const NO_SIGHT: &str = "account_center.field_not_enabled";
    const EDIT: Answers = &[
        ("PATCH /my-account", 400, NO_EDIT),
        ("PATCH /my-account/profile", 400, NO_EDIT),
        ("POST /my-account/password", 400, NO_EDIT),
        ("POST /my-account/primary-email", 400, NO_EDIT),
        ("DELETE /my-account/primary-email", 400, NO_EDIT),
        ("POST /my-account/primary-phone", 400, NO_EDIT),
        ("DELETE /my-account/primary-phone", 400, NO_EDIT),
        ("POST /my-account/identities", 400, NO_EDIT),
        ("PUT /my-account/identities", 400, NO_EDIT),
        ("DELETE /my-account/identities/github", 400, NO_EDIT),
        ("PATCH /my-account/mfa-settings", 400, NO_EDIT),
        ("PATCH /my-account/logto-configs", 400, NO_EDIT),
        ("POST /my-account/mfa-verifications", 400, NO_EDIT),
        ("PUT /my-account/mfa-verifications/totp", 400, NO_EDIT),
        ("PATCH /my-account/mfa-verifications/x/name", 400, NO_EDIT),
        ("DELETE /my-account/sessions", 400, NO_EDIT),
        ("DELETE /my-account/sessions/x", 400, NO_EDIT),
        ("DELETE /my-account/trusted-devices/x", 400, NO_EDIT),
        ("DELETE /my-account/grants/x", 400, NO_EDIT),
    ];
    const SIGHT: Answers = &[
        ("GET /my-account/mfa-settings", 400, NO_SIGHT),
        ("GET /my-account/logto-configs", 400, NO_SIGHT),
        ("GET /my-account/mfa-verifications", 400, NO_SIGHT),
        ("GET /my-account/sessions", 400, NO_SIGHT),
        ("GET /my-account/trusted-devices", 400, NO_SIGHT),
        ("GET /my-account/grants", 400, NO_SIGHT),
    ];
    let own = Own::new(&server).await;
    let me = own.proved().await;
    allow(&own.flow.api, json!({})).await;
    all(&me, EDIT, NO_EDIT).await;
    all(&me, SIGHT, NO_SIGHT).await;
    allow(
        &own.flow.api,
        json!({ "mfa": "ReadOnly", "session": "ReadOnly", "trustedDevice": "ReadOnly", "name": "ReadOnly" }),
    )
    .await;
    all(&me, EDIT, NO_EDIT).await;
    // Passkeys are as second factors unless the tenant says otherwise.
    all(&me, &[], NO_SIGHT).await;
    allow(&own.flow.api, json!({ "mfa": "Edit", "passkey": "Off" })).await;
    me.get("/api/my-account/logto-configs").await.refuses(400, NO_SIGHT);
    me.get("/api/my-account/mfa-settings").await.expect(200);
});

on_both!(changes_need_the_scope, server, {
    const CODE: &str = "auth.unauthorized";
    const ANSWERS: Answers = &[
        ("PATCH /my-account", 400, CODE),
        ("PATCH /my-account/profile", 400, CODE),
        ("POST /my-account/primary-email", 400, CODE),
        ("DELETE /my-account/primary-email", 400, CODE),
        ("POST /my-account/primary-phone", 400, CODE),
        ("DELETE /my-account/primary-phone", 400, CODE),
        ("POST /my-account/identities", 401, CODE),
        ("PUT /my-account/identities", 401, CODE),
        ("DELETE /my-account/identities/github", 400, CODE),
        ("GET /my-account/mfa-settings", 401, CODE),
        ("PATCH /my-account/mfa-settings", 401, CODE),
        ("GET /my-account/logto-configs", 401, CODE),
        ("PATCH /my-account/logto-configs", 401, CODE),
        ("GET /my-account/mfa-verifications", 401, CODE),
        ("POST /my-account/mfa-verifications", 401, CODE),
        ("PUT /my-account/mfa-verifications/totp", 401, CODE),
        ("GET /my-account/mfa-verifications/backup-codes", 401, CODE),
        ("PATCH /my-account/mfa-verifications/x/name", 401, CODE),
        ("DELETE /my-account/mfa-verifications/x", 401, CODE),
        ("GET /my-account/personal-data", 401, CODE),
        ("GET /my-account/sessions", 401, CODE),
        ("DELETE /my-account/sessions", 401, CODE),
        ("DELETE /my-account/sessions/x", 401, CODE),
        ("GET /my-account/trusted-devices", 401, CODE),
        ("DELETE /my-account/trusted-devices/x", 401, CODE),
        ("GET /my-account/grants", 401, CODE),
        ("DELETE /my-account/grants/x", 401, CODE),
    ];
    const TOKENS: Answers = &[
        ("GET /my-account/identities/github/access-token", 403, "auth.forbidden"),
        ("PUT /my-account/identities/github/access-token", 403, "auth.forbidden"),
        ("GET /my-account/sso-identities/acme/access-token", 403, "auth.forbidden"),
    ];
    let own = Own::new(&server).await;
    let bare = own.scoped("openid").await.with("logto-verification-id", &own.proof().await);
    all(&bare, ANSWERS, CODE).await;
    all(&bare, TOKENS, "auth.forbidden").await;
});

on_both!(third_parties_change_nothing, server, {
    const CODE: &str = "auth.third_party_application_forbidden";
    const ANSWERS: Answers = &[
        ("PATCH /my-account", 403, CODE),
        ("PATCH /my-account/profile", 403, CODE),
        ("POST /my-account/password", 403, CODE),
        ("POST /my-account/primary-email", 403, CODE),
        ("DELETE /my-account/primary-email", 403, CODE),
        ("POST /my-account/primary-phone", 403, CODE),
        ("DELETE /my-account/primary-phone", 403, CODE),
        ("POST /my-account/identities", 403, CODE),
        ("PUT /my-account/identities", 403, CODE),
        ("DELETE /my-account/identities/github", 403, CODE),
        ("PATCH /my-account/mfa-settings", 403, CODE),
        ("PATCH /my-account/logto-configs", 403, CODE),
        ("POST /my-account/mfa-verifications", 403, CODE),
        ("PUT /my-account/mfa-verifications/totp", 403, CODE),
        ("PATCH /my-account/mfa-verifications/x/name", 403, CODE),
        ("DELETE /my-account/mfa-verifications/x", 403, CODE),
        ("GET /my-account/personal-data", 403, CODE),
        ("DELETE /my-account/sessions", 403, CODE),
        ("DELETE /my-account/sessions/x", 403, CODE),
        ("DELETE /my-account/trusted-devices/x", 403, CODE),
        ("DELETE /my-account/grants/x", 403, CODE),
        ("POST /verifications/password", 403, CODE),
        ("POST /verifications/verification-code", 403, CODE),
        ("POST /verifications/verification-code/verify", 403, CODE),
        ("POST /verifications/web-authn/registration", 403, CODE),
        ("POST /verifications/web-authn/registration/verify", 403, CODE),
    ];
    let own = Own::new(&server).await;
    let third = own.through_third_party().await.with("logto-verification-id", &own.proof().await);
    all(&third, ANSWERS, CODE).await;
});
