//! The order of what matches.

use std::{
    cmp::Ordering,
    collections::{HashMap, hash_map::Entry},
    rc::Rc,
};

use tantivy::{
    DocAddress, Score, Searcher, SegmentOrdinal,
    columnar::{Column, StrColumn},
};

use super::Sort;

/// One match.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Match {
    pub(crate) score: Score,
    /// Days since 1970; the least number there is without a date.
    pub(crate) day: i64,
    pub(crate) address: DocAddress,
}

/// Sums of the same parts differ in the last bits with the order in which they are added, which
/// depends on how the index is cut into segments; scores that agree in so many bits are equal.
const BITS_KEPT: u32 = 14;

/// A score as it is compared.
pub(super) fn rounded(score: Score) -> u32 {
    let dropped = 23 - BITS_KEPT;
    (score.max(0.0).to_bits() + (1 << (dropped - 1))) >> dropped
}

fn order(sort: Sort, a: &Match, b: &Match) -> Ordering {
    let newest = || b.day.cmp(&a.day);
    let relevant = || rounded(b.score).cmp(&rounded(a.score));
    match sort {
        Sort::Relevance => relevant().then_with(newest),
        Sort::Newest => newest().then_with(relevant),
        // What has no date comes last either way.
        Sort::Oldest => (a.day == i64::MIN)
            .cmp(&(b.day == i64::MIN))
            .then(a.day.cmp(&b.day))
            .then_with(relevant),
    }
}

/// Puts the first `wanted` matches in order: by `sort`, ties by path, then by line.
pub(crate) fn best(
    places: &mut Places<'_>,
    mut matches: Vec<Match>,
    sort: Sort,
    wanted: usize,
) -> tantivy::Result<Vec<Match>> {
    if wanted == 0 {
        return Ok(Vec::new());
    }
    if matches.len() > wanted {
        let last = *matches
            .select_nth_unstable_by(wanted - 1, |a, b| order(sort, a, b))
            .1;
        // Those that tie with the last are all kept until paths decide.
        matches.retain(|m| order(sort, m, &last) != Ordering::Greater);
    }
    matches.sort_by(|a, b| order(sort, a, b));
    let mut ordered = Vec::with_capacity(wanted);
    let mut rest = matches.as_slice();
    while let Some(first) = rest.first() {
        if ordered.len() >= wanted {
            break;
        }
        let ties = rest
            .iter()
            .take_while(|m| order(sort, first, m) == Ordering::Equal)
            .count();
        let (group, others) = rest.split_at(ties);
        if ties == 1 {
            ordered.push(group[0]);
        } else {
            let keyed: tantivy::Result<Vec<_>> = group
                .iter()
                .map(|m| Ok((places.place(m.address)?, *m)))
                .collect();
            let mut keyed = keyed?;
            keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
            ordered.extend(keyed.into_iter().map(|(_, m)| m));
        }
        rest = others;
    }
    ordered.truncate(wanted);
    Ok(ordered)
}

/// Where passages stand. A path is read once, however many of its passages are asked for.
pub(crate) struct Places<'s> {
    searcher: &'s Searcher,
    columns: HashMap<SegmentOrdinal, Columns>,
    paths: HashMap<(SegmentOrdinal, u64), Rc<str>>,
}

struct Columns {
    path: Option<StrColumn>,
    line: Column<u64>,
}

impl<'s> Places<'s> {
    pub(crate) fn new(searcher: &'s Searcher) -> Self {
        Self {
            searcher,
            columns: HashMap::new(),
            paths: HashMap::new(),
        }
    }

    /// Path of the recap that a passage stands in.
    pub(crate) fn path(&mut self, address: DocAddress) -> tantivy::Result<Rc<str>> {
        Ok(self.place(address)?.0)
    }

    /// Path and line of a passage.
    fn place(&mut self, address: DocAddress) -> tantivy::Result<(Rc<str>, u64)> {
        let segment = address.segment_ord;
        let columns = match self.columns.entry(segment) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let fast = self.searcher.segment_reader(segment).fast_fields();
                new.insert(Columns {
                    path: fast.str("path")?,
                    line: fast.u64("line")?,
                })
            }
        };
        let line = columns.line.first(address.doc_id).unwrap_or(0);
        let ordinal = columns
            .path
            .as_ref()
            .and_then(|path| path.term_ords(address.doc_id).next());
        let (Some(column), Some(ordinal)) = (&columns.path, ordinal) else {
            return Ok((Rc::from(""), line));
        };
        let path = match self.paths.entry((segment, ordinal)) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => {
                let mut path = String::new();
                column.ord_to_str(ordinal, &mut path)?;
                new.insert(Rc::from(path)).clone()
            }
        };
        Ok((path, line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_that_differ_in_their_last_bits_are_equal() {
        assert_eq!(rounded(12.345_678), rounded(12.345_679));
        assert!(rounded(12.35) > rounded(12.34));
        assert!(rounded(0.001) > rounded(0.0));
        assert_eq!(rounded(-1.0), rounded(0.0));
    }
}
