//! `/api/sign-in-exp`

mod default;
mod username_policy;

use avouch_testkit::on_both;
use serde_json::{Value, json};

on_both!(settings_are_read_and_replaced_part_by_part, server, {
    let api = server.management().await;
    let seeded = api.get("/api/sign-in-exp").await.expect(200).json();
    assert_eq!(
        (&seeded["color"]["primaryColor"], &seeded["signInMode"]),
        (&json!("#6139F6"), &json!("SignInAndRegister"))
    );
    let body = json!({
        "color": { "primaryColor": "#fff", "isDarkModeEnabled": true, "darkPrimaryColor": "#000000" },
        "branding": { "logoUrl": "mock://fake-url/logo.png" }, "termsOfUseUrl": "https://a.test/terms",
        "supportEmail": "help@a.test", "customCss": "a{}", "agreeToTermsPolicy": "Manual", "signInMode": "SignIn",
        "passwordPolicy": { "length": { "min": 10 } }, "socialSignInConnectorTargets": ["github"], "id": "other",
    });
    let changed = api.patch("/api/sign-in-exp", body.clone()).await.expect(200).json();
    for name in ["color", "branding", "termsOfUseUrl", "supportEmail", "customCss", "signInMode", "passwordPolicy"] {
        assert_eq!(changed[name], body[name], "{name}");
    }
    assert_eq!((&changed["id"], &changed["socialSignInConnectorTargets"]), (&json!("default"), &json!([])));
    let cleared =
        api.patch("/api/sign-in-exp", json!({ "termsOfUseUrl": "", "supportEmail": null })).await.expect(200).json();
    assert_eq!((&cleared["termsOfUseUrl"], &cleared["supportEmail"]), (&Value::Null, &Value::Null));
    api.patch("/api/sign-in-exp", json!({})).await.refuses(422, "entity.invalid_input");
    for wrong in [
        json!({ "color": { "primaryColor": "red" } }),
        json!({ "termsOfUseUrl": "javascript:alert(1)" }),
        json!({ "languageInfo": { "autoDetect": true, "fallbackLanguage": "xx" } }),
        json!({ "passwordExpiration": { "enabled": true } }),
        json!({ "usernamePolicy": { "minLength": 9, "maxLength": 3 } }),
        json!({ "customUiCsp": { "imgSrc": [] } }),
    ] {
        api.patch("/api/sign-in-exp", wrong).await.refuses(400, "guard.invalid_input");
    }
    let twice = json!({ "signUpProfileFields": [{ "name": "a" }, { "name": "a" }] });
    let refused = api.patch("/api/sign-in-exp", twice).await.refuses(400, "request.invalid_input").json();
    assert_eq!(refused["data"], json!({ "duplicateNames": ["a"] }));
    let unknown = json!({ "signUpProfileFields": [{ "name": "nope" }] });
    assert_eq!(api.patch("/api/sign-in-exp", unknown).await.expect(200).json()["signUpProfileFields"], json!([]));
});

on_both!(sources_of_own_pages_are_normal_addresses, server, {
    let api = server.management().await;
    for (directive, source, reason) in [
        ("scriptSrc", "'unsafe-inline'", "csp_keyword_not_supported"),
        ("connectSrc", "https://a.test;", "semicolon_not_allowed"),
        ("scriptSrc", "wss://a.test", "unsupported_scheme"),
    ] {
        let body = json!({ "customUiCsp": { directive: ["https://fine.test", source] } });
        let refused = api.patch("/api/sign-in-exp", body).await.refuses(400, "request.invalid_input").json();
        let data = json!({ "directive": directive, "source": source, "validationErrorCode": reason });
        assert_eq!(refused["data"], data);
    }
    let body = json!({ "customUiCsp": {
        "scriptSrc": ["https://A.test/", "https://a.test", "https://*.b.test:8443/js"], "connectSrc": ["wss://a.test"],
    } });
    let kept = api.patch("/api/sign-in-exp", body).await.expect(200).json();
    let wanted = json!({ "scriptSrc": ["https://a.test", "https://*.b.test:8443/js"], "connectSrc": ["wss://a.test"] });
    assert_eq!(kept["customUiCsp"], wanted);
    let kept = api.patch("/api/sign-in-exp", json!({ "customUiCsp": { "scriptSrc": [] } })).await.expect(200).json();
    assert_eq!(kept["customUiCsp"], json!({}));
    // What is sold elsewhere is there.
    let body = json!({ "hideLogtoBranding": true, "emailBlocklistPolicy": { "blockDisposableAddresses": true } });
    let kept = api.patch("/api/sign-in-exp", body).await.expect(200).json();
    let policy = &kept["emailBlocklistPolicy"]["blockDisposableAddresses"];
    assert_eq!((&kept["hideLogtoBranding"], policy), (&json!(true), &json!(true)));
});

