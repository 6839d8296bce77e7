//! Full-text search over event recaps.
pub mod recap;
pub mod text;
