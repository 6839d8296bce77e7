//! Titles in running text: which quoted string is the talk's title.

use super::{
    characters::length,
    clock::after_time,
    numbering::unnumbered,
    quotes::{self, PAIRS, Quote, opening},
    words::Words,
};

/// What follows a title: the name of the thing that was given.
static AFTER: Words = Words::new(
    "专题发言 大会发言 主旨演讲 主旨报告 主旨发言 特邀演讲 学术报告 专题报告 专题演讲 专题分享 经验分享 实践分享 闪电演讲 主题演讲 主题分享 主题报告 主题发言 主题致辞 主题讲演 主题 为主题 为题 为演讲主题 为分享主题 为题目 演讲 分享 报告 议题 致辞 致词 讲演 讲座 课题 技术分享 技术演讲 技术报告 精彩分享 精彩演讲 特邀报告 大会报告 开场演讲 开幕演讲 案例分享 介绍 发言 宣讲 授课 讲解 Keynote keynote",
);

/// What stands before a title.
static BEFORE: Words = Words::new(
    "讲题是 讲题为 题目叫 议题叫 主题叫 讲 讲的是 讲了 讲述 演示 演示了 拆解 拆解了 剖析 剖析了 题为 主题为 主题是 主题： 主题: 题目为 题目是 题目： 议题为 议题是 议题： 议题: 议题 名为 以 以主题 关于 带来 带来了 带来主题为 带来的 分享 分享了 分享的 分享题为 分享的是 介绍 介绍了 发表 发表了 发表的 发表主题 主题 在 演讲 讲解 讲解了 讲述了 解读 解读了 阐述了 作了 作 做了 做 进行了 进行 围绕 就 报告 演讲： 分享： 为我们分享 为大家分享 为大家带来 以《 探讨了 主题演讲 主题分享 主题报告 题目 题",
);

/// What follows a quoted string that is a book, a paper or a topic of discussion.
static NO_TITLE_AFTER: Words = Words::new(
    "环节 仪式 阶段 现场 会上 上， 之际 期间 专题会议 会议 启动 大会 论坛 峰会 沙龙 专场 文章 博文 论文 研究论文 评论文章 报道 专著 等话题 话题 一书 书籍 课程 一文 教材 白皮书 标准 规范 办法 条例 协议 认证 评估 理念 战略 计划 项目 活动 系列 的理念 的原则 的战略 的方式 的模式 的思路 的目标 的核心 赛道 大赛 等奖 产品 平台",
);

/// What stands before a quoted string that is a book, a course or a spoken sentence.
static NO_TITLE_BEFORE: Words = Words::new(
    "课程 教材 书籍 一书 图书 著有 著作 出版 论文 白皮书 通过 遵循 坚持 秉承 秉持 按照 根据 签署 发布 —— 说： 说 道： 表示： 表示 表示， 指出： 指出 强调： 强调 认为： 认为 谈到： 提到： 称： 讲到： 到： ： : 举办的 举行的 作为 大会 本次 这一 获得 推出",
);

/// How much a quoted string looks like the title of a talk, from what stands around it:
/// 0 not at all, 1 perhaps, 2 surely.
pub(super) fn weight(text: &str, quote: &Quote) -> u8 {
    let inner = text[quote.inner.clone()].trim();
    let size = length(inner);
    let spoken = inner.trim_end_matches('。').contains(['。', '；'])
        || inner.ends_with('。') && quote.sign != '《';
    if !(3..=90).contains(&size) || spoken {
        return 0;
    }
    let before = text[..quote.span.start].trim_end();
    let after = text[quote.span.end..].trim_start();
    let after_bare = after.strip_prefix('的').unwrap_or(after).trim_start();
    let named = AFTER.at_start(after_bare).is_some() || AFTER.at_start(after).is_some();
    if NO_TITLE_BEFORE.at_end(before).is_some()
        && !BEFORE_COLON.iter().any(|word| before.ends_with(word))
        && !named
    {
        return 0;
    }
    if ends_topic(before) && quote.closed {
        return 2;
    }
    if named && !after.starts_with("为主题展开") && !after.starts_with("为主题，展开") {
        return 2;
    }
    // “…”由某人讲述: the title is the subject.
    if before.is_empty() && after.starts_with('由') && size >= 5 {
        return 2;
    }
    if NO_TITLE_AFTER.at_start(after).is_some() || NO_TITLE_AFTER.at_start(after_bare).is_some() {
        return 0;
    }
    match (BEFORE.at_end(before).is_some(), quote.sign) {
        (true, '《') => 2,
        (true, _) if size >= 5 => 1 + u8::from(!after.starts_with('的')),
        (false, '《') => 1,
        _ => 0,
    }
}

/// Whether what follows a quote says that it was written, not spoken: 《…》的文章.
pub(super) fn is_written(after: &str) -> bool {
    static WRITTEN: Words =
        Words::new("文章 博文 论文 研究论文 评论文章 报道 一文 一书 专著 书籍 评论");
    let after = after.strip_prefix('的').unwrap_or(after);
    WRITTEN.at_start(after.trim_start()).is_some()
}

