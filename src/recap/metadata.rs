//! From the keys of a front matter to what a recap says about itself.

use time::Date;

use super::address::is_web_address;
use super::city::{Location, from_location};
use super::date::{self, days};
use super::fault::Fault;
use super::front_matter::Front;
use super::value::{Pairs, Value};
use super::visible::one_line;
use super::{Warning, warning};

/// What the front matter says.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    pub(super) date: Option<Date>,
    pub(super) city: Option<String>,
    /// Whether there is a location at all: an empty one says that the event had no place.
    pub(super) located: bool,
    pub(super) label: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) author: Option<String>,
    pub(super) url: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) warnings: Vec<Warning>,
}

/// Reads the front matter of the file at `path`, which may name a day of its own.
pub(super) fn read(front: Option<&Front<'_>>, path: &str) -> Result<Metadata, Fault> {
    let Some(front) = front else {
        return Ok(Metadata {
            date: days(path).pop(),
            ..Metadata::default()
        });
    };
    let pairs = front.read()?;
    let mut fields = Fields {
        front,
        pairs: &pairs,
        warnings: Vec::new(),
    };
    let date = fields.date(path);
    let (city, located) = fields.city();
    Ok(Metadata {
        title: fields.text("title"),
        date,
        city,
        located,
        label: fields.text("label"),
        tags: fields.tags(),
        author: fields.words("author"),
        url: fields.url(),
        summary: fields.text("summary"),
        warnings: fields.warnings,
    })
}

/// Every day that a value names.
fn days_of(value: &Value) -> Vec<Date> {
    let of_text = |text: &str| match date::of_moment(text.trim()) {
        Some(day) => vec![day],
        None => days(text),
    };
    match value {
        Value::Text(text) => of_text(text),
        Value::List(list) => list.iter().flat_map(|text| of_text(text)).collect(),
        _ => Vec::new(),
    }
}

/// How near the words of a key come to the day of publishing, the nearest 0: `date`, `pubDatetime`,
/// `created`, `time`. `None` where they mean another day: of a change, of the event, of an end.
fn published_key(key: &str) -> Option<u8> {
    const OTHER: [&str; 15] = [
        "updat", "modif", "lastmod", "edit", "expir", "end", "start", "begin", "event", "deadline",
        "reading", "更新", "修改", "活动", "截止",
    ];
    const MEANS: [(&str, u8); 11] = [
        ("pub", 1),
        ("post", 1),
        ("发布", 1),
        ("發布", 1),
        ("date", 2),
        ("日期", 2),
        ("creat", 2),
        ("releas", 2),
        ("time", 3),
        ("时间", 3),
        ("時間", 3),
    ];
    let key = key.to_lowercase();
    if key == "date" {
        return Some(0);
    }
    if OTHER.iter().any(|word| key.contains(word)) {
        return None;
    }
    let means = MEANS.iter().find(|(word, _)| key.contains(word));
    means.map(|(_, rank)| *rank)
}

struct Fields<'a> {
    front: &'a Front<'a>,
    pairs: &'a Pairs,
    warnings: Vec<Warning>,
}

impl Fields<'_> {
    /// The value of `key`, unless it says nothing.
    fn value(&self, key: &str) -> Option<&Value> {
        self.pairs.get(key).filter(|value| !value.is_blank())
    }

    fn warn(&mut self, key: &str, doubt: &str) {
        let line = self.front.line_of(key, 0);
        self.warnings
            .push(warning(line, format!("`{key}` {doubt}")));
    }

    fn misfit(&mut self, key: &str, expected: &str) {
        let kind = self.pairs.get(key).map_or("nothing", Value::kind);
        self.warn(
            key,
            &format!("is {kind} where {expected} is expected, left out"),
        );
    }

    /// One line of text; of a list with one entry, that entry.
    fn text(&mut self, key: &str) -> Option<String> {
        let text = match self.value(key)? {
            Value::Text(text) | Value::Truth(text) => text.as_str(),
            Value::List(list) if list.len() == 1 => list.first()?,
            _ => {
                self.misfit(key, "text");
                return None;
            }
        };
        Some(one_line(text)).filter(|text| !text.is_empty())
    }

    /// Text, or a list as text.
    fn words(&mut self, key: &str) -> Option<String> {
        match self.value(key)? {
            Value::List(list) => Some(one_line(&list.join(", "))),
            _ => self.text(key),
        }
    }

    fn tags(&mut self) -> Vec<String> {
        let written: &[String] = match self.value("tags") {
            Some(Value::List(list)) => list,
            Some(Value::Text(text)) => std::slice::from_ref(text),
            Some(_) => {
                self.misfit("tags", "text or a list");
                return Vec::new();
            }
            None => &[],
        };
        let mut tags = Vec::new();
        for tag in written.iter().map(|tag| one_line(tag)) {
            if !tag.is_empty() && !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags
    }

    /// The day of publishing under the key that means it most, else the last day in the path.
    fn date(&mut self, path: &str) -> Option<Date> {
        for key in ["date", "time"] {
            let Some(value) = self.value(key) else {
                continue;
            };
            match days_of(value).as_slice() {
                [] => self.warn(key, "names no day, left out"),
                [first, second, ..] if second < first => {
                    self.warn(key, "runs backwards, its first day counts");
                }
                _ => {}
            }
        }
        let dated = self.pairs.pairs.iter().filter_map(|(key, value)| {
            let rank = published_key(key)?;
            Some((rank, *days_of(value).first()?))
        });
        let first = dated.min_by_key(|(rank, _)| *rank);
        first.map(|(_, day)| day).or_else(|| days(path).pop())
    }

    /// The city, and whether there is a location at all.
    fn city(&mut self) -> (Option<String>, bool) {
        const KEY: &str = "location";
        let Some(value) = self.pairs.get(KEY) else {
            return (None, false);
        };
        let location = match value {
            Value::Null => return (None, true),
            Value::Text(text) => one_line(text),
            Value::List(list) => match list.as_slice() {
                [] => return (None, true),
                [only] => one_line(only),
                [first, ..] => {
                    let first = one_line(first);
                    self.warn(KEY, "is a list, only its first entry counts");
                    first
                }
            },
            Value::Truth(_) | Value::Map => {
                self.misfit(KEY, "a city");
                return (None, true);
            }
        };
        let city = match from_location(&location) {
            Location::City(city) => Some(city),
            Location::Nowhere => None,
            Location::Unclear => {
                self.warn(KEY, "names no city, left out");
                None
            }
        };
        (city, true)
    }

    /// `link`, or one of its other names; never what a browser would run.
    fn url(&mut self) -> Option<String> {
        let key = ["link", "url", "permalink"]
            .into_iter()
            .find(|key| self.value(key).is_some())?;
        let url = self.text(key)?;
        if is_web_address(&url) {
            Some(url)
        } else {
            self.warn(key, "is no web address, left out");
            None
        }
    }
}
