//! Organisations out of roles.

/// The organisation that a role names.
pub(crate) fn of_role(_role: &str) -> Option<String> {
    None
}