/// Whether a text ends in words that a title follows: 题目是, 主题为.
pub(super) fn ends_topic(before: &str) -> bool {
    static TOPIC: Words = Words::new(
        "讲题是 讲题为 议题叫 主题叫 题目叫作 议题名为 题为 题目为 题目是 题目叫 主题为 主题是 议题为 议题是 题目： 主题： 议题： 题目: 主题: 议题: 话题是 标题是 题目叫做",
    );
    TOPIC.at_end(before.trim_end()).is_some()
}

/// Colons that announce a title, not a spoken sentence.
const BEFORE_COLON: [&str; 8] = [
    "主题：",
    "题目：",
    "议题：",
    "主题:",
    "题目:",
    "议题:",
    "演讲：",
    "分享：",
];

/// The likeliest title in `text`, with the byte where it starts.
pub(super) fn title_in(text: &str) -> Option<(usize, String)> {
    let mut best: Option<(u8, &Quote)> = None;
    let all = quotes::find(text);
    for quote in &all {
        let weight = weight(text, quote);
        if weight > best.as_ref().map_or(0, |(weight, _)| *weight) {
            best = Some((weight, quote));
        }
    }
    let (_, quote) = best?;
    Some((quote.span.start, clean(&text[quote.inner.clone()])?))
}

/// A title without signs, numbering or a full stop around it.
pub(super) fn clean(title: &str) -> Option<String> {
    let mut title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    loop {
        let before = title.len();
        title = title
            .trim_end_matches(['。', '；', ';', '，', ',', '、', '：', ':', '|', '｜'])
            .trim()
            .to_owned();
        let all = quotes::find(&title);
        if let [quote] = all.as_slice()
            && quote.span == (0..title.len())
            && quote.closed
        {
            title = title[quote.inner.clone()].trim().to_owned();
        }
        for open in ['《', '“', '「', '『'] {
            if title.starts_with(open)
                && !PAIRS.iter().any(|(o, c)| *o == open && title.contains(*c))
            {
                title = title[open.len_utf8()..].to_owned();
            }
        }
        for close in ['》', '”', '」', '』'] {
            if title.ends_with(close)
                && !PAIRS.iter().any(|(o, c)| *c == close && title.contains(*o))
            {
                title.truncate(title.len() - close.len_utf8());
            }
        }
        if title.len() == before {
            break;
        }
    }
    (!title.is_empty()).then_some(title)
}

/// A line that is nothing but a title in quotes, perhaps after a time or a number.
pub(super) fn alone(text: &str) -> Option<String> {
    opening(text, 0)?;
    let text = after_time(text).unwrap_or(text);
    let text = unnumbered(text);
    let quotes = quotes::find(text);
    match quotes.as_slice() {
        [quote] if "《「“".contains(quote.sign) && quote.span == (0..text.len()) => clean(text),
        _ => None,
    }
}

/// Whether two titles are likely one: equal but for signs, case and spaces, or one the
/// greater part of the other.
pub(super) fn alike(a: &str, b: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let (a, b) = (plain(a), plain(b));
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    if a == b || long.contains(short.as_str()) && short.len() * 2 >= long.len() {
        return true;
    }
    // Shared pairs of characters, so that a word more or less does not matter.
    let pairs = |text: &str| -> std::collections::BTreeSet<(char, char)> {
        text.chars().zip(text.chars().skip(1)).collect()
    };
    let (a, b) = (pairs(&a), pairs(&b));
    let shared = a.intersection(&b).count();
    !a.is_empty() && shared * 10 >= a.len().max(b.len()) * 6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Option<String> {
        title_in(text).map(|(_, title)| title)
    }

    #[test]
    fn titles_and_other_quotes() {
        for (text, wanted) in [
            ("赵宏发表了关于《缓存之道》的主题演讲", Some("缓存之道")),
            ("赵宏以“缓存设计之道”为主题发表分享", Some("缓存设计之道")),
            ("赵宏在《缓存之道》主题中分享了经验", Some("缓存之道")),
            (
                "赵宏发表了基于“缓存 设计 之道”的主题演讲",
                Some("缓存 设计 之道"),
            ),
            (
                "赵宏带来议题“缓存设计之道”，主要分享经验",
                Some("缓存设计之道"),
            ),
            ("赵宏表示：“缓存是一种艺术。”", None),
            ("赵宏分享了课程《缓存原理》与实践的融合", None),
            ("大家就《缓存》、《存储》等话题展开讨论", None),
            ("赵宏分享了破局之道——“一个基础”的替代思想", None),
            ("赵宏发表了题为《缓存之道的主题演讲。", Some("缓存之道")),
            ("赵宏带来「缓存设计之道」的分享", Some("缓存设计之道")),
            ("赵宏在题为“缓存设计之道”的报告中指出", Some("缓存设计之道")),
        ] {
            assert_eq!(title(text).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn cleaning() {
        assert_eq!(clean("《缓存之道》。").as_deref(), Some("缓存之道"));
        assert_eq!(clean("“甲”与“乙”").as_deref(), Some("“甲”与“乙”"));
        assert_eq!(clean(" 。"), None);
    }
}
