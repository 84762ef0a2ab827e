//! Someone with an account and an access token for it, for the tests of the account API.

use avouch_testkit::{Client, Receiver, Server};
use http::Method;
use serde_json::{Value, json};

use crate::experience::PASSWORD;
use crate::flow::{Flow, parameter};

/// Every scope that opens something here.
pub(crate) const SCOPES: &str = "openid profile email phone address custom_data identities urn:logto:scope:sessions \
     urn:logto:scope:trusted_devices offline_access";

/// Someone with an account.
pub(crate) struct Own<'a> {
    pub(crate) flow: Flow<'a>,
    /// The user, with every scope.
    pub(crate) me: Client,
    /// Tokens of that client.
    pub(crate) tokens: Value,
}

/// Says what users may see and change.
pub(crate) async fn allow(api: &Client, fields: Value) {
    api.patch("/api/account-center", json!({ "enabled": true, "fields": fields })).await.expect(200);
}

/// Everything.
pub(crate) fn everything() -> Value {
    let names = [
        "name",
        "avatar",
        "profile",
        "email",
        "phone",
        "password",
        "username",
        "social",
        "customData",
        "mfa",
        "passkey",
        "session",
        "trustedDevice",
    ];
    names.iter().map(|name| ((*name).to_owned(), json!("Edit"))).collect::<serde_json::Map<_, _>>().into()
}

impl<'a> Own<'a> {
    /// A user with a password who may change everything.
    pub(crate) async fn new(server: &'a Server) -> Self {
        let flow = Flow::new(server, "SPA").await;
        allow(&flow.api, everything()).await;
        flow.api.patch(&flow.path("/password"), json!({ "password": PASSWORD })).await.expect(200);
        let tokens = flow.tokens(&[("scope", SCOPES), ("prompt", "consent")]).await;
        let me = server.anonymous().with_token(tokens["access_token"].as_str().unwrap());
        Self { flow, me, tokens }
    }

    /// The user, with other scopes.
    pub(crate) async fn scoped(&self, scope: &str) -> Client {
        let tokens = self.flow.tokens(&[("scope", scope)]).await;
        self.flow.server.anonymous().with_token(tokens["access_token"].as_str().unwrap())
    }

    /// Proves the password; answers the verification's identifier.
    pub(crate) async fn proof(&self) -> String {
        let made = self.me.post("/api/verifications/password", json!({ "password": PASSWORD })).await.expect(201);
        made.text_of("verificationRecordId")
    }

    /// The user, who just proved the password.
    pub(crate) async fn proved(&self) -> Client {
        self.me.with("logto-verification-id", &self.proof().await)
    }

    /// The user, through a third party that was granted every scope.
    pub(crate) async fn through_third_party(&self) -> Client {
        let (api, scope) = (&self.flow.api, SCOPES.replace(" offline_access", ""));
        let body = json!({
            "name": "Third", "type": "SPA", "isThirdParty": true,
            "oidcClientMetadata": { "redirectUris": [crate::flow::CALLBACK], "postLogoutRedirectUris": [] },
        });
        let mut flow = Flow::new_again(&self.flow);
        flow.client = api.post("/api/applications", body).await.expect(200).text_of("id");
        let scopes: Vec<&str> = scope.split(' ').skip(1).collect();
        let path = format!("/api/applications/{}/user-consent-scopes", flow.client);
        api.post(&path, json!({ "userScopes": scopes })).await.expect(201);
        flow.browser.get(&flow.request(&[("scope", &scope)])).await.expect(303);
        let given = flow.browser.json(Method::POST, "/api/interaction/consent", json!({})).await.expect(200);
        let back = flow.follow(&given.text_of("redirectTo")).await;
        let code = parameter(&back, "code").unwrap_or_else(|| panic!("no code in {back}"));
        let tokens = flow.exchange(&code, &[]).await.expect(200).json();
        self.flow.server.anonymous().with_token(tokens["access_token"].as_str().unwrap())
    }

    /// Sends a code; answers the verification's identifier.
    pub(crate) async fn send_code(&self, kind: &str, value: &str) -> String {
        let body = json!({ "identifier": { "type": kind, "value": value } });
        let made = self.me.post("/api/verifications/verification-code", body).await.expect(201);
        made.text_of("verificationRecordId")
    }

    /// Proves an address or a number by a code; answers the verification's identifier.
    pub(crate) async fn prove_code(&self, receiver: &Receiver, kind: &str, value: &str) -> String {
        let before = receiver.so_far().len();
        let id = self.send_code(kind, value).await;
        let code = crate::experience::last_code(receiver, before + 1).await;
        let body = json!({ "identifier": { "type": kind, "value": value }, "verificationId": id, "code": code });
        self.me.post("/api/verifications/verification-code/verify", body).await.expect(200);
        id
    }

    /// Changes columns of the user from beneath.
    pub(crate) async fn write(&self, columns: Vec<(&'static str, avouch_store::Value)>) {
        let tx = self.flow.server.tenant("default").begin().await.unwrap();
        assert!(avouch_store::users::update(&tx, &self.flow.user, columns).await.unwrap());
        tx.commit().await.unwrap();
    }
}

impl Flow<'_> {
    /// The address of something of the user at the Management API.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/api/users/{}{rest}", self.user)
    }
}

/// Makes a request by the name of its method.
pub(crate) async fn ask(client: &Client, method: &str, path: &str, body: &Value) -> avouch_testkit::Answer {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    client.send(method, path, "application/json", body.to_string()).await
}

/// Hears of users that change.
pub(crate) async fn listen(api: &Client) -> Receiver {
    let receiver = Receiver::start().await;
    let config = json!({ "url": format!("{}/hook", receiver.base) });
    api.post("/api/hooks", json!({ "name": "h", "events": ["User.Data.Updated"], "config": config })).await.expect(201);
    receiver
}
