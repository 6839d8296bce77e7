//! Dates as people type them: a year, a month or a day.

use time::{Date, Month, util::days_in_month};

use crate::{
    error::{Error, Result},
    text::fold,
};

/// Days from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) first: Date,
    pub(crate) last: Date,
}

/// Reads a year, a month or a day: `2021`, `2021-07`, `2021-07-20`, also with `/`, `.` or 年月日.
pub(crate) fn period(option: &str, value: &str) -> Result<Period> {
    let wrong = |reason: &str| Error::Value {
        option: option.to_owned(),
        value: value.to_owned(),
        reason: format!("{reason}: write 2021, 2021-07 or 2021-07-20"),
    };
    let folded = fold(value);
    let parts: Vec<&str> = folded
        .split(['-', '/', '.', '年', '月', '日'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let numbers: Vec<u16> = parts
        .iter()
        .map(|part| part.parse().map_err(|_| wrong("is no date")))
        .collect::<Result<_>>()?;
    let month = |number: u16| {
        u8::try_from(number)
            .ok()
            .and_then(|m| Month::try_from(m).ok())
            .ok_or_else(|| wrong("has no such month"))
    };
    let date = |year: u16, month: Month, day: u8| {
        Date::from_calendar_date(year.into(), month, day).map_err(|_| wrong("has no such day"))
    };
    match numbers[..] {
        [year @ 1000..=9999] => Ok(Period {
            first: date(year, Month::January, 1)?,
            last: date(year, Month::December, 31)?,
        }),
        [year @ 1000..=9999, m] => {
            let m = month(m)?;
            Ok(Period {
                first: date(year, m, 1)?,
                last: date(year, m, days_in_month(m, year.into()))?,
            })
        }
        [year @ 1000..=9999, m, d] => {
            let d = u8::try_from(d).map_err(|_| wrong("has no such day"))?;
            let day = date(year, month(m)?, d)?;
            Ok(Period {
                first: day,
                last: day,
            })
        }
        _ => Err(wrong("is no date")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods() {
        for (value, first, last) in [
            ("2021", "2021-01-01", "2021-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2021/7/20", "2021-07-20", "2021-07-20"),
            ("２０２１年７月", "2021-07-01", "2021-07-31"),
        ] {
            let period = period("since", value).expect(value);
            assert_eq!(
                (period.first.to_string(), period.last.to_string()),
                (first.into(), last.into())
            );
        }
        for value in [
            "",
            "21",
            "2021-13",
            "2021-02-30",
            "soon",
            "2021-07-20-1",
            "99999",
        ] {
            let message = period("since", value).expect_err(value).to_string();
            assert!(
                message.starts_with("since: `") && message.contains("2021-07-20"),
                "{message}"
            );
        }
    }
}
