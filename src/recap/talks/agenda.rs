//! Agendas: rows that give a topic and a person, as lines or as tables.

use std::{collections::HashMap, ops::Range, sync::LazyLock};

use super::{
    lexicon::Lexicon,
    names::{any_name, whole_name},
    roles::{self, Named, ends_in_role, is_org, person},
    speech, titles,
    units::{Shape, Unit},
    words::{Words, is_han, length},
    zones::Zone,
};

/// A row of an agenda that reports a talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Units it takes up.
    pub(super) units: Range<usize>,
    /// Its topic; `None` for bare remarks.
    pub(super) topic: Option<String>,
    /// Whether its topic is nothing but an opening or closing.
    pub(super) remarks: bool,
    /// Who speaks.
    pub(super) who: Vec<Named>,
    /// Whether it is a heading, under which the report goes on.
    pub(super) heading: bool,
}

/// Topics that are no talks, whoever stands beside them.
static NO_TALK: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "签到 茶歇 休息 午餐 午休 晚宴 晚餐 午宴 合影 合照 抽奖 圆桌 仪式 颁奖 自由交流 互动 参观 入场 问答 Q&A QA 答疑 讨论 对话 Panel 主持 暖场 签约 揭牌 发布会 授牌 茶点 游戏 自我介绍 结束 散场 茶话 Tea Break break Break 启动",
    )
});

/// Reads agenda rows out of units; `zones` says where an agenda is expected.
pub(super) fn rows(units: &[Unit], zones: &[Zone], lexicon: &Lexicon) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut tables: HashMap<usize, Columns> = HashMap::new();
    let mut at = 0;
    while at < units.len() {
        let unit = &units[at];
        let mut next = at + 1;
        if let Some((cells, head, table)) = &unit.cells {
            let columns = tables.entry(*table).or_default();
            if *head || !columns.set && Columns::reads_as_head(cells) {
                columns.read_head(cells);
            } else if let Some((topic, who)) = columns.row(cells, lexicon) {
                rows.extend(finish(at..next, &topic, who).filter(|_| !speech::discusses(&topic)));
            }
        } else if let Some(rest) =
            after_time(&unit.text).filter(|_| unit.readable() || heading(unit))
        {
            // A row may go on below its time: topic, then speaker, each on a line.
            let mut parts: Vec<&str> = vec![rest];
            while next < units.len() && next < at + 4 && goes_on(&units[next], rest) {
                parts.push(units[next].text.trim());
                next += 1;
            }
            if let Some((taken, topic, who)) = line(&parts, lexicon) {
                next = at + taken;
                let row = finish(at..next, &topic, who).filter(|_| !speech::discusses(&unit.text));
                rows.extend(row.map(|row| Row {
                    heading: heading(unit),
                    ..row
                }));
            } else {
                next = at + 1;
            }
        } else if zones[at] == Zone::Agenda
            && unit.readable()
            && length(&unit.text) <= 120
            && let Some((topic, who)) = split(unit.text.trim(), lexicon)
            && who.iter().all(|who| who.trust == 2)
        {
            rows.extend(finish(at..next, &topic, who));
        }
        at = next;
    }
    rows
}

fn finish(units: Range<usize>, topic: &str, who: Vec<Named>) -> Option<Row> {
    let quoted = titles::quotes(topic);
    let topic = match quoted.iter().find(|quote| "《「".contains(quote.sign)) {
        Some(quote) => titles::clean(&topic[quote.inner.clone()])?,
        None => titles::clean(super::zones::unnumbered(topic))?,
    };
    let short = length(&topic) <= 14;
    if who.is_empty() || length(&topic) <= 24 && NO_TALK.any_in(&topic) || length(&topic) < 2 {
        return None;
    }
    let remarks = short && speech::is_remarks(&topic);
    let bare = remarks
        || matches!(
            topic.as_str(),
            "分享" | "演讲" | "主题演讲" | "主题分享" | "技术分享" | "嘉宾分享" | "议题分享"
        );
    Some(Row {
        units,
        topic: (!bare).then_some(topic),
        remarks,
        who,
        heading: false,
    })
}

fn heading(unit: &Unit) -> bool {
    matches!(unit.shape, Shape::Heading(_))
}

/// Whether a unit continues the row that a bare time opened.
fn goes_on(unit: &Unit, rest: &str) -> bool {
    unit.readable()
        && after_time(&unit.text).is_none()
        && super::cards::label(&unit.text)
            .is_none_or(|(label, _)| label == super::cards::Label::Speaker)
        && length(&unit.text) <= 70
        && !unit.text.contains('。')
        && length(rest) <= 60
}

