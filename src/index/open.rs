//! Opening an index for reading.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock, RwLock},
};

use tantivy::{
    Directory, IndexReader, ReloadPolicy, Searcher, directory::OwnedBytes,
    tokenizer::TokenizerManager,
};

use super::{
    directory::Folder,
    event::Events,
    guard::guarded,
    manifest::{Attached, Commit, FORMAT, Manifest},
    names::Names,
    schema::{Fields, schema},
    statistics::Lengths,
};
use crate::{
    error::{Error, Result},
    text::{
        dictionary::Dictionary,
        lexicon::Lexicon,
        synonyms::Synonyms,
        tokenizer::{GRAMS, Grams},
    },
};

/// An index opened for reading. It shows the last commit at the time of [`open`](Index::open) or
/// [`reload`](Index::reload); a writer working beside it does not disturb it.
///
/// Cheap to share: all methods take `&self`.
pub struct Index {
    dir: PathBuf,
    pub(crate) fields: Fields,
    reader: IndexReader,
    index: tantivy::Index,
    snapshot: RwLock<Arc<Snapshot>>,
}

/// One commit, as a query sees it.
pub(crate) struct Snapshot {
    pub(crate) searcher: Searcher,
    pub(crate) lengths: Lengths,
    pub(crate) commit: Commit,
    manifest: OwnedBytes,
    pub(crate) lexicon: Lexicon<OwnedBytes>,
    pub(crate) synonyms: Synonyms,
    /// Words that a query keeps whole: those of the user's that no plain Han run is, and synonyms.
    pub(crate) kept_whole: Vec<String>,
    /// What it calls people and things; made when first asked for.
    names: OnceLock<Names>,
    /// Which pages tell of one event; a query makes it when first asked to group by them.
    pub(crate) events: OnceLock<Events>,
}

impl Snapshot {
    /// What the commit was made of. `dir` is its index.
    pub(crate) fn manifest(&self, dir: &Path) -> Result<Manifest> {
        self.commit.manifest.verify(dir, &self.manifest)?;
        parsed(dir, &self.manifest)
    }

    /// What the index calls people and things, in the order of completions.
    pub(crate) fn names(&self) -> tantivy::Result<&Names> {
        if let Some(names) = self.names.get() {
            return Ok(names);
        }
        let names = Names::of(&self.searcher)?;
        Ok(self.names.get_or_init(|| names))
    }
}

impl Index {
    /// Opens the index in `dir`. Maps its files; reads little of them.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::Format`] when another version made it, [`Error::Damaged`].
    pub fn open(dir: impl AsRef<Path>) -> Result<Self> {
        let dir = dir.as_ref();
        guarded(dir, || Self::opened(dir))
    }

    fn opened(dir: &Path) -> Result<Self> {
        let index = open_engine(dir)?;
        let (own, fields) = schema();
        commit_of(dir, &index)?;
        if index.schema() != own {
            return Err(Error::Fields {
                index: dir.to_owned(),
            });
        }
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(8)
            .try_into()
            .map_err(|source| Error::engine(dir, source))?;
        let snapshot = RwLock::new(Arc::new(snapshot(dir, &index, &reader)?));
        Ok(Self {
            dir: dir.to_owned(),
            fields,
            reader,
            index,
            snapshot,
        })
    }

    /// Shows the newest commit from now on. Says whether there was a newer one.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn reload(&self) -> Result<bool> {
        let before = self.commit();
        if commit_of(&self.dir, &self.index)? == before {
            return Ok(false);
        }
        let fresh = guarded(&self.dir, || snapshot(&self.dir, &self.index, &self.reader));
        let fresh = Arc::new(fresh?);
        let changed = fresh.commit != before;
        match self.snapshot.write() {
            Ok(mut held) => *held = fresh,
            Err(poisoned) => *poisoned.into_inner() = fresh,
        }
        Ok(changed)
    }

    /// The newest commit, where it is another than the one shown, opened beside this one: for a
    /// program that lets each question see one commit from its beginning to its end.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn newer(&self) -> Result<Option<Self>> {
        if commit_of(&self.dir, &self.index)? == self.commit() {
            return Ok(None);
        }
        Self::open(&self.dir).map(Some)
    }

    /// The commit shown.
    fn commit(&self) -> Commit {
        self.snapshot().commit.clone()
    }

    /// Tells commits of one index apart, also where an index built anew counts from one again.
    pub fn fingerprint(&self) -> u64 {
        self.snapshot().commit.hash
    }

    /// Number of the commit shown; it grows by one with each commit.
    pub fn generation(&self) -> u64 {
        self.snapshot().commit.generation
    }

    /// Folder of the index.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What the index was made of.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the manifest is not what was written.
    pub fn manifest(&self) -> Result<Manifest> {
        self.snapshot().manifest(&self.dir)
    }

    /// Number of passages.
    pub fn len(&self) -> u64 {
        self.snapshot().searcher.num_docs()
    }

    /// Whether it holds no passage.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        match self.snapshot.read() {
            Ok(held) => held.clone(),
            Err(poisoned) => poisoned.into_inner().clone(),
        }
    }

    pub(crate) fn engine_error(&self, source: tantivy::TantivyError) -> Error {
        Error::engine(&self.dir, source)
    }
}

