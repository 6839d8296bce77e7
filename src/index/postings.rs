//! The postings of texts: from what stands at each place to the places at which each term stands.
//!
//! The engine looks up each token as it comes, in a table that no cache holds. Here a text only
//! becomes a row of numbers. When the segment is written, all tokens are sorted by counting, by what
//! they begin with, and those of a Han character by the one behind it: the lists of the characters
//! and of the pairs that they begin come out of one row, in the very order in which the engine
//! writes them (sort-based inversion: Witten, Moffat and Bell, "Managing Gigabytes", 1999, chapter
//! 5). Where there is no memory for all tokens at once, they are sorted in several rounds.

use std::{
    fs::File,
    io::{self, Read, Seek, Write},
    path::Path,
};

use tantivy::{DocId, postings::FieldSerializer};

use super::vocabulary::Vocabulary;
use crate::text::{
    runs::{Class, LONGEST_WORD, runs},
    words::Gatherer,
};

/// What tokens begin with: every Han character, Latin word and sign of a segment.
#[derive(Default)]
pub(super) struct Heads {
    vocabulary: Vocabulary,
    /// Characters of each, or [`HAN`].
    lengths: Vec<u16>,
    /// The number of each character of the basic plane and one, by its code point; 0 for none yet.
    characters: Vec<u32>,
}

/// In place of a length: a Han character, which begins a pair with another one behind it.
const HAN: u16 = 0;

const _: () = assert!(LONGEST_WORD <= u16::MAX as usize);

/// Characters of the basic plane.
const BASIC_PLANE: usize = 1 << 16;

impl Heads {
    /// The number of a character, and whether it is a new one.
    fn of_character(&mut self, c: char, class: Class) -> (u32, bool) {
        if self.characters.is_empty() {
            self.characters.resize(BASIC_PLANE, 0);
        }
        let known = self.characters.get(c as usize);
        if let Some(number) = known.and_then(|number| number.checked_sub(1)) {
            return (number, false);
        }
        let length = if class == Class::Han { HAN } else { 1 };
        let (number, is_new) = self.of_text(c.encode_utf8(&mut [0; 4]), length);
        if let Some(known) = self.characters.get_mut(c as usize) {
            *known = number + 1;
        }
        (number, is_new)
    }

    fn of_text(&mut self, text: &str, length: u16) -> (u32, bool) {
        let number = self.vocabulary.number(text.as_bytes());
        let is_new = number as usize == self.lengths.len();
        if is_new {
            self.lengths.push(length);
        }
        (number, is_new)
    }

    /// Bytes of memory that they take.
    pub(super) fn memory(&self) -> usize {
        self.vocabulary.memory()
            + size_of_val(&self.lengths[..])
            + size_of_val(&self.characters[..])
    }

    /// All of them, in the order of the engine's terms: by their bytes.
    pub(super) fn sorted(&self) -> SortedHeads<'_> {
        let sorted = self.vocabulary.sorted();
        let mut ranks = vec![0; sorted.len()];
        for (rank, &number) in (0..).zip(&sorted) {
            ranks[number as usize] = rank;
        }
        SortedHeads {
            heads: self,
            sorted,
            ranks,
        }
    }
}

/// Heads in the order of the engine's terms.
pub(super) struct SortedHeads<'h> {
    heads: &'h Heads,
    /// Their numbers, in that order.
    sorted: Vec<u32>,
    /// The place of each in that order, by its number.
    ranks: Vec<u32>,
}

impl SortedHeads<'_> {
    fn text(&self, rank: u32) -> &[u8] {
        let number = self.sorted[rank as usize];
        self.heads.vocabulary.string(number)
    }
}

/// The texts of one field in a segment: what begins at each of their characters.
///
/// A text is a row of numbers: a head's number and one, which takes as many places as the head has
/// characters, or 0 and a number of places at which nothing begins. Between two texts lies one of
/// these. What is frequent comes early and has a small number, so that a row is shorter than its
/// text; rows that were filled lie on disk.
pub(super) struct Texts<'d> {
    /// The row at hand, and of how many bytes it is full.
    row: Vec<u8>,
    full: usize,
    /// Rows that were filled, the folder they lie in, and the bytes of each.
    filled: Option<File>,
    dir: &'d Path,
    lengths: Vec<usize>,
    /// Places so far.
    places: u32,
    /// Where each text starts, and its document.
    starts: Vec<(u32, DocId)>,
    /// How often each head begins a token.
    counts: Vec<u32>,
    tokens: u64,
}

impl<'d> Texts<'d> {
    /// None yet. Rows of `full` bytes are brought to disk, into the folder `dir`.
    pub(super) fn new(dir: &'d Path, full: usize) -> Self {
        Self {
            row: Vec::new(),
            full,
            filled: None,
            dir,
            lengths: Vec::new(),
            places: 0,
            starts: Vec::new(),
            counts: Vec::new(),
            tokens: 0,
        }
    }

