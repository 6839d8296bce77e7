//! Mentions: the people that a sentence names, with the roles that stand beside them.

use std::{ops::Range, sync::LazyLock};

use super::{
    characters::{Chars, clip, is_han, length},
    lexicon::Lexicon,
    names::{self, HONORIFICS},
    quotes::{self, Quote},
    roles::{self, ends_in_role, role_start},
    speech::{self, Act},
    words::Words,
};

/// A person named in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) name: String,
    pub(super) role: Option<String>,
    /// Bytes of the sentence from the role (or the name) to the end of the name.
    pub(super) span: Range<usize>,
    /// How sure it is that this is a person: 2 by role or by the page's other parts, 1 by
    /// position alone.
    pub(super) trust: u8,
}

/// Words after which a clause's subject stands.
static OPENERS: Words = Words::new(
    "首先 其次 其后 随后 之后 然后 接着 接下来 紧接着 最后 由 是 来自 请到 邀请到 下面 有请 到 ， 。 ： ； 、 的 本次 此次 会上 现场 而 同时",
);

/// Signs after which a clause's subject stands.
const SIGNS: &str = "，。：；、,:;！？\n”》";

/// The characters right before a name that the page tells nowhere else: of signs, openers, roles,
/// which may stand in brackets, and organisations.
static BEFORE: LazyLock<Chars> = LazyLock::new(|| {
    let words = OPENERS.last_characters().chain(roles::last_characters());
    Chars::new(SIGNS.chars().chain("）)”\"".chars()).chain(words))
});

/// Verbs that only a person can be the subject of.
static PERSONAL: Words = Words::new(
    "为同学 为现场 为与会 为到场 为在场 为参会 为各位 为来宾 为学员 为开发者 向同学 向现场 向与会 向在场 给同学 用自己 用亲身 用案例 用一 用生动 用大量 用实际 用实例 用丰富 到会 到场 分享了 介绍了 发表主题 发表演讲 发表讲话 发表致辞 带来了 联合带来 共同带来 带来《 带来“ 发表了 发表《 发表“ 讲解了 为大家 为我们 向大家 给大家 做了 作了 以《 以“ 在《 分享《 分享“ 的分享 的演讲 致辞 致词 就《 就“ 表示 指出 强调 围绕 结合 从 重点 详细 主要 讲 说 谈 把 演示 回顾 剖析 拆解 梳理 总结 汇报 收尾 第一个 第二个 带大家 带着 的讲题 的题目 的内容 边讲 接着 博士 老师 先生 女士 教授",
);

/// Words that lists of guests are opened with.
pub(super) static INVITES: Words = Words::new(
    "出席 邀请 邀约 特邀 莅临 参加 到场 与会 参与 包括 嘉宾有 分别是 依次为 依次是 嘉宾为 汇聚 云集 齐聚 来自",
);

