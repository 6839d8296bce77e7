//! What ranking counts over a whole index: the same however the index came about.
//!
//! The engine keeps the number of terms of a field, but once it has merged replaced documents away
//! that number is an estimate. The lengths of the documents say it each time in the same way.

use std::sync::Mutex;

use rustc_hash::FxHashMap;
use tantivy::{Searcher, schema::Field};

/// Lengths of the texts of one commit, by field, once they were counted.
#[derive(Default)]
pub(crate) struct Lengths {
    averages: Mutex<FxHashMap<Field, f32>>,
}

impl Lengths {
    /// Average number of terms of a field.
    pub(crate) fn average(&self, searcher: &Searcher, field: Field) -> tantivy::Result<f32> {
        let mut averages = match self.averages.lock() {
            Ok(averages) => averages,
            Err(poisoned) => poisoned.into_inner(),
        };
        if let Some(average) = averages.get(&field) {
            return Ok(*average);
        }
        let (mut length, mut documents) = (0, 0);
        for segment in searcher.segment_readers() {
            documents += segment.max_doc();
            let norms = segment.get_fieldnorms_reader(field)?;
            length += (0..segment.max_doc())
                .map(|doc| u64::from(norms.fieldnorm(doc)))
                .sum::<u64>();
        }
        let average = length as f32 / documents.max(1) as f32;
        averages.insert(field, average);
        Ok(average)
    }
}
