//! The day on which the event was held that a page tells of.

use time::{Date, Duration, Month};

use super::{
    blocks::{Block, BlockKind},
    characters::{clip, length},
    date,
    words::Words,
};

/// Labels of a line that says when.
static LABELS: Words = Words::new(
    "活动时间 会议时间 举办时间 直播时间 大会时间 沙龙时间 开会时间 时间 日期 活动日期 會議時間 活動時間 時間 When Date Time when",
);

/// What a sentence says of an event that has its day in it.
static HELD: Words = Words::new(
    "举办 举行 召开 落幕 开幕 圆满 成功 拉开 亮相 走进 相聚 主办 承办 如期 来到 来了 选在 开启 见面 邀您 邀你 诚邀 齐聚 进行 开讲 开了 Meetup meetup 沙龙 大会 峰会 论坛 舉辦 舉行 召開 落幕 主辦 嘉年华 研讨会 训练营 会场",
);

/// What makes of a day the first or last one of something longer.
const SPANS: [&str; 6] = ["即日起", "截止", "截至", "起至", "提交", "报名时间"];

/// Blocks in which the day is looked for, and how much of each.
const ASKED: usize = 14;
const CLIP: usize = 400;

/// Days between the event and its page, at most.
const FAR: Duration = Duration::days(200);

/// The first day of the event that a page tells of, where its title or its text gives it. A day
/// without a year takes the one nearest to the day of publication: before it on a page that
/// reports, after it on one that announces.
pub(super) fn told(
    title: Option<&str>,
    blocks: &[Block],
    published: Option<Date>,
    announces: bool,
) -> Option<Date> {
    let lines = || {
        let readable = blocks.iter().filter(|block| {
            !matches!(block.kind, BlockKind::Code | BlockKind::TableRow { .. })
                && !block.text.trim().is_empty()
        });
        readable.take(ASKED).flat_map(|block| block.text.lines())
    };
    let resolve = |text: &str| {
        let text = clip(text, CLIP);
        let spans = SPANS.iter().any(|word| text.contains(word));
        let found = written(text).into_iter().next()?;
        (!spans)
            .then(|| found.nearest(published, announces))
            .flatten()
    };
    let labelled = lines().filter_map(after_label).find_map(resolve);
    let in_prose = || {
        lines()
            .filter(|line| date::has_digit(line))
            .flat_map(|line| line.split_inclusive(['。', '！', '!', '？']))
            .filter(|sentence| date::has_digit(sentence))
            .filter(|sentence| {
                let opens = written(sentence).first().is_some_and(|day| {
                    length(sentence[..day.at].trim_matches(|c: char| !c.is_alphanumeric())) == 0
                });
                HELD.any_in(sentence) || opens
            })
            .find_map(resolve)
    };
    labelled
        .or_else(|| title.and_then(resolve))
        .or_else(in_prose)
}

/// What follows a label such as `时间：`.
fn after_label(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = line[LABELS.at_start(line)?.len()..].trim_start_matches(['】', ']', ' ', '*']);
    rest.strip_prefix(['：', ':', '|', '｜'])
}

/// A day as a page writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Written {
    year: Option<i32>,
    month: Month,
    day: u8,
    /// Byte where it starts.
    at: usize,
}

impl Written {
    fn in_year(self, year: i32) -> Option<Date> {
        Date::from_calendar_date(year, self.month, self.day).ok()
    }

    /// The day that is meant, if it lies near enough to the publication.
    fn nearest(self, published: Option<Date>, announces: bool) -> Option<Date> {
        let Some(published) = published else {
            return self.in_year(self.year?);
        };
        let gap = |day: &Date| (*day - published).abs();
        if let Some(year) = self.year {
            return self.in_year(year).filter(|day| gap(day) <= FAR);
        }
        let year = published.year();
        let near = (year - 1..=year + 1)
            .filter_map(|year| self.in_year(year))
            .filter(|day| gap(day) <= FAR);
        // A page of the wrong kind is published a day early or late.
        let right = |day: &Date| {
            if announces {
                *day >= published - Duration::DAY
            } else {
                *day <= published + Duration::DAY
            }
        };
        near.min_by_key(|day| (!right(day) && gap(day) > Duration::days(60), gap(day)))
    }
}

