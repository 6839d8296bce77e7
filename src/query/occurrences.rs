//! Where a needle stands in a segment: its documents, and how often it stands in each.

use tantivy::DocId;

use super::{
    chain::Chain,
    cursor::Cursor,
    window::{Places, Selection, Window},
};

/// A needle in a segment, stepped through.
pub(super) enum Occurrences {
    /// Of one term.
    Term(Box<Cursor>),
    /// Of several.
    Chain(Box<Chain>),
}

/// What was read of a needle in a window.
#[derive(Default)]
pub(super) struct Read {
    pub(super) docs: Vec<DocId>,
    /// How often it stands in each, once at least.
    pub(super) frequencies: Vec<u32>,
}

impl Read {
    /// Calls `each` with those of the places at which it stands, and how often it stands there.
    #[inline]
    pub(super) fn each_of(
        &self,
        places: &Selection,
        window: Window,
        mut each: impl FnMut(usize, u32),
    ) {
        if places.len() * SEARCH < self.docs.len() {
            let mut from = 0;
            for place in places.iter() {
                let doc = window.doc(place);
                // Most often it is near: the search starts with a few and looks among more and more.
                let mut reach = 1;
                while self
                    .docs
                    .get(from + reach)
                    .is_some_and(|&other| other < doc)
                {
                    from += reach;
                    reach *= 2;
                }
                let end = self.docs.len().min(from + reach + 1);
                from += self.docs[from..end].partition_point(|&other| other < doc);
                match self.docs.get(from) {
                    Some(&found) if found == doc => each(place, self.frequencies[from]),
                    Some(_) => {}
                    None => break,
                }
            }
        } else {
            for (&doc, &frequency) in self.docs.iter().zip(&self.frequencies) {
                let place = window.place(doc);
                if places.contains(place) {
                    each(place, frequency);
                }
            }
        }
    }
}

/// Places of a window that a needle is looked for at, in ascending order.
pub(super) trait Sought {
    /// How many there are.
    fn count(&self) -> usize;

    /// The first one from `place` on; asked for in ascending order.
    fn next(&mut self, place: usize) -> Option<usize>;

    /// Whether a look at a place is worth it, where the needle stands there so often at most. Where
    /// it is not, the needle may be passed by.
    fn is_worth(&self, place: usize, most: u32) -> bool;
}

/// All of these places.
pub(super) struct Each<'p>(pub(super) &'p Places);

impl Sought for Each<'_> {
    fn count(&self) -> usize {
        self.0.len()
    }

    #[inline]
    fn next(&mut self, place: usize) -> Option<usize> {
        self.0.next(place)
    }

    #[inline]
    fn is_worth(&self, _: usize, _: u32) -> bool {
        true
    }
}

/// A term's postings are read through where it is looked for in one of so many: a search costs as
/// much as reading so many.
const SEARCH: usize = 4;

impl Occurrences {
    /// A document at `target` or behind it before which the needle does not stand again.
    pub(super) fn not_before(&mut self, target: DocId) -> DocId {
        match self {
            Self::Term(cursor) => cursor.seek(target),
            Self::Chain(chain) => chain.meet(target),
        }
    }

    /// The first document at `target` or behind it that holds the needle.
    #[inline]
    pub(super) fn first_at(&mut self, target: DocId) -> DocId {
        match self {
            Self::Term(cursor) => cursor.seek(target),
            Self::Chain(chain) => chain.first_at(target),
        }
    }

    /// How often the needle stands in `doc`, where that is `worth` a look, and the document before
    /// whose number it does not stand again; documents are asked for in ascending order.
    #[inline]
    fn frequency_in(&mut self, doc: DocId, worth: impl FnOnce(u32) -> bool) -> (u32, DocId) {
        match self {
            Self::Term(cursor) => match cursor.seek(doc) {
                at if at == doc => (cursor.frequency(), at),
                at => (0, at),
            },
            Self::Chain(chain) => chain.frequency_in(doc, worth),
        }
    }

    /// Reads where the needle stands in a window, at least of the places that it is `sought` at; all
    /// of it, where these are not told. Windows come in ascending order. Returns the document before
    /// whose number it does not stand again, but for what was read.
    pub(super) fn read(
        &mut self,
        window: Window,
        sought: Option<impl Sought>,
        documents: u32,
        read: &mut Read,
    ) -> DocId {
        let sought = sought.filter(|sought| self.is_searched(window, sought.count(), documents));
        match (self, sought) {
            (Self::Term(cursor), None) => {
                cursor.seek(window.start);
                let room = window.len().min(cursor.doc_freq() as usize);
                read.docs.reserve(room);
                read.frequencies.reserve(room);
                cursor.read(window.end, &mut read.docs, &mut read.frequencies);
                cursor.doc()
            }
            (Self::Chain(chain), None) => {
                let mut doc = chain.first_at(window.start);
                while doc < window.end {
                    read.docs.push(doc);
                    read.frequencies.push(chain.frequency());
                    doc = chain.first_at(doc + 1);
                }
                doc
            }
            (this, Some(mut sought)) => {
                let mut next = window.start;
                let mut from = 0;
                while let Some(place) = sought.next(from) {
                    let doc = window.doc(place);
                    let frequency;
                    (frequency, next) = this.frequency_in(doc, |most| sought.is_worth(place, most));
                    if frequency > 0 {
                        read.docs.push(doc);
                        read.frequencies.push(frequency);
                    }
                    if next >= window.end {
                        break;
                    }
                    from = window.place(next).max(place + 1);
                }
                next
            }
        }
    }

    /// Whether each of so many places is looked for, and not all of the window read.
    fn is_searched(&self, window: Window, places: usize, documents: u32) -> bool {
        match self {
            // Whether all of it stands in a document takes longer to see than to skip.
            Self::Chain(_) => true,
            Self::Term(cursor) => {
                let share = f64::from(cursor.doc_freq()) / f64::from(documents.max(1));
                share * window.len() as f64 > (SEARCH * places) as f64
            }
        }
    }
}
