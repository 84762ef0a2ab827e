//! Work that nobody waits for.

pub mod certificates;
pub mod domains;
pub mod hooks;