/// The days that a text names: `2021 年 7 月 20 日`, `7月20日`, `4月11-12日`, `2021-07-20`.
fn written(text: &str) -> Vec<Written> {
    let mut found: Vec<Written> = text
        .match_indices('月')
        .filter_map(|(at, _)| around(text, at))
        .collect();
    if found.is_empty() {
        found.extend(date::days(text).first().map(|day| Written {
            year: Some(day.year()),
            month: day.month(),
            day: day.day(),
            at: text.find(|c: char| c.is_ascii_digit()).unwrap_or(0),
        }));
    }
    found
}

/// The day whose month ends with the 月 at `at`.
fn around(text: &str, at: usize) -> Option<Written> {
    let (mut start, month) = number_before(text, at)?;
    let rest = text[at + '月'.len_utf8()..].trim_start();
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let day: u8 = rest[..digits].parse().ok()?;
    let after = rest[digits..].trim_start();
    if !after.starts_with([
        '日', '号', '號', '-', '–', '—', '~', '～', '至', '、', '，', ' ',
    ]) && !after.is_empty()
    {
        return None;
    }
    let mut year = None;
    if let Some(before) = text[..start].trim_end().strip_suffix('年')
        && let Some((from, number)) = number_before(text, before.len())
    {
        start = from;
        year = Some(number).filter(|year| (1990..=2200).contains(year));
    }
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let fits = Date::from_calendar_date(year.unwrap_or(2000), month, day).is_ok();
    fits.then_some(Written {
        year,
        month,
        day,
        at: start,
    })
}

/// The number that ends before `at`, spaces aside, and where it starts.
fn number_before(text: &str, at: usize) -> Option<(usize, i32)> {
    let before = text[..at].trim_end();
    let digits = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let number = before[digits..].parse().ok()?;
    Some((digits, number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::date;

    use super::*;
    use crate::recap::blocks::parse;

    fn held(title: &str, body: &str, published: Date, announces: bool) -> Option<Date> {
        told(Some(title), &parse(body, 1), Some(published), announces)
    }

    #[test]
    fn days_of_events() {
        let july = date!(2021 - 07 - 20);
        for (title, body, want) in [
            (
                "",
                "7 月 15 日，沙龙在江城举办。",
                Some(date!(2021 - 07 - 15)),
            ),
            (
                "",
                "时间：2021 年 7 月 17 日（周六）14:00",
                Some(date!(2021 - 07 - 17)),
            ),
            (
                "",
                "- **活动时间**：7月17日-18日",
                Some(date!(2021 - 07 - 17)),
            ),
            ("【7月17日】江城见", "正文。", Some(date!(2021 - 07 - 17))),
            (
                "",
                "大会于7月11-12日在江城举行。",
                Some(date!(2021 - 07 - 11)),
            ),
            (
                "",
                "- **When**: 2021-07-10, 14:30",
                Some(date!(2021 - 07 - 10)),
            ),
            ("", "沙龙圆满落幕。3.0 在 6 月 30 日发布。", None),
            ("", "2019年6月1日，社区举行了第一次会议。", None),
            ("", "活动时间：即日起至 11 月 20 日", None),
            ("", "七月的一天。", None),
        ] {
            assert_eq!(held(title, body, july, false), want, "{title} {body}");
        }
        let back = held(
            "",
            "12月30日，年会在江城召开。",
            date!(2021 - 01 - 06),
            false,
        );
        assert_eq!(back, Some(date!(2020 - 12 - 30)));
        let winter = date!(2020 - 12 - 28);
        let ahead = held("", "1 月 8 日，江城见。", winter, true);
        assert_eq!(ahead, Some(date!(2021 - 01 - 08)));
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC*") {
            written(&text);
        }

        #[test]
        fn no_arrangement_of_its_parts_is_too_much(text in "[0-9 年月日号,-]{0,24}") {
            written(&text);
        }
    }
}
