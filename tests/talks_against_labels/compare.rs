//! How what was read of a page is compared with its labels.

use std::{fmt::Debug, ops::AddAssign};

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// Titles are near by this ratio: a label or a sign more or less is no other title.
const NEAR_TITLE: f64 = 0.9;

/// Roles are near by this ratio: they are told in more ways than titles.
const NEAR_ROLE: f64 = 0.8;

/// Lines between where a talk's report starts and where it is said to start.
const NEAR_LINE: u64 = 6;

/// One row of `talks/labels.jsonl`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    pub(super) page: String,
    pub(super) layout: String,
    pub(super) city: Option<String>,
    pub(super) published: Option<String>,
    pub(super) talks: Vec<Label>,
}

/// One speaker of one talk.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Label {
    pub(super) speaker: Option<String>,
    pub(super) role: Option<String>,
    pub(super) title: Option<String>,
    pub(super) kind: String,
    pub(super) starts: String,
    #[serde(default)]
    pub(super) aka: Vec<String>,
    #[serde(default)]
    pub(super) title_also: Vec<Option<String>>,
    #[serde(default)]
    pub(super) role_also: Vec<Option<String>>,
}

/// What was read of one page: `talks` has an entry a speaker.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) city: Option<String>,
    pub(super) published: Option<String>,
    pub(super) talks: Vec<Talk>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Talk {
    pub(super) speaker: Option<String>,
    pub(super) role: Option<String>,
    pub(super) title: Option<String>,
    pub(super) kind: String,
    pub(super) line: u64,
}

/// What is counted, right ones out of all: talks that were read, labels that were found, and of
/// those talks that are found what is told of them; then the facts of the pages.
pub(super) const FIGURES: [&str; 8] = [
    "precision",
    "recall",
    "title",
    "role",
    "kind",
    "line",
    "city",
    "published",
];

/// Counts of one page or of several, and what was wrong.
#[derive(Clone, Debug, Default)]
pub(super) struct Score {
    pub(super) pages: usize,
    counts: [(usize, usize); FIGURES.len()],
    pub(super) wrong: Vec<String>,
}

impl Score {
    /// How many are right, and of how many.
    pub(super) fn of(&self, figure: &str) -> (usize, usize) {
        let at = FIGURES.iter().position(|name| *name == figure);
        self.counts[at.expect(figure)]
    }

    fn count(&mut self, figure: &str, right: bool, wrong: impl FnOnce() -> String) {
        let at = FIGURES.iter().position(|name| *name == figure);
        let (all_right, all) = &mut self.counts[at.expect(figure)];
        *all_right += usize::from(right);
        *all += 1;
        if !right {
            self.wrong.push(format!("{figure}: {}", wrong()));
        }
    }

    pub(super) fn row(&self, name: &str) -> String {
        let part = |figure| {
            let (right, of) = self.of(figure);
            format!("{right} of {of}")
        };
        let [(found, read), (_, labels)] = ["precision", "recall"].map(|figure| self.of(figure));
        let rest = ["title", "role", "line"].map(part).join(" | ");
        let (pages, invented, missed) = (self.pages, read - found, labels - found);
        format!("| {name} | {pages} | {found} | {invented} | {missed} | {rest} |")
    }
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.pages += other.pages;
        for (sum, (right, of)) in self.counts.iter_mut().zip(other.counts) {
            *sum = (sum.0 + right, sum.1 + of);
        }
        self.wrong.extend(other.wrong);
    }
}

/// Without regard to width, case, spaces and signs.
fn bare(text: &str) -> Vec<char> {
    let wide = text.nfkc().flat_map(char::to_lowercase);
    wide.filter(|c| c.is_alphanumeric()).collect()
}

/// Characters in common runs, the longest first.
fn common(a: &[char], b: &[char]) -> usize {
    let mut longest = (0, 0, 0);
    let mut above = vec![0; b.len() + 1];
    for (i, x) in a.iter().enumerate() {
        let mut runs = vec![0; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            if x == y {
                runs[j + 1] = above[j] + 1;
                if runs[j + 1] > longest.0 {
                    longest = (runs[j + 1], i + 1, j + 1);
                }
            }
        }
        above = runs;
    }
    let (length, i, j) = longest;
    if length == 0 {
        return 0;
    }
    length + common(&a[..i - length], &b[..j - length]) + common(&a[i..], &b[j..])
}

fn near(a: &str, b: &str, least: f64) -> bool {
    let (a, b) = (bare(a), bare(b));
    let all = (a.len() + b.len()) as f64;
    a == b || (2 * common(&a, &b)) as f64 >= least * all && !a.is_empty() && !b.is_empty()
}

