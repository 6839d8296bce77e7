//! Whether a page announces an event or reports it.

use super::{blocks::Block, words::Words};

/// What is written before an event.
static AHEAD: Words = Words::new(
    "预告 报名 将于 将在 即将 来袭 诚邀 邀您 邀你 敬请莅临 倒计时 招募 开启 抢先看 议程公布 議程公布 預告 報名 將於 將在 即將 誠邀",
);

/// What is written after it.
static BEHIND: Words = Words::new(
    "回顾 圆满 成功举办 成功举行 顺利举办 顺利举行 顺利召开 成功召开 落幕 隆重召开 隆重举行 如期举行 正式成立 收官 纪实 精彩瞬间 回顧 圓滿 成功舉辦 成功舉行",
);

/// Characters of the body that are asked: both say early on what they are.
const ASKED: usize = 1_500;

/// Whether the page looks ahead: its title decides; where that is silent, what the body says more often.
pub(super) fn announces(title: Option<&str>, blocks: &[Block]) -> bool {
    if let Some(title) = title {
        let (ahead, behind) = (AHEAD.count_in(title), BEHIND.count_in(title));
        if ahead != behind {
            return ahead > behind;
        }
    }
    let (mut ahead, mut behind, mut asked) = (0, 0, 0);
    for block in blocks {
        if asked > 3 * ASKED {
            break;
        }
        ahead += AHEAD.count_in(&block.text);
        behind += BEHIND.count_in(&block.text);
        asked += block.text.len() + 1;
    }
    ahead > behind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_bodies_say_it() {
        let page = |title, body: &str| announces(title, &crate::recap::blocks::parse(body, 1));
        assert!(page(Some("【北京】沙龙报名开启"), ""));
        assert!(page(Some("啥？沙龙将在深圳举行？"), ""));
        assert!(!page(Some("【北京】沙龙 | 精彩回顾"), "报名链接"));
        assert!(page(Some("【成都】沙龙"), "### 报名地址\n\n欢迎。"));
        assert!(!page(Some("【成都】沙龙"), "上周的沙龙圆满结束。"));
        assert!(!page(None, "一篇文章。"));
    }
}
