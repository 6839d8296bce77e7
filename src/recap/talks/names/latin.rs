//! Latin names, by their capitals.

use crate::recap::{
    characters::{is_capital, is_han},
    talks::roles,
};

/// Small words inside a Latin name.
const PARTICLES: [&str; 10] = [
    "van", "de", "der", "den", "von", "da", "di", "del", "bin", "la",
];

/// Where a Latin name of two to four capitalised words ends.
pub(super) fn end(text: &str) -> Option<usize> {
    if !text.starts_with(is_capital) {
        return None;
    }
    let mut end = 0;
    let mut words = 0;
    let mut rest = text;
    while words < 4 {
        let size = rest
            .find(|c: char| {
                is_han(c) || !(c.is_alphabetic() || matches!(c, '\'' | '’' | '.' | '-'))
            })
            .unwrap_or(rest.len());
        let word = &rest[..size];
        if words == 0 && !rest[size..].starts_with(' ') {
            return None;
        }
        let particle = words > 0 && PARTICLES.contains(&word);
        if !particle && (!latin_word(word) || roles::is_role(word)) {
            break;
        }
        if !particle {
            words += 1;
            end = text.len() - rest.len() + size;
        }
        rest = &rest[size..];
        match rest.strip_prefix(' ') {
            Some(next) => rest = next,
            None => break,
        }
    }
    // Two words of two letters are rather a title than a name.
    (words >= 2 && end >= 6).then_some(end)
}

/// The one Latin word, or more, that `text` is where only a name can stand.
pub(super) fn any(text: &str) -> Option<String> {
    let latin = text.trim();
    let plain = latin.len() >= 3
        && latin.len() <= 24
        && latin
            .chars()
            .all(|c| c.is_ascii_alphabetic() || c == ' ' || c == '.' || c == '-')
        && latin.chars().any(|c| c.is_ascii_lowercase())
        && !roles::is_role(latin);
    plain.then(|| latin.to_owned())
}

/// A capitalised word with small letters, or an initial with its full stop.
fn latin_word(word: &str) -> bool {
    let mut chars = word.chars();
    let capital = chars.next().is_some_and(char::is_uppercase);
    let rest = chars.as_str();
    capital
        && (rest == "."
            || !rest.is_empty()
                && rest
                    .chars()
                    .skip(1)
                    .all(|c| !c.is_uppercase() || rest.contains('-'))
                && rest.chars().any(char::is_lowercase))
}
