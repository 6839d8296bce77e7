//! Characters that no reader sees: they keep words from being found, and some are dangerous to
//! print.

/// Whether a character shows nothing. White space shows a gap and is not meant.
pub(super) fn is_invisible(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n')
        || matches!(
            character,
            '\u{ad}'                        // soft hyphen
            | '\u{200b}'                    // zero-width space
            | '\u{200e}' | '\u{200f}'       // direction marks
            | '\u{202a}'..='\u{202e}'       // direction embeddings and overrides
            | '\u{2060}'..='\u{2064}'       // word joiner, invisible operators
            | '\u{2066}'..='\u{2069}'       // direction isolates
            | '\u{feff}'                    // byte order mark
        )
}

/// Whether `character` is a joiner that joins nothing, after `before`: joiners shape emoji and
/// some scripts, but mean nothing between Han or ASCII.
pub(super) fn is_idle_joiner(character: char, before: Option<char>) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
        && before.is_none_or(|before| {
            before.is_ascii() || matches!(before, '\u{2e80}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
        })
}

/// One line of plain text: no invisible characters, no terminal sequences, single spaces.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut gap = false;
    for character in without_escapes(text).chars() {
        if character.is_whitespace() {
            gap = true;
        } else if !is_invisible(character) && !is_idle_joiner(character, line.chars().last()) {
            if gap && !line.is_empty() {
                line.push(' ');
            }
            gap = false;
            line.push(character);
        }
    }
    line
}

/// Takes terminal sequences out: `ESC [ … letter`, and `ESC ] … BEL`.
pub(super) fn without_escapes(text: &str) -> String {
    const ESCAPE: char = '\u{1b}';
    let mut pieces = text.split(ESCAPE);
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        if let Some(rest) = piece.strip_prefix('[') {
            let parameters = rest.trim_start_matches(|found| matches!(found, ' '..='?'));
            match parameters.strip_prefix(|last| matches!(last, '@'..='~')) {
                Some(rest) => plain.push_str(rest),
                None => plain.push_str(rest),
            }
        } else if let Some(rest) = piece.strip_prefix(']') {
            match rest.split_once('\u{7}') {
                Some((title, rest)) if !title.contains('\n') => plain.push_str(rest),
                _ => plain.push_str(rest),
            }
        } else {
            plain.push_str(piece);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn shows_what_a_reader_sees() {
        for (text, line) in [
            (
                "\u{1b}]0;窗口\u{7}\u{1b}[2J\u{1b}[31m红色 标题",
                "红色 标题",
            ),
            ("\u{202e}张三\u{202c}  带\u{0}来\n", "张三 带来"),
            ("全\u{200b}文\u{200d}检\u{feff}索", "全文检索"),
            ("👩\u{200d}💻", "👩\u{200d}💻"),
            ("\u{1b}", ""),
            ("\u{1b}[", ""),
            ("\u{1b}]张三", "张三"),
            ("\u{1b}[0张三", "0张三"),
        ] {
            assert_eq!(one_line(text), line, "{text:?}");
        }
    }
}
