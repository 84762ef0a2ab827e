//! Phone numbers: the normal form of a number is its own normal form, and nothing but digits.
#![no_main]

use avouch_phone::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Some(phone) = parse(text) else { return };
    for form in [&phone.normal, &phone.with_zero] {
        assert!(!form.is_empty() && form.bytes().all(|byte| byte.is_ascii_digit()));
    }
    assert_eq!(parse(&phone.normal).map(|again| again.normal), Some(phone.normal));
});
