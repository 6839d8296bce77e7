//! From an [`Ast`] to the engine's queries: the one place where a question meets the index.
//!
//! What matches and what ranks are kept apart. A passage matches when it holds every word of the
//! query, as a string, in any of its fields; the score is the sum of all evidence the query gives:
//! words, pairs, characters, whole phrases, in each field with its weight.

use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query, QueryClone,
};

use super::{
    ast::{Ast, FieldName},
    evidence::{Gathered, Place},
    filter,
    needle::Needle,
    weights::Weights,
};
use crate::{
    error::Result,
    index::{Fields, Snapshot},
    text::{
        self,
        lexicon::{Edges, Unit, units},
        numerals,
        runs::{Class, runs},
        stop::is_stop,
    },
};

/// A planned query.
pub(crate) struct Plan {
    /// Matches what was asked.
    pub(crate) strict: Box<dyn Query>,
    /// Matches less than what was asked; `None` when there is nothing to give up.
    pub(crate) loose: Option<Box<dyn Query>>,
    /// Folded strings to mark in a hit, those that count most first.
    pub(crate) marks: Vec<String>,
    /// Latin words that may be readings of a name.
    pub(crate) readings: Vec<String>,
    /// What the query was cut into, for explanations.
    pub(crate) pieces: Vec<Piece>,
}

/// A word of the query and what was made of it.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Piece {
    /// The word, folded.
    pub word: String,
    /// Whether a passage must hold it.
    pub required: bool,
    /// Other words that count as much.
    pub synonyms: Vec<String>,
    /// The terms that rank, and the weight of each.
    pub terms: Vec<(String, f32)>,
}

/// Plans queries against one snapshot of an index.
pub(crate) struct Planner<'p> {
    pub(crate) snapshot: &'p Snapshot,
    pub(crate) fields: &'p Fields,
    pub(crate) weights: &'p Weights,
}

type Boxed = Box<dyn Query>;

/// An item of so many words, stop words counted, is a sentence.
const SENTENCE: usize = 4;

