//! Patterns of SQL become linear-time regular expressions: SQLite evaluates these, and PostgreSQL is only sent what
//! passes here.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

use super::BadPattern;
use super::parts::Parts;

/// Longest pattern, in bytes.
const LONGEST: usize = 256;

/// Largest compiled pattern, in bytes.
const LARGEST: usize = 1 << 18;

impl std::fmt::Display for BadPattern {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for BadPattern {}

/// A pattern that texts can be compared with.
#[derive(Debug)]
pub(crate) enum Pattern {
    /// Texts between `%`: no expression is needed for these, as long as case has no meaning beyond ASCII.
    Parts(Parts, OnceLock<Option<Regex>>),
    /// Everything else.
    Regex(Regex),
}

impl Pattern {
    /// Whether a text is as the pattern says.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        match self {
            Self::Parts(parts, _) if !parts.any_case || text.is_ascii() => parts.is_match(text.as_bytes()),
            Self::Parts(parts, regex) => {
                let regex = regex.get_or_init(|| expression(&like(&parts.pattern), true).ok());
                regex.as_ref().is_some_and(|regex| regex.is_match(text))
            }
            Self::Regex(regex) => regex.is_match(text),
        }
    }
}

/// Compiles a pattern of kind `like`, `ilike`, `similar`, `regex` or `iregex`.
pub(crate) fn compile(kind: &str, pattern: &str) -> Result<Pattern, BadPattern> {
    if pattern.len() > LONGEST {
        return Err(BadPattern(format!("A pattern may have at most {LONGEST} bytes.")));
    }
    let any_case = matches!(kind, "ilike" | "iregex");
    let text = match kind {
        "like" | "ilike" => {
            if let Some(parts) = Parts::of(pattern, any_case) {
                return Ok(Pattern::Parts(parts, OnceLock::new()));
            }
            like(pattern)
        }
        "similar" => similar(pattern),
        _ => pattern.to_owned(),
    };
    let refused = |_| BadPattern(format!("`{pattern}` is not a pattern that can be evaluated."));
    expression(&text, any_case).map(Pattern::Regex).map_err(refused)
}

fn expression(text: &str, any_case: bool) -> Result<Regex, regex::Error> {
    RegexBuilder::new(text).case_insensitive(any_case).dot_matches_new_line(true).size_limit(LARGEST).build()
}

pub(super) fn like(pattern: &str) -> String {
    let mut out = String::from("^");
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '%' => out.push_str(".*"),
            '_' => out.push('.'),
            '\\' => push_literal(&mut out, characters.next().unwrap_or('\\')),
            other => push_literal(&mut out, other),
        }
    }
    out.push('$');
    out
}

fn similar(pattern: &str) -> String {
    let mut out = String::from("^(?:");
    let mut in_class = false;
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => push_literal(&mut out, characters.next().unwrap_or('\\')),
            '[' => {
                in_class = true;
                out.push('[');
            }
            ']' => {
                in_class = false;
                out.push(']');
            }
            other if in_class => out.push(other),
            '%' => out.push_str(".*"),
            '_' => out.push('.'),
            '|' | '*' | '+' | '?' | '{' | '}' | '(' | ')' => out.push(character),
            other => push_literal(&mut out, other),
        }
    }
    out.push_str(")$");
    out
}

fn push_literal(out: &mut String, character: char) {
    out.push_str(&regex::escape(character.encode_utf8(&mut [0; 4])));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::compile;

    proptest! {
        #[test]
        fn no_pattern_makes_it_panic(kind in "like|ilike|similar|regex|iregex", pattern in ".{0,40}", text in ".{0,40}") {
            if let Ok(pattern) = compile(&kind, &pattern) {
                pattern.is_match(&text);
            }
        }

        #[test]
        fn a_text_without_wildcards_is_like_itself(text in "[^%_\\\\]{0,40}") {
            prop_assert!(compile("like", &text).unwrap().is_match(&text));
        }
    }

    fn matches(kind: &str, pattern: &str, text: &str) -> bool {
        compile(kind, pattern).unwrap().is_match(text)
    }

    #[test]
    fn like_has_two_wildcards_and_an_escape() {
        assert!(matches("like", "a%c_", "abbbcd"));
        assert!(!matches("like", "a%c_", "Abbbcd"));
        assert!(matches("ilike", "%É%", "café"));
        assert!(matches("like", "100\\%", "100%"));
        assert!(!matches("like", "100\\%", "1000"));
        assert!(matches("like", "a.(b", "a.(b"));
        assert!(!matches("like", "b", "abc"));
    }

    #[test]
    fn similar_to_has_alternatives_and_counts() {
        assert!(matches("similar", "(foo|bar)%", "barbaz"));
        assert!(matches("similar", "a{2,3}", "aa"));
        assert!(!matches("similar", "a{2,3}", "a"));
        assert!(matches("similar", "a.b", "a.b"));
        assert!(!matches("similar", "a.b", "axb"));
    }

    #[test]
    fn what_could_run_away_is_refused() {
        assert!(compile("regex", "(").is_err());
        assert!(compile("regex", r"(a)\1").is_err());
        assert!(compile("regex", "(((a{99}){99}){99}){99}").is_err());
        assert!(compile("like", &"%".repeat(300)).is_err());
    }
}
