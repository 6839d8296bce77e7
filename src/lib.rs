//! Full-text search over event recaps.
pub mod error;
pub mod index;
pub mod query;
pub mod recap;
pub mod text;

pub use error::{Error, Result};
pub use index::Index;
pub use query::{Answer, Hit, Query};
