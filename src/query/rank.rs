//! Ranking what matches: every passage is scored by the sum of its evidence.
//!
//! The engine would step through all that any piece of evidence stands in, and a single character
//! stands nearly everywhere. Here what matches leads: evidence is only asked about passages that
//! match, the rarest first, and a passage is given up as soon as what is left to ask cannot
//! bring it among the best (Turtle and Flood, "Query Evaluation: Strategies and Optimizations",
//! 1995).

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use tantivy::{
    DocAddress, DocId, Score, Searcher, SegmentOrdinal, TERMINATED,
    collector::{Collector, SegmentCollector},
};

use super::{
    best::{Best, Least},
    evidence::Evidence,
    explain::ScorePart,
    facets::{Counting, FacetCounts, Raw},
    matching::Matching,
    occurrences::Each,
    opened::{Opened, Table},
    order::Match,
    parallel,
    scores::Scores,
    window::Window,
};
use crate::index::Snapshot;

/// What matches, and what its matches are ranked by.
pub(crate) struct Ranked {
    pub(super) matching: Matching,
    /// The rarest first.
    pub(super) evidence: Vec<Evidence>,
    /// Documents there are.
    documents: u64,
}

/// A question may rank by as much as if so many terms stood in every document: the longest of
/// questions have more, of what stands nearly everywhere.
const EVERYWHERE: u64 = 64;

/// A question may cost so much in any case: about a hundredth of a second.
const LEAST: u64 = 1_000_000;

/// So many pieces of evidence rank in any case: the rarest, which tell most.
const KEPT: usize = 32;

/// What is wanted of a search.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted {
    /// How many of the best; `None` for all that match.
    pub(crate) best: Option<usize>,
    /// Whether the facets of all that match are counted.
    pub(crate) facets: bool,
    /// When it is too late for an answer.
    pub(crate) until: Option<Instant>,
}

impl Wanted {
    /// Whether it is too late.
    pub(crate) fn is_late(&self) -> bool {
        self.until.is_some_and(|until| Instant::now() >= until)
    }
}

/// What a search found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Whether it was given up, being late: then there may be more.
    pub(crate) is_late: bool,
    /// Counts of all that matches, where they were wanted.
    pub(crate) facets: Option<FacetCounts>,
    /// Passages that match.
    pub(crate) total: usize,
    /// Those that may be among the best.
    pub(crate) matches: Vec<Match>,
}

impl Ranked {
    /// Ranks what matches among so many documents.
    pub(super) fn new(matching: Matching, evidence: Vec<Evidence>, documents: u64) -> Self {
        let mut evidence = Evidence::each_once(evidence);
        // What stands often is looked for last, when little depends on it any more.
        for one in &mut evidence {
            one.places.sort_by_key(|(needle, _)| needle.frequency());
        }
        evidence.sort_by_key(Evidence::frequency);
        let mut cost = 0;
        let enough = evidence.iter().position(|one| {
            cost += one.cost();
            cost > documents.saturating_mul(EVERYWHERE).max(LEAST)
        });
        // What is left out stands oftenest and tells least.
        if let Some(enough) = enough {
            evidence.truncate(enough.max(KEPT));
        }
        Self {
            matching,
            evidence,
            documents,
        }
    }

    /// Ranks by the evidence of `other` as well, which counts `factor` times.
    pub(super) fn beside(&self, other: &Self, factor: Score) -> Self {
        let more = other.evidence.iter().map(|one| one.times(factor));
        let evidence = self.evidence.iter().cloned().chain(more).collect();
        Self::new(self.matching.clone(), evidence, self.documents)
    }

    /// Finds all that matches. Told how many of the best are wanted, it leaves out what is sure not
    /// to be among them. Several threads take part where there is much to read.
    pub(crate) fn run(
        self: &Arc<Self>,
        snapshot: &Arc<Snapshot>,
        wanted: Wanted,
    ) -> tantivy::Result<Found> {
        if self.matching.is_nothing() {
            let none = Vec::new();
            let facets = wanted.facets.then(|| Counting.merge_fruits(none));
            return Ok(Found {
                facets: facets.transpose()?,
                ..Found::default()
            });
        }
        let table = Table::of(self);
        let search = Arc::new(Search::new(self, snapshot, table, wanted));
        let parts = match search.parts() < 2 || search.looks() < MANY {
            true => search.alone(),
            false => search.together(),
        };
        search.found(parts)
    }

