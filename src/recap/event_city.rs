//! The city of an event without a location field, where title or text give it.

use super::blocks::{Block, BlockKind};
use super::characters::clip;
use super::city::{known, leading};

/// Verbs that say that an event took place.
const HELD: [&str; 16] = [
    "举办", "举行", "召开", "开幕", "落幕", "闭幕", "结束", "启动", "开启", "拉开", "开展", "亮相",
    "相聚", "落地", "舉辦", "舉行",
];

/// The city where an event without a location field took place: its line 地点, 【北京】 or
/// 北京站 in its title, or the first sentence that says 在北京…举办.
pub(super) fn told(title: Option<&str>, blocks: &[Block]) -> Option<String> {
    let city = place_line(blocks)
        .or_else(|| title.and_then(from_title))
        .or_else(|| {
            let paragraphs = blocks
                .iter()
                .filter(|block| block.kind == BlockKind::Paragraph);
            paragraphs.take(30).find_map(|block| held_in(&block.text))
        });
    city.map(str::to_owned)
}

/// The city of a line `地点：…`, or of what stands under the heading 地点.
fn place_line(blocks: &[Block]) -> Option<&'static str> {
    let named = |text: &str| matches!(text, "地点" | "活动地点" | "会议地点" | "举办地点");
    let mut under_heading = false;
    for block in blocks {
        if under_heading && let Some((_, city)) = known(&block.text) {
            return Some(city);
        }
        under_heading = false;
        if !block.text.contains("地点") {
            continue;
        }
        let label = block.text.trim_matches([' ', ':', '：', '【', '】']);
        under_heading = named(label);
        for line in block.text.lines() {
            if let Some((label, place)) = line.split_once([':', '：'])
                && named(label.trim())
                && let Some((_, city)) = known(place)
            {
                return Some(city);
            }
        }
    }
    None
}

fn from_title(title: &str) -> Option<&'static str> {
    title.char_indices().find_map(|(at, _)| {
        let rest = title.get(at..).unwrap_or_default();
        let city = leading(rest)?;
        let after = rest.get(city.len()..).unwrap_or_default();
        let before = title.get(..at).unwrap_or_default();
        let marked = after.starts_with('站') || before.ends_with('【') && after.starts_with('】');
        marked.then_some(city)
    })
}

/// The city of 在…city…举办 within one clause.
fn held_in(text: &str) -> Option<&'static str> {
    text.match_indices('在').find_map(|(at, word)| {
        let rest = text.get(at + word.len()..).unwrap_or_default();
        let clause = clip(rest, 60);
        let end = clause.find(['，', ',', '。', '！', '？', '；', '\n']);
        let clause = end.map_or(clause, |end| &clause[..end]);
        let (_, city) = known(clip(clause, 12))?;
        HELD.iter()
            .any(|verb| clause.contains(verb))
            .then_some(city)
    })
}

#[cfg(test)]
mod tests {
    use super::told;
    use crate::recap::blocks::parse;

    #[test]
    fn finds_where_it_was_held() {
        for (title, body, city) in [
            (
                None,
                "8 月 6 日，第一次活动在北京海淀区 3W 咖啡成功举办。",
                Some("北京"),
            ),
            (None, "本次活动在湖北武汉举行，总部位于上海。", Some("武汉")),
            (None, "公司总部位于北京，在业内享有盛誉。", None),
            (None, "由中国科学院软件研究所共同举办的一项活动", None),
            (None, "### 地点\n\n成都市武侯区天府大道", Some("成都")),
            (None, "时间：14:00\n\n地点：深圳福田区", Some("深圳")),
            (Some("开发者大会（西安站）圆满结束"), "", Some("西安")),
            (Some("【南京】回顾"), "", Some("南京")),
            (Some("北京大学的同学们"), "", None),
        ] {
            let found = told(title, &parse(body, 1));
            assert_eq!(found.as_deref(), city, "{title:?} {body}");
        }
    }
}
