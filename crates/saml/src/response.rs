//! Responses of identity providers (SAML 2.0 Core section 3.3, Profiles section 4.1.4).

use jiff::Timestamp;
use uppsala::{Document, NodeId};

use crate::xml::{self, child, children, elements, text};
use crate::{IdentityProvider, encrypted, signature};

const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";
const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

/// What a response must be.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Whose it is.
    pub provider: &'a IdentityProvider,
    /// Whom it is for: what this server calls itself.
    pub audience: &'a str,
    /// Where it was posted to.
    pub recipient: &'a str,
    /// The request that it answers; nothing for one that nobody asked for.
    pub request: Option<&'a str>,
    /// Keys in PEM form that encrypted assertions are opened with.
    pub keys: &'a [&'a str],
    /// Seconds that clocks may differ.
    pub tolerance: i64,
    /// Seconds since the Unix epoch.
    pub now: i64,
}

/// A person that an identity provider vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The identifier of the assertion.
    pub assertion: String,
    /// The second from which on the assertion is good for nothing.
    pub ends_at: i64,
    /// Who it is there.
    pub name_id: String,
    /// What is told of them.
    pub attributes: Vec<(String, Vec<String>)>,
}

impl Subject {
    /// The first value of an attribute; `nameID` is who it is.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        if name == "nameID" {
            return Some(&self.name_id);
        }
        let found = self.attributes.iter().find(|(own, _)| own == name);
        found.and_then(|(_, values)| values.first()).map(String::as_str).filter(|value| !value.is_empty())
    }
}

/// The person that a response is about. It must keep every rule; whatever is read of it is signed.
pub fn read(response: &str, expected: &Expected<'_>) -> Result<Subject, String> {
    let document = xml::parse(response)?;
    let root = document.document_element().ok_or("it is empty")?;
    if !xml::is(&document, root, PROTOCOL, "Response") {
        return Err("it is not a SAML 2.0 response".to_owned());
    }
    let status = child(&document, root, PROTOCOL, "Status");
    let status = status.and_then(|status| child(&document, status, PROTOCOL, "StatusCode"));
    let status = status.and_then(|code| document.get_attribute(code, "Value")).unwrap_or_default();
    if status != SUCCESS {
        return Err(format!("the identity provider says {status}"));
    }
    // One that stands elsewhere would be somebody else's, wrapped into it.
    let [plain, hidden] = ["Assertion", "EncryptedAssertion"].map(|name| elements(&document, ASSERTION, name));
    let only = |name: &str| child(&document, root, ASSERTION, name).filter(|_| plain.len() + hidden.len() == 1);
    if let Some(encrypted) = only("EncryptedAssertion") {
        return concealed(&document, root, encrypted, expected);
    }
    let assertion = only("Assertion").ok_or("it has not one assertion")?;
    signature::check(&document, &[root, assertion], &expected.provider.certificates)?;
    envelope(&document, root, expected)?;
    about(&document, assertion, expected)
}

/// The same, where the assertion is encrypted: signed inside, or around what is encrypted.
fn concealed(
    document: &Document<'_>,
    root: NodeId,
    encrypted: NodeId,
    expected: &Expected<'_>,
) -> Result<Subject, String> {
    const UNREADABLE: &str = "its encrypted assertion cannot be opened, or is not signed by the identity provider";
    let certificates = &expected.provider.certificates;
    let is_signed = signature::is_signed(document);
    if is_signed {
        signature::check(document, &[root], certificates)?;
    }
    envelope(document, root, expected)?;
    let opened = encrypted::open(document, encrypted, expected.keys).ok_or(UNREADABLE)?;
    let inner = xml::parse(&opened).map_err(|_| UNREADABLE)?;
    let assertion = inner.document_element().filter(|id| xml::is(&inner, *id, ASSERTION, "Assertion"));
    let assertion = assertion.filter(|_| elements(&inner, ASSERTION, "Assertion").len() == 1).ok_or(UNREADABLE)?;
    if signature::is_signed(&inner) {
        signature::check(&inner, &[assertion], certificates).map_err(|_| UNREADABLE)?;
    } else if !is_signed {
        return Err(UNREADABLE.to_owned());
    }
    about(&inner, assertion, expected)
}

/// The person that an assertion is about, whose signature was checked.
fn about(document: &Document<'_>, assertion: NodeId, expected: &Expected<'_>) -> Result<Subject, String> {
    conditions(document, assertion, expected)?;
    let subject = child(document, assertion, ASSERTION, "Subject").ok_or("it is about nobody")?;
    let ends_at = confirmed(document, subject, expected)?;
    let name_id = child(document, subject, ASSERTION, "NameID").map(|id| text(document, id)).unwrap_or_default();
    if name_id.is_empty() {
        return Err("it does not say whom it is about".to_owned());
    }
    let id = document.get_attribute(assertion, "ID").filter(|id| !id.is_empty()).ok_or("the assertion has no `ID`")?;
    Ok(Subject { assertion: id.to_owned(), ends_at, name_id, attributes: attributes(document, assertion) })
}

