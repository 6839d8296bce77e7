//! Whether a page reports or announces an event at all.

use super::{
    characters::clip,
    units::{Shape, Unit},
    words::Words,
};

static EVENT: Words = Words::new(
    "Meetup meetup MeetUp MEETUP 大会 峰会 沙龙 论坛 研讨会 活动 年会 发布会 训练营 讲座 开放日 嘉年华 Summit summit Workshop workshop 交流会 分享会 直播 公开课 技术日 会议 用户组 巡回 高校行 开发者日 Day 周年 Con 大讲堂 巡展 路演 技术行",
);

static HELD: Words = Words::new(
    "活动上 大会上 峰会上 沙龙上 论坛上 Report report Recap recap 举办 举行 召开 落幕 圆满 开幕 闭幕 顺利 成功举 拉开帷幕 如期而至 盛大 主办 承办 结束 回顾 嘉宾 致辞 致词 报名 议程 讲师 受邀 亮相 现场 打卡 走进 参会 与会 精彩 邀请 邀约",
);

/// How sure it is that a page reports or announces an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Event {
    /// Nothing says so.
    None,
    /// A word for one, or for its being held, stands early on a page that names several
    /// people with their roles.
    Hinted,
    /// Early on both words stand in one sentence, or an agenda stands on the page.
    Told,
}

impl Event {
    /// What it is on a page with so many rows of an agenda, or talks.
    pub(super) fn with(self, rows: usize) -> Self {
        if rows >= 2 { Self::Told } else { self }
    }
}

/// Whether a page of this title, which names so many `people` with a role, reports or announces an
/// event; an agenda aside.
pub(super) fn reports_event(title: Option<&str>, units: &[Unit], people: usize) -> Event {
    let says = |sentence: &str| EVENT.any_in(sentence) && HELD.any_in(sentence);
    let told = title.is_some_and(says)
        || units
            .iter()
            .filter(|unit| matches!(unit.shape, Shape::Heading(_) | Shape::Text | Shape::Item))
            .filter(|unit| !unit.is_blank())
            .take(14)
            .map(|unit| clip(&unit.text, 600))
            .any(|text| EVENT.any_in(text) && text.split(['。', '！', '\n']).any(says));
    let hinted = people >= 3
        && units
            .iter()
            .filter(|unit| !unit.is_blank())
            .take(8)
            .any(|unit| {
                let text = clip(&unit.text, 600);
                EVENT.any_in(text) || HELD.any_in(text)
            });
    if told {
        Event::Told
    } else if hinted {
        Event::Hinted
    } else {
        Event::None
    }
}
