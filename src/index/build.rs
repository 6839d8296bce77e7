//! Building and updating: only what changed is read again, what vanished is removed.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use serde::Serialize;

use super::{changes::Plan, files, guard::guarded, lock::Lock, target::Target};
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
    /// Files left out, and why.
    pub skipped: Vec<Skipped>,
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