/// Opens the engine's part of the index in `dir`.
pub(crate) fn open_engine(dir: &Path) -> Result<tantivy::Index> {
    if !dir.join("meta.json").is_file() {
        return Err(Error::NoIndex {
            index: dir.to_owned(),
        });
    }
    let damaged = |what: String| Error::Damaged {
        index: dir.to_owned(),
        what,
    };
    let folder = Folder::open(dir).map_err(|source| damaged(source.to_string()))?;
    let mut index = tantivy::Index::open(folder).map_err(|source| damaged(source.to_string()))?;
    index.set_tokenizers(tokenizers());
    Ok(index)
}

pub(crate) fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(GRAMS, Grams::default());
    tokenizers
}

/// The last commit of `index`.
pub(crate) fn commit_of(dir: &Path, index: &tantivy::Index) -> Result<Commit> {
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
    let damaged = |what: String| Error::Damaged {
        index: dir.to_owned(),
        what: format!("`meta.json`: {what}"),
    };
    let commit: Commit =
        serde_json::from_value(version).map_err(|source| damaged(source.to_string()))?;
    if !commit.is_sound() {
        return Err(damaged(
            "what it says of its commit is not what was written".to_owned(),
        ));
    }
    Ok(commit)
}

pub(crate) fn manifest_of(dir: &Path, commit: &Commit) -> Result<Manifest> {
    parsed(dir, &commit.manifest.read(dir)?)
}

fn parsed(dir: &Path, manifest: &[u8]) -> Result<Manifest> {
    serde_json::from_slice(manifest).map_err(|source| Error::Damaged {
        index: dir.to_owned(),
        what: format!("manifest: {source}"),
    })
}

/// How often a commit is asked for again that was replaced while it was being opened.
pub(super) const TRIES: usize = 100;

fn snapshot(dir: &Path, index: &tantivy::Index, reader: &IndexReader) -> Result<Snapshot> {
    let mut tries = 0;
    loop {
        tries += 1;
        let commit = commit_of(dir, index)?;
        let opened = open_commit(dir, &commit, reader);
        // The segments and the attached files must be of one commit.
        let replaced = commit_of(dir, index)? != commit;
        if !replaced {
            return opened;
        }
        if tries == TRIES {
            return Err(Error::Locked {
                index: dir.to_owned(),
                holder: None,
            });
        }
    }
}

fn open_commit(dir: &Path, commit: &Commit, reader: &IndexReader) -> Result<Snapshot> {
    reader
        .reload()
        .map_err(|source| Error::engine(dir, source))?;
    let lexicon = lexicon_of(dir, commit)?;
    let lines = |attached: &Attached| -> Result<String> {
        Ok(String::from_utf8_lossy(&attached.read(dir)?).into_owned())
    };
    let dictionary = Dictionary::parse(&lines(&commit.dictionary)?).0;
    let synonyms = Synonyms::parse(&lines(&commit.synonyms)?).0;
    let kept_whole = dictionary
        .mixed()
        .chain(synonyms.words())
        .map(str::to_owned)
        .collect();
    let searcher = reader.searcher();
    Ok(Snapshot {
        lengths: Lengths::default(),
        searcher,
        lexicon,
        synonyms,
        kept_whole,
        names: OnceLock::new(),
        manifest: map(dir, &commit.manifest)?,
        events: OnceLock::new(),
        commit: commit.clone(),
    })
}

pub(crate) fn lexicon_of(dir: &Path, commit: &Commit) -> Result<Lexicon<OwnedBytes>> {
    let damaged = |what: String| Error::Damaged {
        index: dir.to_owned(),
        what,
    };
    Lexicon::open(
        map(dir, &commit.han)?,
        map(dir, &commit.latin)?,
        commit.total,
    )
    .map_err(|source| damaged(format!("lexicon: {source}")))
}

/// Maps an attached file, which from then on outlives its removal.
fn map(dir: &Path, attached: &Attached) -> Result<OwnedBytes> {
    let damaged = |what: String| Error::Damaged {
        index: dir.to_owned(),
        what,
    };
    let folder = Folder::open(dir).map_err(|source| damaged(source.to_string()))?;
    let file = folder
        .open_read(Path::new(&attached.name))
        .map_err(|source| damaged(source.to_string()))?;
    file.read_bytes()
        .map_err(|source| Error::io(&dir.join(&attached.name), source))
}
