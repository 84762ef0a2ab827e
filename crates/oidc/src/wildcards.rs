//! Wildcards of registered addresses.

/// Whether a host is one that a pattern stands for: as many labels, and `*` for one character or more of a label that is
/// none of the last two, so that it never stands for a whole registered domain.
pub(crate) fn host_fits(pattern: &str, host: &str) -> bool {
    let (patterns, labels): (Vec<&str>, Vec<&str>) = (pattern.split('.').collect(), host.split('.').collect());
    let literal_from = patterns.len().saturating_sub(2);
    patterns.len() == labels.len()
        && patterns.iter().zip(labels).enumerate().all(|(index, (pattern, label))| {
            if pattern.contains('*') { index < literal_from && text_fits(pattern, label, 1) } else { *pattern == label }
        })
}

/// Whether a text is a pattern with at least so many bytes in place of each `*`. The leftmost place of each literal part
/// leaves most to those after it.
pub(crate) fn text_fits(pattern: &str, text: &str, least: usize) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let middle: Vec<&str> = parts.collect();
    let Some((last, middle)) = middle.split_last() else { return rest.is_empty() };
    for part in middle {
        let found = rest.get(least..).and_then(|after| after.get(after.find(part)? + part.len()..));
        match found {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.get(least..).is_some_and(|after| after.ends_with(last))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{host_fits, text_fits};

    #[test]
    fn a_wildcard_is_part_of_a_label() {
        for (pattern, host, expected) in [
            ("*.app.test", "a.app.test", true),
            ("*.app.test", "a.b.app.test", false),
            ("*.app.test", ".app.test", false),
            ("*.app.test", "app.test", false),
            ("a.*.test", "a.b.test", false),
            ("*a*.app.test", "bab.app.test", true),
            ("*a*.app.test", "abb.app.test", false),
            ("*a*.app.test", "bba.app.test", false),
            ("pr-*-*.app.test", "pr-1-2.app.test", true),
            ("pr-*-*.app.test", "pr--2.app.test", false),
        ] {
            assert_eq!(host_fits(pattern, host), expected, "{pattern} {host}");
        }
    }

    /// The same letter by letter: which ends of the text can be reached.
    fn slowly(pattern: &str, text: &str, least: usize) -> bool {
        let mut reached = vec![false; text.len() + 1];
        reached[0] = true;
        for letter in pattern.bytes() {
            let mut next = vec![false; text.len() + 1];
            for end in 0..=text.len() {
                next[end] = match letter {
                    b'*' => (0..=end).any(|start| reached[start] && end - start >= least),
                    other => end > 0 && reached[end - 1] && text.as_bytes()[end - 1] == other,
                };
            }
            reached = next;
        }
        reached[text.len()]
    }

    proptest! {
        #[test]
        fn nothing_fits_that_should_not(pattern in "[ab*]{0,8}", text in "[ab]{0,10}", least in 0..2_usize) {
            prop_assert_eq!(text_fits(&pattern, &text, least), slowly(&pattern, &text, least));
        }
    }
}
