//! Which files of a corpus are read again: told from their sizes and times where these can be
//! trusted.

use std::time::{SystemTime, UNIX_EPOCH};

use super::manifest::{FileState, Manifest};
use crate::recap::walk::File;

/// Files by what is to be done with them.
pub(super) struct Plan<'f> {
    pub(super) work: Vec<Work<'f>>,
    pub(super) removed: Vec<String>,
    pub(super) unchanged: Manifest,
}

pub(super) struct Work<'f> {
    pub(super) file: &'f File,
    pub(super) before: Option<FileState>,
}

impl Work<'_> {
    /// Whether it is sure to be another file than the last run saw.
    pub(super) fn is_changed(&self) -> bool {
        let same = |before: &FileState| before.size == self.file.size;
        !self.before.as_ref().is_some_and(same)
    }
}

/// A file that was read so shortly after its last change that a second change could bear the same
/// time stamp is read again, to be sure.
const TOO_FRESH: i64 = 2_000_000_000;

impl<'f> Plan<'f> {
    /// Compares the files with what the last run saw of them.
    pub(super) fn new(files: &'f [File], manifest: &mut Manifest) -> Self {
        let mut plan = Self {
            work: Vec::new(),
            removed: Vec::new(),
            unchanged: Manifest::default(),
        };
        for file in files {
            let before = manifest.files.remove(&file.relative);
            let trusted = before.as_ref().is_some_and(|state| {
                state.size == file.size
                    && state.modified == nanoseconds(file.modified)
                    && state.read.saturating_sub(state.modified) > TOO_FRESH
            });
            match before {
                Some(state) if trusted => {
                    plan.unchanged.files.insert(file.relative.clone(), state);
                }
                before => plan.work.push(Work { file, before }),
            }
        }
        plan.removed = std::mem::take(&mut manifest.files).into_keys().collect();
        plan
    }
}

/// Nanoseconds since 1970.
pub(super) fn nanoseconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_nanos().try_into().unwrap_or(i64::MAX),
        Err(before) => -before.duration().as_nanos().try_into().unwrap_or(i64::MAX),
    }
}
