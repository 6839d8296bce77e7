//! Whether the sources of a run may become an index: before anything is written.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf, absolute},
};

use super::manifest::FileState;
use crate::{
    error::{Error, Result},
    recap::walk::Walked,
};

/// Sees that all sources are there, and that none lies in the folder of the index.
pub(super) fn exist_apart(dir: &Path, sources: &[PathBuf]) -> Result<()> {
    let index = fs::canonicalize(dir).ok();
    for source in sources {
        let real = fs::canonicalize(source).map_err(|error| Error::io(source, error))?;
        if index.as_ref().is_some_and(|index| real.starts_with(index)) {
            return Err(in_index(dir, source));
        }
    }
    Ok(())
}

/// Sees that no file of the corpus lies in the folder of the index, however a link leads there.
pub(super) fn files_apart(dir: &Path, walked: &Walked) -> Result<()> {
    let index = fs::canonicalize(dir).map_err(|error| Error::io(dir, error))?;
    let mut seen = HashSet::new();
    for file in &walked.files {
        let Some(folder) = file.path.parent() else {
            continue;
        };
        let is_new = seen.insert(folder);
        if is_new && fs::canonicalize(folder).is_ok_and(|real| real.starts_with(&index)) {
            return Err(in_index(dir, &file.path));
        }
    }
    Ok(())
}

fn in_index(index: &Path, path: &Path) -> Error {
    Error::SourceInIndex {
        index: index.to_owned(),
        path: path.to_owned(),
    }
}

/// Sees that no folder is suddenly without any file while recaps are gone: a file system that is
/// not mounted looks so.
pub(super) fn none_vanished<'s>(
    sources: &[PathBuf],
    walked: &Walked,
    mut removed: impl Iterator<Item = &'s FileState>,
) -> Result<()> {
    if !removed.any(|state| state.skipped.is_none()) {
        return Ok(());
    }
    for source in sources {
        let full = absolute(source).map_err(|error| Error::io(source, error))?;
        let files = walked.files.iter().map(|file| &*file.path);
        let mut known = files.chain(walked.skipped.iter().map(|skip| Path::new(&skip.path)));
        if !known.any(|path| path.starts_with(&full)) {
            let path = source.clone();
            return Err(Error::EmptySource { path });
        }
    }
    Ok(())
}
