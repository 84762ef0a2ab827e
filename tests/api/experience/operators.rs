//! `/api/experience` of the tenant of operators: who registers first at the console runs the installation.

use avouch_crypto::sha256;
use avouch_testkit::{Answer, Browser, Client, Server, on_both};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::json;

use super::{PASSWORD, post, start};
use crate::flow::{VERIFIER, parameter};

const MANAGEMENT: &str = "https://default.logto.app/api";

/// Someone at the console.
struct AtConsole {
    browser: Browser,
    base: String,
}

impl AtConsole {
    /// A browser that was sent to the page where people register.
    async fn open(server: &Server) -> Self {
        let client = server.anonymous_admin();
        let base = client.base.clone();
        let callback = format!("{base}/console/callback");
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("client_id", "admin-console"),
                ("redirect_uri", callback.as_str()),
                ("response_type", "code"),
                ("scope", "openid offline_access roles all urn:logto:scope:organizations"),
                ("resource", MANAGEMENT),
                ("prompt", "login consent"),
                ("code_challenge", &BASE64_URL_SAFE_NO_PAD.encode(sha256(VERIFIER.as_bytes()))),
                ("code_challenge_method", "S256"),
            ])
            .finish();
        let browser = Browser::new(client);
        browser.get(&format!("/oidc/auth?{query}")).await.expect(303);
        Self { browser, base }
    }

    async fn register(&self, username: &str) -> Answer {
        start(&self.browser, "Register").await;
        let body = json!({ "identifier": { "type": "username", "value": username }, "password": PASSWORD });
        let made = post(&self.browser, "/verification/new-password-identity", body).await.expect(200);
        post(&self.browser, "/identification", json!({ "verificationId": made.text_of("verificationId") })).await
    }

    /// Goes on to the console; answers the tokens it gets.
    async fn tokens(&self, server: &Server) -> serde_json::Value {
        let mut address = post(&self.browser, "/submit", json!({})).await.expect(200).text_of("redirectTo");
        while parameter(&address, "code").is_none() {
            let answer = self.browser.get(&address).await;
            answer.header("location").clone_into(&mut address);
        }
        let callback = format!("{}/console/callback", self.base);
        let pairs = [
            ("grant_type", "authorization_code"),
            ("client_id", "admin-console"),
            ("code", &parameter(&address, "code").unwrap()),
            ("redirect_uri", &callback),
            ("code_verifier", VERIFIER),
        ];
        server.anonymous_admin().form("/oidc/token", &pairs).await.expect(200).json()
    }
}

on_both!(the_first_operator_manages_the_default_tenant, server, {
    let console = AtConsole::open(&server).await;
    console.register("boss").await.expect(201);
    let tokens = console.tokens(&server).await;
    let claims = Client::claims(tokens["id_token"].as_str().unwrap());
    let mut roles: Vec<_> = claims["roles"].as_array().unwrap().iter().filter_map(|role| role.as_str()).collect();
    roles.sort_unstable();
    assert_eq!((roles, &claims["organizations"]), (vec!["default:admin", "user"], &json!(["t-default"])));
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let pairs = [
        ("grant_type", "refresh_token"),
        ("client_id", "admin-console"),
        ("refresh_token", refresh),
        ("resource", MANAGEMENT),
    ];
    let management = server.anonymous_admin().form("/oidc/token", &pairs).await.expect(200).text_of("access_token");
    server.anonymous().with_token(&management).get("/api/roles").await.expect(200);
    // Behind the first one, registration is closed.
    let settings = server.anonymous_admin().get("/api/.well-known/sign-in-exp").await.expect(200).json();
    assert_eq!(settings["signInMode"], "SignIn");
    AtConsole::open(&server).await.register("late").await.refuses(403, "auth.forbidden");
});

on_both!(of_many_at_once_one_is_first, server, {
    let mut consoles = Vec::new();
    for _ in 0..4 {
        consoles.push(AtConsole::open(&server).await);
    }
    let names = ["ada", "bob", "eve", "dan"];
    let all = consoles.iter().zip(names).map(|(console, name)| console.register(name));
    let answers = futures_util::future::join_all(all).await;
    assert!(answers.iter().all(|answer| [201, 403].contains(&answer.status.as_u16())));
    let sql = "select u.user_id from users_roles u join roles r on r.tenant_id = u.tenant_id and r.id = u.role_id \
               where u.tenant_id = $1 and r.name = 'default:admin'";
    let tenant = server.tenant("admin");
    let administrators: Vec<(String,)> = avouch_store::Read::fetch(&tenant, sql.into(), Vec::new()).await.unwrap();
    assert_eq!(administrators.len(), 1);
});
