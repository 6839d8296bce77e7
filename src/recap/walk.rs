//! The files of a corpus, in an order that does not depend on the machine.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::{DirEntry, WalkDir};

use super::fault::Fault;
use crate::error::{Error, Result, is_gone};

/// File names that recaps end with, in any case.
const EXTENSIONS: [&str; 3] = ["md", "markdown", "txt"];

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// Where to open it.
    pub path: PathBuf,
    /// Path relative to the folder that was given, with `/` between its parts.
    pub relative: String,
    /// Length in bytes.
    pub size: u64,
    /// Time of its last change; 1970 where the file system does not know it.
    pub modified: SystemTime,
    /// Time of the last change of the file or of what the system says of it, in nanoseconds since
    /// 1970; 0 where the system keeps none. Unlike [`modified`](Self::modified), nobody sets it.
    pub changed: i64,
    /// Number of the file in its file system; 0 where it has none.
    pub inode: u64,
}

/// A file or folder that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Skip {
    /// Path relative to the folder that was given.
    pub path: String,
    /// Why.
    pub reason: String,
    /// Whether it is there and only cannot be read now, with all that lies under it.
    pub unread: bool,
}

/// What lies under the paths that were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Walked {
    /// The recap files, by relative path.
    pub files: Vec<File>,
    /// What looked like a part of the corpus and is not read, by path.
    pub skipped: Vec<Skip>,
}

/// Finds the recap files under `paths`. A file that is named is taken whatever its name; in a
/// folder, hidden files and folders are left out. Links are followed, but no folder is read
/// twice under one path.
pub fn walk(paths: &[PathBuf]) -> Result<Walked> {
    let mut walker = Walker::default();
    for path in paths {
        walker.root(path)?;
    }
    let mut walk = walker.walk;
    walk.files.sort_by(|a, b| a.relative.cmp(&b.relative));
    walk.skipped.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(walk)
}

#[derive(Default)]
struct Walker {
    walk: Walked,
    /// By relative path: the file that has it.
    taken: HashMap<String, PathBuf>,
    /// By where they really are: the folders read for the path at hand.
    folders: HashSet<PathBuf>,
    /// Links to folders, with their relative paths: read after all real folders, so that a
    /// folder is known by its own name.
    links: BTreeSet<(String, PathBuf)>,
}

impl Walker {
    fn root(&mut self, path: &Path) -> Result<()> {
        let io = |source| Error::io(path, source);
        let metadata = fs::metadata(path).map_err(io)?;
        let path = std::path::absolute(path).map_err(io)?;
        if !metadata.is_dir() {
            match path.file_name().and_then(|name| name.to_str()) {
                Some(name) => self.file(&path, name.to_owned()),
                None => self.skip(path.to_string_lossy(), Fault::Name),
            }
            return Ok(());
        }
        fs::read_dir(&path).map_err(io)?;
        self.folders.clear();
        self.folder(&path, "");
        while let Some((relative, link)) = self.links.pop_first() {
            self.link(&link, &relative);
        }
        Ok(())
    }

    /// Reads a folder; `prefix` is its relative path, with a `/` at the end.
    fn folder(&mut self, folder: &Path, prefix: &str) {
        let mut entries = WalkDir::new(folder).min_depth(1).into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(folder);
                    let relative = relative(path, folder, prefix);
                    let source = error.into_io_error();
                    let fault = source.map_or(Fault::Loop, Fault::Io);
                    self.skip(relative, fault);
                    continue;
                }
            };
            if is_hidden(&entry) {
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                continue;
            }
            let below = relative(entry.path(), folder, prefix);
            if entry.file_name().to_str().is_none() {
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                    self.skip(below, Fault::Name);
                } else if is_recap(entry.path()) {
                    self.skip(below, Fault::Name);
                }
            } else if entry.file_type().is_dir() {
                if let Ok(real) = fs::canonicalize(entry.path()) {
                    self.folders.insert(real);
                }
            } else if entry.path_is_symlink() && !is_recap(entry.path()) {
                match fs::metadata(entry.path()) {
                    Ok(target) if target.is_dir() => {
                        self.links.insert((below, entry.into_path()));
                    }
                    Err(error) if !is_gone(&error) => self.skip(below, Fault::Io(error)),
                    _ => {}
                }
            } else if entry.path_is_symlink() && entry.path().is_dir() {
                self.links.insert((below, entry.into_path()));
            } else if is_recap(entry.path()) {
                self.file(entry.path(), below);
            }
        }
    }

    /// Follows a link to a folder.
    fn link(&mut self, link: &Path, relative: &str) {
        let real = match fs::canonicalize(link) {
            Ok(real) => real,
            Err(error) => return self.skip(relative, Fault::Io(error)),
        };
        let around = link.parent().map(fs::canonicalize);
        if let Some(Ok(around)) = around
            && around.starts_with(&real)
        {
            return self.skip(relative, Fault::Loop);
        }
        if self.folders.insert(real) {
            self.folder(link, &format!("{relative}/"));
        }
    }

    fn file(&mut self, path: &Path, relative: String) {
        let metadata = match fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => metadata,
            Ok(_) => return self.skip(relative, Fault::NotAFile),
            Err(error) => return self.skip(relative, Fault::Io(error)),
        };
        match self.taken.entry(relative) {
            // The same file, given twice.
            Entry::Occupied(entry) if entry.get() == path => {}
            Entry::Occupied(entry) => {
                let other = entry.get().clone();
                self.skip(path.to_string_lossy(), Fault::Duplicate { other });
            }
            Entry::Vacant(entry) => {
                let (changed, inode) = identity(&metadata);
                self.walk.files.push(File {
                    path: path.to_owned(),
                    relative: entry.key().clone(),
                    size: metadata.len(),
                    modified: metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH),
                    changed,
                    inode,
                });
                entry.insert(path.to_owned());
            }
        }
    }

    fn skip(&mut self, path: impl Into<String>, fault: Fault) {
        let path = path.into();
        self.walk.skipped.push(Skip {
            path,
            reason: fault.to_string(),
            unread: fault.is_momentary(),
        });
    }
}

