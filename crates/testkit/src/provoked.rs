//! What tests provoke: where `AVOUCH_PROVOKED` names a folder, each process writes a line for each refusal with a code
//! into a file of its own there. `xtask provoked` makes the table of them.

use std::fs::File;
use std::io::Write as _;
use std::sync::{LazyLock, Mutex};

use http::Method;

use crate::client::Answer;

/// The file of this process, and the database that its test runs on.
static NOTES: LazyLock<Option<(Mutex<File>, &'static str)>> = LazyLock::new(|| {
    let folder = std::env::var_os("AVOUCH_PROVOKED")?;
    // The runner starts a process for each test, and names it.
    let database = std::env::args().find_map(|argument| {
        let named = |ending: &str| argument.ends_with(ending);
        if named("sqlite") { Some("sqlite") } else { named("postgres").then_some("postgres") }
    })?;
    std::fs::create_dir_all(&folder).ok()?;
    let file = std::path::Path::new(&folder).join(format!("{}.tsv", std::process::id()));
    Some((Mutex::new(File::options().create(true).append(true).open(file).ok()?), database))
});

/// Notes a refusal.
pub(crate) fn note(method: &Method, path: &str, answer: &Answer) {
    let Some((file, database)) = NOTES.as_ref().filter(|_| answer.status.as_u16() >= 400) else { return };
    let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let Some(code) = body.get("code").and_then(serde_json::Value::as_str) else { return };
    let path = path.split('?').next().unwrap_or_default();
    let line = format!("{method}\t{path}\t{}\t{code}\t{database}\n", answer.status.as_u16());
    let mut file = file.lock().expect("no test panicked here");
    file.write_all(line.as_bytes()).expect("the folder of notes can be written to");
}
