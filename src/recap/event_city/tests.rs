use proptest::prelude::*;

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
        (
            Some("技术沙龙 珠海场 小结"),
            "地点：某大厦 15 层",
            Some("珠海"),
        ),
        (Some("ALC Beijing 播客"), "", None),
        (None, "**Venue:** Hong Kong Science Park", Some("香港")),
        (None, "地點：臺灣大學 101 室", Some("台北")),
        (None, "本文整理自他在 Meetup 广州站上的分享。", Some("广州")),
        (None, "年会将在京举办。", Some("北京")),
        (None, "地点：线上（腾讯会议）\n\n上海 Meetup 欢迎你。", None),
        (None, "一场：\n\n地点：北京\n\n二场：\n\n地点：上海", None),
        (
            None,
            "| 时间 | 地点 |\n|---|---|\n| 14:00 | 武汉市洪山区 |",
            Some("武汉"),
        ),
    ] {
        let found = told(title, &parse(body, 1));
        assert_eq!(found.as_deref(), city, "{title:?} {body}");
    }
}

proptest! {
    #[test]
    fn no_arrangement_of_its_parts_is_too_much(text in "([：:|•📍，。在于市站京\\n ]|地点|北京|Venue|Taipei|举办|\\PC){0,30}") {
        told(Some(&text), &parse(&text, 1));
    }
}
