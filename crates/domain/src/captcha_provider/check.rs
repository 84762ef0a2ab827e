//! Whether someone is a person, by their proof.

use avouch_model::captcha_provider::{CaptchaConfig, RecaptchaMode};
use avouch_outbound::{Client, Request};
use avouch_store::Tenant;
use serde_json::{Value, json};

use crate::Result;

/// What the pages call what the user does.
const ACTION: &str = "interaction";

/// The least that is a person's.
const SCORE: f64 = 0.5;

/// What came of a proof.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Whether it is a person's.
    pub passes: bool,
    /// How likely it is a person's, from 0 to 1, where the provider says so.
    pub score: Option<f64>,
    /// How the provider showed itself, where that can be chosen.
    pub mode: Option<RecaptchaMode>,
    /// Why it is nobody's proof, for administrators.
    pub reason: Option<String>,
}

impl Verdict {
    fn nobody(reason: String) -> Self {
        Self { reason: Some(reason), ..Self::default() }
    }
}

/// What the tenant's provider says of a proof. Without a provider, or while it is out of reach, nobody passes.
pub async fn judge(tenant: &Tenant, http: &Client, token: &str, ip: Option<&str>) -> Result<Verdict> {
    let provider = avouch_store::captcha_provider::get(tenant).await?;
    let config = provider.and_then(|provider| serde_json::from_str(provider.config.text()).ok());
    let Some(config) = config else { return Ok(Verdict::nobody("There is no captcha provider.".to_owned())) };
    match http.send(request(&config, token, ip)).await {
        Ok(answer) => Ok(verdict(&config, &answer.json().unwrap_or_default())),
        Err(error) => {
            tracing::warn!(%error, "the captcha provider could not be asked; nobody passes until it can");
            Ok(Verdict::nobody(format!("The captcha provider could not be asked: {error}.")))
        }
    }
}

fn request(config: &CaptchaConfig, token: &str, ip: Option<&str>) -> Request {
    match config {
        CaptchaConfig::Turnstile(turnstile) => {
            let mut pairs = vec![("secret", turnstile.secret_key.as_str()), ("response", token)];
            pairs.extend(ip.map(|ip| ("remoteip", ip)));
            Request::post("https://challenges.cloudflare.com/turnstile/v0/siteverify").form(pairs)
        }
        CaptchaConfig::RecaptchaEnterprise(google) => {
            let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let (project, key) = (encode(&google.project_id), encode(&google.secret_key));
            let event = json!({ "token": token, "siteKey": google.site_key, "expectedAction": ACTION });
            Request::post(format!(
                "https://recaptchaenterprise.googleapis.com/v1/projects/{project}/assessments?key={key}"
            ))
            .json(&json!({ "event": event }))
        }
    }
}

fn verdict(config: &CaptchaConfig, answer: &Value) -> Verdict {
    let yes = |path: &str| answer.pointer(path).and_then(Value::as_bool) == Some(true);
    let text = |path: &str| answer.pointer(path).and_then(Value::as_str);
    match config {
        CaptchaConfig::Turnstile(_) => {
            let passes = yes("/success");
            let errors = answer.get("error-codes").and_then(Value::as_array).into_iter().flatten();
            let reason = errors.filter_map(Value::as_str).collect::<Vec<_>>().join(", ");
            Verdict {
                passes,
                reason: Some(reason).filter(|reason| !passes && !reason.is_empty()),
                ..Verdict::default()
            }
        }
        CaptchaConfig::RecaptchaEnterprise(google) => {
            let score = answer.pointer("/riskAnalysis/score").and_then(Value::as_f64);
            let ticked = google.mode == Some(RecaptchaMode::Checkbox);
            let reason = if !yes("/tokenProperties/valid") {
                Some(
                    text("/tokenProperties/invalidReason")
                        .or(text("/error/message"))
                        .unwrap_or("The token is not valid."),
                )
            } else if ticked {
                None
            } else if text("/tokenProperties/action") != Some(ACTION) {
                Some("The token is of another action.")
            } else if score.is_none_or(|score| score < SCORE) {
                Some("The score is too low.")
            } else {
                None
            };
            let mode = Some(google.mode.unwrap_or(RecaptchaMode::Invisible));
            Verdict { passes: reason.is_none(), score, mode, reason: reason.map(ToOwned::to_owned) }
        }
    }
}

#[cfg(test)]
mod tests {
    use avouch_model::captcha_provider::{CaptchaConfig, RecaptchaMode};
    use serde_json::{Value, json};

    use super::{Verdict, verdict};

    fn config(config: Value) -> CaptchaConfig {
        serde_json::from_value(config).unwrap()
    }

    #[test]
    fn turnstile_says_yes_or_no() {
        let turnstile = config(json!({ "type": "Turnstile", "siteKey": "a", "secretKey": "b" }));
        assert_eq!(verdict(&turnstile, &json!({ "success": true })), Verdict { passes: true, ..Verdict::default() });
        for no in [json!({ "success": false }), json!({ "success": "true" }), json!({}), Value::Null] {
            assert_eq!(verdict(&turnstile, &no), Verdict::default(), "{no}");
        }
        let no = verdict(&turnstile, &json!({ "success": false, "error-codes": ["timeout-or-duplicate", "x"] }));
        assert_eq!(no.reason.as_deref(), Some("timeout-or-duplicate, x"));
    }

    #[test]
    fn recaptcha_gives_a_score_unless_a_box_was_ticked() {
        let of = |mode: &str| {
            config(
                json!({ "type": "RecaptchaEnterprise", "siteKey": "a", "secretKey": "b", "projectId": "c", "mode": mode }),
            )
        };
        let answer = |valid: bool, action: &str, score: f64| json!({ "tokenProperties": { "valid": valid, "action": action }, "riskAnalysis": { "score": score } });
        let passes = |mode: &str, answer: Value| verdict(&of(mode), &answer).passes;
        assert!(passes("invisible", answer(true, "interaction", 0.5)));
        assert!(!passes("invisible", answer(true, "interaction", 0.4)));
        assert!(!passes("invisible", answer(true, "login", 0.9)));
        assert!(!passes("invisible", answer(false, "interaction", 0.9)));
        assert!(passes("checkbox", answer(true, "", 0.0)));
        assert!(!passes("checkbox", answer(false, "", 0.9)));
        let low = verdict(&of("invisible"), &answer(true, "interaction", 0.4));
        let mode = Some(RecaptchaMode::Invisible);
        let reason = Some("The score is too low.".to_owned());
        assert_eq!(low, Verdict { passes: false, score: Some(0.4), mode, reason });
    }
}
