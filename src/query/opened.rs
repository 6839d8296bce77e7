//! The needles of a query in one segment: each is opened once, when it is first asked for, and
//! serves what must match and what ranks.

use std::collections::HashMap;

use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader, TERMINATED, fieldnorm::FieldNormReader,
    schema::Field,
};

use super::{
    evidence::{Evidence, Sum, Worth},
    needle::Needle,
    occurrences::Occurrences,
    rank::Ranked,
};

/// Every needle of a query once, by number.
pub(super) struct Table<'r> {
    needles: Vec<&'r Needle>,
    /// The groups of what must match, and the rarest of them, which leads.
    pub(super) groups: Vec<Vec<usize>>,
    pub(super) lead: Option<usize>,
    /// The needles of each piece of evidence.
    pub(super) evidence: Vec<Vec<usize>>,
}

impl<'r> Table<'r> {
    pub(super) fn of(ranked: &'r Ranked) -> Self {
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
            .map(|one| {
                one.places
                    .iter()
                    .map(|(needle, _)| number(needle))
                    .collect()
            })
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
pub(super) struct Opened<'t> {
    pub(super) table: &'t Table<'t>,
    pub(super) segment: &'t SegmentReader,
    pub(super) ordinal: SegmentOrdinal,
    /// For each needle the document before whose number it does not stand again: most questions
    /// are answered by this alone.
    next: Vec<DocId>,
    needles: Vec<Option<OpenNeedle>>,
    /// Lengths of the texts of the fields that were asked for.
    lengths: Vec<(Field, FieldNormReader)>,
}

/// A needle that stands in the segment.
struct OpenNeedle {
    occurrences: Occurrences,
    /// Place of its field in `lengths`.
    field: usize,
}

impl<'t> Opened<'t> {
    pub(super) fn new(
        table: &'t Table<'t>,
        segment: &'t SegmentReader,
        ordinal: SegmentOrdinal,
    ) -> Self {
        Self {
            table,
            segment,
            ordinal,
            next: vec![0; table.needles.len()],
            needles: table.needles.iter().map(|_| None).collect(),
            lengths: Vec::new(),
        }
    }

    /// The needle with this number, where `next` does not yet tell that it stands nowhere.
    #[inline]
    fn needle(&mut self, number: usize) -> tantivy::Result<Option<&mut OpenNeedle>> {
        if self.needles[number].is_none() {
            self.open(number)?;
        }
        Ok(self.needles[number].as_mut())
    }

    #[cold]
    fn open(&mut self, number: usize) -> tantivy::Result<()> {
        let needle = self.table.needles[number];
        match needle.open(self.segment)? {
            Some(occurrences) => {
                let field = self.lengths_of(needle.field())?;
                self.needles[number] = Some(OpenNeedle { occurrences, field });
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

    /// How often a needle stands in `doc`, and the place of its field in `lengths`.
    // Nearly always it does not, and that shows without a call.
    #[inline(always)]
    fn frequency(&mut self, number: usize, doc: DocId) -> tantivy::Result<(u32, usize)> {
        if self.next[number] > doc {
            return Ok((0, 0));
        }
        self.ask(number, doc)
    }

    fn ask(&mut self, number: usize, doc: DocId) -> tantivy::Result<(u32, usize)> {
        let Some(needle) = self.needle(number)? else {
            return Ok((0, 0));
        };
        let (frequency, next) = needle.occurrences.frequency_in(doc);
        let field = needle.field;
        self.next[number] = next;
        Ok((frequency, field))
    }

    /// The first document at `target` or behind it with a needle of a group.
    #[inline]
    pub(super) fn first_at(&mut self, group: usize, target: DocId) -> tantivy::Result<DocId> {
        let mut first = TERMINATED;
        let table = self.table;
        for &number in &table.groups[group] {
            if self.next[number] < first
                && let Some(needle) = self.needle(number)?
            {
                let at = needle.occurrences.first_at(target);
                self.next[number] = at;
                first = first.min(at);
            }
        }
        Ok(first)
    }

    #[inline]
    pub(super) fn is_in_all_groups(&mut self, doc: DocId) -> tantivy::Result<bool> {
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
            if self.frequency(number, doc)?.0 > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What a needle counts in `doc`; nothing where it does not stand.
    #[inline]
    pub(super) fn score(
        &mut self,
        worth: Worth,
        number: usize,
        doc: DocId,
    ) -> tantivy::Result<Option<Score>> {
        let (frequency, field) = self.frequency(number, doc)?;
        let length = |field: usize| self.lengths[field].1.fieldnorm(doc);
        Ok((frequency > 0).then(|| worth.score(length(field), frequency)))
    }

    /// What a piece of evidence, whose needles have these numbers, counts in `doc`.
    #[inline]
    pub(super) fn evidence(
        &mut self,
        evidence: &Evidence,
        needles: &[usize],
        doc: DocId,
    ) -> tantivy::Result<Score> {
        let mut sum = Sum::default();
        for ((_, worth), &number) in evidence.places.iter().zip(needles) {
            if let Some(score) = self.score(*worth, number, doc)? {
                sum.add(score);
            }
        }
        Ok(sum.total(evidence.tie))
    }
}
