//! Windows: stretches of a segment's documents that are matched and ranked at a time.
//!
//! One question after the other is asked about all documents of a window, not all questions about
//! one document after the other: each is then a short loop over what lies side by side in memory
//! (Boncz, Zukowski and Nes, "MonetDB/X100: Hyper-Pipelining Query Execution", 2005).

use tantivy::DocId;

/// Documents of the longest window.
pub(super) const LONGEST: usize = 2048;

/// Bits of a word.
const BITS: usize = u64::BITS as usize;

/// Documents of a segment from one up to, and without, another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) start: DocId,
    pub(super) end: DocId,
}

impl Window {
    /// The window of so many documents from `start` on, at most [`LONGEST`].
    pub(super) fn of(start: DocId, length: usize) -> Self {
        Self {
            start,
            end: start.saturating_add(length.min(LONGEST) as u32),
        }
    }

    /// The same without what lies from `end` on.
    pub(super) fn until(self, end: DocId) -> Self {
        Self {
            end: self.end.min(end),
            ..self
        }
    }

    /// How many documents lie before `doc` in it.
    #[inline]
    pub(super) fn place(self, doc: DocId) -> usize {
        (doc - self.start) as usize
    }

    /// The document with so many before it.
    #[inline]
    pub(super) fn doc(self, place: usize) -> DocId {
        self.start + place as DocId
    }

    /// How many there are.
    pub(super) fn len(self) -> usize {
        self.place(self.end)
    }
}

/// Places in a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Places([u64; LONGEST / BITS]);

impl Places {
    /// None.
    pub(super) const NONE: Self = Self([0; LONGEST / BITS]);

    /// So many, from the first one on.
    pub(super) fn first(length: usize) -> Self {
        let word = |at: usize| match length.saturating_sub(at * BITS) {
            0 => 0,
            bits => u64::MAX >> (BITS - bits.min(BITS)),
        };
        Self(std::array::from_fn(word))
    }

    #[inline]
    pub(super) fn insert(&mut self, place: usize) {
        self.0[place / BITS] |= 1 << (place % BITS);
    }

    /// Takes a place out, or not.
    #[inline]
    fn clear(&mut self, place: usize, is_out: bool) {
        self.0[place / BITS] &= !(u64::from(is_out) << (place % BITS));
    }

    /// Takes in the places of documents of a window.
    pub(super) fn insert_all(&mut self, window: Window, docs: &[DocId]) {
        docs.iter().for_each(|&doc| self.insert(window.place(doc)));
    }

    #[inline]
    pub(super) fn contains(&self, place: usize) -> bool {
        self.0[place / BITS] >> (place % BITS) & 1 == 1
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Keeps those that are in `others` as well.
    pub(super) fn intersect(&mut self, others: &Self) {
        for (word, other) in self.0.iter_mut().zip(&others.0) {
            *word &= other;
        }
    }

    /// Takes in those that are in `others`.
    pub(super) fn unite(&mut self, others: &Self) {
        for (word, other) in self.0.iter_mut().zip(&others.0) {
            *word |= other;
        }
    }

    /// Takes out those that are in `others`.
    pub(super) fn subtract(&mut self, others: &Self) {
        for (word, other) in self.0.iter_mut().zip(&others.0) {
            *word &= !other;
        }
    }

    /// All of them, in order.
    #[inline]
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0
            .iter()
            .enumerate()
            .flat_map(|(at, &word)| Ones(word).map(move |bit| at * BITS + bit))
    }

    /// The first one from `place` on.
    #[inline]
    pub(super) fn next(&self, place: usize) -> Option<usize> {
        let mut at = place / BITS;
        let mut word = self.0.get(at)? & (u64::MAX << (place % BITS));
        while word == 0 {
            at += 1;
            word = *self.0.get(at)?;
        }
        Some(at * BITS + word.trailing_zeros() as usize)
    }

    /// Keeps those that `keep` agrees to; asked in order.
    #[inline]
    pub(super) fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) {
        for (at, word) in self.0.iter_mut().enumerate() {
            for bit in Ones(*word) {
                if !keep(at * BITS + bit) {
                    *word &= !(1 << bit);
                }
            }
        }
    }
}

