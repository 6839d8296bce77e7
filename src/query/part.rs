//! A part of a needle: characters in a row, as the terms that the index holds of them.

use tantivy::{
    InvertedIndexReader, Searcher, SegmentReader, Term,
    index::SegmentId,
    postings::{SegmentPostings, TermInfo},
    schema::{Field, IndexRecordOption},
};

use super::cursor::Cursor;
use crate::text::{
    lexicon::{Edges, Lexicon},
    runs::{Class, Run, runs},
};

/// Characters in a row.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) slots: Vec<Slot>,
    /// Characters it takes.
    pub(super) length: u32,
}

/// A place in a part: one of these terms stands there.
#[derive(Debug)]
pub(super) struct Slot {
    /// Characters from the part's first to this one.
    pub(super) offset: u32,
    pub(super) terms: Vec<Alternative>,
    /// Whether other places cover its characters: then it only has to be there, which is known
    /// sooner than where.
    pub(super) covered: bool,
    /// Documents that hold it, at most.
    pub(super) frequency: u64,
}

impl Slot {
    pub(super) fn new(offset: u32, terms: Vec<Alternative>) -> Self {
        Self {
            offset,
            terms,
            covered: false,
            frequency: 0,
        }
    }
}

/// A term that may stand in a slot.
#[derive(Debug)]
pub(super) struct Alternative {
    term: Term,
    /// How many of its characters lie before the slot.
    pub(super) before: u32,
    /// Where its postings lie in each segment that has any; `None` until it was looked up.
    found: Option<Vec<(SegmentId, TermInfo)>>,
}

impl Alternative {
    pub(super) fn new(term: Term, before: u32) -> Self {
        Self {
            term,
            before,
            found: None,
        }
    }

    /// Looks the term up; says how many documents hold it.
    pub(super) fn look_up(&mut self, searcher: &Searcher, field: Field) -> tantivy::Result<u64> {
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

    /// Opens its postings in a segment; `None` when it is not there.
    pub(super) fn open(
        &self,
        segment: &SegmentReader,
        inverted: &InvertedIndexReader,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<SegmentPostings>> {
        let info = self.info(segment, inverted)?;
        let list = info.map(|info| inverted.read_postings_from_terminfo(&info, option));
        Ok(list.transpose()?)
    }

    /// The same, to be read block by block, without positions.
    pub(super) fn open_blocks(
        &self,
        segment: &SegmentReader,
        inverted: &InvertedIndexReader,
    ) -> tantivy::Result<Option<Box<Cursor>>> {
        let Some(info) = self.info(segment, inverted)? else {
            return Ok(None);
        };
        let option = IndexRecordOption::WithFreqs;
        let blocks = inverted.read_block_postings_from_terminfo(&info, option)?;
        Ok(Some(Box::new(Cursor::new(blocks))))
    }

    fn info(
        &self,
        segment: &SegmentReader,
        inverted: &InvertedIndexReader,
    ) -> tantivy::Result<Option<TermInfo>> {
        let Some(found) = &self.found else {
            return Ok(inverted.get_term_info(&self.term)?);
        };
        let id = segment.segment_id();
        let here = found.iter().find(|(segment, _)| *segment == id);
        Ok(here.map(|(_, info)| info.clone()))
    }
}

/// The grams of folded `text` at their distances; a Latin word at its ends must begin and end where
/// the text does as `edges` tell. `None` when no word of the lexicon does.
pub(super) fn part<B: AsRef<[u8]>>(
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
