//! BM25, the score of one needle in one field.

use tantivy::Score;

/// How a score grows with a term's frequency and falls with the length of the text: the free
/// parameters of BM25.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Saturation {
    /// How long repetition goes on to count.
    pub(crate) k1: Score,
    /// From 0, length does not matter, to 1, it counts in full.
    pub(crate) b: Score,
}

/// BM25 of one needle (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).
#[derive(Debug, Clone, Copy)]
pub(super) struct Bm25 {
    weight: Score,
    /// `k1 · (1 - b)`.
    base: Score,
    /// `k1 · b / average length`.
    by_length: Score,
}

impl Bm25 {
    /// Of a needle that stands in `frequency` of so many documents, whose average length is given.
    pub(super) fn new(
        frequency: u64,
        documents: u64,
        average: Score,
        Saturation { k1, b }: Saturation,
    ) -> Self {
        let (n, df) = (documents as Score, frequency.min(documents) as Score);
        let idf = (1.0 + (n - df + 0.5) / (df + 0.5)).ln();
        let by_length = if average > 0.0 { k1 * b / average } else { 0.0 };
        Self {
            weight: idf * (1.0 + k1),
            base: k1 * (1.0 - b),
            by_length,
        }
    }

    /// What it counts at most.
    pub(super) fn most(&self) -> Score {
        self.weight
    }

    /// The same, counting `factor` times.
    pub(super) fn times(mut self, factor: Score) -> Self {
        self.weight *= factor;
        self
    }

    /// The score of a text of this length in which it stands so often.
    pub(super) fn score(&self, length: u32, frequency: u32) -> Score {
        let frequency = frequency as Score;
        self.weight * frequency / (frequency + self.base + self.by_length * length as Score)
    }
}
