//! Commands, and what they say when something is wrong: one clear sentence and an exit code.

use avouch_testkit::{Database, Place};

use crate::process::{complaint, free_port, run};

fn out(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bootstrap_answers_the_same_credential_again() {
    for kind in [Database::Sqlite, Database::Postgres] {
        let place = Place::make(kind).await;
        let url = place.url();
        let settings = [("DB_URL", url.as_str()), ("ENDPOINT", "https://id.example")];
        let first = run(&["bootstrap", "--m2m", "ops", "--json"], &settings);
        assert!(first.status.success(), "{}", complaint(&first));
        let line = out(&first);
        assert_eq!(line.lines().count(), 1);
        for member in [
            "\"appId\":",
            "\"appSecret\":",
            "\"tokenEndpoint\":\"https://id.example/oidc/token\"",
            "\"resource\":\"https://default.logto.app/api\"",
        ] {
            assert!(line.contains(member), "{line}");
        }
        assert_eq!(out(&run(&["bootstrap", "--m2m", "ops", "--json"], &settings)), line);
        let admin = out(&run(&["bootstrap", "--m2m", "ops", "--tenant", "admin", "--json"], &settings));
        assert!(admin.contains("https://admin.logto.app/api"), "{admin}");
        let nobody = run(&["bootstrap", "--m2m", "ops", "--tenant", "nobody"], &settings);
        assert_eq!(nobody.status.code(), Some(1));
        assert!(complaint(&nobody).contains("There is no tenant `nobody`"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_schema_is_looked_at_and_brought_up_to_date() {
    for kind in [Database::Sqlite, Database::Postgres] {
        let place = Place::make(kind).await;
        let url = place.url();
        let settings = [("DB_URL", url.as_str())];
        let before = run(&["db", "status", "--json"], &settings);
        assert_eq!(before.status.code(), Some(1), "{}", complaint(&before));
        assert!(out(&before).contains("\"applied\":null"));
        assert!(out(&run(&["db", "migrate"], &settings)).contains("Applied 1 (tables)"));
        assert!(out(&run(&["db", "migrate"], &settings)).contains("up to date"));
        assert!(run(&["db", "status"], &settings).status.success());
        let keys = out(&run(&["keys", "list", "--json"], &settings));
        assert!(keys.contains("\"status\":\"Current\"") && !keys.contains("PRIVATE"), "{keys}");
        let rotated = out(&run(&["keys", "rotate"], &settings));
        assert_eq!(rotated.lines().count(), 2, "{rotated}");
        assert!(rotated.contains("Previous"));
        assert_eq!(run(&["keys", "rotate", "--grace", "-5"], &settings).status.code(), Some(2));
    }
}

const KEYS: [&str; 2] =
    ["AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=", "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI="];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_encrypted_where_there_is_a_key_for_that() {
    for kind in [Database::Sqlite, Database::Postgres] {
        let place = Place::make(kind).await;
        let url = place.url();
        let plain = [("DB_URL", url.as_str())];
        let [sealed, other] = KEYS.map(|key| [("DB_URL", url.as_str()), ("SECRET_VAULT_KEK", key)]);
        assert!(run(&["db", "migrate"], &plain).status.success());
        let keys = out(&run(&["keys", "list", "--json"], &plain));
        // What is there is encrypted, and is the same as before.
        assert_eq!(out(&run(&["keys", "list", "--json"], &sealed)), keys);
        assert_eq!(out(&run(&["keys", "list", "--json"], &sealed)), keys);
        for (settings, told) in [(&plain[..], "SECRET_VAULT_KEK is not set"), (&other, "encrypted with another key")] {
            let refused = run(&["keys", "list"], settings);
            assert_eq!(refused.status.code(), Some(69));
            assert!(complaint(&refused).contains(told), "{}", complaint(&refused));
        }
        assert!(out(&run(&["keys", "rotate"], &sealed)).contains("Previous"));
        assert_eq!(run(&["keys", "list"], &plain).status.code(), Some(69), "a new key is encrypted too");
    }
    // A database that had the key from the start has never held anything else.
    let place = Place::make(Database::Sqlite).await;
    let url = place.url();
    assert!(run(&["keys", "rotate"], &[("DB_URL", &url), ("SECRET_VAULT_KEK", KEYS[0])]).status.success());
    for suffix in ["", "-wal"] {
        let path = format!("{}{suffix}", url.replace("sqlite://", ""));
        let bytes = std::fs::read(path).unwrap_or_default();
        assert!(!bytes.windows(11).any(|window| window == b"PRIVATE KEY"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_schema_is_refused_and_left_alone() {
    let place = Place::make(Database::Postgres).await;
    let url = place.url();
    let settings = [("DB_URL", url.as_str()), ("PORT", "0"), ("ADMIN_PORT", "0"), ("OBSERVE_ADDRESS", "off")];
    assert!(run(&["db", "migrate"], &settings).status.success());
    place.execute("insert into avouch_migrations values (99, 'future', 99, now())").await;
    for command in [&["serve"][..], &["db", "migrate"], &["bootstrap", "--m2m", "x"]] {
        let refused = run(command, &settings);
        assert_eq!(refused.status.code(), Some(69));
        assert!(complaint(&refused).contains("needs a newer Avouch"), "{}", complaint(&refused));
    }
    assert_eq!(run(&["db", "status"], &settings).status.code(), Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_used_is_named_in_one_sentence() {
    let folder = Place::make(Database::Sqlite).await;
    let path = folder.url().replace("sqlite://", "").replace("/avouch.db", "");
    std::fs::write(format!("{path}/text.db"), "this is not a database, and long enough to be looked at as one")
        .unwrap();
    let holder = std::net::TcpListener::bind("0.0.0.0:0").unwrap();
    let held = holder.local_addr().unwrap().port().to_string();
    let nowhere = format!("postgres://u:s3cret@127.0.0.1:{}/d", free_port());
    let text = format!("sqlite://{path}/text.db");
    let is_folder = format!("sqlite://{path}");
    for (name, value, code, told) in [
        ("DB_URL", "mysql://x", 78, "DB_URL must begin with"),
        ("DB_URL", nowhere.as_str(), 69, "127.0.0.1"),
        ("DB_URL", text.as_str(), 69, "text.db"),
        ("DB_URL", is_folder.as_str(), 69, "Is a directory"),
        ("DB_URL", "sqlite:///proc/nope/a.db", 69, "/proc/nope"),
        ("PORT", held.as_str(), 69, "another program listens there"),
        ("PORT", "x", 78, "PORT must be a port"),
        ("HTTPS_CERT_PATH", "/nope.pem", 78, "HTTPS_KEY_PATH"),
        ("LOG_LEVEL", "][", 78, "LOG_LEVEL"),
        ("AVOUCH_CONFIG", "/nope.toml", 78, "/nope.toml"),
    ] {
        let url = folder.url();
        let mut settings =
            vec![("DB_URL", url.as_str()), ("PORT", "0"), ("ADMIN_PORT", "0"), ("OBSERVE_ADDRESS", "off")];
        settings.retain(|(own, _)| *own != name);
        settings.push((name, value));
        let refused = run(&["serve"], &settings);
        let lines = complaint(&refused);
        let last = lines.lines().last().unwrap_or_default();
        assert_eq!(refused.status.code(), Some(code), "{name}={value}: {lines}");
        assert!(last.starts_with("avouch: ") && last.contains(told), "{name}={value}: {last}");
        assert!(!lines.contains("s3cret"), "{lines}");
    }
    assert_eq!(run(&["serv"], &[]).status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn help_and_openapi_need_no_database() {
    let help = out(&run(&["--help"], &[]));
    assert!(help.contains("DB_URL") && help.contains("Exit codes") && help.contains("bootstrap"), "{help}");
    let all = out(&run(&["openapi"], &[]));
    assert!(all.starts_with("{\"openapi\":\"3.0.1\""));
    let account = out(&run(&["openapi", "--api", "account"], &[]));
    assert!(!account.contains("/api/roles"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_finds_what_is_wrong() {
    let place = Place::make(Database::Sqlite).await;
    let url = place.url();
    let fine = [("DB_URL", url.as_str())];
    assert!(run(&["db", "migrate"], &fine).status.success());
    let healthy = run(&["doctor"], &fine);
    assert!(healthy.status.success(), "{}{}", out(&healthy), complaint(&healthy));
    for told in [
        "settings: can be read",
        "only the owner can read",
        "SQLite 3",
        "clock: agrees",
        "up to date",
        "no mail connector",
    ] {
        assert!(out(&healthy).contains(told), "{told}: {}", out(&healthy));
    }
    let file = url.replace("sqlite://", "");
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    let sick = run(&["doctor"], &[("DB_URL", url.as_str()), ("ENDPOINT", "https://id.example")]);
    assert_eq!(sick.status.code(), Some(1));
    for told in ["chmod 600", "nothing ends TLS here"] {
        assert!(out(&sick).contains(told), "{told}: {}", out(&sick));
    }
    assert!(complaint(&sick).contains("2 problems"));
    assert_eq!(run(&["doctor"], &[("PORT", "x")]).status.code(), Some(78));
}
