//! What ranking counts over a whole index: the same however the index came about.
//!
//! The engine keeps the number of terms of a field, but once it has merged replaced documents away
//! that number is an estimate. The lengths of the documents say it each time in the same way.

use std::{collections::HashMap, sync::Mutex};

use tantivy::{
    DocAddress, Searcher, Term,
    collector::Collector,
    query::{Bm25StatisticsProvider, EnableScoring, Explanation, Query},
    schema::Field,
};

/// A searcher that ranks by these statistics.
pub(crate) struct Ranking {
    searcher: Searcher,
    /// Terms by field, once they were counted.
    lengths: Mutex<HashMap<Field, u64>>,
}

impl Ranking {
    pub(crate) fn new(searcher: Searcher) -> Self {
        Self {
            searcher,
            lengths: Mutex::default(),
        }
    }

    /// Runs a query.
    pub(crate) fn search<C: Collector>(
        &self,
        query: &dyn Query,
        collector: &C,
    ) -> tantivy::Result<C::Fruit> {
        self.searcher
            .search_with_statistics_provider(query, collector, self)
    }

    /// Why a document has the score that it has.
    pub(crate) fn explain(
        &self,
        query: &dyn Query,
        address: DocAddress,
    ) -> tantivy::Result<Explanation> {
        let scoring = EnableScoring::enabled_from_statistics_provider(self, &self.searcher);
        let segment = self.searcher.segment_reader(address.segment_ord);
        query.weight(scoring)?.explain(segment, address.doc_id)
    }
}

impl Bm25StatisticsProvider for Ranking {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let mut lengths = match self.lengths.lock() {
            Ok(lengths) => lengths,
            Err(poisoned) => poisoned.into_inner(),
        };
        if let Some(length) = lengths.get(&field) {
            return Ok(*length);
        }
        let mut length = 0;
        for segment in self.searcher.segment_readers() {
            let norms = segment.get_fieldnorms_reader(field)?;
            length += (0..segment.max_doc())
                .map(|doc| u64::from(norms.fieldnorm(doc)))
                .sum::<u64>();
        }
        lengths.insert(field, length);
        Ok(length)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.searcher.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.searcher.doc_freq(term)
    }
}
