//! What is known beforehand: surnames, characters of names, common words, words that tell what a line is about.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::LazyLock,
};

use aho_corasick::{AhoCorasick, MatchKind};

use super::text::is_word;

/// Lines of a table that are no comments.
fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// How frequent a surname is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Surname {
    Top,
    Other,
    Double,
}

/// Surnames of one character, and of two.
type Surnames = (HashMap<char, Surname>, HashSet<[char; 2]>);

static SURNAMES: LazyLock<Surnames> = LazyLock::new(|| {
    let mut single = HashMap::new();
    let mut double = HashSet::new();
    for row in rows(include_str!("data/surnames.txt")) {
        match row.split_once(' ') {
            Some(("top", list)) => single.extend(list.chars().map(|c| (c, Surname::Top))),
            Some(("other", list)) => single.extend(list.chars().map(|c| (c, Surname::Other))),
            Some((_, list)) => double.extend(list.split(' ').filter_map(|word| {
                let mut chars = word.chars();
                Some([chars.next()?, chars.next()?])
            })),
            None => {}
        }
    }
    (single, double)
});

/// The surname that a simplified name begins with.
pub(super) fn surname(name: &[char]) -> Option<Surname> {
    let (single, double) = &*SURNAMES;
    if let [a, b, ..] = name
        && double.contains(&[*a, *b])
    {
        return Some(Surname::Double);
    }
    single.get(name.first()?).copied()
}

/// Log odds of a character that nothing is known of, in tenths.
const UNKNOWN: [i16; 3] = [-50; 3];

static CHARACTERS: LazyLock<HashMap<char, [i16; 3]>> = LazyLock::new(|| {
    rows(include_str!("data/name_characters.txt"))
        .filter_map(|row| {
            let mut parts = row.split(' ');
            let c = parts.next()?.chars().next()?;
            let mut next = || parts.next()?.parse::<i16>().ok();
            Some((c, [next()?, next()?, next()?]))
        })
        .collect()
});

/// Log odds of a simplified Han string as a person's name against running text.
pub(super) fn name_odds(name: &[char]) -> f32 {
    let of = |c: char| *CHARACTERS.get(&c).unwrap_or(&UNKNOWN);
    let double = surname(name) == Some(Surname::Double);
    let given = name.get(if double { 2 } else { 1 }..).unwrap_or_default();
    let mut odds = if double { 30 } else { of(name[0])[0] };
    for (at, c) in given.iter().enumerate() {
        let [_, inside, end] = of(*c);
        odds += match (at + 1 == given.len(), at) {
            (false, _) => inside,
            (true, 0) => end,
            (true, _) => end.max(inside),
        };
    }
    f32::from(odds) / 10.0
}

/// Part of speech (as the table's letter) and whether it is very frequent.
static WORDS: LazyLock<HashMap<&'static str, (char, bool)>> = LazyLock::new(|| {
    let mut words = HashMap::with_capacity(50_000);
    for row in rows(include_str!("data/words.txt")) {
        let mut parts = row.split(' ');
        let class = parts.next().unwrap_or_default();
        let tag = class.chars().next().unwrap_or('x');
        words.extend(parts.map(|word| (word, (tag, class.ends_with('2')))));
    }
    words
});

/// A common word: its part of speech, and whether it is very frequent.
pub(super) fn word(chars: &[char]) -> Option<(char, bool)> {
    let mut bytes = [0; 16];
    let mut length = 0;
    for c in chars {
        length += c.encode_utf8(bytes.get_mut(length..length + 4)?).len();
    }
    WORDS
        .get(std::str::from_utf8(&bytes[..length]).ok()?)
        .copied()
}

static FIRST_NAMES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    rows(include_str!("data/first_names.txt"))
        .flat_map(|row| row.split(' '))
        .collect()
});

/// Whether a Latin word in lower case is a frequent given name.
pub(super) fn is_first_name(word: &str) -> bool {
    FIRST_NAMES.contains(word)
}

