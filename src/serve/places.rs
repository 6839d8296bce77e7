//! Places for connections: where all are taken, who has asked nothing the longest gives its own up.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// Connections at a time.
const MOST: usize = 1_024;
/// Places that are kept free for who comes next.
const SPARE: usize = 64;

/// The places of a server.
pub(super) struct Places {
    free: Arc<Semaphore>,
    silent: Mutex<Silent>,
}

/// The connections on which nothing is answered: those that never asked first, each kind in the
/// order in which it fell silent.
#[derive(Default)]
struct Silent {
    turns: u64,
    told: BTreeMap<Turn, Arc<Notify>>,
}

/// Whether a connection has asked anything, and when it fell silent.
type Turn = (bool, u64);

/// The place of one connection.
pub(super) struct Place {
    places: Arc<Places>,
    turn: Mutex<Option<Turn>>,
    leave: Arc<Notify>,
    _permit: OwnedSemaphorePermit,
}

impl Places {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            free: Arc::new(Semaphore::new(MOST)),
            silent: Mutex::default(),
        })
    }

    /// A place for a new connection. `None` once the places are closed.
    pub(super) async fn take(self: &Arc<Self>) -> Option<Place> {
        if self.free.available_permits() <= SPARE {
            let silent = self.silent.lock();
            let oldest = silent
                .unwrap_or_else(PoisonError::into_inner)
                .told
                .pop_first();
            if let Some((_, leave)) = oldest {
                leave.notify_one();
            }
        }
        let permit = self.free.clone().acquire_owned().await.ok()?;
        let place = Place {
            places: self.clone(),
            turn: Mutex::new(None),
            leave: Arc::default(),
            _permit: permit,
        };
        place.falls_silent(false);
        Some(place)
    }

    /// Waits until all places are given back.
    pub(super) async fn all_left(&self) {
        let all = u32::try_from(MOST).unwrap_or(u32::MAX);
        let _ = self.free.acquire_many(all).await;
    }
}

impl Place {
    /// Something was asked, and is being answered.
    pub(super) fn speaks(&self) {
        let turn = self.turn().take();
        if let Some(turn) = turn {
            self.silent().told.remove(&turn);
        }
    }

    /// An answer is given.
    pub(super) fn answered(&self) {
        self.falls_silent(true);
    }

    fn falls_silent(&self, asked: bool) {
        let mut silent = self.silent();
        silent.turns += 1;
        let turn = (asked, silent.turns);
        silent.told.insert(turn, self.leave.clone());
        *self.turn() = Some(turn);
    }

    /// Waits until the place is needed. Says whether anything was ever asked.
    pub(super) async fn needed(&self) -> bool {
        self.leave.notified().await;
        self.turn().is_none_or(|(asked, _)| asked)
    }

    fn turn(&self) -> std::sync::MutexGuard<'_, Option<Turn>> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn silent(&self) -> std::sync::MutexGuard<'_, Silent> {
        let silent = self.places.silent.lock();
        silent.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.speaks();
    }
}