impl Planner<'_> {
    /// Plans a query of the query language.
    pub(crate) fn plan(&self, ast: &Ast, filters: Vec<Boxed>) -> Result<Plan> {
        let mut gathered = Gathered::default();
        let strict = self.matching(ast, &mut gathered)?;
        self.rank_kind(ast, &mut gathered);
        let kept = self.kept(ast)?;
        let weak = std::mem::take(&mut gathered.weak);
        let loose = (!weak.is_empty()).then(|| {
            let mut clauses = kept;
            clauses.push((Occur::Must, any(weak)));
            BooleanQuery::new(clauses).box_clone()
        });
        let Gathered {
            evidence,
            mut marks,
            readings,
            pieces,
            ..
        } = gathered;
        marks.dedup();
        let scored = |matching: Boxed| self.scored(matching, &filters, &evidence);
        Ok(Plan {
            strict: scored(strict),
            loose: loose.map(scored),
            marks,
            readings,
            pieces,
        })
    }

    /// Plans a search for `text` as it stands; what it matches must still be compared with the
    /// text when [`needs_proof`] says so.
    pub(crate) fn literal(&self, text: &str, filters: Vec<Boxed>) -> Plan {
        let needle = Needle::new(self.fields.text, text, &self.snapshot.lexicon);
        let matching: Boxed =
            needle.map_or_else(|| Box::new(EmptyQuery) as Boxed, |needle| Box::new(needle));
        let evidence = vec![matching.box_clone()];
        Plan {
            strict: self.scored(matching, &filters, &evidence),
            loose: None,
            marks: vec![text.to_owned()],
            readings: Vec::new(),
            pieces: Vec::new(),
        }
    }

    fn scored(&self, matching: Boxed, filters: &[Boxed], evidence: &[Boxed]) -> Boxed {
        let silent = |query: Boxed| Box::new(ConstScoreQuery::new(query, 0.0)) as Boxed;
        let mut clauses = vec![(Occur::Must, silent(matching))];
        clauses.extend(
            filters
                .iter()
                .map(|filter| (Occur::Must, silent(filter.box_clone()))),
        );
        clauses.extend(
            evidence
                .iter()
                .map(|query| (Occur::Should, query.box_clone())),
        );
        Box::new(BooleanQuery::new(clauses))
    }

    /// What matches `ast` as asked.
    fn matching(&self, ast: &Ast, gathered: &mut Gathered) -> Result<Boxed> {
        Ok(match ast {
            Ast::Text(text) => self.words(&text::fold(text), gathered),
            Ast::Phrase { text, slop } => self.phrase(&text::fold(text), *slop, gathered),
            Ast::Prefix(stem) => {
                let stem = text::fold(stem);
                let edges = Edges {
                    begins: true,
                    ends: false,
                };
                gathered.marks.push(stem.clone());
                self.everywhere(&stem, edges, self.weights.latin_part, gathered)
            }
            Ast::Field { field, value } => {
                let query = self.field(*field, value)?;
                if matches!(
                    field,
                    FieldName::Title | FieldName::Speaker | FieldName::Org
                ) {
                    gathered.marks.push(text::fold(value));
                }
                query
            }
            Ast::Not(inner) => not(self.matching(inner, &mut Gathered::default())?),
            Ast::And(parts) if parts.is_empty() => Box::new(AllQuery),
            Ast::And(parts) => {
                let mut clauses = Vec::new();
                for part in parts {
                    match part {
                        Ast::Not(inner) => {
                            clauses.push((
                                Occur::MustNot,
                                self.matching(inner, &mut Gathered::default())?,
                            ));
                        }
                        part if is_bare(part) => {}
                        part => clauses.push((Occur::Must, self.matching(part, gathered)?)),
                    }
                }
                self.rank_items(parts, gathered);
                if clauses.is_empty() {
                    let signs: Result<Vec<(Occur, Boxed)>> = parts
                        .iter()
                        .map(|part| Ok((Occur::Must, self.matching(part, gathered)?)))
                        .collect();
                    Box::new(BooleanQuery::new(signs?))
                } else {
                    if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                        clauses.push((Occur::Must, Box::new(AllQuery)));
                    }
                    Box::new(BooleanQuery::new(clauses))
                }
            }
            Ast::Or(parts) => {
                let parts: Result<Vec<Boxed>> = parts
                    .iter()
                    .map(|part| self.matching(part, gathered))
                    .collect();
                any(parts?)
            }
        })
    }

    /// Clauses of `ast` that hold even when its words are relaxed: fields, phrases, negations.
    fn kept(&self, ast: &Ast) -> Result<Vec<(Occur, Boxed)>> {
        let parts = match ast {
            Ast::And(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        };
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Ast::Not(inner) => kept.push((
                    Occur::MustNot,
                    self.matching(inner, &mut Gathered::default())?,
                )),
                Ast::Field { .. } | Ast::Phrase { .. } => {
                    kept.push((Occur::Must, self.matching(part, &mut Gathered::default())?));
                }
                _ => {}
            }
        }
        Ok(kept)
    }

    /// An item as it was typed. All words of a short one must occur, in any field, in any order.
    /// A sentence matches where it stands as it is; no passage repeats the words of a question, so
    /// mostly it is relaxed, and the ranking decides.
    fn words(&self, text: &str, gathered: &mut Gathered) -> Boxed {
        let cut = self.cut(text);
        if cut.is_empty() {
            gathered.marks.push(text.to_owned());
            return self.holds(text);
        }
        let says_much = |unit: &Unit<'_>| !is_stop(unit.text);
        let all_stop = !cut.iter().any(says_much);
        let several = cut.len() > 1;
        if several {
            self.rank_string(text, self.weights.phrase, gathered);
            gathered.marks.push(text.to_owned());
        }
        let mut required = Vec::new();
        for unit in &cut {
            let must = all_stop || says_much(unit);
            let factor = if is_stop(unit.text) && !all_stop {
                self.weights.stop
            } else {
                1.0
            };
            let synonyms = self.snapshot.synonyms.of(unit.text).map(str::to_owned);
            let synonyms: Vec<String> = synonyms.chain(numerals::spellings(unit.text)).collect();
            let mut piece = Piece {
                word: unit.text.to_owned(),
                required: must,
                synonyms,
                terms: Vec::new(),
            };
            self.rank_word(unit.text, factor, &mut piece, gathered);
            let mut queries = vec![self.holds(unit.text)];
            for synonym in piece.synonyms.clone() {
                self.rank_word(
                    &synonym,
                    factor * self.weights.synonym,
                    &mut piece,
                    gathered,
                );
                queries.push(self.holds(&synonym));
                gathered.marks.push(synonym);
            }
            if must {
                gathered.marks.push(unit.text.to_owned());
                let weak = &mut gathered.weak;
                weak.extend(queries.iter().map(|query| query.box_clone()));
                weak.extend(self.fragments(unit.text));
                required.push((Occur::Must, any(queries)));
            }
            gathered.pieces.push(piece);
        }
        let mut whole = Piece {
            word: text.to_owned(),
            ..Piece::default()
        };
        self.rank_run(text, &cut, &mut whole, gathered);
        gathered.pieces.push(whole);
        if cut.len() >= SENTENCE {
            return self.holds(text);
        }
        Box::new(BooleanQuery::new(required))
    }

    /// Cuts folded text into words as the index's own dictionary does; a number stays with what it
    /// counts.
    pub(super) fn cut<'q>(&self, text: &'q str) -> Vec<Unit<'q>> {
        let snapshot = self.snapshot;
        let live = |word: &str| !snapshot.commit.stale || self.occurs(word);
        let mut cut: Vec<Unit<'q>> = Vec::new();
        let mut end = 0;
        for unit in units(text, &snapshot.lexicon, &snapshot.kept_whole, live) {
            let start = text[end..].find(unit.text).map_or(end, |at| end + at);
            end = start + unit.text.len();
            match cut.last_mut() {
                Some(last) if last.at.end == unit.at.start && counts(last.text, unit.text) => {
                    let from = start - last.text.len();
                    *last = Unit {
                        text: &text[from..end],
                        at: last.at.start..unit.at.end,
                    };
                }
                _ => cut.push(unit),
            }
        }
        cut
    }

    /// Whether any passage holds `word` in any field.
    pub(super) fn occurs(&self, word: &str) -> bool {
        use tantivy::collector::Count;
        // A failure to read shows when the query itself is run.
        self.snapshot
            .searcher
            .search(&self.holds(word), &Count)
            .map_or(true, |count| count > 0)
    }

    /// `text` as a string in any field, or as a reading in pinyin.
    pub(super) fn holds(&self, text: &str) -> Boxed {
        let mut queries: Vec<Boxed> = Vec::new();
        for place in self.places() {
            let needle = Needle::new(place.field, text, &self.snapshot.lexicon);
            queries.extend(needle.map(|needle| Box::new(needle) as Boxed));
        }
        queries.extend(self.reading(text));
        any(queries)
    }

    /// Pairs of a longer Han word: what is left to find when the word itself is nowhere.
    fn fragments(&self, word: &str) -> Vec<Boxed> {
        let chars: Vec<char> = word.chars().collect();
        if chars.len() < 3 || runs(word).any(|run| run.class != Class::Han) {
            return Vec::new();
        }
        let pairs = chars.windows(2).map(|pair| pair.iter().collect::<String>());
        pairs
            .flat_map(|pair| {
                self.places()
                    .map(|place| Box::new(Needle::term(place.field, &pair)) as Boxed)
            })
            .collect()
    }

    /// Passages with a name, organisation, city or title that reads like the Latin word `text`.
    pub(super) fn reading(&self, text: &str) -> Option<Boxed> {
        let may_be = text.len() > 1 && text.bytes().all(|b| b.is_ascii_lowercase());
        may_be.then(|| Box::new(Needle::term(self.fields.pinyin, text)) as Boxed)
    }

    fn phrase(&self, text: &str, slop: u32, gathered: &mut Gathered) -> Boxed {
        let cut = self.cut(text);
        let pieces: Vec<&str> = if slop == 0 || cut.is_empty() {
            vec![text]
        } else {
            cut.iter().map(|unit| unit.text).collect()
        };
        let lexicon = &self.snapshot.lexicon;
        let needles = self.places().into_iter().filter_map(|place| {
            Some((
                place,
                Needle::chain(place.field, &pieces, slop, lexicon, Edges::default())?,
            ))
        });
        let query = self.ranked(needles.collect(), 1.0, gathered);
        if slop == 0 {
            gathered.marks.push(text.to_owned());
        } else {
            gathered.marks.extend(pieces.into_iter().map(str::to_owned));
        }
        query
    }

    fn everywhere(&self, text: &str, edges: Edges, factor: f32, gathered: &mut Gathered) -> Boxed {
        let needles = self.places().into_iter().filter_map(|place| {
            Some((
                place,
                Needle::at_edges(place.field, text, &self.snapshot.lexicon, edges)?,
            ))
        });
        self.ranked(needles.collect(), factor, gathered)
    }

    /// Any of the needles; they rank as well.
    fn ranked(&self, needles: Vec<(Place, Needle)>, factor: f32, gathered: &mut Gathered) -> Boxed {
        let matching = needles
            .iter()
            .map(|(_, needle)| Box::new(needle.clone()) as Boxed)
            .collect();
        gathered.rank(self.weights.tie, factor, needles);
        any(matching)
    }

    fn field(&self, field: FieldName, value: &str) -> Result<Boxed> {
        let facet = |name| filter::facet(&self.snapshot.searcher, self.fields, name, value);
        let folded = text::fold(value);
        let inside = |field| {
            Needle::new(field, &folded, &self.snapshot.lexicon)
                .map(|needle| Box::new(needle) as Boxed)
        };
        Ok(match field {
            FieldName::Title => any(inside(self.fields.title).into_iter().collect()),
            FieldName::Org => any(inside(self.fields.people)
                .into_iter()
                .chain([facet("org")?])
                .collect()),
            FieldName::Speaker => facet("speaker")?,
            FieldName::City => facet("city")?,
            FieldName::Label => facet("label")?,
            FieldName::Tag => facet("tag")?,
            FieldName::After => {
                filter::dates(self.fields, Some(&filter::period("after", value)?), None)
            }
            FieldName::Before => {
                filter::dates(self.fields, None, Some(&filter::period("before", value)?))
            }
        })
    }
}

/// Whether `number` is a Chinese number, or the beginning of one, that `next` goes on with.
fn counts(number: &str, next: &str) -> bool {
    let mut rest = next.chars();
    number.chars().all(numerals::is_numeral)
        && rest
            .next()
            .is_some_and(|c| numerals::is_numeral(c) || numerals::is_measure(c))
        && rest.all(|c| numerals::is_numeral(c) || numerals::is_measure(c))
}

/// Whether an item holds nothing to look for, such as a sign between words.
fn is_bare(ast: &Ast) -> bool {
    matches!(ast, Ast::Text(text) if !runs(&text::fold(text)).any(|run| run.class != Class::Sign))
}

fn not(query: Boxed) -> Boxed {
    Box::new(BooleanQuery::new(vec![
        (Occur::Must, Box::new(AllQuery)),
        (Occur::MustNot, query),
    ]))
}

fn any(mut queries: Vec<Boxed>) -> Boxed {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}