    /// What the scores of documents are made of: the parts of each add up to its score, the largest
    /// first.
    pub(crate) fn parts(
        &self,
        searcher: &Searcher,
        addresses: &[DocAddress],
    ) -> tantivy::Result<Vec<Vec<ScorePart>>> {
        let table = Table::of(self);
        let mut all = vec![Vec::new(); addresses.len()];
        let mut numbers: Vec<usize> = (0..addresses.len()).collect();
        numbers.sort_unstable_by_key(|&number| addresses[number]);
        // What was opened is read in the order of the documents.
        for numbers in
            numbers.chunk_by(|&a, &b| addresses[a].segment_ord == addresses[b].segment_ord)
        {
            let segment = searcher.segment_reader(addresses[numbers[0]].segment_ord);
            let mut open = Opened::new(&table, searcher, segment)?;
            for same in numbers.chunk_by(|&a, &b| addresses[a] == addresses[b]) {
                let document = addresses[same[0]].doc_id;
                let parts = self.parts_in(searcher, &table, &mut open, document)?;
                same.iter()
                    .for_each(|&number| all[number].clone_from(&parts));
            }
        }
        Ok(all)
    }

    fn parts_in(
        &self,
        searcher: &Searcher,
        table: &Table,
        open: &mut Opened<'_>,
        document: DocId,
    ) -> tantivy::Result<Vec<ScorePart>> {
        let window = Window::of(document, 1);
        let mut parts = Vec::new();
        for (evidence, needles) in self.evidence.iter().zip(&table.evidence) {
            let mut scores = Vec::with_capacity(needles.len());
            for ((needle, worth), &number) in evidence.places.iter().zip(needles) {
                let mut score = 0.0;
                if let Some((read, lengths)) = open.read(number, window, |_| None::<Each<'_>>)?
                    && let Some(frequency) = read.frequencies.first()
                {
                    score = worth.score(lengths.fieldnorm(document), *frequency);
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
        Ok(ScorePart::largest(parts))
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
    wanted: Wanted,
    least: Least,
    /// Whether it is given up.
    is_late: AtomicBool,
}

/// What was found in a part, or in several.
struct Part {
    /// How many match.
    total: usize,
    /// The best of them, with what they score.
    met: Vec<(Score, DocAddress)>,
    /// Facets of all that match.
    facets: Raw,
}

impl Search {
    fn new(ranked: &Arc<Ranked>, snapshot: &Arc<Snapshot>, table: Table, wanted: Wanted) -> Self {
        let segments = snapshot.searcher.segment_readers().iter();
        Self {
            ranked: Arc::clone(ranked),
            snapshot: Arc::clone(snapshot),
            table,
            documents: segments.map(|one| u64::from(one.max_doc())).sum(),
            wanted,
            least: Least::default(),
            is_late: AtomicBool::new(false),
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
        let mut best = Best::new(self.wanted.best, &self.least);
        let (mut total, mut facets) = (0, Raw::new());
        for part in 0..self.parts() {
            match self.part(part, &mut scores, &mut best) {
                Ok((here, counted)) => {
                    total += here;
                    facets.extend(counted);
                }
                Err(error) => return vec![Err(error)],
            }
        }
        vec![Ok(Part {
            total,
            met: best.met(),
            facets,
        })]
    }

    /// Searches all parts, several threads at a time.
    fn together(self: &Arc<Self>) -> Vec<tantivy::Result<Part>> {
        let search = Arc::clone(self);
        parallel::all(self.parts(), move |part| {
            let mut scores = Scores::new(&search.ranked, search.documents);
            let mut best = Best::new(search.wanted.best, &search.least);
            let (total, facets) = search.part(part, &mut scores, &mut best)?;
            Ok(Part {
                total,
                met: best.met(),
                facets,
            })
        })
    }

    /// Searches the segment with this number. Returns how many of its documents match, and the
    /// facets of these where they are wanted.
    fn part<'s>(
        &'s self,
        number: usize,
        scores: &mut Scores<'s>,
        best: &mut Best<'s>,
    ) -> tantivy::Result<(usize, Raw)> {
        let searcher = &self.snapshot.searcher;
        let ordinal = number as SegmentOrdinal;
        let segment = searcher.segment_reader(ordinal);
        let mut open = Opened::new(&self.table, searcher, segment)?;
        let counting = || Counting.for_segment(ordinal, segment);
        let mut facets = self.wanted.facets.then(counting).transpose()?;
        let mut total = 0;
        let mut from = 0;
        scores.turn();
        loop {
            let next = open.next(&self.table.matching, from)?;
            if next == TERMINATED || self.is_given_up() {
                break;
            }
            let window = Window::of(next, best.window()).until(segment.max_doc());
            from = window.end;
            let mut places = open.matching(window)?;
            if let Some(alive) = segment.alive_bitset() {
                places.retain(|place| alive.is_alive(window.doc(place)));
            }
            total += places.len();
            if let Some(facets) = &mut facets {
                let documents = places.iter().map(|place| window.doc(place));
                documents.for_each(|document| facets.collect(document, 0.0));
            }
            if places.is_empty() || self.wanted.best == Some(0) {
                continue;
            }
            for (place, score) in scores.score(&mut open, window, places, self.least.get())? {
                best.meet(score, DocAddress::new(ordinal, window.doc(place)));
            }
        }
        let facets = facets.map(SegmentCollector::harvest);
        Ok((total, facets.unwrap_or_default()))
    }

    /// Whether it is too late to go on.
    fn is_given_up(&self) -> bool {
        let is_late = self.is_late.load(Ordering::Relaxed) || self.wanted.is_late();
        if is_late {
            self.is_late.store(true, Ordering::Relaxed);
        }
        is_late
    }

    /// What was found in all parts.
    fn found(&self, parts: Vec<tantivy::Result<Part>>) -> tantivy::Result<Found> {
        let mut found = Found::default();
        let mut facets = Vec::new();
        for part in parts {
            let part = part?;
            found.total += part.total;
            facets.push(part.facets);
            for (score, address) in part.met {
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
        if self.wanted.facets {
            found.facets = Some(Counting.merge_fruits(facets)?);
        }
        found.is_late = self.is_late.load(Ordering::Relaxed);
        Ok(found)
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
            let planner = Planner::new(&index, &snapshot, &weights);
            let ranked = planner
                .plan(&parse(query), &Matching::default())
                .expect("a plan")
                .ranked;
            let mut all = Vec::new();
            for count in [None, Some(1), Some(10)] {
                let wanted = Wanted {
                    best: count,
                    facets: true,
                    ..Wanted::default()
                };
                let search = || {
                    let table = Table::of(&ranked);
                    Arc::new(Search::new(&ranked, &snapshot, table, wanted))
                };
                let best = |search: &Search, parts| {
                    let found = search.found(parts).expect("what was found");
                    let count = count.unwrap_or(found.total);
                    let best = order::best(&snapshot, found.matches, Sort::Relevance, count);
                    (found.total, best.expect("an order"), found.facets)
                };
                let alone = search();
                let expected = best(&alone, alone.alone());
                assert!(expected.0 > 10, "{query}");
                if count.is_none() {
                    all.clone_from(&expected.1);
                }
                assert_eq!(expected.1, all[..expected.1.len()], "{query}");
                let reversed = search();
                let parts = (0..reversed.parts()).rev().map(|part| {
                    let mut scores = Scores::new(&ranked, reversed.documents);
                    let mut best = Best::new(count, &reversed.least);
                    let (total, facets) = reversed.part(part, &mut scores, &mut best)?;
                    Ok(Part {
                        total,
                        met: best.met(),
                        facets,
                    })
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
