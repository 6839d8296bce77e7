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
    let folded = folded(text, |at, taken, made| {
        if taken != 1 || made != 1 {
            source.get_or_insert_with(|| (0..at).collect());
        }
        if let Some(source) = &mut source {
            source.extend(std::iter::repeat_n(at, made));
        }
    });
    if let Some(source) = &mut source {
        source.push(text.chars().count() as u32);
    }
    Normalized {
        text: folded,
        source,
    }
}

/// Folds `text` where no way back is needed.
pub fn fold(text: &str) -> String {
    if text
        .bytes()
        .all(|b| b.is_ascii() && !b.is_ascii_uppercase())
    {
        return text.to_owned();
    }
    folded(text, |_, _, _| {})
}

/// Folds `text`, and tells of every piece that is folded as a whole at which character it starts,
/// how many it takes and how many are made of them.
fn folded(text: &str, mut tell: impl FnMut(u32, usize, usize)) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut cluster = String::new();
    let mut chars = text.chars().peekable();
    let mut at = 0;
    while let Some(c) = chars.next() {
        let mut taken = 1;
        let mut made = 1;
        if !chars.peek().is_some_and(|&next| joins(next))
            && let Some(one) = fold_one(c)
        {
            folded.push(one);
        } else {
            cluster.clear();
            cluster.push(c);
            while let Some(next) = chars.next_if(|&next| joins(next)) {
                cluster.push(next);
                taken += 1;
            }
            let unfolded = fold_cluster(&cluster);
            made = unfolded.len();
            folded.extend(unfolded);
        }
        tell(at, taken, made);
        at += taken as u32;
    }
    folded
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

/// Simplified form of `c`, remembered after the first question; 0 is "not asked yet".
#[inline]
pub(crate) fn simplified(c: char) -> char {
    static KNOWN: [AtomicU16; HAN.end as usize - HAN.start as usize] =
        [const { AtomicU16::new(0) }; HAN.end as usize - HAN.start as usize];
    if !HAN.contains(&(c as u32)) {
        return c;
    }
    let slot = &KNOWN[(c as u32 - HAN.start) as usize];
    match slot.load(Ordering::Relaxed) {
        0 => {
            let folded = look_up(c);
            slot.store(folded as u16, Ordering::Relaxed);
            folded
        }
        known => char::from_u32(known.into()).unwrap_or(c),
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
