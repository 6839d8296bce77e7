//! A string as the index can find it: the grams at their distances.
//!
//! A needle is exact. It matches where its characters stand in a row (or, with `slop`, its parts
//! stand in order with at most so many characters between them), whatever a dictionary thinks.

use std::sync::Arc;

use tantivy::{
    DocId, DocSet, Score, Searcher, SegmentReader, Term,
    index::SegmentId,
    postings::TermInfo,
    query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
    schema::{Field, IndexRecordOption},
};

use super::occurrences::{Chain, Occurrences, OpenPart, Place};
use crate::text::{
    lexicon::{Edges, Lexicon},
    runs::{Class, Run, runs},
};

/// One string in one field of one commit: looked up once, opened wherever it is needed. As a query
/// it matches, and does not rank.
#[derive(Debug, Clone)]
pub(crate) struct Needle(Arc<Spec>);

#[derive(Debug)]
struct Spec {
    field: Field,
    text: String,
    /// Parts in order; between two of them up to `slop` characters may lie.
    parts: Vec<Part>,
    slop: u32,
    /// Documents that hold its rarest place: it is no more frequent than that.
    frequency: u64,
}

/// Characters in a row.
#[derive(Debug, Default)]
struct Part {
    slots: Vec<Slot>,
    /// Characters it takes.
    length: u32,
}

/// One place of a part: any of these terms.
#[derive(Debug)]
struct Slot {
    /// Characters from the part's first to this place.
    offset: u32,
    terms: Vec<Alternative>,
    /// Whether other places cover its characters: then it only has to be there, which is known
    /// sooner than where.
    covered: bool,
    /// Documents that hold it, at most.
    frequency: u64,
}

impl Slot {
    fn new(offset: u32, terms: Vec<Alternative>) -> Self {
        Self {
            offset,
            terms,
            covered: false,
            frequency: 0,
        }
    }
}

#[derive(Debug)]
struct Alternative {
    term: Term,
    /// How many of its characters lie before the place.
    before: u32,
    /// Where its postings lie in each segment that has any; `None` until it was looked up.
    found: Option<Vec<(SegmentId, TermInfo)>>,
}

impl Alternative {
    fn new(term: Term, before: u32) -> Self {
        Self {
            term,
            before,
            found: None,
        }
    }

    /// Looks the term up; says how many documents hold it.
    fn look_up(&mut self, searcher: &Searcher, field: Field) -> tantivy::Result<u64> {
        let (mut found, mut documents) = (Vec::new(), 0);
        for segment in searcher.segment_readers() {
            if let Some(info) = segment.inverted_index(field)?.get_term_info(&self.term)? {
                documents += u64::from(info.doc_freq);
                found.push((segment.segment_id(), info));
            }
        }
        self.found = Some(found);
        Ok(documents)
    }
}

impl Needle {
    /// One term; `None` when no passage holds it.
    pub(crate) fn term(searcher: &Searcher, field: Field, text: &str) -> Option<Self> {
        let term = Alternative::new(Term::from_field_text(field, text), 0);
        let slot = Slot::new(0, vec![term]);
        let part = Part {
            slots: vec![slot],
            length: text.chars().count() as u32,
        };
        Self::located(searcher, field, text.to_owned(), vec![part], 0)
    }

    /// The folded `text` as it stands; a Latin word at its ends must begin and end where the text
    /// does as `edges` tell. `None` when it holds nothing that is indexed, or what no passage holds.
    pub(crate) fn new<B: AsRef<[u8]>>(
        searcher: &Searcher,
        field: Field,
        text: &str,
        lexicon: &Lexicon<B>,
        edges: Edges,
    ) -> Option<Self> {
        Self::chain(searcher, field, &[text], 0, lexicon, edges)
    }

    /// Several texts in order, with at most `slop` characters between two of them.
    pub(crate) fn chain<B: AsRef<[u8]>>(
        searcher: &Searcher,
        field: Field,
        texts: &[&str],
        slop: u32,
        lexicon: &Lexicon<B>,
        edges: Edges,
    ) -> Option<Self> {
        let parts: Option<Vec<Part>> = texts
            .iter()
            .map(|text| part(field, text, lexicon, edges))
            .collect();
        let parts: Vec<Part> = parts?
            .into_iter()
            .filter(|part| !part.slots.is_empty())
            .collect();
        if parts.is_empty() {
            return None;
        }
        Self::located(searcher, field, texts.join(" "), parts, slop)
    }

    fn located(
        searcher: &Searcher,
        field: Field,
        text: String,
        mut parts: Vec<Part>,
        slop: u32,
    ) -> Option<Self> {
        let mut rarest = u64::MAX;
        for slot in parts.iter_mut().flat_map(|part| &mut part.slots) {
            for term in &mut slot.terms {
                // A failure to read shows when the postings are read.
                slot.frequency += term.look_up(searcher, field).unwrap_or(1);
            }
            rarest = rarest.min(slot.frequency);
            if rarest == 0 {
                return None;
            }
        }
        // The rarest says soonest where the needle is not.
        for part in &mut parts {
            part.slots.sort_by_key(|slot| slot.frequency);
        }
        Some(Self(Arc::new(Spec {
            field,
            text,
            parts,
            slop,
            frequency: rarest,
        })))
    }

    /// The field it is looked for in.
    pub(super) fn field(&self) -> Field {
        self.0.field
    }

    /// What is looked for.
    pub(super) fn text(&self) -> &str {
        &self.0.text
    }

    /// Documents that hold it, at most.
    pub(super) fn frequency(&self) -> u64 {
        self.0.frequency
    }

