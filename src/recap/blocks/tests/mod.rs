//! What pages do, and what their blocks are.

mod sound;

use super::{Block, BlockKind, parse};

/// One line a block: its kind, `@` and its lines, its text with bold runs in `[ ]`.
fn shown(body: &str) -> Vec<String> {
    parse(body, 1).iter().map(show).collect()
}

fn show(block: &Block) -> String {
    let kind = match &block.kind {
        BlockKind::Heading(level) => format!("h{level}"),
        BlockKind::Paragraph => "p".to_owned(),
        BlockKind::ListItem(depth) => format!("li{depth}"),
        BlockKind::TableRow { cells, head, table } => {
            let sign = if *head { "th" } else { "tr" };
            format!("{sign}{table}({})", cells.len())
        }
        BlockKind::Code => "code".to_owned(),
        BlockKind::Image(source) => format!("img {source}"),
        BlockKind::Video(source) => format!("video {source}"),
        BlockKind::Rule => "hr".to_owned(),
    };
    let lines: Vec<String> = block.lines.iter().map(usize::to_string).collect();
    let mut text = block.text.clone();
    for range in block.bold.iter().rev() {
        text.insert(range.end, ']');
        text.insert(range.start, '[');
    }
    let centred = if block.centred { " centred" } else { "" };
    format!("{kind}@{}{centred} {text}", lines.join(","))
}

fn check(cases: &[(&str, &[&str])]) {
    for (body, blocks) in cases {
        assert_eq!(shown(body), *blocks, "{body}");
    }
}

#[test]
fn captions_and_media_are_blocks_of_their_own() {
    check(&[
        (
            "<img src=\"./a.jpg\" />\n<font size=1><center>**总监 张三**</center></font>\n\n正文",
            &["img ./a.jpg@1 ", "p@2 centred [总监 张三]", "p@4 正文"],
        ),
        (
            "<img src=a.png>\n**圆桌论坛**",
            &["img a.png@1 ", "p@2 [圆桌论坛]"],
        ),
        (
            "正文。\n<img src=a.png />\n\n**张三**",
            &["p@1 正文。", "img a.png@2 ", "p@4 [张三]"],
        ),
        (
            "<div style=\"text-align: center\"><img src=a.png></div>\n<p align=center>张三</p>",
            &["img a.png@1 centred ", "p@2 centred 张三"],
        ),
        (
            "### <p style=\"text-align:center;\">领导致辞</p>",
            &["h3@1 centred 领导致辞"],
        ),
        ("前![图](a.png)后", &["p@1 前", "img a.png@1 ", "p@1 后"]),
        (
            "<video controls>\n  <source src=\"v.mp4 \">您的浏览器不支持video标签。\n</video>\n经理李四",
            &["video v.mp4@2 ", "p@4 经理李四"],
        ),
        (
            "<video src=\"v.mp4\" controls></video>\n\n正文",
            &["video v.mp4@1 ", "p@3 正文"],
        ),
        ("<video src=v.mp4>\n\n正文", &["video v.mp4@1 ", "p@3 正文"]),
        (
            "<iframe src=\"//player.example/1\">旧</iframe>正文",
            &["video //player.example/1@1 ", "p@1 正文"],
        ),
        (
            "![a](javascript:alert(1)) <img src=\"data:image/png;base64,AAAA\">字",
            &["p@1 字"],
        ),
    ]);
}

#[test]
fn markup_is_read_also_where_its_rules_fail() {
    check(&[
        ("**开幕。**此次", &["p@1 [开幕。]此次"]),
        ("**甲：** **乙**", &["p@1 [甲：] [乙]"]),
        ("<strong>甲 | 乙 </strong>", &["p@1 [甲 | 乙]"]),
        ("奖品\\*1、\\*\\*2", &["p@1 奖品*1、**2"]),
        ("`**a**`", &["p@1 **a**"]),
        (
            "<div>见[指南](http://x.cn/)与`代码`、*重点*</div>",
            &["p@1 见指南与代码、重点"],
        ),
        ("见[指南](http://x.cn/)，<https://y.cn>", &["p@1 见指南，"]),
        (
            "14:00~15:00，16:00~17:00，~~作废~~",
            &["p@1 14:00~15:00，16:00~17:00，作废"],
        ),
        ("&lt;b&gt; &amp;&nbsp;甲", &["p@1 <b> & 甲"]),
        ("<div>&lt;b&gt; a &amp; b</div>", &["p@1 <b> a & b"]),
        ("前<b>中</b>后<!-- 无 -->。", &["p@1 前[中]后。"]),
        ("甲<br>乙<br/><br/>\n丙", &["p@1,1,2 甲\n乙\n丙"]),
        ("甲\n乙", &["p@1,2 甲\n乙"]),
        ("<hr/>\n\n---\n\n***", &["hr@1 ", "hr@3 ", "hr@5 "]),
        (
            "<div><p style=\"text-align:center;\"><font size=1><center>**甲**\n\n正文",
            &["p@1 centred [甲]", "p@3 正文"],
        ),
    ]);
}

