//! Cities by name, and the one that a location field means.

use super::places::{self, Kind};

/// What a place is called that is none, or none yet.
const NOWHERE: [&str; 17] = [
    "线上",
    "線上",
    "在线",
    "腾讯会议",
    "騰訊會議",
    "zoom",
    "bilibili",
    "b站",
    "云端",
    "网络",
    "远程",
    "直播",
    "待定",
    "未定",
    "online",
    "virtual",
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

/// Reads a location: `广东省广州市…`, `北京·海淀`, `长沙站`, `线上`, `beijing`.
pub(super) fn from_location(location: &str) -> Location {
    let location = location.trim();
    let city = known(location).or_else(|| {
        let lower = location.is_ascii() && !location.contains(|c: char| c.is_ascii_uppercase());
        lower.then(|| known(&capitalised(location))).flatten()
    });
    if let Some(city) = city {
        return Location::City(city.to_owned());
    }
    if location.is_empty() || is_nowhere(location) {
        return Location::Nowhere;
    }
    unknown(location).map_or(Location::Unclear, Location::City)
}

/// Whether a place is none: online, or not known yet.
pub(super) fn is_nowhere(place: &str) -> bool {
    let lower = place.to_lowercase();
    NOWHERE.iter().any(|word| lower.contains(word))
}

/// The first city of the table in `text`, where a place is expected. A name that is a province's
/// too (吉林长春) gives way to the city after it, and a venue to a city.
pub(super) fn known(text: &str) -> Option<&'static str> {
    let mut fallback = None;
    for (at, place) in places::all_in(text) {
        let province = place.city == "吉林" && !text[at + place.length..].starts_with('市');
        if place.kind != Kind::Venue && !province {
            return Some(place.city);
        }
        fallback = fallback.or(Some(place.city));
    }
    fallback
}

/// Words with a capital each, as names of places are written.
fn capitalised(text: &str) -> String {
    let mut inside = false;
    let letters = text.chars().map(|c| {
        let first = !std::mem::replace(&mut inside, c.is_ascii_alphabetic());
        if first { c.to_ascii_uppercase() } else { c }
    });
    letters.collect()
}

/// The Chinese name of a city that `text` starts with, as it is written there.
pub(crate) fn leading(text: &str) -> Option<&str> {
    let place = places::at_start(text).filter(|place| place.kind != Kind::Venue)?;
    Some(&text[..place.length]).filter(|name| !name.is_ascii())
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
            ("hong kong", "香港"),
            ("臺北市信義區", "台北"),
            ("Xi'an, China", "西安"),
            ("清华大学", "北京"),
            ("清华大学深圳国际研究生院", "深圳"),
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
