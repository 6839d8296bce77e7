//! Lines that tell where: `地点：…`, `Venue`, a cell of a table, 📍.

use super::super::{
    blocks::{Block, BlockKind},
    characters::{clip, length},
    city::{is_nowhere, known},
    places,
    words::Words,
};

/// What a label of a place ends in.
static LABELS: Words = Words::new(
    "地点 地點 会场 會場 场地 場地 地址 位置 场所 城市 Venue VENUE venue Location LOCATION location Where WHERE where Place Address City 📍",
);

/// What makes of a label that of another place than the event's.
static OTHERS: Words = Words::new(
    "公司 联系 联络 聯絡 报名 報名 直播 单位 通讯 邮寄 办公 注册 下载 仓库 项目 酒店 收货 邮件 网站 网络 录像 视频 回放 集合 工作 招聘 IP MAC Email email 邮箱",
);

/// Characters of a label, and of the place behind it.
const LABEL: usize = 14;
const PLACE: usize = 60;

/// What stands behind the label of a place in the block at `at`: the rest of its line, the next
/// cell, or the next lines where nothing else stands there.
pub(super) fn places_in(blocks: &[Block], at: usize) -> Vec<(usize, String)> {
    let block = &blocks[at];
    if let BlockKind::TableRow { cells, table, .. } = &block.kind {
        return in_row(blocks, at, cells, *table);
    }
    let mut found = Vec::new();
    for (number, line) in block.text.lines().enumerate() {
        let source = block.lines.get(number).copied().unwrap_or(block.line());
        let Some(place) = behind_label(line) else {
            continue;
        };
        if !place.is_empty() {
            found.push((source, place.to_owned()));
            continue;
        }
        let rest = block.text.lines().skip(number + 1);
        let next = blocks.iter().skip(at + 1).take(3);
        let lines = rest.chain(next.flat_map(|block| block.text.lines()));
        let place = lines
            .take(4)
            .take_while(|line| behind_label(line).is_none())
            .find(|line| known(line).is_some() || is_nowhere(line));
        found.extend(place.map(|place| (source, clip(place, PLACE).to_owned())));
    }
    found
}

/// Cells behind the label of a place, or below it.
fn in_row(blocks: &[Block], at: usize, cells: &[String], of: usize) -> Vec<(usize, String)> {
    let line = blocks[at].line();
    let mut found: Vec<(usize, String)> = cells
        .iter()
        .filter_map(|cell| behind_label(cell))
        .filter(|place| !place.is_empty())
        .map(|place| (line, place.to_owned()))
        .collect();
    for (column, _) in cells.iter().enumerate().filter(|(_, cell)| is_label(cell)) {
        let next = cells[column + 1..].iter().find(|cell| !cell.is_empty());
        if let Some(next) = next.filter(|next| known(next).is_some()) {
            found.push((line, clip(next, PLACE).to_owned()));
            continue;
        }
        for block in &blocks[at + 1..] {
            match &block.kind {
                BlockKind::TableRow { cells, table, .. } if *table == of => {
                    let below = cells.get(column).filter(|cell| !cell.is_empty());
                    found.extend(below.map(|cell| (block.line(), clip(cell, PLACE).to_owned())));
                }
                _ => break,
            }
        }
    }
    found
}

/// Whether a text is nothing but the label of a place.
fn is_label(text: &str) -> bool {
    behind_label(text).is_some_and(str::is_empty)
}

/// What follows the label of a place in a line; empty where the label is the whole line.
fn behind_label(line: &str) -> Option<&str> {
    let mut from = 0;
    while let Some((at, word)) = LABELS.first_in(&line[from..]) {
        let (start, end) = (from + at, from + at + word.len());
        from = end;
        // The label begins behind the sign before it.
        let signs = |c: char| !c.is_alphanumeric() && !matches!(c, ' ' | '&' | '/' | '、');
        let before = &line[..start];
        let label = before.rsplit(signs).next().unwrap_or(before);
        let label = label.trim_start_matches(|c: char| !c.is_alphanumeric());
        let label = label.rsplit_once(' ').map_or(label, |(_, last)| last);
        if length(label) > LABEL || OTHERS.any_in(label) {
            continue;
        }
        let rest = line[end..].trim_start_matches([' ', '】', ']', '」', '*', '\u{fe0f}']);
        let other = LABELS.strip(rest);
        let whole = !rest.chars().any(char::is_alphanumeric) || LABELS.has(rest.trim());
        if whole && length(label) + length(before) <= 2 * LABEL {
            return Some("");
        }
        let marked = other.strip_prefix([':', '：', '|', '｜', '/', '－', '—', '-', '@', '＠']);
        let place = if word == "📍" { Some(rest) } else { marked };
        if let Some(place) = place {
            let place = clip(place.trim_start_matches([' ', '*', ':', '：']), PLACE);
            return Some(place.lines().next().unwrap_or_default());
        }
    }
    None
}

/// Whether a line is an address that begins with its city: 成都市高新区天府大道 1 号.
pub(super) fn address(line: &str) -> Option<&'static str> {
    static PARTS: Words =
        Words::new("区 區 县 縣 路 街 巷 道 大厦 大廈 酒店 大学 大學 号 號 楼 樓 园 館 馆");
    let line = line.trim_matches(|c: char| !c.is_alphanumeric());
    // An address is one line without a sentence's end.
    if length(line) > PLACE || line.contains(['。', '！', '？', '；', '“', '《']) {
        return None;
    }
    let opening = line.split_once('省').map_or(line, |(_, rest)| rest);
    let (at, place) = places::all_in(opening).next()?;
    let rest = opening[at + place.length..].strip_prefix('市')?;
    let parts = clip(rest, 30);
    (at == 0 && PARTS.count_in(parts) >= 2).then_some(place.city)
}
