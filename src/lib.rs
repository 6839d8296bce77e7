//! Full-text search over Chinese event recaps: finds the talks in them and ranks who said what,
//! where and when.
//!
//! A *recap* is a file in Markdown, or plain text, that reports an event. Reading it finds its
//! *talks* (speaker, role, title, text) and keeps the rest as *sections*. Both are *passages*:
//! what is indexed, ranked and excerpted.
//!
//! ```
//! use recap_search::{BuildOptions, Index, Query, build};
//!
//! let dir = tempfile::tempdir().expect("a temporary folder");
//! build(dir.path(), &BuildOptions::new(["corpus"]), &|_| {})?;
//!
//! let index = Index::open(dir.path())?;
//! let answer = index.search(&Query::new("全密态").since("2021").limit(3))?;
//! let first = &answer.hits[0];
//! assert_eq!(first.path, "2021/changsha-2021-07-20.md");
//! assert_eq!(first.city.as_deref(), Some("长沙"));
//! assert_eq!(first.speakers[0].name, "朱金伟");
//! assert!(first.excerpt.contains("全密态"));
//! # Ok::<(), recap_search::Error>(())
//! ```
//!
//! Where to go from here:
//!
//! - [`build`] makes an index or brings it up to date, [`Index`] reads it, [`Query`] asks it,
//!   [`Answer`] and [`Hit`] are what comes back. All that is printed can be serialised.
//! - [`recap::read`] and [`recap::parse`] read recaps without any index.
//! - [`query::parse`] reads the query language, [`query::evaluate`] scores an index on judged
//!   queries.
//! - [`text`] folds and cuts Chinese text; its [`tokenizer`](text::tokenizer) serves any index of
//!   the same engine.
//! - [`Error`] says what went wrong, and [`Error::hint`] what to do.
//!
//! Nothing in this crate prints, or reads the environment or the home folder. Without its default
//! features (`cli`, `serve`, `mcp`: the faces of the program) it builds without anything that they
//! need.

pub mod error;
pub mod index;
pub mod query;
pub mod recap;
pub mod text;

pub use error::{Error, Result};
pub use index::{BuildOptions, BuildReport, Index, Passage, build};
pub use query::{Answer, Hit, Query};
pub use recap::{Recap, Section, Speaker, Talk};

#[cfg(feature = "train")]
#[doc(hidden)]
pub use recap::talks::learnt::train;

/// The examples of the README files must hold as well.
#[cfg(doctest)]
mod readme {
    #[doc = include_str!("../README.md")]
    struct English;
    #[doc = include_str!("../README.zh.md")]
    struct Chinese;
}
