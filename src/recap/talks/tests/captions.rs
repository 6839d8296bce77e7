//! Lines by a picture or a video that name the speaker.

use super::{LEAD, extract, speakers, talks};
use crate::recap::blocks;

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
    let found = extract(None, "", blocks::parse(body, 1));
    assert_eq!(speakers(&found), ["赵宏", "钱进", "孙立"]);
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
