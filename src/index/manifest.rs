//! What an index was made of, committed with its documents.
//!
//! Tantivy's commit carries a payload; ours names the files that belong to the commit besides the
//! segments. A file is written whole under a name that no commit has used, then the commit names
//! it: no crash can leave the documents and the manifest telling different stories.

use std::{
    collections::BTreeMap,
    fs,
    io::{ErrorKind, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::files::ENDING;
use crate::{
    error::{Error, Result},
    recap::Sketch,
};

/// Version of everything an index holds: fields, terms, stored passages, these files. An index of
/// another version is refused.
pub(crate) const FORMAT: u32 = 4;

/// State of one file when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
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
    /// What is compared of it to find other pages of its event; `None` where it tells of none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Sketch>,
    /// Why it was left out, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<String>,
}

/// The files of a corpus by their relative paths.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Manifest {
    /// One state a file.
    pub files: BTreeMap<String, FileState>,
}

/// What a commit says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Commit {
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
    /// Hash of all of the above: the engine keeps no checksum of what a commit says.
    pub hash: u64,
}

impl Commit {
    /// The files attached to the commit.
    pub(crate) fn attached(&self) -> [&Attached; 5] {
        [
            &self.manifest,
            &self.han,
            &self.latin,
            &self.dictionary,
            &self.synonyms,
        ]
    }

    /// The commit as the engine keeps it, with its hash.
    pub(crate) fn payload(&mut self) -> String {
        self.hash = self.own_hash();
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether it is what was written.
    pub(crate) fn is_sound(&self) -> bool {
        self.hash == self.own_hash()
    }

    fn own_hash(&self) -> u64 {
        let bare = Self {
            hash: 0,
            ..self.clone()
        };
        hash(&serde_json::to_vec(&bare).unwrap_or_default())
    }
}

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
            ErrorKind::NotFound => Error::Damaged {
                index: dir.to_owned(),
                what: format!("`{}` is missing", self.name),
            },
            _ => Error::io(&path, source),
        })?;
        self.verify(dir, &content)?;
        Ok(content)
    }

    /// Compares the hash of its content.
    pub(crate) fn verify(&self, dir: &Path, content: &[u8]) -> Result<()> {
        if hash(content) != self.hash {
            return Err(Error::Damaged {
                index: dir.to_owned(),
                what: format!("`{}` is not what was written", self.name),
            });
        }
        Ok(())
    }
}

/// Hash of a content: XXH3, 64 bits.
pub(crate) fn hash(content: &[u8]) -> u64 {
    twox_hash::XxHash3_64::oneshot(content)
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::Commit;
    use crate::{
        Index,
        error::Error,
        index::{BuildOptions, build},
    };

    /// Changes what the last commit says of itself.
    fn changed(dir: &Path, change: impl FnOnce(&mut Commit), seal: bool) {
        let path = dir.join("meta.json");
        let text = fs::read_to_string(&path).expect("meta.json");
        let mut meta: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let payload = meta["payload"].as_str().expect("a payload");
        let mut commit: Commit = serde_json::from_str(payload).expect("a commit");
        change(&mut commit);
        let payload = if seal {
            commit.payload()
        } else {
            serde_json::to_string(&commit).expect("JSON")
        };
        meta["payload"] = payload.into();
        fs::write(path, meta.to_string()).expect("a file");
    }

    #[test]
    fn another_dictionary_and_a_changed_commit_are_told() {
        let world = tempfile::tempdir().expect("a folder");
        let (corpus, dir) = (world.path().join("corpus"), world.path().join("index"));
        fs::create_dir(&corpus).expect("a folder");
        fs::write(corpus.join("a.md"), "工程师张三介绍了数据库。").expect("a file");
        let mut options = BuildOptions::new([&corpus]);
        build(&dir, &options, &|_| {}).expect("a build");

        changed(&dir, |commit| commit.total += 1, true);
        fs::write(corpus.join("b.md"), "工程师李四介绍了备份。").expect("a file");
        let error = build(&dir, &options, &|_| {}).expect_err("another dictionary");
        assert!(matches!(error, Error::Analysis { .. }), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.contains("--rebuild")));
        // What it holds can be searched all the same: it carries its own analysis.
        assert_eq!(Index::open(&dir).expect("an index").len(), 1);

        changed(&dir, |commit| commit.total += 1, false);
        let error = Index::open(&dir).err().expect("a changed commit");
        assert!(matches!(error, Error::Damaged { .. }), "{error}");

        options.rebuild = true;
        build(&dir, &options, &|_| {}).expect("a build");
        assert_eq!(Index::open(&dir).expect("an index").len(), 2);
    }
}
