//! Ranking what matches: every passage is scored by the sum of its evidence.
//!
//! The engine would step through all that any piece of evidence stands in, and a single character
//! stands nearly everywhere. Here what matches leads: evidence is only asked about passages that
//! match, the weightiest first, and a passage is given up as soon as what is left to ask cannot
//! bring it among the best.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
};

use tantivy::{
    DocAddress, DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED,
    fieldnorm::FieldNormReader, schema::Field,
};

use super::{
    explain::ScorePart,
    matching::Matching,
    needle::Needle,
    occurrences::Occurrences,
    order::{Match, rounded},
};

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

    /// The same, counting `factor` times.
    pub(super) fn times(mut self, factor: Score) -> Self {
        self.weight *= factor;
        self
    }

    fn score(&self, length: u32, frequency: u32) -> Score {
        let frequency = frequency as Score;
        self.weight * frequency / (frequency + self.base + self.by_length * length as Score)
    }
}

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
    fn needles(&self) -> Box<dyn Iterator<Item = &Needle> + '_> {
        match self {
            Self::Best { places, .. } => Box::new(places.iter().map(|(needle, _)| needle)),
            Self::There { needles, .. } => Box::new(needles.iter()),
        }
    }

    /// What it counts at most.
    fn most(&self) -> Score {
        match self {
            Self::Best { tie, places } => best_of(*tie, places.iter().map(|(_, bm25)| bm25.weight)),
            Self::There { weight, .. } => *weight,
        }
    }

    fn times(&self, factor: Score) -> Self {
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

fn best_of(tie: Score, scores: impl Iterator<Item = Score>) -> Score {
    let (best, sum) = scores.fold((0.0, 0.0), |(best, sum): (Score, Score), score| {
        (best.max(score), sum + score)
    });
    best + tie * (sum - best)
}

/// What matches, and what its matches are ranked by.
pub(crate) struct Ranked {
    pub(super) matching: Matching,
    /// The weightiest first.
    evidence: Vec<Evidence>,
    /// At each place in `evidence`, what all from there on count at most.
    rest: Vec<Score>,
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
        evidence.sort_by(|a, b| b.most().total_cmp(&a.most()));
        let mut rest: Vec<Score> = evidence.iter().map(Evidence::most).collect();
        for at in (1..rest.len()).rev() {
            rest[at - 1] += rest[at];
        }
        Self {
            matching,
            evidence,
            rest,
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
    pub(crate) fn run(&self, searcher: &Searcher, wanted: Option<usize>) -> tantivy::Result<Found> {
        let table = Table::of(self);
        let mut found = Found::default();
        // Scores of the best so far, the least on top.
        let mut best: BinaryHeap<Reverse<u32>> = BinaryHeap::new();
        if table.groups.iter().any(Vec::is_empty) {
            return Ok(found);
        }
        for (ordinal, segment) in (0..).zip(searcher.segment_readers()) {
            let mut open = Opened::new(&table, segment);
            let mut clauses = self.matching.clauses_in(searcher, segment)?;
            let alive = segment.alive_bitset();
            let days = segment.fast_fields().i64("day").ok();
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
                    found.total += 1;
                    let least = match best.peek() {
                        _ if wanted == Some(0) => None,
                        Some(Reverse(least)) if wanted == Some(best.len()) => Some(*least),
                        _ => Some(0),
                    };
                    let score = match least {
                        Some(least) => open.score(self, doc, least)?,
                        None => None,
                    };
                    if let Some(score) = score {
                        if let Some(wanted) = wanted {
                            best.push(Reverse(rounded(score)));
                            if best.len() > wanted {
                                best.pop();
                            }
                        }
                        found.matches.push(Match {
                            score,
                            day: days
                                .as_ref()
                                .and_then(|days| days.first(doc))
                                .unwrap_or(i64::MIN),
                            address: DocAddress::new(ordinal, doc),
                        });
                    }
                }
                doc += 1;
            }
        }
        Ok(found)
    }

    /// What the score of a document is made of: the parts add up to it, the largest first.
    pub(crate) fn parts(
        &self,
        searcher: &Searcher,
        address: DocAddress,
    ) -> tantivy::Result<Vec<ScorePart>> {
        let table = Table::of(self);
        let mut open = Opened::new(&table, searcher.segment_reader(address.segment_ord));
        let mut parts = Vec::new();
        for (evidence, needles) in self.evidence.iter().zip(&table.evidence) {
            let score = open.evidence(evidence, needles, address.doc_id)?;
            if score > 0.0 {
                // The place that counts most; what counts anywhere has none.
                let (mut most, mut field, mut term) = (0.0, None, "");
                for (needle, &number) in evidence.needles().zip(needles) {
                    let here = match evidence {
                        Evidence::Best { places, .. } => places
                            .iter()
                            .find(|(other, _)| other.identity() == needle.identity())
                            .map(|(_, bm25)| open.bm25(*bm25, number, address.doc_id))
                            .transpose()?
                            .unwrap_or(0.0),
                        Evidence::There { .. } => {
                            open.frequency(number, address.doc_id)?.min(1) as Score
                        }
                    };
                    if here > most {
                        let name = searcher.schema().get_field_name(needle.field());
                        (most, field, term) = (here, Some(name.to_owned()), needle.text());
                    }
                }
                parts.push(ScorePart {
                    field,
                    term: term.to_owned(),
                    score: f64::from(score),
                });
            }
        }
        parts.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(parts)
    }
}