/// What follows a time or a span of time at the start of a line.
pub(super) fn after_time(text: &str) -> Option<&str> {
    let text =
        text.trim_start_matches(|c: char| c.is_whitespace() || "•·-*▲【[（(⏰🕐|".contains(c));
    let mut rest = clock(text)?;
    let after =
        rest.trim_start_matches(|c: char| c.is_whitespace() || "-–—~～至到－﹣一→".contains(c));
    if after.len() != rest.len()
        && let Some(end) = clock(after)
    {
        rest = end;
    }
    Some(rest.trim_start_matches(|c: char| c.is_whitespace() || "】]）)|｜：:、，,-–—".contains(c)))
}

/// What follows a clock time such as `14:20`.
fn clock(text: &str) -> Option<&str> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let after = text[digits..].strip_prefix([':', '：', '.', '∶'])?;
    let minutes = after
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(after.len());
    ((1..=2).contains(&digits) && minutes == 2).then(|| &after[2..])
}

/// A topic and who speaks on it, from the lines of a row; how many lines that took.
fn line(parts: &[&str], lexicon: &Lexicon) -> Option<(usize, String, Vec<Named>)> {
    let texts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    let empty = parts.len() - texts.len();
    let first = texts.first()?;
    if let Some((topic, who)) = split(first, lexicon) {
        return Some((1 + empty, topic, who));
    }
    if let Some(topic) = texts
        .get(1)
        .filter(|_| person(first).is_some_and(|who| who.trust > 0))
    {
        return Some((2 + empty, (*topic).to_owned(), people(first, lexicon, true)));
    }
    let mut who = Vec::new();
    let mut taken = 1;
    for part in &texts[1..] {
        let mut found = people(part, lexicon, false);
        if found.is_empty() && who.is_empty() {
            // A pen name, sure by its place and the role beside it.
            found.extend(loosely(unlabelled(part)).filter(|named| named.trust > 0));
        }
        if found.is_empty() {
            break;
        }
        who.extend(found);
        taken += 1;
    }
    (!who.is_empty()).then(|| (taken + empty, (*first).to_owned(), who))
}

/// The people that a cell or a line names, and nothing else.
pub(super) fn people(text: &str, lexicon: &Lexicon, loose: bool) -> Vec<Named> {
    let text = unlabelled(text);
    let trusted = |named: &Named| named.trust > 0 || lexicon.knows(&named.name) || loose;
    let pieces: Vec<&str> = text
        .split(['\n', '；', ';'])
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect();
    let mut who = Vec::new();
    for piece in pieces {
        if let Some(named) = person(piece).filter(|named| trusted(named)) {
            who.push(named);
            continue;
        }
        // Several people in a row: 甲、乙 or 甲 & 乙.
        let parts: Vec<&str> = piece
            .split(['、', '，', ',', '/', '&', '＆', '|'])
            .map(str::trim)
            .collect();
        let names: Vec<Option<Named>> = parts
            .iter()
            .map(|part| person(part).filter(|named| trusted(named)))
            .collect();
        if parts.len() > 1 && names.iter().all(Option::is_some) {
            who.extend(names.into_iter().flatten());
        } else if loose {
            who.extend(loosely(piece));
        }
    }
    who
}

/// A person in a place where only a person can stand: a pen name before or after a role.
fn loosely(text: &str) -> Option<Named> {
    // 某人 某公司专家，主要从事…: the first clause says who.
    if let Some((head, _)) = text
        .split_once('，')
        .filter(|(head, tail)| head.contains(' ') && !ends_in_role(tail))
    {
        return loosely(head);
    }
    let bare = text
        .find(['（', '('])
        .map_or(text, |open| &text[..open])
        .trim();
    if let Some(name) = any_name(bare) {
        return Some(Named {
            name,
            role: None,
            trust: 0,
        });
    }
    if let Some((first, rest)) = bare.split_once(['，', ',', '：', ':', '-']) {
        let rest = rest.trim();
        if let Some(name) = any_name(first.trim())
            .filter(|_| ends_in_role(rest) || is_org(rest) || roles::has_role(rest))
        {
            return Some(Named {
                name,
                role: roles::tidy(rest),
                trust: 1,
            });
        }
    }
    let words: Vec<&str> = bare.split_whitespace().collect();
    let (first, last) = (words.first()?, words.last()?);
    let role = |role: &[&str]| roles::tidy(&role.join(" "));
    if words.len() < 2 {
        return None;
    }
    let rest = &words[1..];
    let titled = ends_in_role(rest.last().copied().unwrap_or_default()) || is_org(rest[0]);
    if let Some(name) = any_name(first).filter(|_| titled) {
        return Some(Named {
            name,
            role: role(rest),
            trust: 1,
        });
    }
    let before = words[words.len() - 2];
    let titled = ends_in_role(before) || is_org(before);
    any_name(last).filter(|_| titled).map(|name| Named {
        name,
        role: role(&words[..words.len() - 1]),
        trust: 1,
    })
}

