//! One slot of a needle in a segment: the documents that any of its terms stands in.

use std::{collections::hash_map::Entry, sync::Arc};

use rustc_hash::FxHashMap;
use tantivy::{
    DocId, DocSet, TERMINATED,
    postings::{Postings as _, SegmentPostings},
};

use super::lookup::Stand;

/// Of more alternatives than this, what stands where is gathered and sorted once: they are not
/// stepped through side by side, and not kept open.
const MANY: usize = 8;

/// The documents of one slot, in order.
pub(super) enum OpenSlot {
    /// Postings, and how many characters of each term lie before the slot.
    Few(Vec<(SegmentPostings, u32)>),
    /// Every document with a place of the slot in it, or with how often one of the terms stands
    /// there where places do not matter; sorted.
    Many {
        all: Arc<Vec<(DocId, u32)>>,
        at: usize,
        is_placed: bool,
    },
}

/// What was gathered of slots in one segment, by what stands in them, and whether places matter.
pub(super) type Listed = FxHashMap<(usize, bool), Arc<Vec<(DocId, u32)>>>;

impl OpenSlot {
    /// Of the lists of a stand's terms, each with how many characters of its term lie before the
    /// slot; `is_placed` where it matters where they stand. `None` without any.
    pub(super) fn new(
        stand: &Arc<Stand>,
        lists: impl Iterator<Item = tantivy::Result<(SegmentPostings, u32)>>,
        is_placed: bool,
        listed: &mut Listed,
    ) -> tantivy::Result<Option<Self>> {
        if stand.terms.len() <= MANY {
            let lists = lists.collect::<tantivy::Result<Vec<_>>>()?;
            return Ok((!lists.is_empty()).then_some(Self::Few(lists)));
        }
        let all = match listed.entry((Arc::as_ptr(stand) as usize, is_placed)) {
            Entry::Occupied(known) => Arc::clone(known.get()),
            Entry::Vacant(new) => Arc::clone(new.insert(Arc::new(gathered(lists, is_placed)?))),
        };
        Ok((!all.is_empty()).then_some(Self::Many {
            all,
            at: 0,
            is_placed,
        }))
    }

    /// Moves to the first document at `target` or behind it.
    #[inline]
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Few(lists) => {
                let mut first = TERMINATED;
                for (list, _) in lists {
                    first = first.min(step(list, target));
                }
                first
            }
            Self::Many { all, at, .. } => {
                // Most often it is near.
                let mut reach = 1;
                while all.get(*at + reach).is_some_and(|&(doc, _)| doc < target) {
                    *at += reach;
                    reach *= 2;
                }
                let end = all.len().min(*at + reach + 1);
                *at += all[*at..end].partition_point(|&(doc, _)| doc < target);
                all.get(*at).map_or(TERMINATED, |&(doc, _)| doc)
            }
        }
    }

    /// How often any of its terms stands in `doc`, to which it has been sought.
    pub(super) fn frequency_in(&self, doc: DocId) -> u32 {
        match self {
            Self::Few(lists) => {
                let here = lists.iter().filter(|(list, _)| list.doc() == doc);
                here.map(|(list, _)| list.term_freq()).sum()
            }
            Self::Many { all, at, is_placed } => {
                let here = all[*at..].iter().take_while(|&&(other, _)| other == doc);
                match is_placed {
                    true => here.count() as u32,
                    false => here.map(|&(_, frequency)| frequency).sum(),
                }
            }
        }
    }

    /// Appends where it stands in `doc`, to which it has been sought, moved by `offset`; in order,
    /// each once.
    pub(super) fn places_in(&mut self, doc: DocId, offset: u32, places: &mut Vec<u32>) {
        match self {
            Self::Few(lists) => {
                let mut several = 0;
                for (list, before) in lists.iter_mut().filter(|(list, _)| list.doc() == doc) {
                    list.append_positions_with_offset(offset + *before, places);
                    several += 1;
                }
                if several > 1 {
                    places.sort_unstable();
                    places.dedup();
                }
            }
            Self::Many { all, at, .. } => {
                let here = all[*at..].iter().take_while(|&&(other, _)| other == doc);
                places.extend(here.map(|&(_, place)| offset + place));
            }
        }
    }
}

/// Moves to the first document at `target` or behind it.
#[inline]
pub(super) fn step(list: &mut SegmentPostings, target: DocId) -> DocId {
    match list.doc() {
        doc if doc >= target => doc,
        // The next one needs no search.
        doc if doc + 1 == target => list.advance(),
        _ => list.seek(target),
    }
}

/// Every document of some lists with a place, or with how often one stands there; sorted.
fn gathered(
    lists: impl Iterator<Item = tantivy::Result<(SegmentPostings, u32)>>,
    is_placed: bool,
) -> tantivy::Result<Vec<(DocId, u32)>> {
    let mut all = Vec::new();
    let mut places = Vec::new();
    for list in lists {
        let (mut list, before) = list?;
        while list.doc() != TERMINATED {
            let doc = list.doc();
            if is_placed {
                list.positions_with_offset(before, &mut places);
                all.extend(places.iter().map(|&place| (doc, place)));
            } else {
                all.push((doc, list.term_freq()));
            }
            list.advance();
        }
    }
    all.sort_unstable();
    if is_placed {
        all.dedup();
    }
    Ok(all)
}
