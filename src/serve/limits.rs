//! How much is done at a time, and for how long: searching is work for the processor, done by
//! threads of its own, never by those that speak with the clients.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::http::StatusCode;
use recap_search::Query;
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

    /// `query`, given up when it is answered without its result.
    pub(super) fn timed(&self, query: Query) -> Query {
        match Instant::now().checked_add(self.timeout) {
            Some(late) => query.deadline(late),
            None => query,
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

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    const LONG: Duration = Duration::from_secs(600);

    /// What is told to who asked for too much.
    fn detail(problem: Problem) -> String {
        let problem = serde_json::to_value(problem).expect("JSON");
        assert_eq!(problem["status"], 503);
        problem["detail"].as_str().expect("a detail").to_owned()
    }

    #[tokio::test]
    async fn what_takes_too_long_is_told_and_keeps_its_place_until_it_ends() {
        let limits = Limits::new(1, Duration::from_millis(1));
        let (release, released) = mpsc::channel::<()>();
        let told = detail(limits.run(move || released.recv()).await.expect_err("late"));
        assert!(told.contains("took longer than 0.001 s"), "{told}");
        // There is one place, and it is taken: this one never begins.
        let (begun, begins) = mpsc::channel::<()>();
        assert!(limits.run(move || begun.send(())).await.is_err());
        assert!(begins.recv().is_err());
        release.send(()).expect("it still runs");
        let limits = Limits {
            timeout: LONG,
            ..limits
        };
        assert_eq!(limits.run(|| 1).await, Ok(1));
    }

    #[tokio::test]
    async fn more_than_can_wait_are_sent_away() {
        let limits = Arc::new(Limits::new(1, LONG));
        let (release, released) = mpsc::channel::<()>();
        let mut present = Vec::new();
        let running = limits.clone();
        present.push(tokio::spawn(async move {
            running.run(move || released.recv().is_ok()).await
        }));
        for _ in 0..WAITING {
            let waiting = limits.clone();
            present.push(tokio::spawn(async move { waiting.run(|| true).await }));
        }
        while limits.present.available_permits() > 0 {
            task::yield_now().await;
        }
        let told = detail(limits.run(|| true).await.expect_err("too many"));
        assert!(told.contains("too many requests"), "{told}");
        release.send(()).expect("it still runs");
        for one in present {
            assert_eq!(one.await.expect("it ends"), Ok(true));
        }
    }

    #[tokio::test]
    async fn a_panic_is_our_own_fault_and_gives_its_place_back() {
        let limits = Limits::new(1, LONG);
        let failed = limits.run(|| panic!("on purpose")).await;
        let problem = serde_json::to_value(failed.expect_err("a panic")).expect("JSON");
        assert_eq!(problem["status"], 500);
        assert_eq!(limits.run(|| 1).await, Ok(1));
    }
}
