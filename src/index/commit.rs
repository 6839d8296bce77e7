//! A commit: what it says of itself, and what goes with it.
//!
//! Tantivy's commit carries a payload; ours names the files that belong to the commit besides the
//! segments. A file is written whole under a name that no commit has used, then the commit names
//! it: no crash can leave the documents and the manifest telling different stories.

use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::directory::OwnedBytes;

use super::attached::{Attached, hash};
use crate::{
    error::{Error, Result},
    text::{dictionary::Dictionary, lexicon::Lexicon, synonyms::Synonyms},
};

/// Version of everything an index holds: fields, terms, stored passages, these files. An index of
/// another version is refused.
pub(crate) const FORMAT: u32 = 6;

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
    /// The last commit of the engine's `index` in `dir`.
    ///
    /// # Errors
    /// [`Error::NoIndex`] where there was none yet, [`Error::Format`], [`Error::Damaged`].
    pub(crate) fn last(dir: &Path, index: &tantivy::Index) -> Result<Self> {
        let meta = index
            .load_metas()
            .map_err(|source| Error::engine(dir, source))?;
        let payload = match meta.payload {
            // A first run was stopped before it had written anything.
            None if meta.segments.is_empty() => {
                return Err(Error::NoIndex {
                    index: dir.to_owned(),
                });
            }
            payload => payload.unwrap_or_default(),
        };
        let format = |found| Error::Format {
            index: dir.to_owned(),
            found,
            expected: FORMAT,
        };
        // Only the number is sure to be where it is in every version.
        let version: serde_json::Value = serde_json::from_str(&payload).map_err(|_| format(0))?;
        let found = version["format"].as_u64().unwrap_or(0) as u32;
        if found != FORMAT {
            return Err(format(found));
        }
        let damaged = |what: &str| Error::damaged(dir, format!("`meta.json`: {what}"));
        let commit: Self =
            serde_json::from_value(version).map_err(|source| damaged(&source.to_string()))?;
        if !commit.is_sound() {
            return Err(damaged(
                "what it says of its commit is not what was written",
            ));
        }
        Ok(commit)
    }

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

    /// The user's dictionary and synonyms.
    pub(crate) fn user_words(&self, dir: &Path) -> Result<(Dictionary, Synonyms)> {
        let text = |file: &Attached| -> Result<String> {
            Ok(String::from_utf8_lossy(&file.read(dir)?).into_owned())
        };
        let dictionary = Dictionary::parse(&text(&self.dictionary)?).0;
        Ok((dictionary, Synonyms::parse(&text(&self.synonyms)?).0))
    }

    /// The lexicon, mapped.
    pub(crate) fn lexicon(&self, dir: &Path) -> Result<Lexicon<OwnedBytes>> {
        let (han, latin) = (self.han.map(dir)?, self.latin.map(dir)?);
        Lexicon::open(han, latin, self.total)
            .map_err(|source| Error::damaged(dir, format!("lexicon: {source}")))
    }

    /// The commit as the engine keeps it, with its hash.
    pub(crate) fn payload(&mut self) -> String {
        self.hash = self.own_hash();
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether it is what was written.
    fn is_sound(&self) -> bool {
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
