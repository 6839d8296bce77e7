//! What is stored of a passage: its text, and in a last line of JSON all else.

use serde::{Deserialize, Serialize};
use tantivy::schema::document::{DeserializeError, DocumentDeserialize, DocumentDeserializer};
use time::Date;

use super::passage::{Passage, PassageKind};
use crate::recap::{Speaker, TalkKind};

/// A passage as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) passage: Passage,
    /// Whether its text may be [folded plainly](crate::text::normalize::normalize_plain).
    pub(crate) is_plain: bool,
}

/// All but the text.
#[derive(Serialize, Deserialize)]
struct Rest(#[serde(with = "Lean")] Passage, bool);

/// A [`Passage`] without what is empty, which is most of it.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Passage")]
struct Lean {
    id: String,
    kind: PassageKind,
    path: String,
    line: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recap: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    talk: Option<TalkKind>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    speakers: Vec<Speaker>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    city: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    event_date: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    video: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    images: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    announcement: bool,
    #[serde(skip)]
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
}

impl Record {
    /// What is stored.
    pub(super) fn write(mut self) -> String {
        let mut stored = std::mem::take(&mut self.passage.text);
        let rest = serde_json::to_string(&Rest(self.passage, self.is_plain)).unwrap_or_default();
        stored.push('\n');
        stored.push_str(&rest);
        stored
    }
}

/// What the engine hands back.
pub(crate) struct Stored(String);

impl DocumentDeserialize for Stored {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(
        mut document: D,
    ) -> Result<Self, DeserializeError> {
        let field = document.next_field()?;
        Ok(Self(field.map(|(_, stored)| stored).unwrap_or_default()))
    }
}

impl Stored {
    /// The passage that was stored.
    ///
    /// # Errors
    /// What is wrong with what is stored.
    pub(crate) fn read(self) -> Result<Record, String> {
        let mut text = self.0;
        let end = text.rfind('\n').ok_or("a stored passage is not whole")?;
        let Rest(mut passage, is_plain) = serde_json::from_str(&text[end + 1..])
            .map_err(|error| format!("a stored passage: {error}"))?;
        text.truncate(end);
        passage.text = text;
        Ok(Record { passage, is_plain })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::index::passages;

    proptest! {
        #[test]
        fn what_is_stored_leads_back_to_the_passage_or_to_an_error(
            text in any::<String>(),
            body in "([a-z# ，。\n\"]|[一-龥]){0,80}",
            line in any::<usize>(),
            is_plain in any::<bool>(),
            cut in 1_usize..40,
        ) {
            let page = format!("---\ntitle: 标题\ntags: [一, 二]\ndate: 2021-07-20\n---\n# 标题\n\n工程师张三介绍了数据库。{body}");
            let recap = crate::recap::parse(&page, "a.md").expect("a recap");
            for passage in passages(&recap) {
                let passage = Passage { text: text.clone(), line, ..passage };
                let record = Record { passage, is_plain };
                let mut stored = record.clone().write();
                prop_assert_eq!(Stored(stored.clone()).read(), Ok(record));
                for _ in 0..cut {
                    stored.pop();
                }
                prop_assert!(Stored(stored).read().is_err());
            }
        }
    }
}
