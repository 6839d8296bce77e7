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
