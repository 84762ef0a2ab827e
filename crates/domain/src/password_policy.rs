//! What passwords may look like.

mod breaches;

use avouch_model::Json;
use avouch_model::sign_in_exp::PasswordIssue;
use avouch_model::users::UserInfo;
use serde_json::{Value, json};

pub use self::breaches::Breaches;

/// Characters that repeat or follow each other in this number are easy to guess.
const RUN: usize = 3;

/// Keyboard rows and alphabets; each counts backwards too.
const SEQUENCES: [&str; 16] = [
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz",
    "2wsx",
    "3edc",
    "4rfv",
    "5tgb",
    "6yhn",
    "7ujm",
    "8ik",
    "9ol",
    "0p",
    "1234567890",
];

/// What is known of the user, which a password must not be made of.
#[derive(Debug, Default)]
pub struct About<'a> {
    /// Names and identifiers, and their parts.
    pub texts: Vec<&'a str>,
    /// A name without the spaces in it.
    pub joined: Option<String>,
}

impl<'a> About<'a> {
    /// What is known of an account.
    pub fn of(user: &'a UserInfo) -> Self {
        let mut texts = Vec::new();
        if let Some(name) = user.name.as_deref() {
            texts.push(name);
            texts.extend(name.split_whitespace());
        }
        texts.extend(user.username.as_deref());
        texts.extend(user.primary_email.as_deref().and_then(|email| email.split('@').next()));
        texts.extend(user.primary_phone.as_deref());
        Self { texts, joined: user.name.as_deref().map(|name| name.split_whitespace().collect()) }
    }
}

/// The password was stolen somewhere.
pub(crate) const PWNED: PasswordIssue = PasswordIssue { code: "password_rejected.pwned", interpolation: None };

/// Whether the tenant refuses passwords that were stolen somewhere.
pub(crate) fn refuses_stolen(policy: &Value) -> bool {
    policy.get("rejects").and_then(|rejects| rejects.get("pwned")?.as_bool()).unwrap_or(true)
}

/// Everything that is wrong with a password as far as is known here, in the form of the API.
pub(crate) fn issues(policy: &Value, password: &str, about: &About<'_>) -> Vec<PasswordIssue> {
    let at = |group: &str, name: &str| policy.get(group).and_then(|group| group.get(name));
    let number = |group: &str, name: &str, default: usize| {
        at(group, name).and_then(Value::as_u64).and_then(|value| usize::try_from(value).ok()).unwrap_or(default)
    };
    let rejects = |name: &str| at("rejects", name).and_then(Value::as_bool).unwrap_or(true);
    let characters: Vec<char> = password.chars().collect();
    let mut issues = Vec::new();
    let (min, max) = (number("length", "min", 8), number("length", "max", 256));
    if characters.len() < min {
        issues.push(PasswordIssue {
            code: "password_rejected.too_short",
            interpolation: Some(Json::from(&json!({ "min": min }))),
        });
    }
    if characters.len() > max {
        issues.push(PasswordIssue {
            code: "password_rejected.too_long",
            interpolation: Some(Json::from(&json!({ "max": max }))),
        });
    }
    let types = number("characterTypes", "min", 1);
    match kinds(&characters) {
        None => issues.push(PasswordIssue { code: "password_rejected.unsupported_characters", interpolation: None }),
        Some(kinds) if kinds < types => {
            issues.push(PasswordIssue {
                code: "password_rejected.character_types",
                interpolation: Some(Json::from(&json!({ "min": types }))),
            });
        }
        Some(_) => {}
    }
    if rejects("pwned") && breaches::is_common(password) {
        issues.push(PWNED);
    }
    issues.extend(guessable(policy, &characters, about, &rejects));
    issues
}

/// How many kinds of characters there are; nothing if there is one of no kind.
fn kinds(characters: &[char]) -> Option<usize> {
    let (mut lower, mut upper, mut digit, mut symbol) = (0, 0, 0, 0);
    for character in characters {
        match character {
            'a'..='z' => lower = 1,
            'A'..='Z' => upper = 1,
            '0'..='9' => digit = 1,
            ' '..='~' => symbol = 1,
            _ => return None,
        }
    }
    Some(lower + upper + digit + symbol)
}

