//! The table of cities, and how a text names one.

use std::{collections::HashMap, sync::OnceLock};

use super::characters::Chars;

/// How a place is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A city by its name.
    City,
    /// A name that means something else as well: a city only where a place is expected.
    Doubtful,
    /// A university or a hall, which tells a city only where it is the venue.
    Venue,
}

/// A place at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The city as it is answered.
    pub(super) city: &'static str,
    /// Bytes of its spelling here.
    pub(super) length: usize,
    /// How it is named.
    pub(super) kind: Kind,
}

struct Entry {
    spelling: &'static str,
    city: &'static str,
    kind: Kind,
}

/// Spellings by their first character, longer ones first.
struct Table {
    firsts: Chars,
    entries: HashMap<char, Vec<Entry>>,
}

/// What stands right after a name that is no city: a province, a district, a street.
const NO_CITY: [char; 11] = [
    '省', '区', '區', '县', '縣', '路', '街', '镇', '鎮', '乡', '村',
];

impl Table {
    fn get() -> &'static Self {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| Self::new(include_str!("places.txt")))
    }

    fn new(source: &'static str) -> Self {
        let mut entries: HashMap<char, Vec<Entry>> = HashMap::new();
        let mut section = "";
        let lines = source.lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            if line.starts_with('[') {
                section = line;
                continue;
            }
            let kind = match section {
                "[doubtful]" => Kind::Doubtful,
                "[venues]" => Kind::Venue,
                _ => Kind::City,
            };
            let mut spellings = line.split('、').peekable();
            let first = spellings.peek().copied().unwrap_or_default();
            let shared = matches!(section, "[cities]" | "[venues]");
            // The city of a venue is no name of the venue.
            for spelling in spellings.skip(usize::from(kind == Kind::Venue)) {
                let city = if shared { first } else { spelling };
                if let Some(c) = spelling.chars().next() {
                    let list = entries.entry(c).or_default();
                    list.push(Entry {
                        spelling,
                        city,
                        kind,
                    });
                }
            }
        }
        for list in entries.values_mut() {
            list.sort_by_key(|entry| std::cmp::Reverse(entry.spelling.len()));
        }
        let firsts = Chars::new(entries.keys().copied());
        Self { firsts, entries }
    }
}

/// The place that `text` starts with. A Latin name ends where its word does.
pub(super) fn at_start(text: &str) -> Option<Place> {
    let table = Table::get();
    let first = text.chars().next().filter(|c| table.firsts.has(*c))?;
    let fits = |entry: &&Entry| {
        text.strip_prefix(entry.spelling).is_some_and(|rest| {
            !first.is_ascii() || !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
        })
    };
    let entry = table.entries.get(&first)?.iter().find(fits)?;
    Some(Place {
        city: entry.city,
        length: entry.spelling.len(),
        kind: entry.kind,
    })
}

/// Every place that `text` names, with the byte where its name starts.
pub(super) fn all_in(text: &str) -> impl Iterator<Item = (usize, Place)> {
    let mut until = 0;
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, c)| {
        let last = std::mem::replace(&mut before, c);
        if at < until || c.is_ascii_alphabetic() && last.is_ascii_alphanumeric() {
            return None;
        }
        let place = at_start(&text[at..])?;
        until = at + place.length;
        let rest = &text[until..];
        // A road has a side: 南京东路.
        let rest = rest.strip_prefix(['东', '西', '南', '北', '中', '東']);
        let side = rest.is_some_and(|rest| rest.starts_with('路'));
        let other = side || text[until..].starts_with(NO_CITY);
        (!other).then_some((at, place))
    })
}

#[cfg(test)]
mod tests {
    use super::{Kind, all_in};

    #[test]
    fn names_are_found_whole() {
        let named = |text| -> Vec<_> { all_in(text).map(|(_, place)| place.city).collect() };
        assert_eq!(named("从臺北到 Hong Kong"), ["台北", "香港"]);
        assert_eq!(named("北京路 Parisian 东京站"), ["东京"]);
        assert_eq!(named("南京东路 Beijing2021 北京"), ["北京"]);
        let doubtful = all_in("欢迎来宾").next().map(|(_, place)| place.kind);
        assert_eq!(doubtful, Some(Kind::Doubtful));
    }
}
