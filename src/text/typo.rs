//! Typing errors: how many edits lie between two words.

/// Edits from `a` to `b` when they are at most `most`: a character put in, left out, changed, or
/// two neighbours swapped (optimal string alignment).
pub(crate) fn edits(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, &y) in b.iter().enumerate() {
            let mut least = (last[j] + usize::from(x != y))
                .min(last[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        if row.iter().all(|&edits| edits > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&edits| edits <= most)
}

/// Edits that a Latin word of so many letters may be away from what was meant, where only a sure
/// match counts: none for short words, which are near to too many others.
pub(crate) fn tolerance(letters: usize) -> usize {
    match letters {
        0..=4 => 0,
        5..=7 => 1,
        _ => 2,
    }
}

/// The nearest of `words` to `typed`, at most `most` edits away, each with its edits; nearest
/// first, then in the order given. Numbers are no typing errors: the digits must be the same.
pub(crate) fn nearest<'w>(
    typed: &str,
    words: impl Iterator<Item = &'w str>,
    most: usize,
) -> Vec<(usize, &'w str)> {
    let chars: Vec<char> = typed.chars().collect();
    let letters = set(typed);
    let digits = |word: &str| {
        word.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let wanted = digits(typed);
    let mut other = Vec::new();
    let mut found: Vec<(usize, &str)> = words
        .filter(|word| {
            // One edit changes the set of characters by two at most.
            word.len().abs_diff(typed.len()) <= 4 * most
                && (set(word) ^ letters).count_ones() as usize <= 2 * most
        })
        .filter_map(|word| {
            other.clear();
            other.extend(word.chars());
            let edits = edits(&chars, &other, most)?;
            (digits(word) == wanted).then_some((edits, word))
        })
        .collect();
    found.sort_by_key(|(edits, _)| *edits);
    found
}

/// The characters of a word, as bits.
fn set(word: &str) -> u64 {
    word.chars()
        .fold(0, |set, c| set | 1 << (u32::from(c) % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted_up_to_a_limit() {
        for (a, b, most, want) in [
            ("opengaus", "opengauss", 2, Some(1)),
            ("opnegauss", "opengauss", 1, Some(1)),
            ("openguass", "opengauss", 2, Some(1)),
            ("postgersqll", "postgresql", 2, Some(2)),
            ("mysql", "mysql", 0, Some(0)),
            ("mysql", "nosql", 1, None),
            ("mysql", "nosql", 2, Some(2)),
            ("", "ab", 2, Some(2)),
            ("abc", "", 2, None),
        ] {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            assert_eq!(edits(&chars(a), &chars(b), most), want, "{a} {b}");
        }
    }

    #[test]
    fn the_nearest_come_first_and_digits_stay() {
        let words = ["gaussdb", "opengauss", "opengauss3", "opengausss", "数据"];
        let found = nearest("opengaus", words.into_iter(), 2);
        assert_eq!(found, [(1, "opengauss"), (2, "opengausss")]);
        assert!(nearest("opengauss2", words.into_iter(), 1).is_empty());
        assert_eq!([4, 5, 7, 8].map(tolerance), [0, 1, 1, 2]);
    }
}
