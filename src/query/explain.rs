//! What a score is made of.

use serde::Serialize;

/// One part of a hit's score; the parts add up to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct ScorePart {
    /// The field in which it was found, where it counts most.
    pub field: Option<String>,
    /// What was found there.
    pub term: String,
    /// What it counts.
    pub score: f64,
}
