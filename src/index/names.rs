//! What an index calls people and things, and how each may be typed.

use std::collections::HashMap;

use serde::Serialize;
use tantivy::{Searcher, SegmentReader, schema::Facet};

use super::values::{most_frequent, value_key};
use crate::text::{
    fold,
    pinyin::Readings,
    runs::{Class, class},
};

/// What a name is the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum NameKind {
    /// Who spoke.
    Speaker,
    /// An organisation of speakers.
    Org,
    /// A title of a talk, a section or a recap.
    Title,
    /// A tag.
    Tag,
    /// A city.
    City,
}

impl NameKind {
    /// The facet whose values are such names.
    fn facet(self) -> Option<&'static str> {
        match self {
            Self::Speaker => Some("speaker"),
            Self::Org => Some("org"),
            Self::Tag => Some("tag"),
            Self::City => Some("city"),
            Self::Title => None,
        }
    }

    /// Most readings of one name. A title is long, and its first ones are those that are meant.
    fn readings(self) -> usize {
        if self == Self::Title { 4 } else { 16 }
    }
}

/// A name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// As it is written.
    pub(crate) text: String,
    pub(crate) kind: NameKind,
    /// Passages that bear it.
    pub(crate) count: u64,
}

/// The names of one commit, most frequent first, then by text.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) all: Vec<Name>,
    /// What is written, folded.
    pub(crate) written: Keys,
    /// What is read, whole.
    pub(crate) read: Keys,
    /// What is read, by initials.
    pub(crate) initials: Keys,
}

/// Strings in order, each with the number of a name.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    keys: Vec<Box<str>>,
    names: Vec<u32>,
}

impl Keys {
    fn sorted(mut pairs: Vec<(Box<str>, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let (keys, names) = pairs.into_iter().unzip();
        Self { keys, names }
    }

    /// Numbers of the names with a key that begins with `prefix`.
    pub(crate) fn beginning(&self, prefix: &str) -> &[u32] {
        let from = self.keys.partition_point(|key| **key < *prefix);
        let rest = &self.keys[from..];
        let length = rest.partition_point(|key| key.starts_with(prefix));
        &self.names[from..from + length]
    }

    /// Numbers of the names with this key.
    pub(crate) fn equal(&self, key: &str) -> &[u32] {
        let from = self.keys.partition_point(|k| **k < *key);
        let to = self.keys.partition_point(|k| **k <= *key);
        &self.names[from..to]
    }

    /// Each key with the number of its name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        let keys = self.keys.iter().map(|key| &**key);
        keys.zip(self.names.iter().copied())
    }
}

/// `text` as names and what is typed are compared: folded, without white space and without the
/// signs before it.
pub(crate) fn key(text: &str) -> String {
    let folded: String = fold(text)
        .chars()
        .filter(|c| class(*c) != Class::Space)
        .collect();
    let bare = folded.trim_start_matches(|c| class(c) == Class::Sign);
    if bare.is_empty() {
        return folded;
    }
    bare.to_owned()
}

impl Names {
    /// The names of all passages that `searcher` sees.
    pub(crate) fn of(searcher: &Searcher) -> tantivy::Result<Self> {
        let mut counts: HashMap<(NameKind, String), u64> = HashMap::new();
        for segment in searcher.segment_readers() {
            let mut add = |kind, text, count| *counts.entry((kind, text)).or_default() += count;
            for (field, kind) in [
                ("speaker", NameKind::Speaker),
                ("org", NameKind::Org),
                ("tag", NameKind::Tag),
                ("city", NameKind::City),
            ] {
                facets(segment, field, |text, count| add(kind, text, count))?;
            }
            titles(segment, |text, count| add(NameKind::Title, text, count))?;
        }
        Ok(Self::from_names(spelled(counts)))
    }

