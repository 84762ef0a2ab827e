//! Patterns of lists: each is refused, or compiled within its bounds.
#![no_main]

use avouch_store::search::{Condition, Mode, Search};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = Search::containing(text, vec!["name"]).check();
    for mode in [Mode::Exact, Mode::Like, Mode::SimilarTo, Mode::Posix] {
        for case_sensitive in [false, true] {
            let condition = Condition { columns: vec!["name"], mode, values: vec![text.to_owned()] };
            let _ = Search { conditions: vec![condition], all: false, case_sensitive }.check();
        }
    }
});
