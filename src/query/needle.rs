//! A pattern in one field of one commit: its grams looked up, to be opened wherever it is needed.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::{
    InvertedIndexReader, Searcher, SegmentReader, TERMINATED, Term,
    index::SegmentId,
    postings::{SegmentPostings, TermInfo},
    schema::{Field, IndexRecordOption},
};

use super::{
    chain::{Chain, OpenPart, Place},
    cursor::Cursor,
    occurrences::Occurrences,
    pattern::{Kind, Part, Pattern},
    slot::OpenSlot,
};
use crate::index::Fields;

/// One string in one field of one commit: looked up once, opened wherever it is needed.
#[derive(Debug, Clone)]
pub(crate) struct Needle(Arc<Spec>);

#[derive(Debug)]
struct Spec {
    field: Field,
    text: String,
    /// What stands in its slots, each once, the rarest first: it says soonest where the needle is
    /// not.
    stands: Vec<Stand>,
    /// Parts in order; between two of them up to `slop` characters may lie.
    parts: Vec<Bound>,
    slop: u32,
    /// Documents that hold its rarest slot: it is no more frequent than that.
    frequency: u64,
}

/// A part, its slots bound to what stands in them.
#[derive(Debug)]
struct Bound {
    places: Vec<Place>,
    /// Characters it takes.
    length: u32,
}

/// What may stand in a slot: any of these terms.
#[derive(Debug)]
struct Stand {
    terms: Vec<Found>,
    /// Whether it only has to be there, wherever it does.
    is_covered: bool,
    /// Documents that hold it, at most.
    frequency: u64,
}

/// A term that was looked up.
#[derive(Debug)]
struct Found {
    /// How many of its characters lie before the slot.
    before: u32,
    /// Where its postings lie in each segment that has any.
    at: Vec<(SegmentId, TermInfo)>,
}

impl Found {
    /// Opens its postings in a segment; `None` when it is not there.
    fn open(
        &self,
        segment: SegmentId,
        inverted: &InvertedIndexReader,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<SegmentPostings>> {
        let info = self.at.iter().find(|(id, _)| *id == segment);
        let list = info.map(|(_, info)| inverted.read_postings_from_terminfo(info, option));
        Ok(list.transpose()?)
    }

    /// The same, to be read block by block, without positions.
    fn open_blocks(
        &self,
        segment: SegmentId,
        inverted: &InvertedIndexReader,
    ) -> tantivy::Result<Option<Box<Cursor>>> {
        let Some((_, info)) = self.at.iter().find(|(id, _)| *id == segment) else {
            return Ok(None);
        };
        let option = IndexRecordOption::WithFreqs;
        let blocks = inverted.read_block_postings_from_terminfo(info, option)?;
        Ok(Some(Box::new(Cursor::new(blocks))))
    }
}

/// Looks up terms of one field.
struct Terms {
    field: Field,
    segments: Vec<(SegmentId, Arc<InvertedIndexReader>)>,
}

impl Terms {
    fn of(searcher: &Searcher, field: Field) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers().iter();
        let segments = segments.map(|one| Ok((one.segment_id(), one.inverted_index(field)?)));
        Ok(Self {
            field,
            segments: segments.collect::<tantivy::Result<_>>()?,
        })
    }

    /// Where a gram stands; `None` when no passage holds it.
    fn found(&self, gram: &str, before: u32) -> tantivy::Result<Option<(Found, u64)>> {
        let term = Term::from_field_text(self.field, gram);
        let (mut at, mut documents) = (Vec::new(), 0);
        for (segment, inverted) in &self.segments {
            if let Some(info) = inverted.get_term_info(&term)? {
                documents += u64::from(info.doc_freq);
                at.push((*segment, info));
            }
        }
        Ok((documents > 0).then_some((Found { before, at }, documents)))
    }
}