    fn from_names(mut all: Vec<Name>) -> Self {
        all.sort_unstable_by(|a, b| {
            let by_count = b.count.cmp(&a.count);
            by_count
                .then_with(|| a.text.cmp(&b.text))
                .then(a.kind.cmp(&b.kind))
        });
        let (mut written, mut read, mut initials) = (Vec::new(), Vec::new(), Vec::new());
        for (number, name) in all.iter().enumerate() {
            let number = number as u32;
            let text = key(&name.text);
            let readings = Readings::of(&text, name.kind.readings(), |c| class(c) == Class::Latin);
            let numbered = |key: String| (key.into_boxed_str(), number);
            read.extend(readings.whole.into_iter().map(numbered));
            initials.extend(readings.initials.into_iter().map(numbered));
            written.push(numbered(text));
        }
        Self {
            all,
            written: Keys::sorted(written),
            read: Keys::sorted(read),
            initials: Keys::sorted(initials),
        }
    }
}

/// Makes one name of the spellings of one value, in the most frequent one. Titles stay as they are.
fn spelled(counts: HashMap<(NameKind, String), u64>) -> Vec<Name> {
    let mut names = Vec::new();
    let mut values: HashMap<(NameKind, String), Vec<(String, u64)>> = HashMap::new();
    for ((kind, text), count) in counts {
        match kind.facet() {
            None => names.push(Name { text, kind, count }),
            Some(facet) => {
                let value = values.entry((kind, value_key(facet, &text))).or_default();
                value.push((text, count));
            }
        }
    }
    for ((kind, _), mut spellings) in values {
        most_frequent(&mut spellings);
        let count = spellings.iter().map(|(_, count)| count).sum();
        let text = spellings.into_iter().next().map(|(text, _)| text);
        names.extend(text.map(|text| Name { text, kind, count }));
    }
    names
}

/// How often each ordinal was seen. No list as long as a column says it has values: the number may
/// be damaged.
type Counts = HashMap<u64, u64>;

/// Calls `each` with the values of a facet and how many passages have them.
fn facets(
    segment: &SegmentReader,
    field: &str,
    mut each: impl FnMut(String, u64),
) -> tantivy::Result<()> {
    let reader = segment.facet_reader(field)?;
    let mut counts = Counts::new();
    for doc in segment.doc_ids_alive() {
        for ordinal in reader.facet_ords(doc) {
            *counts.entry(ordinal).or_default() += 1;
        }
    }
    let mut facet = Facet::root();
    for (ordinal, count) in counts {
        reader.facet_from_ord(ordinal, &mut facet)?;
        if let Some(value) = facet.to_path().first() {
            each((*value).to_owned(), count);
        }
    }
    Ok(())
}

/// Calls `each` with the titles and how many passages bear them.
fn titles(segment: &SegmentReader, mut each: impl FnMut(String, u64)) -> tantivy::Result<()> {
    let Some(column) = segment.fast_fields().str("titles")? else {
        return Ok(());
    };
    let mut counts = Counts::new();
    for doc in segment.doc_ids_alive() {
        for ordinal in column.term_ords(doc) {
            *counts.entry(ordinal).or_default() += 1;
        }
    }
    for (ordinal, count) in counts {
        let mut title = String::new();
        if column.ord_to_str(ordinal, &mut title)? {
            each(title, count);
        }
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn names(of: &[(&str, NameKind, u64)]) -> Names {
        let name = |&(text, kind, count): &(&str, NameKind, u64)| Name {
            text: text.to_owned(),
            kind,
            count,
        };
        Names::from_names(of.iter().map(name).collect())
    }

    #[test]
    fn keys_are_found_by_their_beginning() {
        let names = names(&[
            ("胡峥策", NameKind::Speaker, 2),
            ("openGauss 全密态", NameKind::Title, 1),
        ]);
        assert_eq!(names.written.beginning("胡"), [0]);
        assert_eq!(names.written.beginning("opengauss全"), [1]);
        assert_eq!(names.read.beginning("huzh"), [0]);
        assert_eq!(names.read.equal("opengaussquanmitai"), [1]);
        assert_eq!(names.initials.equal("hzc"), [0]);
        assert!(names.read.equal("huzh").is_empty());
        assert_eq!(names.written.beginning("").len(), 2);
    }

    #[test]
    fn what_does_not_matter_is_left_out_of_keys() {
        for (text, want) in [
            (" Ｏpen GAUSS", "opengauss"),
            ("《資料庫》", "资料库》"),
            ("“", "“"),
        ] {
            assert_eq!(key(text), want, "{text}");
        }
    }
}
