//! Days as people write them.

use time::{Date, Month, OffsetDateTime};

/// English months by their first three letters.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Every day that `text` names, in order: `2021-07-20`, `2021/7/2`, `2021.7.2`, `20210720`,
/// `2021 年 7 月 20 日`, `July 20, 2021`, `20 Jul 2021` or `7/20/2021`, with anything around it.
pub(super) fn days(text: &str) -> Vec<Date> {
    let characters: Vec<char> = text.chars().map(half_width).collect();
    let mut days = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let inside = at > 0
            && characters[at - 1].is_ascii_alphanumeric()
            && (characters[at - 1].is_ascii_digit() || characters[at].is_ascii_alphabetic());
        let rest = characters.get(at..).unwrap_or_default();
        match day_at(rest).or_else(|| year_last(rest)) {
            Some((day, length)) if !inside => {
                days.push(day);
                at += length;
            }
            _ => at += 1,
        }
    }
    days
}

/// The day of a moment told in seconds or milliseconds since 1970, where `text` is one.
pub(super) fn of_moment(text: &str) -> Option<Date> {
    let digits = text.len();
    let number: i64 = text.parse().ok()?;
    let seconds = match digits {
        10 => number,
        13 => number / 1_000,
        _ => return None,
    };
    // From there on the digits may as well be a day with its hour: 2021072014.
    if seconds >= 1_900_000_000 {
        return None;
    }
    Some(OffsetDateTime::from_unix_timestamp(seconds).ok()?.date())
}

/// Whether `text` has a digit, as every day has.
pub(super) fn has_digit(text: &str) -> bool {
    text.chars().any(|c| half_width(c).is_ascii_digit())
}

fn half_width(character: char) -> char {
    match character {
        '０'..='９' => char::from_digit(character as u32 - '０' as u32, 10).unwrap_or('0'),
        '－' => '-',
        '／' => '/',
        _ => character,
    }
}

/// A day at the start of `characters`, and how many of them it takes.
fn day_at(characters: &[char]) -> Option<(Date, usize)> {
    let mut reader = Reader { characters, at: 0 };
    let year = reader.number(4, 4)?;
    if !YEARS.contains(&year) {
        return None;
    }
    let separated = reader.separator(&['-', '/', '.', '_', ',', '年']);
    let (month, day) = if separated {
        let month = reader.number(1, 2)?;
        if !reader.separator(&['-', '/', '.', '_', ',', '月']) {
            return None;
        }
        (month, reader.number(1, 2)?)
    } else {
        (reader.number(2, 2)?, reader.number(2, 2)?)
    };
    if reader.peek().is_some_and(|next| next.is_ascii_digit()) {
        return None;
    }
    Some((calendar(year, month, day)?, reader.at))
}

/// A day whose year stands last, at the start of `characters`: `July 20th, 2021`, `20 Jul 2021`,
/// `7/20/2021`, `20.7.2021`.
fn year_last(characters: &[char]) -> Option<(Date, usize)> {
    let mut reader = Reader { characters, at: 0 };
    let (month, day) = if let Some(month) = reader.month() {
        reader.separator(&['.', '-']);
        reader.spaces();
        (month, reader.ordinal()?)
    } else {
        let first = reader.ordinal()?;
        let sign = reader.peek();
        let separated = reader.separator(&['/', '.', '-']);
        reader.spaces();
        if let Some(month) = reader.month() {
            (month, first)
        } else if separated {
            let second = reader.number(1, 2)?;
            // Who writes dots puts the day first, who writes slashes the month.
            let day_first = first > 12 || (second <= 12 && sign == Some('.'));
            let pair = if day_first {
                (second, first)
            } else {
                (first, second)
            };
            if reader.peek() != sign {
                return None;
            }
            pair
        } else {
            return None;
        }
    };
    reader.separator(&[',', '/', '.', '-']);
    reader.spaces();
    let year = reader.number(4, 4)?;
    if reader.peek().is_some_and(|next| next.is_ascii_digit()) || !YEARS.contains(&year) {
        return None;
    }
    Some((calendar(year, month, day)?, reader.at))
}

/// Years that a page may mean.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2200;

fn calendar(year: u32, month: u32, day: u32) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let year = i32::try_from(year).ok()?;
    Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()
}

