//! Puts the modules of each set of pages together, so that a page comes in one answer.
//!
//! Modules may import by name from files beside them, in one line, without renaming and without cycles; whatever else
//! fails the build. Comments and indentation are left out.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Sets of pages.
const PAGES: [&str; 2] = ["sign-in", "account"];

fn main() -> Result<()> {
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../../web");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed={}", root.display());
    for pages in PAGES {
        let mut linker = Linker { root: &root, names: HashMap::new(), text: "'use strict';(async()=>{\n".to_owned() };
        linker.module(&format!("{pages}/app.js"), true)?;
        linker.text.push_str("})();");
        if linker.text.contains("</") || linker.text.contains("<!--") {
            return Err(format!("{pages}: a script in a page must not look like its end").into());
        }
        fs::write(out.join(format!("{pages}.js")), linker.text)?;
    }
    for (from, to, comment) in [("ui/style.css", "style.css", "/*"), ("account/early.js", "account-early.js", "//")] {
        let text = fs::read_to_string(root.join(from))?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(comment));
        fs::write(out.join(to), lines.collect::<Vec<_>>().join("\n"))?;
    }
    Ok(())
}

struct Linker<'a> {
    root: &'a Path,
    /// The variable that holds what a module exports; nothing while it is being read.
    names: HashMap<String, Option<String>>,
    text: String,
}

impl Linker<'_> {
    /// Appends a module after those it imports; answers the variable that holds what it exports.
    fn module(&mut self, path: &str, is_entry: bool) -> Result<String> {
        match self.names.get(path) {
            Some(Some(name)) => return Ok(name.clone()),
            Some(None) => return Err(format!("{path} imports itself, by way of others").into()),
            None => drop(self.names.insert(path.to_owned(), None)),
        }
        let source = fs::read_to_string(self.root.join(path)).map_err(|error| format!("{path}: {error}"))?;
        let (mut body, mut exports) = (String::new(), Vec::new());
        for line in source.lines().map(str::trim) {
            if line.is_empty() || line.starts_with("//") || (line.starts_with("/**") && line.ends_with("*/")) {
                continue;
            }
            if let Some(rest) = line.strip_prefix("import ") {
                let (names, from) = import(rest).ok_or_else(|| format!("{path}: {line}"))?;
                let module = self.module(&beside(path, from), false)?;
                writeln!(body, "const{names}={module};")?;
            } else if let Some(rest) = line.strip_prefix("export ") {
                exports.push(exported(rest).ok_or_else(|| format!("{path}: {line}"))?.to_owned());
                writeln!(body, "{rest}")?;
            } else {
                writeln!(body, "{line}")?;
            }
        }
        let name = format!("${}", path.replace(|c: char| !c.is_ascii_alphanumeric(), "_"));
        if is_entry {
            self.text.push_str(&body);
        } else {
            writeln!(self.text, "const {name}=(()=>{{\n{body}return{{{}}};\n}})();", exports.join(","))?;
        }
        self.names.insert(path.to_owned(), Some(name.clone()));
        Ok(name)
    }
}

/// `{ a, b } from './c.js';`: the names, and where they are from.
fn import(rest: &str) -> Option<(&str, &str)> {
    let (names, from) = rest.strip_suffix("';")?.split_once(" from '")?;
    (names.starts_with('{') && !names.contains(" as ")).then_some((names, from))
}

/// What a declaration names.
fn exported(rest: &str) -> Option<&str> {
    let kinds = ["const ", "class ", "function ", "async function "];
    let named = kinds.iter().find_map(|kind| rest.strip_prefix(kind))?;
    named.split([' ', '(']).next()
}

/// The path of a file as another one names it.
fn beside(path: &str, from: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in from.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            other => parts.push(other),
        }
    }
    parts.join("/")
}
