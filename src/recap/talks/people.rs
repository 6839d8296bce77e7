//! People: everybody whom a cell or a line names, and nothing else.

use super::{
    lexicon::Lexicon,
    names::{any_name, whole_name},
    person::{Named, person},
    roles::{self, ends_in_role, is_org},
    words::Words,
};

/// What sets people apart that one line names.
const ROWS: [char; 3] = ['\n', '；', ';'];
const JOINTS: [char; 7] = ['、', '，', ',', '/', '&', '＆', '|'];

/// Whether [`people`] may find more in a line than the one [`person`] that it is.
pub(super) fn lists(line: &str) -> bool {
    line.contains(ROWS) || line.contains(JOINTS) || unlabelled(line).len() < line.len()
}

/// The people that a cell or a line names, and nothing else.
pub(super) fn people(text: &str, lexicon: &Lexicon, loose: bool) -> Vec<Named> {
    let text = unlabelled(text);
    let trusted = |named: &Named| named.trust > 0 || lexicon.knows(&named.name) || loose;
    let pieces: Vec<&str> = text
        .split(ROWS)
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect();
    let mut who = Vec::new();
    if let Some(named) = over_lines(&pieces) {
        return vec![named];
    }
    for piece in pieces {
        let one = |text: &str| person(text).filter(trusted);
        // Several people in a row: 甲、乙 or 甲 & 乙, each perhaps with a role.
        let several: Option<Vec<Named>> = piece
            .contains(JOINTS)
            .then(|| piece.split(JOINTS).map(|part| one(part.trim())).collect())
            .flatten();
        if let Some(several) = several {
            who.extend(several);
        } else if let Some(named) = one(piece) {
            who.push(named);
        } else if loose {
            who.extend(loosely(piece));
        }
    }
    who
}

/// A name and a role that stand on lines of their own.
fn over_lines(lines: &[&str]) -> Option<Named> {
    let [first, rest @ ..] = lines else {
        return None;
    };
    let (last, before) = rest.split_last()?;
    let (name, role) = match (whole_name(first), whole_name(last)) {
        (Some(name), None) => (name, rest.join(" ")),
        (None, Some(name)) if before.is_empty() => (name, (*first).to_owned()),
        _ => return None,
    };
    let fits = ends_in_role(&role) || is_org(&role);
    (fits && person(&role).is_none_or(|named| named.trust == 0)).then(|| Named {
        name,
        role: roles::tidy(&role),
        trust: 2,
    })
}

/// A person in a place where only a person can stand: a pen name before or after a role.
pub(super) fn loosely(text: &str) -> Option<Named> {
    // 某人 某公司专家，主要从事…: the first clause says who.
    if let Some((head, _)) = text
        .split_once('，')
        .filter(|(head, tail)| head.contains(' ') && !ends_in_role(tail))
    {
        return loosely(head);
    }
    let bare = text
        .find(['（', '('])
        .map_or(text, |open| &text[..open])
        .trim();
    if let Some(name) = any_name(bare) {
        return Some(Named {
            name,
            role: None,
            trust: 0,
        });
    }
    if let Some((first, rest)) = bare.split_once(['，', ',', '：', ':', '-', '@']) {
        let rest = rest.trim();
        if let Some(name) = any_name(first.trim())
            .filter(|_| ends_in_role(rest) || is_org(rest) || roles::has_role(rest))
        {
            return Some(Named {
                name,
                role: roles::tidy(rest),
                trust: 1,
            });
        }
    }
    let words: Vec<&str> = bare.split_whitespace().collect();
    let (first, last) = (words.first()?, words.last()?);
    let role = |role: &[&str]| roles::tidy(&role.join(" "));
    if words.len() < 2 {
        return None;
    }
    let rest = &words[1..];
    let titled = ends_in_role(rest.last().copied().unwrap_or_default()) || is_org(rest[0]);
    if let Some(name) = any_name(first).filter(|_| titled) {
        return Some(Named {
            name,
            role: role(rest),
            trust: 1,
        });
    }
    let before = words[words.len() - 2];
    let titled = ends_in_role(before) || is_org(before);
    any_name(last).filter(|_| titled).map(|name| Named {
        name,
        role: role(&words[..words.len() - 1]),
        trust: 1,
    })
}

/// A cell without a label such as `嘉宾：` before the name.
pub(super) fn unlabelled(text: &str) -> &str {
    static LABELS: Words = Words::new(
        "演讲嘉宾 分享嘉宾 特邀嘉宾 嘉宾 讲师 主讲人 演讲人 分享人 讲者 主讲 报告人 发言人 演讲者 Speaker speaker 演讲讲师",
    );
    match LABELS.at_start(text.trim()) {
        Some(word) => match text.trim()[word.len()..]
            .trim_start()
            .strip_prefix(['：', ':', '|', '｜'])
        {
            Some(rest) => rest.trim(),
            None => text,
        },
        None => text,
    }
}
