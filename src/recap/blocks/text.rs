//! One run of visible text: white space as a browser shows it, its lines and its bold parts.

use super::run::{Gap, Run, remove_leftovers};
use crate::recap::characters::HAN;
use crate::recap::visible::{is_idle_joiner, is_invisible};

/// How the characters of a piece are set.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    /// Number of the bold run it belongs to; 0 is not bold.
    pub(super) bold: u32,
    /// White space counts.
    pub(super) preformatted: bool,
    /// A `*` in it is a star and never a leftover marker (escapes, code).
    pub(super) literal: bool,
}

/// Whether a character is one of those that nearly all text is made of, which show as they are.
fn is_plain(character: char) -> bool {
    match character {
        '*' => false,
        '!'..='~' | '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{9fff}' | '！'..='～' => true,
        _ => false,
    }
}

/// Bytes of the plain characters that `text` starts with. A space between two of them, as words of
/// Latin letters have it, shows as it is too.
fn plain_run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || HAN.contains(byte);
    let mut end = 0;
    while let Some(first) = bytes.get(end) {
        end += match first {
            b'!'..=b'~' if *first != b'*' => 1,
            _ if HAN.contains(first) => 3,
            b' ' if end > 0 && bytes.get(end + 1).is_some_and(letter) => 1,
            _ => match text[end..].chars().next() {
                Some(character) if is_plain(character) => character.len_utf8(),
                _ => break,
            },
        };
    }
    end
}

/// A run that grows.
#[derive(Debug, Default)]
pub(super) struct Text {
    run: Run,
    gap: Gap,
    /// Bold run of the last range of `run.bold`, so that two runs side by side stay two.
    bold: u32,
    /// Where stars stand that may be leftover `**`.
    stars: Vec<usize>,
}

impl Text {
    /// Whether nothing visible is in it yet.
    pub(super) fn is_empty(&self) -> bool {
        self.run.text.is_empty()
    }

    /// What follows stands on a new line.
    pub(super) fn line_break(&mut self) {
        self.gap = Gap::Break;
    }

    /// Adds `piece`, which starts on `line`. A `\n` in it is a line break of the source, and no
    /// part of it stands below line `last`.
    pub(super) fn push(&mut self, piece: &str, line: usize, last: usize, style: Style) {
        self.run.text.reserve(piece.len());
        let mut line = line;
        let mut rest = piece;
        loop {
            let plain = plain_run(rest);
            if plain > 0 {
                self.visible(&rest[..plain], line, style);
            }
            let mut others = rest[plain..].chars();
            let Some(character) = others.next() else {
                return;
            };
            rest = others.as_str();
            if character == '\n' {
                if style.preformatted && !self.is_empty() {
                    self.flush_gap(line);
                    self.run.text.push('\n');
                    self.run.lines.push((line + 1).min(last.max(line)));
                }
                line = (line + 1).min(last.max(line));
                if !style.preformatted {
                    self.gap = Gap::Break;
                }
            } else if character.is_whitespace() && !style.preformatted {
                self.gap = self.gap.max(Gap::Space);
            } else if !is_invisible(character)
                && !is_idle_joiner(character, self.run.text.chars().last())
            {
                if character == '*' && !style.literal && !style.preformatted {
                    self.flush_gap(line);
                    self.stars.push(self.run.text.len());
                }
                self.visible(character.encode_utf8(&mut [0; 4]), line, style);
            }
        }
    }

    /// Adds characters of one line that all show.
    fn visible(&mut self, characters: &str, line: usize, style: Style) {
        self.flush_gap(line);
        let at = self.run.text.len();
        self.run.text.push_str(characters);
        if style.bold == 0 {
            return;
        }
        let end = self.run.text.len();
        match self.run.bold.last_mut() {
            Some(range) if self.bold == style.bold => range.end = end,
            _ => self.run.bold.push(at..end),
        }
        self.bold = style.bold;
    }

    fn flush_gap(&mut self, line: usize) {
        if self.run.text.is_empty() {
            if self.run.lines.is_empty() {
                self.run.lines.push(line);
            }
        } else if self.gap == Gap::Space {
            self.run.text.push(' ');
        } else if self.gap == Gap::Break {
            self.run.text.push('\n');
            let above = self.run.lines.last().copied().unwrap_or(line);
            self.run.lines.push(line.max(above));
        }
        self.gap = Gap::None;
    }

    /// The finished run, or nothing where nothing is visible.
    pub(super) fn finish(mut self) -> Option<Run> {
        remove_leftovers(&mut self.run, &self.stars);
        // Only preformatted text can end in white space here.
        let kept = self.run.text.trim_end().len();
        self.run.text.truncate(kept);
        let breaks = memchr::memchr_iter(b'\n', self.run.text.as_bytes()).count();
        self.run.lines.truncate(breaks + 1);
        for range in &mut self.run.bold {
            range.end = range.end.min(kept);
        }
        self.run.bold.retain(|range| range.start < range.end);
        (!self.run.text.is_empty()).then_some(self.run)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Run, Style, Text};

    fn run(pieces: &[(&str, u32)]) -> Run {
        let mut text = Text::default();
        let mut line = 1;
        for &(piece, bold) in pieces {
            let style = Style {
                bold,
                ..Style::default()
            };
            text.push(piece, line, 99, style);
            line += piece.matches('\n').count();
        }
        text.finish().unwrap_or_default()
    }

    fn bold(run: &Run) -> Vec<&str> {
        run.bold
            .iter()
            .map(|range| &run.text[range.clone()])
            .collect()
    }

    #[test]
    fn white_space_is_one_space_and_breaks_are_one_break() {
        let run = run(&[("  a \t\u{3000}b \n \n", 0), (" c\u{200b}d ", 0)]);
        assert_eq!(
            (run.text.as_str(), run.lines.as_slice()),
            ("a b\ncd", &[1, 3][..])
        );
    }

    proptest! {
        #[test]
        fn a_piece_is_read_as_its_characters_are(piece in "[ab 字，*é\u{3000}\u{200b}\u{200d}]{0,16}", bold in 0..2u32) {
            let characters: Vec<String> = piece.chars().map(String::from).collect();
            let characters: Vec<(&str, u32)> = characters.iter().map(|c| (c.as_str(), bold)).collect();
            prop_assert_eq!(run(&[(&piece, bold)]), run(&characters));
        }
    }

    #[test]
    fn bold_runs_side_by_side_stay_two() {
        let run = run(&[("项目：", 1), (" ", 0), ("名 称", 2)]);
        assert_eq!(bold(&run), ["项目：", "名 称"]);
    }

    #[test]
    fn leftover_markers_are_markup() {
        for (source, text, set) in [
            ("**完。**接着", "完。接着", vec!["完。"]),
            ("a ** b ** c", "a b c", vec!["b"]),
            ("**a\nb**\nc", "a\nb\nc", vec!["a\nb"]),
            ("**a", "**a", vec![]),
            ("****", "****", vec![]),
            ("** **", "", vec![]),
            ("a**b**", "ab", vec!["b"]),
        ] {
            let run = run(&[(source, 0)]);
            assert_eq!((run.text.as_str(), bold(&run)), (text, set), "{source}");
        }
    }
}
