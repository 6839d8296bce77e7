//! The files that an index consists of: those of its last commit, and those that may go.

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
};

use serde::de::DeserializeOwned;
use serde_json::Value;
use tantivy::{
    Directory,
    directory::META_LOCK,
    index::{SegmentComponent, SegmentMeta},
};

use super::commit::Commit;
use crate::error::{Error, Result};

/// Ending of the files that are attached to a commit.
pub(crate) const ENDING: &str = "part";

/// What the engine keeps of the last commit.
pub(crate) const META: &str = "meta.json";

/// Where the engine lists a file before it makes it.
const MANAGED: &str = ".managed.json";

/// Kinds of [attached](super::attached::Attached) files.
const KINDS: [&str; 5] = ["manifest", "han", "latin", "dictionary", "synonyms"];

/// Endings of a segment's files. A store is written with the last one first.
const PARTS: [&str; 7] = [
    "term",
    "pos",
    "idx",
    "fast",
    "fieldnorm",
    "store",
    "store.temp",
];

/// The files of a segment.
pub(crate) fn of_segment(segment: &SegmentMeta) -> impl Iterator<Item = PathBuf> {
    use SegmentComponent::{Delete, FastFields, FieldNorms, Positions, Postings, Store, Terms};
    let deletes = segment.delete_opstamp().is_some().then_some(Delete);
    [Terms, Postings, Positions, FastFields, FieldNorms, Store]
        .into_iter()
        .chain(deletes)
        .map(|component| segment.relative_path(component))
}

/// The names of the files that the segments of `meta` have, which is what `meta.json` holds.
pub(super) fn of_meta(meta: &Value) -> Vec<String> {
    let mut names = Vec::new();
    for segment in meta["segments"].as_array().into_iter().flatten() {
        let stem = stem(segment);
        let parts = PARTS.iter().filter(|part| !part.contains('.'));
        names.extend(parts.map(|part| format!("{stem}.{part}")));
        if let Some(stamp) = segment["deletes"]["opstamp"].as_u64() {
            names.push(format!("{stem}.{stamp}.del"));
        }
    }
    names
}

/// What the names of a segment's files begin with.
fn stem(segment: &Value) -> String {
    let id = segment["segment_id"].as_str().unwrap_or_default();
    id.replace('-', "")
}

/// Name of a file of the engine's while it is being written.
pub(super) fn half_written(path: &Path) -> String {
    format!("{}.temp", path.display())
}

/// Removes what does not belong to the last commit: what it replaced, and what runs that were
/// killed or failed have left. Only who holds the writer's lock may do so.
pub(crate) fn sweep(dir: &Path, engine: &tantivy::Index, commit: &Commit) -> Result<()> {
    let failed = |source| Error::engine(dir, source);
    // No reader is between learning which segments there are and opening them.
    let lock = engine.directory().acquire_lock(&META_LOCK);
    let _lock = lock.map_err(|source| failed(source.into()))?;
    let segments = engine.searchable_segment_metas().map_err(failed)?;
    let mut live: HashSet<PathBuf> = [META, MANAGED].into_iter().map(PathBuf::from).collect();
    live.extend(commit.attached().map(|file| PathBuf::from(&file.name)));
    live.extend(segments.iter().flat_map(of_segment));
    let Some(own) = Own::of(dir)? else {
        return Ok(());
    };
    for name in names(dir)? {
        if own.has(&name) && !live.contains(Path::new(&name)) {
            // What cannot be removed now is removed after a later commit.
            let _ = fs::remove_file(dir.join(name));
        }
    }
    Ok(())
}

/// Removes all of an index, and nothing else.
pub(crate) fn clear(dir: &Path) -> Result<()> {
    let Some(own) = Own::of(dir)? else {
        return Ok(());
    };
    let mut names = names(dir)?;
    names.retain(|name| own.has(name));
    // The lists go last: without them nobody knows whose the other files are.
    names.sort_by_key(|name| (name == MANAGED, name == META));
    for name in names {
        let path = dir.join(name);
        fs::remove_file(&path).map_err(|source| Error::io(&path, source))?;
    }
    Ok(())
}

/// Whether `dir` may become an index: it is one, or there is nothing in it. Hidden files do not
/// count.
pub(crate) fn is_free(dir: &Path) -> Result<bool> {
    if Own::of(dir)?.is_some() {
        return Ok(true);
    }
    let is_other = |name: &String| !name.starts_with('.') || name == MANAGED;
    Ok(!names(dir)?.iter().any(is_other))
}

