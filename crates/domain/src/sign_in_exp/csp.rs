//! Further sources that a tenant's own pages may use.

use avouch_model::sign_in_exp::CustomUiCsp;
use url::Url;

use crate::{Error, Result};

/// Which list a source stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Directive {
    Script,
    Connect,
}

impl Directive {
    fn name(self) -> &'static str {
        match self {
            Self::Script => "scriptSrc",
            Self::Connect => "connectSrc",
        }
    }
}

/// The same sources in their normal form, each once, without empty lists; an error names the first that is wrong.
pub(super) fn normal(csp: &CustomUiCsp) -> Result<CustomUiCsp> {
    Ok(CustomUiCsp {
        script_src: list(Directive::Script, csp.script_src.as_deref())?,
        connect_src: list(Directive::Connect, csp.connect_src.as_deref())?,
    })
}

fn list(directive: Directive, sources: Option<&[String]>) -> Result<Option<Vec<String>>> {
    let mut kept: Vec<String> = Vec::new();
    for source in sources.unwrap_or_default() {
        let wrong = |reason| Error::CspSource { directive: directive.name(), source: source.clone(), reason };
        let source = source_of(directive, source.trim()).map_err(wrong)?;
        if !kept.contains(&source) {
            kept.push(source);
        }
    }
    Ok((!kept.is_empty()).then_some(kept))
}

/// A source as it stands in the header, or what is wrong with it.
fn source_of(directive: Directive, source: &str) -> std::result::Result<String, &'static str> {
    if source.is_empty() {
        return Err("empty_source");
    }
    // What ends a directive would let a source write the rest of the policy.
    if source.contains(';') {
        return Err("semicolon_not_allowed");
    }
    if source.contains('\'') {
        return Err("csp_keyword_not_supported");
    }
    if source.contains(|character: char| character.is_whitespace() || character == ',') {
        return Err("malformed_url");
    }
    let url = Url::parse(source).map_err(|_| "malformed_url")?;
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err("disallowed_url_parts");
    }
    let host = url.host_str().unwrap_or_default();
    let is_own_machine = url.scheme() == "http" && host == "localhost" && url.port().is_some();
    let is_scheme = url.scheme() == "https" || (directive == Directive::Connect && url.scheme() == "wss");
    if !is_scheme && !is_own_machine {
        return Err("unsupported_scheme");
    }
    check_host(host)?;
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let path = if url.path() == "/" { "" } else { url.path() };
    Ok(format!("{}://{host}{port}{path}", url.scheme()))
}

/// A name of two labels at least, of which the first may be `*` where two more follow.
fn check_host(host: &str) -> std::result::Result<(), &'static str> {
    if host == "localhost" {
        return Ok(());
    }
    let is_label = |label: &&str| {
        let is_end = |character: Option<char>| character.is_some_and(|character| character.is_ascii_alphanumeric());
        label.len() <= 63
            && is_end(label.chars().next())
            && is_end(label.chars().last())
            && label.chars().all(|character| character.is_ascii_alphanumeric() || character == '-')
    };
    let labels: Vec<&str> = host.split('.').collect();
    if let Some((first, rest)) = labels.split_first()
        && labels.contains(&"*")
    {
        let is_right = *first == "*" && rest.len() >= 2 && rest.iter().all(&is_label);
        return if is_right { Ok(()) } else { Err("malformed_wildcard_host") };
    }
    if labels.len() >= 2 && labels.iter().all(is_label) { Ok(()) } else { Err("malformed_host") }
}

#[cfg(test)]
mod tests {
    use super::{Directive, source_of};

    #[test]
    fn sources_are_addresses_of_others() {
        for (source, normal) in [
            ("https://a.test", "https://a.test"),
            ("HTTPS://A.test/", "https://a.test"),
            ("https://*.a.test:8443/js/", "https://*.a.test:8443/js/"),
            ("http://localhost:3000", "http://localhost:3000"),
        ] {
            assert_eq!(source_of(Directive::Script, source).as_deref(), Ok(normal));
        }
        assert_eq!(source_of(Directive::Connect, "wss://a.test").as_deref(), Ok("wss://a.test"));
        for (source, reason) in [
            ("", "empty_source"),
            ("https://a.test; script-src *", "semicolon_not_allowed"),
            ("'unsafe-inline'", "csp_keyword_not_supported"),
            ("nothing", "malformed_url"),
            ("https://a.test b", "malformed_url"),
            ("https://u@a.test", "disallowed_url_parts"),
            ("https://a.test?x", "disallowed_url_parts"),
            ("http://a.test", "unsupported_scheme"),
            ("wss://a.test", "unsupported_scheme"),
            ("data:text/plain,a", "malformed_url"),
            ("https://*.test", "malformed_wildcard_host"),
            ("https://a.*.test", "malformed_wildcard_host"),
            ("https://test", "malformed_host"),
        ] {
            assert_eq!(source_of(Directive::Script, source).unwrap_err(), reason, "{source}");
        }
    }
}
