//! The tokenizer that Tantivy calls while it writes.
//!
//! Its input is already folded. A token's position is its character offset in that text, so
//! that tokens that overlap (数据, 据库) do not break phrases.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::runs::{Class, runs};

/// Name under which [`Grams`] is registered.
pub(crate) const GRAMS: &str = "recap_grams";

/// Makes grams of folded text: each Han character and each pair of neighbours, each Latin word,
/// each sign.
///
/// ```
/// use recap_search::text::tokenizer::Grams;
/// use tantivy::tokenizer::{TokenStream, Tokenizer};
///
/// let mut grams = Grams::default();
/// let mut stream = grams.token_stream("慢sql");
/// let mut tokens = Vec::new();
/// stream.process(&mut |token| tokens.push((token.text.clone(), token.position)));
/// assert_eq!(tokens, [("慢".into(), 0), ("sql".into(), 1)]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Grams {
    spans: Vec<Span>,
}

/// A token: bytes and position of a piece of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    from: usize,
    to: usize,
    position: usize,
}

/// Appends the grams of folded `text`.
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

impl Tokenizer for Grams {
    type TokenStream<'a> = Spans<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Spans<'a> {
        self.spans.clear();
        grams(text, &mut self.spans);
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

    #[test]
    fn grams_lie_at_their_characters() {
        let mut found = Vec::new();
        Grams::default()
            .token_stream("数据库 a1")
            .process(&mut |token| found.push((token.position, token.text.clone())));
        found.sort();
        let expected = [
            (0, "数"),
            (0, "数据"),
            (1, "据"),
            (1, "据库"),
            (2, "库"),
            (4, "a1"),
        ];
        assert_eq!(
            found,
            expected.map(|(position, text)| (position, text.to_owned()))
        );
    }
}