/// The people named in a sentence outside of quotes, in order.
pub(super) fn mentions(sentence: &str, quotes: &[Quote], lexicon: &Lexicon) -> Vec<Mention> {
    let mut found = Vec::new();
    let known = !lexicon.is_empty();
    let may_begin = |c: char| names::may_begin(c) || known && is_han(c);
    let (mut past, mut next) = (0, 0);
    while let Some(offset) = sentence[next..].find(may_begin) {
        let at = next + offset;
        let mention = (!quotes::inside(quotes, at))
            .then(|| mention(sentence, past, at, lexicon))
            .flatten();
        if let Some(mention) = mention {
            (past, next) = (mention.span.end, mention.span.end);
            found.push(mention);
        } else {
            next = at + sentence[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// The person whose name begins at `at` of a sentence, whose last mention before ends at `past`.
fn mention(sentence: &str, past: usize, at: usize, lexicon: &Lexicon) -> Option<Mention> {
    let from = past.max(reach(sentence, at));
    let before = sentence[from..at].trim_end();
    let rest = &sentence[at..];
    let (end, known) = match lexicon.name_at(rest) {
        Some((end, name)) => (at + end, Some(name)),
        // What stands before is asked first: hardly any character of a text has a name behind it.
        None if before.is_empty() || before.ends_with(|c| BEFORE.has(c)) => {
            (at + names::name_at(rest)?, None)
        }
        None => return None,
    };
    let (name, trust) = named(sentence, from, at..end, known)?;
    let ahead = sentence[..at].trim_end();
    let start = if ahead.len() >= from && !ahead.is_empty() {
        from + role_start(before)
    } else {
        at
    };
    let role = sentence[start..at].trim();
    // 某人代表某单位: a verb, no role; 对于某公司某人而言: no subject.
    if role == "代表" && start == past && past > 0 || ASIDE.at_start(role).is_some() {
        return None;
    }
    let aside = ASIDE.at_end(&sentence[..start]).is_some() || role.contains("采访");
    if aside {
        return None;
    }
    // 某人与某公司某人: the joint is no part of the role.
    let joined = past > 0 && start == past;
    let role = role_of(if joined {
        role.trim_start_matches(['与', '和', '及', '、'])
    } else {
        role
    });
    let start = if role.is_some() { start } else { at };
    let plain = role.as_deref().is_none_or(|role| roles::GUEST.has(role));
    let role = if plain {
        from_after(&sentence[end..]).or(role)
    } else {
        role
    };
    Some(Mention {
        name,
        role,
        span: start..end,
        trust,
    })
}

/// Bytes before a name in which its role is looked for: some two hundred characters.
const REACH: usize = 600;

/// Where one must begin to read to learn whose role stands before `at`.
fn reach(sentence: &str, at: usize) -> usize {
    let from = at.saturating_sub(REACH);
    (from..at)
        .find(|byte| sentence.is_char_boundary(*byte))
        .unwrap_or(at)
}

/// What opens a clause that names a person only by the way.
static ASIDE: Words = Words::new("对于 对 比如 例如 譬如 诸如 除了 相比 不同于 据");

/// The role that follows a name: 某人来自某公司，….
fn from_after(after: &str) -> Option<String> {
    let after = HONORIFICS
        .at_start(after)
        .map_or(after, |word| &after[word.len()..]);
    let role = after.strip_prefix("来自")?;
    let end = role.find(['，', '。', ',', '、', '；'])?;
    let role = &role[..end];
    (length(role) <= 30 && speech::act(role).0 == Act::None)
        .then(|| roles::tidy(role))
        .flatten()
}

/// The role that stands before a name, if what stands there is one.
fn role_of(text: &str) -> Option<String> {
    let text = text.trim_end_matches('的').trim();
    // 话筒交给某公司架构师: the role begins after the verb.
    let text = text
        .rsplit_once("交给")
        .or_else(|| text.rsplit_once("轮到"))
        .map_or(text, |(_, role)| role.trim());
    let text = roles::after_another(text);
    let fits = ends_in_role(text) || roles::is_org(text) && length(text) <= 24;
    if fits && !roles::narrates(text) {
        roles::tidy(text)
    } else {
        None
    }
}

/// The name that seems to stand at `span`, after what was read up to `past`, and how sure it is
/// one; `known` where the page names the person elsewhere.
fn named(
    sentence: &str,
    past: usize,
    span: Range<usize>,
    known: Option<&str>,
) -> Option<(String, u8)> {
    let (at, after) = (span.start, &sentence[span.end..]);
    if roles::spans(&sentence[past..], at - past) {
        return None;
    }
    if let Some(name) = known {
        // A Latin name must stand by itself.
        let glued = name.is_ascii() && after.starts_with(|c: char| c.is_ascii_alphanumeric());
        return (!glued).then(|| (name.to_owned(), 2));
    }
    let before = sentence[past..at].trim_end();
    let clause = before.is_empty() || before.ends_with(|c: char| SIGNS.contains(c));
    let after_role = ends_in_role(before);
    let of_org = before.ends_with('的') && before.contains("来自");
    let opened = clause || OPENERS.at_end(before).is_some();
    // 某大学某学院某人博士: an organisation, a name and a word of respect.
    let after_org = !after_role && roles::is_org(before);
    if !after_role && !of_org && !opened && !after_org {
        return None;
    }
    let name = &sentence[span];
    let name: String = if name.is_ascii() {
        name.to_owned()
    } else {
        name.chars().filter(|c| !c.is_whitespace()).collect()
    };
    let tail = after.trim_start();
    let latin = name.is_ascii();
    if after_role {
        let weak = roles::ends_weakly(before);
        let spaced = before.len() < sentence[past..at].len();
        let announced = tail.is_empty() || tail.starts_with(|c: char| "，、。；".contains(c));
        let acts = PERSONAL.any_in(clip(tail, 12))
            || !weak && before.ends_with(is_han) && speech::act(clip(tail, 24)).0 >= Act::Spoke;
        if latin && !acts && !announced {
            return None;
        }
        let sure = !weak
            || PERSONAL.at_start(tail).is_some()
            || spaced && PERSONAL.any_in(clip(tail, 40))
            || announced && (speech::announces(before) || INVITES.any_in(&sentence[..at]));
        return sure.then_some((name, 2));
    }
    let honoured = HONORIFICS.at_start(tail).is_some_and(|word| word != "总");
    if of_org || honoured {
        let sure = of_org || after_org;
        return (!latin || honoured).then_some((name, 1 + u8::from(sure)));
    }
    let personal = PERSONAL.at_start(tail).is_some();
    ((opened || after_org) && personal && names::frequent(&name)).then_some((name, 1))
}
