//! A pattern in one field of one commit: its grams looked up, to be opened wherever it is needed.

use std::sync::Arc;

use tantivy::{
    Searcher, SegmentReader, TERMINATED,
    schema::{Field, IndexRecordOption},
};

use super::{
    chain::{Chain, OpenPart, Place},
    lookup::{Lookup, Stand},
    occurrences::Occurrences,
    pattern::{Kind, Part, Pattern},
    slot::{Listed, OpenSlot},
};

/// One string in one field of one commit: looked up once, opened wherever it is needed.
#[derive(Debug, Clone)]
pub(crate) struct Needle(Arc<Spec>);

#[derive(Debug)]
struct Spec {
    field: Field,
    text: String,
    /// What stands in its slots, each once, the rarest first: it says soonest where the needle is
    /// not.
    slots: Vec<Bound>,
    /// Parts in order; between two of them up to `slop` characters may lie.
    parts: Vec<Places>,
    slop: u32,
    /// Documents that hold its rarest slot: it is no more frequent than that.
    frequency: u64,
}

/// What stands in one or several of the slots.
#[derive(Debug)]
struct Bound {
    stand: Arc<Stand>,
    /// Whether it only has to be there, wherever it does.
    is_covered: bool,
}

/// A part: what stands at which of its characters.
#[derive(Debug)]
struct Places {
    places: Vec<Place>,
    /// Characters it takes.
    length: u32,
}

impl Needle {
    /// One term; `None` when no passage holds it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn term(
        lookup: &Lookup<'_>,
        field: Field,
        text: &str,
    ) -> tantivy::Result<Option<Self>> {
        Self::new(lookup, field, &Pattern::gram(text))
    }

    /// A pattern in a field; `None` when no passage holds what stands in one of its slots.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn new(
        lookup: &Lookup<'_>,
        field: Field,
        pattern: &Pattern,
    ) -> tantivy::Result<Option<Self>> {
        match &pattern.kind {
            Kind::Letters(letters) => {
                let fields = lookup.fields;
                let Some(number) = fields.texts().iter().position(|text| *text == field) else {
                    return Ok(None);
                };
                let gram = Pattern {
                    text: pattern.text.clone(),
                    ..Pattern::gram(&letters.term(number))
                };
                Self::new(lookup, fields.letters, &gram)
            }
            Kind::Parts { parts, slop } => Self::bound(lookup, field, &pattern.text, parts, *slop),
        }
    }

    fn bound(
        lookup: &Lookup<'_>,
        field: Field,
        text: &str,
        parts: &[Part],
        slop: u32,
    ) -> tantivy::Result<Option<Self>> {
        let mut stands: Vec<Bound> = Vec::new();
        let mut bound = Vec::with_capacity(parts.len());
        for part in parts {
            let mut places = Vec::with_capacity(part.slots.len());
            for slot in &part.slots {
                let Some(stand) = lookup.stand(field, &slot.gram, slot.edges)? else {
                    return Ok(None);
                };
                let known = stands
                    .iter()
                    .position(|one| Arc::ptr_eq(&one.stand, &stand));
                let number = known.unwrap_or(stands.len());
                if known.is_none() {
                    stands.push(Bound {
                        stand,
                        is_covered: true,
                    });
                }
                stands[number].is_covered &= slot.covered;
                if !slot.covered {
                    places.push(Place {
                        slot: number,
                        offset: slot.offset,
                    });
                }
            }
            bound.push(Places {
                places,
                length: part.length,
            });
        }
        // The rarest come first, in all and in each part.
        let mut order: Vec<usize> = (0..stands.len()).collect();
        order.sort_by_key(|&number| stands[number].stand.frequency);
        let mut ranks = vec![0; order.len()];
        for (rank, &number) in order.iter().enumerate() {
            ranks[number] = rank;
        }
        for part in &mut bound {
            for place in &mut part.places {
                place.slot = ranks[place.slot];
            }
            part.places.sort_by_key(|place| place.slot);
        }
        stands.sort_by_key(|bound| bound.stand.frequency);
        let Some(frequency) = stands.first().map(|bound| bound.stand.frequency) else {
            return Ok(None);
        };
        Ok(Some(Self(Arc::new(Spec {
            field,
            text: text.to_owned(),
            slots: stands,
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
        match (&self.0.parts[..], &self.0.slots[..]) {
            ([part], [slot]) if part.places.len() == 1 => Some(&slot.stand),
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

    /// What it costs to see where it stands, in documents of a term that are read: whether several
    /// terms stand side by side takes as long to see as reading so many.
    pub(super) fn cost(&self) -> u64 {
        const SIDE_BY_SIDE: u64 = 32;
        match self.is_term() {
            true => self.frequency(),
            false => self.frequency().saturating_mul(SIDE_BY_SIDE),
        }
    }

    /// The same for all copies of one needle.
    pub(super) fn identity(&self) -> usize {
        Arc::as_ptr(&self.0) as usize
    }

    /// Whether any passage holds it that was not replaced since.
    pub(super) fn is_anywhere(&self, searcher: &Searcher) -> tantivy::Result<bool> {
        for segment in searcher.segment_readers() {
            let Some(mut occurrences) = self.open(segment, &mut Listed::default())? else {
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

    /// Opens its postings in a segment; `None` when it is not there. What was listed of slots for
    /// other needles in the same segment serves this one as well.
    pub(super) fn open(
        &self,
        segment: &SegmentReader,
        listed: &mut Listed,
    ) -> tantivy::Result<Option<Occurrences>> {
        let spec = &*self.0;
        let inverted = segment.inverted_index(spec.field)?;
        let id = segment.segment_id();
        let one_slot = self.one_slot();
        if let Some(Stand { terms, .. }) = one_slot
            && let [term] = &terms[..]
        {
            return Ok(term.open_blocks(id, &inverted)?.map(Occurrences::Term));
        }
        let mut slots = Vec::with_capacity(spec.slots.len());
        for Bound { stand, is_covered } in &spec.slots {
            // Of one slot the frequency is enough.
            let is_placed = !is_covered && one_slot.is_none();
            let option = match is_placed {
                true => IndexRecordOption::WithFreqsAndPositions,
                false => IndexRecordOption::WithFreqs,
            };
            let lists = stand.terms.iter().filter_map(|term| {
                let list = term.open(id, &inverted, option).transpose()?;
                Some(list.map(|list| (list, term.before)))
            });
            match OpenSlot::new(stand, lists, is_placed, listed)? {
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
