//! The needles of a query in one segment: each is opened once, when it is first asked for, and read
//! once in each window; what was read serves what must match and what ranks.

use std::{cmp::Reverse, collections::HashSet};

use rustc_hash::FxHashMap;
use tantivy::{DocId, SegmentReader, TERMINATED, fieldnorm::FieldNormReader, schema::Field};

use super::{
    needle::Needle,
    occurrences::{Each, Occurrences, Read, Sought},
    rank::Ranked,
    window::{Places, Window},
};

/// Every needle of a query once, by number.
pub(super) struct Table {
    needles: Vec<Needle>,
    /// The groups of what must match, the cheapest first.
    pub(super) groups: Vec<Group>,
    /// The needles of each piece of evidence.
    pub(super) evidence: Vec<Vec<usize>>,
}

/// The needles of one group.
#[derive(Default)]
pub(super) struct Group {
    /// Those that are read wherever they may stand, which serves what ranks as well.
    read: Vec<usize>,
    /// Those that are looked for where none of the others stands: it takes long to see whether
    /// they do, and they are opened once more to rank.
    sought: Vec<usize>,
}

impl Group {
    /// The numbers of all of them.
    fn numbers(&self) -> impl Iterator<Item = &usize> {
        self.read.iter().chain(&self.sought)
    }

    /// Whether nothing is in it, so that nothing matches.
    pub(super) fn is_empty(&self) -> bool {
        self.read.is_empty()
    }
}

/// What it costs to see where a needle stands: whether several terms stand side by side takes as
/// long to see as reading so many documents of one.
fn cost(needle: &Needle) -> u64 {
    const SIDE_BY_SIDE: u64 = 32;
    match needle.is_term() {
        true => needle.frequency(),
        false => needle.frequency().saturating_mul(SIDE_BY_SIDE),
    }
}

impl Table {
    pub(super) fn of(ranked: &Ranked) -> Self {
        let mut needles = Vec::new();
        let mut groups: Vec<&Vec<Needle>> = ranked.matching.groups().iter().collect();
        groups.sort_by_key(|group| group.iter().map(cost).sum::<u64>());
        let mut numbers = FxHashMap::default();
        let mut number = |needle: &Needle, needles: &mut Vec<Needle>| {
            *numbers.entry(needle.identity()).or_insert_with(|| {
                needles.push(needle.clone());
                needles.len() - 1
            })
        };
        let groups = groups
            .into_iter()
            .map(|group| {
                let mut group: Vec<&Needle> = group.iter().collect();
                group.sort_by_key(|needle| (!needle.is_term(), Reverse(needle.frequency())));
                let mut seen = HashSet::new();
                let mut numbers = Group::default();
                for needle in group {
                    if !seen.insert(needle.identity()) {
                        continue;
                    }
                    if needle.is_term() || numbers.read.is_empty() {
                        numbers.read.push(number(needle, &mut needles));
                    } else {
                        numbers.sought.push(needles.len());
                        needles.push(needle.clone());
                    }
                }
                numbers
            })
            .collect();
        let evidence = ranked
            .evidence
            .iter()
            .map(|one| {
                one.places
                    .iter()
                    .map(|(needle, _)| number(needle, &mut needles))
                    .collect()
            })
            .collect();
        Self {
            needles,
            groups,
            evidence,
        }
    }

    /// How often a needle may have to be looked for in a document, where so many may match if no
    /// needle tells.
    pub(super) fn looks(&self, documents: u64) -> u64 {
        let frequency = |&number: &usize| self.needles[number].frequency();
        let in_group = |group: &Group| group.numbers().map(frequency).sum();
        let matching = self.groups.iter().map(in_group).min().unwrap_or(documents);
        matching.saturating_mul(self.needles.len() as u64)
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
    pub(super) fn new(table: &'t Table, segment: &'t SegmentReader) -> Self {
        Self {
            table,
            segment,
            next: vec![0; table.needles.len()],
            met: vec![0; table.needles.len()],
            needles: table.needles.iter().map(|_| None).collect(),
            lengths: Vec::new(),
        }
    }

    fn open(&mut self, number: usize) -> tantivy::Result<()> {
        let needle = &self.table.needles[number];
        match needle.open(self.segment)? {
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

    /// A document at `from` or behind it before which no needle of a group stands.
    pub(super) fn next(&mut self, group: usize, from: DocId) -> tantivy::Result<DocId> {
        let table = self.table;
        let group = &table.groups[group];
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

    /// The places of a window with a needle of a group, at least those that are `among` some.
    pub(super) fn places(
        &mut self,
        group: usize,
        window: Window,
        among: Option<&Places>,
    ) -> tantivy::Result<Places> {
        let table = self.table;
        let group = &table.groups[group];
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
