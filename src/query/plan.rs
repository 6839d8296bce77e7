//! From an [`Ast`] to the engine's queries: the one place where a question meets the index.
//!
//! What matches and what ranks are kept apart. A passage matches when it holds every word of the
//! query, as a string, in any of its fields; the score is the sum of all evidence the query gives:
//! words, pairs, characters, whole phrases, in each field with its weight.

use std::{cell::RefCell, sync::Arc};

use super::{
    ast::{Ast, FieldName},
    explain::Piece,
    fields::{Known, WeightedField},
    filter,
    gather::Gathered,
    matching::{Boxed, Matching},
    needle::Needle,
    period::period,
    rank::Ranked,
    weights::Weights,
};
use crate::{
    error::Result,
    index::{Fields, Snapshot},
    text::{
        self,
        lexicon::Edges,
        runs::{Class, runs},
    },
};

/// A planned query.
pub(crate) struct Plan {
    pub(crate) ranked: Arc<Ranked>,
    /// What is told of the query, besides how it is run.
    pub(crate) told: Told,
}

/// What a plan tells of a query.
pub(crate) struct Told {
    /// Folded strings to mark in a hit, those that count most first.
    pub(crate) marks: Vec<String>,
    /// Latin words that may be readings of a name.
    pub(crate) readings: Vec<String>,
    /// What the query was cut into, for explanations.
    pub(crate) pieces: Vec<Piece>,
}

/// Plans queries against one snapshot of an index.
pub(crate) struct Planner<'p> {
    pub(crate) snapshot: &'p Snapshot,
    pub(crate) fields: &'p Fields,
    pub(crate) weights: &'p Weights,
    /// The fields that words are looked for in.
    pub(super) shown: [WeightedField<'p>; 4],
    pub(super) pinyin: WeightedField<'p>,
    /// What was looked up, so that it is looked up once.
    pub(super) known: RefCell<Known<'p>>,
}

impl<'p> Planner<'p> {
    /// A planner for one query or a few.
    pub(crate) fn new(snapshot: &'p Snapshot, fields: &'p Fields, weights: &'p Weights) -> Self {
        Self {
            snapshot,
            fields,
            weights,
            shown: WeightedField::shown(snapshot, fields, weights),
            pinyin: WeightedField::pinyin(snapshot, fields, weights),
            known: RefCell::default(),
        }
    }

    /// Plans a query of the query language: what matches it as asked.
    pub(crate) fn plan(&self, ast: &Ast, filters: &[Boxed]) -> Result<Plan> {
        let mut gathered = Gathered {
            is_partial: ast.has_choice(),
            ..Gathered::default()
        };
        let matching = self.matching(ast, &mut gathered)?;
        self.rank_kind(ast, &mut gathered);
        Ok(gathered.plan(matching.and(Matching::all(filters))))
    }

    /// Plans what matches less than was asked; `None` when there is nothing to give up.
    pub(crate) fn relaxed(&self, ast: &Ast, filters: &[Boxed]) -> Result<Option<Plan>> {
        let mut gathered = Gathered {
            is_partial: true,
            ..Gathered::default()
        };
        self.matching(ast, &mut gathered)?;
        self.rank_kind(ast, &mut gathered);
        let weak = std::mem::take(&mut gathered.weak);
        if weak.is_empty() {
            return Ok(None);
        }
        let matching = Matching::any(weak).and(self.kept(ast)?);
        Ok(Some(gathered.plan(matching.and(Matching::all(filters)))))
    }

    /// Plans a search for `text` as it stands; what it matches must still be compared with the
    /// text where its grams leave open what lies between them.
    pub(crate) fn literal(&self, text: &str, filters: &[Boxed]) -> Plan {
        let [visible, ..] = self.shown;
        let (searcher, lexicon) = (&self.snapshot.searcher, &self.snapshot.lexicon);
        let needle = Needle::new(searcher, visible.field, text, lexicon, Edges::default());
        let mut gathered = Gathered {
            marks: vec![text.to_owned()],
            ..Gathered::default()
        };
        gathered.rank(0.0, 1.0, needle.clone().map(|needle| (visible, needle)));
        let matching = Matching::any(needle.into_iter().collect());
        gathered.plan(matching.and(Matching::all(filters)))
    }

