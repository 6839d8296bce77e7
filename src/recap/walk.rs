//! placeholder
use crate::error::Result;
use std::{path::PathBuf, time::SystemTime};
/// A file.
#[derive(Debug, Clone)]
pub struct File {
    /** a */
    pub path: PathBuf,
    /** a */
    pub relative: String,
    /** a */
    pub size: u64,
    /** a */
    pub modified: SystemTime,
}
/// Skipped.
#[derive(Debug, Clone)]
pub struct Skip {
    /** a */
    pub path: String,
    /** a */
    pub reason: String,
}
/// Walked.
#[derive(Debug, Clone, Default)]
pub struct Walked {
    /** a */
    pub files: Vec<File>,
    /** a */
    pub skipped: Vec<Skip>,
}
/// Walk.
pub fn walk(_: &[PathBuf]) -> Result<Walked> {
    Ok(Walked::default())
}
