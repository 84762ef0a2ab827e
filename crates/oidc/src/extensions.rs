//! What the provider does only where it is told to. What is off is neither done nor advertised.

/// Something beyond what compatible software does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extension {
    /// Access tokens that only the holder of a key can use (RFC 9449).
    Dpop,
    /// The same, with a number of ours in each proof, so that no proof is made ahead of time.
    DpopNonce,
    /// Authorization requests are pushed (RFC 9126), and only pushed.
    ParRequired,
    /// Signed authorization requests (RFC 9101).
    Jar,
    /// Signed authorization responses (JARM).
    Jarm,
    /// Signed answers to introspection (RFC 9701).
    JwtIntrospection,
    /// Tokens for several resources at once (RFC 8707 section 2.2).
    MultipleResources,
    /// The FAPI 2.0 Security Profile, for clients that prove with a key who they are.
    Fapi2,
}

impl Extension {
    /// Each with the name that settings know it by.
    pub const NAMES: [(&'static str, Self); 8] = [
        ("dpop", Self::Dpop),
        ("dpop-nonce", Self::DpopNonce),
        ("par-required", Self::ParRequired),
        ("jar", Self::Jar),
        ("jarm", Self::Jarm),
        ("jwt-introspection", Self::JwtIntrospection),
        ("multiple-resources", Self::MultipleResources),
        ("fapi2", Self::Fapi2),
    ];
}

/// The extensions that are on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions(Vec<Extension>);

impl Extensions {
    /// Reads names, separated by commas.
    ///
    /// # Errors
    /// The first name that is none.
    pub fn parse(list: &str) -> Result<Self, String> {
        let mut on = Vec::new();
        for name in list.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let found = Extension::NAMES.iter().find(|(own, _)| *own == name);
            on.push(found.ok_or_else(|| name.to_owned())?.1);
        }
        if on.contains(&Extension::DpopNonce) || on.contains(&Extension::Fapi2) {
            on.push(Extension::Dpop);
        }
        Ok(Self(on))
    }

    /// Whether one is on.
    pub fn has(&self, extension: Extension) -> bool {
        self.0.contains(&extension)
    }
}

#[cfg(test)]
mod tests {
    use super::{Extension, Extensions};

    #[test]
    fn reads_names() {
        let on = Extensions::parse(" dpop-nonce, jar ,").unwrap();
        assert!(on.has(Extension::Dpop) && on.has(Extension::DpopNonce) && on.has(Extension::Jar));
        assert!(!on.has(Extension::ParRequired));
        assert_eq!(Extensions::parse("dpop,dance"), Err("dance".to_owned()));
        assert_eq!(Extensions::parse(""), Ok(Extensions::default()));
    }
}
