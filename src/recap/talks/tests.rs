//! What holds for every page, and whole pages told small.

use proptest::prelude::*;

use super::*;
use crate::recap::blocks::{self, BlockKind};

fn block(kind: BlockKind, text: &str) -> Block {
    let lines = (1..=text.split('\n').count()).collect();
    Block {
        kind,
        lines,
        text: text.to_owned(),
        bold: Vec::new(),
        centred: false,
    }
}

/// All visible characters, white space aside, in a fixed order.
fn seen<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<char> {
    let mut all: Vec<char> = texts
        .flat_map(str::chars)
        .filter(|c| !c.is_whitespace())
        .collect();
    all.sort_unstable();
    all
}

fn holds(blocks: &[Block]) {
    let found = extract(blocks);
    let passages = found
        .talks
        .iter()
        .map(|talk| talk.text.as_str())
        .chain(found.sections.iter().map(|section| section.text.as_str()));
    assert_eq!(
        seen(blocks.iter().map(|block| block.text.as_str())),
        seen(passages)
    );
    assert_eq!(found.talks.len(), found.cues.len());
    assert!(found.talks.is_sorted_by_key(|talk| talk.line));
    for block in blocks {
        for line in block
            .text
            .split(['\n', '。'])
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            let talks = found
                .talks
                .iter()
                .filter(|talk| talk.text.contains(line))
                .count();
            let sections = found
                .sections
                .iter()
                .filter(|section| section.text.contains(line))
                .count();
            assert!(talks + sections >= 1, "lost: {line}");
        }
    }
}

/// Pieces that pages are made of, so that chance makes pages worth reading.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("星河科技首席架构师 赵宏".to_owned()),
        Just("随后，星河科技 CTO 赵宏发表了题为《缓存之道》的主题演讲。".to_owned()),
        Just("银河研究院院长钱进明致辞。".to_owned()),
        Just("14:00-14:30 缓存之道 星河科技 赵宏".to_owned()),
        Just("14:00".to_owned()),
        Just("议题：存储之道".to_owned()),
        Just("演讲嘉宾：孙立".to_owned()),
        Just("个人简介：".to_owned()),
        Just("议题简介：从“头讲起".to_owned()),
        Just("圆桌论坛".to_owned()),
        Just("活动议程".to_owned()),
        Just("演讲嘉宾".to_owned()),
        Just("来自星河的《 开 的“引号 「不齐".to_owned()),
        "[\\PC]{0,40}",
        "[赵钱总监，、：“”《》|（）\\-0-9: 的分享在致辞\n]{0,40}",
    ]
}

fn any_block() -> impl Strategy<Value = Block> {
    let kind = prop_oneof![
        1 => Just(BlockKind::Heading(2)),
        1 => Just(BlockKind::Heading(3)),
        4 => Just(BlockKind::Paragraph),
        1 => Just(BlockKind::ListItem(0)),
        1 => Just(BlockKind::Code),
        1 => Just(BlockKind::Image("a.png".to_owned())),
        1 => Just(BlockKind::Rule),
        1 => (any::<bool>(), proptest::collection::vec(piece(), 0..4)).prop_map(|(head, cells)| BlockKind::TableRow { cells, head, table: 0 }),
    ];
    (
        kind,
        proptest::collection::vec(piece(), 1..4),
        any::<bool>(),
    )
        .prop_map(|(kind, pieces, centred)| {
            let text = match &kind {
                BlockKind::TableRow { cells, .. } => cells.join(" | "),
                BlockKind::Image(_) | BlockKind::Rule => String::new(),
                _ => pieces.join("\n"),
            };
            Block {
                centred,
                ..block(kind, &text)
            }
        })
}

proptest! {
    #[test]
    fn every_text_lies_in_one_passage(blocks in proptest::collection::vec(any_block(), 0..24)) {
        holds(&blocks);
    }
}

/// `speaker/role/title/kind` of the talks of a Markdown body.
fn talks(body: &str) -> Vec<String> {
    let blocks = blocks::parse(body, 1);
    holds(&blocks);
    extract(&blocks)
        .talks
        .into_iter()
        .map(|talk| {
            let names: Vec<String> = talk
                .speakers
                .iter()
                .map(|who| format!("{}/{}", who.name, who.role.as_deref().unwrap_or("-")))
                .collect();
            let kind = if talk.kind == TalkKind::Remarks {
                "remarks"
            } else {
                "talk"
            };
            format!(
                "{}: {} {} @{}",
                names.join("+"),
                kind,
                talk.title.as_deref().unwrap_or("-"),
                talk.line
            )
        })
        .collect()
}

#[test]
fn a_recap_with_captions_before_the_prose() {
    let body = "\
5 月 8 日，星河社区技术沙龙在临海举办，近百名开发者到场参加。

<div style=\"text-align:center\"><img src=\"1.jpg\"></div>
<p style=\"text-align:center\">星河基金会理事长 钱进明</p>

钱进明理事长首先代表主办方致欢迎辞，感谢各位开发者多年来的支持。

<div style=\"text-align:center\"><img src=\"2.jpg\"></div>
<p style=\"text-align:center\">银河科技首席科学家 孙立</p>

近年来存储介质发展很快，软件栈成为瓶颈。孙立以“新介质时代的存储引擎”为题，剖析了三种索引结构。

<div style=\"text-align:center\"><img src=\"3.jpg\"></div>
<p style=\"text-align:center\">圆桌对话</p>

在圆桌对话环节，钱进明、孙立就社区治理展开讨论。
";
    assert_eq!(
        talks(body),
        [
            "钱进明/星河基金会理事长: remarks - @4",
            "孙立/银河科技首席科学家: talk 新介质时代的存储引擎 @9"
        ]
    );
}

