//! From an [`Ast`] to the engine's queries: the one place where a question meets the index.
//!
//! What matches and what ranks are kept apart. A passage matches when it holds every word of the
//! query, as a string, in any of its fields; the score is the sum of all evidence the query gives:
//! words, pairs, characters, whole phrases, in each field with its weight.

use std::{cell::RefCell, collections::HashMap};

use super::{
    ast::{Ast, FieldName},
    explain::Piece,
    filter,
    gather::{Gathered, Place},
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
        numerals,
        runs::{Class, runs},
        stop::is_stop,
        units::{Unit, units},
    },
};

/// A planned query.
pub(crate) struct Plan {
    pub(crate) ranked: Ranked,
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
    places: [Place<'p>; 5],
    /// What was looked up, so that it is looked up once.
    known: RefCell<Known<'p>>,
}

/// Where a string was found, by the string and its edges.
type Known<'p> = HashMap<(String, Edges), Vec<(Place<'p>, Needle)>>;

/// An item of so many words, stop words counted, is a sentence.
const SENTENCE: usize = 4;

impl<'p> Planner<'p> {
    /// A planner for one query or a few.
    pub(crate) fn new(snapshot: &'p Snapshot, fields: &'p Fields, weights: &'p Weights) -> Self {
        Self {
            snapshot,
            fields,
            weights,
            places: Place::all(snapshot, fields, weights),
            known: RefCell::default(),
        }
    }
}

impl<'p> Planner<'p> {
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
        let [place, ..] = self.places;
        let (searcher, lexicon) = (&self.snapshot.searcher, &self.snapshot.lexicon);
        let needle = Needle::new(searcher, place.field, text, lexicon, Edges::default());
        let mut gathered = Gathered {
            marks: vec![text.to_owned()],
            ..Gathered::default()
        };
        gathered.rank(0.0, 1.0, needle.clone().map(|needle| (place, needle)));
        let matching = Matching::any(needle.into_iter().collect());
        gathered.plan(matching.and(Matching::all(filters)))
    }

    /// What matches `ast` as asked.
    fn matching(&self, ast: &Ast, gathered: &mut Gathered) -> Result<Matching> {
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

    /// An item as it was typed. All words of a short one must occur, in any field, in any order.
    /// A sentence matches where it stands as it is; no passage repeats the words of a question, so
    /// mostly it is relaxed, and the ranking decides.
    fn words(&self, text: &str, gathered: &mut Gathered) -> Matching {
        let cut = self.cut(text);
        if cut.is_empty() {
            gathered.marks.push(text.to_owned());
            return self.holds(text);
        }
        let says_much = |unit: &Unit<'_>| !is_stop(unit.text);
        let all_stop = !cut.iter().any(says_much);
        let several = cut.len() > 1;
        if several {
            self.rank_string(text, Edges::default(), self.weights.phrase, gathered);
            gathered.marks.push(text.to_owned());
        }
        let mut required = Matching::default();
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
            self.rank_word(unit.text, Edges::default(), factor, &mut piece, gathered);
            // What all matches hold ranks none of them.
            if !must || !piece.synonyms.is_empty() || gathered.is_partial {
                gathered
                    .evidence
                    .extend(self.coverage(unit.text, Edges::default(), factor));
            }
            let mut needles = self.holding(unit.text, Edges::default());
            for synonym in piece.synonyms.clone() {
                // What was not typed is meant as a whole: 两个 is 2个, and not the end of 12个.
                let factor = factor * self.weights.synonym;
                self.rank_word(&synonym, Edges::WHOLE, factor, &mut piece, gathered);
                let there = self.coverage(&synonym, Edges::WHOLE, factor);
                gathered.evidence.extend(there);
                needles.extend(self.holding(&synonym, Edges::WHOLE));
                gathered.marks.push(synonym);
            }
            if must {
                gathered.marks.push(unit.text.to_owned());
                if gathered.is_partial {
                    gathered.weak.extend(needles.iter().cloned());
                    gathered.weak.extend(self.fragments(unit.text));
                }
                required = required.and(Matching::any(needles));
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
        required
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
        // A failure to read shows when the query itself is run.
        Ranked::new(self.holds(word), Vec::new())
            .matches_any(&self.snapshot.searcher)
            .unwrap_or(true)
    }

    /// `text` as a string in any field, or as a reading in pinyin.
    fn holds(&self, text: &str) -> Matching {
        Matching::any(self.holding(text, Edges::default()))
    }

    /// The needles of `text` as a string in any field, and as a reading in pinyin.
    pub(super) fn holding(&self, text: &str, edges: Edges) -> Vec<Needle> {
        let needles = self
            .needles(text, edges)
            .into_iter()
            .chain(self.reading(text));
        needles.map(|(_, needle)| needle).collect()
    }

    /// `text` as a string, in each field that holds it.
    pub(super) fn needles(&self, text: &str, edges: Edges) -> Vec<(Place<'p>, Needle)> {
        // Edges tell of Latin words.
        let is_latin = runs(text).any(|run| run.class == Class::Latin);
        let edges = if is_latin { edges } else { Edges::default() };
        let mut known = self.known.borrow_mut();
        if let Some(needles) = known.get(&(text.to_owned(), edges)) {
            return needles.clone();
        }
        let (searcher, lexicon) = (&self.snapshot.searcher, &self.snapshot.lexicon);
        let needles: Vec<(Place<'p>, Needle)> = self
            .places()
            .iter()
            .filter_map(|place| {
                let needle = Needle::new(searcher, place.field, text, lexicon, edges)?;
                Some((*place, needle))
            })
            .collect();
        known.insert((text.to_owned(), edges), needles.clone());
        needles
    }

    /// The fields that words are looked for in.
    pub(super) fn places(&self) -> &[Place<'p>] {
        &self.places[..4]
    }

    /// Pairs of a longer Han word: what is left to find when the word itself is nowhere.
    fn fragments(&self, word: &str) -> Vec<Needle> {
        let chars: Vec<char> = word.chars().collect();
        if chars.len() < 3 || runs(word).any(|run| run.class != Class::Han) {
            return Vec::new();
        }
        let pairs = chars.windows(2).map(|pair| pair.iter().collect::<String>());
        pairs
            .flat_map(|pair| self.needles(&pair, Edges::default()))
            .map(|(_, needle)| needle)
            .collect()
    }

    /// Passages with a name, organisation, city or title that reads like the Latin word `text`.
    pub(super) fn reading(&self, text: &str) -> Option<(Place<'p>, Needle)> {
        let may_be = text.len() > 1 && text.bytes().all(|b| b.is_ascii_lowercase());
        let place = self.places[4];
        let searcher = &self.snapshot.searcher;
        let needle = may_be.then(|| Needle::term(searcher, place.field, text))??;
        Some((place, needle))
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
        let needles = self.places().iter().filter_map(|place| {
            let needle = Needle::chain(searcher, place.field, &pieces, slop, lexicon, edges)?;
            Some((*place, needle))
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
        needles: Vec<(Place<'p>, Needle)>,
        factor: f32,
        gathered: &mut Gathered,
    ) -> Matching {
        let matching = needles.iter().map(|(_, needle)| needle.clone()).collect();
        gathered.rank(self.weights.tie, factor, needles);
        Matching::any(matching)
    }

    fn field(&self, field: FieldName, value: &str) -> Result<Matching> {
        let facet = |name| -> Result<Matching> {
            let searcher = &self.snapshot.searcher;
            filter::facet(searcher, self.fields, name, value).map(Matching::of)
        };
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
