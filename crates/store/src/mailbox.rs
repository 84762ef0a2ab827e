//! Messages of a trial, which nobody sends: kept in memory for whoever tries the server out.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use avouch_model::Timestamp;

/// Messages that are kept; older ones go.
const MOST: usize = 100;

/// A message.
#[derive(Clone, Debug)]
pub struct Letter {
    /// When it was written.
    pub at: Timestamp,
    /// Tenant.
    pub tenant: String,
    /// Address or number.
    pub to: String,
    /// What it is for, such as `SignIn`.
    pub usage: &'static str,
    /// Subject; empty for text messages.
    pub subject: String,
    /// Text.
    pub text: String,
    /// The same in HTML, for mails.
    pub html: Option<String>,
    /// The code in it, if there is one.
    pub code: Option<String>,
}

/// A box of messages.
#[derive(Clone, Debug, Default)]
pub struct Mailbox {
    letters: Arc<Mutex<VecDeque<Letter>>>,
}

impl Mailbox {
    /// Puts a message in.
    pub fn put(&self, letter: Letter) {
        let mut letters = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        letters.truncate(MOST - 1);
        letters.push_front(letter);
    }

    /// The messages, newest first.
    pub fn letters(&self) -> Vec<Letter> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}
