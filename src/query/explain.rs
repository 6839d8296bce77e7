//! How an answer came about: how the query was read, and what each score is made of.

use serde::Serialize;

use super::ast::Ast;

/// How an answer came about.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Explanation {
    /// The query as it was read.
    pub ast: Ast,
    /// The same as a line of text.
    pub read_as: String,
    /// Its words, and the terms with which each ranks.
    pub words: Vec<Piece>,
    /// For each hit shown, what each part of its score came from; of a recap or an event, that of
    /// its best passage.
    pub scores: Vec<Vec<ScorePart>>,
}

/// Parts of a score that are told one by one.
const PARTS: usize = 32;

impl ScorePart {
    /// The largest parts first; those that come after [`PARTS`] of them as one.
    pub(super) fn largest(mut parts: Vec<Self>) -> Vec<Self> {
        parts.sort_by(|a, b| b.score.total_cmp(&a.score));
        if parts.len() > PARTS {
            let rest = parts.split_off(PARTS - 1);
            parts.push(Self {
                field: None,
                term: format!("{} more", rest.len()),
                score: rest.iter().map(|part| part.score).sum(),
            });
        }
        parts
    }
}

/// A word of the query and what was made of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Piece {
    /// The word, folded.
    pub word: String,
    /// Whether a passage must hold it.
    pub required: bool,
    /// Other words that count as much.
    pub synonyms: Vec<String>,
    /// The terms that rank, and the weight of each.
    pub terms: Vec<(String, f32)>,
}

/// One part of a hit's score; the parts add up to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct ScorePart {
    /// The field in which it was found, where it counts most; `None` for what is left together.
    pub field: Option<String>,
    /// What was found there, or how many more parts there are.
    pub term: String,
    /// What it counts.
    pub score: f64,
}
