//! `/oidc/device`, `/oidc/device/auth` and the device code grant

use avouch_testkit::{Answer, Client, on_both};
use serde_json::{Value, json};

use crate::flow::{Flow, parameter};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// A device's application, with a user and a browser.
async fn device(server: &avouch_testkit::Server) -> Flow<'_> {
    let metadata = json!({ "redirectUris": [], "postLogoutRedirectUris": [] });
    let custom = json!({ "isDeviceFlow": true });
    Flow::with(server, json!({ "type": "Native", "oidcClientMetadata": metadata, "customClientMetadata": custom }))
        .await
}

async fn ask(flow: &Flow<'_>, more: &[(&str, &str)]) -> Value {
    let pairs = [&[("client_id", flow.client.as_str())], more].concat();
    flow.server.anonymous().form("/oidc/device/auth", &pairs).await.expect(200).json()
}

async fn poll(flow: &Flow<'_>, asked: &Value) -> Answer {
    let code = asked["device_code"].as_str().unwrap();
    let pairs = [("grant_type", GRANT), ("client_id", flow.client.as_str()), ("device_code", code)];
    flow.server.anonymous().form("/oidc/token", &pairs).await
}

/// Opens the page; answers what its form must bring.
async fn open(flow: &Flow<'_>) -> String {
    let opened = flow.browser.get("/oidc/device").await.expect(302);
    assert_eq!(opened.header("location"), "/device");
    flow.browser.cookie("_logto_device_flow_xsrf").unwrap()
}

async fn send(flow: &Flow<'_>, secret: &str, code: &str, more: &[(&str, &str)]) -> Answer {
    let pairs = [&[("xsrf", secret), ("user_code", code)], more].concat();
    flow.browser.form("/oidc/device", &pairs).await
}

/// Confirms a code and signs in; answers where the browser ends.
async fn confirm(flow: &Flow<'_>, secret: &str, code: &str) -> String {
    let answer = send(flow, secret, code, &[("confirm", "yes")]).await;
    let location = answer.header("location").to_owned();
    let next = if location.starts_with("/sign-in") { flow.sign_in(&location).await } else { location };
    if next.starts_with("/device") { next } else { flow.follow(&next).await }
}

on_both!(held a_device_gets_tokens_once_its_user_confirms, server, {
    let flow = device(&server).await;
    let asked = ask(&flow, &[("scope", "openid offline_access profile")]).await;
    let names: Vec<&String> = asked.as_object().unwrap().keys().collect();
    assert_eq!(names, ["device_code", "user_code", "verification_uri", "verification_uri_complete", "expires_in"]);
    let code = asked["user_code"].as_str().unwrap().to_owned();
    assert_eq!((code.len(), code.find('-'), asked["expires_in"].as_i64()), (9, Some(4), Some(600)));
    assert_eq!(asked["verification_uri"], format!("{}/device", flow.api.base));
    poll(&flow, &asked).await.refuses(400, "oidc.authorization_pending");
    server.clock.advance(1000);
    poll(&flow, &asked).await.refuses(400, "oidc.slow_down");
    server.clock.advance(5000);
    poll(&flow, &asked).await.refuses(400, "oidc.authorization_pending");

    // The address with the code in it: first the secret, then the question, then the sign-in.
    let complete = asked["verification_uri_complete"].as_str().unwrap();
    let start = flow.browser.get(complete).await.expect(302);
    assert_eq!(start.header("location"), format!("{}/oidc/device?user_code={code}", flow.api.base));
    let form = flow.browser.get(start.header("location")).await.expect(200).text();
    assert!(form.contains(&format!("name=\"user_code\" value=\"{code}\"")), "{form}");
    let secret = flow.browser.cookie("_logto_device_flow_xsrf").unwrap();
    let page = send(&flow, &secret, &code.to_lowercase(), &[]).await.expect(302);
    assert_eq!(page.header("location"), format!("/device?app_id={}&user_code={code}", flow.client));
    let page = flow.browser.get(page.header("location")).await.expect(200);
    assert_eq!(page.header("x-frame-options"), "SAMEORIGIN");
    assert!(page.header("content-security-policy").contains("script-src 'sha256-"));
    assert_eq!(confirm(&flow, &secret, &code).await, "/device/success");
    assert!(flow.browser.get("/device/success").await.expect(200).text().contains("connected"));
    assert_eq!(flow.browser.cookie("_logto_device_flow_xsrf"), None);

    let tokens = poll(&flow, &asked).await.expect(200).json();
    let names: Vec<&String> = tokens.as_object().unwrap().keys().collect();
    assert_eq!(names, ["access_token", "expires_in", "id_token", "refresh_token", "scope", "token_type"]);
    assert_eq!(tokens["scope"], "openid offline_access profile");
    let claims = Client::claims(tokens["id_token"].as_str().unwrap());
    assert_eq!((&claims["sub"], &claims["aud"]), (&json!(flow.user), &json!(flow.client)));
    let refreshed = flow.refresh(tokens["refresh_token"].as_str().unwrap(), &[]).await.expect(200).json();
    // Used again, all that came from it is worth nothing.
    poll(&flow, &asked).await.refuses(400, "oidc.invalid_grant");
    flow.refresh(refreshed["refresh_token"].as_str().unwrap(), &[]).await.refuses(400, "oidc.invalid_grant");
    let issued = |entry: &Value| entry["key"] == "ExchangeTokenBy.DeviceCode" && entry["result"] == "Success";
    let entry = server.logs().await.into_iter().find(issued).unwrap();
    assert_eq!(entry["userId"], json!(flow.user));
});

