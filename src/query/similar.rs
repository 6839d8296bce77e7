//! Passages like one that is known.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Instant,
};

use tantivy::DocAddress;

use super::{
    Answer, Sort, Weights,
    gather::Gathered,
    matching::Matching,
    order,
    plan::Planner,
    rank::{Found, Ranked, Wanted},
};
use crate::{
    error::{Error, Result},
    index::{Index, Passage, guarded},
    text::{self, lexicon::Edges, runs::runs, stop::is_stop},
};

/// Terms that a passage is taken for.
const TERMS: usize = 24;

/// Of these, how many another passage must share.
const SHARED: usize = 2;

/// Characters of a passage that are looked at; what comes later says little more.
const LONGEST: usize = 6_000;

/// What a word counts that stands in a title, or names who speaks.
const TITLE: f32 = 3.0;
const PEOPLE: f32 = 2.0;

impl Index {
    /// Passages like the passage, or the recap, with this id: those that share its most telling
    /// words. It is not among them itself; other passages of its recap may be.
    ///
    /// # Errors
    /// [`Error::UnknownId`](crate::Error::UnknownId).
    pub fn similar(&self, id: &str, limit: usize) -> Result<Answer> {
        guarded(self.dir(), || self.alike(id, limit))
    }

    fn alike(&self, id: &str, limit: usize) -> Result<Answer> {
        let started = Instant::now();
        let snapshot = self.snapshot();
        let known = match self.passage_at(&snapshot, id) {
            Ok(passage) => vec![passage],
            Err(Error::UnknownId { .. }) => self.recap_at(&snapshot, id)?,
            Err(error) => return Err(error),
        };
        let weights = Weights {
            // A recap's title says nothing of one talk in it.
            event: 0.0,
            ..Weights::default()
        };
        let planner = Planner::new(self, &snapshot, &weights);
        let terms = planner.telling(&known)?;
        let mut gathered = Gathered::default();
        let mut any = Vec::new();
        for (term, weight) in &terms {
            let needles = planner.needles(term, Edges::WHOLE)?;
            if needles.is_empty() {
                continue;
            }
            let there = needles.iter().map(|(_, needle)| needle.clone()).collect();
            any.push(Matching::Any(there));
            gathered.rank(weights.tie, *weight, needles);
        }
        let shared = SHARED.min(any.len());
        let failed = |source| self.engine_error(source);
        let found = if shared == 0 {
            Found::default()
        } else {
            let matching = Matching::AtLeast(shared, any);
            let ranked = Arc::new(Ranked::new(
                matching,
                gathered.evidence,
                planner.documents(),
            ));
            ranked.run(&snapshot, Wanted::default()).map_err(failed)?
        };
        let mut matches = found.matches;
        let itself: HashSet<DocAddress> = known.iter().map(|(address, _)| *address).collect();
        matches.retain(|found| !itself.contains(&found.address));
        let total = matches.len();
        let ordered = order::best(&snapshot, matches, Sort::Relevance, limit).map_err(failed)?;
        let marks = terms.into_iter().map(|(term, _)| term).collect();
        let mut hits = ordered
            .iter()
            .map(|found| self.hit(&snapshot, found, &marks, &[]))
            .collect::<Result<Vec<_>>>()?;
        for (at, hit) in hits.iter_mut().enumerate() {
            hit.rank = at + 1;
        }
        Ok(Answer {
            query: id.to_owned(),
            total,
            took_ms: started.elapsed().as_secs_f64() * 1e3,
            relaxed: false,
            did_you_mean: None,
            hits,
            facets: None,
            explanation: None,
        })
    }
}

impl Planner<'_> {
    /// The most telling words of passages, by tf·idf, each with what it counts; the index's own
    /// idf comes on top of that when it ranks.
    fn telling(&self, known: &[(DocAddress, Passage)]) -> Result<Vec<(String, f32)>> {
        let mut counts: HashMap<String, f32> = HashMap::new();
        let mut names: Vec<(String, f32)> = Vec::new();
        for (_, passage) in known {
            let mut count = |text: &str, by: f32| -> Result<()> {
                let text: String = text.chars().take(LONGEST).collect();
                let folded = text::fold(&text);
                for unit in self.cut(&folded)?.iter().filter(|unit| tells(unit.text)) {
                    *counts.entry(unit.text.to_owned()).or_default() += by;
                }
                Ok(())
            };
            count(&passage.text, 1.0)?;
            count(passage.title.as_deref().unwrap_or_default(), TITLE)?;
            for speaker in &passage.speakers {
                count(speaker.role.as_deref().unwrap_or_default(), 1.0)?;
                let name = text::fold(&speaker.name);
                if !names.iter().any(|(known, _)| *known == name) {
                    names.push((name, PEOPLE));
                }
            }
        }
        let passages = self.snapshot.searcher.num_docs().max(1) as f32;
        counts.retain(|word, _| !names.iter().any(|(name, _)| name == word));
        let mut words: Vec<(f32, String, f32)> = Vec::with_capacity(counts.len());
        for (word, count) in counts {
            let frequency = self.frequency(&word)? as f32;
            // A word of this passage alone finds no other.
            if frequency > 1.0 {
                let weight = 1.0 + count.ln();
                let telling = weight * (1.0 + passages / frequency).ln();
                words.push((telling, word, weight));
            }
        }
        words.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        names.truncate(TERMS / 2);
        let rest = TERMS - names.len();
        names.extend(words.into_iter().take(rest).map(|(_, word, w)| (word, w)));
        Ok(names)
    }
}

/// Whether a word says what a passage is about: no particle, no single character, no number.
fn tells(word: &str) -> bool {
    word.chars().nth(1).is_some()
        && !is_stop(word)
        && word.chars().any(|c| c.is_alphabetic())
        && runs(word).count() == 1
}

#[cfg(test)]
mod tests {
    use super::tells;

    #[test]
    fn telling_words() {
        for (word, want) in [
            ("数据库", true),
            ("opengauss", true),
            ("的", false),
            ("库", false),
            ("2021", false),
            ("关于", false),
            ("a.b", false),
        ] {
            assert_eq!(tells(word), want, "{word}");
        }
    }
}
