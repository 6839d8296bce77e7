//! What a talk was called: every text that may be its title, and what speaks for each.

use std::{collections::HashMap, ops::Range};

use super::{
    candidate::Mention,
    feature::{Features, bucket},
    line::Kind,
    model::Read,
    page::{CLASS, Page},
    text::{Text, is_word},
    words::{self, class},
};

/// A text that may be the title, or none.
#[derive(Debug, Clone)]
pub(super) struct Title {
    pub(super) text: Option<String>,
    /// How it stands to the name.
    pub(super) relation: String,
    /// The line that it stands on.
    pub(super) line: usize,
}

/// What is the same for all spellings of a title.
pub(super) fn same(text: &str) -> String {
    crate::text::normalize::fold(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

const TRIM: &[char] = &[
    ' ', '|', '｜', '，', ',', '：', ':', '。', '-', '—', '–', '/', '·', '、', '~', '*', '#',
];

/// Strips what stands before a title: marks, day, time, number, and the label that says so; and what stands behind it.
/// Whether there was such a label is told as well.
pub(super) fn clean(written: &str) -> (String, bool) {
    let text = Text::new(written);
    let mut at = skip_lead(&text.plain, 0);
    let mut labelled = false;
    let colon = text
        .plain
        .iter()
        .enumerate()
        .skip(at)
        .take(16)
        .find(|(_, c)| matches!(c, ':' | '|' | '】'));
    if let Some((colon, _)) = colon
        && is_label(&text.plain[at..colon])
    {
        labelled = true;
        at = skip_lead(&text.plain, colon + 1);
    }
    let mut shown: String = text.chars[at.min(text.len())..].iter().collect();
    loop {
        let trimmed = shown.trim_matches(TRIM);
        let behind = trimmed
            .rfind(['（', '(', '【', '['])
            .filter(|open| is_remark(&trimmed[*open..]))
            .map_or(trimmed, |open| &trimmed[..open]);
        let pair = [
            ('《', '》'),
            ('“', '”'),
            ('「', '」'),
            ('【', '】'),
            ('『', '』'),
            ('"', '"'),
        ]
        .iter()
        .find_map(|(open, close)| {
            let inner = behind.strip_prefix(*open)?.strip_suffix(*close)?;
            (!inner.contains([*open, *close])).then_some(inner)
        });
        let next = pair.unwrap_or(behind).to_owned();
        if next == shown {
            return (next, labelled);
        }
        shown = next;
    }
}

/// Whether a bracket behind a title tells its language or form.
fn is_remark(bracket: &str) -> bool {
    const REMARKS: [&str; 14] = [
        "英语",
        "普通话",
        "中文",
        "英文",
        "线上",
        "视频",
        "录播",
        "中",
        "英",
        "ppt",
        "slides",
        "slide",
        "线下",
        "粤语",
    ];
    let inner = bracket
        .trim_matches(|c: char| "（()）【】[] ".contains(c))
        .to_lowercase();
    REMARKS.contains(&inner.as_str())
}

/// Whether this is what stands before the colon of a title.
fn is_label(label: &[char]) -> bool {
    let cues = words::cues(label);
    let tells = cues
        .iter()
        .any(|cue| cue.class == CLASS.topic || cue.class == CLASS.session);
    let text: String = label.iter().filter(|c| is_word(**c)).collect();
    let number =
        text.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    tells
        && ![
            "内容", "简介", "介绍", "概要", "摘要", "嘉宾", "讲师", "人", "者",
        ]
        .iter()
        .any(|word| number.contains(word))
        || ["part", "session", "talk", "topic"].contains(&number)
}

fn skip_lead(plain: &[char], from: usize) -> usize {
    let mut at = from;
    loop {
        let before = at;
        while plain.get(at).is_some_and(|c| {
            matches!(
                c,
                ' ' | '#' | '*' | '~' | '|' | '·' | '•' | '-' | '—' | '–' | ',' | '●' | '▶' | '→'
            )
        }) {
            at += 1;
        }
        let rest = &plain[at.min(plain.len())..];
        if let Some(time) = super::clock::times(&rest[..rest.len().min(24)]).first()
            && time.at.start == 0
        {
            at += time.at.end;
        }
        let rest = &plain[at.min(plain.len())..];
        let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
        if digits > 0
            && digits <= 2
            && rest
                .get(digits)
                .is_some_and(|c| matches!(c, '.' | '、' | ')'))
            && !rest.get(digits + 1).is_some_and(char::is_ascii_digit)
        {
            at += digits + 1;
        }
        if rest.first() == Some(&'(')
            && rest.get(1).is_some_and(char::is_ascii_digit)
            && rest.get(2) == Some(&')')
        {
            at += 3;
        }
        // A day: 2021-07-20, 7月20日.
        if digits > 0
            && rest
                .get(digits)
                .is_some_and(|c| matches!(c, '月' | '年' | '/'))
            || digits == 4 && rest.get(4) == Some(&'-')
        {
            let day = rest
                .iter()
                .take(12)
                .take_while(|c| c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | '-' | '/'))
                .count();
            if rest[..day].iter().filter(|c| !c.is_ascii_digit()).count() >= 2 {
                at += day;
            }
        }
        if at == before {
            return at;
        }
    }
}

/// Characters that a title has at least and at most.
const SIZE: Range<usize> = 2..170;
/// Characters of a line in which a title may stand without quotes.
const LINE: usize = 160;

struct Titles<'a> {
    page: &'a Page,
    found: Vec<Title>,
}

