//! `/oidc/token`

use avouch_store::params;
use avouch_testkit::{Answer, Client, Server, on_both};
use http::Method;
use serde_json::{Value, json};

const API: &str = "https://default.logto.app/api";

/// Fails unless it is this error; answers its description.
#[track_caller]
fn refused(answer: Answer, status: u16, error: &str) -> String {
    let answer = answer.refuses(status, &format!("oidc.{error}"));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.text_of("error"), error);
    answer.text_of("error_description")
}

on_both!(issues_what_rfc_9068_says, server, {
    let (id, secret) = server.credential();
    let pairs = [("grant_type", "client_credentials"), ("resource", API), ("scope", "nope all  all")];
    let answer = server.anonymous().with_basic(id, secret).form("/oidc/token", &pairs).await.expect(200);
    assert_eq!((answer.header("cache-control"), answer.header("access-control-allow-origin")), ("no-store", "*"));
    let body = answer.json();
    let members: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(members, ["access_token", "expires_in", "token_type", "scope"]);
    assert_eq!(
        (&body["expires_in"], &body["token_type"], &body["scope"]),
        (&json!(3600), &json!("Bearer"), &json!("all"))
    );
    let claims = Client::claims(body["access_token"].as_str().unwrap());
    let names: Vec<&String> = claims.as_object().unwrap().keys().collect();
    assert_eq!(names, ["jti", "sub", "iat", "exp", "scope", "client_id", "iss", "aud"]);
    assert_eq!((&claims["sub"], &claims["client_id"], &claims["aud"]), (&json!(id), &json!(id), &json!(API)));
    assert_eq!(claims["iss"], json!(format!("{}/oidc", server.anonymous().base)));
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 3600);

    let pairs = [("grant_type", "client_credentials"), ("resource", API)];
    let unscoped = server.anonymous().with_basic(id, secret).form("/oidc/token", &pairs).await.expect(200).json();
    assert!(unscoped.get("scope").is_none());
    assert!(Client::claims(unscoped["access_token"].as_str().unwrap()).get("scope").is_none());
});

on_both!(clients_authenticate_one_way_or_another, server, {
    let (id, secret) = server.credential();
    let post = [("grant_type", "client_credentials"), ("resource", API), ("client_id", id), ("client_secret", secret)];
    server.anonymous().form("/oidc/token", &post).await.expect(200);
    let body = json!({ "grant_type": "client_credentials", "resource": API, "client_id": id, "client_secret": secret });
    server.anonymous().post("/oidc/token", body).await.expect(200);

    let grant = ("grant_type", "client_credentials");
    let anyone = server.anonymous();
    assert_eq!(
        refused(anyone.form("/oidc/token", &[grant]).await, 400, "invalid_request"),
        "no client authentication mechanism provided"
    );
    let malformed = anyone.with("authorization", "Basic !").form("/oidc/token", &[grant]).await;
    assert_eq!(refused(malformed, 400, "invalid_request"), "invalid authorization header value format");
    let mixed = anyone.with_basic(id, secret).form("/oidc/token", &[grant, ("client_id", "other")]).await;
    assert_eq!(refused(mixed, 400, "invalid_request"), "client_id mismatch");
    let unknown = anyone.form("/oidc/token", &[grant, ("client_id", "none")]).await;
    assert_eq!(refused(unknown, 400, "invalid_client"), "invalid client none");
    assert_eq!(
        refused(anyone.form("/oidc/token", &[grant, ("client_id", id)]).await, 401, "invalid_client"),
        "client authentication failed"
    );
    let wrong = anyone.with_basic(id, "wrong").form("/oidc/token", &[grant]).await;
    let challenge = wrong.header("www-authenticate").to_owned();
    refused(wrong, 401, "invalid_client");
    let realm = format!("Basic realm=\"{}/oidc\", error=\"invalid_client\"", anyone.base);
    assert!(challenge.starts_with(&realm), "{challenge}");
    let body = anyone.form("/oidc/token", &[grant, ("client_id", id), ("client_secret", "wrong")]).await;
    assert_eq!(body.header("www-authenticate"), "");
});