const INITIALS: [&str; 24] = [
    "", "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x",
    "r", "z", "c", "s", "y", "w",
];
const FINALS: [&str; 35] = [
    "a", "o", "e", "i", "u", "v", "ai", "ei", "ui", "ao", "ou", "iu", "ie", "ue", "ve", "er", "an",
    "en", "in", "un", "ang", "eng", "ing", "ong", "ia", "iao", "ian", "iang", "ua", "uo", "uai",
    "uan", "uang", "iong", "ü",
];

static SYLLABLES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let of = |initial: &&str| FINALS.map(|end| format!("{initial}{end}"));
    INITIALS.iter().flat_map(of).collect()
});

/// Whether a Latin word in lower case is one to three syllables of pinyin.
pub(super) fn is_pinyin(word: &str) -> bool {
    fn parts(word: &str, left: usize) -> bool {
        word.is_empty()
            || left > 0
                && (1..=word.len().min(6)).any(|at| {
                    word.is_char_boundary(at)
                        && SYLLABLES.contains(&word[..at])
                        && parts(&word[at..], left - 1)
                })
    }
    !word.is_empty() && word.len() <= 18 && parts(word, 3)
}

/// Names of the classes of cues, in the order of the table.
pub(super) struct Cues {
    pub(super) names: Vec<&'static str>,
    finder: AhoCorasick,
    /// Class and whether it is Latin, for each pattern.
    patterns: Vec<(u8, bool)>,
}

pub(super) static CUES: LazyLock<Cues> = LazyLock::new(|| {
    let mut names = Vec::new();
    let mut words = Vec::new();
    let mut patterns = Vec::new();
    for row in rows(include_str!("data/cues.txt")) {
        let mut parts = row.split(' ');
        let Some(name) = parts.next() else { continue };
        let class = u8::try_from(names.len()).unwrap_or(u8::MAX);
        names.push(name);
        for word in parts {
            words.push(word.replace('_', " "));
            patterns.push((class, word.is_ascii()));
        }
    }
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .build(&words)
        .expect("the table of cues is a small set of words");
    Cues {
        names,
        finder,
        patterns,
    }
});

/// A cue in a line: its class and its characters.
#[derive(Debug, Clone)]
pub(super) struct Cue {
    pub(super) class: u8,
    pub(super) at: Range<usize>,
}

/// Number of a class of cues.
pub(super) fn class(name: &str) -> u8 {
    let at = CUES.names.iter().position(|known| *known == name);
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

/// All cues of a line of simplified text in lower case.
pub(super) fn cues(plain: &[char]) -> Vec<Cue> {
    let text: String = plain.iter().collect();
    let mut starts = vec![0_u32; text.len() + 1];
    for (at, (byte, _)) in text.char_indices().enumerate() {
        starts[byte] = at as u32;
    }
    starts[text.len()] = plain.len() as u32;
    let mut found = Vec::new();
    for hit in CUES.finder.find_overlapping_iter(&text) {
        let (class, latin) = CUES.patterns[hit.pattern().as_usize()];
        let at = starts[hit.start()] as usize..starts[hit.end()] as usize;
        let letter = |c: Option<&char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let signed = plain[at.end - 1] == ':';
        if latin
            && (at.start > 0 && letter(plain.get(at.start - 1))
                || !signed && letter(plain.get(at.end)))
        {
            continue;
        }
        found.push(Cue { class, at });
    }
    found
}

/// Whether a simplified text in lower case ends with a post, signs aside.
pub(super) fn ends_in(cues: &[Cue], class: u8, plain: &[char], range: Range<usize>) -> bool {
    let mut end = range.end;
    while end > range.start && !is_word(plain[end - 1]) {
        end -= 1;
    }
    cues.iter()
        .any(|cue| cue.class == class && cue.at.end == end && cue.at.start >= range.start)
}

/// Whether a cue of the class lies in the range.
pub(super) fn any_in(cues: &[Cue], class: u8, range: Range<usize>) -> bool {
    cues.iter()
        .any(|cue| cue.class == class && cue.at.start >= range.start && cue.at.end <= range.end)
}
