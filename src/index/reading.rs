//! Reading files side by side, and handing their passages to the writer.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::SystemTime,
};

use tantivy::{IndexWriter, Term};

use super::{
    attached::hash,
    build::{Skipped, Stage},
    changes::{Work, nanoseconds},
    document::{Folded, document},
    manifest::FileState,
    passage::passages,
    schema::Fields,
};
use crate::{
    error::{Error, Result},
    recap::{self, Sketch},
    text::words::{Gatherer, Occurring, Words},
};

/// What reading found.
#[derive(Default)]
pub(super) struct ReadFiles {
    pub(super) added: usize,
    pub(super) updated: usize,
    /// Recaps that cannot be read any more.
    pub(super) removed: usize,
    pub(super) same: usize,
    pub(super) warnings: Vec<Skipped>,
}

/// Reads files side by side and hands their passages to the writer.
pub(super) struct Reader<'r> {
    pub(super) work: &'r [Work<'r>],
    pub(super) fields: &'r Fields,
    pub(super) writer: &'r IndexWriter,
    pub(super) words: &'r Words<'r>,
    /// Most bytes of a file.
    pub(super) limit: u64,
    pub(super) progress: &'r (dyn Fn(Stage) + Sync),
}

pub(super) type States = BTreeMap<String, FileState>;

impl Reader<'_> {
    pub(super) fn run(&self, dir: &Path, threads: usize) -> Result<(ReadFiles, Occurring, States)> {
        let next = AtomicUsize::new(0);
        let total = Mutex::new((ReadFiles::default(), Occurring::default(), States::new()));
        let failure = Mutex::new(None);
        thread::scope(|scope| {
            // Reading takes less than writing. More would only let what was read pile up in memory.
            for _ in 0..threads.div_ceil(2).min(self.work.len()) {
                scope.spawn(|| {
                    let mut read = ReadFiles::default();
                    let mut words = None;
                    let mut states = HashMap::new();
                    while let Some(work) = self.work.get(next.fetch_add(1, Ordering::Relaxed)) {
                        match self.read(work, &mut read, &mut words) {
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

    fn read<'a>(
        &'a self,
        work: &Work<'_>,
        read: &mut ReadFiles,
        words: &mut Option<Gatherer<'a>>,
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
                        let words = words.get_or_insert_with(|| Gatherer::new(self.words));
                        folded.all().into_iter().for_each(|text| words.add(text));
                        self.writer
                            .add_document(document(passage, &folded, self.fields))?;
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
