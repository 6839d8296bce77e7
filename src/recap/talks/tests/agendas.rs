//! Agendas, as tables and as lines.

use super::{LEAD, talks};

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
