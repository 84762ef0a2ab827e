//! All that differs between the two engines' SQL. Statements and the schema are written once, in the words of
//! PostgreSQL; here they become SQLite's.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::migrations::MIGRATIONS;
use crate::search::Match;

/// Which SQL a statement that is put together must be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// A condition that `column` matches the pattern in parameter `index`.
    pub(crate) fn matches(self, kind: Match, column: &str, index: usize) -> String {
        match self {
            Self::Postgres => {
                let operator = match kind {
                    Match::Like => "like",
                    Match::LikeAnyCase => "ilike",
                    Match::SimilarTo => "similar to",
                    Match::Regex => "~",
                    Match::RegexAnyCase => "~*",
                };
                format!("{column} {operator} ${index}")
            }
            Self::Sqlite => format!("avouch_match('{}', ${index}, {column})", kind.name()),
        }
    }
}

impl Dialect {
    /// A condition for PostgreSQL that what the user `alias` is known by has an array of three characters in a row.
    pub(crate) fn user_words_contain(alias: &str, array: &str) -> String {
        format!(
            "avouch_trigrams({alias}.tenant_id, avouch_user_words({alias}.id, {alias}.username, {alias}.primary_email, \
             {alias}.primary_phone, {alias}.name)) @> {array}"
        )
    }

    /// The same for SQLite, which asks its index for the three rarest ones of a parameter.
    pub(crate) fn user_words_match(alias: &str, parameter: usize) -> String {
        format!(
            "{alias}.id in (select n.user_id from avouch_user_words join avouch_user_numbers n \
             on n.number = avouch_user_words.rowid where avouch_user_words match (select group_concat('\"' || \
             replace(t.value, '\"', '\"\"') || '\"', ' AND ') from (select j.value from json_each(${parameter}) j \
             left join avouch_user_trigrams c on c.trigram = j.value order by coalesce(c.value, 0) limit 3) t) \
             union all select n.user_id from \
             avouch_user_words_pending p join avouch_user_numbers n on n.number = p.number)"
        )
    }
}

impl Dialect {
    /// The order of users. SQLite would walk through all of them in their order to find a few: the sign tells it not to.
    pub(crate) fn newest_first(self, few: bool) -> &'static str {
        match self {
            Self::Sqlite if few => "+u.created_at desc, +u.id desc",
            Self::Sqlite | Self::Postgres => "u.created_at desc, u.id desc",
        }
    }
}

/// The name of the database, and a query for its version.
pub(crate) fn version(dialect: Dialect) -> (&'static str, &'static str) {
    match dialect {
        Dialect::Sqlite => ("SQLite", "select sqlite_version()"),
        Dialect::Postgres => ("PostgreSQL", "select split_part(current_setting('server_version'), ' ', 1)"),
    }
}

/// A query for the database's time in milliseconds.
pub(crate) fn now(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "select cast(unixepoch('subsec') * 1000 as integer)",
        Dialect::Postgres => "select (extract(epoch from clock_timestamp()) * 1000)::bigint",
    }
}

/// A query with a row if the table in `$1` exists.
pub(crate) fn has_table(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "select 1 from sqlite_master where type = 'table' and name = $1",
        Dialect::Postgres => {
            "select 1::bigint from information_schema.tables where table_schema = current_schema() and table_name = $1"
        }
    }
}

/// A statement for SQLite: `$1` is `?1`, `= any($1)` looks into a JSON array, casts and row locks fall away.
pub(crate) fn sqlite_query(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 16);
    let mut rest = sql;
    while let Some(at) = rest.find(['$', ':', '=', 'f', '\'']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        rest = if let Some(after) = from.strip_prefix("= any($") {
            let (number, tail) = after.split_once(')').unwrap_or((after, ""));
            let _ = write!(out, "in (select value from json_each(?{number}))");
            tail
        } else if let Some(after) = from.strip_prefix("::") {
            after.trim_start_matches(|character: char| {
                character.is_ascii_alphanumeric() || matches!(character, '[' | ']' | '_')
            })
        } else if let Some(after) = from.strip_prefix('$') {
            out.push('?');
            after
        } else if let Some(after) = from.strip_prefix("for update") {
            after
        } else if from.starts_with('\'') {
            // A literal stays as it is.
            let end = from.get(1..).and_then(|text| text.find('\'')).map_or(from.len(), |end| end + 2);
            let (literal, tail) = from.split_at(end);
            out.push_str(literal);
            tail
        } else {
            let (character, tail) = from.split_at(1);
            out.push_str(character);
            tail
        };
    }
    out.push_str(rest);
    out
}

