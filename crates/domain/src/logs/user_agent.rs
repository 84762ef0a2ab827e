//! What a `User-Agent` header says of a browser: enough for a person to know a device again.
//!
//! A list of all programs there ever were takes tens of megabytes once it is compiled; the few that people sign in
//! with are told apart by a word each.

use serde_json::{Map, Value, json};

/// Browsers by the word before their version. Those that carry the words of others come first.
const BROWSERS: [(&str, &str); 14] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("YaBrowser/", "Yandex"),
    ("Vivaldi/", "Vivaldi"),
    ("MicroMessenger/", "WeChat"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome Headless"),
    ("Chrome/", "Chrome"),
    ("curl/", "curl"),
];

/// The header and what it says, as members of an audit entry.
pub fn members(agent: &str) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("userAgent".to_owned(), agent.into());
    let mut parsed = Map::new();
    parsed.insert("ua".to_owned(), agent.into());
    for (name, value) in [
        ("browser", browser(agent)),
        ("engine", engine(agent)),
        ("os", system(agent)),
        ("device", device(agent)),
        ("cpu", cpu(agent)),
    ] {
        parsed.insert(name.to_owned(), value.unwrap_or_else(|| json!({})));
    }
    members.insert("userAgentParsed".to_owned(), parsed.into());
    members
}

/// The version after a word: digits and dots.
fn after<'a>(agent: &'a str, word: &str) -> Option<&'a str> {
    let rest = agent.split_once(word)?.1;
    let end = rest.find(|character: char| !character.is_ascii_digit() && character != '.' && character != '_');
    Some(rest.get(..end.unwrap_or(rest.len())).unwrap_or_default())
}

fn browser(agent: &str) -> Option<Value> {
    let known = BROWSERS.iter().find_map(|(word, name)| Some((*name, after(agent, word)?)));
    let safari = || {
        let name = if agent.contains("Mobile/") { "Mobile Safari" } else { "Safari" };
        after(agent, "Version/").filter(|_| agent.contains("Safari/")).map(|version| (name, version))
    };
    let (name, version) = known.or_else(safari)?;
    let major = version.split('.').next().unwrap_or_default();
    Some(json!({ "name": name, "version": version, "major": major }))
}

fn engine(agent: &str) -> Option<Value> {
    let is_blink = agent.contains("Chrome/") || agent.contains("HeadlessChrome/");
    let (name, version) = if is_blink {
        ("Blink", after(agent, "Chrome/")?)
    } else if let Some(version) = after(agent, "AppleWebKit/") {
        ("WebKit", version)
    } else if agent.contains("Gecko/") {
        ("Gecko", after(agent, "rv:")?)
    } else {
        return None;
    };
    Some(json!({ "name": name, "version": version }))
}

fn system(agent: &str) -> Option<Value> {
    let (name, version) = if let Some(version) = after(agent, "Windows NT ") {
        ("Windows", if version == "10.0" { "10".to_owned() } else { version.to_owned() })
    } else if let Some(version) = after(agent, "iPhone OS ").or_else(|| after(agent, "CPU OS ")) {
        ("iOS", version.replace('_', "."))
    } else if let Some(version) = after(agent, "Mac OS X ") {
        ("macOS", version.replace('_', "."))
    } else if let Some(version) = after(agent, "Android ") {
        ("Android", version.to_owned())
    } else if agent.contains("CrOS ") {
        ("Chrome OS", String::new())
    } else if agent.contains("Linux") {
        ("Linux", String::new())
    } else {
        return None;
    };
    Some(if version.is_empty() { json!({ "name": name }) } else { json!({ "name": name, "version": version }) })
}

fn device(agent: &str) -> Option<Value> {
    if agent.contains("iPhone") {
        return Some(json!({ "type": "mobile", "model": "iPhone", "vendor": "Apple" }));
    }
    if agent.contains("iPad") {
        return Some(json!({ "type": "tablet", "model": "iPad", "vendor": "Apple" }));
    }
    if agent.contains("Macintosh") {
        return Some(json!({ "model": "Macintosh", "vendor": "Apple" }));
    }
    let (_, android) = agent.split_once("Android ")?;
    let kind = if agent.contains("Mobile") { "mobile" } else { "tablet" };
    // `Android 14; Pixel 8)`: the model stands last in the parentheses.
    let model = android.split(')').next()?.split_once(';').map(|(_, model)| model.trim());
    let model = model.and_then(|model| model.split(" Build/").next()).filter(|model| model.len() > 1);
    Some(model.map_or_else(|| json!({ "type": kind }), |model| json!({ "type": kind, "model": model })))
}

fn cpu(agent: &str) -> Option<Value> {
    let words = [("x86_64", "amd64"), ("Win64", "amd64"), ("x64", "amd64"), ("aarch64", "arm64"), ("arm64", "arm64")];
    let (_, name) = words.iter().find(|(word, _)| agent.contains(word))?;
    Some(json!({ "architecture": name }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::members;

    #[test]
    fn browsers_are_known_by_their_headers() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.3485.54";
        let parsed = &members(windows)["userAgentParsed"];
        assert_eq!(parsed["browser"], json!({ "name": "Edge", "version": "140.0.3485.54", "major": "140" }));
        assert_eq!(parsed["engine"], json!({ "name": "Blink", "version": "140.0.0.0" }));
        assert_eq!(
            (&parsed["os"], &parsed["cpu"]),
            (&json!({ "name": "Windows", "version": "10" }), &json!({ "architecture": "amd64" }))
        );
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
        let parsed = &members(phone)["userAgentParsed"];
        assert_eq!(parsed["browser"], json!({ "name": "Mobile Safari", "version": "18.1", "major": "18" }));
        assert_eq!(parsed["os"], json!({ "name": "iOS", "version": "18.1" }));
        assert_eq!(parsed["device"], json!({ "type": "mobile", "model": "iPhone", "vendor": "Apple" }));
        let linux = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0";
        let parsed = &members(linux)["userAgentParsed"];
        assert_eq!(parsed["browser"], json!({ "name": "Firefox", "version": "141.0", "major": "141" }));
        assert_eq!(
            (&parsed["engine"], &parsed["os"]),
            (&json!({ "name": "Gecko", "version": "141.0" }), &json!({ "name": "Linux" }))
        );
        let android = "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UD1A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36";
        let parsed = &members(android)["userAgentParsed"];
        assert_eq!(parsed["device"], json!({ "type": "mobile", "model": "Pixel 8" }));
        assert_eq!(parsed["os"], json!({ "name": "Android", "version": "14" }));
    }

    #[test]
    fn whatever_is_sent_is_taken() {
        for agent in ["", "Android ", "Chrome/", "Windows NT ", "Android ä;ö)", "\u{fe0f}Version/é Safari/"] {
            assert_eq!(members(agent)["userAgent"], agent);
        }
        assert_eq!(members("nothing known")["userAgentParsed"]["browser"], json!({}));
    }
}
