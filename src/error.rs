//! What can go wrong, whose fault it is, and what to do about it.

use std::{
    io,
    path::{Path, PathBuf},
};

use tantivy::directory::error::LockError;

/// Result of this crate's functions.
pub type Result<T> = std::result::Result<T, Error>;

/// An error of this crate. Its message names the file, line, option or query at fault;
/// [`hint`](Error::hint) says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("cannot access `{}`: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A path that was given does not exist.
    #[error("no file or folder `{}`", path.display())]
    NotFound {
        /// The path as given.
        path: PathBuf,
    },
    /// There is no index where one was looked for.
    #[error("no index in `{}`", index.display())]
    NoIndex {
        /// The folder.
        index: PathBuf,
    },
    /// A folder that was to become an index holds other things.
    #[error("`{}` is no index and not empty", index.display())]
    NotAnIndex {
        /// The folder.
        index: PathBuf,
    },
    /// The index was made by another version of this program, or with other fields.
    #[error("the index in `{}` has format {found}, this program reads format {expected}", index.display())]
    Format {
        /// The folder.
        index: PathBuf,
        /// Format of the index.
        found: u32,
        /// Format of this program.
        expected: u32,
    },
    /// The index has other fields than this program's: it was made by one between two formats.
    #[error("the index in `{}` has other fields than this program reads", index.display())]
    Fields {
        /// The folder.
        index: PathBuf,
    },
    /// A file of the index is missing or is not what was written.
    #[error("the index in `{}` is damaged: {what}", index.display())]
    Damaged {
        /// The folder.
        index: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// Another process writes the index.
    #[error("{} is writing the index in `{}`", holder.as_deref().unwrap_or("another process"), index.display())]
    Locked {
        /// The folder.
        index: PathBuf,
        /// Which process and since when, where it is known.
        holder: Option<String>,
    },
    /// The index was built with another built-in dictionary than this program's.
    #[error("the index in `{}` was built with another dictionary than this program's", index.display())]
    Analysis {
        /// The folder.
        index: PathBuf,
    },
    /// A line of a dictionary, of a synonym list or of judged queries could not be read.
    #[error("`{}` line {line}: {reason}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A value of an option or of a query's field could not be read.
    #[error("{option}: `{value}` {reason}")]
    Value {
        /// The option or field.
        option: String,
        /// The value given.
        value: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A query, or a beginning to complete, has too many characters.
    #[error("{what}: `{start}…` has {length} characters; {longest} at most")]
    TooLong {
        /// What it is: `query` or `prefix`.
        what: &'static str,
        /// How it begins.
        start: String,
        /// Its characters as they are compared.
        length: usize,
        /// How many there may be.
        longest: usize,
    },
    /// The deadline of a query passed before it was answered.
    #[error("the query took longer than it was given")]
    Late,
    /// There is no passage or recap with this id.
    #[error("no passage or recap has the id `{id}`")]
    UnknownId {
        /// The id.
        id: String,
    },
    /// The engine underneath failed.
    #[error("the index in `{}`: {source}", index.display())]
    Engine {
        /// The folder.
        index: PathBuf,
        /// What the engine said.
        source: tantivy::TantivyError,
    },
}

impl Error {
    /// A failure to access `path`.
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::NotFound {
            Self::NotFound {
                path: path.to_owned(),
            }
        } else {
            Self::Io {
                path: path.to_owned(),
                source,
            }
        }
    }

    /// Something of `index` that is not what was written.
    pub(crate) fn damaged(index: &Path, what: impl Into<String>) -> Self {
        Self::Damaged {
            index: index.to_owned(),
            what: what.into(),
        }
    }

    /// A failure of the engine over `index`.
    pub(crate) fn engine(index: &Path, source: tantivy::TantivyError) -> Self {
        match source {
            tantivy::TantivyError::LockFailure(LockError::IoError(source), _) => {
                Self::io(index, io::Error::new(source.kind(), source.to_string()))
            }
            tantivy::TantivyError::LockFailure(LockError::LockBusy, _) => Self::Locked {
                index: index.to_owned(),
                holder: None,
            },
            tantivy::TantivyError::OpenReadError(_)
            | tantivy::TantivyError::DataCorruption(_)
            | tantivy::TantivyError::IncompatibleIndex(_) => {
                Self::damaged(index, source.to_string())
            }
            source => Self::Engine {
                index: index.to_owned(),
                source,
            },
        }
    }

    /// What the reader of the message can do.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Io { .. } => "check that it exists and that you may read and write it".to_owned(),
            Self::NotFound { .. } => "check the spelling".to_owned(),
            Self::NoIndex { index } => {
                format!(
                    "build one with `search index <folder of recaps> --index {}`",
                    index.display()
                )
            }
            Self::NotAnIndex { .. } => "choose an empty or a new folder for the index".to_owned(),
            Self::Format { .. }
            | Self::Fields { .. }
            | Self::Analysis { .. }
            | Self::Damaged { .. } => {
                "build it anew with `search index --rebuild` and the same folders".to_owned()
            }
            Self::Locked { .. } => "wait until it has finished, or stop it".to_owned(),
            Self::Line { .. } => "mend the line, or take it out".to_owned(),
            Self::Value { .. } | Self::Engine { .. } => return None,
            Self::TooLong { .. } => "ask with fewer words".to_owned(),
            Self::Late => "ask for less, or give it more time".to_owned(),
            Self::UnknownId { .. } => "take an id from the answer of a query".to_owned(),
        };
        Some(hint)
    }
}
