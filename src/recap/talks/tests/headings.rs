//! Headings, and what is set as one.

use super::{LEAD, talks};

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
fn leads_name_the_speaker_before_a_colon_or_in_bold() {
    let body = "\
**《缓存之道》**

[讲稿下载](a.pdf)

**赵宏，星河科技总监，Star Committer：** 从头讲起，一路讲到缓存失效的三种原因。

![](a.png)

**《主备的延迟》**

**于洋, 崔浩：** 两位工程师从同一次故障讲起，一位说原理，一位做演示。
";
    assert_eq!(
        talks(&format!("{LEAD}{body}")),
        [
            "赵宏/星河科技总监，Star Committer: talk 缓存之道 @3",
            "于洋/-+崔浩/-: talk 主备的延迟 @11",
        ]
    );
    let list = "## 亮点速览\n\n- **银河科技李南风** 展示了两级缓存的全套方案\n\n\
        - **星河社区理事 赵宏** 首次公开下一版的三项特性\n\n\
        - **大会规模** 展示了社区的号召力，三百人到场\n";
    assert_eq!(
        talks(&format!("{LEAD}{list}")),
        ["李南风/银河科技: talk - @5", "赵宏/星河社区理事: talk - @7"]
    );
}

#[test]
fn welcomes_below_a_heading_that_says_so() {
    let body = "### 开场致辞\n\n长河软件董事长 金大中\n\n长河软件董事长金大中首先谢过远道而来的朋友，又介绍了公司。\n\n\
        ### 缓存之道\n\n星河科技总监 安静文\n\n缓存有三种放法，安静文逐项做了介绍。\n\n## 主持人\n\n**薛宝琴** 星河社区运营\n";
    assert_eq!(
        talks(&format!("{LEAD}{body}")),
        [
            "金大中/长河软件董事长: remarks - @5",
            "安静文/星河科技总监: talk 缓存之道 @9",
        ]
    );
}
