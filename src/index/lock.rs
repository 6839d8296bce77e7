//! One writer at a time, from before it reads the last state until its own is complete.
//!
//! The engine's own lock is held only while it writes; a run that read the last state before another
//! wrote would lose what that one added. This one stands in its place. The lock is the system's: it goes with the process,
//! however that ends, so that none is ever stale.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
};

use time::{OffsetDateTime, macros::format_description};

use crate::error::{Error, Result};

/// Name of the file in the index folder that is locked. It says who holds it.
const NAME: &str = ".writer.lock";

/// Most bytes that are read of what a holder says of itself.
const LONGEST: u64 = 200;

/// The right to write an index, until it is dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing it is not enough while a process that is being started still holds a copy.
        let _ = self.file.unlock();
    }
}

impl Lock {
    /// Takes the lock of the index in `dir`.
    ///
    /// # Errors
    /// [`Error::Locked`], which names the process that holds it.
    pub(crate) fn take(dir: &Path) -> Result<Self> {
        let path = dir.join(NAME);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|source| Error::io(&path, source))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let told = file.take(LONGEST).read_to_string(&mut holder).is_ok();
                return Err(Error::Locked {
                    index: dir.to_owned(),
                    holder: Some(holder).filter(|holder| told && !holder.is_empty()),
                });
            }
            Err(TryLockError::Error(source)) => return Err(Error::io(&path, source)),
        }
        // It locks all the same where it cannot say for whom.
        let _ = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(holder().as_bytes()));
        Ok(Self { file })
    }
}

/// This process, as another one's message names it.
fn holder() -> String {
    let now = OffsetDateTime::now_utc();
    let form = format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC");
    let since = now.format(form).unwrap_or_default();
    format!("process {}, since {since},", std::process::id())
}
