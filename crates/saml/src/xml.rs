//! XML as SAML has it: without document types, so without entities of others' making.

use uppsala::{Document, NodeId, Parser};

/// `urn:oasis:names:tc:SAML:2.0:metadata`
pub(crate) const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
/// XML signatures.
pub(crate) const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";

/// Deepest nesting that is read.
const DEEPEST: u32 = 64;

/// Reads a document.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, String> {
    let parser = Parser::new().with_forbid_dtd(true).with_max_depth(DEEPEST);
    parser.parse(text).map_err(|error| format!("it is not XML that can be read: {error}"))
}

/// Whether an element has a name.
pub(crate) fn is(document: &Document<'_>, id: NodeId, namespace: &str, name: &str) -> bool {
    document.element(id).is_some_and(|element| element.name.matches(Some(namespace), name))
}

/// The text of an element, without the white space around it. Comments do not end it.
pub(crate) fn text(document: &Document<'_>, id: NodeId) -> String {
    document.text_content_deep(id).trim().to_owned()
}

/// Children of a name.
pub(crate) fn children(document: &Document<'_>, of: NodeId, namespace: &str, name: &str) -> Vec<NodeId> {
    document.child_elements_by_name_ns(of, namespace, name)
}

/// The child of a name, if there is exactly one.
pub(crate) fn child(document: &Document<'_>, of: NodeId, namespace: &str, name: &str) -> Option<NodeId> {
    match children(document, of, namespace, name).as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// Elements of a name, wherever they stand.
pub(crate) fn elements(document: &Document<'_>, namespace: &str, name: &str) -> Vec<NodeId> {
    let all = document.descendants(document.root());
    all.into_iter().filter(|id| is(document, *id, namespace, name)).collect()
}

/// A text as it stands in an element or an attribute, without characters that XML 1.0 cannot have.
pub(crate) fn escaped(text: &str) -> String {
    let fits = |one: &char| matches!(*one, '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'..);
    let text: String = text.chars().filter(fits).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
