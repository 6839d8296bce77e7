//! The tokenizers that Tantivy calls while it writes: grams, and words beside them.
//!
//! Their input is already folded. A token's position is its character offset in that text, so
//! that tokens that overlap (数据, 据库, 数据库) do not break phrases.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy_jieba::{JiebaTokenizer, jieba_rs::Jieba};

use super::runs::{Class, runs};

/// Name under which [`RecapTokenizer`] without words is registered.
pub const GRAMS: &str = "recap_grams";
/// Name under which [`RecapTokenizer`] with words is registered.
pub const GRAMS_AND_WORDS: &str = "recap_grams_and_words";

/// Shortest word that is a term of its own; a shorter one is a gram.
pub const SHORTEST_WORD: usize = 3;

/// Makes grams of folded text and, where it was given a dictionary, words.
///
/// ```
/// use recap_search::text::tokenizer::RecapTokenizer;
/// use tantivy::tokenizer::{TokenStream, Tokenizer};
///
/// let mut tokenizer = RecapTokenizer::grams();
/// let mut stream = tokenizer.token_stream("慢sql");
/// let mut tokens = Vec::new();
/// stream.process(&mut |token| tokens.push((token.text.clone(), token.position)));
/// assert_eq!(tokens, [("慢".into(), 0), ("sql".into(), 1)]);
/// ```
#[derive(Clone)]
pub struct RecapTokenizer {
    words: Option<JiebaTokenizer>,
    spans: Vec<Span>,
}

impl RecapTokenizer {
    /// Grams alone.
    pub fn grams() -> Self {
        Self {
            words: None,
            spans: Vec::new(),
        }
    }

    /// Grams, and words by the dictionary given.
    pub fn with_words(jieba: Jieba) -> Self {
        Self {
            words: Some(JiebaTokenizer::with_jieba(jieba)),
            spans: Vec::new(),
        }
    }
}

/// A token: bytes and position of a piece of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    from: usize,
    to: usize,
    position: usize,
}

/// Appends the grams of folded `text`: each Han character and each pair of neighbours,
/// each Latin word, each sign.
fn grams(text: &str, spans: &mut Vec<Span>) {
    for run in runs(text) {
        let end = run.byte + run.text.len();
        if run.class != Class::Han {
            spans.push(Span {
                from: run.byte,
                to: end,
                position: run.start,
            });
            continue;
        }
        let mut previous = None;
        for (i, (byte, c)) in run.text.char_indices().enumerate() {
            let (from, to) = (run.byte + byte, run.byte + byte + c.len_utf8());
            if let Some(from) = previous {
                spans.push(Span {
                    from,
                    to,
                    position: run.start + i - 1,
                });
            }
            spans.push(Span {
                from,
                to,
                position: run.start + i,
            });
            previous = Some(from);
        }
    }
}

/// Appends jieba's words of [`SHORTEST_WORD`] Han characters and more.
fn words(text: &str, jieba: &mut JiebaTokenizer, spans: &mut Vec<Span>) {
    jieba.token_stream(text).process(&mut |token| {
        if token.position_length >= SHORTEST_WORD && is_han(&token.text) {
            spans.push(Span {
                from: token.offset_from,
                to: token.offset_to,
                position: token.position,
            });
        }
    });
}

/// Whether `word` is written in Han characters alone.
pub(crate) fn is_han(word: &str) -> bool {
    word.chars().all(|c| super::runs::class(c) == Class::Han)
}

impl Tokenizer for RecapTokenizer {
    type TokenStream<'a> = Spans<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Spans<'a> {
        self.spans.clear();
        grams(text, &mut self.spans);
        if let Some(jieba) = &mut self.words {
            words(text, jieba, &mut self.spans);
        }
        Spans {
            text,
            spans: self.spans.iter(),
            token: Token::default(),
        }
    }
}

/// The tokens of one text.
pub struct Spans<'a> {
    text: &'a str,
    spans: std::slice::Iter<'a, Span>,
    token: Token,
}

impl TokenStream for Spans<'_> {
    fn advance(&mut self) -> bool {
        let Some(span) = self.spans.next() else {
            return false;
        };
        self.token.offset_from = span.from;
        self.token.offset_to = span.to;
        self.token.position = span.position;
        self.token.text.clear();
        self.token.text.push_str(&self.text[span.from..span.to]);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(mut tokenizer: RecapTokenizer, text: &str) -> Vec<(String, usize)> {
        let mut tokens = Vec::new();
        tokenizer
            .token_stream(text)
            .process(&mut |t| tokens.push((t.text.clone(), t.position)));
        tokens
    }

    #[test]
    fn grams_lie_at_their_characters() {
        let mut found = tokens(RecapTokenizer::grams(), "数据库 a1");
        found.sort_by_key(|(_, position)| *position);
        let expected = [
            ("数", 0),
            ("数据", 0),
            ("据", 1),
            ("据库", 1),
            ("库", 2),
            ("a1", 4),
        ];
        assert_eq!(
            found,
            expected.map(|(text, position)| (text.to_owned(), position))
        );
    }

    #[test]
    fn words_of_three_characters_come_beside_the_grams() {
        let with = tokens(RecapTokenizer::with_words(Jieba::new()), "全密态数据库");
        assert!(with.contains(&("数据库".into(), 3)));
        assert!(with.contains(&("密态".into(), 1)));
    }
}
