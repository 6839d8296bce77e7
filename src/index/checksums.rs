//! Whether the files of an index are those that were written.

use std::path::Path;

use tantivy::{directory::error::OpenReadError, index::SegmentMeta};

use super::{
    commit::Commit,
    engine, files,
    seal::{self, Seal},
};
use crate::error::{Error, Result};

/// Bytes that the engine's footers end in: a length and a number that marks them.
const FOOTER: u64 = 8;

/// A file that was compared.
pub(super) struct Compared {
    pub(super) name: String,
    pub(super) bytes: u64,
    /// What is wrong with it, if anything.
    pub(super) damage: Option<String>,
}

/// Compares the files that are attached to a commit.
///
/// # Errors
/// A file that cannot be read now; damage is no error.
pub(super) fn attached(dir: &Path, commit: &Commit) -> Result<Vec<Compared>> {
    let compared = commit.attached().into_iter().map(|file| {
        let (bytes, damage) = match file.read(dir) {
            Ok(content) => (content.len() as u64, None),
            Err(Error::Damaged { what, .. }) => (0, Some(what)),
            Err(error) => return Err(error),
        };
        let name = file.name.clone();
        Ok(Compared {
            name,
            bytes,
            damage,
        })
    });
    compared.collect()
}

/// Compares the files of segments.
///
/// # Errors
/// A file that cannot be read now; damage is no error.
pub(super) fn segments<'s>(
    dir: &Path,
    engine: &tantivy::Index,
    segments: impl IntoIterator<Item = &'s SegmentMeta>,
) -> Result<Vec<Compared>> {
    let seals = seal::last(dir).map_err(|source| Error::io(&dir.join(files::META), source))?;
    let paths = segments.into_iter().flat_map(files::of_segment);
    let compared = paths.map(|path| {
        let name = path.to_string_lossy().into_owned();
        let full = dir.join(&path);
        let (bytes, damage) = match std::fs::metadata(&full) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                (0, Some(format!("`{name}` is missing")))
            }
            Err(error) => return Err(Error::io(&full, error)),
            // The engine takes it for granted that the end of its footer is there.
            Ok(file) if file.len() < FOOTER => (file.len(), Some(format!("`{name}` is cut"))),
            Ok(file) => {
                let seal = Seal::of(&full).map_err(|source| Error::io(&full, source))?;
                let what = match engine.directory().validate_checksum(&path) {
                    Ok(true) if seals.get(&name) == Some(&seal) => None,
                    Ok(true) => Some(format!("`{name}` is not the file of this commit")),
                    Ok(false) => Some(format!("`{name}` is not what was written")),
                    Err(OpenReadError::FileDoesNotExist(_)) => Some(format!("`{name}` is missing")),
                    Err(error) => match Error::engine(dir, error.into()) {
                        Error::Damaged { what, .. } => Some(what),
                        error => return Err(error),
                    },
                };
                (file.len(), what)
            }
        };
        Ok(Compared {
            name,
            bytes,
            damage,
        })
    });
    compared.collect()
}

/// Compares every file of the last commit in `dir`.
///
/// # Errors
/// [`Error::Damaged`], and what opening an index may give.
pub(super) fn all(dir: &Path) -> Result<()> {
    let (engine, _, commit) = engine::open_own(dir)?;
    let metas = engine.searchable_segment_metas();
    let metas = metas.map_err(|source| Error::engine(dir, source))?;
    sound(dir, attached(dir, &commit)?)?;
    sound(dir, segments(dir, &engine, &metas)?)
}

/// The first damage as an error.
pub(super) fn sound(dir: &Path, compared: Vec<Compared>) -> Result<()> {
    let damage = compared.into_iter().find_map(|file| file.damage);
    damage.map_or(Ok(()), |what| Err(Error::damaged(dir, what)))
}
