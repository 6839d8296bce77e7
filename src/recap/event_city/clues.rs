//! What title and text say of the city.

use super::super::{
    blocks::{Block, BlockKind},
    characters::{clip, is_han},
    city::{is_nowhere, known},
    places::{self, Place},
    words::Words,
};
use super::{Clue, Kind, venue};

/// Verbs that say that an event took place.
static HELD: Words = Words::new(
    "举办 举行 召开 开幕 落幕 闭幕 结束 启动 开启 拉开 开展 亮相 相聚 落地 见面 开讲 开講 上演 进行 舉辦 舉行 召開 落幕 閉幕 結束 開啟 拉開 進行",
);

/// What stands right before the city that an event comes to.
static COMES_TO: Words = Words::new(
    "相约 走进 来到 齐聚 相聚 登陆 落地 亮相 抵达 重返 做客 奔赴 相約 走進 來到 齊聚 登陸 抵達 空降 首站 @ ＠",
);

/// What an event is called.
static EVENT: Words = Words::new(
    "Meetup meetup MeetUp MEETUP Meet-up 沙龙 沙龍 峰会 峰會 大会 大會 研讨会 研討會 Workshop workshop 用户组 用戶組 分会场 论坛 論壇 年会 年會 交流会 交流會 分享会 分享會 技术日 开放日 聚会 聚會 派对 派對 见面会 嘉年华 Summit summit Con Conference conference Day 活动 活動 训练营 黑客松 Hackathon hackathon 小聚 讲座 講座 路演 发布会 發布會 读书会 讀書會 巡展 巡演 线下 同城会",
);

/// What makes of a city's name that of an organisation.
static ORGANISATION: Words = Words::new(
    "大学 大學 学院 學院 公司 银行 有限 集团 科技 研究院 研究所 研究中心 医院 俱乐部 办公室 技术中心 研发中心 股份 软件 协会 中学 总部 分部 智源 出版社",
);

/// What stands before a city that is another's: of a person, of an organisation, of other events.
static ASIDE: Words = Words::new(
    "来自 來自 位于 位於 总部 毕业 任职 就职 下一站 下站 下一场 去年 上次 此前 之前 曾 今后 籍贯 居住 常驻 出生",
);

/// What ends a clause.
const CLAUSE: [char; 9] = ['，', ',', '。', '！', '？', '；', '\n', '：', '（'];

/// Blocks that are read for prose; where the page says what it is about, its first ones.
const READ: usize = 60;
const EARLY: usize = 12;

/// Blocks that are read for labels: those at the end of a page are rarely the event's.
const LABELLED: usize = 400;

/// All clues of a page.
pub(super) fn of(title: Option<&str>, blocks: &[Block]) -> Vec<Clue> {
    let mut clues = Vec::new();
    if let Some(title) = title {
        let online = ["线上", "線上", "Online", "Webinar"].iter();
        if online.clone().any(|word| title.contains(word)) {
            clues.push(clue(None, Kind::Title, 0));
        }
        clues.extend(in_title(title).map(|city| clue(Some(city), Kind::Title, 0)));
    }
    let readable =
        |block: &&Block| !matches!(block.kind, BlockKind::Code) && !block.text.trim().is_empty();
    let mut read = 0;
    for (at, block) in blocks.iter().enumerate().take(LABELLED) {
        if !readable(&block) {
            continue;
        }
        read += 1;
        for (line, place) in venue::places_in(blocks, at) {
            labelled(&place, line, &mut clues);
        }
        if read > READ {
            continue;
        }
        for (number, line) in block.text.lines().enumerate() {
            let source = block.lines.get(number).copied().unwrap_or(block.line());
            let heading = matches!(block.kind, BlockKind::Heading(_));
            if let Some(city) = venue::address(line) {
                clues.push(clue(Some(city), Kind::Address, source));
            } else {
                in_prose(line, read <= EARLY || heading, |city, kind| {
                    clues.push(clue(Some(city), kind, source));
                });
            }
        }
    }
    clues
}

fn clue(city: Option<&'static str>, kind: Kind, line: usize) -> Clue {
    Clue { city, kind, line }
}

/// The city or cities that stand behind the label of a place.
fn labelled(place: &str, line: usize, clues: &mut Vec<Clue>) {
    match known(place) {
        Some(city) => {
            clues.push(clue(Some(city), Kind::Label, line));
            let others = listed(place).filter(|other| *other != city);
            clues.extend(others.map(|city| clue(Some(city), Kind::Label, line)));
        }
        None if is_nowhere(place) => clues.push(clue(None, Kind::Label, line)),
        None => {}
    }
}

/// Cities that stand in a list of them: 北京、上海.
fn listed(text: &str) -> impl Iterator<Item = &'static str> {
    places::all_in(text)
        .filter(|(at, place)| is_listed(text, *at, place))
        .map(|(_, place)| place.city)
}

fn is_listed(text: &str, at: usize, place: &Place) -> bool {
    const SIGNS: [char; 5] = ['、', '/', '&', '和', '与'];
    let after = text[at + place.length..].trim_start();
    let next = after.strip_prefix(SIGNS).map(str::trim_start);
    let before = text[..at].trim_end();
    let last = before.strip_suffix(SIGNS).map(str::trim_end);
    next.is_some_and(|next| places::at_start(next).is_some())
        || last.is_some_and(|last| {
            places::all_in(last).any(|(at, place)| at + place.length == last.len())
        })
}