    /// Adds the text of a document behind those of earlier ones, and tells `words` of what occurs in
    /// it. Returns the number of its tokens.
    ///
    /// # Errors
    /// When a row cannot be brought to disk.
    pub(super) fn push(
        &mut self,
        document: DocId,
        text: &str,
        heads: &mut Heads,
        words: &mut Gatherer<'_>,
    ) -> io::Result<u32> {
        self.starts.push((self.places, document));
        let (mut tokens, mut end) = (0, 0);
        for run in runs(text) {
            self.gap(run.start - end);
            if run.class == Class::Latin {
                let length = run.text.chars().count();
                let (head, is_new) = heads.of_text(run.text, length as u16);
                if is_new {
                    words.latin(run.text);
                }
                self.token(head);
                tokens += 1;
                end = run.start + length;
                continue;
            }
            if run.class == Class::Han {
                words.han(run.text);
            }
            let mut characters = 0;
            for c in run.text.chars() {
                let (head, is_new) = heads.of_character(c, run.class);
                if is_new && run.class == Class::Han {
                    words.character(c);
                }
                self.token(head);
                characters += 1;
            }
            // Each character behind the first one ends a pair as well.
            tokens += 2 * characters - 1;
            end = run.start + characters;
        }
        self.gap(1);
        self.places += end as u32 + 1;
        self.tokens += tokens as u64;
        if self.row.len() >= self.full {
            self.fill()?;
        }
        Ok(tokens as u32)
    }

    fn token(&mut self, head: u32) {
        let number = head as usize;
        if number >= self.counts.len() {
            self.counts.resize(number + 1, 0);
        }
        self.counts[number] += 1;
        put(&mut self.row, head + 1);
    }

    /// Nothing begins at so many places.
    fn gap(&mut self, places: usize) {
        if places > 0 {
            put(&mut self.row, 0);
            put(&mut self.row, places as u32);
        }
    }

    /// Brings the row at hand to disk.
    fn fill(&mut self) -> io::Result<()> {
        let file = match &mut self.filled {
            Some(file) => file,
            none => none.insert(tempfile::tempfile_in(self.dir)?),
        };
        file.write_all(&self.row)?;
        self.lengths.push(self.row.len());
        self.row.clear();
        Ok(())
    }

    /// Whether half of the places that can be told apart are taken.
    pub(super) fn is_long(&self) -> bool {
        self.places > u32::MAX / 2
    }

    /// Whether a text of so many bytes has room behind the others.
    pub(super) fn has_room(&self, bytes: usize) -> bool {
        self.places as usize + bytes < u32::MAX as usize
    }

    /// Tokens of all texts.
    pub(super) fn tokens(&self) -> u64 {
        self.tokens
    }

    /// Bytes of memory that they take.
    pub(super) fn memory(&self) -> usize {
        self.row.len() + size_of_val(&self.starts[..]) + size_of_val(&self.counts[..])
    }

    /// Writes the postings of all terms, with about `memory` bytes to sort them.
    pub(super) fn write(
        self,
        heads: &SortedHeads<'_>,
        field: &mut FieldSerializer<'_>,
        memory: usize,
    ) -> io::Result<()> {
        let count = |&number: &u32| self.counts.get(number as usize).map_or(0, |n| *n as usize);
        let counts: Vec<usize> = heads.sorted.iter().map(count).collect();
        let at_once = memory / size_of::<Token>();
        let mut lists = Lists::new(&self.starts, self.places, heads, field);
        let mut from = 0;
        while from < counts.len() {
            // As many heads at once as there is room for.
            let (mut to, mut room) = (from, 0);
            while to < counts.len() && (to == from || room + counts[to] <= at_once) {
                room += counts[to];
                to += 1;
            }
            let mut tokens = self.sorted(heads, from, &counts[from..to])?;
            let mut rest = &mut tokens[..];
            for (rank, &count) in (from as u32..).zip(&counts[from..to]) {
                let (same, others) = rest.split_at_mut(count);
                lists.head(rank, same)?;
                rest = others;
            }
            from = to;
        }
        Ok(())
    }

    /// The tokens that heads from the rank `from` on begin, in the order of their ranks, those of
    /// one as they come; told how many each has.
    fn sorted(
        &self,
        heads: &SortedHeads<'_>,
        from: usize,
        counts: &[usize],
    ) -> io::Result<Vec<Token>> {
        let mut next = Vec::with_capacity(counts.len());
        let mut room = 0;
        for count in counts {
            next.push(room);
            room += count;
        }
        let mut sorted = vec![0; room];
        let mut place = 0;
        self.rows(|row| {
            each_token(
                row,
                &mut place,
                &heads.heads.lengths,
                |place, head, behind| {
                    let rank = heads.ranks[head as usize] as usize;
                    if let Some(next) = next.get_mut(rank.wrapping_sub(from)) {
                        let behind = behind.map_or(0, |behind| heads.ranks[behind as usize] + 1);
                        sorted[*next] = Token::from(behind) << 32 | Token::from(place);
                        *next += 1;
                    }
                },
            );
        })?;
        Ok(sorted)
    }

