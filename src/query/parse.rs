//! From what was typed to an [`Ast`]. There are no syntax errors: what cannot be an operator is text.

use super::{
    ast::{Ast, FieldName},
    period::period,
};

/// Deeper parentheses are text.
const DEEPEST: usize = 50;

/// Reads a query.
///
/// ```
/// use recap_search::query::parse;
/// assert_eq!(parse("全密态 city：长沙 －缓存").to_string(), "(全密态 AND city:长沙 AND -缓存)");
/// assert_eq!(parse("“数据库").to_string(), "数据库");
/// ```
pub fn parse(query: &str) -> Ast {
    let chars: Vec<char> = query.chars().map(plain_sign).collect();
    let mut parser = Parser {
        closed: closed(&chars),
        chars: &chars,
        at: 0,
        depth: 0,
    };
    parser.any_of().simplified()
}

/// The sign that a Chinese keyboard makes in place of an operator's.
fn plain_sign(c: char) -> char {
    match c {
        '“' | '”' | '„' | '＂' | '〝' | '〞' => '"',
        '（' => '(',
        '）' => ')',
        '－' | '–' | '−' => '-',
        '：' => ':',
        '＊' => '*',
        '～' => '~',
        '\u{3000}' => ' ',
        c if c.is_control() => ' ',
        c => c,
    }
}

/// For each character whether it is a parenthesis that is closed further on.
fn closed(chars: &[char]) -> Vec<bool> {
    let mut closed = vec![false; chars.len()];
    let mut open = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        match c {
            '(' => open.push(at),
            ')' => {
                if let Some(start) = open.pop() {
                    closed[start] = true;
                }
            }
            _ => {}
        }
    }
    closed
}