on_both!(a_user_may_refuse_a_device, server, {
    let flow = device(&server).await;
    let asked = ask(&flow, &[("scope", "openid")]).await;
    let code = asked["user_code"].as_str().unwrap();
    let secret = open(&flow).await;
    let aborted = send(&flow, &secret, code, &[("abort", "yes")]).await.expect(302);
    assert_eq!(aborted.header("location"), "/device?error=AbortedError");
    poll(&flow, &asked).await.refuses(400, "oidc.access_denied");
    let again = send(&flow, &secret, code, &[]).await.expect(302);
    assert_eq!(parameter(again.header("location"), "error").as_deref(), Some("AlreadyUsedError"));
});

on_both!(held a_code_that_cannot_be_confirmed_is_told_by_its_reason, server, {
    let flow = device(&server).await;
    let secret = open(&flow).await;
    let none = send(&flow, &secret, "", &[]).await.expect(302);
    assert_eq!(none.header("location"), "/device?error=NoCodeError");
    let unknown = send(&flow, &secret, "BCDF-GHJK", &[]).await.expect(302);
    assert_eq!(unknown.header("location"), "/device?input_code=BCDF-GHJK&error=NotFoundError");
    flow.browser.get(unknown.header("location")).await.expect(200);
    let asked = ask(&flow, &[]).await;
    server.clock.advance(601_000);
    let late = send(&flow, &secret, asked["user_code"].as_str().unwrap(), &[("confirm", "yes")]).await.expect(302);
    assert_eq!(parameter(late.header("location"), "error").as_deref(), Some("ExpiredError"));
    poll(&flow, &asked).await.refuses(400, "oidc.expired_token");
    let other = device_of_another(&flow).await;
    let asked = ask(&flow, &[]).await;
    poll(&other, &asked).await.refuses(400, "oidc.invalid_grant");
    let pairs = [("grant_type", GRANT), ("client_id", flow.client.as_str())];
    server.anonymous().form("/oidc/token", &pairs).await.refuses(400, "oidc.invalid_request");
});

async fn device_of_another<'a>(flow: &Flow<'a>) -> Flow<'a> {
    let body = json!({ "name": "Other", "type": "Native", "customClientMetadata": { "isDeviceFlow": true } });
    let client = flow.api.post("/api/applications", body).await.expect(200).text_of("id");
    Flow { client, ..Flow::new_again(flow) }
}

on_both!(another_page_cannot_confirm_a_code, server, {
    let flow = device(&server).await;
    let asked = ask(&flow, &[]).await;
    let code = asked["user_code"].as_str().unwrap();
    let secret = open(&flow).await;
    send(&flow, "guessed", code, &[("confirm", "yes")]).await.refuses(400, "oidc.invalid_request");
    let elsewhere = Flow { browser: server.browser(), ..Flow::new_again(&flow) };
    send(&elsewhere, &secret, code, &[("confirm", "yes")]).await.refuses(400, "oidc.invalid_request");
    let start = server.browser().get("/device?input_code=x").await.expect(302);
    assert!(start.header("location").ends_with("/oidc/device?input_code=x"));
    poll(&flow, &asked).await.refuses(400, "oidc.authorization_pending");
});

on_both!(only_devices_have_the_grant, server, {
    let flow = Flow::new(&server, "Native").await;
    let refused = server.anonymous().form("/oidc/device/auth", &[("client_id", &flow.client)]).await;
    let refused = refused.refuses(400, "oidc.invalid_request").json();
    assert_eq!(refused["error_description"], format!("{GRANT} is not allowed for this client"));
    poll(&flow, &json!({ "device_code": "x" })).await.refuses(400, "oidc.invalid_request");
    let device = device_of_another(&flow).await;
    let at_auth = flow.browser.get(&flow.request(&[("client_id", &device.client)])).await;
    at_auth.refuses(400, "oidc.invalid_redirect_uri");
    // The one that every tenant has.
    let demo = Flow { client: "device-demo-app".to_owned(), ..Flow::new_again(&flow) };
    let asked = ask(&demo, &[("scope", "openid")]).await;
    let secret = open(&demo).await;
    assert_eq!(confirm(&demo, &secret, asked["user_code"].as_str().unwrap()).await, "/device/success");
    poll(&demo, &asked).await.expect(200);
});
