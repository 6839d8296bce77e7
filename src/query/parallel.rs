//! Several threads at the parts of one search.

use std::{
    iter,
    panic::{self, AssertUnwindSafe},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use rayon::{ThreadPool, ThreadPoolBuilder};

/// The threads that help: one less than the machine has processors, of all searches together, begun
/// when they are first needed. `None` where there can be none.
fn helpers() -> Option<&'static ThreadPool> {
    static HELPERS: OnceLock<Option<ThreadPool>> = OnceLock::new();
    let start = || {
        let threads = thread::available_parallelism().ok()?.get() - 1;
        let pool = ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|number| format!("search-{number}"));
        // 0 threads would be taken for as many as there are processors.
        (threads > 0).then(|| pool.build().ok()).flatten()
    };
    HELPERS.get_or_init(start).as_ref()
}

/// What is waited for is looked for so long before this thread goes to sleep: to be woken takes as
/// long again.
const SOON: Duration = Duration::from_micros(50);

/// Does all parts of some work, in whatever order: this thread and those that are free, each the
/// next part that nobody has taken on. Nothing is waited for that was not begun. Returns what was
/// made of each part, by its number.
pub(super) fn all<T, W>(parts: usize, work: W) -> Vec<T>
where
    T: Send + 'static,
    W: Fn(usize) -> T + Send + Sync + 'static,
{
    let shared = Arc::new((AtomicUsize::new(0), work));
    let take = move |shared: &(AtomicUsize, W)| {
        let part = shared.0.fetch_add(1, Ordering::Relaxed);
        (part < parts).then(|| {
            let work = AssertUnwindSafe(|| (shared.1)(part));
            (part, panic::catch_unwind(work))
        })
    };
    let (sender, receiver) = mpsc::channel();
    if let Some(helpers) = helpers() {
        for _ in 1..parts.min(helpers.current_num_threads() + 1) {
            // Who comes too late keeps nothing of it.
            let (shared, sender) = (Arc::downgrade(&shared), sender.clone());
            helpers.spawn(move || {
                let Some(shared) = shared.upgrade() else {
                    return;
                };
                while let Some(done) = take(&shared) {
                    // It is waited for.
                    let _ = sender.send(done);
                }
            });
        }
    }
    drop(sender);
    let mut done: Vec<_> = iter::from_fn(|| take(&shared)).collect();
    while done.len() < parts {
        let started = Instant::now();
        let soon = iter::from_fn(|| (started.elapsed() < SOON).then(|| receiver.try_recv().ok()));
        let part = soon.flatten().next().or_else(|| receiver.recv().ok());
        done.push(part.expect("what was begun is sent, whatever becomes of it"));
    }
    done.sort_by_key(|(part, _)| *part);
    let results = done.into_iter().map(|(_, result)| result);
    // A panic goes on here, as if the part had been done by this thread.
    let results = results.map(|result| result.unwrap_or_else(|cause| panic::resume_unwind(cause)));
    results.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_done_once() {
        let expected: Vec<usize> = (0..100).map(|part| part * part).collect();
        for parts in 0..=100 {
            assert_eq!(all(parts, |part| part * part), expected[..parts]);
        }
    }

    #[test]
    fn a_panic_is_passed_on() {
        for bad in 0..8 {
            let work = move |part: usize| assert_ne!(part, bad, "no such part");
            let panic = panic::catch_unwind(|| all(8, work)).expect_err("a panic");
            let told = panic.downcast_ref::<String>().expect("words");
            assert!(told.contains("no such part"), "{told}");
        }
    }
}
