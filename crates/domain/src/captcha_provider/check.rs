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

/// Whether the tenant's provider takes a proof. Without a provider, or while it is out of reach, it does not.
pub async fn passes(tenant: &Tenant, http: &Client, token: &str, ip: Option<&str>) -> Result<bool> {
    let Some(provider) = avouch_store::captcha_provider::get(tenant).await? else { return Ok(false) };
    let Ok(config) = serde_json::from_str::<CaptchaConfig>(provider.config.text()) else { return Ok(false) };
    let answer = match http.send(request(&config, token, ip)).await {
        Ok(answer) => answer.json().unwrap_or_default(),
        Err(error) => {
            tracing::warn!(%error, "the captcha provider could not be asked; nobody passes until it can");
            return Ok(false);
        }
    };
    Ok(verdict(&config, &answer))
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

fn verdict(config: &CaptchaConfig, answer: &Value) -> bool {
    let yes = |path: &str| answer.pointer(path).and_then(Value::as_bool) == Some(true);
    match config {
        CaptchaConfig::Turnstile(_) => yes("/success"),
        CaptchaConfig::RecaptchaEnterprise(google) => {
            let action = answer.pointer("/tokenProperties/action").and_then(Value::as_str);
            let score = answer.pointer("/riskAnalysis/score").and_then(Value::as_f64);
            let ticked = google.mode == Some(RecaptchaMode::Checkbox);
            yes("/tokenProperties/valid")
                && (ticked || action == Some(ACTION) && score.is_some_and(|score| score >= SCORE))
        }
    }
}

#[cfg(test)]
mod tests {
    use avouch_model::captcha_provider::CaptchaConfig;
    use serde_json::{Value, json};

    use super::verdict;

    fn config(config: Value) -> CaptchaConfig {
        serde_json::from_value(config).unwrap()
    }

    #[test]
    fn turnstile_says_yes_or_no() {
        let turnstile = config(json!({ "type": "Turnstile", "siteKey": "a", "secretKey": "b" }));
        assert!(verdict(&turnstile, &json!({ "success": true })));
        for no in [json!({ "success": false }), json!({ "success": "true" }), json!({}), Value::Null] {
            assert!(!verdict(&turnstile, &no), "{no}");
        }
    }

    #[test]
    fn recaptcha_gives_a_score_unless_a_box_was_ticked() {
        let of = |mode: &str| {
            config(
                json!({ "type": "RecaptchaEnterprise", "siteKey": "a", "secretKey": "b", "projectId": "c", "mode": mode }),
            )
        };
        let answer = |valid: bool, action: &str, score: f64| json!({ "tokenProperties": { "valid": valid, "action": action }, "riskAnalysis": { "score": score } });
        assert!(verdict(&of("invisible"), &answer(true, "interaction", 0.5)));
        assert!(!verdict(&of("invisible"), &answer(true, "interaction", 0.4)));
        assert!(!verdict(&of("invisible"), &answer(true, "login", 0.9)));
        assert!(!verdict(&of("invisible"), &answer(false, "interaction", 0.9)));
        assert!(verdict(&of("checkbox"), &answer(true, "", 0.0)));
        assert!(!verdict(&of("checkbox"), &answer(false, "", 0.9)));
    }
}
