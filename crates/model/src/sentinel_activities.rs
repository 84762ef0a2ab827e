//! Attempts to prove who one is.

use avouch_shape::{Input, List, Text};

/// Whose attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum TargetType {
    /// A person's.
    User,
    /// An application's.
    App,
}

/// Whose attempts to forget.
#[derive(Debug, Input)]
pub struct Targets {
    /// Whose.
    pub target_type: TargetType,
    /// Identifiers as people type them.
    pub targets: List<Text<1, 256>, 0, 1000>,
}