impl Titles<'_> {
    /// Adds a text that is long enough and, unless it is set off, no post.
    fn add(&mut self, text: &str, relation: impl Into<String>, line: usize, loose: bool) {
        let relation = relation.into();
        let text = text.trim_matches(TRIM);
        if !SIZE.contains(&text.chars().count()) {
            return;
        }
        if loose {
            let plain = Text::new(text).plain;
            let cues = words::cues(&plain);
            let whole = 0..plain.len();
            if words::ends_in(&cues, CLASS.post, &plain, whole) && plain.len() < 60
                || relation.starts_with("after")
                    && words::any_in(&cues, CLASS.post, 0..plain.len().min(16))
                || plain.first() == Some(&'(') && plain.last() == Some(&')')
            {
                return;
            }
        }
        if !self
            .found
            .iter()
            .any(|known| known.relation == relation && known.text.as_deref() == Some(text))
        {
            self.found.push(Title {
                text: Some(text.to_owned()),
                relation,
                line,
            });
        }
    }

    fn quotes(&self, line: usize) -> Vec<(Range<usize>, char)> {
        self.page.seen[line].quotes.clone()
    }
}

/// Everything that may be the title of what somebody presented who is mentioned here.
pub(super) fn candidates(
    page: &Page,
    mention: &Mention,
    names: &[String],
    rules: Option<&str>,
) -> Vec<Title> {
    let mut titles = Titles {
        page,
        found: Vec::new(),
    };
    own_line(&mut titles, mention);
    headings(&mut titles, mention, names);
    near(&mut titles, mention);
    page_title(&mut titles);
    if let Some(rules) = rules {
        let known = same(rules);
        if !titles
            .found
            .iter()
            .any(|title| title.text.as_deref().map(same).as_deref() == Some(&known))
        {
            titles.add(rules, "rules", mention.line, false);
        }
    }
    titles.found.push(Title {
        text: None,
        relation: "none".to_owned(),
        line: mention.line,
    });
    titles.found
}

