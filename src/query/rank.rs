//! Ranking what matches: every passage is scored by the sum of its evidence.
//!
//! The engine would step through all that any piece of evidence stands in, and a single character
//! stands nearly everywhere. Here what matches leads: evidence is only asked about passages that
//! match, the rarest first, and a passage is given up as soon as what is left to ask cannot
//! bring it among the best (Turtle and Flood, "Query Evaluation: Strategies and Optimizations",
//! 1995).

use std::sync::Arc;

use tantivy::{
    DocAddress, DocId, DocSet, Score, Searcher, SegmentOrdinal, SegmentReader, TERMINATED,
    query::Scorer,
};

use super::{
    best::{Best, Least},
    evidence::Evidence,
    explain::ScorePart,
    matching::Matching,
    occurrences::Each,
    opened::{Group, Opened, Table},
    order::Match,
    parallel,
    scores::Scores,
    window::{Places, Window},
};
use crate::index::Snapshot;

/// What matches, and what its matches are ranked by.
pub(crate) struct Ranked {
    pub(super) matching: Matching,
    /// The rarest first.
    pub(super) evidence: Vec<Evidence>,
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
        // What stands often is looked for last, when little depends on it any more.
        for one in &mut evidence {
            one.places.sort_by_key(|(needle, _)| needle.frequency());
        }
        evidence.sort_by_key(Evidence::frequency);
        Self { matching, evidence }
    }

    /// Ranks by the evidence of `other` as well, which counts `factor` times.
    pub(super) fn beside(&self, other: &Self, factor: Score) -> Self {
        let more = other.evidence.iter().map(|one| one.times(factor));
        let evidence = self.evidence.iter().cloned().chain(more).collect();
        Self::new(self.matching.clone(), evidence)
    }

    /// Finds all that matches. Told how many of the best are wanted, it leaves out what is sure not
    /// to be among them. Several threads take part where there is much to read.
    pub(crate) fn run(
        self: &Arc<Self>,
        snapshot: &Arc<Snapshot>,
        wanted: Option<usize>,
    ) -> tantivy::Result<Found> {
        let table = Table::of(self);
        if table.groups.iter().any(Group::is_empty) {
            return Ok(Found::default());
        }
        let search = Arc::new(Search::new(self, snapshot, table, wanted));
        let parts = match search.parts() < 2 || search.looks() < MANY {
            true => search.alone(),
            false => search.together(),
        };
        search.found(parts)
    }

    /// What the score of a document is made of: the parts add up to it, the largest first.
    pub(crate) fn parts(
        &self,
        searcher: &Searcher,
        address: DocAddress,
    ) -> tantivy::Result<Vec<ScorePart>> {
        let table = Table::of(self);
        let segment = searcher.segment_reader(address.segment_ord);
        let mut open = Opened::new(&table, segment);
        let window = Window::of(address.doc_id, 1);
        let mut parts = Vec::new();
        for (evidence, needles) in self.evidence.iter().zip(&table.evidence) {
            let mut scores = Vec::with_capacity(needles.len());
            for ((needle, worth), &number) in evidence.places.iter().zip(needles) {
                let mut score = 0.0;
                if let Some((read, lengths)) = open.read(number, window, |_| None::<Each<'_>>)?
                    && let Some(frequency) = read.frequencies.first()
                {
                    score = worth.score(lengths.fieldnorm(address.doc_id), *frequency);
                }
                scores.push((score, needle));
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

/// So often a needle must be looked for in a document before other threads are worth it: to wake one
/// takes as long as half as many looks.
const MANY: u64 = 60_000;

/// One run of a query. Each segment is a part of it.
struct Search {
    ranked: Arc<Ranked>,
    snapshot: Arc<Snapshot>,
    table: Table,
    /// Documents in all segments.
    documents: u64,
    wanted: Option<usize>,
    least: Least,
}

/// What was found in a part, or in several: how many match, and the best of them with what they
/// score.
type Part = (usize, Vec<(Score, DocAddress)>);

impl Search {
    fn new(
        ranked: &Arc<Ranked>,
        snapshot: &Arc<Snapshot>,
        table: Table,
        wanted: Option<usize>,
    ) -> Self {
        let segments = snapshot.searcher.segment_readers().iter();
        Self {
            ranked: Arc::clone(ranked),
            snapshot: Arc::clone(snapshot),
            table,
            documents: segments.map(|one| u64::from(one.max_doc())).sum(),
            wanted,
            least: Least::default(),
        }
    }

    fn parts(&self) -> usize {
        self.snapshot.searcher.segment_readers().len()
    }

    /// How much there is to look up, about, in times that a needle is looked for in a document.
    fn looks(&self) -> u64 {
        // Most windows are gone through, whatever is found: a look for each four documents.
        self.table.looks(self.documents) + self.documents / 4
    }

    /// Searches all parts, one after the other.
    fn alone(&self) -> Vec<tantivy::Result<Part>> {
        let mut scores = Scores::new(&self.ranked, self.documents);
        let mut best = Best::new(self.wanted, &self.least);
        let parts = 0..self.parts();
        let total = parts
            .map(|part| self.part(part, &mut scores, &mut best))
            .sum::<tantivy::Result<usize>>();
        vec![total.map(|total| (total, best.met()))]
    }

    /// Searches all parts, several threads at a time.
    fn together(self: &Arc<Self>) -> Vec<tantivy::Result<Part>> {
        let search = Arc::clone(self);
        parallel::all(self.parts(), move |part| {
            let mut scores = Scores::new(&search.ranked, search.documents);
            let mut best = Best::new(search.wanted, &search.least);
            let total = search.part(part, &mut scores, &mut best)?;
            Ok((total, best.met()))
        })
    }

    /// Searches the segment with this number. Returns how many of its documents match.
    fn part<'s>(
        &'s self,
        number: usize,
        scores: &mut Scores<'s>,
        best: &mut Best<'s>,
    ) -> tantivy::Result<usize> {
        let searcher = &self.snapshot.searcher;
        let ordinal = number as SegmentOrdinal;
        let segment = searcher.segment_reader(ordinal);
        let table = &self.table;
        let mut open = Opened::new(table, segment);
        let mut clauses = self.ranked.matching.clauses_in(searcher, segment)?;
        let mut total = 0;
        let mut from = 0;
        scores.turn();
        loop {
            let next = match &mut clauses {
                _ if !table.groups.is_empty() => open.next(0, from)?,
                Some(clauses) => seek(clauses.as_mut(), from),
                None => TERMINATED,
            };
            if next == TERMINATED {
                return Ok(total);
            }
            let window = Window::of(next, best.window());
            from = window.end;
            let places = matching(&mut open, &mut clauses, segment, window)?;
            total += places.len();
            if places.is_empty() || self.wanted == Some(0) {
                continue;
            }
            for (place, score) in scores.score(&mut open, window, places, self.least.get())? {
                best.meet(score, DocAddress::new(ordinal, window.doc(place)));
            }
        }
    }

    /// What was found in all parts.
    fn found(&self, parts: Vec<tantivy::Result<Part>>) -> tantivy::Result<Found> {
        let mut found = Found::default();
        for part in parts {
            let (total, met) = part?;
            found.total += total;
            for (score, address) in met {
                // What was among the best when it was met need not be any more.
                if score >= self.least.get() {
                    let columns = self.snapshot.columns(address.segment_ord)?;
                    found.matches.push(Match {
                        score,
                        day: columns.day(address.doc_id).unwrap_or(i64::MIN),
                        address,
                    });
                }
            }
        }
        Ok(found)
    }
}

/// The places of a window that match.
fn matching(
    open: &mut Opened<'_>,
    clauses: &mut Option<Box<dyn Scorer>>,
    segment: &SegmentReader,
    window: Window,
) -> tantivy::Result<Places> {
    let mut places: Option<Places> = None;
    for group in 0..open.table.groups.len() {
        let mut found = open.places(group, window, places.as_ref())?;
        if let Some(places) = &places {
            found.intersect(places);
        }
        if found.is_empty() {
            return Ok(found);
        }
        places = Some(found);
    }
    let mut places = match (places, clauses) {
        (None, None) => Places::NONE,
        (Some(places), None) => places,
        (Some(mut places), Some(clauses)) => {
            places.retain(|place| seek(clauses.as_mut(), window.doc(place)) == window.doc(place));
            places
        }
        (None, Some(clauses)) => {
            let mut places = Places::NONE;
            let mut doc = seek(clauses.as_mut(), window.start);
            while doc < window.end {
                places.insert(window.place(doc));
                doc = clauses.advance();
            }
            places
        }
    };
    if let Some(alive) = segment.alive_bitset() {
        places.retain(|place| alive.is_alive(window.doc(place)));
    }
    Ok(places)
}

fn seek<D: DocSet + ?Sized>(docs: &mut D, target: DocId) -> DocId {
    if docs.doc() < target {
        docs.seek(target)
    } else {
        docs.doc()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::{
        BuildOptions, Index,
        query::{Query, Sort, order, parse, plan::Planner},
    };

    #[test]
    fn threads_find_the_same() {
        let world = tempfile::tempdir().expect("a folder");
        let (corpus, dir) = (world.path().join("corpus"), world.path().join("index"));
        fs::create_dir(&corpus).expect("a folder");
        let words = [
            "数据库",
            "社区",
            "全密态",
            "迁移",
            "长沙",
            "openGauss",
            "性能",
            "如何",
        ];
        for commit in 0..3 {
            for page in 0..90 {
                let section = |number: usize| {
                    let word =
                        |at: usize| words[(page * (at + 3) + commit + number / (at + 1)) % 8];
                    let text: String = (0..9).map(word).collect();
                    format!("## {}的{number}\n\n{text}。\n\n", word(number))
                };
                let text: String = (0..page % 7).map(section).collect();
                let file = corpus.join(format!("{commit}-{page}.md"));
                fs::write(file, format!("# 回顾{page}\n\n{text}")).expect("a file");
            }
            crate::build(&dir, &BuildOptions::new([&corpus]), &|_| {}).expect("an index");
        }
        let index = Index::open(&dir).expect("an index");
        let snapshot = index.snapshot();
        assert!(snapshot.searcher.segment_readers().len() > 2);
        let weights = Query::new("").weights;
        for query in [
            "数据库",
            "社区的性能",
            "如何 迁移",
            "长沙 OR openGauss",
            "-全密态",
            "的",
        ] {
            let planner = Planner::new(&snapshot, &index.fields, &weights);
            let ranked = planner.plan(&parse(query), &[]).expect("a plan").ranked;
            let mut all = Vec::new();
            for wanted in [None, Some(1), Some(10)] {
                let search = || {
                    let table = Table::of(&ranked);
                    Arc::new(Search::new(&ranked, &snapshot, table, wanted))
                };
                let best = |search: &Search, parts| {
                    let found = search.found(parts).expect("what was found");
                    let count = wanted.unwrap_or(found.total);
                    let best = order::best(&snapshot, found.matches, Sort::Relevance, count);
                    (found.total, best.expect("an order"))
                };
                let alone = search();
                let expected = best(&alone, alone.alone());
                assert!(expected.0 > 10, "{query}");
                if wanted.is_none() {
                    all.clone_from(&expected.1);
                }
                assert_eq!(expected.1, all[..expected.1.len()], "{query}");
                let reversed = search();
                let parts = (0..reversed.parts()).rev().map(|part| {
                    let mut scores = Scores::new(&ranked, reversed.documents);
                    let mut best = Best::new(wanted, &reversed.least);
                    let total = reversed.part(part, &mut scores, &mut best)?;
                    Ok((total, best.met()))
                });
                assert_eq!(best(&reversed, parts.collect()), expected, "{query}");
                for _ in 0..20 {
                    let together = search();
                    assert_eq!(best(&together, together.together()), expected, "{query}");
                }
            }
        }
    }
}