/// A cell without a label such as `嘉宾：` before the name.
fn unlabelled(text: &str) -> &str {
    static LABELS: LazyLock<Words> = LazyLock::new(|| {
        Words::new(
            "演讲嘉宾 分享嘉宾 特邀嘉宾 嘉宾 讲师 主讲人 演讲人 分享人 讲者 主讲 报告人 发言人 演讲者 Speaker speaker 演讲讲师",
        )
    });
    match LABELS.at_start(text.trim()) {
        Some(word) => match text.trim()[word.len()..]
            .trim_start()
            .strip_prefix(['：', ':', '|', '｜'])
        {
            Some(rest) => rest.trim(),
            None => text,
        },
        None => text,
    }
}

/// Splits a line into a topic and the person who speaks on it.
pub(super) fn split(text: &str, lexicon: &Lexicon) -> Option<(String, Vec<Named>)> {
    let text = text.trim();
    // A quoted topic: what stands beside it is the person.
    let quoted = titles::quotes(text);
    if let Some(quote) = quoted.iter().find(|quote| {
        quote.closed && "《「“".contains(quote.sign) && length(&text[quote.inner.clone()]) >= 4
    }) {
        let (before, after) = (&text[..quote.span.start], &text[quote.span.end..]);
        if ["作者", "译者", "一书", "等书", "合著", "主编"]
            .iter()
            .any(|word| after.trim_start().starts_with(word))
        {
            return None;
        }
        for side in [after, before] {
            let side =
                side.trim_matches(|c: char| c.is_whitespace() || "|｜-—–：:，,/·".contains(c));
            let who = people(side, lexicon, quote.sign == '《' && length(side) <= 40);
            if !who.is_empty() {
                return Some((text[quote.span.clone()].to_owned(), who));
            }
        }
    }
    // Parted by a bar, a dash or a tab.
    for mark in ['|', '｜', '丨', '\t', '—', '–'] {
        if let Some((left, right)) = text.rsplit_once(mark) {
            let left = left.trim_end_matches(['—', '–', ' ', '|']);
            let who = people(right, lexicon, false);
            if !who.is_empty() && length(left.trim()) >= 2 {
                return topic_of(left.trim()).map(|topic| (topic, who));
            }
            if let Some((first, rest)) = text.split_once(mark) {
                let who = people(first, lexicon, false);
                let rest = rest.trim_start_matches(['—', '–', ' ', '|']);
                if !who.is_empty() && length(rest) >= 4 && !ends_in_role(rest) {
                    return Some((rest.to_owned(), who));
                }
            }
        }
    }
    // Nothing but spaces: the name last, the role before it, the topic before that.
    let (before, named) = last_name(text, lexicon)?;
    let at = role_cut(before, &named, lexicon)?;
    let topic = before[..at].trim();
    let role = roles::tidy(&before[at..]);
    let trust = match &role {
        Some(role) if ends_in_role(role) => 2,
        Some(role) if is_org(role) || lexicon.knows(&named) => 1,
        _ => u8::from(lexicon.knows(&named)),
    };
    (length(topic) >= 2).then(|| {
        (
            topic.to_owned(),
            vec![Named {
                name: named,
                role,
                trust,
            }],
        )
    })
}

/// A topic that may carry its own joint: `领导致词 |`.
fn topic_of(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "|｜-—–：:".contains(c));
    (!text.is_empty()).then(|| text.to_owned())
}

/// The name at the end of a line, and what stands before it.
fn last_name<'t>(text: &'t str, lexicon: &Lexicon) -> Option<(&'t str, String)> {
    let text = roles::strip_honorific(text);
    let spaces: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| c.is_whitespace())
        .map(|(at, _)| at)
        .collect();
    for at in spaces.iter().rev().take(3) {
        if let Some(name) = whole_name(text[*at..].trim()) {
            let before = text[..*at].trim_end();
            let latin = name.is_ascii();
            if !latin || ends_in_role(before) {
                return Some((before, name));
            }
        }
    }
    let glued: Vec<usize> = text
        .char_indices()
        .rev()
        .map(|(at, _)| at)
        .take(4)
        .collect();
    for at in glued {
        let (before, name) = text.split_at(at);
        if let Some(name) = whole_name(name)
            && (lexicon.knows(&name) || ends_in_role(before))
        {
            return Some((before, name));
        }
    }
    None
}