#[test]
fn what_a_browser_hides_is_not_read() {
    check(&[
        (
            "甲\n\n<script setup>\nconst a = '<b>乙'\n\n</script>\n",
            &["p@1 甲"],
        ),
        ("<style>\np { }\n</style>\n甲", &["p@4 甲"]),
        ("<!-- 乙\n\n丙 -->\n甲", &["p@4 甲"]),
        (
            "<div style=\"display: none\"><div>乙</div>丙</div>甲",
            &["p@1 甲"],
        ),
        (
            "import A from './A.vue'\n\n<A />甲",
            &["p@1 import A from './A.vue'", "p@3 甲"],
        ),
    ]);
}

#[test]
fn lists_quotes_and_code() {
    check(&[
        (
            "- 甲\n  - 乙\n    丙\n- 丁",
            &["li0@1 甲", "li1@2,3 乙\n丙", "li0@4 丁"],
        ),
        ("1. 甲\n\n   乙\n2. 丙", &["li0@1 甲", "p@3 乙", "li0@4 丙"]),
        (
            "<ul>\n<li><div><img src=a.png></div>\n<p>张三</p>\n<p>总监</p>\n</li><li>李四\n</ul>",
            &["img a.png@2 ", "li0@3 张三", "p@4 总监", "li0@5 李四"],
        ),
        ("> 甲\n>\n> > 乙\n", &["p@1 甲", "p@3 乙"]),
        ("```md\n**甲**\n\n  乙\n```", &["code@2,3,4 **甲**\n\n  乙"]),
        ("<pre>\n甲\n  乙\n</pre>", &["code@2,3 甲\n  乙"]),
        ("    首行缩进的一段话", &["p@1 首行缩进的一段话"]),
        ("甲[^1]\n\n[^1]: 注\n", &["p@1 甲", "p@3 注"]),
        ("- [x] 甲", &["li0@1 甲"]),
    ]);
}

#[test]
fn tables_are_rows() {
    check(&[
        (
            "| 时间 | 议题 |\n|---|---|\n| 9:00 | **甲**<br>乙 |\n",
            &["th0(2)@1 时间 | 议题", "tr0(2)@3,3 9:00 | [甲]\n乙"],
        ),
        (
            "<table>\n<tr><th>a</th><th>b</th></tr>\n<tr><td rowspan=\"3\">x</td><td>1</td></tr>\n<tr><td>2</td></tr>\n<tr><td>3</td></tr></table>",
            &[
                "th0(2)@2 a | b",
                "tr0(2)@3 x | 1",
                "tr0(2)@4 x | 2",
                "tr0(2)@5 x | 3",
            ],
        ),
        (
            "<table><tr><td>议题<td>李四<tr><td colspan=2>茶歇</table>",
            &["tr0(2)@1 议题 | 李四", "tr0(2)@1 茶歇"],
        ),
        (
            "<table><tr><td>甲<table><tr><td>乙</td></tr></table></td><td><img src=a.png></td></tr></table>丙",
            &["tr0(2)@1,1 甲\n乙", "img a.png@1 ", "p@1 丙"],
        ),
        (
            "<table><thead><tr><td>头</td></tr></thead><tbody><tr><td>身</td></tr></tbody></table>\n<table><td>甲</table>",
            &["th0(1)@1 头", "tr0(1)@1 身", "tr1(1)@2 甲"],
        ),
    ]);
}
