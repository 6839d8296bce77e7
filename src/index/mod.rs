//! The index: how it is built, kept, opened and checked.

mod build;
mod manifest;
mod names;
mod open;
mod passage;
mod schema;

pub use build::{BuildOptions, BuildReport, Skipped, Stage, build};
pub use manifest::{Commit, FORMAT, FileState, Manifest};
pub use open::Index;
pub use passage::{IndexedRecap, Passage, PassageKind, passages, recap_id};

pub use names::NameKind;

#[cfg(test)]
pub(crate) use names::tests::names as names_of;
pub(crate) use names::{Names, key};
pub(crate) use open::Snapshot;
pub(crate) use passage::{day, path_candidates};
pub(crate) use schema::{FACETS, Fields};
