//! The search of lists: `search`, `search.<field>`, `mode`, `joint` and `isCaseSensitive`.

pub(crate) mod literals;
mod parts;
pub(crate) mod pattern;

use crate::dialect::Dialect;
use crate::users::words::Index;
use crate::{Sql, Value};

/// How a pattern is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Equal to one of the values.
    Exact,
    /// SQL `LIKE`: `%` and `_` are wildcards, `\` takes their meaning away.
    Like,
    /// SQL `SIMILAR TO`.
    SimilarTo,
    /// A regular expression.
    Posix,
}

/// A pattern that the database evaluates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Match {
    Like,
    LikeAnyCase,
    SimilarTo,
    Regex,
    RegexAnyCase,
}

impl Match {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Like => "like",
            Self::LikeAnyCase => "ilike",
            Self::SimilarTo => "similar",
            Self::Regex => "regex",
            Self::RegexAnyCase => "iregex",
        }
    }
}

/// One condition: any of the fields has any of the values.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Columns.
    pub columns: Vec<&'static str>,
    /// How they are compared.
    pub mode: Mode,
    /// What they are compared with; several only with [`Mode::Exact`].
    pub values: Vec<String>,
}

/// What a list is searched for.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Conditions.
    pub conditions: Vec<Condition>,
    /// Whether all of them must hold; one is enough otherwise.
    pub all: bool,
    /// Whether upper and lower case differ.
    pub case_sensitive: bool,
}

/// A pattern that cannot be evaluated, with the reason for the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPattern(pub String);

impl Search {
    /// Fields that contain a text, in any case.
    pub fn containing(text: &str, columns: Vec<&'static str>) -> Self {
        let mut pattern = String::from("%");
        for character in text.chars() {
            if matches!(character, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(character);
        }
        pattern.push('%');
        let condition = Condition { columns, mode: Mode::Like, values: vec![pattern] };
        Self { conditions: vec![condition], all: false, case_sensitive: false }
    }

    /// Checks that each pattern can be evaluated within its bounds.
    pub fn check(&self) -> Result<(), BadPattern> {
        self.conditions.iter().filter(|condition| condition.mode != Mode::Exact).try_for_each(|condition| {
            let kind = self.kind(condition.mode).unwrap_or(Match::Like);
            condition.values.iter().try_for_each(|value| pattern::compile(kind.name(), value).map(drop))
        })
    }

    fn kind(&self, mode: Mode) -> Option<Match> {
        match (mode, self.case_sensitive) {
            (Mode::Exact, _) => None,
            (Mode::Like, true) => Some(Match::Like),
            (Mode::Like, false) => Some(Match::LikeAnyCase),
            (Mode::SimilarTo, _) => Some(Match::SimilarTo),
            (Mode::Posix, true) => Some(Match::Regex),
            (Mode::Posix, false) => Some(Match::RegexAnyCase),
        }
    }

    /// Whether it leaves no row out.
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// Adds `and (…)` to a query whose table is called `alias`.
    pub(crate) fn apply(&self, sql: &mut Sql, alias: &str, dialect: Dialect) {
        self.apply_all(sql, |condition, sql| self.condition(condition, sql, alias, dialect));
    }

    /// The same for users, called `alias`, with the help of the index of what they are known by; answers whether that
    /// leaves few of them. There is no index where that would not help.
    pub(crate) fn apply_to_users(&self, sql: &mut Sql, alias: &str, dialect: Dialect, index: Option<&Index>) -> bool {
        let Some(index) = index else {
            self.apply(sql, alias, dialect);
            return false;
        };
        let mut narrowed = 0;
        self.apply_all(sql, |condition, sql| {
            sql.push("(");
            narrowed += usize::from(literals::narrow(condition, sql, alias, dialect, index));
            self.condition(condition, sql, alias, dialect);
            sql.push(")");
        });
        if self.all { narrowed > 0 } else { narrowed > 0 && narrowed == self.conditions.len() }
    }

    fn apply_all(&self, sql: &mut Sql, mut apply: impl FnMut(&Condition, &mut Sql)) {
        if self.conditions.is_empty() {
            return;
        }
        sql.push(" and (");
        for (index, condition) in self.conditions.iter().enumerate() {
            if index > 0 {
                sql.push(if self.all { " and " } else { " or " });
            }
            apply(condition, sql);
        }
        sql.push(")");
    }

    fn condition(&self, condition: &Condition, sql: &mut Sql, alias: &str, dialect: Dialect) {
        let parameter = match self.kind(condition.mode) {
            Some(_) => sql.bind(condition.values.first().map_or("", String::as_str)),
            None if self.case_sensitive => sql.bind(condition.values.clone()),
            None => sql.bind(Value::Texts(condition.values.iter().map(|value| value.to_lowercase()).collect())),
        };
        let columns = condition.columns.iter().map(|column| {
            let column = format!("{alias}.{column}");
            match self.kind(condition.mode) {
                Some(kind) => dialect.matches(kind, &column, parameter),
                None if self.case_sensitive => format!("{column} = any(${parameter})"),
                None => format!("lower({column}) = any(${parameter})"),
            }
        });
        sql.push(&format!("({})", columns.collect::<Vec<_>>().join(" or ")));
    }
}
