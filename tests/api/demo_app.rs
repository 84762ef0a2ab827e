//! `/demo-app` and the clients that every tenant has

use avouch_testkit::on_both;

use crate::flow::{Flow, parameter};

on_both!(the_page_signs_in_with_a_client_that_needs_no_row, server, {
    let page = server.anonymous().get("/demo-app").await.expect(200);
    assert!(page.text().contains("src=\"demo-app/page.js\"") && !page.text().contains("<script>"));
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
    for module in ["page.js", "shared.js", "sha256.js"] {
        let script = server.anonymous().get(&format!("/demo-app/{module}")).await.expect(200);
        assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8", "{module}");
    }
    server.anonymous().get("/demo-app/page.css").await.expect(200);
    let flow = Flow::new(&server, "SPA").await;
    for (client, path) in [("demo-app", "demo-app"), ("account-center", "account")] {
        let flow = Flow { client: client.to_owned(), browser: server.browser(), ..Flow::new_again(&flow) };
        let at = format!("{}/{path}", flow.api.base);
        let back = flow.follow(&flow.request(&[("redirect_uri", &at)])).await;
        assert!(back.starts_with(&format!("/{path}?code=")), "{back}");
        let code = parameter(&back, "code").unwrap();
        let tokens = flow.exchange(&code, &[("redirect_uri", &at)]).await.expect(200).json();
        assert_eq!(tokens["refresh_token"].is_string(), client == "account-center", "{tokens}");
        let hint = tokens["id_token"].as_str().unwrap();
        let bye = format!("/oidc/session/end?id_token_hint={hint}&post_logout_redirect_uri={at}");
        flow.browser.get(&bye).await.expect(200);
        let elsewhere = flow.request(&[("redirect_uri", "https://evil.test/demo-app")]);
        flow.browser.get(&elsewhere).await.refuses(400, "oidc.invalid_redirect_uri");
    }
});

on_both!(a_page_plays_a_device_that_signs_people_in, server, {
    let anyone = server.anonymous();
    let page = anyone.get("/device-demo-app").await.expect(200);
    assert!(page.text().contains("src=\"device-demo-app/page.js\"") && !page.text().contains("<script>"));
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
    let script = anyone.get("/device-demo-app/page.js").await.expect(200);
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    let asked = [("client_id", "device-demo-app"), ("scope", "openid profile email")];
    let asked = anyone.form("/oidc/device/auth", &asked).await.expect(200).json();
    let code = asked["device_code"].as_str().unwrap();
    let grant = "urn:ietf:params:oauth:grant-type:device_code";
    let poll = [("grant_type", grant), ("client_id", "device-demo-app"), ("device_code", code)];
    anyone.form("/oidc/token", &poll).await.refuses(400, "oidc.authorization_pending");
});
