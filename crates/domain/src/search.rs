//! Reads the search parameters of a list: `search`, `search.<field>`, `mode`, `joint`, `isCaseSensitive`.

use avouch_store::search::{Condition, Mode, Search};

use crate::{Error, Result};

/// Most conditions that one search may have.
const MOST_CONDITIONS: usize = 16;

/// A field of a list that can be searched: its name in the API and its column.
pub type Field = (&'static str, &'static str);

/// Fields of roles and scopes, applications and the like.
pub const NAMED: &[Field] = &[("id", "id"), ("name", "name"), ("description", "description")];

/// Fields of users.
pub const USERS: &[Field] = &[
    ("id", "id"),
    ("primaryEmail", "primary_email"),
    ("primaryPhone", "primary_phone"),
    ("username", "username"),
    ("name", "name"),
];

/// Rows of which a field contains the text, in any case; all rows without a text.
pub fn containing(text: Option<&str>, columns: &[&'static str]) -> Result<Search> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(Search::default()) };
    let search = Search::containing(text, columns.to_vec());
    search.check().map_err(|bad| Error::InvalidInput { details: bad.0 })?;
    Ok(search)
}

fn invalid<T>(details: impl Into<String>) -> Result<T> {
    Err(Error::InvalidInput { details: details.into() })
}

/// Reads the search parameters among a query's pairs; others are left alone.
pub fn parse(query: &[(String, String)], fields: &'static [Field]) -> Result<Search> {
    let case_sensitive = last(query, &["isCaseSensitive"]).is_some_and(is_yes);
    let all = match last(query, &["joint", "jointMode"]) {
        None | Some("or") => false,
        Some("and") => true,
        Some(other) => return invalid(format!("`joint` must be `and` or `or`, not `{other}`.")),
    };
    let mut search = Search { conditions: Vec::new(), all, case_sensitive };
    let mut seen: Vec<&str> = Vec::new();
    for (key, _) in query {
        if !(key == "search" || key.starts_with("search.")) || seen.contains(&key.as_str()) {
            continue;
        }
        seen.push(key);
        if seen.len() > MOST_CONDITIONS {
            return invalid(format!("a search has at most {MOST_CONDITIONS} fields."));
        }
        search.conditions.push(condition(query, key, fields, case_sensitive)?);
    }
    for (key, value) in query {
        if let Some(field) = key.strip_prefix("mode.") {
            column(fields, field)?;
            mode(value)?;
        }
    }
    search.check().map_err(|bad| Error::InvalidInput { details: bad.0 })?;
    Ok(search)
}

fn condition(
    query: &[(String, String)],
    key: &str,
    fields: &'static [Field],
    case_sensitive: bool,
) -> Result<Condition> {
    let values: Vec<String> = query.iter().filter(|(name, _)| name == key).map(|(_, value)| value.clone()).collect();
    let (columns, own_mode) = match key.strip_prefix("search.") {
        None => (fields.iter().map(|(_, column)| *column).collect(), None),
        Some(field) => (vec![column(fields, field)?], last(query, &[&format!("mode.{field}")])),
    };
    let mode = own_mode.or_else(|| last(query, &["mode"])).map_or(Ok(Mode::Like), mode)?;
    if values.iter().any(String::is_empty) {
        return invalid("a value to search for cannot be empty.");
    }
    if values.len() > 1 && mode != Mode::Exact {
        return invalid("only the mode `exact` takes several values.");
    }
    if mode == Mode::SimilarTo && !case_sensitive {
        return invalid("the mode `similar_to` needs `isCaseSensitive=true`.");
    }
    Ok(Condition { columns, mode, values })
}

fn column(fields: &'static [Field], name: &str) -> Result<&'static str> {
    if let Some((_, column)) = fields.iter().find(|(field, column)| *field == name || *column == name) {
        Ok(column)
    } else {
        let known = fields.iter().map(|(field, _)| *field).collect::<Vec<_>>().join(", ");
        invalid(format!("`{name}` is not a field that can be searched; there are {known}."))
    }
}

fn mode(value: &str) -> Result<Mode> {
    match value {
        "exact" => Ok(Mode::Exact),
        "like" => Ok(Mode::Like),
        "similar_to" => Ok(Mode::SimilarTo),
        "posix" => Ok(Mode::Posix),
        other => invalid(format!("`mode` must be exact, like, similar_to or posix, not `{other}`.")),
    }
}

fn last<'query>(query: &'query [(String, String)], names: &[&str]) -> Option<&'query str> {
    query.iter().rev().find(|(name, _)| names.contains(&name.as_str())).map(|(_, value)| value.as_str())
}

fn is_yes(value: &str) -> bool {
    matches!(value.to_ascii_lowercase().as_str(), "true" | "1" | "yes" | "y")
}

#[cfg(test)]
mod tests {
    use avouch_store::search::Mode;

    use super::{NAMED, parse};

    fn query(text: &[(&str, &str)]) -> Vec<(String, String)> {
        text.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn reads_what_the_api_allows() {
        let search = parse(&query(&[("search", "%a%"), ("page", "1")]), NAMED).unwrap();
        assert_eq!(search.conditions.len(), 1);
        assert_eq!(search.conditions[0].columns, ["id", "name", "description"]);
        assert_eq!(search.conditions[0].mode, Mode::Like);

        let search = parse(
            &query(&[("search.name", "a"), ("search.name", "b"), ("mode.name", "exact"), ("joint", "and")]),
            NAMED,
        )
        .unwrap();
        assert_eq!(search.conditions[0].values, ["a", "b"]);
        assert!(search.all);
    }

    #[test]
    fn refuses_the_rest() {
        for bad in [
            &[("search.nope", "a")][..],
            &[("search", "")],
            &[("search", "a"), ("mode", "fuzzy")],
            &[("search", "a"), ("search", "b")],
            &[("search", "a"), ("joint", "xor")],
            &[("search", "a"), ("mode", "similar_to")],
            &[("search", "("), ("mode", "posix")],
            &[("mode.nope", "like")],
        ] {
            assert!(parse(&query(bad), NAMED).is_err(), "{bad:?}");
        }
        assert!(parse(&query(&[("mode", "exact")]), NAMED).unwrap().conditions.is_empty());
    }
}
