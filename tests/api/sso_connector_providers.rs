//! `/api/sso-connector-providers`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(providers_of_enterprises_are_listed, server, {
    let api = server.management().await;
    let all = api.get("/api/sso-connector-providers").await.expect(200).json();
    let named = |name: &str| all.as_array().unwrap().iter().find(|one| one["providerName"] == name).unwrap().clone();
    for (name, protocol) in [
        ("OIDC", "oidc"),
        ("SAML", "saml"),
        ("AzureAD", "saml"),
        ("GoogleWorkspace", "oidc"),
        ("Okta", "oidc"),
        ("AzureAdOidc", "oidc"),
    ] {
        let provider = named(name);
        assert_eq!(provider["providerType"], protocol, "{name}");
        for picture in ["logo", "logoDark"] {
            assert!(provider[picture].as_str().unwrap().starts_with("data:image/svg+xml;base64,"), "{provider}");
        }
        assert!(!provider["description"].as_str().unwrap().is_empty());
    }
    assert_eq!((named("OIDC")["name"].clone(), all.as_array().unwrap().len()), (json!("OIDC"), 6));
    server.anonymous().get("/api/sso-connector-providers").await.refuses(401, "auth.authorization_header_missing");
});
