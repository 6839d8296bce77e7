//! Folding of what a reader takes for the same character, with a map back to the source.
//!
//! Width and compatibility forms (Unicode NFKC), case, and traditional to simplified characters.
//! The last maps single characters without regard to their neighbours: a fold that looked at
//! context would give a string and a piece of it different folds, and the piece would not be found.

use std::{
    ops::Range,
    sync::atomic::{AtomicU16, Ordering},
};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folded text and where each of its characters came from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Normalized {
    /// The folded text.
    pub text: String,
    /// Source character index of each folded character, and one past the last;
    /// `None` where every character kept its place.
    source: Option<Vec<u32>>,
}

impl Normalized {
    /// Source characters that the folded characters `range` stand for (indices count characters).
    ///
    /// ```
    /// let n = recap_search::text::normalize("第１０期㍿"); // ㍿ folds to 株式会社
    /// assert_eq!(n.text, "第10期株式会社");
    /// assert_eq!(n.source_range(5..6), 4..5);
    /// ```
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let Some(source) = &self.source else {
            return range;
        };
        let last = source.len() - 1;
        let (start, end) = (range.start.min(last), range.end.min(last));
        if start >= end {
            return source[start] as usize..source[start] as usize;
        }
        // A source character that unfolds into several is marked as a whole.
        let from = source[end - 1];
        let to = source[end..]
            .iter()
            .copied()
            .find(|&s| s > from)
            .unwrap_or(source[last]);
        source[start] as usize..to as usize
    }
}

/// Folds `text` and keeps the way back to its characters.
pub fn normalize(text: &str) -> Normalized {
    // Most texts fold character by character, and need no way back.
    let mut source: Option<Vec<u32>> = None;
    let mut at = 0;
    let folded = folded(text, |piece| match piece {
        Piece::Each(characters) => {
            if let Some(source) = &mut source {
                source.extend(at..at + characters);
            }
            at += characters;
        }
        Piece::Whole { taken, made } => {
            let source = source.get_or_insert_with(|| (0..at).collect());
            source.extend(std::iter::repeat_n(at, made));
            at += taken;
        }
    });
    if let Some(source) = &mut source {
        source.push(at);
    }
    Normalized {
        text: folded,
        source,
    }
}

/// Folds `text` where no way back is needed.
pub fn fold(text: &str) -> String {
    folded(text, |_| {})
}

/// A piece of a text that was folded.
enum Piece {
    /// So many characters, each into one.
    Each(u32),
    /// So many characters together, into so many.
    Whole { taken: u32, made: usize },
}

/// Folds `text`, and tells how, piece by piece.
fn folded(text: &str, mut tell: impl FnMut(Piece)) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let (bytes, characters) = same(rest.as_bytes());
        let (copied, behind) = rest.split_at(bytes);
        folded.push_str(copied);
        tell(Piece::Each(characters));
        let mut chars = behind.chars();
        let Some(c) = chars.next() else {
            return folded;
        };
        let joining = chars.as_str().find(|next| !joins(next));
        let joining = joining.unwrap_or(chars.as_str().len());
        let whole;
        (whole, rest) = behind.split_at(c.len_utf8() + joining);
        match fold_one(c) {
            Some(one) if joining == 0 => {
                folded.push(one);
                tell(Piece::Each(1));
            }
            _ => {
                let unfolded = fold_cluster(whole);
                tell(Piece::Whole {
                    taken: whole.chars().count() as u32,
                    made: unfolded.len(),
                });
                folded.extend(unfolded);
            }
        }
    }
}

/// The beginning of a text that folds to itself, as far as that shows at once, in bytes and in
/// characters. No character behind it joins the last one.
fn same(text: &[u8]) -> (usize, u32) {
    let (mut bytes, mut characters, mut last) = (0, 0, 0);
    while let Some(&lead) = text.get(bytes) {
        if lead < 0x80 {
            if lead.is_ascii_uppercase() {
                break;
            }
            last = 1;
        } else if let (0xe4..=0xe9, Some(&[second, third])) = (
            lead,
            text.get(bytes + 1..bytes + 3).and_then(<[u8]>::first_chunk),
        ) {
            let bits = |byte: u8| u32::from(byte & 0x3f);
            let c = u32::from(lead & 0xf) << 12 | bits(second) << 6 | bits(third);
            if simplified_code(c) != c {
                break;
            }
            last = 3;
        } else {
            break;
        }
        bytes += last;
        characters += 1;
    }
    // No character below U+0300 joins another, and none from U+4000 to U+9FFF.
    match text.get(bytes) {
        Some(0xcc..=0xe3 | 0xea..) if bytes > 0 => (bytes - last, characters - 1),
        _ => (bytes, characters),
    }
}

/// Whether `c` belongs to the character before it.
fn joins(c: char) -> bool {
    match c {
        '\0'..'\u{300}'
        | '\u{2010}'..'\u{20d0}'
        | '\u{3000}'..'\u{302a}'
        | '\u{3100}'..='\u{a66e}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{ff00}'..'\u{ff9e}' => false,
        // Half-width sound marks are letters to Unicode, but fold with what they follow.
        '\u{ff9e}' | '\u{ff9f}' => true,
        _ => is_combining_mark(c),
    }
}

