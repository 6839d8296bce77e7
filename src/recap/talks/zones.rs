//! Zones: what the headings say that the units below them are.

use super::{
    characters::{length, within},
    label::{Label, label},
    numbering::unnumbered,
    quotes,
    units::{Shape, Unit},
    words::Words,
};

/// What a run of units is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Zone {
    /// The report itself.
    Body,
    /// Rows of an agenda.
    Agenda,
    /// Cards of speakers: name, role, biography, topic.
    Guests,
    /// Lists of members, winners, judges.
    Members,
    /// A discussion of several.
    Discussion,
    /// Ceremonies and prizes.
    Ceremony,
    /// Time, place, registration, downloads.
    Info,
}

static AGENDA: Words = Words::new(
    "议程 日程 流程 Agenda agenda AGENDA 活动安排 会议安排 时间安排 议题安排 Schedule 日程安排 节目单 议题详情 议题介绍 议题详解 议题一览 精彩议题",
);
static GUESTS: Words = Words::new(
    "嘉宾 讲师 讲者 演讲者 主讲人 分享人 出品人 专家介绍 专家阵容 Speaker 特邀专家 阵容",
);
static MEMBERS: Words = Words::new(
    "主持人 主持嘉宾 作者 用户组 名单 成员 组委会 评委 导师 志愿者 获奖 委员会 致谢 鸣谢 感谢名单 组织架构 项目列表 Members",
);
static DISCUSSION: Words = Words::new("圆桌 讨论 对话 Panel 问答 答疑 Q&A QA 辩论 座谈");
static CEREMONY: Words = Words::new(
    "仪式 颁奖 签约 揭牌 授牌 抽奖 奖品 福利 礼品 彩蛋 奖项 奖励 优秀奖 参与奖 贡献奖 互动游戏 激励",
);
static INFO: Words = Words::new(
    "报名 时间 地点 地址 主办 承办 协办 单位 活动简介 活动介绍 背景 活动信息 活动详情 会议信息 关于 交通 联系 提示 下载 资料 链接 FAQ 规则 指南 参与方式 概要 合作 支持 媒体 赞助 加入 招募 直播 回放 了解更多 推荐阅读 往期 相关阅读 参考 主题：",
);
static GENERIC: Words = Words::new(
    "致辞 致词 分享 演讲 回顾 总结 展望 结语 主论坛 分论坛 论坛 上午 下午 开场 现场 写在最后 精彩 瞬间 环节 主旨 议题 报告 花絮 合影 前言 引言 活动 会议 大会 亮点 内容 尾声 闭幕 开幕 介绍 Keynote 会场 专场 风采 集锦 实录 盛况 圆满",
);

/// The zone that a heading opens, and whether it only organises (gives no title to a talk).
pub(super) fn opened_by(heading: &str) -> (Zone, bool) {
    if let Some((Label::Topic, topic)) = label(heading)
        && length(topic) >= 4
    {
        return (Zone::Body, false);
    }
    let text = unnumbered(heading);
    if within(text, 16) && !text.contains(['《', '“', '「']) {
        let gives = ["分享", "演讲", "致辞", "致词", "报告", "发言"];
        let given = gives
            .iter()
            .any(|word| text.trim_end_matches(['：', ':']).ends_with(word));
        for (words, zone) in [
            (&DISCUSSION, Zone::Discussion),
            (&CEREMONY, Zone::Ceremony),
            (&MEMBERS, Zone::Members),
        ] {
            if words.any_in(text) && !given {
                return (zone, true);
            }
        }
        let bare = text.trim_end_matches(['：', ':']);
        let shown = [
            "介绍", "简介", "信息", "名单", "详解", "一览", "风采", "详情", "揭晓", "公布",
        ];
        let bare = shown
            .iter()
            .find_map(|word| bare.strip_suffix(word))
            .unwrap_or(bare);
        if (GUESTS.at_end(bare).is_some() || length(text) <= 6 && GUESTS.any_in(text)) && !given {
            return (Zone::Guests, true);
        }
        if AGENDA.any_in(text) {
            return (Zone::Agenda, true);
        }
        if INFO.any_in(text) {
            return (Zone::Info, true);
        }
        if GENERIC.any_in(text)
            && (length(text) <= 8 || GENERIC.at_end(text.trim_end_matches(['：', ':'])).is_some())
        {
            return (Zone::Body, true);
        }
    }
    (Zone::Body, false)
}

/// Whether a unit that is no heading works as one: short, bold or ending in a colon, and of
/// the words that organise a page.
pub(super) fn pseudo_heading(unit: &Unit) -> Option<Zone> {
    let text = unit.text.trim();
    if !matches!(unit.shape, Shape::Text | Shape::Item) || !within(text, 26) || text.is_empty() {
        return None;
    }
    let colon = text.ends_with(['：', ':']);
    if !(colon || unit.bold && length(text) <= 16) || !quotes::find(text).is_empty() {
        return None;
    }
    let bare = text.trim_end_matches(['：', ':']);
    if colon && length(text) > 16 {
        return MEMBERS.any_in(bare).then_some(Zone::Members);
    }
    match opened_by(bare) {
        (zone, true) if zone != Zone::Body || colon || unit.bold => Some(zone),
        _ => None,
    }
}

/// Whether a unit is a title line of its own that opens another part of the page.
pub(super) fn opens_part(unit: &Unit) -> bool {
    pseudo_heading(unit).is_some_and(|zone| zone != Zone::Body)
}

/// The zone of every unit.
pub(super) fn zones(units: &[Unit]) -> Vec<Zone> {
    let mut zones = Vec::with_capacity(units.len());
    let mut zone = Zone::Body;
    let mut from_heading = Zone::Body;
    for (at, unit) in units.iter().enumerate() {
        // A line below a picture is its caption (圆桌论坛) and opens nothing.
        let caption =
            at > 0 && units[at - 1].shape == Shape::Media && !unit.text.ends_with(['：', ':']);
        if let Shape::Heading(_) = unit.shape {
            zone = opened_by(&unit.text).0;
            from_heading = zone;
        } else if let Some(opened) = pseudo_heading(unit).filter(|_| !caption) {
            zone = opened;
        } else if zone == Zone::Members && ends_zone(zone, unit) {
            zone = Zone::Body;
        } else if zone != from_heading && ends_zone(zone, unit) {
            zone = from_heading;
        }
        zones.push(zone);
    }
    zones
}

/// Whether a unit is too long to be part of a list that a line of text announced.
fn ends_zone(zone: Zone, unit: &Unit) -> bool {
    matches!(zone, Zone::Members | Zone::Info | Zone::Ceremony) && length(&unit.text) > 60
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_open_zones() {
        for (heading, zone, organises) in [
            ("活动议程", Zone::Agenda, true),
            ("演讲嘉宾：", Zone::Guests, true),
            ("嘉宾分享", Zone::Body, true),
            ("领导致辞", Zone::Body, true),
            ("首批用户组成员名单", Zone::Members, true),
            ("圆桌论坛", Zone::Discussion, true),
            ("报名信息", Zone::Info, true),
            ("议题 2 - 缓存在星河的落地实践", Zone::Body, false),
        ] {
            assert_eq!(opened_by(heading), (zone, organises), "{heading}");
        }
    }
}
