//! The folder of an index, as the engine sees it.

use std::{
    fs,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, INDEX_WRITER_LOCK, Lock, META_LOCK, MmapDirectory,
    WatchCallback, WatchHandle, WritePtr,
    error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError},
};

use super::{files, seal};

/// Mapped files, with other locks than the engine's own, and a `meta.json` that is sealed and
/// durable.
#[derive(Debug, Clone)]
pub(crate) struct Folder(MmapDirectory, PathBuf);

impl Folder {
    pub(crate) fn open(dir: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Self(MmapDirectory::open(dir)?, dir.to_owned()))
    }
}

impl Directory for Folder {
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let granted = || Ok(DirectoryLock::from(Box::new(())));
        // Whoever writes holds the lock of the whole run.
        if lock.filepath == INDEX_WRITER_LOCK.filepath {
            return granted();
        }
        match self.0.acquire_lock(lock) {
            // Where a reader may not write, it reads what nobody is about to change.
            Err(LockError::IoError(error))
                if lock.filepath == META_LOCK.filepath && forbids_writing(&error) =>
            {
                granted()
            }
            taken => taken,
        }
    }

    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.0.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.0.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let is_meta = path == Path::new(files::META);
        let sealed = is_meta.then(|| seal::sealed(&self.1, data)).transpose()?;
        let data = sealed.as_deref().unwrap_or(data);
        // The engine's own names for what is half written could be another program's.
        let half = self.1.join(files::half_written(path));
        let written = fs::File::create(&half).and_then(|mut file| {
            file.write_all(data)?;
            file.sync_all()
        });
        let renamed = written.and_then(|()| fs::rename(&half, self.1.join(path)));
        if renamed.is_err() {
            let _ = fs::remove_file(&half);
        }
        renamed?;
        // What a commit replaced is removed next: it must not be gone before the commit is there.
        if is_meta {
            self.0.sync_directory()
        } else {
            Ok(())
        }
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.0.sync_directory()
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.0.watch(callback)
    }
}

fn forbids_writing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
    )
}
