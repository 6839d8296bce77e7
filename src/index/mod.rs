//! The index: how it is built, kept, opened and checked.
//!
//! ```text
//! files ──changes──▶ Work ──reading──▶ Passage ──document──▶ Segment ┐
//!                                     FileState ─────────▶ Manifest ─┴─target──▶ Commit ──open──▶ Snapshot
//! ```

mod attached;
mod build;
mod changes;
mod check;
mod checksums;
mod columns;
mod commit;
mod directory;
mod document;
mod earlier;
mod engine;
mod event;
mod files;
mod guard;
mod kept;
mod keywords;
mod lock;
mod lost;
mod manifest;
mod names;
mod open;
mod passage;
mod postings;
mod reading;
mod record;
mod schema;
mod seal;
mod segment;
mod snapshot;
mod sources;
mod statistics;
mod stored;
mod target;
mod values;
mod vocabulary;

pub use build::{BuildOptions, BuildReport, Skipped, Stage, build};
pub use check::{CheckReport, Damage, check};
pub use event::EventPage;
pub use manifest::{FileState, Manifest};
pub use open::Index;
pub use passage::{Passage, PassageKind, passages, recap_id};
pub use stored::IndexedRecap;

pub use names::NameKind;

pub(crate) use document::day;
pub(crate) use event::Events;
pub(crate) use guard::guarded;
#[cfg(test)]
pub(crate) use names::tests::names as names_of;
pub(crate) use names::{Names, key};
pub(crate) use record::Record;
pub(crate) use schema::{FACETS, Fields};
pub(crate) use snapshot::Snapshot;
pub(crate) use values::{SPELLED, value_key};
