//! Names of people: Chinese ones by their surnames, Latin ones by their capitals.

mod chinese;
mod latin;

use std::sync::LazyLock;

use super::{
    characters::{Chars, is_capital, is_han, length},
    words::Words,
};
pub(super) use chinese::frequent;

/// Words of respect that follow a name.
pub(super) static HONORIFICS: Words = Words::new("先生 女士 老师 博士 教授 院士 同学 小姐 总");

/// The characters that begin a name: surnames, and the capitals of the scripts before Han.
static BEGINS: LazyLock<Chars> = LazyLock::new(|| {
    let capitals = ('\0'..BEHIND_HAN).filter(|c| is_capital(*c));
    Chars::new(chinese::first_characters().chain(capitals))
});

/// Where the scripts behind Han begin, whose capitals hardly anybody writes.
const BEHIND_HAN: char = '\u{a000}';

/// Whether a name may begin with `c`.
#[inline]
pub(super) fn may_begin(c: char) -> bool {
    BEGINS.has(c) || c >= BEHIND_HAN && is_capital(c)
}

/// Where a name that `text` starts with ends, or `None`: the shortest Chinese name after
/// which something follows that can follow a name, or a run of capitalised Latin words.
pub(super) fn name_at(text: &str) -> Option<usize> {
    latin::end(text).or_else(|| chinese::end(text))
}

/// Whether a name is Latin, or has one of the most frequent surnames.
pub(super) fn frequent_or_latin(name: &str) -> bool {
    name.is_ascii() || frequent(name)
}

/// The name that the whole of `text` is, without the spaces inside a Chinese name.
pub(super) fn whole_name(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.starts_with(may_begin) {
        return None;
    }
    let long = text.chars().filter(|c| !c.is_whitespace()).nth(4).is_some();
    if !long && text.chars().any(is_han) {
        return chinese::whole(text);
    }
    (latin::end(text) == Some(text.len()))
        .then(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Like [`whole_name`], for a place where only a name can stand (a column of speakers):
/// pen names and names without a listed surname count too.
pub(super) fn any_name(text: &str) -> Option<String> {
    whole_name(text)
        .or_else(|| chinese::any(text))
        .or_else(|| latin::any(text))
}

/// Whether two spellings are likely of one person: the same surname and length, and one
/// character apart.
pub(super) fn alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let pairs = || a.chars().zip(b.chars());
    let same = pairs().filter(|(x, y)| x == y).count();
    length(a) == length(b)
        && length(a) >= 3
        && same + 1 == length(a)
        && a.chars().next() == b.chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> &str {
        name_at(text).map_or("", |end| &text[..end])
    }

    #[test]
    fn a_name_ends_where_a_verb_begins() {
        assert_eq!(at("赵宏分享了经验"), "赵宏");
        assert_eq!(at("赵宏宇分享了经验"), "赵宏宇");
        assert_eq!(at("赵山就为大家介绍"), "赵山");
        assert_eq!(at("赵 宏就安全发表演讲"), "赵 宏");
        assert_eq!(at("欧阳文远致辞"), "欧阳文远");
        assert_eq!(at("方案分享"), "");
        assert_eq!(at("Jane Doe 分享了"), "Jane Doe");
    }

    #[test]
    fn whole_names() {
        assert_eq!(whole_name("赵 宏").as_deref(), Some("赵宏"));
        assert_eq!(
            whole_name("John A. Smith").as_deref(),
            Some("John A. Smith")
        );
        assert_eq!(whole_name("欧阳修"), Some("欧阳修".into()));
        for no in [
            "高级",
            "总经理",
            "圆桌论坛",
            "CTO",
            "成立仪式",
            "Live Demo Committer",
            "王",
        ] {
            assert_eq!(whole_name(no), None, "{no}");
        }
        assert_eq!(any_name("青崖").as_deref(), Some("青崖"));
    }

    #[test]
    fn spellings() {
        assert!(alike("丁小锋", "丁小峰"));
        assert!(!alike("王伟", "王磊"));
    }
}
