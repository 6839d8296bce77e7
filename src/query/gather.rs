//! Gathering what ranks: every piece of evidence that a query gives, in each field with its weight.

use std::{collections::HashSet, hash::Hash, sync::Arc};

use super::{
    ast::Ast,
    evidence::{Evidence, Worth},
    explain::Piece,
    fields::WeightedField,
    matching::Matching,
    needle::Needle,
    plan::{Plan, Planner, Told},
    rank::Ranked,
};
use crate::{
    error::Result,
    text::{
        self, letters,
        lexicon::Edges,
        runs::{Class, Run, runs},
        stop::is_stop,
        units::Unit,
    },
};

/// What planning gathers on its way through the tree.
#[derive(Default)]
pub(super) struct Gathered {
    /// What ranks, added up.
    pub(super) evidence: Vec<Evidence>,
    /// Folded strings to mark.
    pub(super) marks: Vec<String>,
    /// Latin words that may be readings of a name.
    pub(super) readings: Vec<String>,
    /// The words and what was made of them.
    pub(super) pieces: Vec<Piece>,
    /// Whether a part of what was asked is enough to match: then it ranks how much of it is there.
    pub(super) is_partial: bool,
    /// Whether any word of an item is enough to match.
    pub(super) is_relaxed: bool,
    /// Needles of which one must match when the query is relaxed; gathered for a partial match.
    pub(super) weak: Vec<Needle>,
}

impl Gathered {
    /// The plan that ranks what matches by all that was gathered.
    pub(super) fn plan(mut self, matching: Matching, documents: u64) -> Plan {
        keep_first(&mut self.marks, String::clone);
        self.marks.truncate(MARKS);
        keep_first(&mut self.pieces, |piece| {
            (piece.word.clone(), piece.required)
        });
        Plan {
            ranked: Arc::new(Ranked::new(matching, self.evidence, documents)),
            told: Told {
                marks: self.marks,
                readings: self.readings,
                pieces: self.pieces,
            },
        }
    }

    /// Adds one piece of evidence, looked for in several fields.
    pub(super) fn rank<'p>(
        &mut self,
        tie: f32,
        factor: f32,
        needles: impl IntoIterator<Item = (WeightedField<'p>, Needle)>,
    ) {
        let places: Vec<(Needle, Worth)> = needles
            .into_iter()
            .filter(|(field, _)| factor * field.weight > 0.0)
            .map(|(field, needle)| {
                let worth = Worth::Bm25(field.bm25(&needle, factor));
                (needle, worth)
            })
            .collect();
        if !places.is_empty() {
            self.evidence.push(Evidence { tie, places });
        }
    }
}

/// Strings that are marked in a hit: each is looked for in each text that is shown.
const MARKS: usize = 64;

/// Keeps of what is the same the first.
fn keep_first<T, K: Hash + Eq>(all: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let mut seen = HashSet::new();
    all.retain(|one| seen.insert(key(one)));
}

impl Told {
    /// Marks these strings as well.
    pub(super) fn mark_also(&mut self, marks: &[String]) {
        self.marks.extend_from_slice(marks);
        keep_first(&mut self.marks, String::clone);
        self.marks.truncate(MARKS);
    }
}