    /// Calls `each` with every row, in order.
    fn rows(&self, mut each: impl FnMut(&[u8])) -> io::Result<()> {
        if let Some(mut file) = self.filled.as_ref() {
            file.rewind()?;
            let mut row = Vec::new();
            for &length in &self.lengths {
                row.resize(length, 0);
                file.read_exact(&mut row)?;
                each(&row);
            }
        }
        each(&self.row);
        Ok(())
    }
}

/// A token of a head: above, the rank of the Han character with which it makes a pair and one, or 0;
/// below, its place.
type Token = u64;

/// Calls `each` with the place and the head of every token in a row, and with the Han character
/// behind it, where it is one itself.
fn each_token(
    mut row: &[u8],
    place: &mut u32,
    lengths: &[u16],
    mut each: impl FnMut(u32, u32, Option<u32>),
) {
    // The Han character before this place.
    let mut before: Option<(u32, u32)> = None;
    while let Some(number) = take(&mut row) {
        let head = number.checked_sub(1);
        let han = head.filter(|&head| lengths[head as usize] == HAN);
        if let Some((place, character)) = before.take() {
            each(place, character, han);
        }
        match (head, han) {
            (_, Some(character)) => {
                before = Some((*place, character));
                *place += 1;
            }
            (Some(head), None) => {
                each(*place, head, None);
                *place += u32::from(lengths[head as usize]);
            }
            (None, None) => *place += take(&mut row).unwrap_or(0),
        }
    }
}

/// Appends a number: seven bits a byte, the lowest first, the high bit on all but the last (LEB128).
fn put(row: &mut Vec<u8>, mut number: u32) {
    while number >= 1 << 7 {
        row.push(number as u8 | 1 << 7);
        number >>= 7;
    }
    row.push(number as u8);
}

/// Takes a number off the front of a row.
#[inline]
fn take(row: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..u32::BITS).step_by(7) {
        let (&byte, rest) = row.split_first()?;
        *row = rest;
        number |= u32::from(byte & !(1 << 7)) << shift;
        if byte < 1 << 7 {
            break;
        }
    }
    Some(number)
}

/// Writes the lists of terms, one after the other.
struct Lists<'t, 's> {
    starts: &'t [(u32, DocId)],
    heads: &'t SortedHeads<'t>,
    field: &'t mut FieldSerializer<'s>,
    /// For each stretch of places the first text that reaches into it.
    reaching: Vec<u32>,
    term: Vec<u8>,
    /// The documents of a term, how often it stands in each, and how far behind the last time.
    documents: Vec<(DocId, u32)>,
    distances: Vec<u32>,
}

/// Places of a stretch.
const STRETCH: usize = 64;

impl<'t, 's> Lists<'t, 's> {
    /// Of texts that start there and have so many places together.
    fn new(
        starts: &'t [(u32, DocId)],
        places: u32,
        heads: &'t SortedHeads<'t>,
        field: &'t mut FieldSerializer<'s>,
    ) -> Self {
        let mut reaching = Vec::with_capacity(places as usize / STRETCH + 1);
        let ends = starts.iter().skip(1).map(|text| text.0).chain([places]);
        for (number, end) in (0..).zip(ends) {
            // All stretches that begin before its end.
            reaching.resize((end as usize).div_ceil(STRETCH), number);
        }
        Self {
            starts,
            heads,
            field,
            reaching,
            term: Vec::new(),
            documents: Vec::new(),
            distances: Vec::new(),
        }
    }

    /// Writes the term that a head is, and the pairs that it begins.
    fn head(&mut self, rank: u32, tokens: &mut [Token]) -> io::Result<()> {
        if tokens.is_empty() {
            return Ok(());
        }
        let heads = self.heads;
        self.term.clear();
        self.term.extend_from_slice(heads.text(rank));
        let head = self.term.len();
        self.list(tokens)?;
        tokens.sort_unstable();
        for same in tokens.chunk_by(|one, other| one >> 32 == other >> 32) {
            if let Some(behind) = ((same[0] >> 32) as u32).checked_sub(1) {
                self.term.truncate(head);
                self.term.extend_from_slice(heads.text(behind));
                self.list(same)?;
            }
        }
        Ok(())
    }

    /// Writes the postings of the term at hand, whose tokens are these, in the order of their places.
    fn list(&mut self, tokens: &[Token]) -> io::Result<()> {
        self.documents.clear();
        self.distances.clear();
        let start_of = |number: usize| self.starts.get(number).map_or(u32::MAX, |text| text.0);
        // Where the text at hand ends, and the last place in it, at first its start.
        let (mut end, mut last) = (0, 0);
        for place in tokens.iter().map(|token| *token as u32) {
            if place >= end {
                let mut number = self.reaching[place as usize / STRETCH] as usize;
                while start_of(number + 1) <= place {
                    number += 1;
                }
                (last, end) = (start_of(number), start_of(number + 1));
                self.documents.push((self.starts[number].1, 0));
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
