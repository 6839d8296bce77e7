//! Strings told by their numbers.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// Strings, numbered from 0 as they come.
///
/// They lie in one piece of memory: there are hundreds of thousands of them in a segment, and
/// with an allocation for each the memory of one segment could not be used again for the next.
#[derive(Default)]
pub(super) struct Vocabulary {
    bytes: Vec<u8>,
    /// Where each ends in `bytes`.
    ends: Vec<usize>,
    numbers: HashTable<u32>,
}

impl Vocabulary {
    /// The number of a string, which is told apart from all others by its bytes.
    pub(super) fn number(&mut self, string: &[u8]) -> u32 {
        let Self {
            bytes,
            ends,
            numbers,
        } = self;
        let hash = hash(string);
        let known = numbers.find(hash, |&number| slice(bytes, ends, number) == string);
        if let Some(&number) = known {
            return number;
        }
        let number = ends.len() as u32;
        bytes.extend_from_slice(string);
        ends.push(bytes.len());
        numbers.insert_unique(hash, number, |&number| hash_of(bytes, ends, number));
        number
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string with this number.
    pub(super) fn string(&self, number: u32) -> &[u8] {
        slice(&self.bytes, &self.ends, number)
    }

    /// All numbers, in the order of their strings' bytes.
    pub(super) fn sorted(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = (0..self.ends.len() as u32).collect();
        numbers.sort_unstable_by_key(|&number| self.string(number));
        numbers
    }

    /// Bytes of memory that it takes.
    pub(super) fn memory(&self) -> usize {
        self.bytes.len() + size_of_val(&self.ends[..]) + self.numbers.allocation_size()
    }
}

fn slice<'b>(bytes: &'b [u8], ends: &[usize], number: u32) -> &'b [u8] {
    let number = number as usize;
    let start = number.checked_sub(1).map_or(0, |before| ends[before]);
    &bytes[start..ends[number]]
}

fn hash(string: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(string);
    hasher.finish()
}

fn hash_of(bytes: &[u8], ends: &[usize], number: u32) -> u64 {
    hash(slice(bytes, ends, number))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn strings_keep_their_numbers(strings in proptest::collection::vec(".{0,3}", 0..200)) {
            let mut vocabulary = Vocabulary::default();
            let numbers: Vec<u32> = strings
                .iter()
                .map(|string| vocabulary.number(string.as_bytes()))
                .collect();
            for (string, number) in strings.iter().zip(numbers) {
                prop_assert_eq!(vocabulary.string(number), string.as_bytes());
            }
            let sorted = vocabulary.sorted();
            let sorted: Vec<&[u8]> = sorted.iter().map(|number| vocabulary.string(*number)).collect();
            let distinct: BTreeSet<&[u8]> = strings.iter().map(String::as_bytes).collect();
            prop_assert_eq!(sorted, distinct.into_iter().collect::<Vec<_>>());
            prop_assert_eq!(vocabulary.len(), vocabulary.sorted().len());
        }
    }
}
