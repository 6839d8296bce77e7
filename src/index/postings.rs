//! The postings of texts: from what stands at each place to the places at which each term stands.
//!
//! The engine looks up each token as it comes, in a table that no cache holds. Here a text only
//! becomes a row of numbers, one a character. When the segment is written, the places are sorted by
//! counting: by what begins there and, where that is a Han character, by the one behind it. The
//! lists of the characters and of the pairs that they begin come out of one row, in the very order
//! in which the engine writes them (sort-based inversion: Witten, Moffat and Bell, "Managing
//! Gigabytes", 1999, chapter 5).

use std::io;

use tantivy::{DocId, postings::FieldSerializer};

use super::vocabulary::Vocabulary;
use crate::text::runs::{Class, runs};

/// A place at which no token begins: inside a Latin word, between words, behind a text.
const NOTHING: u32 = 0;

/// Added to what stands for a Han character: with another one behind it, it begins a pair.
const HAN: u32 = 1 << 31;

/// What tokens begin with: every Han character, Latin word and sign of a segment.
#[derive(Default)]
pub(super) struct Heads {
    vocabulary: Vocabulary,
    /// What stands for each character of the basic plane, by its code point.
    characters: Vec<u32>,
}

/// Characters of the basic plane.
const BASIC_PLANE: usize = 1 << 16;

impl Heads {
    fn of_character(&mut self, c: char) -> u32 {
        if self.characters.is_empty() {
            self.characters.resize(BASIC_PLANE, NOTHING);
        }
        let known = self.characters.get(c as usize).copied();
        if let Some(head) = known.filter(|head| *head != NOTHING) {
            return head;
        }
        let head = self.of_word(c.encode_utf8(&mut [0; 4]));
        if known.is_some() {
            self.characters[c as usize] = head;
        }
        head
    }

    fn of_word(&mut self, word: &str) -> u32 {
        self.vocabulary.number(word.as_bytes()) + 1
    }

    /// Bytes of memory that they take.
    pub(super) fn memory(&self) -> usize {
        self.vocabulary.memory() + size_of_val(&self.characters[..])
    }

    /// All of them, in the order of the engine's terms: by their bytes.
    pub(super) fn sorted(&self) -> SortedHeads<'_> {
        let sorted = self.vocabulary.sorted();
        let mut ranks = vec![0; sorted.len()];
        for (rank, &number) in (0..).zip(&sorted) {
            ranks[number as usize] = rank;
        }
        SortedHeads {
            vocabulary: &self.vocabulary,
            sorted,
            ranks,
        }
    }
}

/// Heads in the order of the engine's terms.
pub(super) struct SortedHeads<'h> {
    vocabulary: &'h Vocabulary,
    /// Their numbers, in that order.
    sorted: Vec<u32>,
    /// The place of each in that order, by its number.
    ranks: Vec<u32>,
}

impl SortedHeads<'_> {
    fn len(&self) -> usize {
        self.sorted.len()
    }

    fn text(&self, rank: usize) -> &[u8] {
        self.vocabulary.string(self.sorted[rank])
    }
}

/// The texts of one field in a segment.
#[derive(Default)]
pub(super) struct Texts {
    /// What begins at each character of all texts, one behind the other: a head's number and one,
    /// marked if it is Han. Behind each text lies a place with nothing.
    places: Vec<u32>,
    /// Where each text starts in `places`, and its document.
    starts: Vec<(u32, DocId)>,
    tokens: u64,
}

impl Texts {
    /// Adds the text of a document behind those of earlier ones. Returns the number of its tokens.
    pub(super) fn push(&mut self, document: DocId, text: &str, heads: &mut Heads) -> u32 {
        let start = self.places.len();
        self.starts.push((start as u32, document));
        let mut tokens = 0;
        for run in runs(text) {
            self.places.resize(start + run.start, NOTHING);
            tokens += 1;
            if run.class == Class::Latin {
                self.places.push(heads.of_word(run.text));
                continue;
            }
            let mark = if run.class == Class::Han { HAN } else { 0 };
            let before = self.places.len();
            let numbers = run.text.chars().map(|c| heads.of_character(c) | mark);
            self.places.extend(numbers);
            // Each character behind the first one begins a token and ends a pair.
            tokens += 2 * (self.places.len() - before - 1);
        }
        self.places.push(NOTHING);
        self.tokens += tokens as u64;
        tokens as u32
    }

    /// Whether a text of so many bytes has room behind the others.
    pub(super) fn has_room(&self, bytes: usize) -> bool {
        self.places.len() + bytes < u32::MAX as usize
    }

    /// Tokens of all texts.
    pub(super) fn tokens(&self) -> u64 {
        self.tokens
    }

    /// Bytes of memory that they take, and will take while they are written.
    pub(super) fn memory(&self) -> usize {
        let places = self.places.len() + self.at_once();
        places * size_of::<u32>() + size_of_val(&self.starts[..])
    }

