//! The index that a run writes to: one commit from the last one.

use std::{fs, path::Path, thread};

use jieba_rs::Jieba;
use tantivy::{
    IndexSettings, IndexWriter, Term,
    indexer::{IndexWriterOptions, LogMergePolicy, NoMergePolicy},
};

use super::{
    build::{BuildOptions, Stage},
    changes::Work,
    directory::Folder,
    files,
    manifest::{Attached, Commit, FORMAT, Manifest},
    open::{commit_of, lexicon_of, manifest_of, open_engine, tokenizers},
    reading::{ReadFiles, Reader, Words},
    schema::{Fields, schema},
};
use crate::{
    error::{Error, Result},
    text::{dictionary::Dictionary, lexicon, synonyms::Synonyms, words::Occurring},
};

/// Bytes between which a thread of the engine may be given memory.
const LEAST_MEMORY: usize = 15_000_000;
const MOST_MEMORY: usize = 4_000_000_000;

/// Segments that are merged at a time, and passages of a segment that is left as it is: what is
/// merged is mapped into memory.
const MERGED: usize = 4;
const LARGE: usize = 25_000;

/// Bytes of stored passages that are compressed together: a hit is read with all of its block.
const STORE_BLOCK: usize = 4 << 10;

/// Below so many bytes of text one thread writes.
const ONE_WRITER: u64 = 4 << 20;

/// The index a run writes to, and what the last run left there.
pub(super) struct Target {
    pub(super) index: tantivy::Index,
    fields: Fields,
    pub(super) commit: Commit,
    pub(super) manifest: Manifest,
    dictionary: Dictionary,
    synonyms: Synonyms,
    /// Whether there is no complete state yet, or the settings changed.
    pub(super) changed: bool,
    /// Whether all documents are written anew.
    fresh: bool,
}

impl Target {
    pub(super) fn open(dir: &Path, options: &BuildOptions) -> Result<Self> {
        let opened = open_engine(dir).and_then(|index| {
            let commit = commit_of(dir, &index)?;
            if index.schema() == schema().0 {
                Ok((index, commit))
            } else {
                Err(Error::Fields {
                    index: dir.to_owned(),
                })
            }
        });
        let (index, commit) = match opened {
            Ok(found) => found,
            Err(Error::NoIndex { .. }) => return Self::create(dir, options),
            Err(_) if options.rebuild => return Self::create(dir, options),
            Err(error) => return Err(error),
        };
        let (_, fields) = schema();
        let text = |attached: &Attached| -> Result<String> {
            Ok(String::from_utf8_lossy(&attached.read(dir)?).into_owned())
        };
        let (old_dictionary, old_synonyms) = if options.rebuild {
            Default::default()
        } else {
            (
                Dictionary::parse(&text(&commit.dictionary)?).0,
                Synonyms::parse(&text(&commit.synonyms)?).0,
            )
        };
        let dictionary = options
            .dictionary
            .clone()
            .unwrap_or_else(|| old_dictionary.clone());
        let synonyms = options
            .synonyms
            .clone()
            .unwrap_or_else(|| old_synonyms.clone());
        let fresh = options.rebuild || dictionary != old_dictionary;
        let manifest = if fresh {
            Manifest::default()
        } else {
            manifest_of(dir, &commit)?
        };
        let changed = fresh || synonyms != old_synonyms;
        Ok(Self {
            index,
            fields,
            commit,
            manifest,
            dictionary,
            synonyms,
            changed,
            fresh,
        })
    }

    /// A new index, in place of whatever a run that was stopped left in `dir`.
    fn create(dir: &Path, options: &BuildOptions) -> Result<Self> {
        files::clear(dir)?;
        let (schema, fields) = schema();
        let directory = Folder::open(dir).map_err(|source| Error::engine(dir, source.into()))?;
        let settings = IndexSettings {
            docstore_blocksize: STORE_BLOCK,
            ..IndexSettings::default()
        };
        let mut index = tantivy::Index::builder()
            .schema(schema)
            .settings(settings)
            .open_or_create(directory)
            .map_err(|source| Error::engine(dir, source))?;
        index.set_tokenizers(tokenizers());
        Ok(Self {
            index,
            fields,
            commit: Commit::default(),
            manifest: Manifest::default(),
            dictionary: options.dictionary.clone().unwrap_or_default(),
            synonyms: options.synonyms.clone().unwrap_or_default(),
            changed: true,
            fresh: true,
        })
    }

