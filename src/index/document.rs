//! A passage as the engine's document.

use tantivy::{TantivyDocument, schema::Facet};
use time::Date;

use super::{
    passage::{Passage, PassageKind},
    record,
    schema::Fields,
};
use crate::{
    recap::organisation,
    text::{self, letters, normalize::normalize_plain, pinyin},
};

/// Characters up to which a title is completed.
const LONGEST_COMPLETION: usize = 120;

/// A passage's texts, folded: what its fields are made of.
pub(crate) struct Folded {
    pub(crate) text: String,
    pub(crate) title: String,
    pub(crate) people: String,
    pub(crate) event: String,
    /// Whether the text was folded plainly.
    is_plain: bool,
}

impl Folded {
    pub(crate) fn of(passage: &Passage) -> Self {
        let lines = |parts: &mut dyn Iterator<Item = &str>| {
            text::fold(&parts.collect::<Vec<_>>().join("\n"))
        };
        let date = passage.date.map(written_dates).unwrap_or_default();
        let searchable = passage.searchable();
        let text = text::normalize(&searchable);
        Self {
            is_plain: text == normalize_plain(&searchable),
            text: text.text,
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
pub(crate) fn document(passage: Passage, folded: &Folded, fields: &Fields) -> TantivyDocument {
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
    for (number, text) in folded.all().into_iter().enumerate() {
        letters::each_term(text, number, |term| document.add_text(fields.letters, term));
    }
    document.add_text(fields.passage, record::write(passage, folded.is_plain));
    document
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::recap;

    proptest! {
        #[test]
        fn a_plain_passage_is_folded_plainly(
            text in "([a-zA-Z ，。Ａ·\n]|[一-龥]){0,40}\\PC?",
            title in "\\PC{1,10}",
        ) {
            let recap = recap::parse(&format!("# {title}\n\n正文"), "a.md").expect("a recap");
            for passage in super::super::passages(&recap) {
                let passage = Passage { text: text.clone(), ..passage };
                let plain = normalize_plain(&text) == text::normalize(&text);
                let folded = Folded::of(&passage);
                prop_assert!(plain || !folded.is_plain);
                prop_assert_eq!(folded.text, text::fold(&passage.searchable()));
            }
        }
    }
}
