//! Times of day in a line.

use std::ops::Range;

/// A time of day, or a span of two.
#[derive(Debug, Clone)]
pub(super) struct Time {
    pub(super) at: Range<usize>,
    pub(super) span: bool,
}

/// Times in a line of plain characters, from left to right.
pub(super) fn times(plain: &[char]) -> Vec<Time> {
    let mut found: Vec<Time> = Vec::new();
    let mut at = 0;
    while at < plain.len() {
        let Some(end) = time_at(plain, at).filter(|_| at == 0 || !plain[at - 1].is_ascii_digit())
        else {
            at += 1;
            continue;
        };
        let mut dash = skip(plain, end);
        let from = dash;
        while plain
            .get(dash)
            .is_some_and(|c| matches!(c, '-' | '–' | '—' | '~' | '～' | '至' | '到' | '－'))
        {
            dash += 1;
        }
        let span = dash > from;
        let mut close = end;
        if span {
            let next = skip(plain, dash);
            close = time_at(plain, next).unwrap_or(dash);
        }
        found.push(Time {
            at: at..close,
            span,
        });
        at = close;
    }
    found
}

fn skip(plain: &[char], mut at: usize) -> usize {
    while plain.get(at) == Some(&' ') {
        at += 1;
    }
    at
}

/// The end of `9:30`, `09：30`, `9点30`, `9h30` at a place.
fn time_at(plain: &[char], at: usize) -> Option<usize> {
    let digit = |at: usize| plain.get(at).is_some_and(char::is_ascii_digit);
    if !digit(at) {
        return None;
    }
    let mut next = if digit(at + 1) { at + 2 } else { at + 1 };
    next = skip(plain, next);
    if !plain
        .get(next)
        .is_some_and(|c| matches!(c, ':' | 'h' | '点'))
    {
        return None;
    }
    next = skip(plain, next + 1);
    (digit(next) && digit(next + 1) && !digit(next + 2)).then_some(next + 2)
}
