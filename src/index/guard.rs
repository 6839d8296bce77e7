//! What the engine does where its files are not what it wrote.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use super::checksums;
use crate::error::{Error, Result};

/// Runs `work`, which reads the index in `dir`. The engine trusts its files without comparing
/// their checksums, for speed, and panics where they make no sense. So after a panic the checksums
/// are compared: either the index is damaged, or the fault is this program's own.
pub(crate) fn guarded<T>(dir: &Path, work: impl FnOnce() -> Result<T>) -> Result<T> {
    // Nothing that a panic could leave half changed is seen afterwards: what is shared is
    // replaced as a whole, or was read and only kept.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let told = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|&told| told.to_owned()));
        let told = told.unwrap_or_else(|| "no reason given".to_owned());
        Err(match catch_unwind(|| checksums::all(dir)) {
            Ok(Ok(()) | Err(Error::NoIndex { .. })) => Error::bug(told),
            Ok(Err(error)) => error,
            Err(_) => Error::damaged(dir, format!("reading it failed: {told}")),
        })
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::guarded;
    use crate::error::{Error, Result};

    #[test]
    fn a_panic_over_a_sound_index_is_no_damage() {
        let none: Vec<u8> = Vec::new();
        let error = guarded(Path::new("no/index"), || -> Result<u8> { Ok(none[0]) });
        let error = error.expect_err("a panic");
        assert!(matches!(error, Error::Bug { .. }), "{error}");
        assert!(error.to_string().contains("index out of bounds"), "{error}");
        let hint = error.hint().unwrap_or_default();
        assert!(
            hint.contains("report") && !hint.contains("--rebuild"),
            "{hint}"
        );
    }
}