    /// Writes the postings of all terms.
    pub(super) fn write(
        mut self,
        heads: &SortedHeads<'_>,
        field: &mut FieldSerializer<'_>,
    ) -> io::Result<()> {
        // From here on a place holds the rank of its head, from 1.
        let mut counts = vec![0; heads.len()];
        for place in self.places.iter_mut().filter(|place| **place != NOTHING) {
            let rank = heads.ranks[(*place & !HAN) as usize - 1];
            counts[rank as usize] += 1;
            *place = (*place & HAN) | (rank + 1);
        }
        let mut lists = Lists::new(&self, heads, field);
        let mut from = 0;
        while from < counts.len() {
            // As many heads at once as there is room for.
            let (mut to, mut room) = (from, 0);
            while to < counts.len() && (to == from || room + counts[to] <= self.at_once()) {
                room += counts[to];
                to += 1;
            }
            let places = sorted(&self.places, from, &counts[from..to]);
            let mut start = 0;
            for rank in from..to {
                let end = start + counts[rank];
                lists.head(rank, &places[start..end])?;
                start = end;
            }
            from = to;
        }
        Ok(())
    }

    /// Places that are sorted at once: in four rounds, for a quarter of the memory.
    fn at_once(&self) -> usize {
        self.places.len() / 4
    }
}

/// The places at which heads from the rank `from` on begin, in the order of their ranks, those of
/// one as they come; told how many each has.
fn sorted(places: &[u32], from: usize, counts: &[usize]) -> Vec<u32> {
    let mut next = Vec::with_capacity(counts.len());
    let mut room = 0;
    for count in counts {
        next.push(room);
        room += count;
    }
    let mut sorted = vec![0; room];
    let first = from as u32 + 1;
    for (place, head) in (0..).zip(places) {
        if let Some(next) = next.get_mut((head & !HAN).wrapping_sub(first) as usize) {
            sorted[*next] = place;
            *next += 1;
        }
    }
    sorted
}

/// Writes the lists of terms, one after the other.
struct Lists<'t, 's> {
    texts: &'t Texts,
    heads: &'t SortedHeads<'t>,
    field: &'t mut FieldSerializer<'s>,
    /// For each stretch of places the first text that reaches into it.
    reaching: Vec<u32>,
    term: Vec<u8>,
    /// The pairs that a head begins: the rank of the character behind it, and the place.
    pairs: Vec<u64>,
    /// The documents of a term, how often it stands in each, and how far behind the last time.
    documents: Vec<(DocId, u32)>,
    distances: Vec<u32>,
}

/// Places of a stretch.
const STRETCH: usize = 64;

impl<'t, 's> Lists<'t, 's> {
    fn new(
        texts: &'t Texts,
        heads: &'t SortedHeads<'t>,
        field: &'t mut FieldSerializer<'s>,
    ) -> Self {
        let mut reaching = Vec::with_capacity(texts.places.len() / STRETCH + 1);
        for (number, window) in (0..).zip(texts.starts.windows(2)) {
            // The next text starts at `end`: all stretches that begin before it.
            let end = window[1].0 as usize;
            reaching.resize(end.div_ceil(STRETCH), number);
        }
        let last = texts.starts.len().saturating_sub(1) as u32;
        reaching.resize(texts.places.len().div_ceil(STRETCH), last);
        Self {
            texts,
            heads,
            field,
            reaching,
            term: Vec::new(),
            pairs: Vec::new(),
            documents: Vec::new(),
            distances: Vec::new(),
        }
    }

    /// Writes the term that a head is, and the pairs that it begins.
    fn head(&mut self, rank: usize, places: &[u32]) -> io::Result<()> {
        let Some(&first) = places.first() else {
            return Ok(());
        };
        let heads = self.heads;
        self.term.clear();
        self.term.extend_from_slice(heads.text(rank));
        self.list(places.iter().copied())?;
        if self.texts.places[first as usize] & HAN == 0 {
            return Ok(());
        }
        let mut pairs = std::mem::take(&mut self.pairs);
        pairs.clear();
        for &place in places {
            let behind = self.texts.places[place as usize + 1];
            if behind & HAN != 0 {
                pairs.push(u64::from(behind & !HAN) << 32 | u64::from(place));
            }
        }
        pairs.sort_unstable();
        for same in pairs.chunk_by(|one, other| one >> 32 == other >> 32) {
            let behind = (same[0] >> 32) as usize - 1;
            self.term.truncate(heads.text(rank).len());
            self.term.extend_from_slice(heads.text(behind));
            self.list(same.iter().map(|pair| *pair as u32))?;
        }
        self.pairs = pairs;
        Ok(())
    }

    /// Writes the postings of the term at hand, which begins at these places, in order.
    fn list(&mut self, places: impl Iterator<Item = u32>) -> io::Result<()> {
        self.documents.clear();
        self.distances.clear();
        let starts = &self.texts.starts;
        // Where the text at hand ends, and the last place in it, at first its start.
        let (mut end, mut last) = (0, 0);
        for place in places {
            if place >= end {
                let mut number = self.reaching[place as usize / STRETCH] as usize;
                let start_of = |number: usize| starts.get(number).map_or(u32::MAX, |text| text.0);
                while start_of(number + 1) <= place {
                    number += 1;
                }
                (last, end) = (starts[number].0, start_of(number + 1));
                self.documents.push((starts[number].1, 0));
            }
            self.distances.push(place - last);
            last = place;
            if let Some((_, frequency)) = self.documents.last_mut() {
                *frequency += 1;
            }
        }
        let documents = self.documents.len() as u32;
        self.field.new_term(&self.term, documents, true)?;
        let mut distances = &self.distances[..];
        for &(document, frequency) in &self.documents {
            let (here, rest) = distances.split_at(frequency as usize);
            self.field.write_doc(document, frequency, here);
            distances = rest;
        }
        self.field.close_term()
    }
}
