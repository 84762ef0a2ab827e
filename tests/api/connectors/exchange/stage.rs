//! A stand-in for every provider, which holds requests against a script.

use std::sync::{Arc, Mutex};

use avouch_crypto::Clock;
use avouch_crypto::jose::{self, Curve, KeyKind, SigningKey};
use avouch_testkit::{Received, Receiver};
use serde_json::{Value, json};

use super::with;

/// What is to come.
#[derive(Default)]
struct Script {
    exchanges: Vec<Value>,
    problems: Vec<String>,
    asked: Vec<usize>,
    form: Value,
}

/// A stand-in for every provider.
pub(super) struct Stage {
    script: Arc<Mutex<Script>>,
    key: Arc<SigningKey>,
    /// Address and port.
    pub(super) address: String,
}

impl Stage {
    pub(super) async fn start() -> Self {
        let script: Arc<Mutex<Script>> = Arc::default();
        let own = Arc::clone(&script);
        let receiver = Receiver::answering(move |request| own.lock().unwrap().answer(request)).await;
        let address = receiver.base.replace("http://localhost", "127.0.0.1");
        let pem = SigningKey::generate(KeyKind::Ec(Curve::P256)).unwrap();
        Self { script, key: Arc::new(SigningKey::from_pem(&pem).unwrap()), address }
    }

    /// Sets the script: what is asked and what is answered to it.
    pub(super) fn set(&self, exchanges: &[Value], token: &Value, nonce: &str) {
        let exchanges = exchanges.iter().map(|exchange| self.filled(exchange, token, nonce)).collect();
        *self.script.lock().unwrap() = Script { exchanges, ..Script::default() };
    }

    /// With what is different each time in place of its names: `$ID_TOKEN`, `$JWKS`, `$NONCE`, `$RSA`.
    pub(super) fn filled(&self, value: &Value, token: &Value, nonce: &str) -> Value {
        let inner = |value: &Value| self.filled(value, token, nonce);
        match value {
            Value::String(name) if name == "$NONCE" => json!(nonce),
            Value::String(name) if name == "$JWKS" => json!({ "keys": [self.key.verifying().jwk()] }),
            Value::String(name) if name == "$RSA" => json!(rsa()),
            Value::String(name) if name == "$ID_TOKEN" => {
                let now = Clock::System.now().seconds();
                let claims = with(&json!({ "iat": now, "exp": now + 300 }), &inner(token));
                json!(jose::sign(&self.key, "JWT", &claims).unwrap())
            }
            Value::Array(items) => items.iter().map(inner).collect(),
            Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), inner(value))).collect(),
            other => other.clone(),
        }
    }

    /// What was asked that the script does not have, and what was not as it says.
    pub(super) fn problems(&self) -> Vec<String> {
        self.script.lock().unwrap().problems.clone()
    }

    /// Which steps of the script were asked for.
    pub(super) fn asked(&self) -> Vec<usize> {
        self.script.lock().unwrap().asked.clone()
    }

    /// The form that came last.
    pub(super) fn form(&self) -> Value {
        self.script.lock().unwrap().form.clone()
    }
}

/// A key of an application, once for all of them: it takes long to make.
fn rsa() -> &'static str {
    use std::sync::LazyLock;
    static KEY: LazyLock<String> = LazyLock::new(|| SigningKey::generate(KeyKind::Rsa).unwrap());
    &KEY
}

/// Pairs as an object.
pub(super) fn pairs(text: &str) -> Value {
    form_urlencoded::parse(text.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned().into()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// What is not as it was expected; `*` stands for anything that says something.
pub(super) fn differences(what: &str, expected: &Value, found: &Value) -> Vec<String> {
    let (Some(wanted), Some(own)) = (expected.as_object(), found.as_object()) else {
        return if expected == found { Vec::new() } else { vec![format!("{what}: {found} in place of {expected}")] };
    };
    let mut problems = Vec::new();
    for (name, value) in wanted {
        let given = own.get(name).cloned().unwrap_or_default();
        let fits = if value == "*" { given.as_str().is_some_and(|text| !text.is_empty()) } else { *value == given };
        if !fits {
            problems.push(format!("{what}: `{name}` is {given} in place of {value}"));
        }
    }
    let more = own.keys().filter(|name| !wanted.contains_key(*name));
    problems.extend(more.map(|name| format!("{what}: `{name}` is not expected")));
    problems
}

impl Script {
    fn answer(&mut self, request: &Received) -> (u16, String) {
        let host = request.headers.get("host").cloned().unwrap_or_default();
        let (method, target) = request.line.split_once(' ').unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let (line, query) = (format!("{method} https://{host}{path}"), pairs(query));
        let is_meant = |exchange: &Value| {
            let wanted = exchange.get("query").cloned().unwrap_or(json!({}));
            exchange["request"] == *line && differences("query", &wanted, &query).is_empty()
        };
        let Some(step) = self.exchanges.iter().position(is_meant) else {
            self.problems.push(format!("{line} with {query} is not in the script"));
            return (418, "{}".to_owned());
        };
        let exchange = self.exchanges[step].clone();
        self.asked.push(step);
        self.form = pairs(&request.body);
        let mut problems = match (&exchange["json"], &exchange["form"]) {
            (Value::Null, Value::Null) if request.body.is_empty() => Vec::new(),
            (Value::Null, Value::Null) => vec![format!("a body that is not expected: {}", request.body)],
            (Value::Null, form) => differences("form", form, &self.form),
            (wanted, _) => differences("body", wanted, &serde_json::from_str(&request.body).unwrap_or_default()),
        };
        for (name, wanted) in exchange["headers"].as_object().into_iter().flatten() {
            let given = request.headers.get(name).cloned().unwrap_or_default();
            let is_anything = wanted == "*" && !given.is_empty();
            if wanted != &given && !is_anything {
                problems.push(format!("header {name}: {given} in place of {wanted}"));
            }
        }
        self.problems.extend(problems.into_iter().map(|problem| format!("{line}: {problem}")));
        let status = exchange["answerStatus"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(200);
        let body = exchange["text"].as_str().map_or_else(|| exchange["answer"].to_string(), ToOwned::to_owned);
        (status, body)
    }
}