/// Folds a character that stands alone and stays one character; `None` sends it the long way.
fn fold_one(c: char) -> Option<char> {
    match c {
        '\0'..='\x7f' => Some(c.to_ascii_lowercase()),
        '\u{4e00}'..='\u{9fff}' => Some(simplified(c)),
        '\u{3400}'..='\u{4dbf}' | '、' | '。' | '《'..='】' | '“' | '”' | '‘' | '’' | '—' => {
            Some(c)
        }
        '！'..='～' => Some(char::from_u32(c as u32 - 0xfee0)?.to_ascii_lowercase()),
        '\u{3000}' => Some(' '),
        _ => None,
    }
}

fn fold_cluster(cluster: &str) -> Vec<char> {
    let lower: String = cluster.nfkc().flat_map(char::to_lowercase).collect();
    lower.nfkc().map(simplified).collect()
}

/// First and last character of the block that is folded from traditional to simplified.
const HAN: Range<u32> = 0x4e00..0xa000;

/// Simplified form of `c`, remembered after the first question.
pub(crate) fn simplified(c: char) -> char {
    char::from_u32(simplified_code(c.into())).unwrap_or(c)
}

/// The same for the code of a character; 0 is "not asked yet".
#[inline]
fn simplified_code(c: u32) -> u32 {
    static KNOWN: [AtomicU16; HAN.end as usize - HAN.start as usize] =
        [const { AtomicU16::new(0) }; HAN.end as usize - HAN.start as usize];
    let Some(slot) = KNOWN.get((c.wrapping_sub(HAN.start)) as usize) else {
        return c;
    };
    match slot.load(Ordering::Relaxed) {
        0 => {
            let folded = char::from_u32(c).map_or(c, |c| look_up(c).into());
            slot.store(folded as u16, Ordering::Relaxed);
            folded
        }
        known => known.into(),
    }
}

/// Characters of GB 2312 that simplified writing keeps for a name or a rare word, while traditional
/// writing uses them every day.
const ALL_BUT_TRADITIONAL: &str = "後於夥徵乾摺麽菸";

/// Characters that the list of 2013 (通用规范汉字表) gave back to simplified writing, mostly for names.
const RESTORED: &str = "皙瞋噘蹚凓勠邨昇陞喆淼祇堃犇龢迺麹仝甯谿筦絜澂椀剋";

fn look_up(c: char) -> char {
    // What simplified writing itself uses (黏, 薰, 昇) stays, or two of its words would be one.
    if (in_simplified_use(c) || RESTORED.contains(c)) && !ALL_BUT_TRADITIONAL.contains(c) {
        return c;
    }
    let mut folded = fast2s::convert(c.encode_utf8(&mut [0; 4]));
    match (folded.pop(), folded.is_empty()) {
        (Some(one), true) if HAN.contains(&(one as u32)) => one,
        _ => c,
    }
}

/// Whether `c` is a Han character of GB 2312, the set that simplified writing is printed with.
fn in_simplified_use(c: char) -> bool {
    let mut buffer = [0; 4];
    let text = c.encode_utf8(&mut buffer);
    let (bytes, _, failed) = encoding_rs::GBK.encode(text);
    !failed && matches!(*bytes, [0xb0..=0xf7, 0xa1..=0xfe])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_width_case_and_script() {
        for (given, want) in [
            ("ＳＱＬ优化：ＡＩ赋能", "sql优化:ai赋能"),
            ("openＧauss", "opengauss"),
            ("國際論壇", "国际论坛"),
            ("資料庫與軟體", "资料库与软体"),
            ("第１０期", "第10期"),
            ("①ﾃﾞｰﾀ", "1データ"),
            ("Cafe\u{301}", "café"),
            ("名著 黏合 昇腾", "名著 黏合 昇腾"),
            ("特徵 餅乾", "特征 饼干"),
            ("裡面 裏面 後來 頭髮", "里面 里面 后来 头发"),
        ] {
            assert_eq!(fold(given), want, "{given}");
        }
    }

    #[test]
    fn source_ranges_cover_what_was_folded() {
        let n = normalize("Cafe\u{301} 數據");
        assert_eq!(n.text, "café 数据");
        assert_eq!(n.source_range(3..4), 3..5);
        assert_eq!(n.source_range(5..7), 6..8);
        assert_eq!(normalize("").source_range(0..0), 0..0);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(s in "\\PC*") {
            let once = fold(&s);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn shortcuts_fold_as_the_long_way_does(
            s in "([a-zA-Z0-9 ，。！Ａé\u{301}\u{3099}ﾞｶか㍿①]|[一-龥]|[\u{3400}-\u{a000}]|\\PC){0,40}",
        ) {
            let mut long = String::new();
            let mut rest = s.as_str();
            while let Some(c) = rest.chars().next() {
                let (first, behind) = rest.split_at(c.len_utf8());
                let joined = behind.find(|next| !joins(next)).unwrap_or(behind.len());
                let (cluster, behind) = rest.split_at(first.len() + joined);
                long.extend(fold_cluster(cluster));
                rest = behind;
            }
            prop_assert_eq!(fold(&s), &*long);
            prop_assert_eq!(normalize(&s).text, long);
        }

        #[test]
        fn map_stays_inside_the_source_and_ascends(s in any::<String>()) {
            let n = normalize(&s);
            let (have, source) = (n.text.chars().count(), s.chars().count());
            let mut last = 0;
            for i in 0..have {
                let r = n.source_range(i..i + 1);
                prop_assert!(r.start >= last && r.start < r.end && r.end <= source);
                last = r.start;
            }
        }
    }
}