/// The schema for PostgreSQL: only the blocks for the other engine fall away.
pub(crate) fn postgres_schema(text: &str) -> String {
    blocks_for("postgres", text).join("\n")
}

/// The schema for SQLite.
pub(crate) fn sqlite_schema(text: &str) -> String {
    let mut translator = Translator::default();
    for line in blocks_for("sqlite", text) {
        translator.line(line);
    }
    translator.out
}

/// The lines that are for `engine`: all but the blocks marked for the other one.
fn blocks_for<'text>(engine: &str, text: &'text str) -> Vec<&'text str> {
    let mut skipping = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        match line.trim().strip_prefix("-- ").map(str::trim) {
            Some("end") => skipping = false,
            Some(mark) if mark.ends_with(" only") && !mark.contains(',') => {
                if matches!(mark, "postgres only" | "sqlite only") {
                    skipping = mark.split(' ').next() != Some(engine);
                }
            }
            None if !skipping => lines.push(line),
            Some(_) | None => {}
        }
    }
    lines
}

#[derive(Default)]
struct Translator {
    out: String,
    enums: HashMap<String, String>,
    table: Option<(String, Vec<String>, Vec<String>)>,
}

impl Translator {
    fn line(&mut self, line: &str) {
        let trimmed = line.trim();
        if let Some(rest) = trimmed.strip_prefix("create type ") {
            if let Some((name, labels)) = rest.split_once(" as enum ") {
                self.enums.insert(name.to_owned(), labels.trim_end_matches(';').to_owned());
            }
        } else if let Some(name) = trimmed.strip_prefix("create table ").and_then(|rest| rest.strip_suffix(" (")) {
            self.table = Some((name.to_owned(), Vec::new(), Vec::new()));
        } else if trimmed == ");" {
            if let Some((name, items, triggers)) = self.table.take() {
                let _ = writeln!(self.out, "create table {name} (\n  {}\n) strict;", items.join(",\n  "));
                self.out.extend(triggers);
            }
        } else if let Some((table, mut items, mut triggers)) = self.table.take() {
            let item = trimmed.trim_end_matches(',');
            match type_trigger(&table, item) {
                Some(trigger) => triggers.push(trigger),
                None => items.push(self.item(item)),
            }
            self.table = Some((table, items, triggers));
        } else {
            self.out.push_str(line);
            self.out.push('\n');
        }
    }

    /// A column or a constraint of a table.
    fn item(&self, item: &str) -> String {
        let mut words = item.splitn(3, ' ');
        let (Some(name), Some(kind)) = (words.next(), words.next()) else { return item.to_owned() };
        if matches!(name, "primary" | "constraint" | "foreign" | "unique" | "check") {
            return item.to_owned();
        }
        let now = "default (cast(unixepoch('subsec') * 1000 as integer))";
        let rest = words.next().unwrap_or_default().replace("default now()", now);
        let (kind, check) = match kind {
            "text" | "date" => ("text", String::new()),
            "boolean" => ("integer", format!("check ({name} in (0, 1))")),
            "integer" | "smallint" | "bigint" | "timestamptz" | "timestamp" => ("integer", String::new()),
            "jsonb" => ("text", format!("check (json_valid({name}))")),
            "bytea" => ("blob", String::new()),
            other => {
                if let Some(size) = other.strip_prefix("varchar(").and_then(|size| size.strip_suffix(')')) {
                    ("text", format!("check (length({name}) <= {size})"))
                } else if let Some(labels) = self.enums.get(other) {
                    ("text", format!("check ({name} in {labels})"))
                } else {
                    ("real", String::new())
                }
            }
        };
        [name, kind, &rest, &check].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// A check on the type of a row in another table: a function there, a trigger here.
fn type_trigger(table: &str, item: &str) -> Option<String> {
    let (name, call) = item.strip_prefix("constraint ")?.split_once(" check (check_")?;
    let (function, arguments) = call.split_once('(')?;
    let parent = match function {
        "role_type" => "roles",
        "organization_role_type" => "organization_roles",
        "application_type" => "applications",
        _ => return None,
    };
    let mut arguments = arguments.trim_end_matches(')').split(", ");
    let (tenant, column) = (arguments.next()?, arguments.next()?);
    let allowed = arguments.collect::<Vec<_>>().join(", ");
    let mut out = String::new();
    for event in ["insert", "update"] {
        let _ = writeln!(
            out,
            "create trigger {table}__{name}__{event} before {event} on {table} \
             when (select type from {parent} where tenant_id = new.{tenant} and id = new.{column}) not in ({allowed}) \
             begin select raise(abort, 'check constraint failed: {name}'); end;"
        );
    }
    Some(out)
}

/// Names of unique constraints by table and columns, since SQLite names only those.
static UNIQUE_NAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for migration in MIGRATIONS {
        let mut table = String::new();
        for line in migration.text.lines() {
            let line = line.trim().trim_end_matches(',');
            if let Some(name) = line.strip_prefix("create table ").and_then(|rest| rest.strip_suffix(" (")) {
                name.clone_into(&mut table);
            } else if let Some((table, name, columns)) = unique(&table, line) {
                let columns: Vec<String> = columns.split(", ").map(|column| format!("{table}.{column}")).collect();
                names.insert(columns.join(", "), name);
            }
        }
    }
    names
});

