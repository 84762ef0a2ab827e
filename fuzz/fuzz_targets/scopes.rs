//! Scopes and resources of a form: each once, and nothing that was not asked for; at a refresh, nothing that was not held.
#![no_main]

use std::collections::HashSet;

use avouch_oidc::fuzzing::{form, narrowed_scope, scope};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        let (held, wanted) = text.split_once('\n').unwrap_or((text, text));
        narrows(held, wanted);
    }
    let Some((params, resources)) = form(data) else { return };
    assert_eq!(resources.iter().collect::<HashSet<_>>().len(), resources.len());
    for resource in &resources {
        assert!(
            !resource.is_empty() && params.all("resource").any(|whole| whole.split(',').any(|part| part == resource))
        );
    }
    let asked = |part: &str| part.is_empty() || resources.iter().any(|resource| resource == part);
    assert!(params.all("resource").flat_map(|whole| whole.split(',')).all(asked));
    let wanted = params.get("scope").unwrap_or_default();
    let (values, about_the_user) = scope(wanted);
    assert_eq!(values.iter().collect::<HashSet<_>>().len(), values.len());
    assert!(values.iter().all(|value| !value.is_empty() && wanted.split(' ').any(|own| own == *value)));
    assert!(about_the_user.split(' ').filter(|value| !value.is_empty()).all(|value| values.contains(&value)));
});

fn narrows(held: &str, wanted: &str) {
    let set = |text: &str| text.split(' ').filter(|value| !value.is_empty()).map(str::to_owned).collect::<HashSet<_>>();
    let (held_values, wanted_values) = (set(held), set(wanted));
    match narrowed_scope(held, wanted) {
        Ok(scope) => assert_eq!(set(&scope), wanted_values, "{held} {wanted}"),
        Err(missing) => assert_eq!(set(&missing), &wanted_values - &held_values, "{held} {wanted}"),
    }
    assert_eq!(narrowed_scope(held, wanted).is_ok(), wanted_values.is_subset(&held_values));
}
