//! Agendas: rows that give a topic and a person, as lines or as tables.

use std::{collections::HashMap, ops::Range};

use super::{
    characters::length,
    clock::after_time,
    label::{Label, label},
    lexicon::Lexicon,
    names::{frequent, whole_name},
    numbering::unnumbered,
    people::{loosely, people, unlabelled},
    person::{Named, person},
    quotes::{self, Quote},
    speech,
    split::split,
    table::Columns,
    titles,
    units::{Shape, Unit},
    words::Words,
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
static NO_TALK: Words = Words::new(
    "签到 茶歇 休息 午餐 午休 晚宴 晚餐 午宴 合影 合照 抽奖 圆桌 仪式 颁奖 自由交流 互动 参观 入场 问答 Q&A QA 答疑 讨论 对话 Panel 主持 暖场 签约 揭牌 发布会 授牌 茶点 游戏 自我介绍 结束 散场 茶话 Tea Break break Break 启动",
);

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
        } else if let Some(list) = list_of_talks(units, at) {
            next = at + list.len();
            rows.extend(
                list.into_iter()
                    .enumerate()
                    .filter_map(|(offset, (name, topic))| {
                        let who = Named {
                            name,
                            role: None,
                            trust: 2,
                        };
                        finish(at + offset..at + offset + 1, topic, vec![who])
                    }),
            );
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

/// The names and topics of a list `某人：题目` that a line above announces as talks.
fn list_of_talks(units: &[Unit], at: usize) -> Option<Vec<(String, &str)>> {
    static ANNOUNCES: Words = Words::new("分享 演讲 议题 嘉宾 讲师 主题 报告");
    let above = units[at.checked_sub(1)?].text.trim_end();
    let listed = units[at].shape == Shape::Item;
    if !listed || length(above) > 40 || !ANNOUNCES.any_in(above) {
        return None;
    }
    let list: Vec<(String, &str)> = units[at..]
        .iter()
        .take_while(|unit| unit.shape == Shape::Item)
        .map_while(|unit| {
            let (name, topic) = unit.text.split_once(['：', ':'])?;
            let topic = topic.trim();
            // A link to the slides may stand behind it.
            let topic = topic.strip_suffix(" PDF").unwrap_or(topic);
            let topic = topic.strip_suffix(" PPT").unwrap_or(topic);
            let fits = (4..=60).contains(&length(topic)) && !topic.contains(['，', '。']);
            whole_name(name).filter(|_| fits).map(|name| (name, topic))
        })
        .collect();
    (list.len() >= 2 && list.iter().all(|(name, _)| frequent(name))).then_some(list)
}

fn finish(units: Range<usize>, topic: &str, who: Vec<Named>) -> Option<Row> {
    let quoted = quotes::find(topic);
    // 《甲》与乙的融合: the quoted run is a part of the topic.
    let goes_on = |quote: &Quote| {
        topic[quote.span.end..].starts_with(['与', '和', '及', '的', '在', '之', '中', '对', '从'])
    };
    let whole = quoted
        .iter()
        .find(|quote| "《「".contains(quote.sign) && !goes_on(quote));
    let topic = match whole {
        Some(quote) => titles::clean(&topic[quote.inner.clone()])?,
        None => titles::clean(unnumbered(topic))?,
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

/// Whether an entry of an agenda is no talk, whoever stands beside it.
pub(super) fn is_break(topic: &str) -> bool {
    NO_TALK.any_in(topic)
}

fn heading(unit: &Unit) -> bool {
    matches!(unit.shape, Shape::Heading(_))
}

/// Whether a unit continues the row that a bare time opened.
fn goes_on(unit: &Unit, rest: &str) -> bool {
    unit.readable()
        && after_time(&unit.text).is_none()
        && label(&unit.text).is_none_or(|(label, _)| label == Label::Speaker)
        && length(&unit.text) <= 70
        && !unit.text.contains('。')
        && length(rest) <= 60
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
