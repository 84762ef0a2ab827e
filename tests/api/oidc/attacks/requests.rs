//! Requests that are more, larger or stranger than they should be

use avouch_testkit::{Receiver, on_both};
use http::Method;
use serde_json::json;

use crate::flow::{Flow, parameter};

on_both!(rfc9700_4_11_a_request_uri_is_not_fetched, server, {
    let flow = Flow::new(&server, "SPA").await;
    let receiver = Receiver::start().await;
    for address in [
        format!("{}/object", receiver.base),
        "http://169.254.169.254/latest/meta-data".to_owned(),
        "file:///etc/passwd".to_owned(),
        "https://app.test/object".to_owned(),
    ] {
        let answer = flow.browser.get(&flow.request(&[("request_uri", &address)])).await.expect(303);
        let location = answer.header("location");
        assert_eq!(parameter(location, "error").as_deref(), Some("request_uri_not_supported"), "{location}");
    }
    let unknown = "urn:ietf:params:oauth:request_uri:unknown";
    flow.browser.get(&flow.request(&[("request_uri", unknown)])).await.refuses(400, "oidc.invalid_request_uri");
    assert!(receiver.so_far().is_empty(), "{:?}", receiver.so_far());
});

on_both!(rfc9126_7_a_pushed_request_is_its_clients_and_whole, server, {
    let flow = Flow::new(&server, "SPA").await;
    let other = Flow { client: Flow::another_client(&flow).await, ..Flow::new_again(&flow) };
    let query = flow.request(&[]);
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(query.split_once('?').unwrap().1.as_bytes()).into_owned().collect();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let pushed = server.anonymous().form("/oidc/request", &pairs).await.expect(201).text_of("request_uri");
    let reference = form_urlencoded::byte_serialize(pushed.as_bytes()).collect::<String>();
    // Another client cannot use it, and nothing beside it counts.
    let stolen = format!("/oidc/auth?client_id={}&request_uri={reference}", other.client);
    flow.browser.get(&stolen).await.refuses(400, "oidc.invalid_request_uri");
    let more = format!("/oidc/auth?client_id={}&request_uri={reference}&state=evil&scope=email", flow.client);
    let back = flow.follow(&format!("{more}&redirect_uri=https%3A%2F%2Fevil.test")).await;
    assert_eq!(parameter(&back, "state").as_deref(), Some("xyz"), "{back}");
    let tokens = flow.exchange(&parameter(&back, "code").unwrap(), &[]).await.expect(200).json();
    assert_eq!(tokens["scope"], "openid");
    // Once is all it is good for.
    flow.browser.get(&more).await.refuses(400, "oidc.invalid_request_uri");
});