/// Places in a window, few of them mostly: a list beside the bits.
pub(super) struct Selection {
    places: Places,
    /// The places in order; behind the last one are others that were.
    list: [u16; LONGEST],
    length: usize,
}

impl Selection {
    /// None.
    pub(super) const NONE: Self = Self {
        places: Places::NONE,
        list: [0; LONGEST],
        length: 0,
    };

    /// Makes it these places.
    pub(super) fn set(&mut self, places: Places) {
        self.length = 0;
        places.iter().for_each(|place| {
            self.list[self.length] = place as u16;
            self.length += 1;
        });
        self.places = places;
    }

    #[inline]
    pub(super) fn contains(&self, place: usize) -> bool {
        self.places.contains(place)
    }

    pub(super) fn len(&self) -> usize {
        self.length
    }

    pub(super) fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The place with so many before it.
    #[inline]
    pub(super) fn get(&self, number: usize) -> Option<usize> {
        self.list[..self.length]
            .get(number)
            .map(|&place| place.into())
    }

    /// All of them, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.list[..self.length].iter().map(|&place| place.into())
    }

    /// Keeps those that `keep` agrees to; asked in order.
    #[inline]
    pub(super) fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) {
        // Without branches: what is kept is not to be foreseen.
        let mut kept = 0;
        for at in 0..self.length {
            let place = self.list[at];
            let is_kept = keep(place.into());
            self.list[kept] = place;
            kept += usize::from(is_kept);
            self.places.clear(place.into(), !is_kept);
        }
        self.length = kept;
    }
}

/// The places of the bits of a word that are set.
struct Ones(u64);

impl Iterator for Ones {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let bit = self.0.trailing_zeros() as usize;
        (self.0 != 0).then(|| {
            self.0 &= self.0 - 1;
            bit
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn places_are_a_set(
            some in proptest::collection::btree_set(0..LONGEST, 0..200),
            others in proptest::collection::btree_set(0..LONGEST, 0..200),
        ) {
            let of = |set: &BTreeSet<usize>| {
                let mut places = Places::NONE;
                set.iter().for_each(|place| places.insert(*place));
                places
            };
            let mut places = of(&some);
            let window = Window::of(7, LONGEST);
            let docs: Vec<DocId> = some.iter().map(|place| window.doc(*place)).collect();
            let mut inserted = of(&others);
            inserted.insert_all(window, &docs);
            prop_assert!(inserted.iter().eq(some.union(&others).copied()));
            prop_assert_eq!(places.len(), some.len());
            prop_assert_eq!(places.is_empty(), some.is_empty());
            prop_assert!(places.iter().eq(some.iter().copied()));
            prop_assert!((0..LONGEST).all(|at| places.contains(at) == some.contains(&at)));
            for at in 0..LONGEST {
                prop_assert_eq!(places.next(at), some.range(at..).next().copied());
            }
            prop_assert_eq!(places.next(LONGEST), None);
            let mut rest = places.clone();
            rest.subtract(&of(&others));
            prop_assert!(rest.iter().eq(some.difference(&others).copied()));
            let mut united = places.clone();
            united.unite(&of(&others));
            prop_assert_eq!(&united, &inserted);
            for length in [0, 1, 64, 100, LONGEST] {
                prop_assert!(Places::first(length).iter().eq(0..length));
            }
            places.intersect(&of(&others));
            prop_assert!(places.iter().eq(some.intersection(&others).copied()));
            let mut selection = Selection::NONE;
            selection.set(of(&others));
            selection.set(places.clone());
            selection.retain(|place| place % 3 == 0);
            places.retain(|place| place % 3 == 0);
            prop_assert!(selection.iter().eq(places.iter()));
            prop_assert_eq!(selection.len(), places.len());
            prop_assert_eq!(selection.is_empty(), places.is_empty());
            prop_assert!((0..LONGEST).all(|at| selection.contains(at) == places.contains(at)));
            for number in 0..=selection.len() {
                prop_assert_eq!(selection.get(number), places.iter().nth(number));
            }
            prop_assert!(places.iter().eq(some.intersection(&others).copied().filter(|at| at % 3 == 0)));
        }
    }
}