fn own_line(titles: &mut Titles, mention: &Mention) {
    let page = titles.page;
    let number = mention.line;
    let line = &page.lines[number];
    let text = &line.text;
    let (start, end) = (mention.at.start, mention.at.end);
    let quotes = titles.quotes(number);
    for (at, open) in &quotes {
        let (side, between) = if at.start >= end {
            (
                "right",
                quotes
                    .iter()
                    .filter(|(other, _)| other.start >= end && other.end < at.start)
                    .count(),
            )
        } else if at.end <= start {
            (
                "left",
                quotes
                    .iter()
                    .filter(|(other, _)| other.start > at.end && other.end <= start)
                    .count(),
            )
        } else {
            ("in", 0)
        };
        titles.add(
            &text.written(at.clone()),
            format!("quote:{side}{}{open}", between.min(2)),
            number,
            false,
        );
    }
    for run in &line.bold {
        if run.len() >= 4 && !(run.start <= start && end <= run.end) && run.end <= text.len() {
            let (shown, _) = clean(&text.written(run.clone()));
            titles.add(
                &shown,
                format!(
                    "bold:{}{}",
                    if run.end <= start { "left" } else { "right" },
                    u8::from(run.start < 3)
                ),
                number,
                true,
            );
        }
    }
    // A title that is broken over two lines.
    for first in [number.checked_sub(1), Some(number)].into_iter().flatten() {
        let Some(next) = page
            .lines
            .get(first + 1)
            .filter(|next| next.kind == Kind::Plain && !next.gap)
        else {
            continue;
        };
        let open = page.lines[first]
            .text
            .chars
            .iter()
            .rposition(|c| *c == '《');
        let close = next.text.chars.iter().position(|c| *c == '》');
        if let (Some(open), Some(close)) = (open, close)
            && !page.lines[first].text.chars[open..].contains(&'》')
        {
            let whole = page.lines[first]
                .text
                .written(open + 1..page.lines[first].text.len())
                + &next.text.written(0..close);
            titles.add(&whole, "quote:broken", number, false);
        }
    }
    if !line.cells.is_empty() {
        cells(titles, mention);
        return;
    }
    if text.len() >= LINE {
        return;
    }
    let sentence = |chars: &[char]| {
        chars
            .iter()
            .take(chars.len().saturating_sub(1))
            .any(|c| matches!(c, '。' | '！' | '？' | '!'))
    };
    if !sentence(&text.chars[..start]) {
        let (left, labelled) = clean(&text.written(0..start));
        titles.add(
            &left,
            if labelled { "before:label" } else { "before" },
            number,
            true,
        );
        let parts = split(&left);
        if let [first, .., _] = parts.as_slice() {
            titles.add(&clean(first).0, "before:first", number, true);
            titles.add(
                &clean(&parts[..parts.len() - 1].join(" ")).0,
                "before:rest",
                number,
                true,
            );
        }
        if let Some((rest, _)) = left.rsplit_once(' ') {
            titles.add(&clean(rest).0, "before:blank", number, true);
        }
        if let Some((rest, _)) = left.rsplit_once(['，', ',']) {
            titles.add(&clean(rest).0, "before:comma", number, true);
        }
    }
    if !sentence(&text.chars[end..]) {
        let right = text.written(end..text.len());
        let (right, labelled) = clean(strip_honour(&right));
        titles.add(
            &right,
            if labelled { "after:label" } else { "after" },
            number,
            true,
        );
        let parts = split(&right);
        if let [first, .., last] = parts.as_slice() {
            titles.add(&clean(first).0, "after:first", number, true);
            titles.add(&clean(last).0, "after:last", number, true);
            if parts.len() > 2 {
                titles.add(&clean(&parts[1..].join(" ")).0, "after:rest", number, true);
            }
        }
        if let Some((_, rest)) = right.split_once(' ') {
            titles.add(&clean(rest).0, "after:blank", number, true);
        }
    }
}

/// A text behind a name without the courtesy and the verb that may follow it.
fn strip_honour(text: &str) -> &str {
    let mut text = text.trim_start();
    for word in [
        "老师", "同学", "先生", "女士", "博士", "教授", "分享", "演讲", "带来",
    ] {
        text = text.strip_prefix(word).unwrap_or(text);
    }
    text.trim_start_matches([' ', '：', ':', '|', '｜', '-', '—', '–', '/', '，', ','])
}

