//! Whether an index is what was written: its checksums, its manifest, and the law of passages.

use std::{collections::BTreeMap, path::Path};

use serde::Serialize;
use tantivy::{DocAddress, Searcher};

use super::{
    checksums,
    commit::Commit,
    engine,
    guard::guarded,
    lost::lost,
    manifest::Manifest,
    open::Index,
    record::{Record, Stored},
    snapshot::TRIES,
};
use crate::error::{Error, Result};

/// Passages whose text is looked up.
const SAMPLE: usize = 256;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct CheckReport {
    /// Whether nothing is wrong.
    pub sound: bool,
    /// Files whose checksums were compared.
    pub files: usize,
    /// Bytes of these files.
    pub bytes: u64,
    /// Passages in the index.
    pub passages: usize,
    /// Of these, how many were read and their text looked up.
    pub sample: usize,
    /// What is wrong, by path.
    pub damages: Vec<Damage>,
}

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Damage {
    /// The file of the index, the recap or the passage that it concerns.
    pub path: String,
    /// What is wrong with it.
    pub what: String,
}

/// Checks the index in `dir`: every file against its checksum, the documents against the manifest,
/// and of a sample of passages, spread over the whole index, that their text as it is folded now
/// is indexed where it stands. Reads every byte; a writer working beside it does not disturb it.
///
/// # Errors
/// [`Error::NoIndex`], [`Error::Format`], [`Error::Fields`]. Damage is no error: it is reported.
pub fn check(dir: &Path) -> Result<CheckReport> {
    for _ in 0..TRIES {
        let mut report = CheckReport::default();
        let mut seen = None;
        let filled = guarded(dir, || report.fill(dir, &mut seen));
        report.or_damage("meta.json", filled)?;
        report.sound = report.damages.is_empty();
        // Files that a later commit replaced meanwhile look as if they were missing.
        if report.sound || newest(dir) == seen {
            report.damages.sort();
            return Ok(report);
        }
    }
    Err(Error::Locked {
        index: dir.to_owned(),
        holder: None,
    })
}

fn newest(dir: &Path) -> Option<Commit> {
    Commit::last(dir, &engine::open(dir).ok()?).ok()
}

impl CheckReport {
    /// Checks all. `seen` becomes the commit it was; none where that cannot be read.
    fn fill(&mut self, dir: &Path, seen: &mut Option<Commit>) -> Result<()> {
        let opened = engine::open(dir).and_then(|engine| {
            let commit = Commit::last(dir, &engine)?;
            Ok((engine, commit))
        });
        let Some((engine, commit)) = self.or_damage("meta.json", opened)? else {
            return Ok(());
        };
        *seen = Some(commit.clone());
        let files = self.files(dir, &engine, &commit);
        self.or_damage("meta.json", files)?;
        // What lies in damaged files says nothing.
        if self.damages.is_empty() {
            let passages = self.passages(dir, &commit);
            self.or_damage("meta.json", passages)?;
        }
        Ok(())
    }

    fn damage(&mut self, path: impl Into<String>, what: impl Into<String>) {
        let (path, what) = (path.into(), what.into());
        self.damages.push(Damage { path, what });
    }

    /// Takes down a failure that is a damage of the index, where no file of it is named.
    fn or_damage<T>(&mut self, path: &str, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(value) => return Ok(Some(value)),
            Err(Error::Damaged { what, .. }) => self.damage(path, what),
            Err(Error::Engine { source, .. }) => self.damage(path, source.to_string()),
            Err(error) => return Err(error),
        }
        Ok(None)
    }

    /// Compares the checksums.
    fn files(&mut self, dir: &Path, engine: &tantivy::Index, commit: &Commit) -> Result<()> {
        let segments = engine.searchable_segment_metas();
        let segments = segments.map_err(|source| Error::engine(dir, source))?;
        let mut compared = checksums::attached(dir, commit)?;
        compared.extend(checksums::segments(dir, engine, &segments)?);
        for file in compared {
            self.files += 1;
            self.bytes += file.bytes;
            if let Some(what) = file.damage {
                self.damage(file.name, what);
            }
        }
        Ok(())
    }

    /// Compares the documents with the manifest, and passages with what is indexed of them.
    fn passages(&mut self, dir: &Path, commit: &Commit) -> Result<()> {
        let index = Index::open(dir)?;
        let snapshot = index.snapshot();
        if snapshot.commit != *commit {
            self.damage("meta.json", "was replaced");
            return Ok(());
        }
        let failed = |source| Error::engine(dir, source);
        let searcher = &snapshot.searcher;
        let counts = passages_of_paths(searcher).map_err(failed)?;
        self.passages = counts.values().sum();
        self.compare(&index.manifest()?, &counts);
        let step = self.passages.div_ceil(SAMPLE).max(1);
        let addresses = (0_u32..).zip(searcher.segment_readers());
        let addresses = addresses.flat_map(|(number, segment)| {
            let docs = segment.doc_ids_alive();
            docs.map(move |doc| DocAddress::new(number, doc))
        });
        for address in addresses.step_by(step) {
            self.sample += 1;
            let stored = snapshot.stored(dir, address);
            let read = |stored: Stored| stored.read().map(Record::into_passage);
            let passage = match stored.map_err(|error| error.to_string()).and_then(read) {
                Ok(passage) => passage,
                Err(error) => {
                    self.damage("meta.json", error);
                    continue;
                }
            };
            let segment = searcher.segment_reader(address.segment_ord);
            let lost = lost(segment, address.doc_id, &passage, &index.fields).map_err(failed)?;
            if let Some(text) = lost {
                self.damage(
                    passage.id,
                    format!("`{text}` is not indexed where it stands"),
                );
            }
        }
        Ok(())
    }

    /// Compares the passages that each recap has.
    fn compare(&mut self, manifest: &Manifest, counts: &BTreeMap<String, usize>) {
        for (path, state) in &manifest.files {
            let has = counts.get(path).copied().unwrap_or(0);
            let said = match state.skipped {
                None => state.talks + state.sections,
                Some(_) => 0,
            };
            if has != said {
                self.damage(
                    path,
                    format!("has {has} passages, the manifest says {said}"),
                );
            }
        }
        for path in counts.keys() {
            if !manifest.files.contains_key(path) {
                self.damage(path, "is indexed, but not in the manifest");
            }
        }
    }
}

/// Number of passages by the path of their recap.
fn passages_of_paths(searcher: &Searcher) -> tantivy::Result<BTreeMap<String, usize>> {
    let mut counts = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let Some(column) = segment.fast_fields().str("path")? else {
            continue;
        };
        let mut path = String::new();
        for doc in segment.doc_ids_alive() {
            for ordinal in column.term_ords(doc) {
                path.clear();
                if column.ord_to_str(ordinal, &mut path)? {
                    *counts.entry(path.clone()).or_default() += 1;
                }
            }
        }
    }
    Ok(counts)
}
