//! A provider of an enterprise that says what its codes say.

use avouch_crypto::Clock;
use avouch_crypto::jose::{self, Curve, KeyKind, SigningKey};
use avouch_testkit::{Received, Receiver};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::{Value, json};

/// A provider.
pub(crate) struct Idp {
    /// Address, and issuer.
    pub(crate) base: String,
    receiver: Receiver,
}

impl Idp {
    pub(crate) async fn start() -> Self {
        Self::with(json!({})).await
    }

    /// One whose discovery document says something else.
    pub(crate) async fn with(more: Value) -> Self {
        let key = SigningKey::from_pem(&SigningKey::generate(KeyKind::Ec(Curve::P256)).unwrap()).unwrap();
        let receiver = Receiver::answering(move |request| answer(request, &key, &more)).await;
        Self { base: receiver.base.clone(), receiver }
    }

    /// A code that stands for an ID token, with something else in it, and for what is told of the person.
    pub(crate) fn code(&self, nonce: &str, token: &Value, person: &Value) -> String {
        let now = Clock::System.now().seconds();
        let mut claims = json!({ "iss": self.base, "aud": "ours", "sub": person["sub"], "iat": now, "exp": now + 300,
            "nonce": nonce });
        for (name, value) in token.as_object().unwrap() {
            claims[name.as_str()] = value.clone();
        }
        BASE64_URL_SAFE_NO_PAD.encode(json!({ "token": claims, "person": person }).to_string())
    }

    /// The requests that came to a path.
    pub(crate) fn asked(&self, line: &str) -> Vec<Received> {
        self.receiver.so_far().into_iter().filter(|request| request.line == line).collect()
    }
}

fn answer(request: &Received, key: &SigningKey, more: &Value) -> (u16, String) {
    let base = format!("http://{}", request.headers.get("host").cloned().unwrap_or_default());
    let said = |code: &str| serde_json::from_slice::<Value>(&BASE64_URL_SAFE_NO_PAD.decode(code).ok()?).ok();
    match request.line.as_str() {
        "GET /.well-known/openid-configuration" => {
            let at = |path: &str| format!("{base}{path}");
            let mut document = json!({ "issuer": base, "authorization_endpoint": at("/auth"),
                "token_endpoint": at("/token"), "jwks_uri": at("/jwks"), "userinfo_endpoint": at("/me") });
            for (name, value) in more.as_object().unwrap() {
                document[name.as_str()] = json!(value.as_str().map(|text| text.replace("BASE", &base)));
            }
            (200, document.to_string())
        }
        "GET /jwks" => (200, json!({ "keys": [key.verifying().jwk()] }).to_string()),
        "POST /token" => {
            let form: Vec<(String, String)> = form_urlencoded::parse(request.body.as_bytes()).into_owned().collect();
            let part = |name: &str| form.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
            if part("refresh_token").as_deref() == Some("revoked") {
                return (400, json!({ "error": "invalid_grant" }).to_string());
            }
            if let Some(token) = part("refresh_token") {
                let renewed = json!({ "access_token": format!("renewed by {token}"), "expires_in": 60 });
                return (200, renewed.to_string());
            }
            let code = part("code").unwrap_or_default();
            match said(&code) {
                None => (400, json!({ "error": "invalid_grant" }).to_string()),
                Some(said) => {
                    let mut tokens = json!({ "access_token": code, "token_type": "Bearer" });
                    for name in ["expires_in", "refresh_token"] {
                        tokens[name] = said["token"][name].clone();
                    }
                    if said["token"].get("none").is_none() {
                        let mut token = jose::sign(key, "JWT", &said["token"]).unwrap();
                        if said["token"].get("forged").is_some() {
                            token = format!("{}AAAA", &token[..token.len() - 4]);
                        }
                        tokens["id_token"] = json!(token);
                    }
                    (200, tokens.to_string())
                }
            }
        }
        "GET /me" => {
            let token = request.headers.get("authorization").cloned().unwrap_or_default();
            match token.strip_prefix("Bearer ").and_then(said) {
                None => (401, "{}".to_owned()),
                Some(said) => (200, said["person"].to_string()),
            }
        }
        _ => (404, "{}".to_owned()),
    }
}
