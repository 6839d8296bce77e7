//! What is stored of a passage: its text, and in a last line of JSON all else.

use serde::{Deserialize, Serialize};
use simdutf8::basic::from_utf8;
use tantivy::directory::OwnedBytes;
use time::Date;

use super::passage::{Passage, PassageKind, passage_id};
use crate::recap::{Speaker, TalkKind};

/// A passage as it is stored.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record<'s> {
    /// All but the text.
    pub(crate) passage: Passage,
    pub(crate) text: &'s str,
    /// Whether the text may be [folded plainly](crate::text::normalize::normalize_plain).
    pub(crate) is_plain: bool,
}

impl Record<'_> {
    /// The whole passage.
    pub(crate) fn into_passage(self) -> Passage {
        Passage {
            text: self.text.to_owned(),
            ..self.passage
        }
    }
}

/// All but the text; the number of the passage in its recap; whether the text may be folded plainly.
#[derive(Serialize, Deserialize)]
struct Rest(#[serde(with = "Lean")] Passage, u64, bool);

/// A [`Passage`] without what is empty, which is most of it, and without its id, which is its path
/// and its number.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Passage")]
struct Lean {
    #[serde(skip)]
    id: String,
    #[serde(rename = "k")]
    kind: PassageKind,
    #[serde(rename = "p")]
    path: String,
    #[serde(rename = "l")]
    line: usize,
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    recap: Option<String>,
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    talk: Option<TalkKind>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    speakers: Vec<Speaker>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    city: Option<String>,
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    event_date: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
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

/// What is stored of a passage whose text may be folded plainly, or not.
///
/// # Errors
/// Where it cannot be written as JSON: a passage without all but its text could not be read again.
pub(super) fn write(mut passage: Passage, is_plain: bool) -> serde_json::Result<String> {
    let mut stored = std::mem::take(&mut passage.text);
    let number = passage.number();
    let rest = serde_json::to_string(&Rest(passage, number, is_plain))?;
    stored.push('\n');
    stored.push_str(&rest);
    Ok(stored)
}

/// A document of the engine's store, which holds what was [written](write) and nothing else.
pub(crate) struct Stored(OwnedBytes);

/// Bytes of a document before the length of its value: the number of values, which is one, the
/// field, and the type, which is text. The engine frames its documents so; another version of it
/// may do otherwise.
const HEAD: usize = 1 + 4 + 1;
const ONE_VALUE: u8 = 1 | 1 << 7;
const TEXT: u8 = 0;

impl Stored {
    /// Of the bytes of the document.
    pub(super) fn new(document: OwnedBytes) -> Self {
        Self(document)
    }

    /// The passage that was stored.
    ///
    /// # Errors
    /// What is wrong with what is stored.
    pub(crate) fn read(&self) -> Result<Record<'_>, String> {
        const CUT: &str = "a stored passage is not whole";
        let (head, value) = self.0.split_at_checked(HEAD).ok_or(CUT)?;
        if head[0] != ONE_VALUE || head[HEAD - 1] != TEXT {
            return Err("a stored passage is framed in another way than this program's".to_owned());
        }
        // The length is a number of seven bits a byte; the high bit is set on its last one.
        let length = value.iter().position(|byte| byte >> 7 == 1).ok_or(CUT)?;
        let stored = from_utf8(&value[length + 1..])
            .map_err(|error| format!("a stored passage: {error}"))?;
        let (text, rest) = stored.rsplit_once('\n').ok_or(CUT)?;
        let Rest(mut passage, number, is_plain) =
            serde_json::from_str(rest).map_err(|error| format!("a stored passage: {error}"))?;
        passage.id = passage_id(&passage.path, number);
        Ok(Record {
            passage,
            text,
            is_plain,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::index::{engine, passages, schema::schema};

    /// A document as the engine stores it.
    fn document(value: String) -> Vec<u8> {
        let (schema, fields) = schema();
        let mut index = tantivy::Index::create_in_ram(schema);
        index.set_tokenizers(engine::tokenizers());
        let mut writer: tantivy::IndexWriter = index
            .writer_with_num_threads(1, 15_000_000)
            .expect("a writer");
        let mut document = tantivy::TantivyDocument::new();
        document.add_text(fields.passage, value);
        writer.add_document(document).expect("a document");
        writer.commit().expect("a commit");
        let searcher = index.reader().expect("a reader").searcher();
        let store = searcher.segment_reader(0).get_store_reader(0);
        let document = store.expect("a store").get_document_bytes(0);
        document.expect("a document").to_vec()
    }

    /// Fails where another version of the engine keeps documents in another way: then
    /// [`Stored::read`] and the format of an index have to change.
    #[test]
    fn the_engine_frames_documents_as_they_are_read() {
        let field = schema().1.passage.field_id().to_le_bytes();
        let framed = [&[ONE_VALUE][..], &field, &[TEXT, 3 | 1 << 7], b"abc"].concat();
        assert_eq!(document("abc".to_owned()), framed);
        let other = [&[2 | 1 << 7][..], &framed[1..]].concat();
        let error = Stored::new(OwnedBytes::new(other))
            .read()
            .expect_err("two values");
        assert!(error.contains("framed in another way"), "{error}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
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
                let document = document(write(passage.clone(), is_plain).expect("JSON"));
                let whole = Stored::new(OwnedBytes::new(document.clone()));
                let record = whole.read().expect("a passage");
                prop_assert_eq!(record.is_plain, is_plain);
                prop_assert_eq!(record.into_passage(), passage);
                let cut = document.len().saturating_sub(cut);
                let cut = Stored::new(OwnedBytes::new(document[..cut].to_vec()));
                prop_assert!(cut.read().is_err());
            }
        }
    }
}