#[test]
fn several_speakers_in_one_paragraph() {
    let body = "\
星河开发者大会于周末召开。开幕式上，临海市科技局副局长周望山、星河基金会秘书长李一帆先后致辞。\
随后，银河科技 CTO 孙立作了题为《缓存的未来》的主题报告。天河大学教授郑重从学术角度介绍了缓存一致性的研究进展。
";
    assert_eq!(
        talks(body),
        [
            "周望山/临海市科技局副局长+李一帆/星河基金会秘书长: remarks - @1",
            "孙立/银河科技 CTO: talk 缓存的未来 @1",
            "郑重/天河大学教授: talk - @1",
        ]
    );
}

#[test]
fn an_agenda_as_a_table() {
    let body = "\
## 大会日程

| 时间 | 议题 | 演讲嘉宾 | 单位职务 |
|---|---|---|---|
| 09:00-09:10 | 开场致辞 | 钱进明 | 星河基金会理事长 |
| 09:10-09:40 | 缓存之道 | 孙立 | 银河科技架构师 |
| 09:40-10:00 | 茶歇 | | |
| 10:00-10:30 | 存储与计算：如何分离 | Jane Doe | Nebula Maintainer |
| 10:30-11:00 | 圆桌讨论 | 钱进明、孙立 | |
";
    assert_eq!(
        talks(body),
        [
            "钱进明/星河基金会理事长: remarks - @5",
            "孙立/银河科技架构师: talk 缓存之道 @6",
            "Jane Doe/Nebula Maintainer: talk 存储与计算：如何分离 @8",
        ]
    );
}

#[test]
fn a_list_of_members_is_no_agenda() {
    let body = "\
| 角色 | 姓名 | 公司 | 职位 |
|---|---|---|---|
| 组织者 | 孙立 | 银河科技 | 架构师 |
| 成员 | 钱进明 | 星河数据 | 总监 |

**首批成员名单：**

银河科技架构师 孙立

星河数据总监 钱进明

天河软件经理 周望山
";
    assert_eq!(talks(body), Vec::<String>::new());
}

#[test]
fn labelled_cards() {
    let body = "\
## 议题详情

**《缓存之道》**

**嘉宾介绍**

孙立，银河科技架构师，长期从事缓存研发。

**议题简介**

- 讲述缓存的三个阶段。

**《存储之道》**

**嘉宾介绍**

周望山，天河软件技术专家。

**议题简介**

- 讲述存储。
";
    assert_eq!(
        talks(body),
        [
            "孙立/银河科技架构师: talk 缓存之道 @3",
            "周望山/天河软件技术专家: talk 存储之道 @13"
        ]
    );
}

#[test]
fn labels_in_lines() {
    let body = "\
### 精彩议题

议题一：缓存之道

演讲嘉宾：孙立，银河科技架构师

议题二：存储之道

演讲嘉宾：天河软件技术专家 周望山

个人简介：十年存储经验。
";
    assert_eq!(
        talks(body),
        [
            "孙立/银河科技架构师: talk 缓存之道 @3",
            "周望山/天河软件技术专家: talk 存储之道 @7"
        ]
    );
}

#[test]
fn times_on_lines_of_their_own() {
    let body = "\
### 议程

14:00 - 14:30

缓存之道

孙立 银河科技架构师

14:30 - 15:00

存储之道

周望山 天河软件技术专家

15:00

自由交流
";
    assert_eq!(
        talks(body),
        [
            "孙立/银河科技架构师: talk 缓存之道 @3",
            "周望山/天河软件技术专家: talk 存储之道 @9"
        ]
    );
}

#[test]
fn headings_name_the_speakers() {
    let body = "\
星河社区第五期线上沙龙圆满落幕，本文带大家回顾嘉宾的精彩分享。

## 孙立：缓存之道

孙立是银河科技的架构师。他从缓存的历史讲起，介绍了三种淘汰算法。

## 存储之道 | 天河软件技术专家 周望山

存储是另一个难题，周老师拆解了一次线上事故。

## 写在最后

感谢大家的支持。
";
    let got = talks(body);
    assert_eq!(got.len(), 2, "{got:?}");
    assert!(
        got[0].starts_with("孙立/") && got[0].ends_with("talk 缓存之道 @3"),
        "{got:?}"
    );
    assert_eq!(got[1], "周望山/天河软件技术专家: talk 存储之道 @7");
}

#[test]
fn welcome_first_and_a_talk_later() {
    let body = "\
星河技术沙龙上周在临海成功举办。

星河科技总经理钱进明发表了开场致辞，对到场嘉宾表示欢迎。

银河科技架构师孙立带来了《缓存之道》的分享。

压轴登场的是星河科技总经理钱进明，他带来了《企业如何参与开源》的主题演讲。
";
    assert_eq!(
        talks(body),
        [
            "钱进明/星河科技总经理: remarks - @3",
            "孙立/银河科技架构师: talk 缓存之道 @5",
            "钱进明/星河科技总经理: talk 企业如何参与开源 @7",
        ]
    );
}

#[test]
fn an_article_tells_of_no_talk() {
    let body = "\
# 缓存的设计与实现

缓存分为三层。作者介绍了淘汰算法，第二部分解读源码。

## 架构

首先，产品方案介绍了整体流程；随后分享性能数据。正如 Martin Fowler 所说，命名很难。

1. 打开设置
2. 运维管理
";
    assert_eq!(talks(body), Vec::<String>::new());
}
