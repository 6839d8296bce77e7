//! Opening an index for reading.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
};

use tantivy::{IndexReader, ReloadPolicy};

use super::{
    commit::Commit,
    engine,
    guard::guarded,
    manifest::Manifest,
    record::{Record, Stored},
    schema::Fields,
    snapshot::Snapshot,
};
use crate::error::{Error, Result};

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
        let (index, fields, _) = engine::open_own(dir)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(0)
            .try_into()
            .map_err(|source| Error::engine(dir, source))?;
        let snapshot = RwLock::new(Arc::new(Snapshot::open(dir, &index, &reader)?));
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
        if Commit::last(&self.dir, &self.index)? == before {
            return Ok(false);
        }
        let fresh = guarded(&self.dir, || {
            Snapshot::open(&self.dir, &self.index, &self.reader)
        });
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
        if Commit::last(&self.dir, &self.index)? == self.commit() {
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

    /// The passage that was stored.
    pub(crate) fn read<'s>(&self, stored: &'s Stored) -> Result<Record<'s>> {
        stored
            .read()
            .map_err(|what| Error::damaged(&self.dir, what))
    }

    pub(crate) fn engine_error(&self, source: tantivy::TantivyError) -> Error {
        Error::engine(&self.dir, source)
    }
}
