//! The fields that strings are looked for in: where a string stands, and how each field ranks.

use rustc_hash::FxHashMap;
use tantivy::schema::Field;

use super::{
    bm25::{Bm25, Saturation},
    matching::Matching,
    needle::Needle,
    pattern::Pattern,
    plan::Planner,
    weights::Weights,
};
use crate::{
    error::Result,
    index::{Fields, Snapshot},
    text::{
        lexicon::Edges,
        runs::{Class, runs},
    },
};

/// A field that words are looked for in, and how it ranks.
#[derive(Clone, Copy)]
pub(super) struct WeightedField<'p> {
    snapshot: &'p Snapshot,
    pub(super) field: Field,
    pub(super) weight: f32,
    saturation: Saturation,
}

impl<'p> WeightedField<'p> {
    /// What a passage shows: text, title, people, event.
    pub(super) fn shown(snapshot: &'p Snapshot, fields: &Fields, weights: &Weights) -> [Self; 4] {
        let (long, short) = (weights.text_length, weights.short_length);
        [
            Self::new(snapshot, fields.text, weights.text, weights.k1, long),
            Self::new(snapshot, fields.title, weights.title, weights.k1, short),
            Self::new(snapshot, fields.people, weights.people, weights.k1, short),
            Self::new(snapshot, fields.event, weights.event, weights.k1, short),
        ]
    }

    /// The readings in pinyin of its names.
    pub(super) fn pinyin(snapshot: &'p Snapshot, fields: &Fields, weights: &Weights) -> Self {
        Self::new(
            snapshot,
            fields.pinyin,
            1.0,
            weights.k1,
            weights.short_length,
        )
    }

    fn new(snapshot: &'p Snapshot, field: Field, weight: f32, k1: f32, b: f32) -> Self {
        let saturation = Saturation { k1, b };
        Self {
            snapshot,
            field,
            weight,
            saturation,
        }
    }

    /// What a needle in this field counts, `factor` times.
    pub(super) fn bm25(&self, needle: &Needle, factor: f32) -> Bm25 {
        let Snapshot {
            searcher, lengths, ..
        } = self.snapshot;
        // Replaced passages are counted here as they are in the frequencies of terms.
        let segments = searcher.segment_readers().iter();
        let documents = segments.map(|segment| u64::from(segment.max_doc())).sum();
        // A failure to read shows when the length of a text is asked for.
        let average = lengths.average(searcher, self.field).unwrap_or_default();
        let bm25 = Bm25::new(needle.frequency(), documents, average, self.saturation);
        bm25.times(factor * self.weight)
    }
}

/// Where texts in order were found, by these, the characters allowed between them and their edges.
pub(super) type Known<'p> = FxHashMap<(String, u32, Edges), Vec<(WeightedField<'p>, Needle)>>;

impl<'p> Planner<'p> {
    /// Whether any passage holds `word` in any field.
    pub(super) fn occurs(&self, word: &str) -> Result<bool> {
        for needle in self.holding(word, Edges::default())? {
            let found = needle.is_anywhere(&self.snapshot.searcher);
            if found.map_err(|source| self.failed(source))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// `text` as a string in any field, or as a reading in pinyin.
    pub(super) fn holds(&self, text: &str) -> Result<Matching> {
        Ok(Matching::Any(self.holding(text, Edges::default())?))
    }

    /// The needles of `text` as a string in any field, and as a reading in pinyin.
    pub(super) fn holding(&self, text: &str, edges: Edges) -> Result<Vec<Needle>> {
        let needles = self.needles(text, edges)?.into_iter();
        let needles = needles.chain(self.reading(text)?);
        Ok(needles.map(|(_, needle)| needle).collect())
    }

    /// `text` as a string, in each field that holds it.
    pub(super) fn needles(
        &self,
        text: &str,
        edges: Edges,
    ) -> Result<Vec<(WeightedField<'p>, Needle)>> {
        // Edges tell of Latin words.
        let is_latin = runs(text).any(|run| run.class == Class::Latin);
        let edges = if is_latin { edges } else { Edges::default() };
        self.chains(&[text], 0, edges)
    }

    /// Texts in order, with at most `slop` characters between two of them, in each field that holds
    /// them.
    pub(super) fn chains(
        &self,
        texts: &[&str],
        slop: u32,
        edges: Edges,
    ) -> Result<Vec<(WeightedField<'p>, Needle)>> {
        let key = (texts.join("\n"), slop, edges);
        if let Some(needles) = self.known.borrow().get(&key) {
            return Ok(needles.clone());
        }
        let mut needles = Vec::new();
        if let Some(pattern) = Pattern::of(texts, slop, edges) {
            for field in self.shown {
                let needle = self.needle(field.field, &pattern)?;
                needles.extend(needle.map(|needle| (field, needle)));
            }
        }
        self.known.borrow_mut().insert(key, needles.clone());
        Ok(needles)
    }

    /// Passages with a name, organisation, city or title that reads like the Latin word `text`.
    pub(super) fn reading(&self, text: &str) -> Result<Option<(WeightedField<'p>, Needle)>> {
        let may_be = text.len() > 1 && text.bytes().all(|b| b.is_ascii_lowercase());
        if !may_be {
            return Ok(None);
        }
        let known = self.readings.borrow().get(text).cloned();
        let needle = match known {
            Some(needle) => needle,
            None => {
                let needle = Needle::term(&self.lookup, self.pinyin.field, text);
                let needle = needle.map_err(|source| self.failed(source))?;
                let mut readings = self.readings.borrow_mut();
                readings.insert(text.to_owned(), needle.clone());
                needle
            }
        };
        Ok(needle.map(|needle| (self.pinyin, needle)))
    }

    /// Passages that hold `word`, in the field where most do; at most so many, where it is longer
    /// than a gram.
    pub(super) fn frequency(&self, word: &str) -> Result<u64> {
        let needles = self.needles(word, Edges::WHOLE)?;
        let frequencies = needles.iter().map(|(_, needle)| needle.frequency());
        Ok(frequencies.max().unwrap_or(0))
    }
}
