//! Pages that are open when their sign-in is over, in a browser.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use avouch_testkit::on_both;
use serde_json::json;

/// Longer than a sign-in may take, in milliseconds.
const LATER: i64 = 3_700_000;

on_both!(held pages_say_that_a_sign_in_is_over, server, {
    let (id, secret) = server.credential();
    let token_endpoint = format!("{}/oidc/token", server.anonymous().base);
    let credential = json!({ "appId": id, "appSecret": secret, "tokenEndpoint": token_endpoint,
        "resource": "https://default.logto.app/api" });
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/browser/expired.mjs");
    let mut walk = Command::new("node")
        .args([script, &credential.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("node runs");
    let mut told = String::new();
    BufReader::new(walk.stdout.take().unwrap()).read_line(&mut told).unwrap();
    server.clock.advance(LATER);
    // It ended already where it could not open its pages.
    drop(walk.stdin.take().unwrap().write_all(b"go\n"));
    let walked = walk.wait_with_output().unwrap();
    assert!(walked.status.success(), "{told}{}", String::from_utf8_lossy(&walked.stderr));
});
