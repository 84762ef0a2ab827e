//! Signing in through the authorization endpoint, for the tests of everything that needs it.

use avouch_crypto::sha256;
use avouch_store::oidc_model_instances as stored;
use avouch_testkit::{Answer, Browser, Client, Server};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::json;
use url::Url;

pub(crate) const CALLBACK: &str = "https://app.test/callback";
pub(crate) const VERIFIER: &str = "a-verifier-of-at-least-forty-three-characters-long";

/// A client, a user and a browser.
pub(crate) struct Flow<'a> {
    pub(crate) server: &'a Server,
    pub(crate) api: Client,
    pub(crate) client: String,
    pub(crate) user: String,
    pub(crate) browser: Browser,
}

/// A parameter of an address.
pub(crate) fn parameter(address: &str, name: &str) -> Option<String> {
    let url = Url::parse(address).or_else(|_| Url::parse("http://x").unwrap().join(address)).unwrap();
    url.query_pairs().find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
}

impl<'a> Flow<'a> {
    /// An application of a type with the usual callback, and a user.
    pub(crate) async fn new(server: &'a Server, kind: &str) -> Self {
        Self::with(server, json!({ "type": kind })).await
    }

    /// The same with more about the application.
    pub(crate) async fn with(server: &'a Server, more: serde_json::Value) -> Self {
        let api = server.management().await;
        let mut body = json!({
            "name": "App",
            "oidcClientMetadata": { "redirectUris": [CALLBACK], "postLogoutRedirectUris": ["https://app.test/bye"] },
        });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        let client = api.post("/api/applications", body).await.expect(200).text_of("id");
        let user =
            api.post("/api/users", json!({ "username": "ada", "name": "Ada", "primaryEmail": "ada@example.test" }));
        let user = user.await.expect(200).text_of("id");
        Self { server, api, client, user, browser: server.browser() }
    }

    /// The same client, user and browser once more, to be varied.
    pub(crate) fn new_again(flow: &Flow<'a>) -> Self {
        Self {
            server: flow.server,
            api: flow.api.clone(),
            client: flow.client.clone(),
            user: flow.user.clone(),
            browser: flow.browser.clone(),
        }
    }

    /// Another client with the same callback.
    pub(crate) async fn another_client(flow: &Flow<'_>) -> String {
        let body = json!({
            "name": "Other", "type": "SPA",
            "oidcClientMetadata": { "redirectUris": [CALLBACK], "postLogoutRedirectUris": [] },
        });
        flow.api.post("/api/applications", body).await.expect(200).text_of("id")
    }

    /// The address of an authorization request with PKCE.
    pub(crate) fn request(&self, more: &[(&str, &str)]) -> String {
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(sha256(VERIFIER.as_bytes()));
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("client_id", self.client.as_str()),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid"),
            ("state", "xyz"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ] {
            if !more.iter().any(|(own, _)| *own == name) {
                query.append_pair(name, value);
            }
        }
        query.extend_pairs(more.iter().filter(|(_, value)| !value.is_empty()));
        format!("/oidc/auth?{}", query.finish())
    }

    /// Says, in place of the sign-in page, that the user has signed in; answers where the browser goes on.
    pub(crate) async fn sign_in(&self, page: &str) -> String {
        let resume = self.browser.cookie("_interaction_resume").unwrap_or_else(|| panic!("no interaction at {page}"));
        let tenant = self.server.tenant("default");
        let mut found = stored::get(&tenant, "Interaction", &resume).await.unwrap().unwrap();
        assert_eq!(found.payload["prompt"]["name"], "login", "{page}");
        found.payload["result"] = json!({ "login": { "accountId": self.user } });
        let tx = tenant.begin().await.unwrap();
        stored::put(&tx, "Interaction", &resume, &found.payload, found.expires_at).await.unwrap();
        tx.commit().await.unwrap();
        let back = found.payload["returnTo"].as_str().unwrap();
        back.strip_prefix(self.api.base.as_str()).unwrap_or(back).to_owned()
    }

    /// Follows the server's own redirects, signing in where that is asked for; answers where the client is answered.
    pub(crate) async fn follow(&self, start: &str) -> String {
        let mut address = start.to_owned();
        for _ in 0..10 {
            let answer = self.browser.get(&address).await;
            assert!(answer.status.is_redirection(), "{address} {} {}", answer.status, answer.text());
            let location = answer.header("location").to_owned();
            address = match location.strip_prefix(self.api.base.as_str()).unwrap_or(&location) {
                page if page.starts_with("/sign-in") => self.sign_in(page).await,
                page if ["/device", "/demo-app", "/account"].iter().any(|own| page.starts_with(own)) => {
                    return page.to_owned();
                }
                own if own.starts_with('/') => own.to_owned(),
                _ => return location,
            };
        }
        panic!("endless redirects from {start}");
    }

    /// A code for a request.
    pub(crate) async fn code(&self, more: &[(&str, &str)]) -> String {
        let location = self.follow(&self.request(more)).await;
        assert_eq!(parameter(&location, "state").as_deref(), Some("xyz"), "{location}");
        parameter(&location, "code").unwrap_or_else(|| panic!("no code in {location}"))
    }

    /// Exchanges a code.
    pub(crate) async fn exchange(&self, code: &str, more: &[(&str, &str)]) -> Answer {
        let pairs = [
            ("grant_type", "authorization_code"),
            ("client_id", &self.client),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        let kept: Vec<_> = pairs.into_iter().filter(|(name, _)| !more.iter().any(|(own, _)| own == name)).collect();
        let all: Vec<_> = kept.into_iter().chain(more.iter().copied().filter(|(_, value)| !value.is_empty())).collect();
        self.server.anonymous().form("/oidc/token", &all).await
    }

    /// Tokens for a request.
    pub(crate) async fn tokens(&self, more: &[(&str, &str)]) -> serde_json::Value {
        let code = self.code(more).await;
        self.exchange(&code, &[]).await.expect(200).json()
    }

    /// Uses a refresh token.
    pub(crate) async fn refresh(&self, token: &str, more: &[(&str, &str)]) -> Answer {
        let pairs = [("grant_type", "refresh_token"), ("client_id", self.client.as_str()), ("refresh_token", token)];
        let all: Vec<_> = pairs.into_iter().chain(more.iter().copied()).collect();
        self.server.anonymous().form("/oidc/token", &all).await
    }
}
