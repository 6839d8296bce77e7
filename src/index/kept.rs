//! Stored passages that were read lately, kept unpacked.

use std::mem;

use rustc_hash::FxHashMap;
use tantivy::{DocId, directory::OwnedBytes};

/// Bytes of a segment's passages that are kept at most: all that most corpora hold.
const MOST: usize = 4 << 20;

/// Passages of a segment, by the number of the document. There are two generations: what is asked
/// for goes to the young one, and when that is full the old one is dropped.
#[derive(Default)]
pub(super) struct Kept {
    young: FxHashMap<DocId, OwnedBytes>,
    /// Bytes of the young ones.
    bytes: usize,
    old: FxHashMap<DocId, OwnedBytes>,
}

impl Kept {
    /// The document, if it is kept.
    pub(super) fn get(&mut self, doc: DocId) -> Option<OwnedBytes> {
        if let Some(document) = self.young.get(&doc) {
            return Some(document.clone());
        }
        let document = self.old.remove(&doc)?;
        self.insert(doc, document.clone());
        Some(document)
    }

    /// Keeps a document, unless it would take the place of all others.
    pub(super) fn insert(&mut self, doc: DocId, document: OwnedBytes) {
        if document.len() > MOST / 2 {
            return;
        }
        if self.bytes + document.len() > MOST / 2 {
            self.old = mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += document.len();
        self.young.insert(doc, document);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_stays() {
        let document = |doc: DocId| OwnedBytes::new(vec![doc as u8; MOST / 8]);
        let mut kept = Kept::default();
        for doc in 0..100 {
            assert!(kept.get(doc).is_none());
            kept.insert(doc, document(doc));
            assert_eq!(kept.get(0).as_deref(), Some(&*document(0)));
            assert_eq!(kept.get(doc).as_deref(), Some(&*document(doc)));
            let all = kept.young.values().chain(kept.old.values());
            assert!(all.map(|document| document.len()).sum::<usize>() <= MOST);
        }
        assert!(kept.get(50).is_none());
        kept.insert(50, OwnedBytes::new(vec![0; MOST]));
        assert!(kept.get(50).is_none());
        assert!(kept.get(0).is_some());
    }
}
