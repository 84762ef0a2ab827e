//! Cookies of the provider, signed with the tenant's cookie keys.

use avouch_crypto::{Secret, keygrip};
use avouch_model::Timestamp;

/// The cookies of a `Cookie` header, in order.
pub fn pairs(header: &str) -> impl Iterator<Item = (String, String)> + '_ {
    let pairs = header.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned()))
}

/// A cookie to set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetCookie {
    /// The value of the `Set-Cookie` header.
    pub header: String,
}

impl SetCookie {
    /// Its name.
    pub(crate) fn name(&self) -> &str {
        self.header.split('=').next().unwrap_or_default()
    }

    /// The same with an end.
    pub(crate) fn until(mut self, expires: Timestamp) -> Self {
        push_expires(&mut self.header, Some(expires));
        self
    }
}

/// How a cookie is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape<'a> {
    pub(crate) path: &'a str,
    /// Until when; for the browser's session without one.
    pub(crate) expires: Option<Timestamp>,
    pub(crate) http_only: bool,
    /// Whether it comes over HTTPS.
    pub(crate) secure: bool,
}

/// The cookies of a request, and the keys that sign and verify them.
#[derive(Debug)]
pub(crate) struct Jar<'a> {
    pub(crate) keys: &'a [Secret],
    pub(crate) cookies: &'a [(String, String)],
}

impl Jar<'_> {
    /// A cookie with a signature that fits.
    pub(crate) fn signed(&self, name: &str) -> Option<&str> {
        let value = self.plain(name)?;
        let signature = self.plain(&format!("{name}.sig"))?;
        let text = format!("{name}={value}");
        self.keys.iter().any(|key| keygrip::verify(key, &text, signature)).then_some(value)
    }

    fn plain(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// A cookie and its signature.
    pub(crate) fn set_signed(&self, name: &str, value: &str, shape: Shape<'_>) -> Vec<SetCookie> {
        let signature = self.keys.first().map(|key| keygrip::sign(key, &format!("{name}={value}")));
        let mut cookies = vec![set(name, value, shape)];
        cookies.extend(signature.map(|signature| set(&format!("{name}.sig"), &signature, shape)));
        cookies
    }
}

/// A cookie without a signature.
pub(crate) fn set(name: &str, value: &str, shape: Shape<'_>) -> SetCookie {
    let mut header = format!("{name}={value}; path={}", shape.path);
    push_expires(&mut header, shape.expires);
    header.push_str("; samesite=lax");
    if shape.secure {
        header.push_str("; secure");
    }
    if shape.http_only {
        header.push_str("; httponly");
    }
    SetCookie { header }
}

fn push_expires(header: &mut String, expires: Option<Timestamp>) {
    if let Some(expires) = expires.and_then(Timestamp::http) {
        header.push_str("; expires=");
        header.push_str(&expires);
    }
}

/// Takes a cookie and its signature away.
pub(crate) fn clear(name: &str, path: &str, secure: bool) -> Vec<SetCookie> {
    let shape = Shape { path, expires: Some(Timestamp::EPOCH), http_only: true, secure };
    vec![set(name, "", shape), set(&format!("{name}.sig"), "", shape)]
}

#[cfg(test)]
mod tests {
    use avouch_crypto::Secret;
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::{Jar, Shape};

    fn read(keys: &[Secret], cookies: &[(String, String)], name: &str) -> Option<String> {
        Jar { keys, cookies }.signed(name).map(ToOwned::to_owned)
    }

    proptest! {
        #[test]
        fn only_what_we_signed_is_read(value in "[A-Za-z0-9_%.-]{0,40}", name in any::<String>(), other in any::<String>()) {
            let keys = [Secret::new("a key of ours"), Secret::new("an older one")];
            let shape = Shape { path: "/", expires: None, http_only: true, secure: true };
            for signer in [&keys[..], &keys[1..]] {
                let set = Jar { keys: signer, cookies: &[] }.set_signed("_session", &value, shape);
                let pair = |cookie: &super::SetCookie| {
                    let (name, rest) = cookie.header.split_once('=').unwrap();
                    (name.to_owned(), rest.split(';').next().unwrap().to_owned())
                };
                let mut cookies: Vec<_> = set.iter().map(pair).collect();
                prop_assert_eq!(read(&keys, &cookies, "_session"), Some(value.clone()));
                // A signature is of one name and one value.
                cookies[0].1.push('x');
                prop_assert_eq!(read(&keys, &cookies, "_session"), None);
                cookies[0].1.pop();
                let moved: Vec<_> =
                    cookies.iter().map(|(own, value)| (own.replace("_session", "_interaction"), value.clone())).collect();
                prop_assert_eq!(read(&keys, &moved, "_interaction"), None);
                cookies[1].1.clone_from(&other);
                prop_assert_eq!(read(&keys, &cookies, "_session"), None);
            }
            let planted = [(name.clone(), value.clone()), (format!("{name}.sig"), other)];
            prop_assert_eq!(read(&keys, &planted, &name), None);
        }
    }
}