/// The month that `text` starts with in English, in full or short, and its length in bytes.
pub(super) fn english_month(text: &str) -> Option<(Month, usize)> {
    let length = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let word = text[..length].to_ascii_lowercase();
    if length < 3 {
        return None;
    }
    let at = MONTHS.iter().position(|month| word.starts_with(month))?;
    let month = Month::try_from(u8::try_from(at + 1).ok()?).ok()?;
    let full = month.to_string().to_ascii_lowercase();
    let fits = length == 3 || word == "sept" || full == word;
    fits.then_some((month, length))
}

struct Reader<'a> {
    characters: &'a [char],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    /// A number of `least` to `most` digits.
    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let start = self.at;
        let mut value = 0;
        while self.at - start < most
            && let Some(digit) = self.peek().and_then(|next| next.to_digit(10))
        {
            value = value * 10 + digit;
            self.at += 1;
        }
        (self.at - start >= least).then_some(value)
    }

    /// An English month.
    fn month(&mut self) -> Option<u32> {
        let rest = self.characters.get(self.at..)?;
        let letters = rest.iter().take_while(|c| c.is_ascii_alphabetic());
        // No month has more letters than September.
        let word: String = letters.take(10).collect();
        let (month, length) = english_month(&word)?;
        self.at += length;
        Some(u32::from(u8::from(month)))
    }

    /// A day of a month: `20`, `20th`.
    fn ordinal(&mut self) -> Option<u32> {
        let day = self.number(1, 2)?;
        let rest = self.characters.get(self.at..).unwrap_or_default();
        if matches!(
            rest,
            ['s', 't', ..] | ['n', 'd', ..] | ['r', 'd', ..] | ['t', 'h', ..]
        ) {
            self.at += 2;
        }
        Some(day)
    }

    /// One of `signs`, with spaces around it.
    fn separator(&mut self, signs: &[char]) -> bool {
        let start = self.at;
        self.spaces();
        match self.peek() {
            Some(next) if signs.contains(&next) => {
                self.at += 1;
                self.spaces();
                true
            }
            _ => {
                self.at = start;
                false
            }
        }
    }

    fn spaces(&mut self) {
        while self.peek() == Some(' ') {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{days, of_moment};

    fn read(text: &str) -> Vec<String> {
        days(text).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn reads_every_form() {
        for (text, expected) in [
            ("2021-07-20", vec!["2021-07-20"]),
            ("2021/7/2", vec!["2021-07-02"]),
            ("2021-07-20T14:00:00+08:00", vec!["2021-07-20"]),
            ("2021 年 7 月 20 日（周二）14:00", vec!["2021-07-20"]),
            ("２０２１年７月２０日", vec!["2021-07-20"]),
            ("2022/11/01-2022/12/31", vec!["2022-11-01", "2022-12-31"]),
            ("events/20210720-meetup.md", vec!["2021-07-20"]),
            ("2021/07/20/meetup.md", vec!["2021-07-20"]),
            ("2020-12-25_meetup.md", vec!["2020-12-25"]),
            ("Jul 20, 2021", vec!["2021-07-20"]),
            ("Tue, 20 Jul 2021 08:00:00 +0800", vec!["2021-07-20"]),
            ("September 3rd 2021", vec!["2021-09-03"]),
            ("7/20/2021", vec!["2021-07-20"]),
            ("3.7.2021", vec!["2021-07-03"]),
            ("Date(2021, 7, 20)", vec!["2021-07-20"]),
            ("Marching 20 2021", vec![]),
            ("in May 2021", vec![]),
            ("2021-02-30", vec![]),
            ("2021/13/01", vec![]),
            ("120210720", vec![]),
            ("202107201", vec![]),
            ("2021-07", vec![]),
            ("1.2.3", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn reads_moments() {
        for text in ["1626768000", "1626768000000"] {
            let day = of_moment(text).map(|day| day.to_string());
            assert_eq!(day.as_deref(), Some("2021-07-20"), "{text}");
        }
        assert_eq!(of_moment("20210720"), None);
        assert_eq!(of_moment("2021072014"), None);
        assert_eq!(of_moment("tomorrow"), None);
    }

    #[test]
    fn is_written_out_as_iso_8601() {
        let day = days("2021/7/2");
        let json = serde_json::to_string(&day).expect("a list of days");
        assert_eq!(json, r#"["2021-07-02"]"#);
        let back: Vec<time::Date> = serde_json::from_str(&json).expect("the same list");
        assert_eq!(back, day);
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC*") {
            days(&text);
        }
    }
}
