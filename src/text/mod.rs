//! Chinese text: how it is folded, cut and made into terms.
//!
//! Two families of terms are made of the same text. *Grams* (single characters and overlapping
//! pairs, whole Latin words, signs) guarantee that whatever is seen is found; *words* (jieba's,
//! of three characters and more) help to rank. A two-character word is its own pair.

pub mod dictionary;
pub(crate) mod lexicon;
pub mod normalize;
pub(crate) mod numerals;
pub(crate) mod pinyin;
pub(crate) mod runs;
pub(crate) mod stop;
pub mod synonyms;
pub mod tokenizer;
pub(crate) mod typo;
pub(crate) mod words;

pub use normalize::{Normalized, fold, normalize};
