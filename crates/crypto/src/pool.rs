//! Threads for work that burns a core: signatures and password hashes never run on the async threads.

use std::fmt;

use crossbeam_channel::{Sender, TrySendError};
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce() + Send>;

/// The queue is at its bound; the caller should answer 503 and ask to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolFull;

impl fmt::Display for PoolFull {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the server is computing as much as it can")
    }
}

impl std::error::Error for PoolFull {}

/// A fixed number of threads behind a bounded queue. The threads end when the last handle is dropped.
#[derive(Clone, Debug)]
pub struct Pool {
    jobs: Sender<Job>,
}

impl Pool {
    /// Starts `threads` threads called `name`; at most `queue` jobs wait for them.
    ///
    /// # Errors
    /// When the operating system refuses a thread.
    pub fn start(name: &str, threads: usize, queue: usize) -> std::io::Result<Self> {
        let (jobs, waiting) = crossbeam_channel::bounded::<Job>(queue);
        for _ in 0..threads.max(1) {
            let waiting = waiting.clone();
            std::thread::Builder::new().name(name.to_owned()).spawn(move || {
                for job in waiting {
                    job();
                }
            })?;
        }
        Ok(Self { jobs })
    }

    /// Runs `work` on one of the threads and waits for its value.
    ///
    /// # Errors
    /// [`PoolFull`] when the queue is at its bound, or the work panicked.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PoolFull> {
        let (done, value) = oneshot::channel();
        let job: Job = Box::new(move || {
            // A panic must not take the thread along; the dropped sender tells the caller.
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
            if let Ok(outcome) = outcome {
                // The caller may have gone away: nobody to tell.
                drop(done.send(outcome));
            }
        });
        match self.jobs.try_send(job) {
            Ok(()) => value.await.map_err(|_| PoolFull),
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => Err(PoolFull),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Pool, PoolFull};

    #[tokio::test]
    async fn runs_work_survives_a_panic_and_refuses_past_its_bound() {
        let pool = Pool::start("test", 1, 1).unwrap();
        assert_eq!(pool.run(|| 2 + 2).await, Ok(4));
        assert_eq!(pool.run(|| -> u8 { panic!("boom") }).await, Err(PoolFull));
        assert_eq!(pool.run(|| 1).await, Ok(1));

        let (started, has_started) = std::sync::mpsc::channel();
        let (open, gate) = std::sync::mpsc::channel::<()>();
        let held = pool.clone();
        let running = tokio::spawn(async move {
            held.run(move || {
                started.send(()).unwrap();
                gate.recv().unwrap();
            })
            .await
        });
        tokio::task::spawn_blocking(move || has_started.recv().unwrap()).await.unwrap();
        let queued = {
            let pool = pool.clone();
            tokio::spawn(async move { pool.run(|| ()).await })
        };
        tokio::task::yield_now().await;
        assert_eq!(pool.run(|| ()).await, Err(PoolFull));
        open.send(()).unwrap();
        assert_eq!(running.await.unwrap(), Ok(()));
        assert_eq!(queued.await.unwrap(), Ok(()));
    }
}
