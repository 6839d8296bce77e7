//! Typing errors in Latin words that occur nowhere: the same query with what they may mean.

use super::{ast::Ast, plan::Planner};
use crate::{
    error::Result,
    text::{
        self,
        runs::{Class, runs},
        typo,
    },
};

/// Most words that one typing error is taken for.
const MEANT: usize = 4;

/// Words of a question that are compared with all words of the index: each takes a thousandth of a
/// second, and who mistypes more has typed no words.
const MENDED: usize = 8;

/// What mended words count beside those that occur as they were typed.
pub(super) const BESIDE: f32 = 0.25;

impl Planner<'_> {
    /// `ast` with its typing errors mended; `None` when there are none. Phrases, fields and what
    /// must not match stay as they were typed.
    pub(super) fn mended(&self, ast: &Ast) -> Result<Option<Ast>> {
        let each = |parts: &[Ast], group: fn(Vec<Ast>) -> Ast| -> Result<Option<Ast>> {
            let mended = parts.iter().map(|part| self.mended(part));
            let mended = mended.collect::<Result<Vec<_>>>()?;
            let any = mended.iter().any(Option::is_some);
            let pairs = mended.into_iter().zip(parts);
            let parts = pairs.map(|(mended, part)| mended.unwrap_or_else(|| part.clone()));
            Ok(any.then(|| group(parts.collect())))
        };
        match ast {
            Ast::Text(text) => self.mended_text(&text::fold(text)),
            Ast::And(parts) => each(parts, Ast::And),
            Ast::Or(parts) => each(parts, Ast::Or),
            _ => Ok(None),
        }
    }

    fn mended_text(&self, text: &str) -> Result<Option<Ast>> {
        let mut wrong = Vec::new();
        for run in runs(text).filter(|run| run.class == Class::Latin) {
            let meant = self.meant(run.text)?;
            if !meant.is_empty() {
                wrong.push((run, meant));
            }
        }
        // Back to front, so that the places of the others stay.
        wrong.reverse();
        let Some(ways) = wrong.iter().map(|(_, meant)| meant.len()).max() else {
            return Ok(None);
        };
        let mut mended: Vec<Ast> = (0..ways)
            .map(|way| {
                let mut text = text.to_owned();
                for (run, meant) in &wrong {
                    let word = &meant[way.min(meant.len() - 1)];
                    text.replace_range(run.byte..run.byte + run.text.len(), word);
                }
                Ast::Text(text)
            })
            .collect();
        Ok(Some(if ways == 1 {
            mended.swap_remove(0)
        } else {
            Ast::Or(mended)
        }))
    }

    /// The words that the Latin `word` may mean, if it is a typing error.
    fn meant(&self, word: &str) -> Result<Vec<String>> {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let most = typo::tolerance(letters);
        if most == 0 || !self.is_nowhere(word)? {
            return Ok(Vec::new());
        }
        self.nearest_latin(word, most, MEANT)
    }

    /// Whether no passage holds `word`, also as a part of a longer word or as a reading.
    pub(super) fn is_nowhere(&self, word: &str) -> Result<bool> {
        Ok(!self.occurs(word)?)
    }

    /// Latin words of the index that are nearest to `word`, none farther than `most` edits: all
    /// that are equally near, the most frequent first, at most `wanted`.
    pub(super) fn nearest_latin(
        &self,
        word: &str,
        most: usize,
        wanted: usize,
    ) -> Result<Vec<String>> {
        if self.mended.get() == MENDED {
            return Ok(Vec::new());
        }
        self.mended.set(self.mended.get() + 1);
        let snapshot = self.snapshot;
        let near = typo::nearest(word, snapshot.lexicon.latin(), most);
        for group in near.chunk_by(|a, b| a.0 == b.0) {
            // A lexicon may hold words of passages that were replaced.
            let mut alive: Vec<(u64, &str)> = Vec::new();
            for (_, word) in group {
                let frequency = self.frequency(word)?;
                if frequency > 0 && (!snapshot.commit.stale || self.occurs(word)?) {
                    alive.push((frequency, word));
                }
            }
            alive.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
            if !alive.is_empty() {
                let words = alive.into_iter().map(|(_, word)| word.to_owned());
                return Ok(words.take(wanted).collect());
            }
        }
        Ok(Vec::new())
    }
}
