//! Cities by name, and the one that a location field means.

use super::words::Words;

/// Chinese cities by their short names, province by province.
const CITIES: &str = "\
北京 上海 天津 重庆 香港 澳门 澳門 台北 臺北 新北 台中 臺中 台南 臺南 高雄 新竹 桃园 桃園
石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安
太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁
呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 锡林郭勒 阿拉善
沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛
长春 吉林 四平 辽源 通化 白山 松原 白城 延边 延吉
哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭
南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 昆山 常熟 张家港 江阴 太仓 宜兴
杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌 乌镇 慈溪 余姚 诸暨
合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城
福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 平潭 晋江
南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶
济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽
郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源
武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 天门
长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西
广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮
南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左
海口 三亚 三沙 儋州 琼海 博鳌
成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山 西昌 都江堰
贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南
昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆
拉萨 日喀则 昌都 林芝 山南 那曲 阿里
西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 杨凌
兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南 敦煌
西宁 海东 海北 黄南 果洛 玉树 海西 格尔木
银川 石嘴山 吴忠 固原 中卫
乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 博尔塔拉 巴音郭楞 阿克苏 喀什 和田 伊犁 塔城 阿勒泰 石河子";

/// What stands right after a name that is no city: a province, a district, a street.
const NO_CITY: [char; 8] = ['省', '区', '县', '路', '街', '镇', '乡', '村'];

/// What a place is called that is none, or none yet.
const NOWHERE: [&str; 12] = [
    "线上", "線上", "在线", "云端", "网络", "远程", "直播", "待定", "未定", "online", "virtual",
    "tbd",
];

/// What a location field says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Location {
    /// This city.
    City(String),
    /// An event without a place.
    Nowhere,
    /// Something that is no city.
    Unclear,
}

/// Reads a location: `广东省广州市…`, `北京·海淀`, `长沙站`, `线上`.
pub(super) fn from_location(location: &str) -> Location {
    let location = location.trim();
    if let Some((_, city)) = known(location) {
        return Location::City(city.to_owned());
    }
    let lower = location.to_lowercase();
    if location.is_empty() || NOWHERE.iter().any(|word| lower.contains(word)) {
        return Location::Nowhere;
    }
    unknown(location).map_or(Location::Unclear, Location::City)
}

/// The first city of the list in `text`, and where it stands. A name that is a province's too
/// (吉林长春) gives way to the city after it.
pub(super) fn known(text: &str) -> Option<(usize, &'static str)> {
    let mut fallback = None;
    let mut until = usize::MAX;
    for (at, _) in text.char_indices() {
        if at > until {
            break;
        }
        let rest = text.get(at..).unwrap_or_default();
        let Some(city) = leading(rest) else {
            continue;
        };
        let after = rest.get(city.len()..).unwrap_or_default();
        match after.chars().next() {
            Some(next) if NO_CITY.contains(&next) => continue,
            _ if city == "吉林" && fallback.is_none() => {
                fallback = Some((at, city));
                until = at + city.len();
            }
            _ => return Some((at, city)),
        }
    }
    fallback
}

/// The city that `text` starts with.
pub(crate) fn leading(text: &str) -> Option<&'static str> {
    static WORDS: Words = Words::new(CITIES);
    WORDS.at_start(text)
}

/// Whether the whole of `text` is a city.
pub(crate) fn is_city(text: &str) -> bool {
    leading(text) == Some(text)
}

/// A place that is not in the list: a small town, a city abroad.
fn unknown(location: &str) -> Option<String> {
    let below = ["自治区", "省"].iter().find_map(|unit| {
        let (_, rest) = location.split_once(unit)?;
        (!rest.is_empty()).then_some(rest)
    });
    let place = below.unwrap_or(location);
    let place = place
        .split(['·', '•', ',', '，', '/', '、', '(', '（'])
        .next()
        .unwrap_or(place);
    let place = match place.split_once('市') {
        Some((city, _)) if !city.is_empty() => city,
        _ => place.strip_suffix('站').unwrap_or(place),
    };
    let place = place.trim();
    let plain = place
        .chars()
        .all(|found| found.is_alphabetic() || matches!(found, ' ' | '-' | '\'' | '.'));
    let length = place.chars().count();
    let longest = if place.is_ascii() { 30 } else { 8 };
    (plain && (1..=longest).contains(&length)).then(|| place.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Location, from_location};

    #[test]
    fn reads_locations() {
        for (location, city) in [
            ("长沙", "长沙"),
            ("长沙市", "长沙"),
            ("北京站", "北京"),
            ("北京·海淀", "北京"),
            ("广东省广州市黄埔区开创大道", "广州"),
            ("江苏苏州", "苏州"),
            ("吉林省长春市", "长春"),
            ("吉林长春", "长春"),
            ("吉林市", "吉林"),
            ("线上+北京", "北京"),
            ("新加坡", "新加坡"),
            ("浙江省安吉市天荒坪", "安吉"),
            ("San Francisco", "San Francisco"),
        ] {
            let city = Location::City(city.to_owned());
            assert_eq!(from_location(location), city, "{location}");
        }
        for location in ["", "线上", " 线上直播 ", "Online", "待定，见群"] {
            assert_eq!(from_location(location), Location::Nowhere, "{location}");
        }
        for location in [
            "\"><img src=x onerror=alert(2)>",
            "地点请关注后续通知与群内消息",
            "3 楼",
        ] {
            assert_eq!(from_location(location), Location::Unclear, "{location}");
        }
    }
}
