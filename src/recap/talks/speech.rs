//! Verbs of speaking: what a sentence says that a person did.

use super::{characters::clip, words::Words};

/// What a person did, by the verbs after (or before) the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Act {
    /// Nothing that a talk is made of.
    None,
    /// Said something (表示, 指出): part of a talk that other cues make.
    Said,
    /// Presented something.
    Spoke,
    /// Welcomed, opened or closed.
    Remarked,
}

/// Opening, welcoming and closing words.
static REMARKS: Words = Words::new(
    "欢迎的话 欢迎大家 欢迎各位 欢迎来宾 表示欢迎 表示热烈欢迎 表示热烈的欢迎 致辞 致词 致开幕 致欢迎 致开场 致答谢 致感谢 致闭幕 致谢辞 开幕辞 开幕词 欢迎辞 欢迎词 闭幕辞 闭幕词 开场白 开场讲话 总结发言 总结致辞 作总结 做总结 作了总结 做了总结 进行总结 进行了总结 总结陈词 开幕讲话 寄语 祝词 贺词 开场发言 开场致 闭幕总结 开场介绍 讲话",
);

/// Presenting.
static SPOKE: Words = Words::new(
    "带来 发表 分享 介绍 讲解 解读 阐述 阐释 演示 剖析 探讨 演讲 主讲 报告 讲述 讲授 授课 展示 分析 详解 宣讲 作题为 做题为 作了题为 做了题为 作了 做了 进行了 为题 为主题 主题为 题为 论述 解析 科普 回顾 展望 汇报 发言 概述 梳理 登台 讲了 讲到 讲道 主题是 从学术角度 研究 拆解 揭秘 描述 说明 复盘 讲起 讲的 讲题 议题叫 议题是 主题叫 题目叫 题目是 普及 首次公开 讲《 讲“ 讲「 列举 归纳 列出 亮出 教大家 带大家 开讲 接过话筒 上台",
);

/// Saying.
static SAID: Words = Words::new(
    "推出 给出 详述 直击 聚焦 表示 指出 强调 认为 提到 谈到 谈及 提出 呼吁 说道 说， 说： 他说 她说 坦言 直言 透露 总结 称 希望 倡议 回答 补充 建议 提醒 指明 谈了 谈 聊",
);

/// What somebody does who is no speaker.
static OTHER: Words = Words::new(
    "主持 颁发 颁奖 受聘 签署 签约 揭牌 揭幕 剪彩 合影 领奖 获奖 担任评委 当选 点评 授牌 启动仪式 致敬 参观 走访 接受采访 采访 提问 抽奖 共同推动 开启 加入 作者 获得 担任 出任",
);

/// What follows a name where a sentence only looks back: 在某人演讲之后.
static AFTERWARDS: Words = Words::new(
    "演讲之后 演讲后 演讲结束 分享之后 分享后 分享结束 致辞之后 致辞后 致辞结束 报告之后 报告后 报告结束 之后，",
);

/// What announces the speaker who is named after it.
static INVERTED: Words = Words::new(
    "带来分享的 带来的 分享的是 演讲的是 带来议题 议题来自 议题由 分享来自 演讲来自 报告来自 带来技术分享的 分享嘉宾是 分享嘉宾： 演讲嘉宾是 演讲嘉宾： 上台的 登台的 登场的 出场的 发言的 致辞的 邀请到 邀请了 请到了 请来了 有请 压轴 交给 打头的 收尾的 第一位是 第二位是 第三位是 第四位是 首位讲者是 下一位是 轮到",
);

/// What makes a sentence about a discussion and not a talk.
static DISCUSSION: Words = Words::new(
    "圆桌 Panel 高峰对话 对话环节 讨论环节 尖峰对话 高端对话 巅峰对话 圆桌会议 炉边谈话 问答环节 辩论 沙龙讨论 座谈",
);