on_both!(cwe_644_the_host_does_not_change_who_we_are, server, {
    let flow = Flow::new(&server, "SPA").await;
    let anyone = server.anonymous();
    let real = anyone.get("/oidc/.well-known/openid-configuration").await.expect(200).json();
    for (name, value) in [
        ("host", "evil.test"),
        ("host", "evil.test:3001"),
        ("host", "default.evil.test"),
        ("x-forwarded-host", "evil.test"),
        ("forwarded", "host=evil.test"),
        ("x-original-host", "evil.test"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-prefix", "/evil"),
        ("x-original-url", "/oidc/jwks"),
    ] {
        let told = anyone.with(name, value).get("/oidc/.well-known/openid-configuration").await.expect(200);
        assert_eq!(told.json(), real, "{name}: {value}");
        let answer = anyone.with(name, value).get(&flow.request(&[("prompt", "none")])).await.expect(303);
        assert!(!answer.header("location").contains("evil"), "{name} {}", answer.header("location"));
        let page = anyone.with(name, value).get("/oidc/session/end").await.expect(200);
        assert!(!page.text().contains("evil"), "{name} {}", page.text());
    }
    for odd in ["", "a b", "evil.test/path", "evil.test@x", "[::1", "\u{e9}.test", &"x".repeat(4000)] {
        let answer = anyone.with("host", odd).get("/oidc/.well-known/openid-configuration").await;
        assert!(!answer.status.is_server_error(), "{odd}");
        assert!(answer.status != 200 || answer.json() == real, "{odd}");
    }
});

on_both!(rfc6749_3_1_parameters_stand_once, server, {
    let flow = Flow::new(&server, "SPA").await;
    for name in ["client_id", "redirect_uri", "response_type", "scope", "state", "code_challenge", "prompt", "made_up"]
    {
        let twice = format!("{}&{name}=a&{name}=b", flow.request(&[]));
        let answer = flow.browser.get(&twice).await.refuses(400, "oidc.invalid_request");
        assert_eq!(answer.header("location"), "", "{name}");
    }
    let code = flow.code(&[]).await;
    let twice = [("code", code.as_str()), ("code", "x")];
    let pairs = [("grant_type", "authorization_code"), ("client_id", flow.client.as_str()), twice[0], twice[1]];
    server.anonymous().form("/oidc/token", &pairs).await.refuses(400, "oidc.invalid_request");
    // In the query they are not looked for.
    let path = format!("/oidc/token?grant_type=authorization_code&client_id={}&code={code}", flow.client);
    server.anonymous().form(&path, &[]).await.refuses(400, "oidc.invalid_request");
    flow.exchange(&code, &[]).await.expect(200);
    for body in [json!({ "grant_type": ["a", "b"] }), json!({ "client_id": { "$ne": "" } }), json!([1]), json!("x")] {
        let answer = server.anonymous().post("/oidc/token", body.clone()).await;
        assert_eq!(answer.status, 400, "{body}");
    }
});

on_both!(cwe_770_state_and_nonce_may_be_long_and_not_endless, server, {
    let flow = Flow::new(&server, "SPA").await;
    // What a client may reasonably send comes back as it was.
    let long = "x".repeat(4000);
    let back = flow.follow(&flow.request(&[("state", &long), ("nonce", &long)])).await;
    assert_eq!(parameter(&back, "state").as_deref(), Some(long.as_str()));
    let tokens = flow.exchange(&parameter(&back, "code").unwrap(), &[]).await.expect(200).json();
    let claims = avouch_testkit::Client::claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(claims["nonce"], json!(long));
    for size in [20_000, 60_000] {
        let endless = "x".repeat(size);
        for name in ["state", "nonce", "scope", "login_hint", "ui_locales", "organization_id", "made_up"] {
            let client = server.browser();
            let answer = client.get(&flow.request(&[(name, &endless)])).await;
            assert!(!answer.status.is_server_error(), "{name} {size} {}", answer.status);
            let pairs = [("grant_type", "refresh_token"), ("client_id", flow.client.as_str()), (name, &endless)];
            let answer = server.anonymous().form("/oidc/token", &pairs).await;
            assert!(answer.status.is_client_error(), "{name} {size} {}", answer.status);
        }
    }
    let many: Vec<String> = (0..2000).map(|number| format!("&p{number}=x")).collect();
    let many = many.concat();
    let answer = server.browser().get(&format!("{}{many}", flow.request(&[]))).await;
    assert!(!answer.status.is_server_error(), "{}", answer.status);
});

on_both!(cwe_20_odd_letters_break_nothing, server, {
    let flow = Flow::new(&server, "SPA").await;
    let odd = [
        "\u{0}",
        "%",
        "\u{feff}",
        "\u{202e}",
        "\r\nset-cookie: x=y",
        "\u{1f980}",
        "${jndi:ldap://x}",
        "{{7*7}}",
        "a;b",
        "\\",
        "\"",
    ];
    for value in odd {
        for name in [
            "state",
            "nonce",
            "scope",
            "login_hint",
            "organization_id",
            "ui_locales",
            "prompt",
            "resource",
            "client_id",
        ] {
            let client = server.browser();
            let answer = client.get(&flow.request(&[(name, value)])).await;
            assert!(!answer.status.is_server_error(), "{name} {value:?} {}", answer.text());
            assert!(answer.headers.get("x").is_none() && client.cookie("x").is_none(), "{name} {value:?}");
        }
        for name in
            ["grant_type", "code", "client_id", "refresh_token", "resource", "organization_id", "scope", "token"]
        {
            for path in [
                "/oidc/token",
                "/oidc/token/introspection",
                "/oidc/token/revocation",
                "/oidc/request",
                "/oidc/device/auth",
            ] {
                let answer = server.anonymous().form(path, &[(name, value)]).await;
                assert!(answer.status.is_client_error(), "{path} {name} {value:?} {}", answer.status);
            }
        }
    }
    for (method, path) in [(Method::TRACE, "/oidc/token"), (Method::PUT, "/oidc/auth"), (Method::DELETE, "/oidc/me")] {
        let answer = server.anonymous().send(method, path, "", "").await;
        assert!(answer.status.is_client_error(), "{path} {}", answer.status);
    }
});

on_both!(cwe_113_a_header_is_one_header, server, {
    let (id, secret) = server.credential();
    let pairs = [("grant_type", "client_credentials"), ("resource", "https://default.logto.app/api")];
    let anyone = server.anonymous();
    for authorization in [
        "Basic",
        "Basic ",
        "Basic AAAA AAAA",
        "Bearer x",
        "Negotiate x",
        "Basic OjpOg==",
        &format!("Basic {}", "A".repeat(8000)),
    ] {
        let answer = anyone.with("authorization", authorization).form("/oidc/token", &pairs).await;
        assert!(answer.status.is_client_error(), "{authorization} {}", answer.status);
    }
    let answer = anyone.with_basic(id, secret).with("origin", "https://evil.test").form("/oidc/token", &pairs).await;
    answer.refuses(400, "oidc.invalid_request");
});
