//! Which files of a corpus are read again: told from their sizes and times where these can be
//! trusted.

use std::{
    collections::BTreeMap,
    time::{SystemTime, UNIX_EPOCH},
};

use super::manifest::{FileState, Manifest};
use crate::{
    error::{Error, Result},
    recap::walk::{File, Skip},
};

/// Files by what is to be done with them.
pub(super) struct Plan<'f> {
    pub(super) work: Vec<Work<'f>>,
    /// What vanished, as it was.
    pub(super) removed: BTreeMap<String, FileState>,
    pub(super) unchanged: Manifest,
}

pub(super) struct Work<'f> {
    pub(super) file: &'f File,
    pub(super) before: Option<FileState>,
    /// Whether the index holds a recap of it that cannot be kept unless it is read again.
    pub(super) is_held: bool,
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
    /// Compares the files with what the last run saw of them. What lies in `unread`, which cannot
    /// be read now, stays as it was. With `fresh`, everything is to be read again.
    ///
    /// # Errors
    /// [`Error::Unread`] for what has to be read again, and cannot be.
    pub(super) fn new(
        files: &'f [File],
        unread: &[&Skip],
        before: &Manifest,
        fresh: bool,
    ) -> Result<Self> {
        let mut plan = Self {
            work: Vec::new(),
            removed: before.files.clone(),
            unchanged: Manifest::default(),
        };
        for file in files {
            let before = plan.removed.remove(&file.relative);
            match before {
                Some(state) if !fresh && is_as_before(&state, file) => {
                    plan.unchanged.files.insert(file.relative.clone(), state);
                }
                before => plan.work.push(Work {
                    file,
                    is_held: fresh && before.as_ref().is_some_and(|s| s.skipped.is_none()),
                    before: before.filter(|_| !fresh),
                }),
            }
        }
        for skip in unread {
            let lies_there = |path: &str| {
                let below = path.strip_prefix(&*skip.path);
                below.is_some_and(|b| b.is_empty() || b.starts_with('/') || skip.path.is_empty())
            };
            let (kept, gone): (BTreeMap<_, _>, _) = std::mem::take(&mut plan.removed)
                .into_iter()
                .partition(|(path, _)| lies_there(path));
            plan.removed = gone;
            for (path, state) in kept {
                if fresh && state.skipped.is_none() {
                    let reason = skip.reason.clone();
                    return Err(Error::Unread { path, reason });
                }
                plan.unchanged.files.insert(path, state);
            }
        }
        Ok(plan)
    }
}

/// Whether a file is sure to be the one that the last run read.
fn is_as_before(state: &FileState, file: &File) -> bool {
    let modified = nanoseconds(file.modified);
    let latest = modified.max(file.changed);
    (state.size, state.modified) == (file.size, modified)
        && (state.changed, state.inode) == (file.changed, file.inode)
        && state.read.saturating_sub(latest) > TOO_FRESH
}

/// Nanoseconds since 1970.
pub(super) fn nanoseconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_nanos().try_into().unwrap_or(i64::MAX),
        Err(before) => -before.duration().as_nanos().try_into().unwrap_or(i64::MAX),
    }
}
