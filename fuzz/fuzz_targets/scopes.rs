//! Scopes and resources of a form: each once, and nothing that was not asked for.
#![no_main]

use std::collections::HashSet;

use avouch_oidc::fuzzing::{form, scope};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((params, resources)) = form(data) else { return };
    assert_eq!(resources.iter().collect::<HashSet<_>>().len(), resources.len());
    for resource in &resources {
        assert!(!resource.is_empty() && params.all("resource").any(|whole| whole.split(',').any(|part| part == resource)));
    }
    let wanted = params.get("scope").unwrap_or_default();
    let (values, about_the_user) = scope(wanted);
    assert_eq!(values.iter().collect::<HashSet<_>>().len(), values.len());
    assert!(values.iter().all(|value| !value.is_empty() && wanted.contains(value)));
    assert!(about_the_user.split(' ').filter(|value| !value.is_empty()).all(|value| values.contains(&value)));
});
