//! Building and updating: only what changed is read again, what vanished is removed.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use serde::Serialize;
use tantivy::{
    IndexWriter, Term,
    indexer::{IndexWriterOptions, LogMergePolicy, NoMergePolicy},
};
use tantivy_jieba::jieba_rs::Jieba;

use super::{
    directory::Folder,
    files,
    guard::guarded,
    lock::Lock,
    manifest::{Attached, Commit, FORMAT, FileState, Manifest, hash},
    open::{commit_of, lexicon_of, manifest_of, open_engine, tokenizers},
    passage::{Folded, document, passages},
    schema::{Fields, schema},
};
use crate::{
    error::{Error, Result},
    recap::{self, Fault, Sketch, walk::File},
    text::{
        dictionary::Dictionary,
        lexicon,
        synonyms::Synonyms,
        words::{self, Gatherer, Occurring},
    },
};

/// What to build and how.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct BuildOptions {
    /// Files and folders: together they are the corpus. What an earlier run found elsewhere is removed.
    pub sources: Vec<PathBuf>,
    /// Reads everything again, and forgets the dictionary and synonyms of earlier runs.
    pub rebuild: bool,
    /// Merges replaced passages away.
    pub compact: bool,
    /// The user's dictionary; `None` keeps that of the index. Another one rebuilds it.
    pub dictionary: Option<Dictionary>,
    /// Synonyms; `None` keeps those of the index.
    pub synonyms: Option<Synonyms>,
    /// Bytes that the writer may hold in memory before it writes a part to disk.
    pub memory: usize,
    /// Bytes of a file above which it is skipped.
    pub max_file_size: u64,
    /// Threads that read and threads that write; 0 asks the machine.
    pub threads: usize,
}

impl BuildOptions {
    /// Of these files and folders, with default settings.
    pub fn new(sources: impl IntoIterator<Item = impl Into<PathBuf>>) -> Self {
        Self {
            sources: sources.into_iter().map(Into::into).collect(),
            rebuild: false,
            compact: false,
            dictionary: None,
            synonyms: None,
            memory: 128 << 20,
            max_file_size: recap::MAX_BYTES,
            threads: 0,
        }
    }
}

/// What a run did.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct BuildReport {
    /// Recaps in the index.
    pub recaps: usize,
    /// Talks in the index.
    pub talks: usize,
    /// Sections in the index.
    pub sections: usize,
    /// Files that are new.
    pub added: usize,
    /// Files that changed.
    pub updated: usize,
    /// Files that are as they were.
    pub unchanged: usize,
    /// Files that vanished.
    pub removed: usize,
    /// Bytes of the index on disk.
    pub bytes: u64,
    /// Seconds the run took.
    pub seconds: f64,
    /// Files left out, and why.
    pub skipped: Vec<Skipped>,
    /// Doubts about files that were taken in.
    #[serde(skip)]
    pub warnings: Vec<Skipped>,
}

/// A file and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The file, relative to its corpus folder.
    pub path: String,
    /// What is wrong.
    pub reason: String,
}

/// How far a run is; for a progress bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// So many files will be read.
    Reading {
        /// Number of files.
        files: usize,
    },
    /// One more file was read.
    Read,
    /// All are read, the index is being written.
    Writing,
}

/// Builds the index in `dir`, or brings it up to date.
///
/// The index changes in one step at the end; whatever happens before leaves the last state.
///
/// # Errors
/// A missing source, an index of another format (unless `rebuild`), an index that another process
/// writes, a disk that is full. A bad recap is no error: it is skipped and reported.
pub fn build(
    dir: &Path,
    options: &BuildOptions,
    progress: &(dyn Fn(Stage) + Sync),
) -> Result<BuildReport> {
    guarded(dir, || built(dir, options, progress))
}

fn built(
    dir: &Path,
    options: &BuildOptions,
    progress: &(dyn Fn(Stage) + Sync),
) -> Result<BuildReport> {
    let started = Instant::now();
    let walked = recap::walk::walk(&options.sources)?;
    let _lock = claim(dir)?;
    let mut target = Target::open(dir, options)?;
    files::sweep(dir, &target.index, &target.commit)?;
    let limit = options.max_file_size;
    let (large, files): (Vec<_>, Vec<_>) =
        walked.files.into_iter().partition(|file| file.size > limit);
    let plan = Plan::new(&files, &mut target.manifest);
    let mut report = BuildReport {
        skipped: walked
            .skipped
            .into_iter()
            .map(|s| Skipped {
                path: s.path,
                reason: s.reason,
            })
            .collect(),
        ..BuildReport::default()
    };
    report.skipped.extend(large.into_iter().map(|file| Skipped {
        path: file.relative,
        reason: Fault::TooLarge { limit }.to_string(),
    }));
    let mut manifest = plan.unchanged;
    report.unchanged = manifest.files.len();
    report.removed = plan.removed.len();
    if !plan.work.is_empty() || !plan.removed.is_empty() || options.compact || target.changed {
        let written = target.write(
            dir,
            options,
            &plan.work,
            &plan.removed,
            &mut manifest,
            progress,
        );
        // A run that failed, for want of room perhaps, leaves none of its files.
        let swept = files::sweep(dir, &target.index, &target.commit);
        let read = written?;
        swept?;
        report.added = read.added;
        report.updated = read.updated;
        report.removed += read.removed;
        report.unchanged += read.same;
        report.warnings = read.warnings;
    }
    for (path, state) in &manifest.files {
        match &state.skipped {
            Some(reason) => report.skipped.push(Skipped {
                path: path.clone(),
                reason: reason.clone(),
            }),
            None => {
                report.recaps += 1;
                report.talks += state.talks;
                report.sections += state.sections;
            }
        }
    }
    report.skipped.sort_by(|a, b| a.path.cmp(&b.path));
    report.bytes = size(dir);
    report.seconds = started.elapsed().as_secs_f64();
    Ok(report)
}

