//! The best passages so far, and what a score must be to be among them.

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    sync::atomic::{AtomicU32, Ordering},
};

use tantivy::{DocAddress, Score};

use super::{
    order::{least, rounded},
    window::LONGEST,
};

/// What a score must be to be among the best, as far as is known to all threads of a search.
#[derive(Default)]
pub(super) struct Least(AtomicU32);

impl Least {
    /// What a score must be.
    #[inline]
    pub(super) fn get(&self) -> Score {
        Score::from_bits(self.0.load(Ordering::Relaxed))
    }

    fn raise(&self, least: Score) {
        // The bits of numbers that are not negative are in the order of the numbers.
        self.0.fetch_max(least.to_bits(), Ordering::Relaxed);
    }
}

/// The best passages that were met in one part of a search, or in several.
pub(super) struct Best<'s> {
    /// How many are wanted; `None` for all.
    wanted: Option<usize>,
    least: &'s Least,
    /// Scores of the best, rounded, the least on top.
    scores: BinaryHeap<Reverse<u32>>,
    /// Those that were among them.
    met: Vec<(Score, DocAddress)>,
}

/// Documents of a window while nothing is known of the best, and all must be scored in full.
const FIRST: usize = 256;

impl<'s> Best<'s> {
    pub(super) fn new(wanted: Option<usize>, least: &'s Least) -> Self {
        Self {
            wanted,
            least,
            scores: BinaryHeap::new(),
            met: Vec::new(),
        }
    }

    /// How many documents should be scored next.
    pub(super) fn window(&self) -> usize {
        match self.wanted {
            Some(1..) if self.least.get() == 0.0 => FIRST,
            _ => LONGEST,
        }
    }

    /// Takes in a passage.
    pub(super) fn meet(&mut self, score: Score, address: DocAddress) {
        if score < self.least.get() {
            return;
        }
        self.met.push((score, address));
        let Some(wanted) = self.wanted else {
            return;
        };
        self.scores.push(Reverse(rounded(score)));
        if self.scores.len() > wanted {
            self.scores.pop();
        }
        if let Some(Reverse(last)) = self.scores.peek().filter(|_| self.scores.len() == wanted) {
            self.least.raise(least(*last));
        }
    }

    /// Those that were among the best when they were met.
    pub(super) fn met(self) -> Vec<(Score, DocAddress)> {
        self.met
    }
}
