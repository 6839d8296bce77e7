//! The needles of a query in one segment: each is opened once, when it is first asked for, and read
//! once in each window; what was read serves what must match and what ranks.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::{
    DocId, DocSet, Searcher, SegmentReader, TERMINATED,
    fieldnorm::FieldNormReader,
    query::{EnableScoring, Query, Scorer},
    schema::Field,
};

use super::{
    clause::{Clause, Group},
    needle::Needle,
    occurrences::{Each, Occurrences, Read, Sought},
    rank::Ranked,
    slot::Listed,
    window::{LONGEST, Places, Window},
};

/// Needles by number.
#[derive(Default)]
pub(super) struct Needles {
    all: Vec<Needle>,
    numbers: FxHashMap<usize, usize>,
}

impl Needles {
    /// The number of a needle, the same for all copies of it.
    pub(super) fn number(&mut self, needle: &Needle) -> usize {
        let all = &mut self.all;
        *self.numbers.entry(needle.identity()).or_insert_with(|| {
            all.push(needle.clone());
            all.len() - 1
        })
    }

    /// A number for one more copy of a needle, which is read by itself.
    pub(super) fn another(&mut self, needle: &Needle) -> usize {
        self.all.push(needle.clone());
        self.all.len() - 1
    }
}

/// Every needle and filter of a query by number, each once.
pub(super) struct Table {
    needles: Vec<Needle>,
    filters: Vec<Arc<dyn Query>>,
    /// What must match.
    pub(super) matching: Clause,
    /// The needles of each piece of evidence.
    pub(super) evidence: Vec<Vec<usize>>,
}

impl Table {
    pub(super) fn of(ranked: &Ranked) -> Self {
        let (mut needles, mut filters) = (Needles::default(), Vec::new());
        let matching = Clause::of(&ranked.matching, &mut needles, &mut filters);
        let evidence = ranked.evidence.iter().map(|one| {
            let places = one.places.iter();
            places.map(|(needle, _)| needles.number(needle)).collect()
        });
        Self {
            evidence: evidence.collect(),
            needles: needles.all,
            filters,
            matching,
        }
    }

    /// How often a needle may have to be looked for in a document, where so many may match if no
    /// needle tells.
    pub(super) fn looks(&self, documents: u64) -> u64 {
        let frequency = |&number: &usize| self.needles[number].frequency();
        let in_group = |group: &Group| group.numbers().map(frequency).sum();
        let matching = self.matching.groups().map(in_group).min();
        matching
            .unwrap_or(documents)
            .saturating_mul(self.needles.len() as u64)
    }
}

/// The needles of a query in one segment.
pub(super) struct Opened<'t> {
    pub(super) table: &'t Table,
    segment: &'t SegmentReader,
    /// For each needle the document before whose number it does not stand, but for what was read.
    next: Vec<DocId>,
    /// For each needle the end of the last window that something was read of.
    met: Vec<DocId>,
    needles: Vec<Option<OpenNeedle>>,
    filters: Vec<Box<dyn Scorer>>,
    listed: Listed,
    /// Lengths of the texts of the fields that were asked for.
    lengths: Vec<(Field, FieldNormReader)>,
}

/// A needle that stands in the segment.
struct OpenNeedle {
    occurrences: Occurrences,
    /// Place of its field in `lengths`.
    field: usize,
    /// What was read of it, and up to where.
    read: Read,
    end: DocId,
}

impl<'t> Opened<'t> {
    pub(super) fn new(
        table: &'t Table,
        searcher: &Searcher,
        segment: &'t SegmentReader,
    ) -> tantivy::Result<Self> {
        let filters = table.filters.iter().map(|filter| {
            let weight = filter.weight(EnableScoring::disabled_from_searcher(searcher))?;
            weight.scorer(segment, 1.0)
        });
        Ok(Self {
            filters: filters.collect::<tantivy::Result<_>>()?,
            table,
            segment,
            next: vec![0; table.needles.len()],
            met: vec![0; table.needles.len()],
            needles: table.needles.iter().map(|_| None).collect(),
            listed: Listed::default(),
            lengths: Vec::new(),
        })
    }

    fn open(&mut self, number: usize) -> tantivy::Result<()> {
        let needle = &self.table.needles[number];
        match needle.open(self.segment, &mut self.listed)? {
            Some(mut occurrences) => {
                self.next[number] = occurrences.not_before(0);
                let field = self.lengths_of(needle.field())?;
                self.needles[number] = Some(OpenNeedle {
                    occurrences,
                    field,
                    read: Read::default(),
                    end: 0,
                });
            }
            None => self.next[number] = TERMINATED,
        }
        Ok(())
    }

    fn lengths_of(&mut self, field: Field) -> tantivy::Result<usize> {
        if let Some(at) = self.lengths.iter().position(|(known, _)| *known == field) {
            return Ok(at);
        }
        let lengths = self.segment.get_fieldnorms_reader(field)?;
        self.lengths.push((field, lengths));
        Ok(self.lengths.len() - 1)
    }

    /// A document at `from` or behind it before which nothing matches.
    pub(super) fn next(&mut self, clause: &Clause, from: DocId) -> tantivy::Result<DocId> {
        if from >= self.segment.max_doc() {
            return Ok(TERMINATED);
        }
        match clause {
            Clause::Any(group) => self.next_of_group(group, from),
            // The first one is the cheapest, and the rarest mostly.
            Clause::All(parts) => match parts.first() {
                Some(first) => self.next(first, from),
                None => Ok(from),
            },
            Clause::AtLeast(_, parts) => {
                let mut next = TERMINATED;
                for part in parts {
                    next = next.min(self.next(part, from)?);
                }
                Ok(next)
            }
            Clause::Not(_) => Ok(from),
            Clause::Filter(number) => Ok(seek(self.filters[*number].as_mut(), from)),
        }
    }