on_both!(nothing_is_kept_back_for_sale, server, {
    let api = server.management().await;
    let change = json!({ "hideLogtoBranding": true, "customUiCsp": { "scriptSrc": ["https://a.test"] } });
    let changed = api.patch("/api/sign-in-exp", change).await.expect(200).json();
    assert_eq!(changed["hideLogtoBranding"], true);
    assert_eq!(changed["customUiCsp"]["scriptSrc"], json!(["https://a.test"]));
    let told = server.anonymous().get("/api/.well-known/sign-in-exp").await.expect(200).json();
    assert_eq!(told["hideLogtoBranding"], true);
});

on_both!(parts_must_agree, server, {
    let api = server.management().await;
    let refuse = async |body: Value, status: u16, code: &str| {
        api.patch("/api/sign-in-exp", body).await.refuses(status, code);
    };
    let method = |identifier: &str, password: bool, code: bool| json!({ "signIn": { "methods": [{ "identifier": identifier, "password": password, "verificationCode": code, "isPasswordPrimary": true }] } });
    let sign_up = |identifiers: Value, password: bool, verify: bool, secondary: Value| json!({ "signUp": { "identifiers": identifiers, "password": password, "verify": verify, "secondaryIdentifiers": secondary } });
    let language = json!({ "languageInfo": { "autoDetect": true, "fallbackLanguage": "zz-TR" } });
    refuse(language, 400, "sign_in_experiences.unsupported_default_language").await;
    refuse(
        sign_up(json!([]), true, false, json!([{ "identifier": "email", "verify": true }])),
        400,
        "sign_in_experiences.missing_sign_up_identifiers",
    )
    .await;
    refuse(
        sign_up(json!(["username", "username"]), true, false, json!([])),
        400,
        "sign_in_experiences.duplicated_sign_up_identifiers",
    )
    .await;
    let overlap = json!([{ "identifier": "emailOrPhone", "verify": true }]);
    refuse(sign_up(json!(["email"]), true, true, overlap), 400, "sign_in_experiences.duplicated_sign_up_identifiers")
        .await;
    refuse(sign_up(json!(["email"]), true, false, json!([])), 400, "sign_in_experiences.passwordless_requires_verify")
        .await;
    refuse(sign_up(json!(["email"]), true, true, json!([])), 400, "sign_in_experiences.enabled_connector_not_found")
        .await;
    refuse(method("phone", false, true), 400, "sign_in_experiences.enabled_connector_not_found").await;
    refuse(method("username", false, false), 400, "sign_in_experiences.at_least_one_authentication_factor").await;
    let forgot = json!({ "forgotPasswordMethods": ["EmailVerificationCode"] });
    refuse(forgot, 400, "sign_in_experiences.forgot_password_method_requires_connector").await;
    let expires = |days: i64| json!({ "passwordExpiration": { "enabled": true, "validPeriodDays": days } });
    refuse(expires(0), 422, "sign_in_experiences.password_expiration_invalid_period_days").await;
    refuse(expires(30), 422, "sign_in_experiences.password_expiration_requires_forgot_password").await;
    let mfa = |factors: Value, policy: &str| json!({ "mfa": { "factors": factors, "policy": policy } });
    refuse(mfa(json!(["Totp", "Totp"]), "NoPrompt"), 400, "sign_in_experiences.duplicated_mfa_factors").await;
    refuse(mfa(json!(["BackupCode"]), "NoPrompt"), 400, "sign_in_experiences.backup_code_cannot_be_enabled_alone")
        .await;
    refuse(json!({ "adaptiveMfa": { "enabled": true } }), 422, "sign_in_experiences.adaptive_mfa_requires_mfa").await;
    api.patch("/api/sign-in-exp", mfa(json!(["Totp"]), "NoPrompt")).await.expect(200);
    refuse(
        json!({ "adaptiveMfa": { "enabled": true } }),
        422,
        "sign_in_experiences.adaptive_mfa_requires_non_skippable_policy",
    )
    .await;
    refuse(
        mfa(json!(["Totp"]), "PromptOnlyAtSignInMandatory"),
        422,
        "sign_in_experiences.non_adaptive_mfa_requires_skippable_policy",
    )
    .await;
    let both = json!({ "mfa": { "factors": ["Totp"], "policy": "PromptOnlyAtSignInMandatory" }, "adaptiveMfa": { "enabled": true } });
    api.patch("/api/sign-in-exp", both).await.expect(200);
    let items = json!({ "emailBlocklistPolicy": { "customBlocklist": ["@ok.test", "nope"] } });
    let refused = api.patch("/api/sign-in-exp", items).await;
    assert_eq!(
        refused.refuses(400, "sign_in_experiences.invalid_custom_email_blocklist_format").json()["data"],
        json!({ "items": ["nope"] })
    );
    let kept = json!({ "emailBlocklistPolicy": { "customBlocklist": ["@ok.test", "@ok.test"] } });
    let kept = api.patch("/api/sign-in-exp", kept).await.expect(200).json();
    assert_eq!(kept["emailBlocklistPolicy"]["customBlocklist"], json!(["@ok.test"]));
});

