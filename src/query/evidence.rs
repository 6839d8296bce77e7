//! What ranks: a piece of evidence, and what it counts.

use tantivy::Score;

use super::{bm25::Bm25, needle::Needle};

/// One piece of evidence.
#[derive(Debug, Clone)]
pub(super) enum Evidence {
    /// The best of several places counts in full, the others `tie` times: what stands in a heading
    /// mostly stands in the text as well.
    Best {
        /// What the other places count.
        tie: Score,
        /// A needle in each.
        places: Vec<(Needle, Bm25)>,
    },
    /// Counts the same wherever and however often it stands.
    There {
        /// Any of these.
        needles: Vec<Needle>,
        /// What it counts.
        weight: Score,
    },
}

impl Evidence {
    /// All its needles.
    pub(super) fn needles(&self) -> Box<dyn Iterator<Item = &Needle> + '_> {
        match self {
            Self::Best { places, .. } => Box::new(places.iter().map(|(needle, _)| needle)),
            Self::There { needles, .. } => Box::new(needles.iter()),
        }
    }

    /// What it counts at most where nothing stands but needles of this kind.
    pub(super) fn most(&self, may_stand: impl Fn(&Needle) -> bool) -> Score {
        match self {
            Self::Best { tie, places } => {
                let (mut best, mut sum): (Score, Score) = (0.0, 0.0);
                for (_, bm25) in places.iter().filter(|(needle, _)| may_stand(needle)) {
                    best = best.max(bm25.most());
                    sum += bm25.most();
                }
                best + tie * (sum - best)
            }
            Self::There { needles, weight } if needles.iter().any(may_stand) => *weight,
            Self::There { .. } => 0.0,
        }
    }

    /// The same, counting `factor` times.
    pub(super) fn times(&self, factor: Score) -> Self {
        match self {
            Self::Best { tie, places } => Self::Best {
                tie: *tie,
                places: places
                    .iter()
                    .map(|(needle, bm25)| (needle.clone(), bm25.times(factor)))
                    .collect(),
            },
            Self::There { needles, weight } => Self::There {
                needles: needles.clone(),
                weight: weight * factor,
            },
        }
    }
}
