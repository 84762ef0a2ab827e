//! The first one to register at the console runs the installation.

use avouch_store::users::roles;
use avouch_store::{organizations, sign_in_experiences};
use avouch_testkit::{Answer, Browser, Server, on_both};
use serde_json::json;

use super::{PASSWORD, post, start};
use crate::flow::{VERIFIER, parameter};

/// A browser that the console sent to the operators' pages.
async fn at_console(server: &Server) -> Browser {
    use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
    let admin = server.anonymous_admin();
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(avouch_crypto::sha256(VERIFIER.as_bytes()));
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", "admin-console")
        .append_pair("redirect_uri", &format!("{}/console/callback", admin.base))
        .append_pair("response_type", "code")
        .append_pair("scope", "openid profile all")
        .append_pair("resource", "https://default.logto.app/api")
        .append_pair("state", "xyz")
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256")
        .finish();
    let browser = Browser::new(admin);
    browser.get(&format!("/oidc/auth?{query}")).await.expect(303);
    browser
}

async fn register(browser: &Browser, username: &str) -> Answer {
    start(browser, "Register").await;
    let body = json!({ "identifier": { "type": "username", "value": username }, "password": PASSWORD });
    let id = post(browser, "/verification/new-password-identity", body).await.expect(200).text_of("verificationId");
    post(browser, "/identification", json!({ "verificationId": id })).await
}

on_both!(the_first_operator_gets_everything_and_closes_the_door, server, {
    let browser = at_console(&server).await;
    let late = at_console(&server).await;
    register(&browser, "first").await.expect(201);
    // The door is closed, for one who stood in it too.
    register(&late, "second").await.refuses(403, "auth.forbidden");
    let mut address = post(&browser, "/submit", json!({})).await.expect(200).text_of("redirectTo");
    for _ in 0..4 {
        let answer = browser.get(&address).await;
        assert!(answer.status.is_redirection(), "{address} {}", answer.text());
        answer.header("location").clone_into(&mut address);
        if address.contains("/console/callback") {
            break;
        }
    }
    let code = parameter(&address, "code").unwrap_or_else(|| panic!("no code in {address}"));
    let admin = server.anonymous_admin();
    let tokens = admin
        .form(
            "/oidc/token",
            &[
                ("grant_type", "authorization_code"),
                ("client_id", "admin-console"),
                ("code", &code),
                ("redirect_uri", &format!("{}/console/callback", admin.base)),
                ("code_verifier", VERIFIER),
                ("resource", "https://default.logto.app/api"),
            ],
        )
        .await
        .expect(200)
        .json();
    // With what the console gets, the default tenant is managed.
    let api = server.anonymous().with_token(tokens["access_token"].as_str().unwrap());
    api.get("/api/applications").await.expect(200);
    let tenant = server.tenant("admin");
    let claims = avouch_testkit::Client::claims(tokens["access_token"].as_str().unwrap());
    let user = claims["sub"].as_str().unwrap();
    let mut names = roles::names(&tenant, user).await.unwrap();
    names.sort_unstable();
    assert_eq!(names, ["default:admin", "user"]);
    let own = organizations::users::organizations(&tenant, user).await.unwrap();
    assert_eq!((own[0].organization.id.as_str(), own[0].organization_roles[0].name.as_str()), ("t-default", "admin"));
    assert_eq!(sign_in_experiences::get(&tenant).await.unwrap().unwrap().sign_in_mode, "SignIn");
});