impl Planner<'_> {
    /// Evidence of one word: the terms it consists of, in each field.
    pub(super) fn rank_word(
        &self,
        word: &str,
        edges: Edges,
        factor: f32,
        piece: &mut Piece,
        gathered: &mut Gathered,
    ) -> Result<()> {
        let weights = self.weights;
        let latin: Vec<Run<'_>> = runs(word).filter(|run| run.class == Class::Latin).collect();
        let is_latin = runs(word).all(|run| run.class != Class::Han);
        if is_latin {
            let share = weights.latin / latin.len().max(1) as f32;
            for run in &latin {
                self.rank_term(run.text, factor * share, piece, gathered)?;
            }
            self.rank_string(word, edges, factor * weights.latin_part, gathered)?;
            if let Some(reading) = self.reading(word)? {
                gathered.readings.push(word.to_owned());
                gathered.rank(weights.tie, factor * weights.pinyin, [reading]);
            }
        } else if !latin.is_empty() {
            // A word that mixes scripts is no term; it ranks as the string it is.
            self.rank_string(word, edges, factor * weights.word_pair, gathered)?;
        } else {
            match word.chars().count() {
                1 => self.rank_term(word, factor * weights.single, piece, gathered)?,
                2 => self.rank_term(word, factor * weights.word_pair, piece, gathered)?,
                _ => self.rank_string(word, edges, factor * weights.word, gathered)?,
            }
        }
        Ok(())
    }

    /// Evidence that a word is there at all, in whatever field.
    pub(super) fn coverage(
        &self,
        word: &str,
        edges: Edges,
        factor: f32,
    ) -> Result<Option<Evidence>> {
        let weight = factor * self.weights.coverage;
        let needles = self.holding(word, edges)?;
        Ok((weight > 0.0 && !needles.is_empty()).then(|| anywhere(needles, weight)))
    }

    /// Evidence of the pairs of an item, across its words as well; of its characters only for a
    /// partial match: any other holds them with its words.
    pub(super) fn rank_run(
        &self,
        text: &str,
        cut: &[Unit<'_>],
        piece: &mut Piece,
        gathered: &mut Gathered,
    ) -> Result<()> {
        let weights = self.weights;
        let unit_at = |at: usize| cut.iter().find(|unit| unit.at.contains(&at));
        for run in runs(text).filter(|run| run.class == Class::Han) {
            let bytes: Vec<usize> = run
                .text
                .char_indices()
                .map(|(byte, _)| byte)
                .chain([run.text.len()])
                .collect();
            for (i, window) in bytes.windows(3).enumerate() {
                let at = run.start + i;
                let weight = match unit_at(at).filter(|unit| at + 2 <= unit.at.end) {
                    // The pair is the word, and has been counted.
                    Some(unit) if unit.at.len() == 2 => continue,
                    Some(unit) if is_stop(unit.text) => weights.inner_pair * weights.stop,
                    Some(_) => weights.inner_pair,
                    None => weights.cross_pair,
                };
                self.rank_term(&run.text[window[0]..window[2]], weight, piece, gathered)?;
            }
            if !gathered.is_partial {
                continue;
            }
            for (i, window) in bytes.windows(2).enumerate() {
                let stops = unit_at(run.start + i).is_some_and(|unit| is_stop(unit.text));
                let factor = if stops { weights.stop } else { 1.0 };
                self.rank_term(
                    &run.text[window[0]..window[1]],
                    weights.character * factor,
                    piece,
                    gathered,
                )?;
            }
        }
        Ok(())
    }

    fn rank_term(
        &self,
        text: &str,
        weight: f32,
        piece: &mut Piece,
        gathered: &mut Gathered,
    ) -> Result<()> {
        if weight > 0.0 {
            gathered.rank(self.weights.tie, weight, self.needles(text, Edges::WHOLE)?);
            piece.terms.push((text.to_owned(), weight));
        }
        Ok(())
    }

    /// Evidence of a whole string as it stands. One or two letters that stand somewhere in a word
    /// tell nothing.
    pub(super) fn rank_string(
        &self,
        text: &str,
        edges: Edges,
        weight: f32,
        gathered: &mut Gathered,
    ) -> Result<()> {
        if weight > 0.0 && letters::of(text, edges).is_none() {
            gathered.rank(self.weights.tie, weight, self.needles(text, edges)?);
        }
        Ok(())
    }

    /// Several items side by side count more where they stand so.
    pub(super) fn rank_items(&self, items: &[Ast], gathered: &mut Gathered) -> Result<()> {
        let texts: Vec<String> = items
            .iter()
            .filter_map(|item| match item {
                Ast::Text(text) => Some(text::fold(text)),
                _ => None,
            })
            .collect();
        if texts.len() > 1 && texts.len() == items.len() {
            let whole = texts.join(" ");
            self.rank_string(&whole, Edges::default(), self.weights.phrase, gathered)?;
            gathered.marks.insert(0, whole);
        }
        Ok(())
    }

    /// Evidence of what a passage is: a talk before a section, a report before an announcement.
    /// Who asks for place or time before an event asks for its announcement.
    pub(super) fn rank_kind(&self, ast: &Ast, gathered: &mut Gathered) -> Result<()> {
        let query = ast.to_string();
        let looks_ahead = AHEAD.iter().any(|word| query.contains(word));
        let stage = if looks_ahead {
            "announcement"
        } else {
            "report"
        };
        for (kind, weight) in [("talk", self.weights.talk), (stage, self.weights.report)] {
            let needle = Needle::term(&self.lookup, self.fields.kind, kind);
            if let Some(needle) = needle.map_err(|source| self.failed(source))? {
                gathered.evidence.push(anywhere(vec![needle], weight));
            }
        }
        Ok(())
    }
}

/// Evidence that counts the same wherever any of the needles stands.
fn anywhere(needles: Vec<Needle>, weight: f32) -> Evidence {
    let worth = Worth::Constant(weight);
    let places = needles.into_iter().map(|needle| (needle, worth));
    Evidence {
        tie: 0.0,
        places: places.collect(),
    }
}

/// What is asked of an event that is still to come.
const AHEAD: &[&str] = &[
    "报名",
    "在哪",
    "哪里",
    "哪天",
    "几点",
    "几号",
    "地址",
    "怎么去",
    "怎么参加",
];
