//! The scores of a window: one piece of evidence after the other, the rarest first, each for all
//! documents that may still be among the best.

use std::mem;

use tantivy::{DocId, Score, fieldnorm::FieldNormReader};

use super::{
    evidence::{Evidence, Sum, Worth},
    needle::Needle,
    occurrences::{Each, Sought},
    opened::Opened,
    rank::Ranked,
    window::{LONGEST, Places, Selection, Window},
};

/// What scores windows.
pub(super) struct Scores<'r> {
    evidence: Vec<Divided<'r>>,
    /// The evidence that stands in the window.
    present: Vec<Present>,
    /// The places of the window that may still be among the best.
    candidates: Selection,
    /// What each counts, by place.
    counts: [Count; LONGEST],
}

/// What a candidate counts.
#[derive(Clone, Copy)]
struct Count {
    /// The evidence so far.
    total: Score,
    /// The evidence at hand.
    sum: Sum,
}

impl Count {
    const NONE: Self = Self {
        total: 0.0,
        sum: Sum::NONE,
    };
}

/// A piece of evidence, and what is known of its needles.
struct Divided<'r> {
    evidence: &'r Evidence,
    /// So many of its first needles are rare. The last one, its commonest, is not taken for one of
    /// them: it is read for candidates only.
    rare: usize,
    /// Which of them are telling.
    telling: Vec<bool>,
    /// The document before whose number none of its needles stands.
    next: DocId,
}

impl<'r> Divided<'r> {
    /// In a search among so many documents.
    fn of(evidence: &'r Evidence, documents: u64) -> Self {
        let others = evidence.places.len().saturating_sub(1);
        let is_rare = |needle: &Needle| needle.frequency() * SELDOM < documents;
        let rare = evidence.places[..others].partition_point(|(needle, _)| is_rare(needle));
        let most = evidence.most();
        let mosts = evidence.places.iter().map(|(_, worth)| worth.most());
        Self {
            evidence,
            rare,
            telling: mosts
                .enumerate()
                .map(|(at, one)| at < rare && one * LITTLE >= most)
                .collect(),
            next: 0,
        }
    }

    /// What its needles from this one on count at most.
    fn most_from(&self, number: usize) -> Sum {
        let mut sum = Sum::NONE;
        for (_, worth) in &self.evidence.places[number..] {
            sum.add(worth.most());
        }
        sum
    }
}

/// A needle is rare that stands in less than one document in so many. Rare is what is looked for in
/// titles and names, mostly.
const SELDOM: u64 = 16;

/// A rare needle is telling unless it counts less than its evidence divided by so much: where no
/// telling needle stands, little may be added.
const LITTLE: Score = 3.0;

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
    /// Where none of the telling needles stands.
    commonly: Score,
}

impl Bound {
    /// What a document may score where a telling needle stands, or none does.
    fn of(self, is_told: bool) -> Score {
        // Without a branch: it is not to be foreseen.
        [self.commonly, self.anywhere][usize::from(is_told)]
    }
}

/// Sums in another order differ in their last bits: a bound must not be less than what it bounds.
const SLACK: Score = 1.0 + 1e-5;

/// Whether what a document scores at most may be enough, where it must score `least`.
fn may_be_enough(most: Score, least: Score) -> bool {
    most * SLACK >= least
}

impl<'r> Scores<'r> {
    /// For a search among so many documents.
    pub(super) fn new(ranked: &'r Ranked, documents: u64) -> Self {
        let evidence = ranked.evidence.iter();
        Self {
            evidence: evidence.map(|one| Divided::of(one, documents)).collect(),
            present: Vec::new(),
            candidates: Selection::NONE,
            counts: [Count::NONE; LONGEST],
        }
    }

    /// The windows that follow are those of another segment.
    pub(super) fn turn(&mut self) {
        self.evidence
            .iter_mut()
            .for_each(|evidence| evidence.next = 0);
    }

