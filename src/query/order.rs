//! The order of what matches.

use std::{cmp::Ordering, sync::Arc};

use tantivy::{DocAddress, Score};

use super::Sort;
use crate::index::Snapshot;

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

/// Bits of a score that are not compared.
const DROPPED: u32 = 23 - BITS_KEPT;

/// A score as it is compared.
pub(super) fn rounded(score: Score) -> u32 {
    (score.max(0.0).to_bits() + (1 << (DROPPED - 1))) >> DROPPED
}

/// The least score that is compared as `rounded`.
pub(super) fn least(rounded: u32) -> Score {
    let half = 1 << (DROPPED - 1);
    Score::from_bits((rounded << DROPPED).saturating_sub(half))
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

/// Puts the first `wanted` matches in order: by `sort`, ties by path, by line, and as they stand in
/// the line.
pub(crate) fn best(
    snapshot: &Snapshot,
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
    let mut ordered = Vec::with_capacity(wanted.min(matches.len()));
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
                .map(|m| Ok((place(snapshot, m.address)?, *m)))
                .collect();
            let mut keyed = keyed?;
            keyed.sort_by(|(a, one), (b, other)| a.cmp(b).then(one.address.cmp(&other.address)));
            ordered.extend(keyed.into_iter().map(|(_, m)| m));
        }
        rest = others;
    }
    ordered.truncate(wanted);
    Ok(ordered)
}

/// Path of the recap that a passage stands in.
pub(crate) fn path(snapshot: &Snapshot, address: DocAddress) -> tantivy::Result<Arc<str>> {
    let columns = snapshot.columns(address.segment_ord)?;
    match columns.path_number(address.doc_id) {
        Some(number) => columns.path(number),
        None => Ok(Arc::from("")),
    }
}

/// Path and line of a passage.
fn place(snapshot: &Snapshot, address: DocAddress) -> tantivy::Result<(Arc<str>, u64)> {
    let line = snapshot.columns(address.segment_ord)?.line(address.doc_id);
    Ok((path(snapshot, address)?, line))
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
        for score in [0.0, 0.001, 1.0, 12.345_678, 900.5] {
            let least = least(rounded(score));
            assert!(least <= score && rounded(least) == rounded(score));
            assert!(least == 0.0 || rounded(least.next_down()) < rounded(score));
        }
    }
}