    /// What matches `ast` as asked.
    fn matching(&self, ast: &Ast, gathered: &mut Gathered) -> Result<Matching> {
        Ok(match ast {
            Ast::Text(text) => self.item(&text::fold(text), gathered),
            Ast::Phrase { text, slop } => self.phrase(&text::fold(text), *slop, gathered),
            Ast::Prefix(stem) => {
                let stem = text::fold(stem);
                let edges = Edges {
                    begins: true,
                    ends: false,
                };
                gathered.marks.push(stem.clone());
                self.ranked(
                    self.needles(&stem, edges),
                    self.weights.latin_part,
                    gathered,
                )
            }
            Ast::Field { field, value } => {
                let matching = self.field(*field, value)?;
                if matches!(
                    field,
                    FieldName::Title | FieldName::Speaker | FieldName::Org
                ) {
                    gathered.marks.push(text::fold(value));
                }
                matching
            }
            Ast::Not(inner) => self.matching(inner, &mut Gathered::default())?.not(),
            Ast::And(parts) => {
                let mut told: Vec<&Ast> = parts.iter().filter(|part| !is_bare(part)).collect();
                if told.is_empty() {
                    // Nothing but signs: they are what is looked for.
                    told = parts.iter().collect();
                }
                let mut all = Matching::default();
                for part in told {
                    all = all.and(self.matching(part, gathered)?);
                }
                self.rank_items(parts, gathered);
                all
            }
            Ast::Or(parts) => {
                let parts: Result<Vec<Matching>> = parts
                    .iter()
                    .map(|part| self.matching(part, gathered))
                    .collect();
                Matching::or(parts?)
            }
        })
    }

    /// What must hold of `ast` even when its words are relaxed: fields, phrases, negations.
    fn kept(&self, ast: &Ast) -> Result<Matching> {
        let parts = match ast {
            Ast::And(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        };
        let kept =
            |part: &&Ast| matches!(part, Ast::Not(_) | Ast::Field { .. } | Ast::Phrase { .. });
        let mut all = Matching::default();
        for part in parts.iter().filter(kept) {
            all = all.and(self.matching(part, &mut Gathered::default())?);
        }
        Ok(all)
    }

    fn phrase(&self, text: &str, slop: u32, gathered: &mut Gathered) -> Matching {
        let cut = self.cut(text);
        let pieces: Vec<&str> = if slop == 0 || cut.is_empty() {
            vec![text]
        } else {
            cut.iter().map(|unit| unit.text).collect()
        };
        let (searcher, lexicon) = (&self.snapshot.searcher, &self.snapshot.lexicon);
        let edges = Edges::default();
        let needles = self.shown.iter().filter_map(|field| {
            let needle = Needle::chain(searcher, field.field, &pieces, slop, lexicon, edges)?;
            Some((*field, needle))
        });
        let matching = self.ranked(needles.collect(), 1.0, gathered);
        if slop == 0 {
            gathered.marks.push(text.to_owned());
        } else {
            gathered.marks.extend(pieces.into_iter().map(str::to_owned));
        }
        matching
    }

    /// Any of the needles; they rank as well.
    fn ranked(
        &self,
        needles: Vec<(WeightedField<'p>, Needle)>,
        factor: f32,
        gathered: &mut Gathered,
    ) -> Matching {
        let matching = needles.iter().map(|(_, needle)| needle.clone()).collect();
        gathered.rank(self.weights.tie, factor, needles);
        Matching::any(matching)
    }

    fn field(&self, field: FieldName, value: &str) -> Result<Matching> {
        let facet = |name| filter::facet(self.snapshot, self.fields, name, value).map(Matching::of);
        let folded = text::fold(value);
        let inside = |field| {
            let (searcher, lexicon) = (&self.snapshot.searcher, &self.snapshot.lexicon);
            let needle = Needle::new(searcher, field, &folded, lexicon, Edges::default());
            Matching::any(needle.into_iter().collect())
        };
        Ok(match field {
            FieldName::Title => inside(self.fields.title),
            FieldName::Org => Matching::or(vec![inside(self.fields.people), facet("org")?]),
            FieldName::Speaker => facet("speaker")?,
            FieldName::City => facet("city")?,
            FieldName::Label => facet("label")?,
            FieldName::Tag => facet("tag")?,
            FieldName::After => Matching::of(filter::dates(
                self.fields,
                Some(&period("after", value)?),
                None,
            )),
            FieldName::Before => Matching::of(filter::dates(
                self.fields,
                None,
                Some(&period("before", value)?),
            )),
        })
    }
}

/// Whether an item holds nothing to look for, such as a sign between words.
fn is_bare(ast: &Ast) -> bool {
    matches!(ast, Ast::Text(text) if !runs(&text::fold(text)).any(|run| run.class != Class::Sign))
}
