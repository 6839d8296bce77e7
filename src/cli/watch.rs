//! `search index --watch`: the index follows its corpus.

use std::{
    collections::HashSet,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Error, Result};
use recap_search::{
    index::{BuildOptions, BuildReport, Skipped, build},
    recap::walk::{File, walk},
};

use super::{Outcome, index::told, message, output};

/// How often the files are looked at. Looking again finds changes on every file system, those
/// of other machines included; nothing else does.
const LOOK: Duration = Duration::from_millis(500);

/// Rests for each time that a look took: what is large is looked at less often.
const RESTS: u32 = 9;

/// A second change can bear the time stamp of the first. So long after a change it is looked
/// whether there was one.
const SETTLED: Duration = Duration::from_secs(3);

/// A run that follows the files of a corpus.
pub(super) struct Watch<'w> {
    dir: &'w Path,
    options: BuildOptions,
    json: bool,
    /// The files as the last run saw them.
    seen: Vec<File>,
    /// When to look into files that seem unchanged.
    settled: Option<Instant>,
    /// What was told of skipped files already.
    skipped: HashSet<(String, String)>,
    /// The last error told.
    error: String,
}

impl<'w> Watch<'w> {
    /// Follows what `first` brought into the index in `dir`.
    pub(super) fn after(
        first: &BuildReport,
        dir: &'w Path,
        mut options: BuildOptions,
        json: bool,
    ) -> Self {
        // These were for the first run.
        options.rebuild = false;
        options.compact = false;
        let mut watch = Self {
            dir,
            options,
            json,
            seen: Vec::new(),
            settled: None,
            skipped: HashSet::new(),
            error: String::new(),
        };
        watch.not_told(&first.skipped);
        watch
    }

    /// Looks, and brings the index up to date, until the process is stopped. What fails is told
    /// and tried again.
    pub(super) fn run(mut self) -> Result<Outcome> {
        loop {
            let started = Instant::now();
            let looked = walk(&self.options.sources);
            let took = started.elapsed();
            match looked.and_then(|walked| self.follow(walked.files)) {
                Ok(Some(report)) => self.tell(&report)?,
                Ok(None) => {}
                Err(error) => self.tell_error(&Error::new(error)),
            }
            thread::sleep(LOOK.max(took * RESTS));
        }
    }

    /// Brings the index up to date where files changed. Says what it did.
    fn follow(&mut self, files: Vec<File>) -> recap_search::Result<Option<BuildReport>> {
        let has_settled = self.settled.is_some_and(|time| time <= Instant::now());
        if files == self.seen && !has_settled {
            return Ok(None);
        }
        let report = build(self.dir, &self.options, &|_| {})?;
        self.settled = (files != self.seen).then(|| Instant::now() + SETTLED);
        self.seen = files;
        self.error.clear();
        let changed = report.added + report.updated + report.removed > 0;
        Ok(changed.then_some(report))
    }

    fn tell(&mut self, report: &BuildReport) -> Result<()> {
        told("skipped", "skipped", &self.not_told(&report.skipped));
        told("", "warnings", &report.warnings);
        if self.json {
            return output::json(report);
        }
        let parts = [
            (report.added, "added"),
            (report.updated, "updated"),
            (report.removed, "removed"),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| format!("{number} {what}"))
            .collect();
        message::line(&format!("{} in {:.1} s", parts.join(", "), report.seconds));
        Ok(())
    }

    /// The skipped files that were not told of yet.
    fn not_told(&mut self, skipped: &[Skipped]) -> Vec<Skipped> {
        let all = skipped.iter().cloned();
        all.filter(|file| {
            let told = (file.path.clone(), file.reason.clone());
            self.skipped.insert(told)
        })
        .collect()
    }

    fn tell_error(&mut self, error: &Error) {
        let text = error.to_string();
        if text != self.error {
            message::error(error);
            self.error = text;
        }
    }
}