on_both!(codes_are_for_one_factor, server, {
    let api = server.management().await;
    let mail = json!({ "connectorId": "http-email", "config": { "endpoint": "https://mail.test" } });
    api.post("/api/connectors", mail).await.expect(200);
    let sms = json!({ "connectorId": "http-sms", "config": { "endpoint": "https://sms.test" } });
    api.post("/api/connectors", sms).await.expect(200);
    let methods = |email: bool, phone: bool| {
        json!([
            { "identifier": "email", "password": true, "verificationCode": email, "isPasswordPrimary": true },
            { "identifier": "phone", "password": true, "verificationCode": phone, "isPasswordPrimary": true },
        ])
    };
    let sign_in = |email: bool, phone: bool| json!({ "signIn": { "methods": methods(email, phone) } });
    let mfa = |factor: &str| json!({ "mfa": { "factors": [factor], "policy": "NoPrompt" } });
    api.patch("/api/sign-in-exp", sign_in(true, true)).await.expect(200);
    for (factor, code) in [
        ("EmailVerificationCode", "sign_in_experiences.email_verification_code_cannot_be_used_for_mfa"),
        ("PhoneVerificationCode", "sign_in_experiences.phone_verification_code_cannot_be_used_for_mfa"),
    ] {
        api.patch("/api/sign-in-exp", mfa(factor)).await.refuses(400, code);
    }
    api.patch("/api/sign-in-exp", sign_in(false, false)).await.expect(200);
    for (factor, code, body) in [
        (
            "EmailVerificationCode",
            "sign_in_experiences.email_verification_code_cannot_be_used_for_sign_in",
            sign_in(true, false),
        ),
        (
            "PhoneVerificationCode",
            "sign_in_experiences.phone_verification_code_cannot_be_used_for_sign_in",
            sign_in(false, true),
        ),
    ] {
        api.patch("/api/sign-in-exp", mfa(factor)).await.expect(200);
        api.patch("/api/sign-in-exp", body).await.refuses(400, code);
    }
    let bare = json!({ "signUp": { "identifiers": ["email"], "password": false, "verify": true }, "signIn": { "methods": methods(false, false) },
        "mfa": { "factors": [], "policy": "NoPrompt" } });
    api.patch("/api/sign-in-exp", bare).await.refuses(400, "sign_in_experiences.code_sign_in_must_be_enabled");
    let expires = json!({ "passwordExpiration": { "enabled": true, "validPeriodDays": 30 }, "forgotPasswordMethods": ["EmailVerificationCode"] });
    let kept = api.patch("/api/sign-in-exp", expires).await.expect(200).json();
    assert!(kept["passwordExpiration"]["enabledAt"].is_number());
    let connectors = api.get("/api/connectors?target=http-email").await.expect(200).json();
    let path = format!("/api/connectors/{}", connectors[0]["id"].as_str().unwrap());
    api.delete(&path).await.refuses(422, "sign_in_experiences.password_expiration_requires_forgot_password");
    let off =
        api.patch("/api/sign-in-exp", json!({ "passwordExpiration": { "enabled": false } })).await.expect(200).json();
    assert_eq!(off["passwordExpiration"], json!({ "enabled": false }));
    api.delete(&path).await.expect(204);
});
