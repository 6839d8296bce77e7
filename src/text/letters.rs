//! Which letters and digits a text holds, one by one and two in a row: what one or two characters
//! of a Latin word are found by, which stand in most of its words.

use std::collections::BTreeSet;

use super::{
    lexicon::Edges,
    runs::{Class, class},
};

/// Characters of a Latin word that are looked for wherever in a word they stand, or at its
/// beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Letters {
    characters: String,
    begins: bool,
}

/// Before what a word begins with. No letter, and no digit.
const BEGINS: char = '^';

impl Letters {
    /// The term that stands for them in the text with this number.
    pub(crate) fn term(&self, text: usize) -> String {
        let begins = if self.begins { "^" } else { "" };
        format!("{text}{begins}{}", self.characters)
    }
}

/// What `text` is found by: one or two characters anywhere in a word, or one that begins it. `None`
/// where it is longer, or no part of a Latin word.
pub(crate) fn of(text: &str, edges: Edges) -> Option<Letters> {
    let longest = match (edges.begins, edges.ends) {
        (false, false) => 2,
        (true, false) => 1,
        _ => return None,
    };
    let length = text.chars().count();
    let is_latin = text.chars().all(|c| class(c) == Class::Latin);
    ((1..=longest).contains(&length) && is_latin).then(|| Letters {
        characters: text.to_owned(),
        begins: edges.begins,
    })
}

/// Letters and digits of ASCII.
const PLAIN: usize = 36;

/// The number of a letter or digit of ASCII.
fn plain(c: char) -> Option<usize> {
    match c {
        '0'..='9' => Some(c as usize - '0' as usize),
        'a'..='z' => Some(c as usize - 'a' as usize + 10),
        _ => None,
    }
}

/// The letter or digit with this number.
fn letter(number: usize) -> char {
    char::from_digit(number as u32, PLAIN as u32).unwrap_or_default()
}

/// Calls `each` with the term of everything that the folded `text` is found by, each once; `number`
/// is the text's.
pub(crate) fn each_term(text: &str, number: usize, mut each: impl FnMut(&str)) {
    let mut single = [false; PLAIN];
    let mut begin = [false; PLAIN];
    let mut double = vec![false; PLAIN * PLAIN];
    let mut others = BTreeSet::new();
    let mut last = None;
    for c in text.chars() {
        let here = plain(c);
        if here.is_none() && class(c) != Class::Latin {
            last = None;
            continue;
        }
        match (last, here) {
            (None, Some(here)) => begin[here] = true,
            (Some((_, Some(before))), Some(here)) => double[before * PLAIN + here] = true,
            (None, None) => _ = others.insert(format!("{BEGINS}{c}")),
            (Some((before, _)), _) => _ = others.insert(format!("{before}{c}")),
        }
        match here {
            Some(here) => single[here] = true,
            None => _ = others.insert(c.to_string()),
        }
        last = Some((c, here));
    }
    let mut term = String::new();
    let mut tell = |what: &[char]| {
        term.clear();
        term.push_str(&number.to_string());
        term.extend(what);
        each(&term);
    };
    let set = |seen: &[bool]| -> Vec<usize> {
        let numbers = seen.iter().enumerate();
        numbers
            .filter(|(_, seen)| **seen)
            .map(|(at, _)| at)
            .collect()
    };
    set(&single).into_iter().for_each(|at| tell(&[letter(at)]));
    set(&begin)
        .into_iter()
        .for_each(|at| tell(&[BEGINS, letter(at)]));
    for at in set(&double) {
        tell(&[letter(at / PLAIN), letter(at % PLAIN)]);
    }
    for other in others {
        tell(&other.chars().collect::<Vec<_>>());
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::text::runs::runs;

    proptest! {
        #[test]
        fn what_stands_in_a_word_is_told_once(text in "[ab1éж数 ,-]{0,30}") {
            let mut told = Vec::new();
            each_term(&text, 3, |term| told.push(term.to_owned()));
            let all: HashSet<String> = told.iter().cloned().collect();
            prop_assert_eq!(all.len(), told.len());
            for part in ["a", "b", "1", "é", "ж", "ab", "1a", "éж", "bb"] {
                for begins in [false, true] {
                    let edges = Edges { begins, ends: false };
                    let Some(letters) = of(part, edges) else {
                        prop_assert!(begins && part.chars().count() == 2);
                        continue;
                    };
                    let stands = runs(&text).any(|run| match begins {
                        true => run.text.starts_with(part),
                        false => run.text.contains(part),
                    });
                    prop_assert_eq!(all.contains(&letters.term(3)), stands, "{}", part);
                }
            }
        }
    }

    #[test]
    fn what_is_longer_or_no_word_is_not_found_by_letters() {
        for text in ["", "abc", "数", "-", "a-", "a b"] {
            assert_eq!(of(text, Edges::default()), None, "{text}");
        }
        assert_eq!(of("a", Edges::WHOLE), None);
    }
}
