//! What an index was made of, committed with its documents.
//!
//! Tantivy's commit carries a payload; ours names the files that belong to the commit besides the
//! segments. A file is written whole under a name that no commit has used, then the commit names
//! it: no crash can leave the documents and the manifest telling different stories.

use std::{collections::BTreeMap, fs, io::Write, path::Path};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Version of everything an index holds: fields, terms, stored passages, these files. An index of
/// another version is refused.
pub const FORMAT: u32 = 2;

/// State of one file when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    /// Bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970.
    pub modified: i64,
    /// When the file was read, in nanoseconds since 1970.
    pub read: i64,
    /// Hash of its content.
    pub hash: u64,
    /// Talks in it.
    pub talks: usize,
    /// Sections in it.
    pub sections: usize,
    /// Why it was left out, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<String>,
}

/// The files of a corpus by their relative paths.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// One state a file.
    pub files: BTreeMap<String, FileState>,
}

/// What a commit says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// [`FORMAT`] of the program that made it.
    pub format: u32,
    /// Number of commits before it, itself counted.
    pub generation: u64,
    /// Total frequency of the dictionary that cut the texts.
    pub total: u64,
    /// Whether files were replaced or removed since the lexicon was made from nothing: it may hold
    /// words that no passage holds any more.
    pub stale: bool,
    /// The manifest.
    pub manifest: Attached,
    /// Han words of the lexicon.
    pub han: Attached,
    /// Latin words of the lexicon.
    pub latin: Attached,
    /// The user's dictionary.
    pub dictionary: Attached,
    /// Synonyms.
    pub synonyms: Attached,
}

impl Commit {
    /// The files attached to the commit.
    pub fn attached(&self) -> [&Attached; 5] {
        [
            &self.manifest,
            &self.han,
            &self.latin,
            &self.dictionary,
            &self.synonyms,
        ]
    }
}

/// A file attached to a commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// Its name in the index folder.
    pub name: String,
    /// Hash of its content.
    pub hash: u64,
}

/// Ending of attached files, by which those that no commit names any more are found.
const ENDING: &str = "part";

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
    pub(crate) fn read(&self, dir: &Path) -> Result<Vec<u8>> {
        let path = dir.join(&self.name);
        let content = fs::read(&path).map_err(|source| Error::io(&path, source))?;
        if hash(&content) != self.hash {
            return Err(Error::Damaged {
                index: dir.to_owned(),
                what: format!("`{}` is not what was written", self.name),
            });
        }
        Ok(content)
    }
}

/// Removes the attached files that `commit` does not name.
pub(crate) fn remove_unused(dir: &Path, commit: &Commit) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_part = path.extension().is_some_and(|ending| ending == ENDING);
        if is_part
            && !commit
                .attached()
                .iter()
                .any(|a| path.file_name().is_some_and(|name| name == a.name.as_str()))
        {
            // What cannot be removed now is removed after a later commit.
            let _ = fs::remove_file(path);
        }
    }
}

/// Hash of a content: XXH3, 64 bits.
pub(crate) fn hash(content: &[u8]) -> u64 {
    twox_hash::XxHash3_64::oneshot(content)
}
