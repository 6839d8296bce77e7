//! Files attached to a commit, besides those of the engine.

use std::{
    fs,
    io::{ErrorKind, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};
use tantivy::{Directory, directory::OwnedBytes};

use super::{directory::Folder, files::ENDING};
use crate::error::{Error, Result};

/// A file attached to a commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attached {
    /// Its name in the index folder.
    pub name: String,
    /// Hash of its content.
    pub hash: u64,
}

impl Attached {
    /// Writes `content` for the commit `generation`, durably, and returns its name and hash.
    pub(crate) fn write(dir: &Path, kind: &str, generation: u64, content: &[u8]) -> Result<Self> {
        let hash = hash(content);
        let name = format!("{kind}.{generation}.{hash:016x}.{ENDING}");
        let path = dir.join(&name);
        let written = fs::File::create(&path).and_then(|mut file| {
            file.write_all(content)?;
            file.sync_all()
        });
        written.map_err(|source| Error::io(&path, source))?;
        Ok(Self { name, hash })
    }

    /// Reads the content as a whole and compares its hash.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it is missing or not what was written.
    pub(crate) fn read(&self, dir: &Path) -> Result<Vec<u8>> {
        let path = dir.join(&self.name);
        let content = fs::read(&path).map_err(|source| match source.kind() {
            ErrorKind::NotFound => Error::damaged(dir, format!("`{}` is missing", self.name)),
            _ => Error::io(&path, source),
        })?;
        self.verify(dir, &content)?;
        Ok(content)
    }

    /// Maps it; what is mapped outlives its removal.
    pub(crate) fn map(&self, dir: &Path) -> Result<OwnedBytes> {
        let folder = Folder::open(dir).map_err(|source| Error::engine(dir, source.into()))?;
        let file = folder.open_read(Path::new(&self.name));
        let file = file.map_err(|source| Error::engine(dir, source.into()))?;
        file.read_bytes()
            .map_err(|source| Error::io(&dir.join(&self.name), source))
    }

    /// Compares the hash of its content.
    pub(crate) fn verify(&self, dir: &Path, content: &[u8]) -> Result<()> {
        if hash(content) != self.hash {
            let what = format!("`{}` is not what was written", self.name);
            return Err(Error::damaged(dir, what));
        }
        Ok(())
    }
}

/// Hash of a content: XXH3, 64 bits.
pub(crate) fn hash(content: &[u8]) -> u64 {
    twox_hash::XxHash3_64::oneshot(content)
}
