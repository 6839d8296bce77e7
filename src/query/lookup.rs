//! Looking up terms of one commit, each once for all that a question asks.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use rustc_hash::FxHashMap;
use tantivy::{
    InvertedIndexReader, Term,
    index::SegmentId,
    postings::{SegmentPostings, TermInfo},
    schema::{Field, IndexRecordOption},
};

use super::cursor::Cursor;
use crate::{
    index::{Fields, Snapshot},
    text::lexicon::Edges,
};

/// What may stand in a slot of a pattern: any of these terms.
#[derive(Debug)]
pub(super) struct Stand {
    pub(super) terms: Vec<Found>,
    /// Documents that hold any, at most.
    pub(super) frequency: u64,
}

/// A term that was looked up.
#[derive(Debug)]
pub(super) struct Found {
    /// How many of its characters lie before the slot.
    pub(super) before: u32,
    /// Where its postings lie in each segment that has any.
    at: Vec<(SegmentId, TermInfo)>,
}

impl Found {
    /// Opens its postings in a segment; `None` when it is not there.
    pub(super) fn open(
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
    pub(super) fn open_blocks(
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

/// The terms of one field.
struct Terms {
    field: Field,
    segments: Vec<(SegmentId, Arc<InvertedIndexReader>)>,
}

impl Terms {
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

/// Words that hold a part of one, each with the characters before it.
/// What stands in a slot of a field, where it was looked up.
type Stands = FxHashMap<(Field, String, Edges), Option<Arc<Stand>>>;
type Holding<'p> = Rc<Vec<(&'p str, usize)>>;

/// Looks up what may stand in a slot.
pub(super) struct Lookup<'p> {
    pub(super) snapshot: &'p Snapshot,
    pub(super) fields: &'p Fields,
    terms: RefCell<FxHashMap<Field, Rc<Terms>>>,
    holding: RefCell<FxHashMap<(String, Edges), Holding<'p>>>,
    stands: RefCell<Stands>,
}

impl<'p> Lookup<'p> {
    /// Nothing was looked up yet.
    pub(super) fn new(snapshot: &'p Snapshot, fields: &'p Fields) -> Self {
        Self {
            snapshot,
            fields,
            terms: RefCell::default(),
            holding: RefCell::default(),
            stands: RefCell::default(),
        }
    }

    /// What stands for a gram in a field or, where its edges do not tell of a whole word, for the
    /// words that hold it; `None` when no passage holds any.
    pub(super) fn stand(
        &self,
        field: Field,
        gram: &str,
        edges: Edges,
    ) -> tantivy::Result<Option<Arc<Stand>>> {
        let key = (field, gram.to_owned(), edges);
        if let Some(known) = self.stands.borrow().get(&key) {
            return Ok(known.clone());
        }
        let terms = self.terms(field)?;
        let mut stand = Stand {
            terms: Vec::new(),
            frequency: 0,
        };
        let mut add = |gram: &str, before: usize| -> tantivy::Result<()> {
            if let Some((found, documents)) = terms.found(gram, before as u32)? {
                stand.frequency += documents;
                stand.terms.push(found);
            }
            Ok(())
        };
        match edges {
            Edges::WHOLE => add(gram, 0)?,
            _ => {
                for (word, before) in self.holding(gram, edges).iter() {
                    add(word, *before)?;
                }
            }
        }
        let stand = (!stand.terms.is_empty()).then(|| Arc::new(stand));
        self.stands.borrow_mut().insert(key, stand.clone());
        Ok(stand)
    }

    fn terms(&self, field: Field) -> tantivy::Result<Rc<Terms>> {
        if let Some(terms) = self.terms.borrow().get(&field) {
            return Ok(Rc::clone(terms));
        }
        let segments = self.snapshot.searcher.segment_readers().iter();
        let segments = segments.map(|one| Ok((one.segment_id(), one.inverted_index(field)?)));
        let terms = Rc::new(Terms {
            field,
            segments: segments.collect::<tantivy::Result<_>>()?,
        });
        self.terms.borrow_mut().insert(field, Rc::clone(&terms));
        Ok(terms)
    }

    fn holding(&self, part: &str, edges: Edges) -> Holding<'p> {
        let mut known = self.holding.borrow_mut();
        let words = known.entry((part.to_owned(), edges)).or_insert_with(|| {
            let snapshot = self.snapshot;
            Rc::new(snapshot.lexicon.containing(part, edges))
        });
        Rc::clone(words)
    }
}
