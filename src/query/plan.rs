//! From an [`Ast`] to the engine's queries: the one place where a question meets the index.
//!
//! What matches and what ranks are kept apart. A passage matches when it holds every word of the
//! query, as a string, in any of its fields; the score is the sum of all evidence the query gives:
//! words, pairs, characters, whole phrases, in each field with its weight.

use std::{
    cell::{Cell, RefCell},
    collections::hash_map::Entry,
    path::Path,
    sync::Arc,
};

use rustc_hash::FxHashMap;
use tantivy::{TantivyError, schema::Field};

use super::{
    ast::{Ast, FieldName},
    explain::Piece,
    fields::{Known, WeightedField},
    filter::{self, Values},
    gather::Gathered,
    lookup::Lookup,
    matching::Matching,
    needle::Needle,
    pattern::Pattern,
    period::period,
    rank::Ranked,
    weights::Weights,
};
use crate::{
    error::{Error, Result},
    index::{Fields, Index, Snapshot},
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
    /// Folder of the index.
    dir: &'p Path,
    pub(crate) snapshot: &'p Snapshot,
    pub(crate) fields: &'p Fields,
    pub(crate) weights: &'p Weights,
    /// The fields that words are looked for in.
    pub(super) shown: [WeightedField<'p>; 4],
    pub(super) pinyin: WeightedField<'p>,
    pub(super) lookup: Lookup<'p>,
    /// What was looked for, so that it is looked for once.
    pub(super) known: RefCell<Known<'p>>,
    /// The values of facets that were asked for.
    values: RefCell<FxHashMap<&'static str, Values>>,
    /// How many words were compared with all words of the index.
    pub(super) mended: Cell<usize>,
    pub(super) readings: RefCell<FxHashMap<String, Option<Needle>>>,
}

impl<'p> Planner<'p> {
    /// A planner for one query or a few.
    pub(crate) fn new(index: &'p Index, snapshot: &'p Snapshot, weights: &'p Weights) -> Self {
        let fields = &index.fields;
        Self {
            dir: index.dir(),
            lookup: Lookup::new(snapshot, fields),
            snapshot,
            fields,
            weights,
            shown: WeightedField::shown(snapshot, fields, weights),
            pinyin: WeightedField::pinyin(snapshot, fields, weights),
            known: RefCell::default(),
            readings: RefCell::default(),
            values: RefCell::default(),
            mended: Cell::default(),
        }
    }

    /// Plans a query of the query language: what matches it as asked.
    pub(crate) fn plan(&self, ast: &Ast, filters: &Matching) -> Result<Plan> {
        let mut gathered = Gathered {
            is_partial: ast.has_choice(),
            ..Gathered::default()
        };
        let matching = self.matching(ast, &mut gathered)?;
        self.rank_kind(ast, &mut gathered)?;
        Ok(gathered.plan(matching.and(filters.clone()), self.documents()))
    }

    /// Plans what matches less than was asked; `None` when there is nothing to give up.
    pub(crate) fn relaxed(&self, ast: &Ast, filters: &Matching) -> Result<Option<Plan>> {
        let mut gathered = Gathered {
            is_partial: true,
            ..Gathered::default()
        };
        self.matching(ast, &mut gathered)?;
        self.rank_kind(ast, &mut gathered)?;
        if gathered.weak.is_empty() {
            return Ok(None);
        }
        let mut relaxing = Gathered {
            is_partial: true,
            is_relaxed: true,
            ..Gathered::default()
        };
        let matching = self.matching(&ast.relaxed(), &mut relaxing)?;
        Ok(Some(
            gathered.plan(matching.and(filters.clone()), self.documents()),
        ))
    }

    /// Plans a search for `text` as it stands; what it matches must still be compared with the
    /// text where its grams leave open what lies between them.
    pub(crate) fn literal(&self, text: &str, filters: &Matching) -> Result<Plan> {
        let [visible, ..] = self.shown;
        let pattern = Pattern::of(&[text], 0, Edges::default());
        let needle = pattern.map(|pattern| self.needle(visible.field, &pattern));
        let needle = needle.transpose()?.flatten();
        let mut gathered = Gathered {
            marks: vec![text.to_owned()],
            ..Gathered::default()
        };
        gathered.rank(0.0, 1.0, needle.clone().map(|needle| (visible, needle)));
        let matching = Matching::Any(needle.into_iter().collect());
        Ok(gathered.plan(matching.and(filters.clone()), self.documents()))
    }

    /// What matches `ast` as asked.
    fn matching(&self, ast: &Ast, gathered: &mut Gathered) -> Result<Matching> {
        Ok(match ast {
            Ast::Text(text) => self.item(&text::fold(text), gathered)?,
            Ast::Phrase { text, slop } => self.phrase(&text::fold(text), *slop, gathered)?,
            Ast::Prefix(stem) => {
                let stem = text::fold(stem);
                let edges = Edges {
                    begins: true,
                    ends: false,
                };
                gathered.marks.push(stem.clone());
                let needles = self.needles(&stem, edges)?;
                self.rank_string(&stem, edges, self.weights.latin_part, gathered)?;
                if gathered.is_relaxed {
                    return Ok(Matching::nothing());
                }
                Matching::Any(needles.into_iter().map(|(_, needle)| needle).collect())
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
                self.rank_items(parts, gathered)?;
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

    fn phrase(&self, text: &str, slop: u32, gathered: &mut Gathered) -> Result<Matching> {
        let cut = self.cut(text)?;
        let pieces: Vec<&str> = if slop == 0 || cut.is_empty() {
            vec![text]
        } else {
            cut.iter().map(|unit| unit.text).collect()
        };
        let needles = self.chains(&pieces, slop, Edges::default())?;
        let matching = needles.iter().map(|(_, needle)| needle.clone()).collect();
        gathered.rank(self.weights.tie, 1.0, needles);
        if slop == 0 {
            gathered.marks.push(text.to_owned());
        } else {
            gathered.marks.extend(pieces.into_iter().map(str::to_owned));
        }
        Ok(Matching::Any(matching))
    }

    fn field(&self, field: FieldName, value: &str) -> Result<Matching> {
        let facet = |name| -> Result<Matching> {
            let mut known = self.values.borrow_mut();
            let values = match known.entry(name) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let values = Values::of(&self.snapshot.searcher, self.fields, name);
                    new.insert(values.map_err(|source| self.failed(source))?)
                }
            };
            Ok(values.matching(value))
        };
        let folded = text::fold(value);
        let inside = |field| -> Result<Matching> {
            let pattern = Pattern::of(&[&folded], 0, Edges::default());
            let needle = pattern.map(|pattern| self.needle(field, &pattern));
            Ok(Matching::Any(
                needle.transpose()?.flatten().into_iter().collect(),
            ))
        };
        Ok(match field {
            FieldName::Title => inside(self.fields.title)?,
            FieldName::Org => Matching::or(vec![inside(self.fields.people)?, facet("org")?]),
            FieldName::Speaker => facet("speaker")?,
            FieldName::City => facet("city")?,
            FieldName::Label => facet("label")?,
            FieldName::Tag => facet("tag")?,
            FieldName::After => filter::dates(self.fields, Some(&period("after", value)?), None),
            FieldName::Before => filter::dates(self.fields, None, Some(&period("before", value)?)),
        })
    }

    /// Documents there are, those that were replaced as well.
    pub(super) fn documents(&self) -> u64 {
        let segments = self.snapshot.searcher.segment_readers().iter();
        segments.map(|segment| u64::from(segment.max_doc())).sum()
    }

    /// A pattern in a field.
    pub(super) fn needle(&self, field: Field, pattern: &Pattern) -> Result<Option<Needle>> {
        let found = Needle::new(&self.lookup, field, pattern);
        found.map_err(|source| self.failed(source))
    }

    /// A failure to read the index.
    pub(super) fn failed(&self, source: TantivyError) -> Error {
        Error::engine(self.dir, source)
    }
}

/// Whether an item holds nothing to look for, such as a sign between words.
fn is_bare(ast: &Ast) -> bool {
    matches!(ast, Ast::Text(text) if !runs(&text::fold(text)).any(|run| run.class != Class::Sign))
}
