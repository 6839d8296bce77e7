//! Counts of what matches, by city, label, tag, speaker, organisation, year and month.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use tantivy::{
    DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    fastfield::FacetReader,
    schema::Facet,
};

use super::organisation;
use crate::index::FACETS;

/// Values and how many passages have them, most first, equal ones by value; for each of `city`,
/// `label`, `tag`, `speaker`, `org`, `year` and `month`.
pub type FacetCounts = BTreeMap<String, Vec<(String, u64)>>;

/// A value, and how many passages have it.
#[cfg(feature = "schema")]
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "a description")]
pub(super) struct FacetCount((String, u64));

/// An answer that counts instead of listing hits.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Counts {
    /// The question's text.
    pub query: String,
    /// All matches.
    pub total: usize,
    /// Milliseconds it took.
    pub took_ms: f64,
    /// Whether nothing matched as asked, and weaker matches are counted.
    pub relaxed: bool,
    /// Their counts.
    #[cfg_attr(feature = "schema", schema(value_type = BTreeMap<String, Vec<FacetCount>>))]
    pub facets: FacetCounts,
}

/// Counts every facet.
pub(crate) struct Counting;

pub(crate) struct CountingSegment {
    /// Name, reader, and how often each ordinal was seen. No list as long as the reader says it
    /// has facets: the number may be damaged.
    readers: Vec<(&'static str, FacetReader, HashMap<u64, u64>)>,
}

/// Values of facets in a segment, each after the name of its facet, and how often each was seen.
pub(crate) type Raw = Vec<(&'static str, Facet, u64)>;

impl Collector for Counting {
    type Fruit = FacetCounts;
    type Child = CountingSegment;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<CountingSegment> {
        let readers: tantivy::Result<Vec<_>> = FACETS
            .iter()
            .map(|&name| Ok((name, reader.facet_reader(name)?, HashMap::new())))
            .collect();
        Ok(CountingSegment { readers: readers? })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Raw>) -> tantivy::Result<FacetCounts> {
        let mut sums: BTreeMap<&str, BTreeMap<String, u64>> = BTreeMap::new();
        for name in ["city", "label", "tag", "speaker", "org", "year", "month"] {
            sums.insert(name, BTreeMap::new());
        }
        for (name, facet, count) in fruits.into_iter().flatten() {
            let path = facet.to_path();
            let mut add = |name, value: String| {
                if let Some(values) = sums.get_mut(name) {
                    *values.entry(value).or_default() += count;
                }
            };
            match (name, path.as_slice()) {
                ("date", [year, month, ..]) => {
                    add("year", (*year).to_owned());
                    add("month", format!("{year}-{month}"));
                }
                (name, [value, ..]) => add(name, (*value).to_owned()),
                _ => {}
            }
        }
        if let Some(orgs) = sums.get_mut("org") {
            *orgs = organisation::merged(std::mem::take(orgs));
        }
        let sorted = sums.into_iter().map(|(name, values)| {
            let mut values: Vec<(String, u64)> = values.into_iter().collect();
            values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            (name.to_owned(), values)
        });
        Ok(sorted.collect())
    }
}

/// Counts the facets of these documents.
pub(super) fn count(
    searcher: &Searcher,
    found: impl Iterator<Item = DocAddress>,
) -> tantivy::Result<FacetCounts> {
    let segments = searcher.segment_readers().iter();
    let children: tantivy::Result<Vec<_>> = (0..)
        .zip(segments)
        .map(|(ordinal, segment)| Counting.for_segment(ordinal, segment))
        .collect();
    let mut children = children?;
    for address in found {
        children[address.segment_ord as usize].collect(address.doc_id, 0.0);
    }
    Counting.merge_fruits(children.into_iter().map(CountingSegment::harvest).collect())
}

impl SegmentCollector for CountingSegment {
    type Fruit = Raw;

    fn collect(&mut self, doc: DocId, _: Score) {
        for (_, reader, counts) in &mut self.readers {
            for ordinal in reader.facet_ords(doc) {
                *counts.entry(ordinal).or_default() += 1;
            }
        }
    }

    fn harvest(self) -> Raw {
        let mut raw = Vec::new();
        for (name, reader, counts) in &self.readers {
            for (&ordinal, &count) in counts {
                let mut facet = Facet::root();
                if reader.facet_from_ord(ordinal, &mut facet).is_ok() {
                    raw.push((*name, facet, count));
                }
            }
        }
        raw
    }
}
