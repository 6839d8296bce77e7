//! Announcement and report of one event: which pages tell of the same.

use std::{cmp::Reverse, collections::HashSet};

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::{Recap, characters::simplified};

/// What is compared of a page that tells of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Sketch {
    /// Title of the page.
    pub title: Option<String>,
    /// City of the event.
    pub city: Option<String>,
    /// Publication date.
    pub date: Option<Date>,
    /// First day of the event.
    pub event_date: Option<Date>,
    /// Whether the page announces the event.
    pub announcement: bool,
    /// Who speaks, in simplified characters.
    pub speakers: Vec<String>,
}

/// Days between an announcement and the report of its event, at most, where not both say when the
/// event was.
const FAR: Duration = Duration::days(45);

/// Days that the two may name for one event: one counts the day before, or the second of two days.
const NEAR: Duration = Duration::days(2);

impl Sketch {
    /// The sketch of a recap, if it tells of an event at all.
    pub fn of(recap: &Recap) -> Option<Self> {
        if recap.talks.is_empty() && recap.event_date.is_none() {
            return None;
        }
        let speakers = recap.talks.iter().flat_map(|talk| &talk.speakers);
        let mut speakers: Vec<String> = speakers.map(|who| simplified(&who.name)).collect();
        speakers.sort_unstable();
        speakers.dedup();
        Some(Self {
            title: recap.title.clone(),
            city: recap.city.clone(),
            date: recap.date,
            event_date: recap.event_date,
            announcement: recap.announcement,
            speakers,
        })
    }

    fn day(&self) -> Option<Date> {
        self.event_date.or(self.date)
    }

    /// How well an announcement and a report fit: speakers that both name, then days between them,
    /// the fewer the better. `None` where they tell of two events: other cities, days apart, or
    /// nobody who speaks in both.
    fn fits(&self, report: &Self) -> Option<(usize, Reverse<Duration>)> {
        let (mine, theirs) = (self.day()?, report.day()?);
        let elsewhere = match (&self.city, &report.city) {
            (Some(mine), Some(theirs)) => mine != theirs,
            _ => false,
        };
        let gap = (mine - theirs).abs();
        let sure = self.event_date.is_some() && report.event_date.is_some();
        let apart = if sure {
            gap > NEAR
        } else {
            gap > FAR || mine - theirs > NEAR
        };
        if elsewhere || apart {
            return None;
        }
        let known: HashSet<&String> = self.speakers.iter().collect();
        let shared = report.speakers.iter().filter(|who| known.contains(who));
        let shared = shared.count();
        // Without speakers on one of the pages, day and place must be the same.
        let silent = self.speakers.is_empty() || report.speakers.is_empty();
        let same_place = self.city.is_some() && self.city == report.city;
        let fits = shared > 0 || silent && sure && same_place && gap.is_zero();
        fits.then_some((shared, Reverse(gap)))
    }
}

/// For each page the page that tells of the same event before or after it: for a report its
/// announcement, for an announcement the report. Of several that fit, the one with most speakers
/// in common, then the nearest, then the first.
pub fn counterparts(pages: &[&Sketch]) -> Vec<Option<usize>> {
    // Only pages whose days are near can fit.
    let mut by_day: Vec<(Date, usize)> = pages
        .iter()
        .enumerate()
        .filter_map(|(at, page)| Some((page.day()?, at)))
        .collect();
    by_day.sort_unstable();
    let counterpart = |page: &Sketch| {
        let day = page.day()?;
        let from = by_day.partition_point(|(other, _)| day - *other > FAR);
        let near = by_day[from..].iter();
        let near = near.take_while(|(other, _)| *other - day <= FAR);
        let fitting = near.filter_map(|(_, other)| {
            let theirs = pages[*other];
            let fit = match (page.announcement, theirs.announcement) {
                (true, false) => page.fits(theirs),
                (false, true) => theirs.fits(page),
                _ => None,
            };
            Some((fit?, Reverse(*other)))
        });
        fitting.max().map(|(_, Reverse(other))| other)
    };
    pages.iter().map(|page| counterpart(page)).collect()
}

/// For each page the first page of its event: pages that are counterparts, directly or by others,
/// tell of one event. A report stands before an announcement.
pub(crate) fn events(pages: &[&Sketch]) -> Vec<usize> {
    let mut first: Vec<usize> = (0..pages.len()).collect();
    let root = |first: &[usize], mut at: usize| {
        while first[at] != at {
            at = first[at];
        }
        at
    };
    for (at, other) in counterparts(pages).into_iter().enumerate() {
        let Some(other) = other else {
            continue;
        };
        let (a, b) = (root(&first, at), root(&first, other));
        let key = |page: usize| (pages[page].announcement, page);
        let (low, high) = if key(a) <= key(b) { (a, b) } else { (b, a) };
        first[high] = low;
    }
    (0..pages.len()).map(|at| root(&first, at)).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn page(announcement: bool, city: &str, day: Date, speakers: &[&str]) -> Sketch {
        Sketch {
            title: None,
            city: (!city.is_empty()).then(|| city.to_owned()),
            date: Some(day),
            event_date: None,
            announcement,
            speakers: speakers.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    #[test]
    fn pages_of_one_event_know_each_other() {
        let pages = [
            page(true, "江城", date!(2021 - 05 - 10), &["赵宏", "钱进"]),
            page(false, "江城", date!(2021 - 05 - 31), &["赵宏", "孙立"]),
            page(false, "山城", date!(2021 - 05 - 31), &["赵宏"]),
            page(false, "江城", date!(2021 - 09 - 30), &["赵宏", "钱进"]),
            page(true, "江城", date!(2021 - 06 - 10), &["赵宏"]),
            page(true, "江城", date!(2021 - 05 - 20), &["孙立"]),
            page(false, "江城", date!(2021 - 05 - 30), &["李白"]),
        ];
        let all: Vec<&Sketch> = pages.iter().collect();
        let want = [Some(1), Some(5), None, None, None, Some(1), None];
        assert_eq!(counterparts(&all), want);
        assert_eq!(events(&all), [1, 1, 2, 3, 4, 1, 6]);
    }

    #[test]
    fn the_day_of_the_event_decides() {
        let mut ahead = page(true, "江城", date!(2021 - 05 - 10), &["赵宏"]);
        let mut report = page(false, "江城", date!(2021 - 05 - 31), &["赵宏"]);
        ahead.event_date = Some(date!(2021 - 05 - 20));
        report.event_date = Some(date!(2021 - 05 - 29));
        assert_eq!(counterparts(&[&ahead, &report]), [None, None]);
        report.event_date = ahead.event_date;
        assert_eq!(counterparts(&[&ahead, &report]), [Some(1), Some(0)]);
        report.speakers.clear();
        assert_eq!(counterparts(&[&ahead, &report]), [Some(1), Some(0)]);
        report.city = Some("山城".into());
        assert_eq!(counterparts(&[&ahead, &report]), [None, None]);
    }
}
