//! The index: how it is built, kept, opened and checked.

mod build;
mod changes;
mod check;
mod directory;
mod event;
mod files;
mod guard;
mod lock;
mod manifest;
mod names;
mod open;
mod passage;
mod reading;
mod schema;
mod statistics;
mod target;

pub use build::{BuildOptions, BuildReport, Skipped, Stage, build};
pub use check::{CheckReport, Damage, check};
pub use event::EventPage;
pub use manifest::{FileState, Manifest};
pub use open::Index;
pub use passage::{IndexedRecap, Passage, PassageKind, passages, recap_id};

pub use names::NameKind;

pub(crate) use event::Events;
pub(crate) use guard::guarded;
#[cfg(test)]
pub(crate) use names::tests::names as names_of;
pub(crate) use names::{Names, key};
pub(crate) use open::Snapshot;
pub(crate) use passage::{day, passage_of, path_candidates};
pub(crate) use schema::{FACETS, Fields};
