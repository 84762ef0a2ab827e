//! Phone numbers, as international digits without a plus sign.

use phonenumber::Mode;

/// A number in its normal form, and how else it may have been written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// International digits.
    pub normal: String,
    /// The same with the zero that some countries dial before a national number.
    pub with_zero: String,
}

/// Reads international digits; nothing if they cannot be a number of any country.
///
/// Lenient: whether the number is in use does not matter.
pub fn parse(digits: &str) -> Option<Phone> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = phonenumber::parse(None, format!("+{digits}")).ok()?;
    let code = number.code().value().to_string();
    let normal = number.format().mode(Mode::E164).to_string().trim_start_matches('+').to_owned();
    if normal.len() < digits.len() {
        // Behind a zero that does not count may be another one. A number has one normal form, which is its own.
        return parse(&normal);
    }
    let national = normal.strip_prefix(&code)?;
    Some(Phone { with_zero: format!("{code}0{}", national.trim_start_matches('0')), normal })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::parse;

    #[test]
    fn a_national_zero_does_not_count() {
        let german = parse("4915112345678").unwrap();
        assert_eq!(german.normal, "4915112345678");
        assert_eq!(german.with_zero, "49015112345678");
        assert_eq!(parse("49015112345678").unwrap().normal, "4915112345678");
        let indian = parse("91000480").unwrap();
        assert_eq!((parse("910480").unwrap(), parse("91480").unwrap()), (indian.clone(), indian));
    }

    #[test]
    fn lenient_with_length_strict_with_form() {
        for fine in ["14155552671", "1415555"] {
            assert!(parse(fine).is_some(), "{fine}");
        }
        for wrong in ["", "0", "1", "999999999999999", "+1415", "14a"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_normal_form_is_its_own(digits in "[0-9]{1,3}0{0,3}[0-9]{0,12}") {
            if let Some(phone) = parse(&digits) {
                prop_assert!(!phone.normal.is_empty() && phone.with_zero.bytes().all(|byte| byte.is_ascii_digit()));
                prop_assert_eq!(parse(&phone.normal).map(|again| again.normal), Some(phone.normal));
            }
        }
    }
}
