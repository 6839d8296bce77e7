//! Who spoke, by evidence that adds up.
//!
//! ```text
//! blocks ──line──▶ lines ──candidate──▶ mentions ──name──▶ those that may be names
//!    ──mention──▶ how each stands ──sibling──▶ how its like stand ──person──▶ who spoke ──decode──▶ people
//! ```
//!
//! Nothing is decided before the whole page was looked at. Each pass (`model`) is a sum of weights over
//! features that are true or not; weights are learnt (`train`, `fit`) and kept as text.

mod candidate;
mod clock;
mod decode;
mod feature;
#[cfg(feature = "train")]
mod fit;
mod line;
mod mention;
mod model;
mod name;
mod page;
mod pairing;
mod person;
mod role;
mod sibling;
mod text;
mod title;
#[cfg(feature = "train")]
pub mod train;
mod words;

pub(in crate::recap) use candidate::key;
#[cfg(feature = "train")]
pub(in crate::recap) use pairing::{Opinion, Opinions};