/// Cities of a title.
fn in_title(title: &str) -> impl Iterator<Item = &'static str> {
    places::all_in(title).filter_map(move |(at, place)| {
        let (before, after) = (&title[..at], &title[at + place.length..]);
        if is_listed(title, at, &place) {
            return None;
        }
        let after = after.strip_prefix('市').unwrap_or(after);
        let apart = |c: Option<char>| c.is_none_or(|c| !is_han(c) && !c.is_alphabetic());
        let fits = match place.kind {
            places::Kind::Venue => is_stop(after),
            places::Kind::Doubtful => {
                is_stop(after) || before.ends_with('【') && after.starts_with('】')
            }
            // Latin words around a Latin name are rather those of a community: ALC Beijing.
            places::Kind::City if title[at..].starts_with(|c: char| c.is_ascii()) => {
                before.ends_with("in ")
                    || apart(before.trim_end().chars().next_back())
                        && apart(after.trim_start().chars().next())
            }
            places::Kind::City => {
                apart(before.chars().next_back()) && apart(after.chars().next())
                    || names_event(after)
                    || COMES_TO.at_end(before.trim_end()).is_some()
                    || before.ends_with(['在', '于', '於'])
            }
        };
        fits.then_some(place.city)
    })
}

/// Whether a stop of a tour follows: 站, 场.
fn is_stop(after: &str) -> bool {
    let after = after.trim_start();
    let rest = after.strip_prefix(['站', '场', '場']);
    let rest = rest.or_else(|| {
        after
            .strip_prefix("专场")
            .or_else(|| after.strip_prefix("專場"))
    });
    rest.is_some_and(|rest| !rest.starts_with(['点', '地', '馆', '景']))
}

/// Whether what follows a city makes it a part of an event's name: 站, ` Meetup`, 社区交流会.
fn names_event(after: &str) -> bool {
    if is_stop(after) {
        return true;
    }
    let name = clip(after, 24);
    let name = &name[..name.find(CLAUSE).unwrap_or(name.len())];
    EVENT.first_in(name).is_some_and(|(at, word)| {
        let within = &name[..at + word.len()];
        !ORGANISATION.any_in(within) && !within.contains(['、', '“', '《', '|'])
    })
}

/// Clues of a line of text; `early` where it says what the page is about.
fn in_prose(line: &str, early: bool, mut found: impl FnMut(&'static str, Kind)) {
    for (at, place) in places::all_in(line) {
        let (before, after) = (&line[..at], &line[at + place.length..]);
        let clause = before
            .rfind(CLAUSE)
            .map_or(before, |at| before[at..].trim_start_matches(CLAUSE));
        if ASIDE.any_in(clause) || is_listed(line, at, &place) {
            continue;
        }
        let after = after.strip_prefix('市').unwrap_or(after);
        if place.kind == places::Kind::City && is_held(clause, after) {
            found(place.city, if early { Kind::Held } else { Kind::Name });
        } else if is_stop(after) || place.kind == places::Kind::City && names_event(after) {
            found(place.city, if early { Kind::Name } else { Kind::Mention });
        } else if place.kind == places::Kind::City && early {
            let open = after.starts_with(|c: char| !c.is_alphanumeric()) || after.is_empty();
            let day =
                before.trim_end_matches([' ', '，', ',', '）', ')', '·', '|', '在', '于', '於']);
            if open && day.ends_with(['日', '号', '號']) {
                found(place.city, Kind::Dated);
            } else if open && before.ends_with(['在', '于', '於'])
                || before.ends_with("in ")
                || before.ends_with("at ")
            {
                found(place.city, Kind::Mention);
            }
        }
    }
    if early && let Some(city) = short(line) {
        found(city, Kind::Held);
    }
}

/// Whether an event is told to be held at the place between these parts of a clause.
fn is_held(before: &str, after: &str) -> bool {
    if COMES_TO.at_end(before.trim_end()).is_some() {
        return true;
    }
    let within = before.rfind(['在', '于', '於']).is_some_and(|at| {
        let between = before[at..].chars().skip(1);
        between.count() <= 8
    });
    let rest = &after[..after.find(CLAUSE).unwrap_or(after.len())];
    within && HELD.any_in(clip(rest, 40))
}

/// A city in short form where an event is held there: 在京举办.
fn short(line: &str) -> Option<&'static str> {
    const SHORT: [(char, &str); 6] = [
        ('京', "北京"),
        ('沪', "上海"),
        ('滬', "上海"),
        ('穗', "广州"),
        ('蓉', "成都"),
        ('杭', "杭州"),
    ];
    line.match_indices(['在', '于', '於'])
        .find_map(|(at, word)| {
            let mut rest = line[at + word.len()..].chars();
            let c = rest.next()?;
            let (_, city) = SHORT.iter().find(|(short, _)| *short == c)?;
            let rest = rest.as_str();
            let rest = rest.trim_start_matches(|c| {
                matches!(
                    c,
                    '成' | '功' | '隆' | '重' | '圆' | '满' | '顺' | '利' | '正' | '式'
                )
            });
            HELD.at_start(rest).map(|_| *city)
        })
}