    /// The same for all copies of one needle.
    pub(super) fn identity(&self) -> usize {
        Arc::as_ptr(&self.0) as usize
    }

    /// Opens its postings in a segment; `None` when it is not there.
    pub(super) fn open(&self, segment: &SegmentReader) -> tantivy::Result<Option<Occurrences>> {
        let spec = &*self.0;
        let inverted = segment.inverted_index(spec.field)?;
        let is_one = spec.parts.len() == 1 && spec.parts[0].slots.len() == 1;
        let id = segment.segment_id();
        let mut parts = Vec::with_capacity(spec.parts.len());
        for part in &spec.parts {
            let mut places = Vec::with_capacity(part.slots.len());
            for slot in &part.slots {
                let option = match slot.covered {
                    true => IndexRecordOption::Basic,
                    // Of one place the frequency is enough.
                    false if is_one => IndexRecordOption::WithFreqs,
                    false => IndexRecordOption::WithFreqsAndPositions,
                };
                let mut postings = Vec::new();
                for Alternative {
                    term,
                    before,
                    found,
                } in &slot.terms
                {
                    let list = match found {
                        Some(found) => found
                            .iter()
                            .find(|(segment, _)| *segment == id)
                            .map(|(_, info)| inverted.read_postings_from_terminfo(info, option))
                            .transpose()?,
                        None => inverted.read_postings(term, option)?,
                    };
                    postings.extend(list.map(|list| (list, *before)));
                }
                if is_one && postings.len() < 2 {
                    let list = postings.pop().map(|(list, _)| Box::new(list));
                    return Ok(list.map(Occurrences::Term));
                }
                if postings.is_empty() {
                    return Ok(None);
                }
                places.push(Place::new(postings, slot.offset, slot.covered));
            }
            parts.push(OpenPart::new(places, part.length));
        }
        Ok(Some(Occurrences::Chain(Box::new(Chain::new(
            parts, spec.slop,
        )))))
    }
}

fn part<B: AsRef<[u8]>>(
    field: Field,
    text: &str,
    lexicon: &Lexicon<B>,
    edges: Edges,
) -> Option<Part> {
    let all: Vec<Run<'_>> = runs(text).collect();
    let mut slots = Vec::new();
    let Some(first) = all.first().map(|run| run.start) else {
        return Some(Part::default());
    };
    let mut length = 0;
    for (at, run) in all.iter().enumerate() {
        let offset = (run.start - first) as u32;
        length = offset + run.text.chars().count() as u32;
        let term = |text: &str| Term::from_field_text(field, text);
        match run.class {
            Class::Latin => {
                // Inside the text a word ends where it ends; at its ends the word may go on.
                let edges = Edges {
                    begins: at > 0 || edges.begins,
                    ends: at + 1 < all.len() || edges.ends,
                };
                let terms: Vec<_> = if edges == Edges::WHOLE {
                    vec![Alternative::new(term(run.text), 0)]
                } else {
                    let words = lexicon.containing(run.text, edges);
                    words
                        .into_iter()
                        .map(|(word, before)| Alternative::new(term(word), before as u32))
                        .collect()
                };
                if terms.is_empty() {
                    return None;
                }
                slots.push(Slot::new(offset, terms));
            }
            Class::Han => slots.extend(pairs(run.text).map(|(start, text, covered)| Slot {
                covered,
                ..Slot::new(offset + start, vec![Alternative::new(term(text), 0)])
            })),
            Class::Sign => {
                slots.push(Slot::new(offset, vec![Alternative::new(term(run.text), 0)]));
            }
            Class::Space => {}
        }
    }
    Some(Part { slots, length })
}

/// Pairs of a run of Han characters with their places. Every second one and the last cover it all;
/// the others are covered. One character is itself.
fn pairs(run: &str) -> impl Iterator<Item = (u32, &str, bool)> {
    let bytes: Vec<usize> = run
        .char_indices()
        .map(|(byte, _)| byte)
        .chain([run.len()])
        .collect();
    let characters = bytes.len() - 1;
    let last = characters.saturating_sub(2);
    (0..=last).map(move |start| {
        let text = &run[bytes[start]..bytes[(start + 2).min(characters)]];
        (start as u32, text, start % 2 == 1 && start != last)
    })
}

impl Query for Needle {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(NeedleWeight(self.clone())))
    }
}

struct NeedleWeight(Needle);

impl Weight for NeedleWeight {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.0.open(segment)? {
            Some(mut occurrences) => {
                occurrences.first_at(0);
                Box::new(occurrences)
            }
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        let is_there = scorer.doc() <= doc && scorer.seek(doc) == doc;
        Ok(Explanation::new_with_string(
            self.0.text().to_owned(),
            Score::from(is_there),
        ))
    }
}

impl Scorer for Occurrences {
    fn score(&mut self) -> Score {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_cover_every_character() {
        let of = |run| pairs(run).collect::<Vec<_>>();
        let (here, covered) = (false, true);
        assert_eq!(of("库"), [(0, "库", here)]);
        assert_eq!(of("数据"), [(0, "数据", here)]);
        assert_eq!(of("数据库"), [(0, "数据", here), (1, "据库", here)]);
        assert_eq!(
            of("数据库技"),
            [(0, "数据", here), (1, "据库", covered), (2, "库技", here)]
        );
        assert_eq!(
            of("数据库技术"),
            [
                (0, "数据", here),
                (1, "据库", covered),
                (2, "库技", here),
                (3, "技术", here)
            ]
        );
    }
}
