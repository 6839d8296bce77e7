//! The postings of one term, read block by block.

use tantivy::{DocId, TERMINATED, postings::BlockSegmentPostings};

/// A place in the postings of one term.
pub(super) struct Cursor {
    block: BlockSegmentPostings,
    /// Place in the block at hand; behind its last document only at the end of all.
    at: usize,
}

/// Documents of a block that is not the last.
const FULL: usize = 128;

impl Cursor {
    pub(super) fn new(block: BlockSegmentPostings) -> Self {
        Self { block, at: 0 }
    }

    /// The document at hand; [`TERMINATED`] behind the last one.
    #[inline]
    pub(super) fn doc(&self) -> DocId {
        self.block.doc(self.at)
    }

    /// How often the term stands in the document at hand.
    #[inline]
    pub(super) fn frequency(&self) -> u32 {
        self.block.freq(self.at)
    }

    /// Documents that hold the term.
    pub(super) fn doc_freq(&self) -> u32 {
        self.block.doc_freq()
    }

    /// Moves to the first document at `target` or behind it.
    #[inline]
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() < target {
            // The next one is often it, and needs no search.
            self.at = (self.at + 1).min(FULL - 1);
            if self.doc() < target {
                self.at = self.block.seek(target);
            }
        }
        self.doc()
    }

    /// Appends the documents from the one at hand up to `end`, and how often the term stands in each.
    pub(super) fn read(&mut self, end: DocId, docs: &mut Vec<DocId>, frequencies: &mut Vec<u32>) {
        loop {
            let block = self.block.docs();
            let rest = block.get(self.at..).unwrap_or_default();
            let before = match rest.last() {
                Some(&last) if last < end => rest.len(),
                _ => rest.partition_point(|&doc| doc < end),
            };
            let to = self.at + before;
            docs.extend_from_slice(&rest[..before]);
            match self.block.freqs().get(self.at..to) {
                Some(known) => frequencies.extend_from_slice(known),
                None => frequencies.resize(docs.len(), 1),
            }
            if to < FULL {
                self.at = to;
                return;
            }
            self.block.advance();
            self.at = 0;
            if self.doc() == TERMINATED {
                return;
            }
        }
    }
}
