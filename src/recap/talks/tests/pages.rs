//! Pages of many kinds: events by their title alone, articles, the press, what is doubted.

use super::{LEAD, extract, speakers, talks};
use crate::recap::blocks;

fn warnings(body: &str) -> Vec<(Option<usize>, String)> {
    let found = extract(None, "", blocks::parse(body, 1));
    let short = |text: &str| text.split(':').next().unwrap_or_default().to_owned();
    let all = found.warnings.iter();
    all.map(|warning| (warning.line, short(&warning.message)))
        .collect()
}

#[test]
fn the_title_of_the_page_tells_of_the_event() {
    let body = "![](a.jpg)\n\n赵宏，Star PMC Member，星河科技有限公司中间件技术专家，《缓存的静态编译：方案与实践》\n\n\
        ![](b.jpg)\n\n孙立，银河银行软件中心架构师，《存储的分布式转型》\n";
    let found = extract(Some("星河大会精彩回顾"), "", blocks::parse(body, 1));
    let titles: Vec<_> = found
        .talks
        .iter()
        .filter_map(|talk| talk.title.as_deref())
        .collect();
    assert_eq!(titles, ["缓存的静态编译：方案与实践", "存储的分布式转型"]);
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
    let found = extract(None, "", blocks::parse(&format!("{LEAD}{body}"), 1));
    assert_eq!(speakers(&found), ["赵宏", "钱进"]);
    let doubts = warnings(&format!("{LEAD}{body}"));
    let lines: Vec<_> = doubts.iter().filter_map(|(line, _)| *line).collect();
    assert_eq!(lines, [7, 11, 15], "{doubts:?}");
    let kept: String = found.sections.iter().map(|s| s.text.as_str()).collect();
    for text in ["银河银行首席架构师", "阿依古丽", "分布式事务的三种写法"] {
        assert!(kept.contains(text), "{text}");
    }
}

#[test]
fn a_page_in_traditional_characters_keeps_its_spelling() {
    let body = "星河社區在海邊辦了一場技術聚會，嘉賓們輪流上台分享。\n\n![](a.jpg)\n\n\
        星河科技總經理張國華從倉庫門口講起：貨物進來之後放在哪裡，誰來記帳，晚上又由誰來對賬。\n\n\
        ![](b.jpg)\n\n**星河科技總經理 張國華**\n";
    let found = extract(None, "", blocks::parse(body, 1));
    let speakers: Vec<_> = found.talks.iter().flat_map(|talk| &talk.speakers).collect();
    assert_eq!(speakers.len(), 1);
    assert_eq!(speakers[0].name, "張國華");
    assert!(found.talks[0].text.contains("從倉庫門口講起"));
}
