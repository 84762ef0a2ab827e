//! What a pattern says for certain: texts of three characters and more that every match contains. An index of such texts
//! leaves few rows for the pattern itself.

use super::{Condition, Mode, Search};
use crate::Sql;
use crate::dialect::Dialect;
use crate::users::words::Index;

/// Shortest text that the index can find, in characters.
const SHORTEST: usize = 3;

/// Most values of which any may be there; more are cheaper to compare row by row.
const MOST_VALUES: usize = 20;

/// Three characters in a row that PostgreSQL's index is asked for: the rarest ones, as it reads a list for each.
const MOST_ASKED: usize = 4;

/// Adds `… and ` with conditions on the index, or nothing where it cannot help; answers which.
pub(super) fn narrow(condition: &Condition, sql: &mut Sql, alias: &str, dialect: Dialect, index: &Index) -> bool {
    let certain: Vec<Vec<String>> = condition.values.iter().map(|value| certain(condition.mode, value)).collect();
    if certain.is_empty() || certain.len() > MOST_VALUES || certain.iter().any(Vec::is_empty) {
        return false;
    }
    sql.push("(");
    for (at, texts) in certain.iter().enumerate() {
        sql.push(if at > 0 { " or " } else { "" });
        let has = match dialect {
            Dialect::Sqlite => Dialect::user_words_match(alias, sql.bind(all_of(texts))),
            // What small letters are beyond ASCII, the database's collation says.
            Dialect::Postgres if texts.iter().all(|text| text.is_ascii()) => {
                Dialect::user_words_contain(alias, &format!("${}::text[]", sql.bind(rarest(texts, index))))
            }
            Dialect::Postgres => {
                let each = texts.iter().map(|text| {
                    let parameter = sql.bind(text.as_str());
                    Dialect::user_words_contain(alias, &format!("avouch_trigrams($1, ${parameter})"))
                });
                each.collect::<Vec<_>>().join(" and ")
            }
        };
        sql.push(&has);
    }
    sql.push(") and ");
    true
}

/// The rarest of the three characters in a row that texts have, as PostgreSQL's index has them.
fn rarest(texts: &[String], index: &Index) -> Vec<String> {
    let mut all = all_of(texts);
    all.sort_by_key(|trigram| index.counts.get(trigram).copied().unwrap_or(0));
    all.truncate(MOST_ASKED);
    all.into_iter().map(|trigram| format!("{}:{trigram}", index.tenant)).collect()
}

/// Every three characters in a row that whatever matches a value must contain, value by value; nothing for a search that
/// the index cannot help.
pub(crate) fn of_each(search: &Search) -> Vec<Vec<String>> {
    let values = search.conditions.iter().flat_map(|one| one.values.iter().map(|value| certain(one.mode, value)));
    let each: Vec<Vec<String>> = values.map(|texts| all_of(&texts)).collect();
    if each.iter().any(Vec::is_empty) { Vec::new() } else { each }
}

/// The texts that whatever matches must contain.
fn certain(mode: Mode, pattern: &str) -> Vec<String> {
    let mut runs = vec![String::new()];
    match mode {
        Mode::Exact => runs = vec![pattern.to_owned()],
        Mode::Like => {
            let mut characters = pattern.chars();
            while let Some(character) = characters.next() {
                match character {
                    '%' | '_' => runs.push(String::new()),
                    '\\' => add(&mut runs, characters.next().unwrap_or('\\')),
                    other => add(&mut runs, other),
                }
            }
        }
        // Alternatives and counts may make any part of them optional.
        Mode::SimilarTo | Mode::Posix
            if pattern.chars().all(|one| one.is_alphanumeric() || matches!(one, '@' | '-')) =>
        {
            runs = vec![pattern.to_owned()];
        }
        Mode::SimilarTo | Mode::Posix => {}
    }
    // The separators of the index are in no field.
    runs.retain(|run| run.chars().count() >= SHORTEST && !run.contains(['\n', '\0']));
    runs
}

fn add(runs: &mut [String], character: char) {
    if let Some(run) = runs.last_mut() {
        run.push(character);
    }
}

/// Every three characters in a row of each text.
fn all_of(texts: &[String]) -> Vec<String> {
    let mut all: Vec<String> = texts.iter().flat_map(|text| trigrams(text)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Every three characters in a row of a text, in small letters.
pub(crate) fn trigrams(text: &str) -> impl Iterator<Item = String> {
    let characters: Vec<char> = text.to_lowercase().chars().collect();
    let last = (characters.len() + 1).saturating_sub(SHORTEST);
    (0..last).filter_map(move |at| Some(characters.get(at..at + SHORTEST)?.iter().collect()))
}

#[cfg(test)]
mod tests {
    use super::{Mode, all_of, certain};

    #[test]
    fn runs_between_wildcards_are_certain() {
        assert_eq!(certain(Mode::Like, "%alice_smith%ab%"), ["alice", "smith"]);
        assert_eq!(certain(Mode::Like, "%100\\%%"), ["100%"]);
        assert!(certain(Mode::Like, "%a_b%").is_empty());
        assert_eq!(certain(Mode::Exact, "a_%b"), ["a_%b"]);
        assert!(certain(Mode::Posix, "abc|def").is_empty());
        assert_eq!(certain(Mode::Posix, "abcdef"), ["abcdef"]);
    }

    #[test]
    fn three_characters_in_a_row_are_asked_for_once() {
        assert_eq!(all_of(&["ABCabc".to_owned(), "xy".to_owned()]), ["abc", "bca", "cab"]);
        assert_eq!(all_of(&["ﾊﾟス😀".to_owned()]), ["ﾊﾟス", "ﾟス😀"]);
    }
}