/// The table, name and columns of a unique constraint or index, if a line is one.
fn unique<'line>(table: &'line str, line: &'line str) -> Option<(&'line str, String, &'line str)> {
    let listed =
        |rest: &'line str| rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(columns, _)| columns);
    if let Some(rest) = line.strip_prefix("primary key ") {
        return Some((table, format!("{table}_pkey"), listed(rest)?));
    }
    if let Some(rest) = line.strip_prefix("create unique index ") {
        let (name, rest) = rest.split_once(" on ")?;
        let (table, rest) = rest.split_once(' ')?;
        return Some((table, name.to_owned(), listed(rest)?));
    }
    if let Some((name, rest)) = line.strip_prefix("constraint ").and_then(|rest| rest.split_once(" unique ")) {
        return Some((table, name.to_owned(), listed(rest)?));
    }
    let (column, rest) = line.split_once(' ')?;
    if rest.ends_with(" primary key") {
        return Some((table, format!("{table}_pkey"), column));
    }
    rest.ends_with(" unique").then(|| (table, format!("{table}__{column}"), column))
}

/// The name that PostgreSQL would give for SQLite's `UNIQUE constraint failed: …`.
pub(crate) fn sqlite_unique_name(message: &str) -> String {
    let what = message.split_once(": ").map_or(message, |(_, what)| what);
    if let Some(index) = what.strip_prefix("index '").and_then(|rest| rest.strip_suffix('\'')) {
        return index.to_owned();
    }
    UNIQUE_NAMES.get(what).cloned().unwrap_or_else(|| what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{sqlite_query, sqlite_schema, sqlite_unique_name};

    #[test]
    fn statements_become_sqlites() {
        assert_eq!(
            sqlite_query("select a from t where b = $1 and c = any($12) and d = 'it''s $1' for update"),
            "select a from t where b = ?1 and c in (select value from json_each(?12)) and d = 'it''s $1' "
        );
        assert_eq!(sqlite_query("select $1::text, a::jsonb from u"), "select ?1, a from u");
    }

    #[test]
    fn the_schema_becomes_sqlites() {
        let text = "-- a note, and only a note\ncreate type kind as enum ('A', 'B');\ncreate table t (\n  id varchar(21) not null,\n  \
                    kind kind not null default 'A',\n  made timestamptz not null default now(),\n  \
                    primary key (id),\n  constraint t__kind check (check_role_type(tenant_id, id, 'User'))\n);\n\
                    -- postgres only\ncreate function f();\n-- end\n";
        let made = sqlite_schema(text);
        assert!(made.contains("id text not null check (length(id) <= 21),"), "{made}");
        assert!(made.contains("kind text not null default 'A' check (kind in ('A', 'B')),"), "{made}");
        assert!(made.contains("made integer not null default (cast("), "{made}");
        assert!(made.contains("primary key (id)\n) strict;"), "{made}");
        assert!(made.contains("create trigger t__t__kind__insert before insert on t when"), "{made}");
        assert!(!made.contains("create function"), "{made}");
    }

    #[test]
    fn unique_constraints_have_one_name_on_both_engines() {
        assert_eq!(sqlite_unique_name("UNIQUE constraint failed: roles.tenant_id, roles.name"), "roles__name");
        assert_eq!(
            sqlite_unique_name(
                "UNIQUE constraint failed: application_secrets.tenant_id, application_secrets.application_id, application_secrets.name"
            ),
            "application_secrets_pkey"
        );
        assert_eq!(sqlite_unique_name("UNIQUE constraint failed: index 'x__y'"), "x__y");
    }
}
