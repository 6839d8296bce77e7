//! Why one file or folder of a corpus is left out; the others are read all the same.

use std::io;
use std::path::PathBuf;

use crate::error::is_gone;

/// Why a file or folder is skipped. Its message fits after the path and a colon.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The system does not let it be read.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// It is a pipe, a device or the like.
    #[error("is not a regular file")]
    NotAFile,
    /// Nothing is in it.
    #[error("the file is empty")]
    Empty,
    /// It is no text.
    #[error("looks binary: neither UTF-8 nor GB18030")]
    Binary,
    /// It is too large to be a page that somebody wrote.
    #[error("is larger than {}", size(*limit))]
    TooLarge {
        /// Most bytes that are read.
        limit: u64,
    },
    /// Its name cannot be written in an index.
    #[error("its name is not UTF-8")]
    Name,
    /// A link to a folder that the link itself lies in.
    #[error("links back to a folder that it lies in")]
    Loop,
    /// Another file of the corpus has the same path, relative to another folder that was given.
    #[error("has the same relative path as `{}`", other.display())]
    Duplicate {
        /// The file that is read instead.
        other: PathBuf,
    },
}

impl Fault {
    /// Whether it is there and the system does not let it be read: it may do so a moment later.
    pub(crate) fn is_momentary(&self) -> bool {
        matches!(self, Self::Io(error) if !is_gone(error))
    }
}

/// A limit as it is set.
fn size(bytes: u64) -> String {
    match bytes {
        0 => "0 bytes".to_owned(),
        _ if bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ if bytes.is_multiple_of(1 << 10) => format!("{} KiB", bytes >> 10),
        _ => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    fn messages_name_the_limit() {
        let limit = 64 << 20;
        let message = Fault::TooLarge { limit }.to_string();
        assert_eq!(message, "is larger than 64 MiB");
    }
}
