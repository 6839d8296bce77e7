//! What ranks: every piece of evidence that a query gives, in each field with its weight.

use tantivy::{
    query::{BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Query},
    schema::Field,
};

use super::{
    ast::Ast,
    needle::{Needle, Saturation},
    plan::{Piece, Planner},
};
use crate::text::{
    self,
    lexicon::Unit,
    runs::{Class, Run, runs},
    stop::is_stop,
};

/// A field that words are looked for in.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) field: Field,
    weight: f32,
    saturation: Saturation,
}

/// What planning gathers on its way through the tree.
#[derive(Default)]
pub(super) struct Gathered {
    /// Queries whose scores are added up.
    pub(super) evidence: Vec<Box<dyn Query>>,
    /// Folded strings to mark.
    pub(super) marks: Vec<String>,
    /// Latin words that may be readings of a name.
    pub(super) readings: Vec<String>,
    /// The words and what was made of them.
    pub(super) pieces: Vec<Piece>,
    /// Queries of which one must match when the query is relaxed.
    pub(super) weak: Vec<Box<dyn Query>>,
}

impl Gathered {
    /// Adds one piece of evidence, looked for in several places. The best of them counts in full,
    /// the others `tie` times: what stands in a heading mostly stands in the text as well.
    pub(super) fn rank(
        &mut self,
        tie: f32,
        factor: f32,
        needles: impl IntoIterator<Item = (Place, Needle)>,
    ) {
        let found: Vec<Box<dyn Query>> = needles
            .into_iter()
            .filter(|(place, _)| factor * place.weight > 0.0)
            .map(|(place, needle)| {
                let needle = Box::new(needle.saturating(place.saturation));
                Box::new(BoostQuery::new(needle, factor * place.weight)) as Box<dyn Query>
            })
            .collect();
        if !found.is_empty() {
            self.evidence
                .push(Box::new(DisjunctionMaxQuery::with_tie_breaker(found, tie)));
        }
    }

    fn add(&mut self, query: Box<dyn Query>, weight: f32) {
        if weight > 0.0 {
            self.evidence.push(Box::new(BoostQuery::new(query, weight)));
        }
    }
}

impl Planner<'_> {
    /// The fields that words are looked for in, and how each ranks.
    pub(super) fn places(&self) -> [Place; 4] {
        let (weights, fields) = (self.weights, self.fields);
        let place = |field, weight, b| {
            let saturation = Saturation { k1: weights.k1, b };
            Place {
                field,
                weight,
                saturation,
            }
        };
        [
            place(fields.text, weights.text, weights.text_length),
            place(fields.title, weights.title, weights.short_length),
            place(fields.people, weights.people, weights.short_length),
            place(fields.event, weights.event, weights.short_length),
        ]
    }

    /// Evidence of one word: the terms it consists of, in each field.
    pub(super) fn rank_word(
        &self,
        word: &str,
        factor: f32,
        piece: &mut Piece,
        gathered: &mut Gathered,
    ) {
        let weights = self.weights;
        let latin: Vec<Run<'_>> = runs(word).filter(|run| run.class == Class::Latin).collect();
        let is_latin = runs(word).all(|run| run.class != Class::Han);
        if is_latin {
            let share = weights.latin / latin.len().max(1) as f32;
            for run in &latin {
                self.rank_term(run.text, factor * share, piece, gathered);
            }
            self.rank_string(word, factor * weights.latin_part, gathered);
            if let Some(reading) = self.reading(word) {
                gathered.readings.push(word.to_owned());
                gathered.add(reading, factor * weights.pinyin);
            }
        } else if !latin.is_empty() {
            // A word that mixes scripts is no term; it ranks as the string it is.
            self.rank_string(word, factor * weights.word_pair, gathered);
        } else {
            match word.chars().count() {
                1 => self.rank_term(word, factor * weights.single, piece, gathered),
                2 => self.rank_term(word, factor * weights.word_pair, piece, gathered),
                _ => self.rank_string(word, factor * weights.word, gathered),
            }
        }
        if weights.coverage > 0.0 {
            let held = ConstScoreQuery::new(self.holds(word), 1.0);
            gathered.add(Box::new(held), factor * weights.coverage);
        }
    }

    /// Evidence of the pairs and characters of an item, across its words as well.
    pub(super) fn rank_run(
        &self,
        text: &str,
        cut: &[Unit<'_>],
        piece: &mut Piece,
        gathered: &mut Gathered,
    ) {
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
                self.rank_term(&run.text[window[0]..window[2]], weight, piece, gathered);
            }
            for (i, window) in bytes.windows(2).enumerate() {
                let stops = unit_at(run.start + i).is_some_and(|unit| is_stop(unit.text));
                let factor = if stops { weights.stop } else { 1.0 };
                self.rank_term(
                    &run.text[window[0]..window[1]],
                    weights.character * factor,
                    piece,
                    gathered,
                );
            }
        }
    }

    fn rank_term(&self, text: &str, weight: f32, piece: &mut Piece, gathered: &mut Gathered) {
        if weight <= 0.0 {
            return;
        }
        let terms = self
            .places()
            .map(|place| (place, Needle::term(place.field, text)));
        gathered.rank(self.weights.tie, weight, terms);
        piece.terms.push((text.to_owned(), weight));
    }

    /// Evidence of a whole string as it stands.
    pub(super) fn rank_string(&self, text: &str, weight: f32, gathered: &mut Gathered) {
        if weight <= 0.0 {
            return;
        }
        let needles = self.places().into_iter().filter_map(|place| {
            Some((
                place,
                Needle::new(place.field, text, &self.snapshot.lexicon)?,
            ))
        });
        gathered.rank(self.weights.tie, weight, needles);
    }

    /// Several items side by side count more where they stand so.
    pub(super) fn rank_items(&self, items: &[Ast], gathered: &mut Gathered) {
        let texts: Vec<String> = items
            .iter()
            .filter_map(|item| match item {
                Ast::Text(text) => Some(text::fold(text)),
                _ => None,
            })
            .collect();
        if texts.len() > 1 && texts.len() == items.len() {
            let whole = texts.join(" ");
            self.rank_string(&whole, self.weights.phrase, gathered);
            gathered.marks.insert(0, whole);
        }
    }

    /// Evidence of what a passage is: a talk before a section, a report before an announcement.
    /// Who asks for place or time before an event asks for its announcement.
    pub(super) fn rank_kind(&self, ast: &Ast, gathered: &mut Gathered) {
        let query = ast.to_string();
        let looks_ahead = AHEAD.iter().any(|word| query.contains(word));
        let stage = if looks_ahead {
            "announcement"
        } else {
            "report"
        };
        for (kind, weight) in [("talk", self.weights.talk), (stage, self.weights.report)] {
            let is = ConstScoreQuery::new(Box::new(Needle::term(self.fields.kind, kind)), 1.0);
            gathered.add(Box::new(is), weight);
        }
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