    /// Scores the documents at some places of a window. Returns the places and scores of all but those
    /// that are sure not to score `least`.
    pub(super) fn score(
        &mut self,
        open: &mut Opened<'_>,
        window: Window,
        places: Places,
        least: Score,
    ) -> tantivy::Result<impl Iterator<Item = (usize, Score)>> {
        let telling = self.survey(open, window, &places)?;
        let Self {
            evidence: divided,
            present,
            candidates,
            counts,
        } = self;
        let mut hopeful = places;
        let most = present
            .first()
            .map_or_else(Bound::default, |first| first.rest);
        if !may_be_enough(most.anywhere, least) {
            hopeful = Places::NONE;
        } else if !may_be_enough(most.commonly, least) {
            hopeful.intersect(&telling);
        }
        candidates.set(hopeful);
        candidates
            .iter()
            .for_each(|place| counts[place] = Count::NONE);
        for (number, here) in present.iter().enumerate() {
            let divided = &divided[here.at];
            let evidence = divided.evidence;
            let is_alone = evidence.places.len() == 1;
            let after = present.get(number + 1);
            let after = after.map_or_else(Bound::default, |next| next.rest);
            let needles = evidence.places.iter().zip(&open.table.evidence[here.at]);
            let outlook = |from| Outlook {
                telling: &telling,
                tie: evidence.tie,
                later: divided.most_from(from),
                after,
                least,
            };
            for (number, ((_, worth), &needle)) in needles.enumerate() {
                if number == divided.rare && number > 0 {
                    outlook(number).keep(candidates, counts);
                }
                let sought = |lengths| {
                    Some(Hopeful {
                        candidates,
                        at: 0,
                        counts,
                        outlook: outlook(number + 1),
                        worth,
                        window,
                        lengths,
                    })
                };
                let Some((read, lengths)) = open.read(needle, window, sought)? else {
                    continue;
                };
                read.each_of(candidates, window, |place, frequency| {
                    let length = lengths.fieldnorm(window.doc(place));
                    let score = worth.score(length, frequency);
                    let count = &mut counts[place];
                    match is_alone {
                        true => count.total += score,
                        false => count.sum.add(score),
                    }
                });
            }
            for place in candidates.iter().filter(|_| !is_alone) {
                let Count { total, sum } = &mut counts[place];
                *total += mem::replace(sum, Sum::NONE).total(evidence.tie);
            }
            outlook(evidence.places.len()).keep(candidates, counts);
            if candidates.is_empty() {
                break;
            }
        }
        let scored = candidates.iter().map(|place| (place, counts[place].total));
        Ok(scored.filter(move |&(_, total)| total >= least))
    }

    /// Sees which evidence stands in a window, and reads its rare needles. Returns the places where
    /// any that is telling stands.
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
            let (mut all, mut common) = (Sum::NONE, Sum::NONE);
            let worths = divided.evidence.places.iter().map(|(_, worth)| worth);
            for (at, (&needle, worth)) in needles.iter().zip(worths).enumerate() {
                let is_telling = divided.telling[at];
                let most = if at < divided.rare {
                    let read = open.read(needle, window, |_| Some(Each(places)))?;
                    let Some((read, _)) = read else {
                        continue;
                    };
                    let Some(&frequency) = read.frequencies.iter().max() else {
                        continue;
                    };
                    if is_telling {
                        telling.insert_all(window, &read.docs);
                    }
                    // No text that holds it is shorter, and in a longer one it counts less.
                    worth.score(1, frequency)
                } else if open.is_absent(needle, window) {
                    continue;
                } else {
                    worth.most()
                };
                all.add(most);
                if !is_telling {
                    common.add(most);
                }
            }
            let tie = divided.evidence.tie;
            let rest = Bound {
                anywhere: all.total(tie),
                commonly: common.total(tie),
            };
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
}

/// What may still be added to what a candidate counts.
struct Outlook<'c> {
    /// Where any of the telling needles stands.
    telling: &'c Places,
    tie: Score,
    /// What the needles of the evidence that were not read yet count at most.
    later: Sum,
    /// What the evidence after this counts at most.
    after: Bound,
    /// What it must score.
    least: Score,
}

impl Outlook<'_> {
    /// Keeps the candidates that may score enough.
    fn keep(&self, candidates: &mut Selection, counts: &[Count]) {
        let later = self.later.total(self.tie);
        if !may_be_enough(later + self.after.commonly, self.least) {
            candidates.retain(|place| self.is_good(place, &counts[place]));
        }
    }

    /// Whether the document at this place may score enough.
    #[inline]
    fn is_good(&self, place: usize, count: &Count) -> bool {
        let sum = count.sum.with(&self.later).total(self.tie);
        let most = count.total + sum + self.after.of(self.telling.contains(place));
        may_be_enough(most, self.least)
    }
}

/// The candidates that a needle may bring among the best.
struct Hopeful<'c> {
    candidates: &'c Selection,
    /// Number of the one at hand.
    at: usize,
    counts: &'c [Count],
    outlook: Outlook<'c>,
    worth: &'c Worth,
    window: Window,
    lengths: &'c FieldNormReader,
}

impl Sought for Hopeful<'_> {
    fn count(&self) -> usize {
        self.candidates.len()
    }

    #[inline]
    fn next(&mut self, place: usize) -> Option<usize> {
        while self.candidates.get(self.at)? < place {
            self.at += 1;
        }
        self.candidates.get(self.at)
    }

    #[inline]
    fn is_worth(&self, place: usize, most: u32) -> bool {
        let length = self.lengths.fieldnorm(self.window.doc(place));
        let mut count = self.counts[place];
        count.sum.add(self.worth.score(length, most));
        self.outlook.is_good(place, &count)
    }
}
