//! What the engine does where its files are not what it wrote.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use crate::error::{Error, Result};

/// Runs `work`, which reads the index in `dir`. The engine trusts its files without comparing
/// their checksums, for speed, and panics where they make no sense: that is told as the damage
/// that it is.
pub(crate) fn guarded<T>(dir: &Path, work: impl FnOnce() -> Result<T>) -> Result<T> {
    // Nothing that a panic could leave half changed is seen afterwards: what is shared is
    // replaced as a whole, or was read and only kept.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let told = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|&told| told.to_owned()));
        let told = told.as_deref().unwrap_or("no reason given");
        Err(Error::damaged(dir, format!("reading it failed: {told}")))
    })
}
