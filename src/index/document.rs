//! A passage as the engine's document, and the way back.

use tantivy::{
    TantivyDocument,
    schema::{
        Facet, Field,
        document::{DeserializeError, DocumentDeserialize, DocumentDeserializer},
    },
};
use time::Date;

use super::{
    passage::{Passage, PassageKind},
    schema::Fields,
};
use crate::{
    recap::organisation,
    text::{self, pinyin},
};

/// Characters up to which a title is completed.
const LONGEST_COMPLETION: usize = 120;

/// A passage's texts, folded: what its fields are made of.
pub(crate) struct Folded {
    pub(crate) text: String,
    pub(crate) title: String,
    pub(crate) people: String,
    pub(crate) event: String,
}

impl Folded {
    pub(crate) fn of(passage: &Passage) -> Self {
        let lines = |parts: &mut dyn Iterator<Item = &str>| {
            text::fold(&parts.collect::<Vec<_>>().join("\n"))
        };
        let date = passage.date.map(written_dates).unwrap_or_default();
        Self {
            text: text::fold(&passage.searchable()),
            title: lines(&mut passage.title.as_deref().into_iter()),
            people: lines(
                &mut passage
                    .speakers
                    .iter()
                    .flat_map(|s| [Some(s.name.as_str()), s.role.as_deref()])
                    .flatten(),
            ),
            event: lines(
                &mut [&passage.recap, &passage.city, &passage.label]
                    .into_iter()
                    .flatten()
                    .chain(&passage.tags)
                    .map(String::as_str)
                    .chain([date.as_str()]),
            ),
        }
    }

    /// All of them, in the order of their [fields](Fields::texts).
    pub(crate) fn all(&self) -> [&str; 4] {
        [&self.text, &self.title, &self.people, &self.event]
    }
}

/// A date as people write it: `2021-07-20 2021年7月20日`.
fn written_dates(date: Date) -> String {
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    format!("{year}-{month:02}-{day:02}\n{year}年{month}月{day}日")
}

/// Days since 1970-01-01.
pub(crate) fn day(date: Date) -> i64 {
    i64::from(date.to_julian_day() - EPOCH)
}

/// Julian day of 1970-01-01.
const EPOCH: i32 = 2_440_588;

/// The document of a passage: all but its [texts](Fields::texts).
pub(crate) fn document(mut passage: Passage, fields: &Fields) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_text(fields.path, &passage.path);
    let is_talk = passage.kind == PassageKind::Talk;
    document.add_text(fields.kind, if is_talk { "talk" } else { "section" });
    let stage = if passage.announcement {
        "announcement"
    } else {
        "report"
    };
    document.add_text(fields.kind, stage);
    document.add_u64(fields.line, passage.line as u64);
    for title in [&passage.title, &passage.recap].into_iter().flatten() {
        if !title.is_empty() && title.chars().count() <= LONGEST_COMPLETION {
            document.add_text(fields.titles, title);
        }
    }
    let mut facet = |field, value: &str| {
        if !value.is_empty() {
            document.add_facet(field, Facet::from_path([value]));
        }
    };
    if let Some(city) = &passage.city {
        facet(fields.city, city);
    }
    if let Some(label) = &passage.label {
        facet(fields.label, label);
    }
    for tag in &passage.tags {
        facet(fields.tag, tag);
    }
    for speaker in &passage.speakers {
        facet(fields.speaker, &speaker.name);
        if let Some(org) = speaker.role.as_deref().and_then(organisation::of_role) {
            facet(fields.org, &org);
        }
    }
    if let Some(date) = passage.date {
        let (year, month, day_of_month) = (date.year(), u8::from(date.month()), date.day());
        let parts = [
            format!("{year}"),
            format!("{month:02}"),
            format!("{day_of_month:02}"),
        ];
        document.add_facet(fields.date, Facet::from_path(&parts));
        document.add_i64(fields.day, day(date));
    }
    let mut readings: Vec<String> = passage
        .names()
        .iter()
        .flat_map(|name| pinyin::readings(name))
        .collect();
    readings.sort_unstable();
    readings.dedup();
    for reading in &readings {
        document.add_text(fields.pinyin, reading);
    }
    document.add_text(fields.visible, std::mem::take(&mut passage.text));
    let stored = serde_json::to_string(&passage).unwrap_or_default();
    document.add_text(fields.passage, stored);
    document
}

/// What the index stores of a document: fields and their texts.
pub(crate) struct Stored(Vec<(Field, String)>);

impl DocumentDeserialize for Stored {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(
        mut document: D,
    ) -> Result<Self, DeserializeError> {
        let mut parts = Vec::with_capacity(document.size_hint());
        while let Some(part) = document.next_field()? {
            parts.push(part);
        }
        Ok(Self(parts))
    }
}

impl Stored {
    /// The passage that the document was made of.
    ///
    /// # Errors
    /// What is wrong with what is stored.
    pub(crate) fn passage(mut self, fields: &Fields) -> Result<Passage, String> {
        let mut part = |field| {
            let at = self.0.iter().position(|(is, _)| *is == field);
            let (_, text) = self
                .0
                .swap_remove(at.ok_or("a part of a stored passage is missing")?);
            Ok::<_, String>(text)
        };
        let mut passage: Passage = serde_json::from_str(&part(fields.passage)?)
            .map_err(|error| format!("a stored passage: {error}"))?;
        passage.text = part(fields.visible)?;
        Ok(passage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::schema::Value;

    use crate::{index::schema::schema, recap};

    #[test]
    fn a_document_leads_back_to_its_passage_or_to_an_error() {
        let (_, fields) = schema();
        let recap = recap::parse("# 标题\n\n正文一段。\n", "a.md").expect("a recap");
        let passage = super::super::passages(&recap).remove(0);
        let whole = document(passage.clone(), &fields);
        let stored = |field| {
            let value = whole.get_first(field)?;
            Some((field, value.as_str()?.to_owned()))
        };
        let [told, text] = [fields.passage, fields.visible].map(|field| stored(field).into_iter());
        let both = Stored(told.clone().chain(text.clone()).collect());
        assert_eq!(both.passage(&fields), Ok(passage));
        for half in [told.collect(), text.collect(), Vec::new()] {
            assert!(Stored(half).passage(&fields).is_err());
        }
    }
}
