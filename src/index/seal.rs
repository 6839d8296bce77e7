//! What tells the files of a commit's segments from all others: `meta.json` names each with its
//! length and its end, which holds the engine's checksum. A checksum inside a file says only that
//! the file is whole, not that it is the one that was written for this segment.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom},
    path::Path,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{attached::hash, files};

/// Key of the seals in `meta.json`, which the engine does not know and passes over.
const KEY: &str = "files";

/// Bytes at the end of a file that hold the engine's footer: some 80 with its version.
const END: u64 = 128;

/// Length of a file and hash of its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seal(u64, u64);

/// Seals by the names of their files.
pub(super) type Seals = BTreeMap<String, Seal>;

impl Seal {
    /// Of the file at `path`.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(END)))?;
        let mut end = Vec::new();
        file.take(END).read_to_end(&mut end)?;
        Ok(Self(length, hash(&end)))
    }
}

/// The seals of the last commit in `dir`; none where it has none that can be read.
pub(super) fn last(dir: &Path) -> io::Result<Seals> {
    let meta = match fs::read(dir.join(files::META)) {
        Ok(meta) => meta,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Seals::new()),
        Err(error) => return Err(error),
    };
    let seals = serde_json::from_slice(&meta)
        .ok()
        .and_then(|mut meta: Value| serde_json::from_value(meta[KEY].take()).ok());
    Ok(seals.unwrap_or_default())
}

/// `meta`, which the engine is about to write as `meta.json` of `dir`, with the seals of its
/// segments. A file that the last commit had keeps its seal: what took its place is not taken in.
pub(super) fn sealed(dir: &Path, meta: &[u8]) -> io::Result<Vec<u8>> {
    let mut meta: Value = serde_json::from_slice(meta)?;
    let before = last(dir)?;
    let mut seals = Seals::new();
    for name in files::of_meta(&meta) {
        let seal = match before.get(&name) {
            Some(seal) => *seal,
            None => Seal::of(&dir.join(&name))?,
        };
        seals.insert(name, seal);
    }
    meta[KEY] = serde_json::to_value(seals)?;
    Ok(serde_json::to_vec_pretty(&meta)?)
}