impl Needle {
    /// One term; `None` when no passage holds it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(crate) fn term(
        searcher: &Searcher,
        field: Field,
        text: &str,
    ) -> tantivy::Result<Option<Self>> {
        let pattern = Pattern::gram(text);
        match &pattern.kind {
            Kind::Parts { parts, slop } => Self::located(searcher, field, text, parts, *slop),
            Kind::Letters(_) => Ok(None),
        }
    }

    /// A pattern in one of the fields that are [texts](Fields::texts); `None` when no passage holds
    /// what stands in one of its slots.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(crate) fn new(
        searcher: &Searcher,
        fields: &Fields,
        field: Field,
        pattern: &Pattern,
    ) -> tantivy::Result<Option<Self>> {
        match &pattern.kind {
            Kind::Letters(letters) => {
                let Some(number) = fields.texts().iter().position(|text| *text == field) else {
                    return Ok(None);
                };
                let part = Pattern::gram(&letters.term(number));
                let Kind::Parts { parts, slop } = &part.kind else {
                    return Ok(None);
                };
                Self::located(searcher, fields.letters, &pattern.text, parts, *slop)
            }
            Kind::Parts { parts, slop } => {
                Self::located(searcher, field, &pattern.text, parts, *slop)
            }
        }
    }

    fn located(
        searcher: &Searcher,
        field: Field,
        text: &str,
        parts: &[Part],
        slop: u32,
    ) -> tantivy::Result<Option<Self>> {
        let terms = Terms::of(searcher, field)?;
        let mut stands: Vec<Stand> = Vec::new();
        // The number of each gram that stands alone in a slot.
        let mut known: FxHashMap<&str, usize> = FxHashMap::default();
        let mut bound = Vec::with_capacity(parts.len());
        for part in parts {
            let mut places = Vec::with_capacity(part.slots.len());
            for slot in &part.slots {
                let alone = match &slot.grams[..] {
                    [(gram, 0)] => Some(gram.as_str()),
                    _ => None,
                };
                let number = match alone.and_then(|gram| known.get(gram)) {
                    Some(&number) => number,
                    None => {
                        let mut stand = Stand {
                            terms: Vec::new(),
                            is_covered: true,
                            frequency: 0,
                        };
                        for (gram, before) in &slot.grams {
                            if let Some((found, documents)) = terms.found(gram, *before)? {
                                stand.frequency += documents;
                                stand.terms.push(found);
                            }
                        }
                        if stand.terms.is_empty() {
                            return Ok(None);
                        }
                        stands.push(stand);
                        if let Some(gram) = alone {
                            known.insert(gram, stands.len() - 1);
                        }
                        stands.len() - 1
                    }
                };
                stands[number].is_covered &= slot.covered;
                if !slot.covered {
                    places.push(Place {
                        stand: number,
                        offset: slot.offset,
                    });
                }
            }
            bound.push(Bound {
                places,
                length: part.length,
            });
        }
        // The rarest come first, in all and in each part.
        let mut order: Vec<usize> = (0..stands.len()).collect();
        order.sort_by_key(|&number| stands[number].frequency);
        let mut ranks = vec![0; order.len()];
        for (rank, &number) in order.iter().enumerate() {
            ranks[number] = rank;
        }
        for part in &mut bound {
            for place in &mut part.places {
                place.stand = ranks[place.stand];
            }
            part.places.sort_by_key(|place| place.stand);
        }
        stands.sort_by_key(|stand| stand.frequency);
        let Some(frequency) = stands.first().map(|stand| stand.frequency) else {
            return Ok(None);
        };
        Ok(Some(Self(Arc::new(Spec {
            field,
            text: text.to_owned(),
            stands,
            parts: bound,
            slop,
            frequency,
        }))))
    }

    /// Whether it is one term.
    pub(super) fn is_term(&self) -> bool {
        self.one_slot().is_some_and(|stand| stand.terms.len() == 1)
    }

    /// What stands in its slot, where it has one.
    fn one_slot(&self) -> Option<&Stand> {
        match (&self.0.parts[..], &self.0.stands[..]) {
            ([part], [stand]) if part.places.len() == 1 => Some(stand),
            _ => None,
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
        let id = segment.segment_id();
        let one_slot = self.one_slot();
        if let Some(Stand { terms, .. }) = one_slot
            && let [term] = &terms[..]
        {
            return Ok(term.open_blocks(id, &inverted)?.map(Occurrences::Term));
        }
        let mut slots = Vec::with_capacity(spec.stands.len());
        for stand in &spec.stands {
            // Of one slot the frequency is enough.
            let is_placed = !stand.is_covered && one_slot.is_none();
            let option = match is_placed {
                true => IndexRecordOption::WithFreqsAndPositions,
                false => IndexRecordOption::WithFreqs,
            };
            let lists = stand.terms.iter().map(|term| {
                let list = term.open(id, &inverted, option)?;
                Ok(list.map(|list| (list, term.before)))
            });
            match OpenSlot::new(lists.filter_map(Result::transpose), stand.terms.len(), is_placed)? {
                Some(slot) => slots.push(slot),
                None => return Ok(None),
            }
        }
        let parts = spec.parts.iter();
        let parts = parts.map(|part| OpenPart::new(part.places.clone(), part.length));
        let chain = Chain::new(slots, parts.collect(), spec.slop);
        Ok(Some(Occurrences::Chain(Box::new(chain))))
    }
}
