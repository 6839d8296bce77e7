//! A string as the index can find it: the grams at their distances.
//!
//! A needle is exact. It matches where its characters stand in a row (or, with `slop`, its parts
//! stand in order with at most so many characters between them), whatever a dictionary thinks.

use std::sync::Arc;

use tantivy::{
    DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, Term,
    query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
    schema::{Field, IndexRecordOption},
};

use super::{
    chain::{Chain, OpenPart},
    occurrences::Occurrences,
    part::{Alternative, Part, Slot, part},
    slot::OpenSlot,
};
use crate::text::lexicon::{Edges, Lexicon};

/// One string in one field of one commit: looked up once, opened wherever it is needed. As a query
/// it matches, and does not rank.
#[derive(Debug, Clone)]
pub(crate) struct Needle(Arc<Spec>);

#[derive(Debug)]
struct Spec {
    field: Field,
    text: String,
    /// Parts in order; between two of them up to `slop` characters may lie.
    parts: Vec<Part>,
    slop: u32,
    /// Documents that hold its rarest slot: it is no more frequent than that.
    frequency: u64,
}

impl Needle {
    /// One term; `None` when no passage holds it.
    pub(crate) fn term(searcher: &Searcher, field: Field, text: &str) -> Option<Self> {
        let term = Alternative::new(Term::from_field_text(field, text), 0);
        let slot = Slot::new(0, vec![term]);
        let part = Part {
            slots: vec![slot],
            length: text.chars().count() as u32,
        };
        Self::located(searcher, field, text.to_owned(), vec![part], 0)
    }

    /// The folded `text` as it stands; a Latin word at its ends must begin and end where the text
    /// does as `edges` tell. `None` when it holds nothing that is indexed, or what no passage holds.
    pub(crate) fn new<B: AsRef<[u8]>>(
        searcher: &Searcher,
        field: Field,
        text: &str,
        lexicon: &Lexicon<B>,
        edges: Edges,
    ) -> Option<Self> {
        Self::chain(searcher, field, &[text], 0, lexicon, edges)
    }

    /// Several texts in order, with at most `slop` characters between two of them.
    pub(crate) fn chain<B: AsRef<[u8]>>(
        searcher: &Searcher,
        field: Field,
        texts: &[&str],
        slop: u32,
        lexicon: &Lexicon<B>,
        edges: Edges,
    ) -> Option<Self> {
        let parts: Option<Vec<Part>> = texts
            .iter()
            .map(|text| part(field, text, lexicon, edges))
            .collect();
        let parts: Vec<Part> = parts?
            .into_iter()
            .filter(|part| !part.slots.is_empty())
            .collect();
        if parts.is_empty() {
            return None;
        }
        Self::located(searcher, field, texts.join(" "), parts, slop)
    }

    fn located(
        searcher: &Searcher,
        field: Field,
        text: String,
        mut parts: Vec<Part>,
        slop: u32,
    ) -> Option<Self> {
        let mut rarest = u64::MAX;
        for slot in parts.iter_mut().flat_map(|part| &mut part.slots) {
            for term in &mut slot.terms {
                // A failure to read shows when the postings are read.
                slot.frequency += term.look_up(searcher, field).unwrap_or(1);
            }
            rarest = rarest.min(slot.frequency);
            if rarest == 0 {
                return None;
            }
        }
        // The rarest says soonest where the needle is not.
        for part in &mut parts {
            part.slots.sort_by_key(|slot| slot.frequency);
        }
        Some(Self(Arc::new(Spec {
            field,
            text,
            parts,
            slop,
            frequency: rarest,
        })))
    }

    /// Whether it is one term.
    pub(super) fn is_term(&self) -> bool {
        match &self.0.parts[..] {
            [part] => matches!(&part.slots[..], [slot] if slot.terms.len() == 1),
            _ => false,
        }
    }

    /// The field it is looked for in.
    pub(super) fn field(&self) -> Field {
        self.0.field
    }

    /// What is looked for.
    pub(super) fn text(&self) -> &str {
        &self.0.text
    }

    /// Documents that hold it, at most.
    pub(super) fn frequency(&self) -> u64 {
        self.0.frequency
    }

    /// The same for all copies of one needle.
    pub(super) fn identity(&self) -> usize {
        Arc::as_ptr(&self.0) as usize
    }

    /// Whether any passage holds it that was not replaced since.
    pub(super) fn is_anywhere(&self, searcher: &Searcher) -> tantivy::Result<bool> {
        for segment in searcher.segment_readers() {
            let Some(mut occurrences) = self.open(segment)? else {
                continue;
            };
            let mut doc = occurrences.first_at(0);
            while doc != TERMINATED {
                if segment
                    .alive_bitset()
                    .is_none_or(|alive| alive.is_alive(doc))
                {
                    return Ok(true);
                }
                doc = occurrences.first_at(doc + 1);
            }
        }
        Ok(false)
    }

    /// Opens its postings in a segment; `None` when it is not there.
    pub(super) fn open(&self, segment: &SegmentReader) -> tantivy::Result<Option<Occurrences>> {
        let spec = &*self.0;
        let inverted = segment.inverted_index(spec.field)?;
        if let [part] = &spec.parts[..]
            && let [slot] = &part.slots[..]
            && let [term] = &slot.terms[..]
        {
            return Ok(term.open_blocks(segment, &inverted)?.map(Occurrences::Term));
        }
        let is_one_slot = spec.parts.len() == 1 && spec.parts[0].slots.len() == 1;
        let mut parts = Vec::with_capacity(spec.parts.len());
        for part in &spec.parts {
            let mut slots = Vec::with_capacity(part.slots.len());
            for slot in &part.slots {
                // Of one slot the frequency is enough.
                let option = match slot.covered || is_one_slot {
                    true => IndexRecordOption::WithFreqs,
                    false => IndexRecordOption::WithFreqsAndPositions,
                };
                let mut postings = Vec::new();
                for term in &slot.terms {
                    let list = term.open(segment, &inverted, option)?;
                    postings.extend(list.map(|list| (list, term.before)));
                }
                if postings.is_empty() {
                    return Ok(None);
                }
                slots.push(OpenSlot::new(postings, slot.offset, slot.covered));
            }
            parts.push(OpenPart::new(slots, part.length));
        }
        let chain = Chain::new(parts, spec.slop);
        Ok(Some(Occurrences::Chain(Box::new(chain))))
    }
}

impl Query for Needle {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(NeedleWeight(self.clone())))
    }
}

struct NeedleWeight(Needle);

impl Weight for NeedleWeight {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.0.open(segment)? {
            Some(mut occurrences) => {
                occurrences.first_at(0);
                Box::new(occurrences)
            }
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        let is_there = scorer.doc() <= doc && scorer.seek(doc) == doc;
        Ok(Explanation::new_with_string(
            self.0.text().to_owned(),
            Score::from(is_there),
        ))
    }
}

impl Scorer for Occurrences {
    fn score(&mut self) -> Score {
        1.0
    }
}
