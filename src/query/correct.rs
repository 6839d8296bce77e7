//! Typing errors in Latin words that occur nowhere: the same query with what they may mean.

use super::{ast::Ast, plan::Planner};
use crate::text::{
    self,
    lexicon::Edges,
    runs::{Class, runs},
    typo,
};

/// Most words that one typing error is taken for.
const MEANT: usize = 4;

/// What mended words count beside those that occur as they were typed.
pub(super) const BESIDE: f32 = 0.25;

impl Planner<'_> {
    /// `ast` with its typing errors mended; `None` when there are none. Phrases, fields and what
    /// must not match stay as they were typed.
    pub(super) fn mended(&self, ast: &Ast) -> Option<Ast> {
        let each = |parts: &[Ast]| {
            let mended: Vec<Option<Ast>> = parts.iter().map(|part| self.mended(part)).collect();
            let any = mended.iter().any(Option::is_some);
            any.then(|| {
                let pairs = mended.into_iter().zip(parts);
                pairs
                    .map(|(mended, part)| mended.unwrap_or_else(|| part.clone()))
                    .collect::<Vec<_>>()
            })
        };
        match ast {
            Ast::Text(text) => self.mended_text(&text::fold(text)),
            Ast::And(parts) => each(parts).map(Ast::And),
            Ast::Or(parts) => each(parts).map(Ast::Or),
            _ => None,
        }
    }

    fn mended_text(&self, text: &str) -> Option<Ast> {
        let latin = runs(text).filter(|run| run.class == Class::Latin);
        let mut wrong: Vec<_> = latin
            .map(|run| (run, self.meant(run.text)))
            .filter(|(_, meant)| !meant.is_empty())
            .collect();
        // Back to front, so that the places of the others stay.
        wrong.reverse();
        let ways = wrong.iter().map(|(_, meant)| meant.len()).max()?;
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
        Some(if ways == 1 {
            mended.swap_remove(0)
        } else {
            Ast::Or(mended)
        })
    }

    /// The words that the Latin `word` may mean, if it is a typing error.
    fn meant(&self, word: &str) -> Vec<String> {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let most = typo::tolerance(letters);
        if most == 0 || !self.is_nowhere(word) {
            return Vec::new();
        }
        self.nearest_latin(word, most, MEANT)
    }

    /// Whether no passage holds `word`, also as a part of a longer word or as a reading.
    pub(super) fn is_nowhere(&self, word: &str) -> bool {
        let snapshot = self.snapshot;
        let known = snapshot.lexicon.containing(word, Edges::default());
        (known.is_empty() && self.reading(word).is_none()) || !self.occurs(word)
    }

    /// Latin words of the index that are nearest to `word`, none farther than `most` edits: all
    /// that are equally near, the most frequent first, at most `wanted`.
    pub(super) fn nearest_latin(&self, word: &str, most: usize, wanted: usize) -> Vec<String> {
        let snapshot = self.snapshot;
        let near = typo::nearest(word, snapshot.lexicon.latin(), most);
        for group in near.chunk_by(|a, b| a.0 == b.0) {
            // A lexicon may hold words of passages that were replaced.
            let mut alive: Vec<(u64, &str)> = group
                .iter()
                .map(|(_, word)| (self.frequency(word), *word))
                .filter(|(frequency, _)| *frequency > 0)
                .collect();
            alive.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
            if !alive.is_empty() {
                let words = alive.into_iter().map(|(_, word)| word.to_owned());
                let live = words.filter(|word| !snapshot.commit.stale || self.occurs(word));
                let live: Vec<String> = live.take(wanted).collect();
                if !live.is_empty() {
                    return live;
                }
            }
        }
        Vec::new()
    }
}