/// Where the response comes from, and what it answers.
fn envelope(document: &Document<'_>, root: NodeId, expected: &Expected<'_>) -> Result<(), &'static str> {
    if document.get_attribute(root, "Destination").is_some_and(|own| own != expected.recipient) {
        return Err("it was meant for another address");
    }
    if answered(document, root) != expected.request {
        return Err("it answers another request");
    }
    let issuer = child(document, root, ASSERTION, "Issuer").map(|id| text(document, id));
    if issuer.is_some_and(|issuer| issuer != expected.provider.entity_id) {
        return Err("another issued it");
    }
    Ok(())
}

/// The request that something answers. Some providers leave it empty where nobody asked.
fn answered<'a>(document: &'a Document<'_>, id: NodeId) -> Option<&'a str> {
    document.get_attribute(id, "InResponseTo").filter(|request| !request.is_empty())
}

/// Who issued the assertion, for whom, and for how long.
fn conditions(document: &Document<'_>, assertion: NodeId, expected: &Expected<'_>) -> Result<(), &'static str> {
    let issuer = child(document, assertion, ASSERTION, "Issuer").map(|id| text(document, id));
    if issuer.as_deref() != Some(expected.provider.entity_id.as_str()) {
        return Err("another issued the assertion");
    }
    let conditions = child(document, assertion, ASSERTION, "Conditions").ok_or("the assertion has no conditions")?;
    in_time(document, conditions, expected)?;
    let restrictions = children(document, conditions, ASSERTION, "AudienceRestriction");
    let is_for = |restriction: &NodeId| {
        let audiences = children(document, *restriction, ASSERTION, "Audience");
        audiences.into_iter().any(|audience| text(document, audience) == expected.audience)
    };
    if restrictions.is_empty() || !restrictions.iter().all(is_for) {
        return Err("the assertion is for another audience");
    }
    Ok(())
}

/// Until when the bearer is the one whom the assertion is about.
fn confirmed(document: &Document<'_>, subject: NodeId, expected: &Expected<'_>) -> Result<i64, &'static str> {
    let fits = |confirmation: NodeId| {
        if document.get_attribute(confirmation, "Method") != Some(BEARER) {
            return Err("nobody may bear it");
        }
        let data = child(document, confirmation, ASSERTION, "SubjectConfirmationData").ok_or("nobody may bear it")?;
        if document.get_attribute(data, "Recipient") != Some(expected.recipient) {
            return Err("the assertion was meant for another address");
        }
        if answered(document, data) != expected.request {
            return Err("the assertion answers another request");
        }
        let end = time(document, data, "NotOnOrAfter")?.ok_or("the assertion does not say how long it is good")?;
        in_time(document, data, expected)?;
        Ok(end.saturating_add(expected.tolerance))
    };
    let confirmations = children(document, subject, ASSERTION, "SubjectConfirmation");
    let mut refused = "nobody may bear it";
    for confirmation in confirmations {
        match fits(confirmation) {
            Ok(end) => return Ok(end),
            Err(why) => refused = why,
        }
    }
    Err(refused)
}

/// Whether it is between `NotBefore` and `NotOnOrAfter`; either may be missing.
fn in_time(document: &Document<'_>, id: NodeId, expected: &Expected<'_>) -> Result<(), &'static str> {
    let Expected { now, tolerance, .. } = *expected;
    if time(document, id, "NotBefore")?.is_some_and(|start| start.saturating_sub(tolerance) > now) {
        return Err("its time has not come");
    }
    if time(document, id, "NotOnOrAfter")?.is_some_and(|end| end.saturating_add(tolerance) <= now) {
        return Err("its time is over");
    }
    Ok(())
}

fn time(document: &Document<'_>, id: NodeId, name: &str) -> Result<Option<i64>, &'static str> {
    match document.get_attribute(id, name) {
        None => Ok(None),
        Some(text) => text.parse::<Timestamp>().map(|time| Some(time.as_second())).map_err(|_| "a time cannot be read"),
    }
}

fn attributes(document: &Document<'_>, assertion: NodeId) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for statement in children(document, assertion, ASSERTION, "AttributeStatement") {
        for attribute in children(document, statement, ASSERTION, "Attribute") {
            let Some(name) = document.get_attribute(attribute, "Name") else { continue };
            let values = children(document, attribute, ASSERTION, "AttributeValue");
            found.push((name.to_owned(), values.into_iter().map(|value| text(document, value)).collect()));
        }
    }
    found
}
