//! Layouts of pages, each told small: what is read of them, and what is doubted.

use super::{tests::talks, *};
use crate::recap::blocks;

fn warnings(body: &str) -> Vec<(Option<usize>, String)> {
    let found = extract(None, blocks::parse(body, 1));
    let short = |text: &str| text.split(':').next().unwrap_or_default().to_owned();
    let all = found.warnings.iter();
    all.map(|warning| (warning.line, short(&warning.message)))
        .collect()
}

const LEAD: &str = "5 月 10 日，星河 Meetup 在临海举办。\n\n";

#[test]
fn joint_talks_in_cells_and_headings() {
    let table = "\
| 时间 | 议题 | 嘉宾 |
| --- | --- | --- |
| 14:00 | 行存与列存 | 星河科技工程师 邵峰、银河银行架构师 叶知秋 |
| 14:30 | 迁移复盘 | 银河银行 科技部经理<br>冯晓东 |
| 15:00 | 缓存之道 | 赵宏@星河科技 |
";
    assert_eq!(
        talks(&format!("{LEAD}## 议程\n\n{table}")),
        [
            "邵峰/星河科技工程师+叶知秋/银河银行架构师: talk 行存与列存 @7",
            "冯晓东/银河银行 科技部经理: talk 迁移复盘 @8",
            "赵宏/星河科技: talk 缓存之道 @9",
        ]
    );
    let pen_names = "\
| 时间 | 环节 | 嘉宾介绍 |
| --- | --- | --- |
| 13:00-13:40 | 《事务的开源实践》 | 星河科技负责人 青崖 |
| 13:40-14:00 | 茶歇 | |
";
    assert_eq!(
        talks(&format!("{LEAD}{pen_names}")),
        ["青崖/星河科技负责人: talk 事务的开源实践 @5"]
    );
    let heads = "**于洋、崔浩：主备的延迟**\n\n两位工程师一同上台，于洋讲原理，崔浩做演示。\n";
    assert_eq!(
        talks(&format!("{LEAD}{heads}")),
        ["于洋/-+崔浩/-: talk 主备的延迟 @3"]
    );
    let labels = "### 极速研发\n\n讲师：星河科技专家 赵真\n\n讲师：星河科技专家 刘晶\n\n议题简介：从头讲起。\n";
    assert_eq!(
        talks(&format!("{LEAD}{labels}")).len(),
        1,
        "two labels of speakers right below each other are one talk"
    );
}

#[test]
fn titles_on_lines_of_their_own() {
    let body = "\
《航运里的数据库》

鹭岛航运 信息中心主任 苏子由

航运的数据量不大，但对一致性的要求极高，一条船不能同时靠在两个码头。

![](a.png)

《自动调参》

星河科技 算法工程师 黄鲁直

参数有几百个，人工调不过来，于是有了自动调参。

![](b.png)
";
    assert_eq!(
        talks(&format!("{LEAD}{body}")),
        [
            "苏子由/鹭岛航运 信息中心主任: talk 航运里的数据库 @3",
            "黄鲁直/星河科技 算法工程师: talk 自动调参 @11",
        ]
    );
    let cards = "## 活动回顾\n\n臧琳\n银河云高级工程师\n《运行时的回收》\n议题简介：内存管理是现代语言的核心。\n\n\
        黄齐\n天河软件工程师\n《端侧的运行时》\n议题简介：内存只有几十 KB 时怎么办。\n";
    assert_eq!(
        talks(&format!("{LEAD}{cards}")),
        [
            "臧琳/银河云高级工程师: talk 运行时的回收 @5",
            "黄齐/天河软件工程师: talk 端侧的运行时 @10",
        ]
    );
}

