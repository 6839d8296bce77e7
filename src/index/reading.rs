//! Reading files side by side, and making segments of their passages.

use std::{
    collections::BTreeMap,
    panic::resume_unwind,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::SystemTime,
};

use tantivy::IndexWriter;

use super::{
    attached::hash,
    build::{Skipped, Stage},
    changes::{Work, nanoseconds},
    manifest::FileState,
    passage::passages,
    schema::Fields,
    segment::Segment,
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
    /// Files whose passages of earlier commits hold no more.
    pub(super) replaced: Vec<String>,
    pub(super) warnings: Vec<Skipped>,
    /// Files that cannot be read now and stay as they were.
    pub(super) unread: Vec<Skipped>,
    /// A recap that would be lost because it cannot be read now.
    pub(super) lost: Option<Skipped>,
}

/// Reads files side by side: each thread makes segments of what it reads.
pub(super) struct Reader<'r> {
    pub(super) work: &'r [Work<'r>],
    pub(super) fields: &'r Fields,
    pub(super) writer: &'r IndexWriter,
    pub(super) words: &'r Words<'r>,
    /// The folder of the index.
    pub(super) dir: &'r Path,
    /// Bytes of memory that the segment of a thread may take.
    pub(super) memory: usize,
    /// Most bytes of a file.
    pub(super) limit: u64,
    pub(super) progress: &'r (dyn Fn(Stage) + Sync),
}

pub(super) type States = BTreeMap<String, FileState>;

/// What one thread made of the files that it read.
#[derive(Default)]
struct Share<'r> {
    read: ReadFiles,
    words: Option<Gatherer<'r>>,
    states: States,
    segment: Option<Segment<'r>>,
}

impl<'r> Reader<'r> {
    pub(super) fn run(&self, threads: usize) -> Result<(ReadFiles, Occurring, States)> {
        let next = AtomicUsize::new(0);
        let shares = thread::scope(|scope| {
            let threads: Vec<_> = (0..threads.clamp(1, self.work.len().max(1)))
                .map(|_| {
                    scope.spawn(|| {
                        let share = self.share(&next);
                        if share.is_err() {
                            // The others need not go on.
                            next.store(self.work.len(), Ordering::Relaxed);
                        }
                        share
                    })
                })
                .collect();
            let shares = threads.into_iter().map(|thread| {
                let share = thread.join();
                share.unwrap_or_else(|panic| resume_unwind(panic))
            });
            shares.collect::<Vec<_>>()
        });
        let mut total = (ReadFiles::default(), Occurring::default(), States::new());
        for share in shares {
            let mut share = share.map_err(|source| Error::engine(self.dir, source))?;
            total.0.added += share.read.added;
            total.0.updated += share.read.updated;
            total.0.removed += share.read.removed;
            total.0.same += share.read.same;
            total.0.replaced.append(&mut share.read.replaced);
            total.0.warnings.append(&mut share.read.warnings);
            total.0.unread.append(&mut share.read.unread);
            total.0.lost = total.0.lost.or(share.read.lost);
            total
                .1
                .merge(share.words.map(Gatherer::finish).unwrap_or_default());
            total.2.append(&mut share.states);
        }
        Ok(total)
    }

    /// Reads files until there are none left, and writes all segments of them.
    fn share(&self, next: &AtomicUsize) -> tantivy::Result<Share<'r>> {
        let mut share = Share::default();
        while let Some(work) = self.work.get(next.fetch_add(1, Ordering::Relaxed)) {
            let state = self.read(work, &mut share)?;
            share.states.insert(work.file.relative.clone(), state);
            if let Some(segment) = share.segment.take_if(|segment| segment.is_full()) {
                segment.write()?;
            }
            (self.progress)(Stage::Read);
        }
        if let Some(segment) = share.segment.take() {
            segment.write()?;
        }
        Ok(share)
    }

    fn segment(&self) -> tantivy::Result<Segment<'r>> {
        Segment::new(self.writer, self.fields, self.dir, self.memory)
    }

    /// Reads a file and takes its passages in.
    fn read(&self, work: &Work<'_>, share: &mut Share<'r>) -> tantivy::Result<FileState> {
        let (file, read) = (work.file, &mut share.read);
        let now = nanoseconds(SystemTime::now());
        let mut state = FileState {
            size: file.size,
            modified: nanoseconds(file.modified),
            changed: file.changed,
            inode: file.inode,
            read: now,
            hash: 0,
            talks: 0,
            sections: 0,
            event: None,
            skipped: None,
            withheld: false,
        };
        let content = match recap::content(&file.path, self.limit) {
            Ok(content) => content,
            Err(error) => {
                if error.is_momentary() {
                    let unread = Skipped {
                        path: file.relative.clone(),
                        reason: error.to_string(),
                    };
                    if work.is_held {
                        read.lost = Some(unread);
                    } else if let Some(before) = &work.before {
                        read.same += 1;
                        read.unread.push(unread);
                        return Ok(FileState {
                            read: 0,
                            ..before.clone()
                        });
                    }
                }
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
                    changed: state.changed,
                    inode: state.inode,
                    read: now,
                    ..before.clone()
                });
            }
            read.replaced.push(file.relative.clone());
        }
        if state.skipped.is_none() {
            match recap::parse_bytes(&content, &file.relative) {
                Ok(recap) if recap.withheld.is_some() => {
                    state.skipped = recap.withheld;
                    state.withheld = true;
                }
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
                        let words = share.words.get_or_insert_with(|| Gatherer::new(self.words));
                        let segment = match &mut share.segment {
                            Some(segment) => segment,
                            none => none.insert(self.segment()?),
                        };
                        segment.add(passage, words)?;
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
