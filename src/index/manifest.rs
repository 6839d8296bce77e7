//! What an index was made of: each file of its corpus, as it was read.

use std::{collections::BTreeMap, path::Path};

use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    recap::Sketch,
};

/// State of one file when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileState {
    /// Bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970.
    pub modified: i64,
    /// Time of the last change of the file or of what the system says of it, in nanoseconds since
    /// 1970; 0 where the system keeps none.
    pub changed: i64,
    /// Number of the file in its file system; 0 where it has none.
    pub inode: u64,
    /// When the file was read, in nanoseconds since 1970.
    pub read: i64,
    /// Hash of its content.
    pub hash: u64,
    /// Talks in it.
    pub talks: usize,
    /// Sections in it.
    pub sections: usize,
    /// What is compared of it to find other pages of its event; `None` where it tells of none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Sketch>,
    /// Why it was left out, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<String>,
    /// Whether it was left out because it says so itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
}

/// The files of a corpus by their relative paths.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Manifest {
    /// One state a file.
    pub files: BTreeMap<String, FileState>,
}

impl Manifest {
    /// The manifest of the index in `dir` that was written so.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub(crate) fn parse(dir: &Path, written: &[u8]) -> Result<Self> {
        serde_json::from_slice(written)
            .map_err(|source| Error::damaged(dir, format!("manifest: {source}")))
    }

    /// The manifest as it is written.
    ///
    /// # Errors
    /// [`Error::Bug`] where it cannot be written: an empty one must not take its place.
    pub(crate) fn to_json(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self).map_err(Error::bug)
    }
}
