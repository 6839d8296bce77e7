//! Ranking what matches: every passage is scored by the sum of its evidence.
//!
//! The engine would step through all that any piece of evidence stands in, and a single character
//! stands nearly everywhere. Here what matches leads: evidence is only asked about passages that
//! match, the weightiest first, and a passage is given up as soon as what is left to ask cannot
//! bring it among the best.

use tantivy::{DocAddress, DocId, DocSet, Score, Searcher, TERMINATED};

use super::{
    evidence::Evidence,
    explain::ScorePart,
    matching::Matching,
    opened::{Opened, Table},
    order::Match,
    prune::{Best, rest},
};
use crate::index::Snapshot;

/// What matches, and what its matches are ranked by.
pub(crate) struct Ranked {
    pub(super) matching: Matching,
    /// The weightiest first.
    pub(super) evidence: Vec<Evidence>,
    /// At each place in `evidence`, what all from there on count at most.
    pub(super) rest: Vec<Score>,
}

/// What a search found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Passages that match.
    pub(crate) total: usize,
    /// Those that may be among the best.
    pub(crate) matches: Vec<Match>,
}

impl Ranked {
    pub(super) fn new(matching: Matching, mut evidence: Vec<Evidence>) -> Self {
        let most = |evidence: &Evidence| evidence.most(|_| true);
        evidence.sort_by(|a, b| most(b).total_cmp(&most(a)));
        Self {
            matching,
            rest: rest(evidence.iter().map(most)),
            evidence,
        }
    }

    /// Ranks by the evidence of `other` as well, which counts `factor` times.
    pub(super) fn beside(self, other: &Self, factor: Score) -> Self {
        let more = other.evidence.iter().map(|one| one.times(factor));
        let evidence = self.evidence.into_iter().chain(more).collect();
        Self::new(self.matching, evidence)
    }

    /// Finds all that matches. Told how many of the best are wanted, it leaves out what is sure not
    /// to be among them.
    pub(crate) fn run(&self, snapshot: &Snapshot, wanted: Option<usize>) -> tantivy::Result<Found> {
        let mut best = Best::new(self, snapshot, wanted);
        let table = Table::of(self);
        if table.groups.iter().any(Vec::is_empty) {
            return Ok(best.found);
        }
        let searcher = &snapshot.searcher;
        for (ordinal, segment) in (0..).zip(searcher.segment_readers()) {
            let mut open = Opened::new(&table, segment, ordinal);
            let mut clauses = self.matching.clauses_in(searcher, segment)?;
            let alive = segment.alive_bitset();
            let mut doc = 0;
            loop {
                doc = match (table.lead, &mut clauses) {
                    (Some(lead), _) => open.first_at(lead, doc)?,
                    (None, Some(clauses)) => seek(clauses.as_mut(), doc),
                    (None, None) => TERMINATED,
                };
                if doc == TERMINATED {
                    break;
                }
                let is_match = alive.is_none_or(|alive| alive.is_alive(doc))
                    && open.is_in_all_groups(doc)?
                    && clauses
                        .as_mut()
                        .is_none_or(|clauses| seek(clauses.as_mut(), doc) == doc);
                if is_match {
                    best.meet(&mut open, doc)?;
                }
                doc += 1;
            }
        }
        Ok(best.found)
    }

    /// What the score of a document is made of: the parts add up to it, the largest first.
    pub(crate) fn parts(
        &self,
        searcher: &Searcher,
        address: DocAddress,
    ) -> tantivy::Result<Vec<ScorePart>> {
        let table = Table::of(self);
        let segment = searcher.segment_reader(address.segment_ord);
        let mut open = Opened::new(&table, segment, address.segment_ord);
        let mut parts = Vec::new();
        for (evidence, needles) in self.evidence.iter().zip(&table.evidence) {
            let mut scores = Vec::with_capacity(needles.len());
            for ((needle, worth), &number) in evidence.places.iter().zip(needles) {
                let score = open.score(*worth, number, address.doc_id)?;
                scores.push((score.unwrap_or_default(), needle));
            }
            // It is told of where it counts most.
            let best = scores.iter().max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((_, needle)) = best.filter(|(score, _)| *score > 0.0) {
                let field = searcher.schema().get_field_name(needle.field());
                let score = evidence.of(scores.iter().map(|(score, _)| *score));
                parts.push(ScorePart {
                    field: Some(field.to_owned()),
                    term: needle.text().to_owned(),
                    score: f64::from(score),
                });
            }
        }
        parts.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(parts)
    }
}

fn seek<D: DocSet + ?Sized>(docs: &mut D, target: DocId) -> DocId {
    if docs.doc() < target {
        docs.seek(target)
    } else {
        docs.doc()
    }
}