/// What ceremonies, prize draws, member lists and farewells are told with.
static CLOSING: Words = Words::new(
    "圆桌 成立仪式 正式成立 抽奖 颁奖 合影 合照 议题分享结束 分享交流结束 分享结束后 演讲结束后 分享完成后 活动最后 活动的最后 最后环节 精彩回顾 更多精彩 更多现场 圆满结束 圆满成功 圆满落幕 落下帷幕 我们下次 下次再见 下次相遇 下一次的相遇 下期再见 扫码 扫描下方 报名 下载链接 提取码 敬请欣赏 敬请期待 演讲材料 资料下载 互动环节 问答环节 自由交流 首批成员 用户组 感谢各 再次感谢 感谢各位 感谢所有 未来， 展望未来 期待与 期待下 至此 茶歇 观众提问 现场观众 提出疑问 积极参与 现场提问 踊跃提问 点击回顾 直播回放 视频回放 PPT下载 PPT 下载 关注我们 揭牌 签约 授牌 启动仪式 发布仪式 大合照 花絮 互动问答 联系我们 加入我们 END",
);

/// What `rest`, the words after a name (quotes masked), say that the person did, and where.
pub(super) fn act(rest: &str) -> (Act, usize) {
    if AFTERWARDS.at_start(rest.trim_start()).is_some() {
        return (Act::None, usize::MAX);
    }
    let remark = REMARKS.first_in(rest);
    let spoke = SPOKE.first_in(rest);
    let said = SAID.first_in(rest);
    if remark.or(spoke).or(said).is_none() {
        return (Act::None, usize::MAX);
    }
    let other = OTHER.first_in(rest).map_or(usize::MAX, |(at, _)| at);
    let spoke_at = spoke.map_or(usize::MAX, |(at, _)| at);
    if let Some((at, _)) = remark {
        // 带来致辞, 发表致辞, 作开场致辞: the verb stands close before its noun.
        let close = spoke_at >= at || at - spoke_at <= 60;
        if close && at < other {
            return (Act::Remarked, at);
        }
    }
    if let Some((at, _)) = spoke.filter(|(at, _)| *at < other) {
        return (Act::Spoke, at);
    }
    if let Some((at, _)) = said.filter(|(at, _)| *at < other) {
        return (Act::Said, at);
    }
    (Act::None, usize::MAX)
}

/// Whether a text tells what somebody does who is no speaker: hosts, hands over a prize.
pub(super) fn attends(text: &str) -> bool {
    OTHER.any_in(text)
}

/// Whether the words before a role announce the speaker.
pub(super) fn announces(before: &str) -> bool {
    INVERTED.any_in(before)
        || SPOKE.any_in(before) && before.trim_end().ends_with(['是', '自', '由'])
}

/// Whether a text is about a discussion of several.
pub(super) fn discusses(text: &str) -> bool {
    DISCUSSION.any_in(text)
}

/// Whether a paragraph ends the talks: a ceremony, a draw, thanks, a farewell.
pub(super) fn closes(text: &str) -> bool {
    CLOSING.any_in(text)
}

/// Whether a paragraph speaks of the event as a whole, as the last ones of a page do.
pub(super) fn looks_back(text: &str) -> bool {
    static EVENT: Words = Words::new(
        "活动 Meetup meetup 大会 沙龙 论坛 峰会 会议 Workshop 研讨会 交流会 技术日 开放日 Summit 分享会 系列",
    );
    let head = clip(text.trim_start(), 14);
    ["本次", "此次", "本届", "本期", "这次", "整场"]
        .iter()
        .any(|word| head.starts_with(word))
        && EVENT.any_in(head)
}

/// Whether a bare topic (of an agenda row, of a heading) is remarks.
pub(super) fn is_remarks(topic: &str) -> bool {
    REMARKS.any_in(topic) || ["开场", "欢迎", "总结", "闭幕", "开幕"].contains(&topic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts() {
        for (rest, wanted) in [
            ("发表了欢迎致辞", Act::Remarked),
            ("带来本次活动致辞", Act::Remarked),
            ("分享了缓存之道", Act::Spoke),
            ("从多个角度深入剖析了现状", Act::Spoke),
            ("指出，缓存很重要", Act::Said),
            ("主持了成果展，表示将会合作", Act::None),
            ("先生正式受聘", Act::None),
        ] {
            assert_eq!(act(rest).0, wanted, "{rest}");
        }
        assert!(announces("最后为我们带来分享的是"));
        assert!(!announces("活动开始"));
    }
}
