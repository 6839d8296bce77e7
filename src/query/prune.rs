//! Giving up early what cannot be among the best.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashSet},
};

use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, TERMINATED};

use super::{
    evidence::Evidence,
    needle::Needle,
    opened::Opened,
    order::{Match, least, rounded},
    rank::{Found, Ranked},
};
use crate::index::Snapshot;

/// The best passages so far.
pub(super) struct Best<'r> {
    ranked: &'r Ranked,
    snapshot: &'r Snapshot,
    /// How many are wanted; `None` for all.
    wanted: Option<usize>,
    /// Scores of the best, rounded, the least on top.
    scores: BinaryHeap<Reverse<u32>>,
    /// What a score must be to be among them.
    least: Score,
    /// The segment at hand, how many of its passages matched, and where its rare needles stand.
    segment: SegmentOrdinal,
    seen: usize,
    rare: Option<Rare>,
    pub(super) found: Found,
}

impl<'r> Best<'r> {
    pub(super) fn new(ranked: &'r Ranked, snapshot: &'r Snapshot, wanted: Option<usize>) -> Self {
        Self {
            ranked,
            snapshot,
            wanted,
            scores: BinaryHeap::new(),
            least: 0.0,
            segment: 0,
            seen: 0,
            rare: None,
            found: Found::default(),
        }
    }

    /// Takes in a passage that matches.
    pub(super) fn meet(&mut self, open: &mut Opened<'_>, doc: DocId) -> tantivy::Result<()> {
        self.found.total += 1;
        if self.wanted == Some(0) {
            return Ok(());
        }
        if open.ordinal != self.segment {
            self.segment = open.ordinal;
            self.seen = 0;
            self.rare = None;
        }
        self.seen += 1;
        if self.least > 0.0 && self.seen > MANY && self.rare.is_none() {
            self.rare = Some(Rare::of(self.ranked, open.segment)?);
        }
        let Some(score) = self.score(open, doc)? else {
            return Ok(());
        };
        if let Some(wanted) = self.wanted {
            self.scores.push(Reverse(rounded(score)));
            if self.scores.len() > wanted {
                self.scores.pop();
            }
            if let Some(Reverse(last)) = self.scores.peek().filter(|_| self.scores.len() == wanted)
            {
                self.least = least(*last);
            }
        }
        let day = self.snapshot.columns(open.ordinal)?.day(doc);
        self.found.matches.push(Match {
            score,
            day: day.unwrap_or(i64::MIN),
            address: DocAddress::new(open.ordinal, doc),
        });
        Ok(())
    }

    /// The score of a document; `None` when it is sure not to be among the best.
    fn score(&self, open: &mut Opened<'_>, doc: DocId) -> tantivy::Result<Option<Score>> {
        let table = open.table;
        let rest = match &self.rare {
            Some(rare) if !rare.stands_in(doc) => &rare.rest,
            _ => &self.ranked.rest,
        };
        let mut score = 0.0;
        for ((evidence, needles), rest) in
            self.ranked.evidence.iter().zip(&table.evidence).zip(rest)
        {
            if (score + rest) * SLACK < self.least {
                return Ok(None);
            }
            score += open.evidence(evidence, needles, doc)?;
        }
        Ok((score >= self.least).then_some(score))
    }
}

/// Sums in another order differ in their last bits: a bound must not be less than what it bounds.
const SLACK: Score = 1.0 + 1e-5;

/// Where more than so many passages of a segment match, it pays to know where the rare needles
/// stand: most passages then need not be asked for them.
const MANY: usize = 256;

/// A needle is rare that stands in less than one passage in so many.
const SELDOM: u64 = 16;

/// Where the rare needles of a query stand in a segment. They count most, and everywhere else all
/// that is left counts little (Turtle and Flood, "Query Evaluation: Strategies and Optimizations",
/// 1995).
struct Rare {
    /// One bit a document.
    stands: Vec<u64>,
    /// At each piece of evidence, what all from there on count at most without the rare needles.
    rest: Vec<Score>,
}

impl Rare {
    fn of(ranked: &Ranked, segment: &SegmentReader) -> tantivy::Result<Self> {
        let documents = u64::from(segment.max_doc());
        let is_rare = |needle: &Needle| needle.frequency() * SELDOM < documents;
        let mut stands = vec![0; documents.div_ceil(64) as usize];
        let mut known = HashSet::new();
        let needles = ranked
            .evidence
            .iter()
            .flat_map(|one| one.places.iter().map(|(needle, _)| needle));
        for needle in needles.filter(|needle| is_rare(needle)) {
            if !known.insert(needle.identity()) {
                continue;
            }
            if let Some(mut occurrences) = needle.open(segment)? {
                let mut doc = occurrences.first_at(0);
                while doc != TERMINATED {
                    stands[doc as usize / 64] |= 1u64 << (doc % 64);
                    doc = occurrences.first_at(doc + 1);
                }
            }
        }
        let common = |evidence: &Evidence| evidence.most(|needle| !is_rare(needle));
        Ok(Self {
            stands,
            rest: rest(ranked.evidence.iter().map(common)),
        })
    }

    fn stands_in(&self, doc: DocId) -> bool {
        self.stands[doc as usize / 64] >> (doc % 64) & 1 == 1
    }
}

/// At each place, the sum from there on.
pub(super) fn rest(scores: impl Iterator<Item = Score>) -> Vec<Score> {
    let mut rest: Vec<Score> = scores.collect();
    for at in (1..rest.len()).rev() {
        rest[at - 1] += rest[at];
    }
    rest
}
