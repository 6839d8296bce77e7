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
pub fn walk(sources: &[PathBuf]) -> Result<Walked> {
    let mut walked = Walked::default();
    for source in sources {
        for entry in walkdir::WalkDir::new(source)
            .sort_by_file_name()
            .into_iter()
            .flatten()
            .filter(|e| e.file_type().is_file())
        {
            let meta = entry.metadata().expect("meta");
            walked.files.push(File {
                relative: entry
                    .path()
                    .strip_prefix(source)
                    .expect("inside")
                    .to_string_lossy()
                    .into_owned(),
                path: entry.into_path(),
                size: meta.len(),
                modified: meta.modified().expect("time"),
            });
        }
    }
    Ok(walked)
}
