//! What OAuth 2.0 and OpenID Connect of any provider have in common.

use avouch_crypto::{Alphabet, random_text};
use avouch_outbound::{Client, Request};
use avouch_shape::JsonObject;
use serde::Deserialize;
use serde_json::{Value, json};

use super::identity::TokenSet;
use super::{Coming, Renewal, oauth};
use crate::Error;
use crate::sign::{self, Hash};

/// The fields of both.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Provider {
    pub(super) authorization_endpoint: String,
    token_endpoint: String,
    pub(super) client_id: String,
    client_secret: String,
    #[serde(default)]
    token_endpoint_auth_method: Method,
    #[serde(default)]
    client_secret_jwt_signing_algorithm: Option<String>,
    #[serde(default)]
    token_endpoint_response_type: Option<String>,
    pub(super) scope: Option<String>,
    /// Parameters of the provider's own.
    #[serde(default)]
    custom_config: JsonObject,
}

/// How the client proves itself (`OpenID` Connect Core section 9).
#[derive(Clone, Copy, Default, Deserialize)]
enum Method {
    #[default]
    #[serde(rename = "client_secret_post")]
    Post,
    #[serde(rename = "client_secret_basic")]
    Basic,
    #[serde(rename = "client_secret_jwt")]
    Jwt,
}

/// Seconds that a client's proof is good for.
const PROOF: i64 = 600;

impl Provider {
    /// Parameters of the provider's own, as texts.
    pub(super) fn own(&self) -> impl Iterator<Item = (&str, String)> {
        self.custom_config.iter().map(|(name, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
            (name.as_str(), text)
        })
    }

    /// Exchanges the code.
    pub(super) async fn tokens(&self, coming: &Coming<'_>) -> Result<TokenSet, Error> {
        let pairs = [
            ("grant_type", "authorization_code"),
            ("code", coming.code()?),
            ("redirect_uri", coming.remembered_redirect_uri()?),
        ];
        self.ask(coming.http, &pairs, coming.back.now).await
    }

    /// Renews tokens.
    pub(super) async fn refresh(&self, renewal: &Renewal<'_>) -> Result<TokenSet, Error> {
        let pairs = [("grant_type", "refresh_token"), ("refresh_token", renewal.refresh_token)];
        self.ask(renewal.http, &pairs, renewal.now).await
    }

    async fn ask(&self, http: &Client, pairs: &[(&str, &str)], now: i64) -> Result<TokenSet, Error> {
        let mut form: Vec<(&str, String)> = pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        form.extend(self.own());
        let mut request = Request::post(&self.token_endpoint).header("accept", "application/json");
        match self.token_endpoint_auth_method {
            Method::Post => {
                form.push(("client_id", self.client_id.clone()));
                form.push(("client_secret", self.client_secret.clone()));
            }
            Method::Basic => request = request.basic(&self.client_id, &self.client_secret),
            Method::Jwt => {
                let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
                form.push(("client_id", self.client_id.clone()));
                form.push(("client_assertion_type", kind.to_owned()));
                form.push(("client_assertion", self.proof(now)?));
            }
        }
        let answer = http.send(request.form(form)).await?;
        if !answer.status.is_success() {
            return oauth::success(&answer).and(Err(Error::AuthCodeInvalid));
        }
        // Many providers answer JSON whatever their documentation says, so both are read.
        let as_form = || oauth::form_to_value(&answer.text());
        let said = match self.token_endpoint_response_type.as_deref() {
            Some("json") => answer.json(),
            _ => answer.json().or_else(|| Some(as_form())),
        };
        TokenSet::read(&said.ok_or_else(|| Error::InvalidResponse("it is not JSON".to_owned()))?)
    }

    /// A token that the client signs with its secret (RFC 7523).
    fn proof(&self, now: i64) -> Result<String, Error> {
        let algorithm = self.client_secret_jwt_signing_algorithm.as_deref().unwrap_or("HS256");
        let hash = match algorithm {
            "HS256" => Hash::Sha256,
            "HS384" => Hash::Sha384,
            "HS512" => Hash::Sha512,
            _ => return Err(Error::InvalidConfig("`clientSecretJwtSigningAlgorithm` is not known".to_owned())),
        };
        let claims = json!({
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": self.token_endpoint,
            "jti": random_text(Alphabet::UrlSafe, 21),
            "iat": now,
            "exp": now.saturating_add(PROOF),
        });
        let head = json!({ "alg": algorithm, "typ": "JWT" });
        let signed = format!("{}.{}", sign::url_safe(head.to_string()), sign::url_safe(claims.to_string()));
        let signature = sign::hmac(hash, self.client_secret.as_bytes(), signed.as_bytes());
        Ok(format!("{signed}.{}", sign::url_safe(signature)))
    }
}

/// A text for a JSON value that is one, or a number or a yes; nothing for what says nothing.
pub(super) fn told(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()).filter(|text| text != "0"),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