struct Parser<'c> {
    chars: &'c [char],
    closed: Vec<bool>,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn skip_spaces(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// Alternatives joined by `OR`.
    fn any_of(&mut self) -> Ast {
        let mut alternatives = vec![self.all_of()];
        while self.operator("OR") {
            alternatives.push(self.all_of());
        }
        Ast::Or(alternatives)
    }

    /// Items that stand side by side, or are joined by `AND`.
    fn all_of(&mut self) -> Ast {
        let mut items = Vec::new();
        loop {
            self.skip_spaces();
            match self.peek() {
                None => break,
                Some(')') if self.depth > 0 => break,
                Some(_) => {}
            }
            let start = self.at;
            if self.operator("OR") {
                self.at = start;
                break;
            }
            if !self.operator("AND") {
                items.extend(self.item());
            }
        }
        Ast::And(items)
    }

    /// Takes the operator `word` if it stands here as a word of its own with something behind it.
    fn operator(&mut self, word: &str) -> bool {
        self.skip_spaces();
        let end = self.at + word.len();
        let here = self
            .chars
            .get(self.at..end)
            .is_some_and(|c| c.iter().copied().eq(word.chars()));
        let follows = self
            .chars
            .get(end)
            .is_some_and(|c| c.is_whitespace() || *c == '(');
        if here && follows {
            self.at = end;
        }
        here && follows
    }

    fn item(&mut self) -> Option<Ast> {
        let mut negated = false;
        while self.operator("NOT") {
            negated = !negated;
            self.skip_spaces();
        }
        if negated {
            return self.item().map(|item| Ast::Not(Box::new(item)));
        }
        match self.peek()? {
            '-' if self
                .chars
                .get(self.at + 1)
                .is_some_and(|c| !c.is_whitespace() && *c != '-') =>
            {
                self.at += 1;
                self.item().map(|item| Ast::Not(Box::new(item)))
            }
            '(' if self.depth < DEEPEST && self.closed[self.at] => {
                self.at += 1;
                self.depth += 1;
                let inner = self.any_of();
                self.depth -= 1;
                // A parenthesis inside may have been taken for text with the one that closes this.
                self.at = (self.at + 1).min(self.chars.len());
                Some(inner)
            }
            '"' => match self.quoted() {
                Quoted::Phrase(phrase) => Some(phrase),
                Quoted::Nothing => None,
                Quoted::Text => self.word(),
            },
            _ => self.word(),
        }
    }

    /// A string in quotation marks. A mark without its counterpart is none, and marks in the midst
    /// of a sentence (“奥卡姆剃刀”的内容) are the sentence's own.
    fn quoted(&mut self) -> Quoted {
        let rest = &self.chars[self.at + 1..];
        let Some(length) = rest.iter().position(|&c| c == '"') else {
            self.at += 1;
            return Quoted::Text;
        };
        let text: String = rest[..length]
            .iter()
            .collect::<String>()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let mut end = self.at + length + 2;
        let mut slop = 0;
        if self.chars.get(end) == Some(&'~') {
            let digits: String = self.chars[end + 1..]
                .iter()
                .take(3)
                .take_while(|c| c.is_ascii_digit())
                .collect();
            if let Ok(number) = digits.parse() {
                slop = number;
                end += 1 + digits.len();
            }
        }
        if self.chars.get(end).is_some_and(|c| c.is_alphanumeric()) {
            self.at += 1;
            return Quoted::Text;
        }
        self.at = end;
        if text.is_empty() {
            Quoted::Nothing
        } else {
            Quoted::Phrase(Ast::Phrase { text, slop })
        }
    }

    /// Characters up to the next space: text, a prefix, or a field with its value.
    fn word(&mut self) -> Option<Ast> {
        let start = self.at;
        let mut open = 0_usize;
        while let Some(c) = self.peek() {
            match c {
                c if c.is_whitespace() => break,
                '(' => open += 1,
                ')' if open > 0 => open -= 1,
                ')' if self.depth > 0 => break,
                ':' => {
                    let name: String = self.chars[start..self.at].iter().collect();
                    if let Some(field) = FieldName::parse(&name) {
                        let colon = self.at;
                        self.at += 1;
                        match self.value() {
                            Some(value) if is_date_where_asked(field, &value) => {
                                return Some(Ast::Field { field, value });
                            }
                            Some(_) => self.at = colon + 1,
                            None => {}
                        }
                        continue;
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
        let word: String = self.chars[start..self.at].iter().collect();
        match word.strip_suffix('*') {
            Some(stem) if !stem.is_empty() && !stem.contains('*') => {
                Some(Ast::Prefix(stem.to_owned()))
            }
            _ => (!word.is_empty()).then_some(Ast::Text(word)),
        }
    }

    /// A field's value: quoted, or up to the next space.
    fn value(&mut self) -> Option<String> {
        if self.peek() == Some('"') {
            let start = self.at;
            if let Quoted::Phrase(Ast::Phrase { text, .. }) = self.quoted() {
                return Some(text);
            }
            self.at = start + 1;
        }
        let start = self.at;
        while self
            .peek()
            .is_some_and(|c| !(c.is_whitespace() || c == ')' && self.depth > 0))
        {
            self.at += 1;
        }
        (self.at > start).then(|| self.chars[start..self.at].iter().collect())
    }
}

/// Whether `value` is a date, if that is what `field` needs: what is none is text.
fn is_date_where_asked(field: FieldName, value: &str) -> bool {
    !matches!(field, FieldName::After | FieldName::Before) || period("", value).is_ok()
}

/// What a quotation mark turned out to begin.
enum Quoted {
    Phrase(Ast),
    Nothing,
    Text,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn operators_and_what_is_none() {
        for (query, read) in [
            ("长沙 全密态", "(长沙 AND 全密态)"),
            ("\"exact phrase\" more", "(\"exact phrase\" AND more)"),
            ("“网球滑雪”～1", "\"网球滑雪\"~1"),
            ("发布 AND NOT \"苹果手机\"", "(发布 AND -\"苹果手机\")"),
            (
                "(Who is Obama) OR 伊文斯",
                "((Who AND is AND Obama) OR 伊文斯)",
            ),
            ("GaussDB(for MySQL)", "(GaussDB(for AND MySQL))"),
            ("https://website.org", "https://website.org"),
            (
                "devices usb-c adapter\"\"",
                "(devices AND usb-c AND adapter\"\")",
            ),
            ("数据*", "数据*"),
            (
                "speaker:胡峥策 after:2021-06",
                "(speaker:胡峥策 AND after:2021-06)",
            ),
            ("title:\"数据库 技术\"", "title:数据库 技术"),
            ("city: 长沙", "(city: AND 长沙)"),
            ("before:2022 after:晚饭", "(before:2022 AND after:晚饭)"),
            ("(数据库", "(数据库"),
            ("数据库) OR", "(数据库) AND OR)"),
            ("NOT a", "-a"),
            ("- a --b", "(- AND a AND --b)"),
            ("\"\"", "()"),
            ("", "()"),
        ] {
            assert_eq!(parse(query).to_string(), read, "{query}");
        }
    }

    #[test]
    fn what_is_no_date_is_text() {
        assert!(matches!(parse("after:2021-13"), Ast::Text(_)));
        assert!(matches!(parse("after:2021-12"), Ast::Field { .. }));
    }

    proptest! {
        #[test]
        fn anything_is_a_query(s in any::<String>()) {
            parse(&s);
        }

        #[test]
        fn operators_in_any_order_are_a_query(s in "[()\"“”\\-:a* ORNT数据~1]{0,60}") {
            parse(&s);
        }
    }

    #[test]
    fn deep_nesting_is_text() {
        parse(&"(".repeat(100_000));
        parse(&format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000)));
        parse(&"-".repeat(100_000));
        parse(&"NOT ".repeat(100_001));
        parse(&"( ".repeat(100_000));
    }
}
