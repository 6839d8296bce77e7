//! Paragraphs that report talks.

use super::{LEAD, talks};

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
fn names_in_latin_letters() {
    let body = "Star 基金会执行董事 Mary Johnson 通过视频致欢迎辞。\n\n\
        星河科技工程副总裁 Peter van Dyke 分享了《百万节点》。\n\n\
        随后，浦江科技 CTO Kevin Li 带来《证券里的星河》。\n";
    assert_eq!(
        talks(&format!("{LEAD}{body}")),
        [
            "Mary Johnson/Star 基金会执行董事: remarks - @3",
            "Peter van Dyke/星河科技工程副总裁: talk 百万节点 @5",
            "Kevin Li/浦江科技 CTO: talk 证券里的星河 @7",
        ]
    );
}

#[test]
fn titles_go_with_the_person_beside_them() {
    let body = "星河科技首席技术官徐宁作《多模引擎》特邀报告；临海大学教授关羽川作《存算一体》学术报告。\n\n\
        “流计算的实践”由银河股份运维部经理周盈讲述。\n\n\
        银河云架构师詹年换了个角度，议题叫“从客户端看数据库”。\n";
    assert_eq!(
        talks(&format!("{LEAD}{body}")),
        [
            "徐宁/星河科技首席技术官: talk 多模引擎 @3",
            "关羽川/临海大学教授: talk 存算一体 @3",
            "周盈/银河股份运维部经理: talk 流计算的实践 @5",
            "詹年/银河云架构师: talk 从客户端看数据库 @7",
        ]
    );
}

#[test]
fn people_named_by_the_way_spoke_nowhere() {
    let body = "## 缓存的由来\n\n对于银河科技研究员王一鸣而言，这一年很有意义，他分享了许多心得给同事们。\n\n\
        缓存的理论由匈牙利裔工程师鲁道夫·卡尔曼提出，后来的人介绍了很多次，也讲解了很多次。\n";
    assert_eq!(talks(&format!("{LEAD}{body}")), [""; 0]);
}

#[test]
fn the_motto_of_an_event_is_no_title_of_a_welcome() {
    let body = "本次大会以“数据为先，创新未来”为主题，星河社区理事长赵宏在致辞中回顾了五年历程。\n";
    assert_eq!(
        talks(&format!("{LEAD}{body}")),
        ["赵宏/星河社区理事长: remarks - @3"]
    );
}
