//! A line's characters beside what they are compared as.

use std::ops::Range;

use crate::text::normalize::simplified;

/// Characters of a line, and the same simplified and in lower case, one for one.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    /// As the page writes them.
    pub(super) chars: Vec<char>,
    /// Simplified, in lower case, signs of full width as their plain ones.
    pub(super) plain: Vec<char>,
}

impl Text {
    pub(super) fn new(text: &str) -> Self {
        let chars: Vec<char> = text
            .chars()
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .collect();
        let plain = chars.iter().map(|c| plain(*c)).collect();
        Self { chars, plain }
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// Part of it as written.
    pub(super) fn written(&self, range: Range<usize>) -> String {
        self.chars[range].iter().collect()
    }
}

/// What a character is compared as.
fn plain(c: char) -> char {
    match c {
        '：' => ':',
        '，' => ',',
        '（' => '(',
        '）' => ')',
        '｜' => '|',
        '／' => '/',
        '＆' => '&',
        '！' => '!',
        '？' => '?',
        '；' => ';',
        _ if is_han(c) => simplified(c),
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// Whether it is a Han character of the basic block, as nearly all of names are.
pub(super) fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

/// Whether a name or a word may hold it.
pub(super) fn is_word(c: char) -> bool {
    is_han(c) || c.is_alphanumeric()
}

/// Class of a sign beside a name.
pub(super) fn sign(c: char) -> &'static str {
    match c {
        '，' | ',' => "comma",
        '、' => "pause",
        '：' | ':' => "colon",
        '。' | '；' | '！' | '？' | ';' | '!' | '?' | '…' => "stop",
        '（' | '(' => "open",
        '）' | ')' => "close",
        '《' | '“' | '「' | '『' | '<' | '【' | '"' | '[' => "quote",
        '》' | '”' | '」' | '』' | '>' | '】' | ']' => "unquote",
        '—' | '–' | '-' | '~' | '－' => "dash",
        '/' | '／' | '|' | '｜' => "slash",
        '·' | '•' | '.' | '・' => "dot",
        '@' => "at",
        '&' | '＆' | '+' => "and",
        _ => "other",
    }
}
