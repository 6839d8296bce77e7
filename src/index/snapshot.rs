//! One commit, opened.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock, PoisonError},
};

use tantivy::{
    DocAddress, IndexReader, Searcher, SegmentOrdinal, directory::OwnedBytes, store::StoreReader,
};

use super::{
    columns::Columns,
    commit::Commit,
    event::Events,
    kept::Kept,
    manifest::Manifest,
    names::Names,
    record::Stored,
    schema::Fields,
    statistics::Lengths,
    values::{SPELLED, Values},
};
use crate::{
    error::{Error, Result},
    text::{lexicon::Lexicon, synonyms::Synonyms},
};

/// How often a commit is asked for again that was replaced while it was being opened.
pub(super) const TRIES: usize = 100;

/// Blocks of a segment's stored passages that are kept unpacked, for passages that lie side by side.
const BLOCKS: usize = 8;

/// One commit, as a query sees it.
pub(crate) struct Snapshot {
    /// Folder of its index, for messages.
    dir: PathBuf,
    pub(crate) searcher: Searcher,
    pub(crate) lengths: Lengths,
    /// Of each segment; opened when first asked for.
    columns: Vec<OnceLock<Columns>>,
    /// What is stored in each; opened when first asked for.
    stores: Vec<OnceLock<Store>>,
    pub(crate) commit: Commit,
    manifest: OwnedBytes,
    pub(crate) lexicon: Lexicon<OwnedBytes>,
    pub(crate) synonyms: Synonyms,
    /// Words that a query keeps whole: those of the user's that no plain Han run is, and synonyms.
    pub(crate) kept_whole: Vec<String>,
    /// The values of each spelled facet; made when first asked for.
    values: [OnceLock<Values>; SPELLED.len()],
    /// What it calls people and things; made when first asked for.
    names: OnceLock<Names>,
    /// Which pages tell of one event; made when first asked for.
    events: OnceLock<Events>,
}

/// What is stored in a segment.
struct Store {
    reader: StoreReader,
    kept: Mutex<Kept>,
}

impl Snapshot {
    /// Opens the last commit of `index`, and no mixture of two.
    pub(super) fn open(dir: &Path, index: &tantivy::Index, reader: &IndexReader) -> Result<Self> {
        let mut tries = 0;
        loop {
            tries += 1;
            let commit = Commit::last(dir, index)?;
            let opened = Self::of(dir, &commit, reader);
            // The segments and the attached files must be of one commit.
            let replaced = Commit::last(dir, index)? != commit;
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

    fn of(dir: &Path, commit: &Commit, reader: &IndexReader) -> Result<Self> {
        reader
            .reload()
            .map_err(|source| Error::engine(dir, source))?;
        let lexicon = commit.lexicon(dir)?;
        let (dictionary, synonyms) = commit.user_words(dir)?;
        let kept_whole = dictionary
            .mixed()
            .chain(synonyms.words())
            .map(str::to_owned)
            .collect();
        let searcher = reader.searcher();
        let segments = searcher.segment_readers().len();
        Ok(Self {
            dir: dir.to_owned(),
            columns: (0..segments).map(|_| OnceLock::new()).collect(),
            stores: (0..segments).map(|_| OnceLock::new()).collect(),
            searcher,
            lengths: Lengths::default(),
            commit: commit.clone(),
            manifest: commit.manifest.map(dir)?,
            lexicon,
            synonyms,
            kept_whole,
            values: Default::default(),
            names: OnceLock::new(),
            events: OnceLock::new(),
        })
    }

    /// The columns of a segment.
    pub(crate) fn columns(&self, segment: SegmentOrdinal) -> tantivy::Result<&Columns> {
        let slot = &self.columns[segment as usize];
        if let Some(columns) = slot.get() {
            return Ok(columns);
        }
        let columns = Columns::of(self.searcher.segment_reader(segment))?;
        Ok(slot.get_or_init(|| columns))
    }

    /// The passage stored at `address`. `dir` is its index.
    pub(crate) fn stored(&self, dir: &Path, address: DocAddress) -> Result<Stored> {
        let failed = |source| Error::engine(dir, source);
        let DocAddress {
            segment_ord,
            doc_id,
        } = address;
        let slot = &self.stores[segment_ord as usize];
        let store = match slot.get() {
            Some(store) => store,
            None => {
                let segment = self.searcher.segment_reader(segment_ord);
                let reader = segment.get_store_reader(BLOCKS);
                let reader = reader.map_err(|source| failed(source.into()))?;
                let kept = Mutex::default();
                slot.get_or_init(|| Store { reader, kept })
            }
        };
        let kept = || store.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(document) = kept().get(doc_id) {
            return Ok(Stored::new(document));
        }
        let document = store.reader.get_document_bytes(doc_id).map_err(failed)?;
        // A copy: it would keep all of its block.
        let document = OwnedBytes::new(document.to_vec());
        kept().insert(doc_id, document.clone());
        Ok(Stored::new(document))
    }

    /// What the commit was made of. `dir` is its index.
    pub(crate) fn manifest(&self, dir: &Path) -> Result<Manifest> {
        self.commit.manifest.verify(dir, &self.manifest)?;
        Manifest::parse(dir, &self.manifest)
    }

    /// The values of the facet `name`, one of [`SPELLED`].
    pub(crate) fn values(&self, fields: &Fields, name: &str) -> Result<&Values> {
        let at = SPELLED.iter().position(|known| *known == name);
        let slot = &self.values[at.unwrap_or_default()];
        if let Some(values) = slot.get() {
            return Ok(values);
        }
        let values = Values::of(&self.searcher, fields, name);
        let values = values.map_err(|source| Error::engine(&self.dir, source))?;
        Ok(slot.get_or_init(|| values))
    }

    /// What the index calls people and things, in the order of completions.
    pub(crate) fn names(&self) -> tantivy::Result<&Names> {
        if let Some(names) = self.names.get() {
            return Ok(names);
        }
        let names = Names::of(&self.searcher)?;
        Ok(self.names.get_or_init(|| names))
    }

    /// The events that its pages tell of. `dir` is its index.
    pub(crate) fn events(&self, dir: &Path) -> Result<&Events> {
        if let Some(events) = self.events.get() {
            return Ok(events);
        }
        let events = Events::of(&self.manifest(dir)?);
        Ok(self.events.get_or_init(|| events))
    }
}