on_both!(grants_are_for_their_types_of_application, server, {
    let api = server.management().await;
    let (id, secret) = server.credential();
    let client = server.anonymous().with_basic(id, secret);
    assert_eq!(
        refused(client.form("/oidc/token", &[]).await, 400, "invalid_request"),
        "missing required parameter 'grant_type'"
    );
    refused(client.form("/oidc/token", &[("grant_type", "password")]).await, 400, "unsupported_grant_type");
    let metadata = json!({ "redirectUris": ["http://localhost:9999/cb"], "postLogoutRedirectUris": [] });
    let web = json!({ "name": "web", "type": "Traditional", "oidcClientMetadata": metadata });
    let web = api.post("/api/applications", web).await.expect(200).text_of("id");
    let web_secret = api.first_secret(&web).await;
    let answer = server
        .anonymous()
        .with_basic(&web, &web_secret)
        .form("/oidc/token", &[("grant_type", "client_credentials")])
        .await;
    assert_eq!(refused(answer, 400, "invalid_request"), "requested grant type is not allowed for this client");
    let bare = api.application("SPA").await;
    let answer =
        server.anonymous().form("/oidc/token", &[("grant_type", "client_credentials"), ("client_id", &bare)]).await;
    assert_eq!(refused(answer, 400, "invalid_redirect_uri"), "redirect_uris must contain members");
});

on_both!(a_resource_is_one_that_exists, server, {
    let (id, secret) = server.credential();
    let client = server.anonymous().with_basic(id, secret);
    let ask = async |resources: &[&str]| {
        let mut pairs = vec![("grant_type", "client_credentials")];
        pairs.extend(resources.iter().map(|resource| ("resource", *resource)));
        client.form("/oidc/token", &pairs).await
    };
    let missing = "both `resource` and `organization_id` are not provided";
    assert_eq!(refused(ask(&[]).await, 400, "invalid_target"), missing);
    assert_eq!(
        refused(ask(&["https://none.test"]).await, 400, "invalid_target"),
        "resource indicator is missing, or unknown"
    );
    for odd in ["relative", &format!("{API}#x")] {
        refused(ask(&[odd]).await, 400, "invalid_target");
    }
    refused(ask(&[API, API]).await, 400, "invalid_target");
});

on_both!(bodies_that_make_no_sense, server, {
    let (id, secret) = server.credential();
    let client = server.anonymous().with_basic(id, secret);
    let twice = [("grant_type", "client_credentials"), ("grant_type", "client_credentials")];
    assert_eq!(
        refused(client.form("/oidc/token", &twice).await, 400, "invalid_request"),
        "'grant_type' parameter must not be provided twice"
    );
    refused(client.form("/oidc/token", &[("grant_type", "a\0b")]).await, 400, "invalid_request");
    refused(
        client.form("/oidc/token", &[("grant_type", "client_credentials"), ("resource", "https://a\0")]).await,
        400,
        "invalid_request",
    );
    let bad = client.send(Method::POST, "/oidc/token", "application/json", "{bad").await;
    assert_eq!(refused(bad, 400, "invalid_request"), "missing required parameter 'grant_type'");
    let large =
        client.send(Method::POST, "/oidc/token", "application/x-www-form-urlencoded", "x".repeat(57 * 1024)).await;
    assert_eq!(large.expect(404).text(), "Not Found");
    let deep = client.send(Method::POST, "/oidc/token", "application/json", "[".repeat(10_000)).await;
    refused(deep, 400, "invalid_request");
    let odd = server
        .anonymous()
        .with_basic("a\u{1F980}", "\u{0}")
        .form("/oidc/token", &[("grant_type", "client_credentials")])
        .await;
    refused(odd, 400, "invalid_client");
});

on_both!(pages_of_other_origins_are_refused, server, {
    let api = server.management().await;
    let (id, secret) = server.credential();
    let pairs = [("grant_type", "client_credentials"), ("resource", API)];
    let from = |origin: &str| server.anonymous().with_basic(id, secret).with("origin", origin);
    let evil = from("https://evil.example").form("/oidc/token", &pairs).await;
    assert_eq!(evil.header("access-control-allow-origin"), "");
    refused(evil, 400, "invalid_request");
    let own = server.anonymous().base;
    assert_eq!(from(&own).form("/oidc/token", &pairs).await.expect(200).header("access-control-allow-origin"), own);
    let listed = json!({ "customClientMetadata": { "corsAllowedOrigins": ["https://app.example"] } });
    api.patch(&format!("/api/applications/{id}"), listed).await.expect(200);
    from("https://app.example").form("/oidc/token", &pairs).await.expect(200);
    let preflight = from("https://evil.example").with("access-control-request-method", "POST");
    let preflight = preflight.send(Method::OPTIONS, "/oidc/token", "", "").await.expect(204);
    assert_eq!(preflight.header("access-control-max-age"), "3600");
});

