//! Labels of cards: `议题：`, `演讲嘉宾：`, `个人简介：`, `议题简介：`.

use std::sync::LazyLock;

use super::{
    characters::{Chars, length},
    words::Words,
};

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Topic,
    Speaker,
    Role,
    Biography,
    Abstract,
}

static TOPIC: Words = Words::new(
    "议题 主题 演讲主题 分享主题 演讲题目 分享题目 题目 议题名称 演讲议题 分享议题 报告题目 报告主题 课题 Topic 主题演讲 议题题目 分享话题 演讲标题 议题主题 演讲话题 TOPIC 直播主题 课程主题 讲座主题 讲座题目 直播议题 课程名称",
);
static SPEAKER: Words = Words::new(
    "嘉宾 讲师 演讲嘉宾 分享嘉宾 主讲人 演讲人 讲者 分享人 演讲者 报告人 主讲嘉宾 主讲 Speaker 分享者 演讲讲师 特邀嘉宾 发言人 姓名 分享讲师 主讲讲师 讲师姓名 嘉宾姓名 SPEAKER 直播讲师 直播嘉宾 课程讲师 本期嘉宾 本期讲师 分享老师 授课讲师 授课老师 主讲老师 特邀讲师 特邀专家 主讲专家 授课专家 分享专家 报告嘉宾 讲座嘉宾",
);
static ROLE: Words = Words::new("职位 职务 头衔 公司 单位 公司职位 身份 职称 任职");
static BIOGRAPHY: Words = Words::new(
    "个人简介 嘉宾介绍 嘉宾简介 讲师介绍 讲师简介 个人介绍 演讲者简介 讲者简介 讲者介绍 作者简介 Bio 人物介绍 人物简介 演讲嘉宾介绍 演讲嘉宾简介 自我介绍 专家简介 专家介绍 嘉宾简历 演讲者介绍 分享人简介 主讲人简介 主讲人介绍",
);
static ABSTRACT: Words = Words::new(
    "议题简介 议题介绍 内容简介 内容介绍 演讲摘要 演讲简介 分享简介 摘要 议题摘要 演讲大纲 内容概要 议题内容 内容摘要 演讲概要 分享大纲 听众收获 听众收益 议题大纲 演讲提纲 分享内容 议题描述 演讲内容 分享提纲 主题简介 主题介绍 演讲介绍 分享摘要 Topic 简介 Topic 介绍 议题概要 议题提纲 话题介绍 Abstract 议题亮点",
);

/// The labels with what they announce, in the order in which they are tried.
static LABELS: [(&Words, Label); 5] = [
    (&ABSTRACT, Label::Abstract),
    (&BIOGRAPHY, Label::Biography),
    (&SPEAKER, Label::Speaker),
    (&TOPIC, Label::Topic),
    (&ROLE, Label::Role),
];

/// The characters that a label begins with.
static BEGINS: LazyLock<Chars> = LazyLock::new(|| {
    Chars::new(
        LABELS
            .iter()
            .flat_map(|(words, _)| words.first_characters()),
    )
});

/// The label that a text starts with, and its value (empty where the label stands alone).
pub(super) fn label(text: &str) -> Option<(Label, &str)> {
    let sign = |c| {
        matches!(
            c,
            '【' | '[' | '「' | '▎' | '●' | '•' | '·' | '-' | '◆' | '▶' | '#' | '*' | '|' | '｜'
        )
    };
    let text = text.trim_start_matches(|c: char| sign(c) || c.is_whitespace());
    if !text.starts_with(|c| BEGINS.has(c)) {
        return None;
    }
    let text = text.trim_end();
    for (words, label) in &LABELS {
        let Some(word) = words.at_start(text) else {
            continue;
        };
        let rest = text[word.len()..].trim_start();
        let numbered = rest
            .trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
            .trim_start();
        let rest = if length(rest) <= length(numbered) + 2 {
            numbered
        } else {
            rest
        };
        let rest = rest.trim_start_matches(['】', ']', '」']);
        if rest.is_empty() {
            return Some((*label, ""));
        }
        if let Some(value) = rest.strip_prefix(['：', ':', '|', '｜', '丨']) {
            return Some((*label, value.trim()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        assert_eq!(label("议题：缓存之道"), Some((Label::Topic, "缓存之道")));
        assert_eq!(label("【嘉宾介绍】"), Some((Label::Biography, "")));
        assert_eq!(
            label("议题简介：介绍缓存。"),
            Some((Label::Abstract, "介绍缓存。"))
        );
        assert_eq!(label("演讲嘉宾: 赵宏"), Some((Label::Speaker, "赵宏")));
        assert_eq!(label("主题演讲由赵宏带来"), None);
    }
}
