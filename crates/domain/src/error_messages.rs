//! What people are told of errors, in the languages of the pages. Programs read codes; administrators read English.

use std::collections::HashMap;
use std::sync::LazyLock;

type Words = HashMap<String, String>;

static WORDS: LazyLock<HashMap<String, Words>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../messages/errors.json")).unwrap_or_default());

/// A message with its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// Language.
    pub language: &'static str,
    /// Text.
    pub text: &'static str,
}

/// What is said of an error that people meet while they sign in.
fn word(code: &str) -> Option<&'static str> {
    Some(match code {
        "session.invalid_credentials" => "credentials",
        "session.verification_blocked_too_many_attempts" => "blocked",
        "session.not_found"
        | "session.interaction_not_found"
        | "session.verification_session_not_found"
        | "session.identifier_not_found"
        | "session.connector_validation_session_not_found"
        | "session.mfa.pending_info_not_found"
        | "session.passkey_sign_in.pending_info_not_found" => "over",
        "session.verification_failed" | "session.identity_conflict" | "action.sign_in_identifier_changed" => "failed",
        "session.captcha_required" | "session.captcha_failed" => "captcha",
        "verification_code.code_mismatch" | "session.mfa.invalid_totp_code" | "session.mfa.invalid_backup_code" => {
            "code"
        }
        "verification_code.not_found" | "verification_code.expired" | "verification_code.exceed_max_try" => "expired",
        "user.username_already_in_use" => "username",
        "user.email_already_in_use" => "email",
        "user.phone_already_in_use" => "phone",
        "session.email_blocklist.invalid_email" => "bad_email",
        "user.invalid_phone" => "bad_phone",
        "user.suspended" => "suspended",
        "user.identity_already_in_use" => "identity",
        "user.same_password" => "same",
        "user.user_not_exist" | "user.identity_not_exist" | "user.sso_identity_not_exist" => "unknown",
        "user.sign_in_method_not_enabled" | "session.not_supported_for_forgot_password" => "method",
        "connector.general"
        | "connector.authorization_failed"
        | "connector.invalid_response"
        | "connector.social_auth_code_invalid"
        | "connector.social_invalid_access_token"
        | "connector.social_invalid_id_token" => "provider",
        "connector.not_found" => "send",
        "request.message_rate_limited" | "connector.rate_limit_exceeded" => "often",
        "session.email_blocklist.email_not_allowed" | "session.email_blocklist.email_subaddressing_not_allowed" => {
            "domain"
        }
        "one_time_token.token_not_found"
        | "one_time_token.token_expired"
        | "one_time_token.token_consumed"
        | "one_time_token.token_revoked"
        | "one_time_token.email_mismatch" => "link",
        "session.mfa.webauthn_verification_failed" | "session.mfa.webauthn_verification_not_found" => "passkey",
        _ => return None,
    })
}

/// The message for an error in the first of some languages that there is one in; nothing where English is meant.
pub fn find(code: &str, wanted: &[String]) -> Option<Message> {
    let word = word(code)?;
    for tag in wanted {
        let base = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        if base(tag) == "en" {
            return None;
        }
        let exact = WORDS.iter().find(|(own, _)| own.eq_ignore_ascii_case(tag));
        // Of languages that share a base, the one that sorts first stands for it: `pt` is `pt-BR`, `zh` is `zh-CN`.
        let by_base = || WORDS.iter().filter(|(own, _)| base(own) == base(tag)).min_by_key(|(own, _)| own.as_str());
        if let Some((language, words)) = exact.or_else(by_base) {
            return words.get(word).map(|text| Message { language, text });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{WORDS, find};

    #[test]
    fn every_language_has_every_word() {
        assert_eq!(WORDS.len(), 21);
        for (language, words) in WORDS.iter() {
            assert!(crate::phrases::is_built_in(language), "{language} is no language of the pages");
            for word in WORDS["de"].keys() {
                assert!(words.get(word).is_some_and(|text| !text.is_empty()), "{word} in {language}");
            }
        }
    }

    #[test]
    fn the_first_language_that_is_known_counts() {
        let find = |wanted: &[&str]| {
            let wanted: Vec<String> = wanted.iter().map(|tag| (*tag).to_owned()).collect();
            find("user.suspended", &wanted).map(|message| message.language)
        };
        assert_eq!(find(&["xx", "de-AT", "fr"]), Some("de"));
        assert_eq!((find(&["pt"]), find(&["ZH-hk"]), find(&["fa"])), (Some("pt-BR"), Some("zh-HK"), Some("fa-IR")));
        assert_eq!((find(&["en-GB", "de"]), find(&["xx"]), find(&[])), (None, None, None));
        assert_eq!(super::find("entity.not_found", &["de".to_owned()]), None);
    }
}
