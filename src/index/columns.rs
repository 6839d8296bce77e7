//! What the index keeps of every passage in columns: where it stands, and of when it is.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::{
    DocId, SegmentReader,
    columnar::{Column, StrColumn},
};

/// The columns of a segment.
pub(crate) struct Columns {
    path: Option<StrColumn>,
    /// Paths that were read, by their numbers.
    paths: Mutex<FxHashMap<u64, Arc<str>>>,
    line: Column<u64>,
    day: Option<Column<i64>>,
}

impl Columns {
    pub(super) fn of(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        Ok(Self {
            path: fast.str("path")?,
            paths: Mutex::default(),
            line: fast.u64("line")?,
            day: fast.column_opt("day")?,
        })
    }

    /// Number of the path of the recap that a passage stands in, for [`path`](Self::path).
    pub(crate) fn path_number(&self, doc: DocId) -> Option<u64> {
        self.path.as_ref()?.term_ords(doc).next()
    }

    /// The path with this number. It is read once.
    pub(crate) fn path(&self, number: u64) -> tantivy::Result<Arc<str>> {
        let mut paths = self.paths.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(path) = paths.get(&number) {
            return Ok(path.clone());
        }
        let mut path = String::new();
        if let Some(column) = &self.path {
            column.ord_to_str(number, &mut path)?;
        }
        let path: Arc<str> = path.into();
        paths.insert(number, path.clone());
        Ok(path)
    }

    /// Line of its recap where a passage starts.
    pub(crate) fn line(&self, doc: DocId) -> u64 {
        self.line.first(doc).unwrap_or(0)
    }

    /// Publication date of a passage, as days since the epoch.
    pub(crate) fn day(&self, doc: DocId) -> Option<i64> {
        self.day.as_ref()?.first(doc)
    }
}