/// Files by what is to be done with them.
struct Plan<'f> {
    work: Vec<Work<'f>>,
    removed: Vec<String>,
    unchanged: Manifest,
}

struct Work<'f> {
    file: &'f File,
    before: Option<FileState>,
}

/// A file that was read so shortly after its last change that a second change could bear the same
/// time stamp is read again, to be sure.
const TOO_FRESH: i64 = 2_000_000_000;

impl<'f> Plan<'f> {
    /// Compares the files with what the last run saw of them.
    fn new(files: &'f [File], manifest: &mut Manifest) -> Self {
        let mut plan = Self {
            work: Vec::new(),
            removed: Vec::new(),
            unchanged: Manifest::default(),
        };
        for file in files {
            let before = manifest.files.remove(&file.relative);
            let trusted = before.as_ref().is_some_and(|state| {
                state.size == file.size
                    && state.modified == nanoseconds(file.modified)
                    && state.read.saturating_sub(state.modified) > TOO_FRESH
            });
            match before {
                Some(state) if trusted => {
                    plan.unchanged.files.insert(file.relative.clone(), state);
                }
                before => plan.work.push(Work { file, before }),
            }
        }
        plan.removed = std::mem::take(&mut manifest.files).into_keys().collect();
        plan
    }
}

/// The index a run writes to, and what the last run left there.
struct Target {
    index: tantivy::Index,
    fields: Fields,
    commit: Commit,
    manifest: Manifest,
    dictionary: Dictionary,
    synonyms: Synonyms,
    /// Whether there is no complete state yet, or the settings changed.
    changed: bool,
    /// Whether all documents are written anew.
    fresh: bool,
}