/// Pieces between strong signs.
fn split(text: &str) -> Vec<&str> {
    text.split(['|', '｜', '—', '（', '(', '：', '）', ')', '/'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" – "))
        .flat_map(|part| part.split("  "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

fn cells(titles: &mut Titles, mention: &Mention) {
    let page = titles.page;
    let number = mention.line;
    let line = &page.lines[number];
    for (at, cell) in line.cells.iter().enumerate() {
        if cell.start <= mention.at.start && mention.at.end <= cell.end {
            let rest = line.text.written(cell.start..mention.at.start)
                + " "
                + &line.text.written(mention.at.end..cell.end);
            let (shown, _) = clean(rest.trim_matches(|c: char| " ,，、/|-—()（）【】".contains(c)));
            titles.add(&shown, "cell:own", number, true);
            continue;
        }
        if page.seen[number]
            .times
            .iter()
            .any(|time| cell.contains(&time.at.start))
        {
            continue;
        }
        let head = line
            .head
            .and_then(|head| Some((head, page.lines[head].cells.get(at)?.clone())));
        let is = |class: &[u8]| {
            head.as_ref().is_some_and(|(head, range)| {
                class
                    .iter()
                    .any(|class| page.cue(*head, *class, range.clone()))
            })
        };
        let kind = if is(&[CLASS.topic, CLASS.session, CLASS.agenda]) {
            "topic"
        } else if is(&[CLASS.speaker]) {
            "speaker"
        } else {
            "other"
        };
        let side = if cell.end <= mention.at.start {
            "left"
        } else {
            "right"
        };
        titles.add(
            &clean(&line.text.written(cell.clone())).0,
            format!("cell:{kind}:{side}"),
            number,
            true,
        );
    }
}

fn headings(titles: &mut Titles, mention: &Mention, names: &[String]) {
    let page = titles.page;
    for (depth, at) in page.lines[mention.line].headings.iter().take(3).enumerate() {
        let written = page.lines[*at].text.written(0..page.lines[*at].text.len());
        let (mut shown, labelled) = clean(&written);
        let quote = titles.quotes(*at).first().cloned();
        if let Some((range, _)) = &quote {
            shown = page.lines[*at].text.written(range.clone());
        }
        for name in names.iter().filter(|name| name.chars().count() > 1) {
            if let Some(rest) = shown.strip_prefix(name.as_str()) {
                shown = strip_honour(rest).to_owned();
            } else if let Some(rest) = shown
                .trim_end_matches(['）', ')'])
                .strip_suffix(name.as_str())
            {
                shown = rest
                    .trim_end_matches(|c: char| " -—|｜(（/，,".contains(c))
                    .to_owned();
            }
        }
        let relation = format!(
            "heading{depth}{}{}",
            if labelled { ":label" } else { "" },
            if quote.is_some() { ":quote" } else { "" }
        );
        titles.add(&shown, relation, *at, false);
        if let Some((first, _)) = shown.split_once(['/', '|', '｜']) {
            titles.add(first, format!("heading{depth}:first"), *at, false);
        }
    }
}

/// How far a title may stand from a name.
const FAR: isize = 6;

fn near(titles: &mut Titles, mention: &Mention) {
    let page = titles.page;
    let number = mention.line;
    let rows = !page.lines[number].cells.is_empty();
    for step in (1..=FAR).flat_map(|step| [-step, step]) {
        let Some(at) = number
            .checked_add_signed(step)
            .filter(|at| *at < page.lines.len())
        else {
            continue;
        };
        let line = &page.lines[at];
        if line.text.len() > 200
            || matches!(line.kind, Kind::Row(true))
            || rows && !line.cells.is_empty()
        {
            continue;
        }
        if step > 0
            && (number + 1..=at).any(|between| matches!(page.lines[between].kind, Kind::Heading(_)))
        {
            continue;
        }
        let written = line.text.written(0..line.text.len());
        let (shown, labelled) = clean(&written);
        let quotes = titles.quotes(at);
        if let Some((range, _)) = quotes.first()
            && (range.len() * 2 > line.text.len() || range.start < 8 || labelled)
        {
            titles.add(
                &line.text.written(range.clone()),
                format!("near:quote{step:+}{}", if labelled { ":label" } else { "" }),
                at,
                false,
            );
            continue;
        }
        if !labelled && shown.ends_with(['。', '！', '？', '；']) {
            continue;
        }
        let timed = page.has_span(at);
        let size = shown.chars().count();
        if labelled {
            titles.add(&shown, format!("near:label{step:+}"), at, false);
        } else if size > 3 && size < 90 && (step.abs() <= 3 || step < 0 && timed) {
            let kind = line.kind.name();
            titles.add(
                &shown,
                format!("near{step:+}:{kind}{}", if timed { ":time" } else { "" }),
                at,
                true,
            );
        }
    }
    // A heading that says that a title follows.
    for at in (number.saturating_sub(14)..number).rev() {
        let line = &page.lines[at];
        if line.text.len() <= 8 && is_label(&line.text.plain) && at + 1 != number {
            let below = &page.lines[at + 1].text;
            titles.add(
                &clean(&below.written(0..below.len())).0,
                "below:label",
                at + 1,
                false,
            );
            break;
        }
    }
}

fn page_title(titles: &mut Titles) {
    let page = titles.page;
    let heading = page
        .lines
        .iter()
        .find(|line| matches!(line.kind, Kind::Heading(_)));
    let title = if page.title.is_empty() {
        heading
            .map(|line| line.text.written(0..line.text.len()))
            .unwrap_or_default()
    } else {
        page.title.clone()
    };
    let series = title.trim_start();
    let series = series
        .strip_prefix(['[', '【'])
        .and_then(|rest| rest.split_once([']', '】']))
        .map_or(series, |(_, rest)| rest);
    let last = series.rsplit(['|', '｜']).next().unwrap_or(series);
    let shown = if last.trim().chars().count() > 6 {
        last
    } else {
        series
    };
    titles.add(shown, "page", 0, false);
    if let Some((_, rest)) = shown.split_once(['：', ':']) {
        titles.add(rest, "page:colon", 0, false);
    }
    if let Some((open, rest)) = title.split_once('《').or_else(|| title.split_once('“')) {
        let _ = open;
        if let Some((inner, _)) = rest.split_once(['》', '”']) {
            titles.add(inner, "page:quote", 0, false);
        }
    }
}

/// What the features of all titles of a page are told from.
pub(super) struct Context<'a> {
    pub(super) read: &'a Read,
    /// Keys and names of those who speak.
    pub(super) names: Vec<(String, String)>,
    /// Lines of their likely mentions, with their keys.
    pub(super) taken: Vec<(String, usize)>,
    /// People for whom a relation gives a title; people for whom a text is a candidate.
    pub(super) relations: HashMap<String, usize>,
    pub(super) texts: HashMap<String, usize>,
    /// How often each text is a line of the page or a part of one at its edges.
    pub(super) people: usize,
}

/// Features of a title for a mention of a person.
pub(super) fn features(
    context: &Context,
    key: &str,
    mention: usize,
    is_best: bool,
    title: &Title,
    rules: Option<&Option<String>>,
) -> Features {
    let page = &context.read.page;
    let here = &page.mentions[mention];
    let kind = page.lines[here.line].kind.name();
    let mut f = Features::default();
    let relation = title.relation.as_str();
    let base = relation
        .trim_end_matches(|c: char| !c.is_alphabetic())
        .split(['+', '-', '0', '1', '2', '3'])
        .next()
        .unwrap_or(relation);
    f.put(format!("is:{relation}"));
    f.put(format!("{kind}/{relation}"));
    f.put(format!("base:{base}"));
    f.put(if is_best { "best" } else { "not:best" });
    f.reach(
        "mention",
        context
            .read
            .scores
            .get(mention)
            .copied()
            .unwrap_or_default(),
        &[0.1, 0.3, 0.5, 0.7, 0.9],
    );
    if let Some(rules) = rules {
        let word = match (rules, &title.text) {
            (None, None) => "none",
            (Some(_), None) => "lost",
            (None, Some(_)) => "more",
            (Some(rules), Some(text)) => {
                let (a, b) = (same(rules), same(text));
                if a == b {
                    "same"
                } else if a.contains(&b) {
                    "part"
                } else if b.contains(&a) {
                    "whole"
                } else {
                    "other"
                }
            }
        };
        f.put(format!("rules:{word}"));
    }
    for (name, _) in &context.read.mentions[mention].0 {
        let told = [
            "label:near",
            "above:",
            "whole",
            "post:left",
            "honour",
            "right:told",
            "right:verb",
            "clause:told",
            "table",
            "bracketed",
            "is:label",
        ];
        if !name.contains('&') && told.iter().any(|start| name.starts_with(start)) {
            f.put(format!("m:{name}"));
            if title.text.is_none() {
                f.put(format!("none&{name}"));
            }
        }
    }
    let Some(text) = &title.text else {
        f.put("none");
        f.put(format!("none:{kind}"));
        for mark in &page.seen[here.line].marks {
            f.put(format!("none&line:{mark}"));
        }
        return f;
    };
    let people = context.people.max(1);
    let share = context
        .relations
        .get(relation)
        .copied()
        .unwrap_or(0)
        .min(people)
        * 10
        / people;
    let many = if people > 1 { "+" } else { "1" };
    f.put(format!("share={share}{many}"));
    f.put(format!("{base}&share={share}{many}"));
    let plain = Text::new(text).plain;
    let size = plain.len();
    let length = match size {
        0..=4 => "xs",
        5..=8 => "s",
        9..=39 => "m",
        40..=79 => "l",
        _ => "xl",
    };
    f.put(format!("length={length}"));
    f.put(format!("{base}&length={length}"));
    let cues = words::cues(&plain);
    for name in [
        "speaker", "panel", "host", "remarks", "agenda", "idle", "session", "about", "recap",
        "guests", "team", "event", "bio", "video",
    ] {
        if words::any_in(&cues, class(name), 0..size) {
            f.put(format!("has:{name}"));
            if size < 10 {
                f.put(format!("short:{name}"));
            }
        }
    }
    f.put_if(words::any_in(&cues, CLASS.post, 0..size), "post");
    f.put_if(
        words::ends_in(&cues, CLASS.post, &plain, 0..size),
        "post:end",
    );
    f.put_if(words::ends_in(&cues, CLASS.org, &plain, 0..size), "org:end");
    f.put_if(
        context
            .names
            .iter()
            .any(|(other, name)| other != key && text.contains(name.as_str())),
        "names:other",
    );
    f.put_if(
        context
            .names
            .iter()
            .any(|(own, name)| own == key && text.contains(name.as_str())),
        "names:own",
    );
    f.put_if(!super::clock::times(&plain).is_empty(), "time");
    f.put_if(
        plain[..size - 1]
            .iter()
            .any(|c| matches!(c, '。' | '!' | '?' | ';')),
        "sentence",
    );
    let year = plain
        .windows(2)
        .any(|two| two[0].is_ascii_digit() && matches!(two[1], '年' | '月' | '日'));
    f.put_if(
        year || text.contains("地点") || text.contains("地址"),
        "day",
    );
    f.put(format!(
        "on:{}",
        page.lines
            .get(title.line)
            .map_or_else(|| "page".to_owned(), |line| line.kind.name())
    ));
    f.put(format!(
        "used={}",
        bucket(context.texts.get(&same(text)).copied().unwrap_or(0))
    ));
    if title.line.abs_diff(here.line) < 8 {
        f.put(match title.line.cmp(&here.line) {
            std::cmp::Ordering::Equal => "same:line",
            std::cmp::Ordering::Less => "above",
            std::cmp::Ordering::Greater => "below",
        });
    }
    let (low, high) = (title.line.min(here.line), title.line.max(here.line));
    let crosses = context.taken.iter().any(|(other, line)| {
        other != key
            && (low < *line && *line < high || *line == title.line && title.line != here.line)
    });
    if crosses {
        f.put("crosses");
        f.put(format!("{base}&crosses"));
    }
    if title.line != here.line && page.lines.get(title.line).is_some_and(|line| line.gap) {
        f.put("gap");
    }
    f
}