/// Puts an application into an organization with scopes of both kinds.
async fn organization(server: &Server, application: &str, scope: &str) {
    let tx = server.tenant("default").begin().await.unwrap();
    for sql in [
        "insert into organizations (tenant_id, id, name) values ($1, 'org', 'Org')",
        "insert into organization_roles (tenant_id, id, name, type) values ($1, 'orole', 'machines', 'MachineToMachine')",
        "insert into organization_scopes (tenant_id, id, name) values ($1, 'oscope', 'read:data')",
        "insert into organization_role_scope_relations (tenant_id, organization_role_id, organization_scope_id) values ($1, 'orole', 'oscope')",
    ] {
        tx.execute(sql.into(), vec![]).await.unwrap();
    }
    let relations = [
        (
            "insert into organization_application_relations (tenant_id, organization_id, application_id) values ($1, 'org', $2)",
            application,
        ),
        (
            "insert into organization_role_application_relations (tenant_id, organization_id, organization_role_id, application_id) \
             values ($1, 'org', 'orole', $2)",
            application,
        ),
        (
            "insert into organization_role_resource_scope_relations (tenant_id, organization_role_id, scope_id) values ($1, 'orole', $2)",
            scope,
        ),
    ];
    for (sql, value) in relations {
        tx.execute(sql.into(), params![value]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

on_both!(organization_tokens_carry_what_membership_grants, server, {
    let api = server.management().await;
    let (_, scope) = api.resource("https://api.test", "read").await;
    let id = api.application("MachineToMachine").await;
    let secret = api.first_secret(&id).await;
    let client = server.anonymous().with_basic(&id, &secret);
    let ask = async |more: &[(&str, &str)]| {
        let mut pairs = vec![("grant_type", "client_credentials"), ("organization_id", "org")];
        pairs.extend(more);
        client.form("/oidc/token", &pairs).await
    };
    refused(ask(&[]).await, 403, "access_denied");
    organization(&server, &id, &scope).await;
    let body = ask(&[]).await.expect(200).json();
    assert_eq!((&body["scope"], &body["expires_in"]), (&json!(""), &json!(3600)));
    let body = ask(&[("scope", "read:data other")]).await.expect(200).json();
    let claims = Client::claims(body["access_token"].as_str().unwrap());
    assert_eq!((&claims["aud"], &claims["scope"]), (&json!("urn:logto:organization:org"), &json!("read:data")));
    let body = ask(&[("resource", "https://api.test"), ("scope", "read")]).await.expect(200).json();
    let claims = Client::claims(body["access_token"].as_str().unwrap());
    assert_eq!(
        (&claims["aud"], &claims["scope"], &claims["organization_id"]),
        (&json!("https://api.test"), &json!("read"), &json!("org"))
    );
});

on_both!(every_request_leaves_an_entry_without_secrets, server, {
    let (id, secret) = server.credential();
    let client = server.anonymous().with("user-agent", "tests/1");
    let good = [
        ("grant_type", "client_credentials"),
        ("resource", API),
        ("scope", "all"),
        ("client_id", id),
        ("client_secret", secret),
    ];
    client.form("/oidc/token", &good).await.expect(200);
    let bad = [
        ("grant_type", "password"),
        ("username", "u"),
        ("password", "hunter2"),
        ("client_id", id),
        ("client_secret", "wr0ng"),
    ];
    client.form("/oidc/token", &bad).await.expect(401);
    let logs = server.logs().await;
    assert_eq!(logs.len(), 2);
    let first = &logs[0];
    assert_eq!(
        (&first["key"], &first["result"], &first["applicationId"]),
        (&json!("ExchangeTokenBy.ClientCredentials"), &json!("Success"), &json!(id))
    );
    assert_eq!(
        (&first["userAgent"], &first["ip"], &first["scope"]),
        (&json!("tests/1"), &json!("127.0.0.1"), &json!("all"))
    );
    assert_eq!((&first["params"]["client_secret"], &first["params"]["resource"]), (&json!("******"), &json!(API)));
    assert!(first["applicationSecret"]["name"].as_str().unwrap().starts_with("Bootstrap"));
    let second = &logs[1];
    assert_eq!((&second["key"], &second["result"]), (&json!("ExchangeTokenBy.Unknown"), &json!("Error")));
    assert_eq!(second["error"]["code"], "oidc.invalid_client");
    let all = Value::from(logs).to_string();
    for secret in [secret, "hunter2", "wr0ng", "eyJ"] {
        assert!(!all.contains(secret), "{secret} is in {all}");
    }
});

on_both!(tokens_under_load_are_all_different, server, {
    let (id, secret) = server.credential();
    let asked = (0..100).map(|_| {
        let client = server.anonymous();
        async move { client.token(id, secret, API, "all").await }
    });
    let mut tokens = futures_util::future::join_all(asked).await;
    tokens.sort();
    tokens.dedup();
    assert_eq!(tokens.len(), 100);
    assert_eq!(server.logs().await.len(), 100);
});
