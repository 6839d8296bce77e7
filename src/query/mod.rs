//! Asking an index: from what was typed to ranked hits.
//!
//! ```text
//! query ──parse──▶ Ast ──plan──▶ Matching + Evidence ──rank──▶ passages in order ──excerpt──▶ Hit
//! ```

mod answer;
mod ast;
mod best;
mod bm25;
mod chain;
mod choose;
mod clause;
mod correct;
mod cursor;
mod did_you_mean;
mod eval;
mod evidence;
mod excerpt;
mod explain;
mod facets;
mod fields;
mod filter;
mod gather;
mod group;
mod item;
mod lookup;
mod marks;
mod matching;
mod needle;
mod occurrences;
mod opened;
mod order;
mod organisation;
mod parallel;
mod parse;
mod pattern;
mod period;
mod plan;
mod rank;
mod request;
mod retrieve;
mod scores;
mod search;
mod sentences;
mod similar;
mod slot;
mod stretch;
mod suggest;
mod weights;
mod window;

pub use answer::{Answer, Hit, HitKind};
pub use ast::{Ast, FieldName};
pub use eval::{Figures, Judged, evaluate, read_judged};
pub use excerpt::{Excerpt, excerpt};
pub use explain::{Explanation, Piece, ScorePart};
pub use facets::{Counts, FacetCounts};
pub use parse::parse;
pub use request::{DEFAULT_LIMIT, Group, LONGEST, Query, Sort};
pub use suggest::{Completions, Suggestion};
pub use weights::Weights;

pub use crate::index::{EventPage, NameKind};
