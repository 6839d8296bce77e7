//! Tables: agenda rows whose columns a head names, or whose cells tell what they are.

use super::{
    characters::length,
    clock::after_time,
    lexicon::Lexicon,
    people::people,
    person::Named,
    roles::{self, ends_in_role},
    split::split,
    words::Words,
};

/// What the columns of a table hold.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) set: bool,
    topic: Option<usize>,
    who: Option<usize>,
    roles: Vec<usize>,
    time: Option<usize>,
    /// Whether the head says that this is no agenda.
    other: bool,
}

static TOPIC: Words = Words::new(
    "议题 主题 题目 内容 环节 Topic 议程 演讲 活动 事项 课题 分享 报告 标题 topic Title",
);
static WHO: Words = Words::new(
    "嘉宾 讲师 演讲人 主讲 讲者 分享人 报告人 姓名 发言人 演讲者 Speaker 分享者 人员 speaker 专家 出席",
);
static ROLE: Words =
    Words::new("单位 公司 职务 职位 职称 头衔 机构 组织 简介 Title 身份 企业 介绍");
static TIME: Words = Words::new("时间 Time 时段 time 开始 日期");

impl Columns {
    pub(super) fn reads_as_head(cells: &[String]) -> bool {
        let known = cells.iter().filter(|cell| {
            length(cell) <= 12
                && (TOPIC.any_in(cell)
                    || WHO.any_in(cell)
                    || ROLE.any_in(cell)
                    || TIME.any_in(cell))
        });
        known.count() >= 2
    }

    pub(super) fn read_head(&mut self, cells: &[String]) {
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
        // 嘉宾介绍 without a column of names holds the names.
        if self.who.is_none()
            && let Some(place) = self.roles.iter().position(|at| WHO.any_in(&cells[*at]))
        {
            self.who = Some(self.roles.remove(place));
        }
        let short = cells
            .iter()
            .filter(|cell| (1..=12).contains(&length(cell)))
            .count();
        self.other = self.topic.is_none() && Self::reads_as_head(cells)
            || self.who.is_none() && self.time.is_none() && short >= 2;
    }

    /// The topic of a row of which no person can be read.
    pub(super) fn topic_alone<'c>(&self, cells: &'c [String]) -> Option<&'c str> {
        let (topic, who) = self.topic.zip(self.who).filter(|_| !self.other)?;
        let (topic, who) = (cells.get(topic)?.trim(), cells.get(who)?.trim());
        let nobody = people(who, &Lexicon::default(), true).is_empty();
        (nobody && topic != who).then_some(topic)
    }

    pub(super) fn row(&self, cells: &[String], lexicon: &Lexicon) -> Option<(String, Vec<Named>)> {
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