    /// Writes one commit: the files of `work` read and replaced, those of `removed` taken out.
    pub(super) fn write(
        &mut self,
        dir: &Path,
        options: &BuildOptions,
        work: &[Work<'_>],
        removed: &[String],
        manifest: &mut Manifest,
        progress: &(dyn Fn(Stage) + Sync),
    ) -> Result<ReadFiles> {
        let engine = |source| Error::engine(dir, source);
        let threads = if options.threads == 0 {
            available()
        } else {
            options.threads
        };
        let bytes: u64 = work.iter().map(|work| work.file.size).sum();
        // A small corpus in one part is quicker to write and to search.
        let writers = if bytes < ONE_WRITER { 1 } else { threads };
        let words = Words::new(&self.dictionary);
        let settings = IndexWriterOptions::builder()
            .num_worker_threads(writers)
            .memory_budget_per_thread((options.memory / writers).clamp(LEAST_MEMORY, MOST_MEMORY))
            .num_merge_threads(1)
            .build();
        let (mut writer, read) = thread::scope(|scope| {
            // The dictionary takes its time: where it is sure to be needed, it is loaded meanwhile.
            if work.iter().any(Work::is_changed) {
                scope.spawn(|| words.jieba());
            }
            let writer: IndexWriter = self.index.writer_with_options(settings).map_err(engine)?;
            if options.compact {
                // What merges on its own takes segments away that are to be merged below.
                writer.set_merge_policy(Box::new(NoMergePolicy));
            } else {
                let mut merges = LogMergePolicy::default();
                merges.set_min_num_segments(MERGED);
                merges.set_max_docs_before_merge(LARGE);
                merges.set_del_docs_ratio_before_merge(0.3);
                writer.set_merge_policy(Box::new(merges));
            }
            if self.fresh {
                writer.delete_all_documents().map_err(engine)?;
            }
            for path in removed {
                writer.delete_term(Term::from_field_text(self.fields.path, path));
            }
            progress(Stage::Reading { files: work.len() });
            let reader = Reader {
                work,
                fields: &self.fields,
                writer: &writer,
                words: &words,
                limit: options.max_file_size,
                progress,
            };
            let read = reader.run(dir, threads);
            Ok((writer, read))
        })?;
        // A thread of the writer that failed is only told of; the commit says why.
        let (mut read, occurring, states) = match read {
            Ok(read) => read,
            Err(error) => return Err(writer.prepare_commit().map_or_else(engine, |_| error)),
        };
        // A corpus that went away meanwhile is not one without files.
        for source in &options.sources {
            fs::metadata(source).map_err(|error| Error::io(source, error))?;
        }
        progress(Stage::Writing);
        manifest.files.extend(states);
        let replaced = read.updated + read.removed + removed.len() > 0;
        let generation = self.commit.generation + 1;
        let mut commit = self.attach(
            dir,
            generation,
            manifest,
            &occurring,
            words.loaded(),
            replaced,
        )?;
        let mut prepared = writer.prepare_commit().map_err(engine)?;
        prepared.set_payload(&commit.payload());
        prepared.commit().map_err(engine)?;
        self.commit = commit;
        if options.compact {
            let segments = self.index.searchable_segment_ids().map_err(engine)?;
            let replaced = self
                .index
                .searchable_segment_metas()
                .map_err(engine)?
                .iter()
                .any(|s| s.has_deletes());
            if segments.len() > 1 || replaced {
                writer.merge(&segments).wait().map_err(engine)?;
            }
        }
        writer.wait_merging_threads().map_err(engine)?;
        read.warnings.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(read)
    }

    /// Writes the files that go with a commit and says what they are.
    fn attach(
        &self,
        dir: &Path,
        generation: u64,
        manifest: &Manifest,
        occurring: &Occurring,
        jieba: Option<&Jieba>,
        replaced: bool,
    ) -> Result<Commit> {
        let mut commit = Commit {
            format: FORMAT,
            generation,
            stale: self.commit.stale || replaced,
            ..self.commit.clone()
        };
        let json = serde_json::to_vec(manifest).unwrap_or_default();
        commit.manifest = Attached::write(dir, "manifest", generation, &json)?;
        let older = if self.fresh {
            None
        } else {
            Some(lexicon_of(dir, &self.commit)?)
        };
        if self.fresh {
            commit.stale = false;
        }
        let own_total = jieba.map_or(0, lexicon::total);
        if older.is_some() && own_total > 0 && commit.total > 0 && commit.total != own_total {
            return Err(Error::Analysis {
                index: dir.to_owned(),
            });
        }
        if older.as_ref().is_none_or(|older| !older.holds(occurring)) {
            let empty = Jieba::empty();
            let built = lexicon::build(occurring, older.as_ref(), jieba.unwrap_or(&empty))
                .map_err(|source| Error::Damaged {
                    index: dir.to_owned(),
                    what: format!("lexicon: {source}"),
                })?;
            commit.total = built.total;
            commit.han = Attached::write(dir, "han", generation, &built.han)?;
            commit.latin = Attached::write(dir, "latin", generation, &built.latin)?;
        }
        if self.changed {
            commit.dictionary = Attached::write(
                dir,
                "dictionary",
                generation,
                self.dictionary.to_lines().as_bytes(),
            )?;
            commit.synonyms = Attached::write(
                dir,
                "synonyms",
                generation,
                self.synonyms.to_lines().as_bytes(),
            )?;
        }
        Ok(commit)
    }
}

fn available() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
