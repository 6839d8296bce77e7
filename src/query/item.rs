//! An item of a query, text as it was typed between spaces: how it is cut, and what of it must
//! match.

use std::collections::HashSet;

use super::{explain::Piece, gather::Gathered, matching::Matching, needle::Needle, plan::Planner};
use crate::{
    error::Result,
    text::{
        lexicon::Edges,
        numerals,
        runs::{Class, runs},
        stop::is_stop,
        units::{Unit, units},
    },
};

/// An item of so many words, stop words counted, is a sentence.
const SENTENCE: usize = 4;

impl Planner<'_> {
    /// An item as it was typed. All words of a short one must occur, in any field, in any order.
    /// A sentence matches where it stands as it is; no passage repeats the words of a question, so
    /// mostly it is relaxed, and the ranking decides.
    pub(super) fn item(&self, text: &str, gathered: &mut Gathered) -> Result<Matching> {
        let cut = self.cut(text)?;
        if cut.is_empty() {
            gathered.marks.push(text.to_owned());
            return match gathered.is_relaxed {
                true => Ok(Matching::nothing()),
                false => self.holds(text),
            };
        }
        let says_much = |unit: &Unit<'_>| !is_stop(unit.text);
        let all_stop = !cut.iter().any(says_much);
        let several = cut.len() > 1;
        if several {
            self.rank_string(text, Edges::default(), self.weights.phrase, gathered)?;
            gathered.marks.push(text.to_owned());
        }
        let weak = gathered.weak.len();
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
            self.rank_word(unit.text, Edges::default(), factor, &mut piece, gathered)?;
            // What all matches hold ranks none of them.
            if !must || !piece.synonyms.is_empty() || gathered.is_partial {
                let there = self.coverage(unit.text, Edges::default(), factor)?;
                gathered.evidence.extend(there);
            }
            let mut needles = self.holding(unit.text, Edges::default())?;
            for synonym in piece.synonyms.clone() {
                // What was not typed is meant as a whole: 两个 is 2个, and not the end of 12个.
                let factor = factor * self.weights.synonym;
                self.rank_word(&synonym, Edges::WHOLE, factor, &mut piece, gathered)?;
                let there = self.coverage(&synonym, Edges::WHOLE, factor)?;
                gathered.evidence.extend(there);
                needles.extend(self.holding(&synonym, Edges::WHOLE)?);
                gathered.marks.push(synonym);
            }
            if must {
                gathered.marks.push(unit.text.to_owned());
                if gathered.is_partial {
                    gathered.weak.extend(needles.iter().cloned());
                    gathered.weak.extend(self.fragments(unit.text)?);
                }
                required = required.and(Matching::Any(needles));
            }
            gathered.pieces.push(piece);
        }
        let mut whole = Piece {
            word: text.to_owned(),
            ..Piece::default()
        };
        self.rank_run(text, &cut, &mut whole, gathered)?;
        gathered.pieces.push(whole);
        if gathered.is_relaxed {
            return Ok(Matching::Any(gathered.weak.split_off(weak)));
        }
        if cut.len() >= SENTENCE {
            return self.holds(text);
        }
        Ok(required)
    }

    /// Cuts folded text into words as the index's own dictionary does; a number stays with what it
    /// counts.
    pub(super) fn cut<'q>(&self, text: &'q str) -> Result<Vec<Unit<'q>>> {
        let snapshot = self.snapshot;
        let mut failed = None;
        let live = |word: &str| {
            let occurs = match snapshot.commit.stale {
                true => self.occurs(word),
                false => Ok(true),
            };
            occurs.unwrap_or_else(|error| {
                failed = Some(error);
                true
            })
        };
        let mut cut: Vec<Unit<'q>> = Vec::new();
        let mut end = 0;
        let begins: HashSet<char> = text.chars().collect();
        let stands = |word: &&String| {
            word.chars().next().is_some_and(|c| begins.contains(&c)) && text.contains(word.as_str())
        };
        let whole: Vec<String> = snapshot.kept_whole.iter().filter(stands).cloned().collect();
        for unit in units(text, &snapshot.lexicon, &whole, live) {
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
        failed.map_or(Ok(cut), Err)
    }

    /// Pairs of a longer Han word: what is left to find when the word itself is nowhere.
    fn fragments(&self, word: &str) -> Result<Vec<Needle>> {
        let chars: Vec<char> = word.chars().collect();
        if chars.len() < 3 || runs(word).any(|run| run.class != Class::Han) {
            return Ok(Vec::new());
        }
        let mut needles = Vec::new();
        for pair in chars.windows(2) {
            let pair: String = pair.iter().collect();
            let found = self.needles(&pair, Edges::default())?.into_iter();
            needles.extend(found.map(|(_, needle)| needle));
        }
        Ok(needles)
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
