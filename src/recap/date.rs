//! Days as people write them.

use time::{Date, Month};

/// Every day that `text` names, in order: `2021-07-20`, `2021/7/2`, `2021.7.2`, `20210720` or
/// `2021 年 7 月 20 日`, with anything around it.
pub(super) fn days(text: &str) -> Vec<Date> {
    let characters: Vec<char> = text.chars().map(half_width).collect();
    let mut days = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let inside_number = at > 0 && characters[at - 1].is_ascii_digit();
        match day_at(characters.get(at..).unwrap_or_default()) {
            Some((day, length)) if !inside_number => {
                days.push(day);
                at += length;
            }
            _ => at += 1,
        }
    }
    days
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
    if !(1900..=2200).contains(&year) {
        return None;
    }
    let separated = reader.separator(&['-', '/', '.', '_', '年']);
    let (month, day) = if separated {
        let month = reader.number(1, 2)?;
        if !reader.separator(&['-', '/', '.', '_', '月']) {
            return None;
        }
        (month, reader.number(1, 2)?)
    } else {
        (reader.number(2, 2)?, reader.number(2, 2)?)
    };
    if reader.peek().is_some_and(|next| next.is_ascii_digit()) {
        return None;
    }
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let year = i32::try_from(year).ok()?;
    let day = Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()?;
    Some((day, reader.at))
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

    use super::days;

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
