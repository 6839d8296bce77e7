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

/// Folded text and where each piece of it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Normalized {
    /// The folded text.
    pub text: String,
    /// What did not become as many bytes character by character, in order.
    resized: Vec<Resized>,
}

/// Bytes of a source that were folded together, and what they became.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Resized {
    source: Range<usize>,
    folded: Range<usize>,
}

impl Normalized {
    /// Source characters that the folded characters `range` stand for (both are ranges of bytes).
    ///
    /// ```
    /// let n = recap_search::text::normalize("１期㍿"); // ㍿ folds to 株式会社
    /// assert_eq!(n.text, "1期株式会社");
    /// assert_eq!(n.source_range(1..4), 3..6);
    /// assert_eq!(n.source_range(4..7), 6..9);
    /// ```
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let end = range.end.min(self.text.len());
        let start = self.source(range.start.min(end)).start;
        match end.checked_sub(1) {
            // A source character that unfolds into several is marked as a whole.
            Some(last) if range.start <= last => start..self.source(last).end,
            _ => start..start,
        }
    }

    /// The byte of the source that a folded byte stands for, or all that were folded together.
    fn source(&self, byte: usize) -> Range<usize> {
        let before = self
            .resized
            .partition_point(|resized| resized.folded.start <= byte);
        let last = before.checked_sub(1).and_then(|at| self.resized.get(at));
        let at = match last {
            None => byte,
            Some(resized) if byte < resized.folded.end => return resized.source.clone(),
            Some(resized) => resized.source.end + (byte - resized.folded.end),
        };
        at..at + 1
    }
}

/// Folds `text` and keeps the way back to its characters.
pub fn normalize(text: &str) -> Normalized {
    let mut resized = Vec::new();
    let text = folded(text, |source, folded| {
        resized.push(Resized { source, folded })
    });
    Normalized { text, resized }
}

/// Folds `text` where no way back is needed.
pub fn fold(text: &str) -> String {
    folded(text, |_, _| {})
}

/// Folds ASCII letters and full-width forms of ASCII, and nothing else. That is all that most texts
/// need, and much quicker than [`normalize`].
pub(crate) fn normalize_plain(text: &str) -> Normalized {
    let mut folded = String::with_capacity(text.len());
    let mut resized = Vec::new();
    let mut copied = 0;
    for at in memchr::memchr_iter(FULL_WIDTH, text.as_bytes()) {
        let c = text[at..].chars().next();
        if let Some(one) = c.and_then(half_width) {
            folded.push_str(&text[copied..at]);
            copied = at + c.map_or(0, char::len_utf8);
            let start = folded.len();
            folded.push(one);
            resized.push(Resized {
                source: at..copied,
                folded: start..folded.len(),
            });
        }
    }
    folded.push_str(&text[copied..]);
    folded.make_ascii_lowercase();
    Normalized {
        text: folded,
        resized,
    }
}

/// First byte of the full-width forms, and of few other characters.
const FULL_WIDTH: u8 = 0xef;

/// What a full-width form of an ASCII character stands for.
fn half_width(c: char) -> Option<char> {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0),
        _ => None,
    }
}

/// Folds `text`; tells what did not become as many bytes character by character, by its bytes in
/// `text` and those that it became.
fn folded(text: &str, mut tell: impl FnMut(Range<usize>, Range<usize>)) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let (copied, behind) = rest.split_at(same(rest.as_bytes()));
        folded.push_str(copied);
        let mut chars = behind.chars();
        let Some(c) = chars.next() else {
            return folded;
        };
        let joining = chars.as_str().find(|next| !joins(next));
        let joining = joining.unwrap_or(chars.as_str().len());
        let whole;
        (whole, rest) = behind.split_at(c.len_utf8() + joining);
        let start = folded.len();
        let is_one = match fold_one(c) {
            Some(one) if joining == 0 => {
                folded.push(one);
                true
            }
            _ => {
                let unfolded = fold_cluster(whole);
                folded.extend(&unfolded);
                joining == 0 && unfolded.len() == 1
            }
        };
        if !is_one || folded.len() - start != whole.len() {
            let at = text.len() - behind.len();
            tell(at..at + whole.len(), start..folded.len());
        }
    }
}

/// Bytes of the beginning of a text that folds to itself, as far as that shows at once. No
/// character behind it joins the last one.
fn same(text: &[u8]) -> usize {
    let (mut bytes, mut last) = (0, 0);
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
    }
    // No character below U+0300 joins another, and none from U+4000 to U+9FFF.
    match text.get(bytes) {
        Some(0xcc..=0xe3 | 0xea..) if bytes > 0 => bytes - last,
        _ => bytes,
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
        '\u{3000}' => Some(' '),
        _ => half_width(c).map(|half| half.to_ascii_lowercase()),
    }
}

fn fold_cluster(cluster: &str) -> Vec<char> {
    let lower: String = cluster.nfkc().flat_map(char::to_lowercase).collect();
    lower.nfkc().map(simplified).collect()
}

/// First and last character of the block that is folded from traditional to simplified.
const HAN: Range<u32> = 0x4e00..0xa000;

/// Simplified form of `c`, remembered after the first question.
#[inline]
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
        assert_eq!(n.source_range(3..5), 3..6);
        assert_eq!(n.source_range(6..12), 7..13);
        assert_eq!(n.source_range(0..usize::MAX), 0..13);
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
        fn the_way_back_leads_to_the_characters_that_were_folded(
            s in "([a-zA-Z ，Ａé\u{301}ﾞｶか㍿①İ]|[一-龥]|\\PC){0,40}",
        ) {
            let n = normalize(&s);
            let mut last = 0..0;
            for (at, c) in n.text.char_indices() {
                let source = n.source_range(at..at + c.len_utf8());
                prop_assert!(source == last || source.start == last.end, "{source:?} after {last:?}");
                prop_assert!(fold(&s[source.clone()]).contains(c));
                last = source;
            }
            prop_assert_eq!(last.end, s.len());
        }

        #[test]
        fn plain_folding_is_folding_wherever_nothing_else_folds(
            s in "([a-zA-Z0-9 ，。！Ａｚ“—·é]|[一-龥]){0,40}",
        ) {
            let plain = normalize_plain(&s);
            let simple = s.chars().all(|c| simplified(c) == c);
            prop_assert_eq!(simple, plain == normalize(&s));
        }
    }
}
