//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

const AFTER: &str = "\
Settings come from the environment, or from a TOML file with the same names in lower case:
  DB_URL          sqlite://PATH or postgres://USER:PASSWORD@HOST/DATABASE
                  (default: sqlite://data/avouch.db)
  ENDPOINT        the address that users and applications reach, such as https://id.example.com
  ADMIN_ENDPOINT  the same for operators
  PORT, ADMIN_PORT, HOST, TRUST_PROXY_HEADER, HTTPS_CERT_PATH, HTTPS_KEY_PATH, LOG_LEVEL, …
All of them stand in docs/configuration.md; `avouch doctor` checks them.

Exit codes: 0 done, 1 a problem was found, 2 wrong arguments, 69 something needed cannot be used, 78 a wrong setting.";

/// An identity and access management server: OpenID Connect, OAuth 2.1, users, roles, organizations.
#[derive(Debug, Parser)]
#[command(name = "avouch", version, after_help = AFTER)]
pub(crate) struct Arguments {
    /// Read settings from this TOML file; the environment goes first.
    #[arg(long, global = true, env = "AVOUCH_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve. Prepares the database first, if that is needed.
    Serve,
    /// Look at the database, or bring its schema up to date.
    Db {
        #[command(subcommand)]
        command: Db,
    },
    /// Make a first credential: a machine-to-machine application that may use the Management API.
    ///
    /// Calling it again with the same name answers the same credential.
    Bootstrap {
        /// Name of the application.
        #[arg(long, value_name = "NAME")]
        m2m: String,
        /// Tenant whose Management API it may use.
        #[arg(long, default_value = "default")]
        tenant: String,
        /// Print one line of JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print the OpenAPI document of the server's operations.
    Openapi {
        /// Only the operations of one API.
        #[arg(long)]
        api: Option<ApiName>,
    },
    /// Look at signing and cookie keys, or make new ones.
    Keys {
        #[command(subcommand)]
        command: Keys,
    },
    /// Bring many users in, or write them all out.
    Users {
        #[command(subcommand)]
        command: Users,
    },
    /// Check settings, database, clock, files and mail, and say what to change.
    Doctor,
}

/// What to do with the database.
#[derive(Debug, Subcommand)]
pub(crate) enum Db {
    /// Bring the schema up to date. `serve` does the same.
    Migrate,
    /// Take over, in place, a PostgreSQL database of Logto 1.42. Stop that first, and make a backup.
    Adopt,
    /// Say which version the schema has. Exit code 1 when it is not up to date.
    Status {
        /// Print one line of JSON.
        #[arg(long)]
        json: bool,
    },
}

/// An API with a document of its own.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ApiName {
    /// For back ends and operators.
    Management,
    /// For sign-in pages.
    Experience,
    /// For users over their own account.
    Account,
}

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    /// List keys; their private halves are not shown.
    List {
        /// Tenant.
        #[arg(long, default_value = "default")]
        tenant: String,
        /// Which keys.
        #[arg(long, default_value = "signing")]
        kind: Kind,
        /// Print one line of JSON.
        #[arg(long)]
        json: bool,
    },
    /// Make a new key. Tokens of the current one stay valid; older ones end.
    Rotate {
        /// Tenant.
        #[arg(long, default_value = "default")]
        tenant: String,
        /// Which keys.
        #[arg(long, default_value = "signing")]
        kind: Kind,
        /// Kind of signing key.
        #[arg(long, default_value = "ec")]
        algorithm: Algorithm,
        /// Publish a signing key now and sign with it only after this many seconds.
        #[arg(long, value_name = "SECONDS")]
        grace: Option<i64>,
    },
}

/// What to do with users.
#[derive(Debug, Subcommand)]
pub(crate) enum Users {
    /// Import users from a file with a JSON object a line, with the fields of `POST /api/users` and `id`,
    /// `identities`, `isSuspended`, `createdAt`, `lastSignInAt`.
    ///
    /// Lines that cannot be imported are printed with the reason; exit code 1 if there are any.
    Import {
        /// File; `-` reads standard input.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Tenant.
        #[arg(long, default_value = "default")]
        tenant: String,
        /// A name for this import: run it again with the same name, and who is there already is passed over.
        #[arg(long, value_name = "NAME")]
        key: Option<String>,
        /// Check every line and write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Write every user to standard output, a JSON object a line, in the form that `import` takes.
    Export {
        /// Tenant.
        #[arg(long, default_value = "default")]
        tenant: String,
        /// Write hashes of passwords too.
        #[arg(long)]
        with_password_hashes: bool,
    },
}

/// Which keys.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Kind {
    /// Keys that sign tokens.
    Signing,
    /// Keys that sign cookies.
    Cookie,
}

/// Kind of signing key.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Algorithm {
    /// Elliptic curve P-384, which signs with ES384.
    Ec,
    /// RSA of 4096 bits, which signs with RS256.
    Rsa,
}