/// 柯一凡 and 柯一凡 Ivan are one, as their Han characters are the same.
fn same_name(a: &str, b: &str) -> bool {
    let han = |name: &str| -> String {
        let is_han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
        name.chars().filter(is_han).collect()
    };
    bare(a) == bare(b) || han(a) == han(b) && han(a).chars().count() >= 2
}

/// One of the accepted readings, of which none at all may be one.
fn one_of(have: Option<&str>, first: Option<&str>, also: &[Option<String>], least: f64) -> bool {
    let also = also.iter().map(Option::as_deref);
    also.chain([first]).any(|want| match want {
        Some(want) => near(have.unwrap_or_default(), want, least),
        None => have.unwrap_or_default().is_empty(),
    })
}

/// The line of `text` in which the report starts, from 1.
pub(super) fn line_of(text: &str, starts: &str) -> Option<u64> {
    let at = text.lines().position(|line| line.contains(starts))?;
    u64::try_from(at + 1).ok()
}

/// The score of a page, of which this was read.
pub(super) fn compare(page: &Page, text: &str, read: &Reading) -> Score {
    let mut score = Score {
        pages: 1,
        ..Score::default()
    };
    let mut judge = |figure: &str, right: bool, of: &str, want: &dyn Debug, have: &dyn Debug| {
        score.count(figure, right, || {
            format!("{}: {of}: {want:?}, read {have:?}", page.page)
        });
    };
    let none: &dyn Debug = &"nothing";
    let (city, day) = (&page.city, &page.published);
    judge("city", *city == read.city, "page", city, &read.city);
    judge(
        "published",
        *day == read.published,
        "page",
        day,
        &read.published,
    );
    let mut left = read.talks.clone();
    for want in &page.talks {
        let title = want.title.as_deref();
        let titled =
            |talk: &Talk| one_of(talk.title.as_deref(), title, &want.title_also, NEAR_TITLE);
        let fits = |talk: &Talk| match &want.speaker {
            Some(speaker) => {
                let name = talk.speaker.as_deref().unwrap_or_default();
                let mut names = want.aka.iter().chain([speaker]);
                names.any(|want| same_name(name, want))
            }
            None => titled(talk),
        };
        let who = want.speaker.as_deref().unwrap_or("nobody named");
        let best = left.iter().position(|talk| fits(talk) && titled(talk));
        let Some(at) = best.or_else(|| left.iter().position(fits)) else {
            judge("recall", false, who, &want.title, none);
            continue;
        };
        let talk = left.remove(at);
        judge("precision", true, who, none, none);
        judge("recall", true, who, none, none);
        judge("title", titled(&talk), who, &want.title, &talk.title);
        if let Some(role) = &want.role {
            let near = one_of(talk.role.as_deref(), Some(role), &want.role_also, NEAR_ROLE);
            judge("role", near, who, role, &talk.role);
        }
        judge("kind", talk.kind == want.kind, who, &want.kind, &talk.kind);
        let line = line_of(text, &want.starts);
        let near = line.is_some_and(|line| line.abs_diff(talk.line) <= NEAR_LINE);
        judge("line", near, who, &line, &talk.line);
    }
    for talk in left {
        judge(
            "precision",
            false,
            "no such talk",
            none,
            &(talk.speaker, talk.title),
        );
    }
    score
}

#[test]
fn names_titles_and_roles_are_compared_as_a_reader_would() {
    assert!(same_name("柯一凡", "柯一凡 Ivan"));
    assert!(same_name("Niko.T", "ＮＩＫＯ T"));
    assert!(!same_name("柯一凡", "柯一"));
    assert!(!same_name("黄磊", "黃磊"));
    assert!(near("《把慢查询找出来》", "把慢查询找出来", NEAR_TITLE));
    assert!(near(
        "一次半夜三点的证书过期了",
        "一次半夜三点的证书过期",
        NEAR_TITLE
    ));
    assert!(!near("固态盘的第七年", "固态盘的第八年", NEAR_TITLE));
    assert!(!near("", "甲", NEAR_TITLE));
    assert_eq!(common(&bare("甲乙丙丁"), &bare("甲丙丁乙")), 3);
    assert!(one_of(None, Some("题"), &[None], NEAR_TITLE));
    assert!(!one_of(
        Some("别的"),
        None,
        &[Some("题".into())],
        NEAR_TITLE
    ));
    assert_eq!(line_of("# 甲\n\n- 乙：丙", "乙：丙"), Some(3));
    assert_eq!(line_of("甲", "乙"), None);
}
