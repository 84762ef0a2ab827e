//! `/oidc/session/end`

use avouch_testkit::on_both;

use crate::flow::{Flow, parameter};

/// The value of a form's field.
fn field(page: &str, name: &str) -> String {
    let from = page.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name} in {page}"));
    page[from..].split('"').nth(3).unwrap().to_owned()
}

on_both!(signing_out_ends_what_does_not_outlive_it, server, {
    let flow = Flow::new(&server, "SPA").await;
    let lasting = flow.tokens(&[("scope", "openid offline_access"), ("prompt", "consent")]).await;
    let other = Flow { client: Flow::another_client(&flow).await, ..Flow::new_again(&flow) };
    let passing = other.tokens(&[]).await;
    let hint = lasting["id_token"].as_str().unwrap();
    let start = |more: &str| format!("/oidc/session/end?id_token_hint={hint}&state=s{more}");
    let page = flow.browser.get(&start("&post_logout_redirect_uri=https://app.test/bye")).await.expect(200);
    let secret = field(&page.text(), "xsrf");
    flow.browser
        .form("/oidc/session/end/confirm", &[("xsrf", "wrong"), ("logout", "yes")])
        .await
        .refuses(400, "oidc.invalid_request");
    let done =
        flow.browser.form("/oidc/session/end/confirm", &[("xsrf", &secret), ("logout", "yes")]).await.expect(303);
    assert_eq!(done.header("location"), "https://app.test/bye?state=s");
    assert_eq!(flow.browser.cookie("_session"), None);
    let silent = flow.browser.get(&flow.request(&[("prompt", "none")])).await.expect(303);
    assert_eq!(parameter(silent.header("location"), "error").as_deref(), Some("login_required"));
    let me = async |tokens: &serde_json::Value| {
        server.anonymous().with_token(tokens["access_token"].as_str().unwrap()).get("/oidc/me").await
    };
    me(&lasting).await.expect(200);
    me(&passing).await.refuses(401, "oidc.invalid_token");
    flow.refresh(lasting["refresh_token"].as_str().unwrap(), &[]).await.expect(200);
});

on_both!(nobody_is_sent_anywhere_else, server, {
    let flow = Flow::new(&server, "SPA").await;
    let end = async |query: &str| flow.browser.get(&format!("/oidc/session/end?{query}")).await;
    let to = format!("client_id={}&post_logout_redirect_uri=https://evil.test", flow.client);
    end(&to).await.refuses(400, "oidc.invalid_request");
    end("id_token_hint=nonsense").await.refuses(400, "oidc.invalid_request");
    end("client_id=nobody").await.refuses(400, "oidc.invalid_client");
    let page = end("post_logout_redirect_uri=https://evil.test").await.expect(200);
    let done =
        flow.browser.form("/oidc/session/end/confirm", &[("xsrf", &field(&page.text(), "xsrf"))]).await.expect(303);
    assert!(done.header("location").ends_with("/oidc/session/end/success"));
    assert!(flow.browser.get(done.header("location")).await.expect(200).text().contains("signed out"));
    flow.browser.form("/oidc/session/end/confirm", &[("xsrf", "x")]).await.refuses(400, "oidc.invalid_request");
});

on_both!(who_signs_in_in_place_of_another_signs_the_other_out, server, {
    let flow = Flow::new(&server, "SPA").await;
    let before = flow.tokens(&[]).await;
    let eve = Flow { user: flow.api.user("eve").await, ..Flow::new_again(&flow) };
    let page = flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    let resume = eve.sign_in(page.header("location")).await;
    let form = flow.browser.get(&resume).await.expect(200).text();
    assert!(form.contains("/oidc/session/end/confirm"), "{form}");
    let fields = [("xsrf", field(&form, "xsrf")), ("logout", "yes".to_owned())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let out = flow.browser.form("/oidc/session/end/confirm", &fields).await.expect(303);
    assert_eq!(out.header("location"), format!("{}{resume}", flow.api.base));
    let back = eve.follow(out.header("location")).await;
    let tokens = eve.exchange(&parameter(&back, "code").unwrap(), &[]).await.expect(200).json();
    let claims = avouch_testkit::Client::claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(claims["sub"], serde_json::json!(eve.user));
    let old = before["access_token"].as_str().unwrap();
    server.anonymous().with_token(old).get("/oidc/me").await.refuses(401, "oidc.invalid_token");
    let entry = server.logs().await.into_iter().find(|entry| entry["key"] == "RevokeToken").unwrap();
    assert_eq!((&entry["userId"], &entry["applicationId"]), (&flow.user.into(), &flow.client.into()), "{entry}");
    assert_eq!(entry["tokenTypes"], serde_json::json!(["AccessToken", "AuthorizationCode"]));
});