fn names(dir: &Path) -> Result<Vec<String>> {
    let failed = |source| Error::io(dir, source);
    let entries = fs::read_dir(dir).map_err(failed)?;
    let name = |entry: io::Result<fs::DirEntry>| {
        let name = entry.map_err(failed)?.file_name();
        Ok(name.to_string_lossy().into_owned())
    };
    entries.map(name).collect()
}

/// The files of an index, by what the index itself lists.
struct Own {
    listed: HashSet<String>,
    /// What the names of the last commit's files begin with.
    stems: HashSet<String>,
}

impl Own {
    /// Of the index in `dir`; `None` for a folder that is no index of this program.
    fn of(dir: &Path) -> Result<Option<Self>> {
        let listed: Option<HashSet<String>> = read(&dir.join(MANAGED))?;
        let meta: Option<Value> = read(&dir.join(META))?;
        let segments = meta.as_ref().and_then(|meta| meta["segments"].as_array());
        if listed.is_none() && segments.is_none() {
            return Ok(None);
        }
        let stems: HashSet<String> = segments.into_iter().flatten().map(stem).collect();
        // Another program's index in the engine's format has no attached files.
        if !stems.is_empty() && !names(dir)?.iter().any(|name| is_attached(name)) {
            return Ok(None);
        }
        let listed = listed.unwrap_or_default();
        Ok(Some(Self { listed, stems }))
    }

    fn has(&self, name: &str) -> bool {
        let is_list = |name: &str| name == META || name == MANAGED;
        is_list(name)
            || name.strip_suffix(".temp").is_some_and(is_list)
            || is_attached(name)
            || is_segment(name)
                && (self.listed.contains(name)
                    || self
                        .stems
                        .contains(name.split('.').next().unwrap_or_default()))
    }
}

/// The JSON in a file; `None` where there is no such file, or other things are in it.
fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    match fs::read(path) {
        Ok(content) => Ok(serde_json::from_slice(&content).ok()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io(path, error)),
    }
}

/// Whether a file of a segment could have this name.
fn is_segment(name: &str) -> bool {
    let is_part = |ending: &str| {
        let deletes = ending.strip_suffix(".del");
        PARTS.contains(&ending) || deletes.is_some_and(|stamp| stamp.parse::<u64>().is_ok())
    };
    name.split_once('.')
        .is_some_and(|(stem, ending)| stem.len() == 32 && is_hex(stem) && is_part(ending))
}

/// `kind.generation.hash.part`
fn is_attached(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    matches!(parts[..], [kind, generation, hash, ENDING]
        if KINDS.contains(&kind)
            && generation.parse::<u64>().is_ok()
            && hash.len() == 16
            && is_hex(hash))
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::{Own, PARTS, is_attached, is_segment, of_meta};

    const STEM: &str = "116667ac997745cf9414745c635f03eb";

    #[test]
    fn files_of_an_index_are_told_from_others() {
        for name in ["fast", "store.temp", "12.del"] {
            assert!(is_segment(&format!("{STEM}.{name}")), "{name}");
        }
        assert!(is_attached("manifest.1.7f6c83ed3b96edf9.part"));
        for name in ["jpg", "md", "store.jpg", "fast.bak", "x.del", "del", ""] {
            assert!(!is_segment(&format!("{STEM}.{name}")), "{name}");
        }
        for name in ["a.part", "video.1.7f6c83ed3b96edf9.part", "han.1.7f6c.part"] {
            assert!(!is_attached(name), "{name}");
        }
        assert!(!is_segment("notes.store") && !is_segment(STEM));
        let own = Own {
            listed: [format!("{STEM}.fast")].into(),
            stems: Default::default(),
        };
        assert!(own.has(&format!("{STEM}.fast")));
        for name in [&format!("{STEM}.term"), ".tmpAb3dE9", ".writer.lock"] {
            assert!(!own.has(name), "{name}");
        }
    }

    #[test]
    fn names_in_meta_are_those_of_the_engine() {
        let meta = serde_json::json!({"segments": [
            {"segment_id": "116667ac-9977-45cf-9414-745c635f03eb", "deletes": {"opstamp": 7}}
        ]});
        let names = of_meta(&meta);
        assert_eq!(names.len(), PARTS.len());
        assert!(names.iter().all(|name| is_segment(name)), "{names:?}");
        assert!(names.contains(&format!("{STEM}.7.del")));
    }
}
