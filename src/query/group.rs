//! Hits grouped by recap.

use std::collections::HashMap;

use tantivy::Searcher;

use super::{Hit, HitKind, collect::Match};
use crate::index::recap_id;

/// Passages shown of one recap.
const PASSAGES: usize = 5;

/// Groups ranked matches by recap; groups stand in the order of their best match, and each holds
/// its best matches.
pub(crate) fn by_recap(searcher: &Searcher, ranked: &[Match]) -> tantivy::Result<Vec<Vec<Match>>> {
    let mut groups: Vec<Vec<Match>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let columns: tantivy::Result<Vec<_>> = searcher
        .segment_readers()
        .iter()
        .map(|reader| reader.fast_fields().str("path"))
        .collect();
    let columns = columns?;
    for found in ranked {
        let mut path = String::new();
        if let Some(column) = &columns[found.address.segment_ord as usize]
            && let Some(ordinal) = column.term_ords(found.address.doc_id).next()
        {
            column.ord_to_str(ordinal, &mut path)?;
        }
        let at = *known.entry(path).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        if groups[at].len() < PASSAGES {
            groups[at].push(*found);
        }
    }
    Ok(groups)
}

/// A recap as a hit: it is told by its best passage.
pub(crate) fn as_hit(mut passages: Vec<Hit>) -> Hit {
    for (at, passage) in passages.iter_mut().enumerate() {
        passage.rank = at + 1;
    }
    let best = passages[0].clone();
    Hit {
        id: recap_id(&best.path).to_owned(),
        kind: HitKind::Recap,
        line: 1,
        title: best.recap.clone(),
        speakers: Vec::new(),
        video: None,
        passages,
        ..best
    }
}