    fn next_of_group(&mut self, group: &Group, from: DocId) -> tantivy::Result<DocId> {
        let mut first = TERMINATED;
        for &number in group.numbers() {
            if self.needles[number].is_none() && self.next[number] != TERMINATED {
                self.open(number)?;
            }
            if let Some(needle) = &mut self.needles[number]
                && self.next[number] < from
            {
                self.next[number] = needle.occurrences.not_before(from);
            }
            first = first.min(self.next[number]);
        }
        Ok(first)
    }

    /// The places of a window that match.
    pub(super) fn matching(&mut self, window: Window) -> tantivy::Result<Places> {
        let table = self.table;
        let Clause::All(parts) = &table.matching else {
            return self.places(&table.matching, window, None);
        };
        // Each part is asked about what all those before it left, as everything is that ranks: what
        // was read of a needle for one of them is enough for those behind it.
        let mut places: Option<Places> = None;
        for part in parts {
            let mut found = self.places(part, window, places.as_ref())?;
            if let Some(places) = &places {
                found.intersect(places);
            }
            if found.is_empty() {
                return Ok(found);
            }
            places = Some(found);
        }
        Ok(places.unwrap_or_else(|| Places::first(window.len())))
    }

    /// The places of a window where a clause matches, right at least for those that are `among`
    /// some. All parts of a clause are asked about the same ones: they may share needles.
    fn places(
        &mut self,
        clause: &Clause,
        window: Window,
        among: Option<&Places>,
    ) -> tantivy::Result<Places> {
        let all = || Places::first(window.len());
        Ok(match clause {
            Clause::Any(group) => self.places_of_group(group, window, among)?,
            Clause::All(parts) => {
                let mut places = among.cloned().unwrap_or_else(all);
                for part in parts {
                    places.intersect(&self.places(part, window, among)?);
                }
                places
            }
            Clause::AtLeast(1, parts) => {
                let mut places = Places::NONE;
                for part in parts {
                    places.unite(&self.places(part, window, among)?);
                }
                places
            }
            Clause::AtLeast(least, parts) => {
                let mut counts = vec![0_usize; LONGEST];
                for part in parts {
                    let places = self.places(part, window, among)?;
                    places.iter().for_each(|place| counts[place] += 1);
                }
                let mut places = all();
                places.retain(|place| counts[place] >= *least);
                places
            }
            Clause::Not(inner) => {
                let mut places = among.cloned().unwrap_or_else(all);
                places.subtract(&self.places(inner, window, among)?);
                places
            }
            Clause::Filter(number) => {
                let filter = self.filters[*number].as_mut();
                let mut places = Places::NONE;
                if let Some(among) = among {
                    for place in among.iter() {
                        let doc = window.doc(place);
                        if seek(filter, doc) == doc {
                            places.insert(place);
                        }
                    }
                } else {
                    let mut doc = seek(filter, window.start);
                    while doc < window.end {
                        places.insert(window.place(doc));
                        doc = filter.advance();
                    }
                }
                places
            }
        })
    }

    fn places_of_group(
        &mut self,
        group: &Group,
        window: Window,
        among: Option<&Places>,
    ) -> tantivy::Result<Places> {
        let mut places = Places::NONE;
        for &number in &group.read {
            if let Some((read, _)) = self.read(number, window, |_| among.map(Each))? {
                places.insert_all(window, &read.docs);
            }
        }
        for &number in &group.sought {
            let all = || Places::first(window.len());
            let mut rest = among.cloned().unwrap_or_else(all);
            rest.subtract(&places);
            if let Some((read, _)) = self.read(number, window, |_| Some(Each(&rest)))? {
                places.insert_all(window, &read.docs);
            }
        }
        Ok(places)
    }

    /// Whether a needle stands nowhere in a window.
    #[inline]
    pub(super) fn is_absent(&self, number: usize, window: Window) -> bool {
        self.next[number] >= window.end && self.met[number] != window.end
    }

    /// A document before whose number none of some needles stands, but for what was read.
    pub(super) fn next_of(&self, needles: &[usize]) -> DocId {
        let next = needles.iter().map(|&number| self.next[number]);
        next.min().unwrap_or(TERMINATED)
    }

    /// What stands of a needle in a window, at least at the places that it is `sought` at, and the
    /// lengths of its texts; `None` where there is nothing. Places that are asked about later must
    /// be among these. `sought` is told the lengths.
    #[inline]
    pub(super) fn read<'o, S: Sought>(
        &'o mut self,
        number: usize,
        window: Window,
        sought: impl FnOnce(&'o FieldNormReader) -> Option<S>,
    ) -> tantivy::Result<Option<(&'o Read, &'o FieldNormReader)>> {
        if self.is_absent(number, window) {
            return Ok(None);
        }
        if self.needles[number].is_none() {
            self.open(number)?;
        }
        let Some(needle) = &mut self.needles[number] else {
            return Ok(None);
        };
        let lengths = &self.lengths[needle.field].1;
        if needle.end != window.end {
            needle.end = window.end;
            needle.read.docs.clear();
            needle.read.frequencies.clear();
            let documents = self.segment.max_doc();
            let occurrences = &mut needle.occurrences;
            let sought = sought(lengths);
            self.next[number] = occurrences.read(window, sought, documents, &mut needle.read);
            if !needle.read.docs.is_empty() {
                self.met[number] = window.end;
            }
        }
        Ok(Some((&needle.read, lengths)))
    }
}

fn seek<D: DocSet + ?Sized>(docs: &mut D, target: DocId) -> DocId {
    if docs.doc() < target {
        docs.seek(target)
    } else {
        docs.doc()
    }
}
