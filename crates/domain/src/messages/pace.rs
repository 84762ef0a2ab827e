//! How long messages take to be sent: one that is silently kept back takes as long as one of those lately, so that nobody
//! learns from the time who has an account.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use avouch_connectors::Kind;
use avouch_crypto::random_bytes;

/// Longest that someone waits for nothing.
const LONGEST: Duration = Duration::from_secs(10);

/// Messages whose times are kept: a power of two, so that a random byte picks each as often.
const KEPT: usize = 64;

/// How late a timer of the runtime is on average: it ends with a whole millisecond, and is looked at once in another.
const LATE: Duration = Duration::from_millis(1);

/// How long the last messages took.
#[derive(Debug, Default)]
struct Lately {
    took: Vec<Duration>,
    oldest: usize,
}

impl Lately {
    fn note(&mut self, took: Duration) {
        if self.took.len() < KEPT {
            self.took.push(took);
        } else if let Some(place) = self.took.get_mut(self.oldest) {
            *place = took;
            self.oldest = (self.oldest + 1) % KEPT;
        }
    }

    /// One of them, each as likely: an average would be told from the real thing.
    fn any(&self) -> Duration {
        let [chance] = random_bytes::<1>();
        let picked = usize::from(chance).checked_rem(self.took.len()).and_then(|place| self.took.get(place));
        picked.copied().unwrap_or_default()
    }
}

/// How long messages took lately; mails and text messages apart.
#[derive(Clone, Debug, Default)]
pub struct Pace(Arc<[Mutex<Lately>; 2]>);

impl Pace {
    fn of(&self, kind: Kind) -> &Mutex<Lately> {
        let [mail, text] = &*self.0;
        if kind == Kind::Sms { text } else { mail }
    }

    /// Notes how long a message took that was begun then.
    pub(crate) fn note(&self, kind: Kind, begun: Instant) {
        self.of(kind).lock().unwrap_or_else(PoisonError::into_inner).note(begun.elapsed());
    }

    /// Waits until a message that was begun then would have been sent.
    pub(crate) async fn wait(&self, kind: Kind, begun: Instant) {
        let took = self.of(kind).lock().unwrap_or_else(PoisonError::into_inner).any().min(LONGEST);
        tokio::time::sleep(took.saturating_sub(begun.elapsed() + LATE)).await;
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use avouch_connectors::Kind;

    use super::{KEPT, Lately, Pace};

    #[tokio::test]
    async fn what_is_kept_back_takes_as_long() {
        let pace = Pace::default();
        let begun = Instant::now();
        pace.wait(Kind::Email, begun).await;
        assert!(begun.elapsed() < Duration::from_secs(1), "nothing is known yet");
        pace.note(Kind::Email, Instant::now().checked_sub(Duration::from_millis(100)).unwrap());
        let begun = Instant::now();
        pace.wait(Kind::Email, begun).await;
        assert!(begun.elapsed() >= Duration::from_millis(99));
        let begun = Instant::now().checked_sub(Duration::from_secs(5)).unwrap();
        let now = Instant::now();
        pace.wait(Kind::Email, begun).await;
        assert!(now.elapsed() < Duration::from_millis(90), "what was done meanwhile counts");
    }

    #[test]
    fn only_the_last_ones_count_and_each_of_them() {
        let mut lately = Lately::default();
        for millis in 0..200 {
            lately.note(Duration::from_millis(millis));
        }
        assert_eq!(lately.took.len(), KEPT);
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..5000 {
            seen.insert(lately.any().as_millis());
        }
        assert_eq!((seen.first(), seen.last()), (Some(&136), Some(&199)));
        assert!(seen.len() > KEPT - 4, "{seen:?}");
    }
}
