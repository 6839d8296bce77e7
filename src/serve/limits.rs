//! How much is done at a time, and for how long: searching is work for the processor, done by
//! threads of its own, never by those that speak with the clients.

use std::{sync::Arc, time::Duration};

use axum::http::StatusCode;
use tokio::{sync::Semaphore, task, time};

use super::problem::Problem;

/// Requests that may wait for each that runs.
const WAITING: usize = 128;

/// The places there are.
pub(super) struct Limits {
    /// For those that run.
    running: Arc<Semaphore>,
    /// For those that run and those that wait.
    present: Arc<Semaphore>,
    timeout: Duration,
}

impl Limits {
    /// So many at a time, each for so long at most, waiting included.
    pub(super) fn new(running: usize, timeout: Duration) -> Self {
        let present = running.saturating_mul(WAITING + 1);
        let most = Semaphore::MAX_PERMITS;
        Self {
            running: Arc::new(Semaphore::new(running.min(most))),
            present: Arc::new(Semaphore::new(present.min(most))),
            timeout,
        }
    }

    /// Runs `work` on a thread for such work. What takes too long is answered without its result;
    /// it keeps its place until it ends, so that never more run than there are places.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let Ok(present) = self.present.clone().try_acquire_owned() else {
            return Err(unavailable("too many requests at a time; ask again later"));
        };
        let running = self.running.clone();
        let done = async move {
            let running = running.acquire_owned().await;
            let work = move || {
                let _held = (present, running);
                work()
            };
            task::spawn_blocking(work).await
        };
        match time::timeout(self.timeout, done).await {
            Ok(Ok(result)) => Ok(result),
            Ok(Err(panic)) => Err(Problem::ours(&panic)),
            Err(_) => Err(unavailable(format!(
                "this took longer than {} s; ask for less, or again later",
                self.timeout.as_secs_f64()
            ))),
        }
    }
}

fn unavailable(detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail)
}
