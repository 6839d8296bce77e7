//! What ranks: a piece of evidence, and what it counts.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;
use tantivy::Score;

use super::{bm25::Bm25, needle::Needle};

/// One piece of evidence: a needle in each of several places. The best of them counts in full, the
/// others `tie` times: what stands in a heading mostly stands in the text as well.
#[derive(Debug, Clone)]
pub(super) struct Evidence {
    pub(super) tie: Score,
    pub(super) places: Vec<(Needle, Worth)>,
}

/// What a needle counts where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Worth {
    /// The more, the rarer it is, the oftener it stands there, and the shorter the text.
    Bm25(Bm25),
    /// The same wherever and however often.
    Constant(Score),
}

impl Worth {
    /// What it counts in a text of this length in which it stands so often, once at least.
    pub(super) fn score(&self, length: u32, frequency: u32) -> Score {
        match self {
            Self::Bm25(bm25) => bm25.score(length, frequency),
            Self::Constant(score) => *score,
        }
    }

    /// What it counts at most.
    pub(super) fn most(&self) -> Score {
        match self {
            Self::Bm25(bm25) => bm25.most(),
            Self::Constant(score) => *score,
        }
    }

    fn times(&self, factor: Score) -> Self {
        match self {
            Self::Bm25(bm25) => Self::Bm25(bm25.times(factor)),
            Self::Constant(score) => Self::Constant(score * factor),
        }
    }
}

impl Evidence {
    /// Each piece once; one that is given several times counts as often.
    pub(super) fn each_once(all: Vec<Self>) -> Vec<Self> {
        let mut once: Vec<(Self, u32)> = Vec::with_capacity(all.len());
        let mut known: FxHashMap<Vec<(usize, u32)>, usize> = FxHashMap::default();
        for one in all {
            let places = one.places.iter();
            let key = places.map(|(needle, worth)| (needle.identity(), worth.most().to_bits()));
            match known.entry(key.collect()) {
                Entry::Occupied(at) => once[*at.get()].1 += 1,
                Entry::Vacant(new) => {
                    new.insert(once.len());
                    once.push((one, 1));
                }
            }
        }
        let times = |(one, times): (Self, u32)| match times {
            1 => one,
            _ => one.times(times as Score),
        };
        once.into_iter().map(times).collect()
    }

    /// What it costs to look it up, in documents of a term that are read.
    pub(super) fn cost(&self) -> u64 {
        self.places.iter().map(|(needle, _)| needle.cost()).sum()
    }

    /// What scores at its places add up to.
    pub(super) fn of(&self, scores: impl Iterator<Item = Score>) -> Score {
        let mut sum = Sum::NONE;
        scores.for_each(|score| sum.add(score));
        sum.total(self.tie)
    }

    /// Documents that hold its commonest needle, at most.
    pub(super) fn frequency(&self) -> u64 {
        let frequencies = self.places.iter().map(|(needle, _)| needle.frequency());
        frequencies.max().unwrap_or(0)
    }

    /// What the needle counts at most that counts most.
    pub(super) fn most(&self) -> Score {
        let most = self.places.iter().map(|(_, worth)| worth.most());
        most.fold(0.0, Score::max)
    }

    /// The same, counting `factor` times.
    pub(super) fn times(&self, factor: Score) -> Self {
        let places = self.places.iter();
        Self {
            tie: self.tie,
            places: places
                .map(|(needle, worth)| (needle.clone(), worth.times(factor)))
                .collect(),
        }
    }
}

/// Scores of one piece of evidence at its places, added up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sum {
    best: Score,
    all: Score,
}

impl Sum {
    pub(super) const NONE: Self = Self {
        best: 0.0,
        all: 0.0,
    };

    #[inline]
    pub(super) fn add(&mut self, score: Score) {
        self.best = self.best.max(score);
        self.all += score;
    }

    /// The same with the scores of `other` as well.
    #[inline]
    pub(super) fn with(&self, other: &Self) -> Self {
        Self {
            best: self.best.max(other.best),
            all: self.all + other.all,
        }
    }

    /// The best in full, the others `tie` times.
    #[inline]
    pub(super) fn total(&self, tie: Score) -> Score {
        self.best + tie * (self.all - self.best)
    }
}
