//! The best passages so far, and what a score must be to be among them.

use std::{cmp::Reverse, collections::BinaryHeap};

use tantivy::{DocAddress, Score};

use super::{
    order::{Match, least, rounded},
    rank::Found,
    window::LONGEST,
};
use crate::index::Snapshot;

/// The best passages so far.
pub(super) struct Best {
    /// How many are wanted; `None` for all.
    wanted: Option<usize>,
    /// Scores of the best, rounded, the least on top.
    scores: BinaryHeap<Reverse<u32>>,
    /// What a score must be to be among them.
    least: Score,
    /// Those that were among them.
    met: Vec<(Score, DocAddress)>,
}

/// Documents of a window while nothing is known of the best, and all must be scored in full.
const FIRST: usize = 256;

impl Best {
    pub(super) fn new(wanted: Option<usize>) -> Self {
        Self {
            wanted,
            scores: BinaryHeap::new(),
            least: 0.0,
            met: Vec::new(),
        }
    }

    /// What a score must be to be among the best.
    pub(super) fn least(&self) -> Score {
        self.least
    }

    /// How many documents should be scored next.
    pub(super) fn window(&self) -> usize {
        match self.wanted {
            Some(1..) if self.least == 0.0 => FIRST,
            _ => LONGEST,
        }
    }

    /// Takes in a passage.
    pub(super) fn meet(&mut self, score: Score, address: DocAddress) {
        if score < self.least {
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
            self.least = least(*last);
        }
    }

    /// What was found, of so many passages that match.
    pub(super) fn found(self, snapshot: &Snapshot, total: usize) -> tantivy::Result<Found> {
        let best = self
            .met
            .into_iter()
            .filter(|(score, _)| *score >= self.least);
        let matches = best.map(|(score, address)| {
            let day = snapshot.columns(address.segment_ord)?.day(address.doc_id);
            Ok(Match {
                score,
                day: day.unwrap_or(i64::MIN),
                address,
            })
        });
        Ok(Found {
            total,
            matches: matches.collect::<tantivy::Result<_>>()?,
        })
    }
}
