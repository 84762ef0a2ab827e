//! How long messages take to be sent: one that is silently kept back takes as long, so that nobody learns from the time
//! who has an account.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use avouch_connectors::Kind;
use avouch_crypto::random_bytes;

/// Longest that someone waits for nothing.
const LONGEST: Duration = Duration::from_secs(10);

/// How long messages took lately, in microseconds; mails and text messages apart.
#[derive(Clone, Debug, Default)]
pub struct Pace(Arc<[AtomicU64; 2]>);

impl Pace {
    fn of(&self, kind: Kind) -> &AtomicU64 {
        let [mail, text] = &*self.0;
        if kind == Kind::Sms { text } else { mail }
    }

    /// Notes how long a message took that was begun then. What was long ago counts ever less.
    pub(crate) fn note(&self, kind: Kind, begun: Instant) {
        let took = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        let usual = self.of(kind);
        let before = usual.load(Ordering::Relaxed);
        let now = if before == 0 { took } else { before.saturating_mul(3).saturating_add(took) / 4 };
        usual.store(now, Ordering::Relaxed);
    }

    /// Waits as long as a message would take, give or take a tenth.
    pub(crate) async fn wait(&self, kind: Kind) {
        let usual = self.of(kind).load(Ordering::Relaxed);
        let [chance] = random_bytes::<1>();
        let spread = usual / 10;
        let micros = usual.saturating_sub(spread).saturating_add(spread.saturating_mul(u64::from(chance)) / 128);
        tokio::time::sleep(Duration::from_micros(micros).min(LONGEST)).await;
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use avouch_connectors::Kind;

    use super::Pace;

    #[tokio::test]
    async fn what_is_kept_back_takes_as_long() {
        let pace = Pace::default();
        let begun = Instant::now();
        pace.wait(Kind::Email).await;
        assert!(begun.elapsed() < Duration::from_secs(1), "nothing is known yet");
        pace.note(Kind::Email, Instant::now().checked_sub(Duration::from_millis(100)).unwrap());
        let begun = Instant::now();
        pace.wait(Kind::Email).await;
        assert!(begun.elapsed() >= Duration::from_millis(90));
    }
}
