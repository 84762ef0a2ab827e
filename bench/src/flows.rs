//! What takes several requests: people who sign in with a password, and applications that refresh their tokens.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Method, Request, StatusCode, header};
use http_body_util::Full;
use serde_json::{Value, json};

use crate::Failure;
use crate::api::Api;
use crate::browser::Browser;
use crate::load::Measured;

/// Where applications want people back; nothing listens there.
pub(crate) const BACK: &str = "http://localhost:4999/callback";

/// The password of everyone who signs in.
const PASSWORD: &str = "a-Password-of-8enchmarks";

/// A PKCE verifier; its S256 challenge is in `browser` (RFC 7636 appendix B).
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// People, and the application that they use.
pub(crate) struct People {
    pub(crate) application: String,
    names: Vec<String>,
}

/// Makes as many people as there are connections.
pub(crate) async fn prepare(api: &Api, count: usize) -> Result<People, Failure> {
    let made = async |path: &str, body: Value| {
        let (status, told) = api.send(api.request(Method::POST, path, body.to_string().into())?).await?;
        if status.is_success() { Ok(told) } else { Err::<_, Failure>(format!("{path}: {status} {told}").into()) }
    };
    let body = json!({ "name": "Benchmark", "type": "Native", "oidcClientMetadata": {
        "redirectUris": [BACK], "postLogoutRedirectUris": [] } });
    let application = made("/api/applications", body).await?;
    let settings = json!({ "signUp": { "identifiers": ["username"], "password": true, "verify": false },
        "signIn": { "methods": [{ "identifier": "username", "password": true, "verificationCode": false,
            "isPasswordPrimary": true }] } });
    api.send(api.request(Method::PATCH, "/api/sign-in-exp", settings.to_string().into())?).await?;
    let run = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_millis());
    let mut names = Vec::new();
    for number in 0..count {
        let name = format!("person_{run}_{number}");
        made("/api/users", json!({ "username": name, "password": PASSWORD })).await?;
        names.push(name);
    }
    let id = application.get("id").and_then(Value::as_str).unwrap_or_default();
    Ok(People { application: id.to_owned(), names })
}

/// A whole sign-in, from the application's request to its tokens.
async fn sign_in(api: &Api, application: &str, name: &str) -> Result<Value, Failure> {
    let mut browser = Browser::begin(api, application).await?;
    browser.json(Method::PUT, "/api/experience", json!({ "interactionEvent": "SignIn" })).await?;
    let proof = json!({ "identifier": { "type": "username", "value": name }, "password": PASSWORD });
    let proved = browser.json(Method::POST, "/api/experience/verification/password", proof).await?;
    browser.json(Method::POST, "/api/experience/identification", proved).await?;
    let done = browser.json(Method::POST, "/api/experience/submit", json!({})).await?;
    let redirect = |answer: &Value| answer.get("redirectTo").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut target = browser.follow(redirect(&done)).await?;
    if !target.starts_with(BACK) {
        let consented = browser.json(Method::POST, "/api/interaction/consent", json!({})).await?;
        target = browser.follow(redirect(&consented)).await?;
    }
    let query = target.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let code = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "code");
    let code = code.ok_or_else(|| format!("no code: {target}"))?.1;
    post(
        api,
        "/oidc/token",
        &[
            ("client_id", application),
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", BACK),
            ("code_verifier", VERIFIER),
        ],
    )
    .await
}

/// A member of an answer that is a text.
fn text(answer: &Value, name: &str) -> String {
    answer.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Posts a form as an application.
async fn post(api: &Api, path: &str, form: &[(&str, &str)]) -> Result<Value, Failure> {
    let body: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("http://{}{path}", api.authority()))
        .header(header::HOST, api.authority())
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Full::new(body.into()))?;
    let (status, answer) = api.send(request).await?;
    if status == StatusCode::OK { Ok(answer) } else { Err(format!("{status} {answer}").into()) }
}

/// What people do again and again.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Flow {
    /// Sign in with a password, up to the tokens.
    SignIn,
    /// Sign in once, then refresh.
    Refresh,
    /// Sign in once, then ask with the opaque access token who that is.
    Userinfo,
    /// Sign in once, then ask whether the opaque access token counts.
    Introspection,
}

/// Runs a flow for each person at once.
pub(crate) async fn run(api: &Arc<Api>, people: &Arc<People>, flow: Flow, time: Duration) -> Result<Measured, Failure> {
    let mut tasks = Vec::new();
    for index in 0..people.names.len() {
        let (api, people) = (Arc::clone(api), Arc::clone(people));
        tasks.push(tokio::spawn(async move {
            let error = |error: Failure| error.to_string();
            one(&api, &people, index, flow, time).await.map_err(error)
        }));
    }
    let (mut took, mut failed) = (Vec::new(), 0);
    for task in tasks {
        let (own, own_failed) = task.await??;
        took.extend(own);
        failed += own_failed;
    }
    Ok(Measured::of(took, failed, time))
}

async fn userinfo(api: &Api, token: &str) -> Result<(), Failure> {
    let request = Request::builder()
        .uri(format!("http://{}/oidc/me", api.authority()))
        .header(header::HOST, api.authority())
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Full::new(Bytes::new()))?;
    let (status, answer) = api.send(request).await?;
    if status == StatusCode::OK { Ok(()) } else { Err(format!("{status} {answer}").into()) }
}

async fn one(
    api: &Api,
    people: &People,
    index: usize,
    flow: Flow,
    time: Duration,
) -> Result<(Vec<Duration>, usize), Failure> {
    let People { application, names } = people;
    let name = names.get(index).map(String::as_str).unwrap_or_default();
    let (mut refresh, mut access) = (String::new(), String::new());
    if !matches!(flow, Flow::SignIn) {
        let tokens = sign_in(api, application, name).await?;
        (refresh, access) = (text(&tokens, "refresh_token"), text(&tokens, "access_token"));
        // Everyone has signed in by then.
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    let until = Instant::now() + time;
    let (mut took, mut failed) = (Vec::new(), 0);
    while Instant::now() < until {
        let began = Instant::now();
        let done = match flow {
            Flow::SignIn => sign_in(api, application, name).await.map(drop),
            Flow::Refresh => {
                let form = [
                    ("client_id", application.as_str()),
                    ("grant_type", "refresh_token"),
                    ("refresh_token", refresh.as_str()),
                ];
                post(api, "/oidc/token", &form).await.map(|tokens| refresh = text(&tokens, "refresh_token"))
            }
            Flow::Userinfo => userinfo(api, &access).await,
            Flow::Introspection => {
                let form = [("client_id", application.as_str()), ("token", access.as_str())];
                let told = post(api, "/oidc/token/introspection", &form).await;
                told.and_then(|told| match told.get("active") {
                    Some(Value::Bool(true)) => Ok(()),
                    _ => Err("the token does not count".into()),
                })
            }
        };
        match done {
            Ok(()) => took.push(began.elapsed()),
            Err(_) => failed += 1,
        }
    }
    Ok((took, failed))
}
