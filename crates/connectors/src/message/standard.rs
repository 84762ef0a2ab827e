//! Our own words for every message, in the languages of the pages: where a tenant has none.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use avouch_shape::JsonObject;
use serde_json::Value;

/// A message in our own words.
#[derive(Clone, Debug)]
pub struct Standard {
    /// Subject of a mail.
    pub subject: String,
    /// Mail in HTML.
    pub html: String,
    /// The same as text.
    pub text: String,
    /// Text message.
    pub short: String,
}

type Words = BTreeMap<String, String>;

static WORDS: LazyLock<BTreeMap<String, Words>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../texts/mail.json")).unwrap_or_default());

/// The language that is nearest to a tag: itself, one with the same base, or English.
fn nearest(tag: &str) -> Option<(&'static str, &'static Words)> {
    let base = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let exact = WORDS.iter().find(|(own, _)| own.eq_ignore_ascii_case(tag));
    let found = exact.or_else(|| WORDS.iter().find(|(own, _)| base(own) == base(tag)));
    found.or_else(|| WORDS.iter().find(|(own, _)| *own == "en")).map(|(own, words)| (own.as_str(), words))
}

/// Our words for a purpose.
pub fn write(usage: &str, locale: &str, payload: &JsonObject) -> Standard {
    let (language, words) = nearest(locale).unzip();
    let word = |name: &str| words.and_then(|words| words.get(name)).map_or("", String::as_str);
    let told = |path: &str| payload.get(path).and_then(Value::as_str).unwrap_or_default();
    let name = |of: &str| payload.get(of).and_then(|of| of.get("name")).and_then(Value::as_str).unwrap_or_default();
    let heading = if word(usage).is_empty() { word("Generic") } else { word(usage) };
    let from = [name("organization"), name("application")].into_iter().find(|name| !name.is_empty());
    let (code, link) = (told("code"), told("link"));
    let mut lines = Vec::new();
    if !code.is_empty() {
        lines.extend([word("code"), code, word("time")]);
    }
    if !link.is_empty() {
        lines.push(link);
    }
    let text = [&[heading], lines.as_slice(), &[word("ignore")]].concat().join("\n\n");
    let what = if code.is_empty() { link } else { code };
    let direction = if matches!(language, Some("ar" | "fa-IR")) { "rtl" } else { "ltr" };
    let page = Page {
        language: language.unwrap_or("en"),
        direction,
        heading,
        from: from.unwrap_or_default(),
        code: (!code.is_empty()).then(|| (word("code"), code, word("time"))),
        link: (!link.is_empty()).then(|| (link, word("join"))),
        ignore: word("ignore"),
    };
    Standard { subject: heading.to_owned(), html: page.html(), text, short: format!("{heading}: {what}") }
}

/// What a mail shows.
struct Page<'a> {
    language: &'a str,
    direction: &'a str,
    heading: &'a str,
    from: &'a str,
    code: Option<(&'a str, &'a str, &'a str)>,
    link: Option<(&'a str, &'a str)>,
    ignore: &'a str,
}

const FONT: &str = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

impl Page<'_> {
    /// Tables and styles of the elements themselves: mail clients understand little else. Without pictures, so that
    /// nothing is fetched and nothing is blocked.
    fn html(&self) -> String {
        let Self { language, direction, heading, from, code, link, ignore } = self;
        let mut inner = String::new();
        if !from.is_empty() {
            inner += &row(&format!("{FONT};font-size:14px;line-height:20px;color:#5b5b66"), from);
        }
        inner += &row(&format!("{FONT};font-size:22px;line-height:30px;font-weight:600;color:#191924"), heading);
        let plain = format!("{FONT};font-size:16px;line-height:24px;color:#33333d");
        if let Some((before, code, after)) = code {
            inner += &row(&plain, before);
            let large = "font-family:'SF Mono',Menlo,Consolas,monospace;font-size:32px;line-height:40px;font-weight:600;\
                         letter-spacing:6px;color:#191924;background:#f2f2f6;border-radius:8px;padding:16px 24px";
            inner += &row(&format!("{large};text-align:center;direction:ltr"), code);
            inner += &row(&plain, after);
        }
        if let Some((link, word)) = link {
            inner += &button(link, word);
        }
        inner += &row(&format!("{FONT};font-size:13px;line-height:20px;color:#6b6b76"), ignore);
        format!(
            "<!doctype html><html lang=\"{language}\" dir=\"{direction}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
             <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title></head>\
             <body style=\"margin:0;padding:0;background:#f6f6f9\">\
             <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" \
             style=\"background:#f6f6f9\"><tr><td align=\"center\" style=\"padding:32px 16px\">\
             <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" \
             style=\"max-width:480px;background:#ffffff;border-radius:12px;padding:16px 32px\">{inner}</table>\
             </td></tr></table></body></html>",
            title = escaped(heading),
        )
    }
}

