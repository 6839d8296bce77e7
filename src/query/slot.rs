//! One slot of a needle in a segment: the documents that any of its terms stands in.

use tantivy::{
    DocId, DocSet, TERMINATED,
    postings::{Postings as _, SegmentPostings},
};

/// More alternatives than this in one slot are gathered and sorted once instead of being stepped
/// through side by side.
const MANY: usize = 8;

/// The documents of one slot, in order.
pub(super) struct OpenSlot {
    pub(super) offset: u32,
    /// Whether it only has to be there.
    pub(super) covered: bool,
    postings: Vec<(SegmentPostings, u32)>,
    /// With many alternatives: every document with the number of an alternative in it, sorted.
    gathered: Option<Vec<(DocId, u32)>>,
    at: usize,
}

impl OpenSlot {
    /// Each alternative with how many of its characters lie before the slot, the slot's own
    /// distance from the start of the part, and whether it only has to be there.
    pub(super) fn new(postings: Vec<(SegmentPostings, u32)>, offset: u32, covered: bool) -> Self {
        let gathered = (postings.len() > MANY).then(|| {
            let mut all = Vec::new();
            for (number, (list, _)) in postings.iter().enumerate() {
                let mut list = list.clone();
                while list.doc() != TERMINATED {
                    all.push((list.doc(), number as u32));
                    list.advance();
                }
            }
            all.sort_unstable();
            all
        });
        Self {
            offset,
            covered,
            postings,
            gathered,
            at: 0,
        }
    }

    /// Moves to the first document at `target` or behind it.
    #[inline]
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if let Some(all) = &self.gathered {
            self.at += all[self.at..].partition_point(|&(doc, _)| doc < target);
            return all.get(self.at).map_or(TERMINATED, |&(doc, _)| doc);
        }
        let mut first = TERMINATED;
        for (list, _) in &mut self.postings {
            first = first.min(step(list, target));
        }
        first
    }

    /// Documents that it has, at most.
    pub(super) fn size_hint(&self) -> u32 {
        self.postings.iter().map(|(list, _)| list.size_hint()).sum()
    }

    /// How often any of its terms stands in `doc`, to which it has been sought.
    pub(super) fn frequency_in(&mut self, doc: DocId) -> u32 {
        let mut frequency = 0;
        self.alternatives(doc, |list, _| frequency += list.term_freq());
        frequency
    }

    /// Calls `each` with the alternatives that stand in `doc`, to which it has been sought.
    pub(super) fn alternatives(
        &mut self,
        doc: DocId,
        mut each: impl FnMut(&mut SegmentPostings, u32),
    ) {
        match &self.gathered {
            Some(all) => {
                for &(_, number) in all[self.at..].iter().take_while(|&&(d, _)| d == doc) {
                    let (list, before) = &mut self.postings[number as usize];
                    if list.doc() < doc {
                        list.seek(doc);
                    }
                    each(list, *before);
                }
            }
            None => {
                for (list, before) in &mut self.postings {
                    if list.doc() == doc {
                        each(list, *before);
                    }
                }
            }
        }
    }
}

/// Moves to the first document at `target` or behind it.
#[inline]
pub(super) fn step(list: &mut SegmentPostings, target: DocId) -> DocId {
    match list.doc() {
        doc if doc >= target => doc,
        // The next one needs no search.
        doc if doc + 1 == target => list.advance(),
        _ => list.seek(target),
    }
}
