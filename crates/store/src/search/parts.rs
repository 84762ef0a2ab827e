//! Texts between `%`: what most searches are, and found without an expression.

/// The texts of a pattern between its `%`. The first one begins a match and the last one ends it.
#[derive(Debug)]
pub(crate) struct Parts {
    /// The pattern itself.
    pub(super) pattern: String,
    /// Whether `a` and `A` are the same.
    pub(super) any_case: bool,
    texts: Vec<Vec<u8>>,
}

impl Parts {
    /// Reads a pattern without another wildcard; in any case, only ASCII is the same in every language.
    pub(super) fn of(pattern: &str, any_case: bool) -> Option<Self> {
        if any_case && !pattern.is_ascii() {
            return None;
        }
        let mut texts = vec![Vec::new()];
        let mut bytes = pattern.bytes();
        while let Some(byte) = bytes.next() {
            match byte {
                b'_' => return None,
                b'%' => texts.push(Vec::new()),
                _ => texts.last_mut()?.push(if byte == b'\\' { bytes.next().unwrap_or(byte) } else { byte }),
            }
        }
        Some(Self { pattern: pattern.to_owned(), any_case, texts })
    }

    /// Whether a text is the parts in their order, with anything in place of each `%`.
    pub(super) fn is_match(&self, text: &[u8]) -> bool {
        let (first, middle, last) = match self.texts.as_slice() {
            [] => return text.is_empty(),
            [only] => return self.same(text, only),
            [first, middle @ .., last] => (first, middle, last),
        };
        let Some((begin, rest)) = text.split_at_checked(first.len()) else { return false };
        let Some((mut rest, end)) = rest.len().checked_sub(last.len()).and_then(|at| rest.split_at_checked(at)) else {
            return false;
        };
        if !self.same(begin, first) || !self.same(end, last) {
            return false;
        }
        for part in middle.iter().filter(|part| !part.is_empty()) {
            let Some(at) = rest.windows(part.len()).position(|window| self.same(window, part)) else { return false };
            rest = rest.get(at + part.len()..).unwrap_or_default();
        }
        true
    }

    fn same(&self, one: &[u8], other: &[u8]) -> bool {
        if self.any_case { one.eq_ignore_ascii_case(other) } else { one == other }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Parts;

    fn matches(pattern: &str, text: &str) -> bool {
        Parts::of(pattern, true).unwrap().is_match(text.as_bytes())
    }

    #[test]
    fn parts_stand_in_their_order() {
        for (pattern, text) in [
            ("%ada%", "xADAx"),
            ("ada%", "Adam"),
            ("%dam", "adam"),
            ("a%b%c", "a__b__c"),
            ("%", ""),
            ("%%", "x"),
            ("ada", "ADA"),
            ("a%a", "aa"),
            ("100\\%%", "100%x"),
            ("", ""),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in
            [("a%a", "a"), ("%ab%ab%", "xabx"), ("ada%", "xada"), ("%ada", "adax"), ("a%b%c", "a_c_b"), ("", "x")]
        {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
        assert!(Parts::of("a_", true).is_none() && Parts::of("%é%", true).is_none());
        assert!(Parts::of("%é%", false).is_some());
    }

    proptest! {
        #[test]
        fn an_expression_says_the_same(pattern in "[ab%\\\\]{0,8}", text in "[abAB%]{0,12}") {
            let expression = super::super::pattern::like(&pattern);
            let expression = regex::RegexBuilder::new(&expression).case_insensitive(true).build().unwrap();
            prop_assert_eq!(matches(&pattern, &text), expression.is_match(&text));
        }
    }
}
