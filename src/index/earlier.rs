//! What earlier commits hold of some files, to be deleted.

use std::{collections::HashSet, sync::Arc};

use tantivy::{
    DocId, Score, SegmentReader, Term,
    index::SegmentId,
    query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, TermSetQuery, Weight},
    schema::Field,
};

/// Matches passages of files, in the segments of earlier commits alone.
///
/// A file that is read anew has the same path as before. The engine tells new passages from old
/// ones by the order in which they were handed to it; it was handed the new ones as segments, and
/// knows no order of these.
#[derive(Debug, Clone)]
pub(super) struct Earlier {
    segments: Arc<HashSet<SegmentId>>,
    passages: TermSetQuery,
}

impl Earlier {
    /// In these segments, of the files with these paths.
    pub(super) fn new<'p>(
        segments: impl IntoIterator<Item = SegmentId>,
        field: Field,
        paths: impl IntoIterator<Item = &'p String>,
    ) -> Self {
        let term = |path: &String| Term::from_field_text(field, path);
        Self {
            segments: Arc::new(segments.into_iter().collect()),
            passages: TermSetQuery::new(paths.into_iter().map(term)),
        }
    }
}

impl Query for Earlier {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(EarlierWeight {
            segments: self.segments.clone(),
            passages: self.passages.weight(scoring)?,
        }))
    }
}

struct EarlierWeight {
    segments: Arc<HashSet<SegmentId>>,
    passages: Box<dyn Weight>,
}

impl Weight for EarlierWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        if self.segments.contains(&segment.segment_id()) {
            self.passages.scorer(segment, boost)
        } else {
            Ok(Box::new(EmptyScorer))
        }
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.passages.explain(segment, doc)
    }
}
