//! Chinese text: how it is folded, cut and made into terms.
//!
//! *Grams* (single characters and overlapping pairs, whole Latin words, signs) are the terms of the
//! index: they guarantee that whatever is seen is found. *Words* (jieba's) tell what a query is
//! made of: what must occur, and which of its pairs count most.

pub mod dictionary;
pub(crate) mod letters;
pub(crate) mod lexicon;
pub mod normalize;
pub(crate) mod numerals;
pub(crate) mod pinyin;
pub(crate) mod runs;
pub(crate) mod stop;
pub mod synonyms;
pub mod tokenizer;
pub(crate) mod typo;
pub(crate) mod units;
pub(crate) mod words;

pub use normalize::{Normalized, fold, normalize};