/// Every needle of a query once, by number.
struct Table<'r> {
    needles: Vec<&'r Needle>,
    /// The groups of what must match, and the rarest of them, which leads.
    groups: Vec<Vec<usize>>,
    lead: Option<usize>,
    /// The needles of each piece of evidence.
    evidence: Vec<Vec<usize>>,
}

impl<'r> Table<'r> {
    fn of(ranked: &'r Ranked) -> Self {
        let mut needles = Vec::new();
        let mut numbers = HashMap::new();
        let mut number = |needle: &'r Needle| {
            *numbers.entry(needle.identity()).or_insert_with(|| {
                needles.push(needle);
                needles.len() - 1
            })
        };
        let groups = ranked.matching.groups();
        let frequency = |group: &[Needle]| group.iter().map(Needle::frequency).sum::<u64>();
        let lead = (0..groups.len()).min_by_key(|at| frequency(&groups[*at]));
        let groups = groups
            .iter()
            .map(|group| {
                let mut numbers: Vec<usize> = group.iter().map(&mut number).collect();
                numbers.sort_unstable();
                numbers.dedup();
                numbers
            })
            .collect();
        let evidence = ranked
            .evidence
            .iter()
            .map(|one| one.needles().map(&mut number).collect())
            .collect();
        Self {
            needles,
            groups,
            lead,
            evidence,
        }
    }
}

/// The needles of a query in one segment, opened when they are first asked for.
struct Opened<'t> {
    table: &'t Table<'t>,
    segment: &'t SegmentReader,
    needles: Vec<State>,
    /// Lengths of the texts of the fields that were asked for.
    lengths: Vec<(Field, FieldNormReader)>,
}

enum State {
    NotYet,
    Nowhere,
    Open(Box<Occurrences>, usize),
}

impl<'t> Opened<'t> {
    fn new(table: &'t Table<'t>, segment: &'t SegmentReader) -> Self {
        Self {
            table,
            segment,
            needles: table.needles.iter().map(|_| State::NotYet).collect(),
            lengths: Vec::new(),
        }
    }