/// What tells a file that was changed or replaced where its size and time do not.
#[cfg(unix)]
fn identity(metadata: &fs::Metadata) -> (i64, u64) {
    use std::os::unix::fs::MetadataExt;
    let seconds = metadata.ctime().saturating_mul(1_000_000_000);
    let changed = seconds.saturating_add(metadata.ctime_nsec());
    (changed, metadata.ino())
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> (i64, u64) {
    (0, 0)
}

/// Path below `folder`, after `prefix`.
fn relative(path: &Path, folder: &Path, prefix: &str) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    format!("{prefix}{}", parts.join("/"))
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

pub(crate) fn is_recap(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    EXTENSIONS
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{Walked, walk};

    /// A folder with these files in it.
    fn corpus(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, "text").expect("a file");
        }
        folder
    }

    fn walked(paths: &[&Path]) -> Walked {
        let paths: Vec<PathBuf> = paths.iter().map(|path| path.to_path_buf()).collect();
        walk(&paths).expect("the paths exist")
    }

    fn names(walked: &Walked) -> Vec<&str> {
        let files = walked.files.iter();
        files.map(|file| file.relative.as_str()).collect()
    }

    #[test]
    fn finds_recaps_in_order_and_leaves_hidden_files_alone() {
        let corpus = corpus(&[
            "b/2.MD",
            "b/1.markdown",
            "a.txt",
            "a.png",
            "README",
            ".hidden.md",
            ".git/x.md",
        ]);
        let walked = walked(&[corpus.path()]);
        assert_eq!(names(&walked), ["a.txt", "b/1.markdown", "b/2.MD"]);
        assert!(walked.skipped.is_empty());
        assert_eq!(walked.files[0].size, 4);
    }

    #[test]
    fn a_file_that_is_named_is_taken_whatever_its_name() {
        let corpus = corpus(&["notes.adoc", "sub/a.md"]);
        let files = [
            corpus.path().join("notes.adoc"),
            corpus.path().join("sub/a.md"),
        ];
        let walked = walked(&[&files[0], &files[1]]);
        assert_eq!(names(&walked), ["a.md", "notes.adoc"]);
    }

    #[test]
    fn a_path_that_does_not_exist_is_an_error_that_names_it() {
        let error = walk(&[PathBuf::from("no/such/folder")]).expect_err("it does not exist");
        assert!(error.to_string().contains("`no/such/folder`"), "{error}");
    }

    #[test]
    fn files_with_one_relative_path_cannot_be_told_apart() {
        let (one, two) = (corpus(&["a.md"]), corpus(&["a.md", "b.md"]));
        let walked = walked(&[one.path(), two.path(), one.path()]);
        assert_eq!(names(&walked), ["a.md", "b.md"]);
        assert_eq!(walked.skipped.len(), 1, "{:?}", walked.skipped);
        assert!(walked.skipped[0].path.ends_with("a.md"));
        assert!(
            walked.skipped[0]
                .reason
                .starts_with("has the same relative path as `")
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_once_and_loops_are_told() {
        use std::os::unix::fs::symlink;

        let (corpus, other) = (corpus(&["2024/a.md"]), corpus(&["far.md"]));
        let at = |name: &str| corpus.path().join(name);
        symlink(corpus.path(), at("2024/up")).expect("a link");
        symlink(at("2024"), at("0-latest")).expect("a link");
        symlink(other.path(), at("other")).expect("a link");
        symlink(at("nowhere"), at("gone.md")).expect("a link");
        let walked = walked(&[corpus.path()]);
        assert_eq!(names(&walked), ["2024/a.md", "other/far.md"]);
        let skipped: Vec<&str> = walked
            .skipped
            .iter()
            .map(|skip| skip.path.as_str())
            .collect();
        assert_eq!(skipped, ["2024/up", "gone.md"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_not_utf8_are_told() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;

        let corpus = corpus(&["a.md"]);
        let name = OsStr::from_bytes(b"\xb3\xa4.md");
        fs::write(corpus.path().join(name), "text").expect("a file");
        let walked = walked(&[corpus.path()]);
        assert_eq!(names(&walked), ["a.md"]);
        assert_eq!(walked.skipped[0].reason, "its name is not UTF-8");
    }
}