#[test]
fn videos_below_a_line_with_title_and_speaker() {
    let body = "**1. 下一个十年 - 星河基金会秘书长 莫大成**\n\n<video src=\"1.mp4\"></video>\n\n\
        **2. 核心系统改造 - 岭南银行首席架构师 曲洋**\n\n<video src=\"2.mp4\"></video>\n";
    assert_eq!(
        talks(&format!("{LEAD}{body}")),
        [
            "莫大成/星河基金会秘书长: talk 下一个十年 @3",
            "曲洋/岭南银行首席架构师: talk 核心系统改造 @7",
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
fn lists_of_names_and_topics() {
    let body = "分享嘉宾及议题如下：\n\n* 赵宏: 缓存的现状与规划 [PDF](a.pdf)\n* 孙立: 第三届存储挑战赛 [PDF](b.pdf)\n";
    assert_eq!(
        talks(&format!("{LEAD}{body}")),
        [
            "赵宏/-: talk 缓存的现状与规划 @5",
            "孙立/-: talk 第三届存储挑战赛 @6",
        ]
    );
    let told = "大家怎么说：\n\n* 赵宏: 第一次来，收获很多\n* 孙立: 明年还会再来的\n";
    assert_eq!(talks(&format!("{LEAD}{told}")), [""; 0]);
}

#[test]
fn speakers_below_the_topic_that_a_heading_gives() {
    let labels = "\
## 议题：缓存方案介绍

1）缓存的三种放法，以及各自的代价；

Speaker：赵宏   星河科技总监

## 议题：存储的下一步

从一块盘讲到一座机房。

Speaker：孙立  银河科技架构师
";
    assert_eq!(
        talks(&format!("{LEAD}{labels}")),
        [
            "赵宏/星河科技总监: talk 缓存方案介绍 @3",
            "孙立/银河科技架构师: talk 存储的下一步 @9",
        ]
    );
    let lives = "\
### 缓存一致性的边界与代价

赵宏 星河科技资深工程师，缓存框架负责人，十年后台开发经验。

### 存储引擎的演进与取舍

孙立 花名青崖，银河科技架构师。专注存储，写过两个引擎。
";
    assert_eq!(
        talks(&format!("{LEAD}{lives}")),
        [
            "赵宏/星河科技资深工程师，缓存框架负责人: talk 缓存一致性的边界与代价 @3",
            "孙立/银河科技架构师: talk 存储引擎的演进与取舍 @7",
        ]
    );
}

#[test]
fn headings_that_are_labels() {
    let body = "\
## 议题 1

### 议题名称

在任何机器上运行缓存

### 议题简介

缓存的部署从来不容易，这次从头讲起。

### 讲师简介

- 赵宏：星河科技平台团队负责人，缓存框架的创始人，热爱开源。
- 于洋：银河科技资深软件工程师，负责开发和维护。

### 分享时间

9 月 27 日下午
";
    assert_eq!(
        talks(&format!("{LEAD}{body}")),
        ["赵宏/星河科技平台团队负责人+于洋/银河科技资深软件工程师: talk 在任何机器上运行缓存 @5"]
    );
}

#[test]
fn the_title_of_the_page_tells_of_the_event() {
    let body = "![](a.jpg)\n\n赵宏，Star PMC Member，星河科技有限公司中间件技术专家，《缓存的静态编译：方案与实践》\n\n\
        ![](b.jpg)\n\n孙立，银河银行软件中心架构师，《存储的分布式转型》\n";
    let found = extract(Some("星河大会精彩回顾"), blocks::parse(body, 1));
    let titles: Vec<_> = found
        .talks
        .iter()
        .filter_map(|talk| talk.title.as_deref())
        .collect();
    assert_eq!(titles, ["缓存的静态编译：方案与实践", "存储的分布式转型"]);
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

#[test]
fn the_press_quotes_people_and_reports_no_talk() {
    let body = "星河科技完成新一轮融资。\n\n星河科技创始人赵宏表示：“开源的路还很长。”\n\n\
        银河资本合伙人钱进表示：“我们看好数据库。”\n\n天河银行董事孙立表示：“合作很顺利。”\n";
    assert_eq!(talks(body), [""; 0]);
}

#[test]
fn what_cannot_be_read_for_sure_is_doubted() {
    let body = "\
星河科技架构师赵宏分享了《缓存之道》，从头讲起。

![](a.png)

银河银行首席架构师

![](b.png)

天河科技高级工程师阿依古丽发表了题为《数据的边界》的主题演讲，台下听得很认真。

| 时间 | 议题 | 嘉宾 |
| --- | --- | --- |
| 15:00-15:30 | 分布式事务的三种写法 | |
| 15:30-15:40 | 茶歇 | |
| 15:40-16:10 | 存储之道 | 星河科技总监 钱进 |
";
    let found = extract(None, blocks::parse(&format!("{LEAD}{body}"), 1));
    let names: Vec<&str> = found
        .talks
        .iter()
        .flat_map(|talk| &talk.speakers)
        .map(|speaker| speaker.name.as_str())
        .collect();
    assert_eq!(names, ["赵宏", "钱进"]);
    let doubts = warnings(&format!("{LEAD}{body}"));
    let lines: Vec<_> = doubts.iter().filter_map(|(line, _)| *line).collect();
    assert_eq!(lines, [7, 11, 15], "{doubts:?}");
    let kept: String = found.sections.iter().map(|s| s.text.as_str()).collect();
    for text in ["银河银行首席架构师", "阿依古丽", "分布式事务的三种写法"] {
        assert!(kept.contains(text), "{text}");
    }
}