    /// The needle with this number and the place of its field in `lengths`.
    fn needle(&mut self, number: usize) -> tantivy::Result<Option<(&mut Occurrences, usize)>> {
        if let State::NotYet = self.needles[number] {
            let needle = self.table.needles[number];
            self.needles[number] = match needle.open(self.segment)? {
                Some(occurrences) => {
                    State::Open(Box::new(occurrences), self.lengths_of(needle.field())?)
                }
                None => State::Nowhere,
            };
        }
        Ok(match &mut self.needles[number] {
            State::Open(occurrences, field) => Some((occurrences, *field)),
            _ => None,
        })
    }

    fn lengths_of(&mut self, field: Field) -> tantivy::Result<usize> {
        if let Some(at) = self.lengths.iter().position(|(known, _)| *known == field) {
            return Ok(at);
        }
        let lengths = self.segment.get_fieldnorms_reader(field)?;
        self.lengths.push((field, lengths));
        Ok(self.lengths.len() - 1)
    }

    fn frequency(&mut self, number: usize, doc: DocId) -> tantivy::Result<u32> {
        let needle = self.needle(number)?;
        Ok(needle.map_or(0, |(occurrences, _)| occurrences.frequency_in(doc)))
    }

    /// The first document at `target` or behind it with a needle of a group.
    fn first_at(&mut self, group: usize, target: DocId) -> tantivy::Result<DocId> {
        let mut first = TERMINATED;
        let table = self.table;
        for &number in &table.groups[group] {
            if let Some((occurrences, _)) = self.needle(number)? {
                first = first.min(occurrences.first_at(target));
            }
        }
        Ok(first)
    }

    fn is_in_all_groups(&mut self, doc: DocId) -> tantivy::Result<bool> {
        let table = self.table;
        for (at, group) in table.groups.iter().enumerate() {
            if Some(at) != table.lead && !self.any(group, doc)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn any(&mut self, needles: &[usize], doc: DocId) -> tantivy::Result<bool> {
        for &number in needles {
            if self.frequency(number, doc)? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn bm25(&mut self, bm25: Bm25, number: usize, doc: DocId) -> tantivy::Result<Score> {
        let needle = self.needle(number)?;
        let there = needle.map(|(occurrences, field)| (occurrences.frequency_in(doc), field));
        Ok(match there {
            None | Some((0, _)) => 0.0,
            Some((frequency, field)) => bm25.score(self.lengths[field].1.fieldnorm(doc), frequency),
        })
    }

    fn evidence(
        &mut self,
        evidence: &Evidence,
        needles: &[usize],
        doc: DocId,
    ) -> tantivy::Result<Score> {
        match evidence {
            Evidence::There { weight, .. } => Ok(if self.any(needles, doc)? {
                *weight
            } else {
                0.0
            }),
            Evidence::Best { tie, places } => {
                let (mut best, mut sum): (Score, Score) = (0.0, 0.0);
                for ((_, bm25), &number) in places.iter().zip(needles) {
                    let score = self.bm25(*bm25, number, doc)?;
                    best = best.max(score);
                    sum += score;
                }
                Ok(best + tie * (sum - best))
            }
        }
    }

    /// The score of a document; `None` when it is sure to be less than `least`, which is rounded.
    fn score(&mut self, ranked: &Ranked, doc: DocId, least: u32) -> tantivy::Result<Option<Score>> {
        let table = self.table;
        let mut score = 0.0;
        for ((evidence, needles), rest) in ranked
            .evidence
            .iter()
            .zip(&table.evidence)
            .zip(&ranked.rest)
        {
            if rounded((score + rest) * SLACK) < least {
                return Ok(None);
            }
            score += self.evidence(evidence, needles, doc)?;
        }
        Ok((rounded(score) >= least).then_some(score))
    }
}

/// Sums in another order differ in their last bits: a bound must not be less than what it bounds.
const SLACK: Score = 1.0 + 1e-5;

fn seek<D: DocSet + ?Sized>(docs: &mut D, target: DocId) -> DocId {
    if docs.doc() < target {
        docs.seek(target)
    } else {
        docs.doc()
    }
}