/// Where in `text` (a topic and a role) the role starts.
fn role_cut(text: &str, name: &str, lexicon: &Lexicon) -> Option<usize> {
    // The page gives the role elsewhere: where its beginning stands, the role stands.
    for role in lexicon.roles(name) {
        for take in [length(role), 8, 6, 4] {
            let head = super::sentence::clip(role, take);
            if length(head) >= 3
                && let Some(at) = text
                    .rfind(head)
                    .filter(|at| *at > 0 && text[..*at].ends_with(|c: char| c.is_whitespace()))
            {
                return Some(at);
            }
        }
    }
    let spaces: Vec<usize> = text
        .char_indices()
        .filter(|(_, c)| c.is_whitespace())
        .map(|(at, _)| at)
        .collect();
    let side = |at: usize| {
        let before = text[..at]
            .chars()
            .next_back()
            .is_some_and(|c| is_han(c) || "》”)）".contains(c));
        let after = text[at..].trim_start().chars().next().is_some_and(is_han);
        (before, after)
    };
    // A space between two Han characters parts for sure; one between Han and Latin may be
    // typography, and then the one before a Latin word is the likelier joint.
    let hard: Vec<usize> = spaces
        .iter()
        .copied()
        .filter(|at| side(*at) == (true, true))
        .collect();
    if let Some(mut at) = hard.last().copied() {
        for earlier in hard.iter().rev().skip(1) {
            let between = text[*earlier..at].trim();
            if !(ends_in_role(between) || is_org(between) && length(between) <= 16) {
                break;
            }
            at = *earlier;
        }
        let role = text[at..].trim();
        if ends_in_role(role) || is_org(role) || lexicon.knows(name) || length(role) <= 12 {
            return Some(at);
        }
    }
    let soft = spaces
        .iter()
        .rev()
        .copied()
        .find(|at| side(*at).0 && ends_in_role(&text[*at..]));
    let known = || {
        let mut joints = spaces.iter().rev().copied();
        joints.find(|at| side(*at).0 && lexicon.knows(name))
    };
    // After a Latin topic: HA 实现 is none, `Query Cache 某公司工程师` is one.
    let latin = || {
        spaces.iter().rev().copied().find(|at| {
            let topic = text[..*at].trim();
            let worded = topic.contains(char::is_whitespace) || topic.chars().any(is_han);
            worded && side(*at).1 && ends_in_role(&text[*at..])
        })
    };
    soft.or_else(known).or_else(latin)
}

/// What the columns of a table hold.
#[derive(Debug, Default)]
struct Columns {
    set: bool,
    topic: Option<usize>,
    who: Option<usize>,
    roles: Vec<usize>,
    time: Option<usize>,
    /// Whether the head says that this is no agenda.
    other: bool,
}

static TOPIC: LazyLock<Words> = LazyLock::new(|| {
    Words::new("议题 主题 题目 内容 环节 Topic 议程 演讲 活动 事项 课题 分享 报告 标题 topic Title")
});
static WHO: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "嘉宾 讲师 演讲人 主讲 讲者 分享人 报告人 姓名 发言人 演讲者 Speaker 分享者 人员 speaker 专家 出席",
    )
});
static ROLE: LazyLock<Words> = LazyLock::new(|| {
    Words::new("单位 公司 职务 职位 职称 头衔 机构 组织 简介 Title 身份 企业 介绍")
});
static TIME: LazyLock<Words> = LazyLock::new(|| Words::new("时间 Time 时段 time 开始 日期"));

impl Columns {
    fn reads_as_head(cells: &[String]) -> bool {
        let known = cells.iter().filter(|cell| {
            length(cell) <= 12
                && (TOPIC.any_in(cell)
                    || WHO.any_in(cell)
                    || ROLE.any_in(cell)
                    || TIME.any_in(cell))
        });
        known.count() >= 2
    }

    fn read_head(&mut self, cells: &[String]) {
        if self.set && !Self::reads_as_head(cells) {
            return;
        }
        *self = Self {
            set: true,
            ..Self::default()
        };
        for (column, cell) in cells.iter().enumerate() {
            if length(cell) > 16 {
                continue;
            }
            if TIME.any_in(cell) {
                self.time.get_or_insert(column);
            } else if WHO.any_in(cell) && !cell.contains("介绍") && !cell.contains("简介") {
                self.who.get_or_insert(column);
            } else if ROLE.any_in(cell) {
                self.roles.push(column);
            } else if TOPIC.any_in(cell) {
                self.topic.get_or_insert(column);
            }
        }
        let short = cells
            .iter()
            .filter(|cell| (1..=12).contains(&length(cell)))
            .count();
        self.other = self.topic.is_none() && Self::reads_as_head(cells)
            || self.who.is_none() && self.time.is_none() && short >= 2;
    }