fn row(style: &str, text: &str) -> String {
    format!("<tr><td style=\"padding:8px 0\"><div style=\"{style}\">{}</div></td></tr>", escaped(text))
}

fn button(link: &str, word: &str) -> String {
    let style = "display:inline-block;padding:12px 24px;background:#4a3aff;color:#ffffff;border-radius:8px;\
                 text-decoration:none;font-size:16px;line-height:24px;font-weight:600";
    let link = if link.starts_with("https://") || link.starts_with("http://") { link } else { "" };
    format!(
        "<tr><td style=\"padding:12px 0\"><a href=\"{href}\" style=\"{FONT};{style}\">{word}</a></td></tr>{shown}",
        href = escaped(link),
        word = escaped(word),
        shown = row(&format!("{FONT};font-size:13px;line-height:20px;color:#6b6b76;word-break:break-all"), link),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What is to be read of HTML.
pub fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, from)) = rest.split_once('<') {
        text.push_str(before);
        let Some((tag, after)) = from.split_once('>') else { break };
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        rest = after;
        if !tag.starts_with('/') && matches!(name.as_str(), "style" | "script" | "title") {
            let end = format!("</{name}");
            rest = after.to_ascii_lowercase().find(&end).and_then(|at| after.get(at..)).unwrap_or_default();
        }
        let breaks = matches!(name.as_str(), "br" | "p" | "div" | "tr" | "li" | "h1" | "h2" | "h3" | "table");
        if breaks && !text.ends_with('\n') {
            text.push('\n');
        }
    }
    if !rest.contains('<') {
        text.push_str(rest);
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    let text = text.replace("&nbsp;", " ").replace("&amp;", "&");
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{WORDS, text_of, write};
    use crate::config::USAGES;

    #[test]
    fn every_language_has_every_word() {
        assert_eq!(WORDS.len(), 22);
        let english: Vec<&String> = WORDS["en"].keys().collect();
        for (language, words) in WORDS.iter() {
            assert_eq!(words.keys().collect::<Vec<_>>(), english, "{language}");
            assert!(words.values().all(|word| !word.is_empty()), "{language}");
        }
    }

    #[test]
    fn every_message_says_what_it_is_about() {
        let payload = json!({ "code": "123456", "organization": { "name": "A <b>" } });
        for usage in USAGES {
            let made = write(usage, "de-AT", payload.as_object().unwrap());
            assert!(made.html.contains("lang=\"de\"") && made.html.contains("A &lt;b&gt;"), "{}", made.html);
            for text in [&made.html, &made.text, &made.short] {
                assert!(text.contains("123456") && text.contains(&made.subject), "{text}");
            }
        }
        let link = json!({ "link": "https://a.test/?x=1&y=2" });
        let invited = write("OrganizationInvitation", "ar", link.as_object().unwrap());
        assert!(invited.html.contains("href=\"https://a.test/?x=1&amp;y=2\" ") && invited.html.contains("dir=\"rtl\""));
        assert!(invited.text.contains("https://a.test/?x=1&y=2"), "{}", invited.text);
        assert_eq!(write("SignIn", "xx", payload.as_object().unwrap()).subject, "Your sign-in code");
    }

    #[test]
    fn html_is_read_as_text() {
        let html = "<style>a{}</style><p>Hello&nbsp;<b>you</b></p><p>Code: 1 &lt; 2</p><br>";
        assert_eq!(text_of(html), "Hello you\nCode: 1 < 2");
        for broken in ["<", "<style>", "a<b", "<script>x", "&"] {
            text_of(broken);
        }
    }
}