impl Target {
    fn open(dir: &Path, options: &BuildOptions) -> Result<Self> {
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
        let mut index = tantivy::Index::open_or_create(directory, schema)
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
    fn write(
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
        let jieba = (!work.is_empty()).then(|| words::jieba(&self.dictionary));
        let settings = IndexWriterOptions::builder()
            .num_worker_threads(writers)
            .memory_budget_per_thread((options.memory / writers).clamp(LEAST_MEMORY, MOST_MEMORY))
            .num_merge_threads(1)
            .build();
        let mut writer = self.index.writer_with_options(settings).map_err(engine)?;
        if options.compact {
            // What merges on its own takes segments away that are to be merged below.
            writer.set_merge_policy(Box::new(NoMergePolicy));
        } else {
            let mut merges = LogMergePolicy::default();
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
            jieba: jieba.as_ref(),
            limit: options.max_file_size,
            progress,
        };
        // A thread of the writer that failed is only told of; the commit says why.
        let (mut read, occurring, states) = match reader.run(dir, threads) {
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
            jieba.as_ref(),
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
        let own_total = jieba.map_or(0, words::total);
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

/// Bytes between which a thread of the engine may be given memory.
const LEAST_MEMORY: usize = 15_000_000;
const MOST_MEMORY: usize = 4_000_000_000;

/// Below so many bytes of text one thread writes.
const ONE_WRITER: u64 = 4 << 20;

/// What reading found.
#[derive(Default)]
struct ReadFiles {
    added: usize,
    updated: usize,
    /// Recaps that cannot be read any more.
    removed: usize,
    same: usize,
    warnings: Vec<Skipped>,
}

/// Reads files side by side and hands their passages to the writer.
struct Reader<'r> {
    work: &'r [Work<'r>],
    fields: &'r Fields,
    writer: &'r IndexWriter,
    jieba: Option<&'r Jieba>,
    /// Most bytes of a file.
    limit: u64,
    progress: &'r (dyn Fn(Stage) + Sync),
}

type States = BTreeMap<String, FileState>;

impl Reader<'_> {
    fn run(&self, dir: &Path, threads: usize) -> Result<(ReadFiles, Occurring, States)> {
        let next = AtomicUsize::new(0);
        let total = Mutex::new((ReadFiles::default(), Occurring::default(), States::new()));
        let failure = Mutex::new(None);
        std::thread::scope(|scope| {
            for _ in 0..threads.min(self.work.len()) {
                scope.spawn(|| {
                    let mut read = ReadFiles::default();
                    let mut words = self.jieba.map(Gatherer::new);
                    let mut states = HashMap::new();
                    while let Some(work) = self.work.get(next.fetch_add(1, Ordering::Relaxed)) {
                        match self.read(work, &mut read, words.as_mut()) {
                            Ok(state) => states.insert(work.file.relative.clone(), state),
                            Err(source) => {
                                next.store(self.work.len(), Ordering::Relaxed);
                                set(&failure, Some(Error::engine(dir, source)));
                                return;
                            }
                        };
                        (self.progress)(Stage::Read);
                    }
                    let mut total = total
                        .lock()
                        .unwrap_or_else(|poisoned| poisoned.into_inner());
                    total.0.added += read.added;
                    total.0.updated += read.updated;
                    total.0.removed += read.removed;
                    total.0.same += read.same;
                    total.0.warnings.append(&mut read.warnings);
                    total
                        .1
                        .merge(words.map(Gatherer::finish).unwrap_or_default());
                    total.2.extend(states);
                });
            }
        });
        match failure
            .into_inner()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
        {
            Some(error) => Err(error),
            None => Ok(total
                .into_inner()
                .unwrap_or_else(|poisoned| poisoned.into_inner())),
        }
    }

    fn read(
        &self,
        work: &Work<'_>,
        read: &mut ReadFiles,
        mut words: Option<&mut Gatherer<'_>>,
    ) -> tantivy::Result<FileState> {
        let file = work.file;
        let now = nanoseconds(SystemTime::now());
        let mut state = FileState {
            size: file.size,
            modified: nanoseconds(file.modified),
            read: now,
            hash: 0,
            talks: 0,
            sections: 0,
            event: None,
            skipped: None,
        };
        let content = match recap::content(&file.path, self.limit) {
            Ok(content) => content,
            Err(error) => {
                state.skipped = Some(error.to_string());
                // That it may be read now need not show in its size and time.
                state.read = 0;
                Vec::new()
            }
        };
        state.hash = hash(&content);
        if let Some(before) = &work.before {
            if state.skipped.is_none()
                && before.hash == state.hash
                && before.size == content.len() as u64
            {
                read.same += 1;
                return Ok(FileState {
                    modified: state.modified,
                    read: now,
                    ..before.clone()
                });
            }
            self.writer
                .delete_term(Term::from_field_text(self.fields.path, &file.relative));
        }
        if state.skipped.is_none() {
            match recap::parse_bytes(&content, &file.relative) {
                Ok(recap) => {
                    state.talks = recap.talks.len();
                    state.sections = recap.sections.len();
                    state.event = Sketch::of(&recap);
                    for warning in &recap.warnings {
                        read.warnings.push(Skipped {
                            path: file.relative.clone(),
                            reason: warning.to_string(),
                        });
                    }
                    for passage in passages(&recap) {
                        let folded = Folded::of(&passage);
                        if let Some(words) = &mut words {
                            folded.all().into_iter().for_each(|text| words.add(text));
                        }
                        self.writer
                            .add_document(document(&passage, &folded, self.fields))?;
                    }
                }
                Err(reason) => state.skipped = Some(reason.to_string()),
            }
        }
        let was_there = matches!(work.before, Some(FileState { skipped: None, .. }));
        match (was_there, state.skipped.is_none()) {
            (true, true) => read.updated += 1,
            (true, false) => read.removed += 1,
            (false, true) => read.added += 1,
            (false, false) => {}
        }
        Ok(state)
    }
}

fn set<T>(slot: &Mutex<T>, value: T) {
    *slot.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = value;
}

fn available() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn nanoseconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_nanos().try_into().unwrap_or(i64::MAX),
        Err(before) => -before.duration().as_nanos().try_into().unwrap_or(i64::MAX),
    }
}

/// Bytes of the files in `dir`.
fn size(dir: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(dir) else {
        return 0;
    };
    entries
        .flatten()
        .filter_map(|entry| entry.metadata().ok())
        .filter(fs::Metadata::is_file)
        .map(|m| m.len())
        .sum()
}

/// Makes `dir` ready to hold an index, and takes the right to write it.
///
/// # Errors
/// [`Error::NotAnIndex`] for a folder that holds other things, [`Error::Locked`].
fn claim(dir: &Path) -> Result<Lock> {
    fs::create_dir_all(dir).map_err(|source| Error::io(dir, source))?;
    if !dir.join("meta.json").is_file() && files::has_others(dir)? {
        return Err(Error::NotAnIndex {
            index: dir.to_owned(),
        });
    }
    Lock::take(dir)
}