    fn row(&self, cells: &[String], lexicon: &Lexicon) -> Option<(String, Vec<Named>)> {
        if self.other {
            return None;
        }
        if let (Some(topic), Some(who)) = (self.topic, self.who) {
            let topic = cells.get(topic)?.trim();
            let cell = cells.get(who)?.trim();
            if topic.is_empty() || cell.is_empty() || topic == cell {
                return None;
            }
            let mut people = people(cell, lexicon, true);
            let role: Vec<&str> = self
                .roles
                .iter()
                .filter_map(|column| cells.get(*column))
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty())
                .collect();
            if let [one] = people.as_mut_slice()
                && one.role.is_none()
                && !role.is_empty()
                && role.iter().all(|role| length(role) <= 60)
            {
                one.role = roles::tidy(&role.join(" "));
                one.trust = 2;
            }
            return Some((topic.to_owned(), people));
        }
        // Without a head: a time, and cells that are a topic, a person, or both.
        let timed = cells
            .iter()
            .any(|cell| after_time(cell).is_some_and(str::is_empty));
        if !timed && self.topic.is_none() {
            let first = cells.first()?;
            let rest = after_time(first)?;
            return split(rest, lexicon);
        }
        let texts: Vec<&str> = cells
            .iter()
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty() && !after_time(cell).is_some_and(str::is_empty))
            .collect();
        match texts.as_slice() {
            [one] => split(one, lexicon),
            [topic, rest @ ..] => {
                for cell in rest {
                    let who = people(cell, lexicon, false);
                    if !who.is_empty() && topic != cell {
                        return Some(((*topic).to_owned(), with_role(who, rest)));
                    }
                }
                let who = people(topic, lexicon, false);
                (!who.is_empty())
                    .then(|| ((*rest[0]).to_owned(), who))
                    .or_else(|| split(topic, lexicon))
            }
            [] => None,
        }
    }
}

/// Gives a bare name the role that stands in a cell of its own.
fn with_role(mut who: Vec<Named>, cells: &[&str]) -> Vec<Named> {
    if let [one] = who.as_mut_slice()
        && one.role.is_none()
    {
        one.role = cells
            .iter()
            .find(|cell| ends_in_role(cell))
            .and_then(|cell| roles::tidy(cell));
    }
    who
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Option<(String, String, String)> {
        let (topic, who) = split(text, &Lexicon::default())?;
        Some((
            topic,
            who[0].name.clone(),
            who[0].role.clone().unwrap_or_default(),
        ))
    }

    #[test]
    fn lines_split() {
        for (text, topic, name, role) in [
            (
                "缓存之道 | 星河科技总监 赵宏",
                "缓存之道",
                "赵宏",
                "星河科技总监",
            ),
            (
                "缓存之道的代码解读 星河数据 赵宏",
                "缓存之道的代码解读",
                "赵宏",
                "星河数据",
            ),
            (
                "Star 缓存优化内幕 Star 技术委员会委员赵平高",
                "Star 缓存优化内幕",
                "赵平高",
                "Star 技术委员会委员",
            ),
            (
                "从 Java 客户端看缓存 星河科技售前总监 赵宏",
                "从 Java 客户端看缓存",
                "赵宏",
                "星河科技售前总监",
            ),
            (
                "开场致辞 星河社区项目总监 赵宏",
                "开场致辞",
                "赵宏",
                "星河社区项目总监",
            ),
            (
                "《缓存之道》 赵宏 星河科技架构师",
                "《缓存之道》",
                "赵宏",
                "星河科技架构师",
            ),
        ] {
            assert_eq!(
                cut(text),
                Some((topic.into(), name.into(), role.into())),
                "{text}"
            );
        }
        assert_eq!(cut("现场签到"), None);
        assert_eq!(cut("星河用户组成立仪式"), None);
    }

    #[test]
    fn times() {
        assert_eq!(after_time("14:20-14:50 缓存"), Some("缓存"));
        assert_eq!(after_time("【9：00—9：30】缓存"), Some("缓存"));
        assert_eq!(after_time("2021-11-14 14:00"), None);
        assert_eq!(after_time("14:20"), Some(""));
    }
}
