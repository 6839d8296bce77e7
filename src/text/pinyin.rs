//! Readings in pinyin: whole and by initials, with all readings of a character.

use std::borrow::Cow;

use pinyin::ToPinyinMulti;

/// Longest text that gets readings, in Han characters: names and titles, not prose.
const LONGEST: usize = 24;
/// Most readings that a text gets: polyphones multiply.
const MOST: usize = 16;

/// Readings of the Han characters of `text`: each way to read the whole (`huzhengce`) and its
/// initials (`hzc`). Of characters with several readings all are taken (重庆: `chongqing`,
/// `zhongqing`), up to a limit; ü is written `v` and `u`.
pub(crate) fn readings(text: &str) -> Vec<String> {
    let Readings {
        mut whole,
        initials,
    } = Readings::of(text, MOST, |_| false);
    whole.extend(initials);
    whole.dedup();
    whole
}

/// Ways to read a text; both lists are empty where it holds no Han character.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Readings {
    /// All syllables: `huzhengce`.
    pub(crate) whole: Vec<String>,
    /// First letters of the syllables, where there are several: `hzc`.
    pub(crate) initials: Vec<String>,
}

impl Readings {
    /// Reads `text` in at most `most` ways. What is no Han character stays as it is where `kept`
    /// says so, else it is left out.
    pub(crate) fn of(text: &str, most: usize, kept: impl Fn(char) -> bool) -> Self {
        // No syllable has more than twice the bytes of its character.
        let mut whole = vec![String::with_capacity(2 * text.len().min(4 * LONGEST))];
        let mut initials = vec![String::new()];
        let mut han = 0;
        for c in text.chars() {
            let Some(multi) = c.to_pinyin_multi() else {
                if kept(c) {
                    let stems = whole.iter_mut().chain(&mut initials);
                    stems.for_each(|stem| stem.push(c));
                }
                continue;
            };
            han += 1;
            if han > LONGEST {
                break;
            }
            let mut syllables: Vec<Cow<'_, str>> = Vec::new();
            for reading in multi {
                for spelled in spellings(reading.plain()) {
                    if !syllables.contains(&spelled) {
                        syllables.push(spelled);
                    }
                }
            }
            whole = extended(whole, &syllables, most);
            let letters = syllables.iter().filter_map(|s| Some(s.get(..1)?.into()));
            let mut letters: Vec<Cow<'_, str>> = letters.collect();
            letters.dedup();
            initials = extended(initials, &letters, most);
        }
        if han == 0 {
            return Self::default();
        }
        if han < 2 {
            // One syllable says too little to be looked for.
            initials.clear();
        }
        Self { whole, initials }
    }
}

/// Each of `stems`, which differ, with each of `endings`: as many of them as there may be at most,
/// those with the first ending first.
fn extended(mut stems: Vec<String>, endings: &[Cow<'_, str>], most: usize) -> Vec<String> {
    let Some((first, others)) = endings.split_first() else {
        return Vec::new();
    };
    let before = stems.len();
    stems.iter_mut().for_each(|stem| stem.push_str(first));
    for ending in others {
        for at in 0..before {
            if stems.len() >= most {
                return stems;
            }
            let stem = stems[at].strip_suffix(first.as_ref()).unwrap_or_default();
            let mut one = String::with_capacity(stems[at].capacity());
            one.push_str(stem);
            one.push_str(ending);
            if !stems.contains(&one) {
                stems.push(one);
            }
        }
    }
    stems
}

fn spellings(syllable: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let (first, second) = if syllable.contains('ü') {
        let spelled = |letter| Cow::from(syllable.replace('ü', letter));
        (spelled("v"), Some(spelled("u")))
    } else {
        (syllable.into(), None)
    };
    std::iter::once(first).chain(second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_and_initials() {
        for (text, reading) in [
            ("胡峥策", "huzhengce"),
            ("胡峥策", "hzc"),
            ("成都", "chengdu"),
            ("重庆", "chongqing"),
            ("重庆", "zhongqing"),
            ("吕一", "lvyi"),
            ("吕一", "luyi"),
        ] {
            assert!(
                readings(text).iter().any(|r| r == reading),
                "{text} {reading}: {:?}",
                readings(text)
            );
        }
        assert!(readings("openGauss").is_empty());
        assert!(readings(&"行重长".repeat(20)).len() <= 2 * MOST);
    }
}