/// Parts that anyone would guess; they count once little else is left.
fn guessable(
    policy: &Value,
    characters: &[char],
    about: &About<'_>,
    rejects: &impl Fn(&str) -> bool,
) -> Vec<PasswordIssue> {
    let lower: Vec<char> = characters.iter().map(char::to_ascii_lowercase).collect();
    let mut covered = vec![false; lower.len()];
    let mut codes: Vec<&'static str> = Vec::new();
    if rejects("repetitionAndSequence") {
        if mark_runs(&lower, &mut covered) {
            codes.push("password_rejected.restricted.repetition");
        }
        if mark_sequences(&lower, &mut covered) {
            codes.push("password_rejected.restricted.sequence");
        }
    }
    // All of them are looked for: together they may cover what one does not.
    let mut has_any = |parts: &[&str]| {
        let mut found = false;
        for part in parts {
            found |= mark(&lower, part, &mut covered);
        }
        found
    };
    let known: Vec<&str> = about.texts.iter().copied().chain(about.joined.as_deref()).collect();
    if rejects("userInfo") && has_any(&known) {
        codes.push("password_rejected.restricted.user_info");
    }
    let words = policy.get("rejects").and_then(|rejects| rejects.get("words")?.as_array());
    let words: Vec<&str> = words.into_iter().flatten().filter_map(Value::as_str).collect();
    if has_any(&words) {
        codes.push("password_rejected.restricted.words");
    }
    let count = covered.iter().filter(|covered| **covered).count();
    if count <= lower.len().saturating_sub(RUN).max(1) {
        return Vec::new();
    }
    codes.into_iter().map(|code| PasswordIssue { code, interpolation: None }).collect()
}

fn cover(covered: &mut [bool], from: usize, length: usize) {
    for place in covered.iter_mut().skip(from).take(length) {
        *place = true;
    }
}

fn mark_runs(text: &[char], covered: &mut [bool]) -> bool {
    let mut found = false;
    let mut from = 0;
    for run in text.chunk_by(|one, other| one == other) {
        if run.len() >= RUN {
            cover(covered, from, run.len());
            found = true;
        }
        from += run.len();
    }
    found
}

fn mark_sequences(text: &[char], covered: &mut [bool]) -> bool {
    let mut found = false;
    for (from, window) in text.windows(RUN).enumerate() {
        let forwards: String = window.iter().collect();
        let backwards: String = window.iter().rev().collect();
        if SEQUENCES.iter().any(|sequence| sequence.contains(&forwards) || sequence.contains(&backwards)) {
            cover(covered, from, RUN);
            found = true;
        }
    }
    found
}

fn mark(text: &[char], part: &str, covered: &mut [bool]) -> bool {
    let part: Vec<char> = part.to_lowercase().chars().collect();
    if part.len() < RUN {
        return false;
    }
    let mut found = false;
    for (from, window) in text.windows(part.len()).enumerate() {
        if window == part.as_slice() {
            cover(covered, from, part.len());
            found = true;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{About, issues};

    fn codes(policy: &serde_json::Value, password: &str, about: &[&str]) -> Vec<String> {
        let found = issues(policy, password, &About { texts: about.to_vec(), joined: Some("gracehopper".to_owned()) });
        found.iter().map(|issue| issue.code.replace("password_rejected.", "")).collect()
    }

    #[test]
    fn each_rule_has_its_word() {
        let policy = json!({ "rejects": { "words": ["acme", "globex"] } });
        for (password, expected) in [
            ("short", vec!["too_short"]),
            ("Str0ng-Pa55word", vec![]),
            ("password1", vec!["pwned"]),
            ("aaaaaaaaaa", vec!["pwned", "restricted.repetition"]),
            ("abcdefghij", vec!["pwned", "restricted.sequence"]),
            ("acmeacmeac", vec!["restricted.words"]),
            ("acmeglobex", vec!["restricted.words"]),
            ("adalovelace", vec!["restricted.user_info"]),
            ("gracehopper1", vec!["restricted.user_info"]),
            ("пароль-пароль", vec!["unsupported_characters"]),
        ] {
            assert_eq!(codes(&policy, password, &["adalovelace"]), expected, "{password}");
        }
        let strict = json!({ "characterTypes": { "min": 3 }, "length": { "min": 4, "max": 6 } });
        assert_eq!(codes(&strict, "xkcd", &[]), ["character_types"]);
        assert_eq!(codes(&strict, "Xk7-q!z", &[]), ["too_long"]);
    }
}
