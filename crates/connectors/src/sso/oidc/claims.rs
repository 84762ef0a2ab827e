//! What a provider says of a person.

use avouch_shape::JsonObject;
use serde_json::Value;

use super::{Error, Person, Provider};

/// Claims that become members of their own.
const OWN: [&str; 9] = [
    "sub",
    "name",
    "picture",
    "email",
    "email_verified",
    "phone",
    "phone_verified",
    "phone_number",
    "phone_number_verified",
];

/// What these are called in the form of the API.
const TOLD: [&str; 6] = ["id", "name", "avatar", "email", "unverifiedEmail", "phone"];

/// Who it is. `more` is what the provider told when it was asked, beside the ID token.
pub(super) fn person(
    provider: Provider,
    trusts_unverified: bool,
    issuer: String,
    verified: Value,
    more: Option<Value>,
) -> Result<Person, Error> {
    let nonsense = || Error::Authorization("what it says of the person cannot be read".to_owned());
    let Value::Object(token) = verified else { return Err(nonsense()) };
    let claims = match more {
        None => token,
        Some(Value::Object(told)) if provider == Provider::AzureAdOidc => both(token, told),
        Some(Value::Object(told)) => told,
        Some(_) => return Err(nonsense()),
    };
    let text = |name: &str| claims.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let holds = |name: &str| match claims.get(name) {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::String(flag)) => flag == "true",
        _ => false,
    };
    let id = text("sub").ok_or_else(nonsense)?.to_owned();
    let mut info = JsonObject::from_iter([("id".to_owned(), id.as_str().into())]);
    let mut tell = |name: &str, value: Option<&str>| {
        info.extend(value.map(|value| (name.to_owned(), value.into())));
    };
    tell("name", text("name"));
    tell("avatar", text("picture"));
    if holds("email_verified") || trusts_unverified {
        tell("email", text("email"));
    } else if provider == Provider::AzureAdOidc {
        tell("unverifiedEmail", text("email"));
    }
    if holds("phone_verified") || holds("phone_number_verified") {
        tell("phone", text("phone").or(text("phone_number")));
    }
    for (name, value) in claims.iter().filter(|(name, value)| !OWN.contains(&name.as_str()) && !value.is_null()) {
        let name = camel(name);
        // However a claim is called, it does not stand in for what was checked.
        if !TOLD.contains(&name.as_str()) {
            info.insert(name, value.clone());
        }
    }
    Ok(Person { issuer, id, info, tokens: None })
}

/// What either says; an address and whether it is verified come from one of them.
fn both(token: JsonObject, told: JsonObject) -> JsonObject {
    let mut all = token;
    if told.contains_key("email") {
        all.shift_remove("email_verified");
    }
    all.extend(told);
    all
}

/// `given_name` is `givenName`.
fn camel(name: &str) -> String {
    let mut words = name.split(['_', '-', '.', ' ']).filter(|word| !word.is_empty());
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

#[cfg(test)]
mod tests {
    use avouch_shape::JsonObject;
    use serde_json::{Value, json};

    use super::{Provider, person};

    fn info(provider: Provider, trusts: bool, token: Value, more: Option<Value>) -> JsonObject {
        person(provider, trusts, "https://idp.test".to_owned(), token, more).unwrap().info
    }

    #[test]
    fn addresses_count_when_they_are_verified() {
        let claims = json!({ "sub": "1", "email": "a@b.test", "given_name": "Ada", "-email": "c@d.test" });
        assert_eq!(json!(info(Provider::Oidc, false, claims.clone(), None)), json!({ "id": "1", "givenName": "Ada" }));
        assert_eq!(info(Provider::Oidc, true, claims.clone(), None)["email"], "a@b.test");
        assert_eq!(info(Provider::AzureAdOidc, false, claims, None)["unverifiedEmail"], "a@b.test");
        for flag in [json!(true), json!("true")] {
            let claims = json!({ "sub": "1", "email": "a@b.test", "email_verified": flag });
            assert_eq!(info(Provider::Oidc, false, claims, None)["email"], "a@b.test");
        }
    }

    #[test]
    fn what_is_verified_of_one_source_says_nothing_of_the_other() {
        let token = json!({ "sub": "1", "email": "a@b.test", "email_verified": true, "tid": "t" });
        let more = json!({ "sub": "1", "email": "c@d.test", "name": "Ada" });
        let azure = info(Provider::AzureAdOidc, false, token.clone(), Some(more.clone()));
        assert_eq!(json!(azure), json!({ "id": "1", "name": "Ada", "unverifiedEmail": "c@d.test", "tid": "t" }));
        assert_eq!(json!(info(Provider::Oidc, false, token, Some(more))), json!({ "id": "1", "name": "Ada" }));
    }
}
