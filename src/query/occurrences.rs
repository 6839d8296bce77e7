//! Where a needle stands in a segment: its documents, and how often it stands in each.

use tantivy::{
    DocId, DocSet, TERMINATED,
    postings::{Postings, SegmentPostings},
};

use super::{chain::Chain, slot::step};

/// A needle in a segment, stepped through.
pub(super) enum Occurrences {
    /// Of one term.
    Term(Box<SegmentPostings>),
    /// Of several.
    Chain(Box<Chain>),
}

impl Occurrences {
    /// The first document at `target` or behind it that holds the needle.
    #[inline]
    pub(super) fn first_at(&mut self, target: DocId) -> DocId {
        match self {
            Self::Term(list) => step(list, target),
            Self::Chain(chain) => chain.first_at(target),
        }
    }

    /// How often the needle stands in `doc`, and the document before whose number it does not
    /// stand again; documents are asked for in ascending order.
    #[inline]
    pub(super) fn frequency_in(&mut self, doc: DocId) -> (u32, DocId) {
        match self {
            Self::Term(list) => match step(list, doc) {
                at if at == doc => (list.term_freq(), at),
                at => (0, at),
            },
            Self::Chain(chain) => chain.frequency_in(doc),
        }
    }
}

impl DocSet for Occurrences {
    fn advance(&mut self) -> DocId {
        match self.doc() {
            TERMINATED => TERMINATED,
            doc => self.first_at(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.first_at(target)
    }

    fn doc(&self) -> DocId {
        match self {
            Self::Term(list) => list.doc(),
            Self::Chain(chain) => chain.doc(),
        }
    }

    fn size_hint(&self) -> u32 {
        match self {
            Self::Term(list) => list.size_hint(),
            Self::Chain(chain) => chain.size_hint(),
        }
    }
}
