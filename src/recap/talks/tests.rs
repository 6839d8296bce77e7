//! What holds for every page, and whole pages told small.

use proptest::prelude::*;

use super::*;
use crate::recap::{
    TalkKind,
    blocks::{self, BlockKind},
};

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
    let found = extract(None, blocks.to_vec());
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
pub(super) fn talks(body: &str) -> Vec<String> {
    let blocks = blocks::parse(body, 1);
    holds(&blocks);
    extract(None, blocks)
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

/// A sentence, then the speaker, the role (where it is to be checked), the title and the kind
/// of the talk that it reports; without a speaker it reports none.
type Told = (
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
    &'static str,
);

#[test]
fn sentences_of_many_styles() {
    let told: &[Told] = &[
        (
            "会议伊始，星河市委常委、副市长周望山代表市政府致辞，他对大会的召开表示热烈祝贺。",
            "周望山",
            Some("星河市委常委、副市长"),
            None,
            "remarks",
        ),
        (
            "星河大学党委副书记、副校长李玉良教授出席活动并致欢迎辞。",
            "李玉良",
            None,
            None,
            "remarks",
        ),
        (
            "远山科技联合创始人兼 CTO 何朗在现场做了《云边协同的实践》的技术分享。",
            "何朗",
            Some("远山科技联合创始人兼 CTO"),
            Some("云边协同的实践"),
            "talk",
        ),
        (
            "紧接着，来自白鹭银行信息科技部的高级经理宁静为我们带来了主题为“核心系统下移实践”的精彩演讲。",
            "宁静",
            Some("白鹭银行信息科技部的高级经理"),
            Some("核心系统下移实践"),
            "talk",
        ),
        (
            "青柳云数据库团队负责人柏松老师围绕《高可用架构演进》展开分享。",
            "柏松",
            Some("青柳云数据库团队负责人"),
            Some("高可用架构演进"),
            "talk",
        ),
        (
            "主题演讲环节，远山社区技术委员会主席祁小满分享了远山 5.0 的核心特性及未来规划。",
            "祁小满",
            Some("远山社区技术委员会主席"),
            None,
            "talk",
        ),
        (
            "远山社区 Maintainer、白鹭智能架构师房一鸣现场演示了插件开发的全过程。",
            "房一鸣",
            Some("远山社区 Maintainer、白鹭智能架构师"),
            None,
            "talk",
        ),
        (
            "星河农信数据库主管樊青山结合自身经验，讲述了迁移过程中遇到的问题。",
            "樊青山",
            Some("星河农信数据库主管"),
            None,
            "talk",
        ),
        (
            "在题为《数据库与大模型》的报告中，星河大学软件学院副院长、教授谈修远梳理了三条技术路线。",
            "谈修远",
            Some("星河大学软件学院副院长、教授"),
            Some("数据库与大模型"),
            "talk",
        ),
        (
            "随后由远山科技解决方案总监郎志强进行题为“政务云选型”的分享。",
            "郎志强",
            Some("远山科技解决方案总监"),
            Some("政务云选型"),
            "talk",
        ),
        (
            "远山社区理事长鲁一帆作《共建开源生态》主题报告，回顾了社区三年的发展历程。",
            "鲁一帆",
            Some("远山社区理事长"),
            Some("共建开源生态"),
            "talk",
        ),
        (
            "天河软件副总裁、首席架构师 赵 宏 以“自治数据库的未来”为题作了演讲。",
            "赵宏",
            Some("天河软件副总裁、首席架构师"),
            Some("自治数据库的未来"),
            "talk",
        ),
        (
            "最后，远山社区秘书长辛夷对本次活动进行了总结，并感谢各位来宾。",
            "辛夷",
            Some("远山社区秘书长"),
            None,
            "remarks",
        ),
        (
            "白鹭智能工程师单晓峰讲了如何在边缘设备上部署模型，引发了热烈讨论。",
            "单晓峰",
            Some("白鹭智能工程师"),
            None,
            "talk",
        ),
        (
            "远山科技高级工程师尤佳：《从零构建查询优化器》",
            "尤佳",
            Some("远山科技高级工程师"),
            Some("从零构建查询优化器"),
            "talk",
        ),
        (
            "第三位登场的是青柳云资深专家古越，她的分享主题是《向量检索的工程实践》。",
            "古越",
            Some("青柳云资深专家"),
            Some("向量检索的工程实践"),
            "talk",
        ),
        (
            "针对运维难题，白鹭智能SRE工程师洪涛给出了他的答案：自动化巡检与根因分析。",
            "洪涛",
            Some("白鹭智能SRE工程师"),
            None,
            "talk",
        ),
        (
            "远山基金会副理事长兼秘书长龚正宣读了用户委员会名单，并发表讲话。",
            "龚正",
            Some("远山基金会副理事长兼秘书长"),
            None,
            "remarks",
        ),
        (
            "来自天河证券的数据库架构师成思远则从金融行业用户的视角，分享了选型的思考。",
            "成思远",
            Some("天河证券的数据库架构师"),
            None,
            "talk",
        ),
        (
            "远山社区运营经理卜一凡为大家解读社区治理模式与贡献激励机制。",
            "卜一凡",
            Some("远山社区运营经理"),
            None,
            "talk",
        ),
        (
            "首席科学家易明远博士深入浅出地剖析了学习型索引的原理。",
            "易明远",
            Some("首席科学家"),
            None,
            "talk",
        ),
        (
            "“开源是创新的土壤。”青柳云开源办公室主任时运在演讲中如是说。",
            "时运",
            Some("青柳云开源办公室主任"),
            None,
            "talk",
        ),
        (
            "会上，远山与星河大学签署合作协议，远山科技总经理何朗与星河大学副校长李玉良共同揭牌。",
            "",
            None,
            None,
            "",
        ),
        ("活动由远山社区运营卜一凡主持。", "", None, None, ""),
        (
            "获奖选手房一鸣表示，感谢社区给予的机会。",
            "",
            None,
            None,
            "",
        ),
    ];
    for (sentence, name, role, title, kind) in told {
        let body = format!("5 月 20 日，远山社区技术沙龙在星河市成功举办。\n\n{sentence}\n");
        let found = extract(None, blocks::parse(&body, 1)).talks;
        if name.is_empty() {
            assert!(found.is_empty(), "{sentence}: {found:?}");
            continue;
        }
        let [talk] = found.as_slice() else {
            panic!("{sentence}: {found:?}");
        };
        assert_eq!(talk.speakers[0].name, *name, "{sentence}");
        assert_eq!(talk.title.as_deref(), *title, "{sentence}");
        assert_eq!(
            talk.kind == TalkKind::Remarks,
            *kind == "remarks",
            "{sentence}"
        );
        if role.is_some() {
            assert_eq!(talk.speakers[0].role.as_deref(), *role, "{sentence}");
        }
    }
}

#[test]
fn lines_set_as_headings_and_bold_leads() {
    let body = "\
星河社区 Meetup 临海站上周圆满举办。

## 缓存工程实践：从单机到集群

![](1.jpg)

银河科技技术专家孙立围绕缓存痛点展开分享，强调命中率的重要性。

## 存储智能治理

![](2.jpg)

星河 SIG Storage Maintainer何守信带来治理套件主题分享。

从算力到应用：一体机实践探索

![](3.jpg)

临海创新中心CTO余明分享产业趋势，解读大模型带来的挑战。

## 供应链安全挑战与应对

![](4.jpg)

星河大学软件学院郭阳博士剖析新型风险。他提出了应对策略。

本次 Meetup 紧密结合应用场景开展研讨。
";
    assert_eq!(
        talks(body),
        [
            "孙立/银河科技技术专家: talk 缓存工程实践：从单机到集群 @3",
            "何守信/星河 SIG Storage Maintainer: talk 存储智能治理 @9",
            "余明/临海创新中心CTO: talk 从算力到应用：一体机实践探索 @15",
            "郭阳/星河大学软件学院: talk 供应链安全挑战与应对 @21",
        ]
    );
    let body = "\
星河开发者大会在临海圆满举办。

**星河基金会理事长钱进明**星河基金会理事长钱进明在致辞中表示，社区三年有成。

![](1.jpg)

**银河科技副总裁孙立**

银河科技副总裁孙立表示，公司将持续投入。

![](2.jpg)
";
    assert_eq!(
        talks(body),
        [
            "钱进明/星河基金会理事长: remarks - @3",
            "孙立/银河科技副总裁: talk - @7",
        ]
    );
}

#[test]
fn captions_with_verbs_and_titles_each() {
    let body = "\
11 月 2 日，首届星河开发者大会在临海开幕。

<center><img src=\"1.jpg\"></center>
<center>图：临海市工信局总工程师 桂明川 致辞</center>

桂明川表示，临海将支持开源。

大会期间，银河科技首席科学家孙立、天河实验室主任祁小满分别发表了主题为《端侧缓存》《可验证计算》的演讲。
";
    assert_eq!(
        talks(body),
        [
            "桂明川/临海市工信局总工程师: remarks - @4",
            "孙立/银河科技首席科学家: talk 端侧缓存 @8",
            "祁小满/天河实验室主任: talk 可验证计算 @8",
        ]
    );
}

#[test]
fn paragraphs_between_videos_are_reports_whatever_their_verb() {
    let body = "星河社区的 Meetup 来到海边，嘉宾各有故事。\n\n<video src=\"a.mp4\"></video>\n\n\
        缓存该放在哪里？星河科技首席架构师赵宏打开一张白纸，从读写两个方向数了数要走的弯路。\n\n\
        <video src=\"b.mp4\"></video>\n\n\
        星河社区主席钱进顺着去年的日历翻了一遍，哪个月人多，哪个月人少，缘由他心里都有数。\n\n\
        <video src=\"c.mp4\"></video>\n\n\
        星河科技高级工程师孙立收尾，磁盘写满的那个夜晚发生了什么，又是谁先看见的，台下听得入神。\n";
    let found = extract(None, blocks::parse(body, 1));
    let names: Vec<&str> = found
        .talks
        .iter()
        .flat_map(|talk| &talk.speakers)
        .map(|speaker| speaker.name.as_str())
        .collect();
    assert_eq!(names, ["赵宏", "钱进", "孙立"]);
}

#[test]
fn a_page_in_traditional_characters_keeps_its_spelling() {
    let body = "星河社區在海邊辦了一場技術聚會，嘉賓們輪流上台分享。\n\n![](a.jpg)\n\n\
        星河科技總經理張國華從倉庫門口講起：貨物進來之後放在哪裡，誰來記帳，晚上又由誰來對賬。\n\n\
        ![](b.jpg)\n\n**星河科技總經理 張國華**\n";
    let found = extract(None, blocks::parse(body, 1));
    let speakers: Vec<_> = found.talks.iter().flat_map(|talk| &talk.speakers).collect();
    assert_eq!(speakers.len(), 1);
    assert_eq!(speakers[0].name, "張國華");
    assert!(found.talks[0].text.contains("從倉庫門口講起"));
}
