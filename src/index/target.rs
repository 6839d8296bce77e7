//! The index that a run writes to: one commit from the last one.

use std::{fs, path::Path, thread};

use jieba_rs::Jieba;

use super::{
    attached::Attached,
    build::{BuildOptions, Stage},
    changes::Work,
    commit::{Commit, FORMAT},
    earlier::Earlier,
    engine, files,
    manifest::Manifest,
    reading::{ReadFiles, Reader},
    schema::Fields,
    segment::LEAST_MEMORY,
};
use crate::{
    error::{Error, Result},
    text::{
        dictionary::Dictionary,
        lexicon,
        synonyms::Synonyms,
        words::{Occurring, Words},
    },
};

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
        let (index, fields, commit) = match engine::open_own(dir) {
            Ok(found) => found,
            Err(Error::NoIndex { .. }) => return Self::create(dir, options),
            Err(_) if options.rebuild => return Self::create(dir, options),
            Err(error) => return Err(error),
        };
        let (old_dictionary, old_synonyms) = if options.rebuild {
            Default::default()
        } else {
            commit.user_words(dir)?
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
            Manifest::parse(dir, &commit.manifest.read(dir)?)?
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
        let (index, fields) = engine::create(dir)?;
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
        let failed = |source| Error::engine(dir, source);
        let bytes: u64 = work.iter().map(|work| work.file.size).sum();
        let threads = match options.threads {
            _ if bytes < options.one_segment => 1,
            0 => available(),
            threads => threads,
        };
        let words = Words::new(&self.dictionary);
        let earlier = self.index.searchable_segment_ids().map_err(failed)?;
        let (mut writer, read) = thread::scope(|scope| {
            // The dictionary takes its time: where it is sure to be needed, it is loaded meanwhile.
            if work.iter().any(Work::is_changed) {
                scope.spawn(|| words.jieba());
            }
            let writer = engine::writer(&self.index).map_err(failed)?;
            if self.fresh {
                writer.delete_all_documents().map_err(failed)?;
            }
            progress(Stage::Reading { files: work.len() });
            let reader = Reader {
                work,
                fields: &self.fields,
                writer: &writer,
                words: &words,
                dir,
                memory: (options.memory / threads).max(LEAST_MEMORY),
                limit: options.max_file_size,
                progress,
            };
            let read = reader.run(threads)?;
            Ok((writer, read))
        })?;
        let (mut read, occurring, states) = read;
        // A corpus that went away meanwhile is not one without files.
        for source in &options.sources {
            fs::metadata(source).map_err(|error| Error::io(source, error))?;
        }
        progress(Stage::Writing);
        let mut gone = read.replaced.iter().chain(removed).peekable();
        if gone.peek().is_some() {
            let gone = Earlier::new(earlier, self.fields.path, gone);
            writer.delete_query(Box::new(gone)).map_err(failed)?;
        }
        manifest.files.extend(states);
        let replaced = read.updated + read.removed + removed.len() > 0;
        let generation = self.commit.generation + 1;
        // The engine writes what it holds while the files that go with it are made.
        let (commit, prepared) = thread::scope(|scope| {
            let (jieba, manifest) = (words.into_jieba(), &*manifest);
            // What merges on its own takes segments away that are to be merged below.
            if !options.compact {
                engine::merges(&writer);
            }
            let attaching =
                scope.spawn(|| self.attach(dir, generation, manifest, &occurring, jieba, replaced));
            let prepared = writer.prepare_commit().map_err(failed);
            let attached = attaching.join();
            let commit = attached.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (commit, prepared)
        });
        let (mut commit, mut prepared) = (commit?, prepared?);
        prepared.set_payload(&commit.payload());
        prepared.commit().map_err(failed)?;
        self.commit = commit;
        if options.compact {
            engine::compact(&self.index, &mut writer).map_err(failed)?;
        }
        writer.wait_merging_threads().map_err(failed)?;
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
        jieba: Option<Jieba>,
        replaced: bool,
    ) -> Result<Commit> {
        let mut commit = Commit {
            format: FORMAT,
            generation,
            stale: self.commit.stale || replaced,
            ..self.commit.clone()
        };
        let write = |kind, content: &[u8]| Attached::write(dir, kind, generation, content);
        commit.manifest = write("manifest", &manifest.to_json())?;
        let older = if self.fresh {
            None
        } else {
            Some(self.commit.lexicon(dir)?)
        };
        if self.fresh {
            commit.stale = false;
        }
        let own_total = jieba.as_ref().map_or(0, lexicon::total);
        if older.is_some() && own_total > 0 && commit.total > 0 && commit.total != own_total {
            return Err(Error::Analysis {
                index: dir.to_owned(),
            });
        }
        if older.as_ref().is_none_or(|older| !older.holds(occurring)) {
            let jieba = jieba.unwrap_or_else(Jieba::empty);
            let built = lexicon::build(occurring, older.as_ref(), jieba)
                .map_err(|source| Error::damaged(dir, format!("lexicon: {source}")))?;
            commit.total = built.total;
            commit.han = write("han", &built.han)?;
            commit.latin = write("latin", &built.latin)?;
        }
        if self.changed {
            commit.dictionary = write("dictionary", self.dictionary.to_lines().as_bytes())?;
            commit.synonyms = write("synonyms", self.synonyms.to_lines().as_bytes())?;
        }
        Ok(commit)
    }
}

fn available() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
