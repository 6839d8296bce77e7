//! Building and updating: only what changed is read again, what vanished is removed.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use serde::Serialize;

use super::{
    changes::Plan, files, guard::guarded, lock::Lock, manifest::Manifest, sources, target::Target,
};
use crate::{
    error::{Error, Result},
    recap::{self, Fault},
    text::{dictionary::Dictionary, synonyms::Synonyms},
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
    /// Bytes of memory for the segments that are being made, shared by the threads.
    pub memory: usize,
    /// Bytes of a file above which it is skipped.
    pub max_file_size: u64,
    /// Fails where files are skipped, and leaves the index as it was.
    pub strict: bool,
    /// Threads, each of which reads files and makes segments of them; 0 asks the machine.
    pub threads: usize,
    /// Bytes of changed text below which one thread reads all of it and makes one segment, which is
    /// quicker to search.
    pub one_segment: u64,
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
            memory: 192 << 20,
            max_file_size: recap::MAX_BYTES,
            strict: false,
            threads: 0,
            one_segment: 4 << 20,
        }
    }
}

/// What a run did.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
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
    /// Files that could not be taken in, and why.
    pub skipped: Vec<Skipped>,
    /// Files that were not to be taken in, and what says so.
    pub left_out: Vec<Skipped>,
    /// Doubts about files that were taken in.
    #[serde(skip)]
    pub warnings: Vec<Skipped>,
}

/// A file and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Skipped {
    /// The file, relative to its corpus folder.
    pub path: String,
    /// What is wrong.
    pub reason: String,
}

/// How far a run is; for a progress bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
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
/// A missing source or one in the folder of the index, an index of another format or a damaged one
/// (unless `rebuild`), an index that another process writes, a folder that suddenly holds no recap,
/// a disk that is full. A bad recap is no error, unless `strict`: it is skipped and reported. What
/// is in the index and cannot be read now stays in it and is reported as skipped.
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
    sources::exist_apart(dir, &options.sources)?;
    // What is found before would be what another run has replaced since.
    let _lock = claim(dir)?;
    let walked = recap::walk::walk(&options.sources)?;
    sources::files_apart(dir, &walked)?;
    let mut target = Target::open(dir, options)?;
    files::sweep(dir, &target.index, &target.commit)?;
    let limit = options.max_file_size;
    let (large, files): (Vec<_>, Vec<_>) = walked
        .files
        .iter()
        .cloned()
        .partition(|file| file.size > limit);
    let unread: Vec<_> = walked.skipped.iter().filter(|skip| skip.unread).collect();
    let plan = Plan::new(&files, &unread, &target.before, target.fresh)?;
    if !options.rebuild {
        sources::none_vanished(&options.sources, &walked, plan.removed.values())?;
    }
    let skips = walked.skipped.iter().map(|skip| Skipped {
        path: skip.path.clone(),
        reason: skip.reason.clone(),
    });
    let large = large.into_iter().map(|file| Skipped {
        path: file.relative,
        reason: Fault::TooLarge { limit }.to_string(),
    });
    let mut report = BuildReport {
        skipped: skips.chain(large).collect(),
        ..BuildReport::default()
    };
    let accept = |manifest: &Manifest, unread: &[Skipped]| {
        let skipped = all_skipped(&report.skipped, manifest, unread);
        if options.strict && !skipped.is_empty() {
            return Err(Error::Skipped { skipped });
        }
        Ok(())
    };
    let mut manifest = plan.unchanged.clone();
    report.unchanged = manifest.files.len();
    report.removed = plan.removed.len();
    let mut unread = Vec::new();
    if !plan.work.is_empty() || !plan.removed.is_empty() || options.compact || target.changed {
        let written = target.write(dir, options, &plan, &mut manifest, accept, progress);
        // A run that failed, for want of room perhaps, leaves none of its files.
        let swept = files::sweep(dir, &target.index, &target.commit);
        let read = written?;
        swept?;
        report.added = read.added;
        report.updated = read.updated;
        report.removed += read.removed;
        report.unchanged += read.same;
        report.warnings = read.warnings;
        unread = read.unread;
    } else {
        accept(&manifest, &unread)?;
    }
    report.skipped = all_skipped(&report.skipped, &manifest, &unread);
    for (path, state) in &manifest.files {
        match &state.skipped {
            Some(reason) if state.withheld => report.left_out.push(Skipped {
                path: path.clone(),
                reason: reason.clone(),
            }),
            Some(_) => {}
            None => {
                report.recaps += 1;
                report.talks += state.talks;
                report.sections += state.sections;
            }
        }
    }
    report.left_out.sort_by(|a, b| a.path.cmp(&b.path));
    report.bytes = size(dir);
    report.seconds = started.elapsed().as_secs_f64();
    Ok(report)
}

/// What was found and not read, what was read and is no recap, and what cannot be read now.
fn all_skipped(found: &[Skipped], manifest: &Manifest, unread: &[Skipped]) -> Vec<Skipped> {
    let read = manifest.files.iter();
    let read = read
        .filter(|(_, state)| !state.withheld)
        .filter_map(|(path, state)| {
            Some(Skipped {
                path: path.clone(),
                reason: state.skipped.clone()?,
            })
        });
    let mut all: Vec<Skipped> = found.iter().chain(unread).cloned().chain(read).collect();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all.dedup_by(|a, b| a.path == b.path);
    all
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
    if !files::is_free(dir)? {
        return Err(Error::NotAnIndex {
            index: dir.to_owned(),
        });
    }
    Lock::take(dir)
}
