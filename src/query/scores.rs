//! The scores of a window: one piece of evidence after the other, the rarest first, each for all
//! documents that may still be among the best.

use tantivy::{DocId, Score};

use super::{
    evidence::{Evidence, Sum},
    needle::Needle,
    opened::Opened,
    rank::Ranked,
    window::{LONGEST, Places, Window},
};

/// What scores windows.
pub(super) struct Scores<'r> {
    evidence: Vec<Divided<'r>>,
    /// What the evidence so far counts, by place.
    totals: Vec<Score>,
    /// What the evidence at hand counts, by place.
    sums: Vec<Sum>,
    /// The evidence that stands in the window.
    present: Vec<Present>,
}

/// A piece of evidence, its needles divided into rare ones and those that stand in many documents.
/// Rare is what is looked for in titles and names, mostly, and it counts most there.
struct Divided<'r> {
    evidence: &'r Evidence,
    /// How many of its needles are rare; not all of them.
    rare: usize,
    most: Bound,
    /// The document before whose number none of its needles stands.
    next: DocId,
}

impl Divided<'_> {
    /// What its common needles behind the one with this number count at most: those before were read,
    /// and all rare ones.
    fn most_behind(&self, number: usize) -> Score {
        let behind = &self.evidence.places[self.rare.max(number + 1)..];
        behind.iter().map(|(_, worth)| worth.most()).sum()
    }
}

/// A needle is rare that stands in less than one document in so many.
const SELDOM: u64 = 16;

/// A piece of evidence that stands in a window.
struct Present {
    /// Its number.
    at: usize,
    /// What it and all after it count at most.
    rest: Bound,
}

/// What a document may score at most.
#[derive(Clone, Copy, Default)]
struct Bound {
    anywhere: Score,
    /// Where none of the rare needles stands.
    commonly: Score,
}

/// Sums in another order differ in their last bits: a bound must not be less than what it bounds.
const SLACK: Score = 1.0 + 1e-5;

impl<'r> Scores<'r> {
    /// For a search among so many documents.
    pub(super) fn new(ranked: &'r Ranked, documents: u64) -> Self {
        let divided = ranked.evidence.iter().map(|evidence| {
            let others = evidence.places.len().saturating_sub(1);
            let is_rare = |needle: &Needle| needle.frequency() * SELDOM < documents;
            let rare = evidence.places[..others].partition_point(|(needle, _)| is_rare(needle));
            Divided {
                evidence,
                rare,
                most: Bound {
                    anywhere: evidence.most_from(0),
                    commonly: evidence.most_from(rare),
                },
                next: 0,
            }
        });
        Self {
            evidence: divided.collect(),
            totals: vec![0.0; LONGEST],
            sums: vec![Sum::default(); LONGEST],
            present: Vec::new(),
        }
    }

    /// The windows that follow are those of another segment.
    pub(super) fn turn(&mut self) {
        self.evidence
            .iter_mut()
            .for_each(|evidence| evidence.next = 0);
    }

    /// Scores the documents at some places of a window, and takes those out that are sure not to
    /// score `least`.
    pub(super) fn score(
        &mut self,
        open: &mut Opened<'_>,
        window: Window,
        places: &mut Places,
        least: Score,
    ) -> tantivy::Result<()> {
        let telling = self.survey(open, window, places)?;
        let Self {
            evidence: divided,
            totals,
            sums,
            present,
        } = self;
        let rest = |bound: Bound, place| match telling.contains(place) {
            true => bound.anywhere,
            false => bound.commonly,
        };
        totals[..window.len()].fill(0.0);
        // Where any evidence was found so far.
        let mut counted = Places::NONE;
        for (number, here) in present.iter().enumerate() {
            if here.rest.commonly * SLACK < least {
                let mut may_be_best = counted.clone();
                if here.rest.anywhere * SLACK >= least {
                    may_be_best.unite(&telling);
                }
                places.intersect(&may_be_best);
                places.retain(|place| (totals[place] + rest(here.rest, place)) * SLACK >= least);
                if places.is_empty() {
                    return Ok(());
                }
            }
            let divided = &divided[here.at];
            let evidence = divided.evidence;
            let after = present.get(number + 1);
            let after = after.map_or_else(Bound::default, |next| next.rest);
            let mut met = Places::NONE;
            let needles = evidence.places.iter().zip(&open.table.evidence[here.at]);
            for (number, ((_, worth), &needle)) in needles.enumerate() {
                let later = divided.most_behind(number);
                let may_be_best = |place: usize, most, length| {
                    let mut sum = sums[place].clone();
                    sum.add(worth.score(length, most));
                    let most = totals[place] + sum.total(evidence.tie) + later;
                    (most + rest(after, place)) * SLACK >= least
                };
                let read = open.read(needle, window, Some(places), may_be_best)?;
                let Some((read, lengths)) = read else {
                    continue;
                };
                let score = |place, frequency| {
                    let length = lengths.fieldnorm(window.doc(place));
                    worth.score(length, frequency)
                };
                if evidence.places.len() == 1 {
                    read.each_of(places, window, |place, frequency| {
                        counted.insert(place);
                        totals[place] += score(place, frequency);
                    });
                    continue;
                }
                read.each_of(places, window, |place, frequency| {
                    met.insert(place);
                    sums[place].add(score(place, frequency));
                });
            }
            for place in met.iter() {
                totals[place] += std::mem::take(&mut sums[place]).total(evidence.tie);
            }
            counted.unite(&met);
        }
        places.retain(|place| totals[place] >= least);
        Ok(())
    }

    /// Sees which evidence stands in a window, and reads its rare needles. Returns the places where
    /// any of these stands.
    fn survey(
        &mut self,
        open: &mut Opened<'_>,
        window: Window,
        places: &Places,
    ) -> tantivy::Result<Places> {
        let mut telling = Places::NONE;
        self.present.clear();
        let evidence = self.evidence.iter_mut().zip(&open.table.evidence);
        for (at, (divided, needles)) in evidence.enumerate() {
            if divided.next >= window.end {
                continue;
            }
            let (rare, common) = needles.split_at(divided.rare);
            let mut rest = Bound::default();
            for &number in rare {
                if let Some((read, _)) = open.read(number, window, Some(places), |_, _, _| true)? {
                    rest.anywhere = divided.most.anywhere;
                    telling.insert_all(window, &read.docs);
                }
            }
            if !common.iter().all(|&number| open.is_absent(number, window)) {
                rest = divided.most;
            }
            if rest.anywhere > 0.0 {
                self.present.push(Present { at, rest });
            } else {
                divided.next = open.next_of(needles);
            }
        }
        let mut after = Bound::default();
        for Present { rest, .. } in self.present.iter_mut().rev() {
            rest.anywhere += after.anywhere;
            rest.commonly += after.commonly;
            after = *rest;
        }
        Ok(telling)
    }

    /// The score of the document at a place.
    pub(super) fn at(&self, place: usize) -> Score {
        self.totals[place]
    }
}
