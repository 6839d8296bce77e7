//! The files that an index consists of: those of its last commit, and those that may go.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use tantivy::{
    Directory,
    directory::META_LOCK,
    index::{SegmentComponent, SegmentMeta},
};

use super::commit::Commit;
use crate::error::{Error, Result};

/// Ending of the files that are attached to a commit.
pub(crate) const ENDING: &str = "part";

/// What the engine keeps of the last commit, and of its own files.
const LISTS: [&str; 2] = ["meta.json", ".managed.json"];

/// The files of a segment.
pub(crate) fn of_segment(segment: &SegmentMeta) -> impl Iterator<Item = PathBuf> {
    use SegmentComponent::{Delete, FastFields, FieldNorms, Positions, Postings, Store, Terms};
    let deletes = segment.delete_opstamp().is_some().then_some(Delete);
    [Terms, Postings, Positions, FastFields, FieldNorms, Store]
        .into_iter()
        .chain(deletes)
        .map(|component| segment.relative_path(component))
}

/// Removes what does not belong to the last commit: what it replaced, and what runs that were
/// killed or failed have left. Only who holds the writer's lock may do so.
pub(crate) fn sweep(dir: &Path, engine: &tantivy::Index, commit: &Commit) -> Result<()> {
    let failed = |source| Error::engine(dir, source);
    // No reader is between learning which segments there are and opening them.
    let lock = engine.directory().acquire_lock(&META_LOCK);
    let _lock = lock.map_err(|source| failed(source.into()))?;
    let segments = engine.searchable_segment_metas().map_err(failed)?;
    let mut live: HashSet<PathBuf> = LISTS.into_iter().map(PathBuf::from).collect();
    live.extend(commit.attached().map(|file| PathBuf::from(&file.name)));
    live.extend(segments.iter().flat_map(of_segment));
    for name in names(dir)? {
        if is_own(&name) && !live.contains(Path::new(&name)) {
            // What cannot be removed now is removed after a later commit.
            let _ = fs::remove_file(dir.join(name));
        }
    }
    Ok(())
}

/// Removes all of an index, and nothing else.
pub(crate) fn clear(dir: &Path) -> Result<()> {
    for name in names(dir)?.iter().filter(|name| is_own(name)) {
        let path = dir.join(name);
        fs::remove_file(&path).map_err(|source| Error::io(&path, source))?;
    }
    Ok(())
}

/// Whether `dir` holds what is no part of any index. Hidden files do not count.
pub(crate) fn has_others(dir: &Path) -> Result<bool> {
    let is_other = |name: &String| !name.starts_with('.') && !is_own(name);
    Ok(names(dir)?.iter().any(is_other))
}

fn names(dir: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(dir).map_err(|source| Error::io(dir, source))?;
    let names = entries.flatten().map(|entry| entry.file_name());
    Ok(names
        .map(|name| name.to_string_lossy().into_owned())
        .collect())
}

/// Whether a file of this name is one of an index, and no other program's.
fn is_own(name: &str) -> bool {
    let (stem, endings) = name.split_once('.').unwrap_or((name, ""));
    let is_segment = stem.len() == 32 && is_hex(stem) && !endings.is_empty();
    is_segment || LISTS.contains(&name) || is_attached(name) || is_half_written(name)
}

/// `kind.generation.hash.part`
fn is_attached(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    matches!(parts[..], [_, generation, hash, ENDING]
        if generation.parse::<u64>().is_ok() && hash.len() == 16 && is_hex(hash))
}

/// What the engine writes before it gives it its name: `.tmp` and six random characters.
fn is_half_written(name: &str) -> bool {
    let random = name.strip_prefix(".tmp");
    random.is_some_and(|r| r.len() == 6 && r.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn files_of_an_index_are_told_from_others() {
        for name in [
            "meta.json",
            ".managed.json",
            "116667ac997745cf9414745c635f03eb.fast",
            "116667ac997745cf9414745c635f03eb.12.del",
            "manifest.1.7f6c83ed3b96edf9.part",
            ".tmpAb3dE9",
        ] {
            assert!(is_own(name), "{name}");
        }
        for name in [
            "a.part",
            "notes.store",
            "video.1.part",
            ".tmp",
            ".tmp-notes",
            "116667ac997745cf9414745c635f03eb",
            ".writer.lock",
        ] {
            assert!(!is_own(name), "{name}");
        }
    }
}
