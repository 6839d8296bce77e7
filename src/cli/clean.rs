//! Text out of files, made harmless for a terminal.

/// What a terminal may show for `c`: nothing for signs that turn the direction of writing or hide
/// text, a blank for line ends, a replacement for control characters, else `c` itself.
pub(super) fn clean_char(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        c if c.is_control() => Some('\u{fffd}'),
        c if is_invisible(c) => None,
        c => Some(c),
    }
}

/// Whether `c` turns the direction of writing, or hides text from a reader.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{061c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// `text` on one line, harmless.
pub(super) fn clean(text: &str) -> String {
    text.chars().filter_map(clean_char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_that_steers_it() {
        for (text, shown) in [
            ("全密态 SQL", "全密态 SQL"),
            ("\u{1b}[31m红\u{7}", "\u{fffd}[31m红\u{fffd}"),
            ("\u{9b}2J", "\u{fffd}2J"),
            ("一\r\n二\t三", "一  二 三"),
            ("\u{202e}张三\u{202c}\u{200b}", "张三"),
        ] {
            assert_eq!(clean(text), shown);
        }
    }
}
