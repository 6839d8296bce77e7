//! Sentences: who is named in one, and what it says that they did.

use std::{ops::Range, sync::LazyLock};

use super::{
    lexicon::Lexicon,
    names::{self, HONORIFICS},
    roles::{self, ends_in_role, role_start},
    speech::{self, Act},
    titles::{self, Quote},
    words::{Words, is_han, length},
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

/// What a sentence reports of one person, or of several together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Report {
    pub(super) who: Vec<Mention>,
    pub(super) act: Act,
    pub(super) title: Option<String>,
    /// Byte where the first of them is named.
    pub(super) at: usize,
}

/// Words after which a clause's subject stands.
static OPENERS: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "首先 其次 其后 随后 之后 然后 接着 接下来 紧接着 最后 由 是 来自 请到 邀请到 下面 有请 到 ， 。 ： ； 、 的 本次 此次 会上 现场 而 同时",
    )
});

/// Verbs that only a person can be the subject of.
static PERSONAL: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "分享了 介绍了 带来了 联合带来 共同带来 带来《 带来“ 发表了 发表《 发表“ 讲解了 为大家 为我们 向大家 给大家 做了 作了 以《 以“ 在《 分享《 分享“ 的分享 的演讲 致辞 致词 就《 就“ 表示 指出 强调 围绕 结合 从 重点 详细 主要 博士 老师 先生 女士 教授",
    )
});

/// Words that lists of guests are opened with.
static INVITES: LazyLock<Words> = LazyLock::new(|| {
    Words::new(
        "出席 邀请 邀约 特邀 莅临 参加 到场 与会 参与 包括 嘉宾有 分别是 依次为 依次是 嘉宾为 汇聚 云集 齐聚 来自",
    )
});

/// Sentences of a paragraph, as byte ranges; signs inside quotes do not end one.
pub(super) fn sentences(text: &str, quotes: &[Quote]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut next = 0;
    for (at, c) in text.char_indices() {
        while quotes.get(next).is_some_and(|quote| quote.span.end <= at) {
            next += 1;
        }
        let quoted = quotes
            .get(next)
            .is_some_and(|quote| quote.closed && quote.span.contains(&at));
        let closes = c == '”' && text[..at].ends_with(['。', '！', '？']);
        if ("。！？!?\n".contains(c) || closes) && !quoted {
            found.push(start..at + c.len_utf8());
            start = at + c.len_utf8();
        }
    }
    if start < text.len() {
        found.push(start..text.len());
    }
    // A spoken quotation that closes a sentence closes it with its own full stop.
    let mut split = Vec::with_capacity(found.len());
    let mut spoken = quotes
        .iter()
        .filter(|quote| {
            text[quote.inner.clone()]
                .trim_end()
                .ends_with(['。', '！', '？'])
        })
        .map(|quote| quote.span.end)
        .peekable();
    for range in found {
        let mut start = range.start;
        while let Some(end) = spoken.next_if(|end| *end < range.end) {
            if end > start {
                split.push(start..end);
                start = end;
            }
        }
        if start < range.end {
            split.push(start..range.end);
        }
    }
    split
}

/// The people named in a sentence outside of quotes, in order.
pub(super) fn mentions(sentence: &str, quotes: &[Quote], lexicon: &Lexicon) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut past = 0;
    for (at, c) in sentence.char_indices() {
        if at < past || !(is_han(c) || c.is_uppercase()) || titles::inside(quotes, at) {
            continue;
        }
        let Some((end, name, trust)) = named_at(sentence, at, past, lexicon) else {
            continue;
        };
        let before = sentence[..at].trim_end();
        let start = if before.len() >= past && !before.is_empty() {
            past + role_start(&before[past..])
        } else {
            at
        };
        let role = sentence[start..at].trim();
        let role = role_of(role);
        let start = if role.is_some() { start } else { at };
        let plain = role.as_deref().is_none_or(|role| GUEST.has(role));
        let role = if plain {
            from_after(&sentence[end..]).or(role)
        } else {
            role
        };
        found.push(Mention {
            name,
            role,
            span: start..end,
            trust,
        });
        past = end;
    }
    found
}

/// Roles that say no more than that somebody speaks.
static GUEST: LazyLock<Words> =
    LazyLock::new(|| Words::new("讲师 嘉宾 老师 博士 分享嘉宾 演讲嘉宾 专家 选手 讲者 主讲人"));

/// The role that follows a name: 某人来自某公司, 某人是某公司的架构师.
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
    let fits = ends_in_role(text) || roles::is_org(text) && length(text) <= 24;
    if fits { roles::tidy(text) } else { None }
}

/// The name that starts at `at`: where it ends, what it is, and how sure that is.
fn named_at(
    sentence: &str,
    at: usize,
    past: usize,
    lexicon: &Lexicon,
) -> Option<(usize, String, u8)> {
    let rest = &sentence[at..];
    let before = sentence[past..at].trim_end();
    if roles::spans(&sentence[past..], at - past) {
        return None;
    }
    if let Some((end, name)) = lexicon.name_at(rest) {
        // A Latin name must stand by itself.
        let glued = name.is_ascii() && rest[end..].starts_with(|c: char| c.is_ascii_alphanumeric());
        return (!glued).then(|| (at + end, name.to_owned(), 2));
    }
    let clause =
        before.is_empty() || before.ends_with(|c: char| "，。：；、,:;！？\n”》".contains(c));
    let after_role = ends_in_role(before);
    let of_org = before.ends_with('的') && before.contains("来自");
    let opened = clause || OPENERS.at_end(before).is_some();
    // 某大学某学院某人博士: an organisation, a name and a word of respect.
    let after_org = !after_role && roles::is_org(before);
    if !after_role && !of_org && !opened && !after_org {
        return None;
    }
    let end = names::name_at(rest)?;
    let name: String = if rest[..end].is_ascii() {
        rest[..end].to_owned()
    } else {
        rest[..end].chars().filter(|c| !c.is_whitespace()).collect()
    };
    let tail = rest[end..].trim_start();
    let latin = name.is_ascii();
    if after_role {
        let weak = roles::ends_weakly(before);
        let spaced = before.len() < sentence[past..at].len();
        let announced = tail.is_empty() || tail.starts_with(|c: char| "，、。；".contains(c));
        if latin && !PERSONAL.any_in(clip(tail, 12)) && !announced {
            return None;
        }
        let sure = !weak
            || PERSONAL.at_start(tail).is_some()
            || spaced && PERSONAL.any_in(clip(tail, 40))
            || announced && (speech::announces(before) || INVITES.any_in(&sentence[..at]));
        return sure.then_some((at + end, name, 2));
    }
    let honoured = HONORIFICS.at_start(tail).is_some_and(|word| word != "总");
    if of_org || honoured {
        let sure = of_org || after_org;
        return (!latin || honoured).then_some((at + end, name, 1 + u8::from(sure)));
    }
    let personal = PERSONAL.at_start(tail).is_some();
    ((opened || after_org) && personal && names::frequent(&name)).then_some((at + end, name, 1))
}

/// The first `n` characters of a text.
pub(super) fn clip(text: &str, n: usize) -> &str {
    text.char_indices()
        .nth(n)
        .map_or(text, |(at, _)| &text[..at])
}

/// `text` with its quoted runs blanked, so that verbs inside them do not count. Byte
/// positions stay what they were.
pub(super) fn masked(text: &str, quotes: &[Quote]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for quote in quotes {
        out.push_str(&text[at..quote.inner.start]);
        out.extend(std::iter::repeat_n('_', quote.inner.len()));
        at = quote.inner.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Whether a sentence lists people who were there.
fn lists(sentence: &str, who: &[Mention]) -> bool {
    who.len() >= 2 && INVITES.any_in(&sentence[..who[0].span.start])
        || who.len() >= 2
            && INVITES
                .first_in(sentence)
                .is_some_and(|(_, word)| word == "出席")
}

/// How much of a sentence is read; what is longer is none that anybody wrote.
const LONGEST: usize = 1500;

/// What a sentence reports, in order; people it only lists are not among them.
pub(super) fn reports(sentence: &str, lexicon: &Lexicon) -> (Vec<Report>, Vec<Mention>) {
    let sentence = clip(sentence, LONGEST);
    let quotes = titles::quotes(sentence);
    let who = mentions(sentence, &quotes, lexicon);
    let mut reports = Vec::new();
    if who.is_empty() {
        return (reports, who);
    }
    let plain = masked(sentence, &quotes);
    let mut from = 0;
    while from < who.len() {
        // People joined by 、 和 与 act together.
        let mut to = from + 1;
        while to < who.len() && joined(&plain[who[to - 1].span.end..who[to].span.start]) {
            to += 1;
        }
        let mut group: Vec<Mention> = Vec::with_capacity(to - from);
        for one in &who[from..to] {
            // A bold lead that the sentence repeats names one person twice.
            match group.iter_mut().find(|other| other.name == one.name) {
                Some(other) => other.span.end = one.span.end,
                None => group.push(one.clone()),
            }
        }
        let group = group.as_slice();
        let end = who.get(to).map_or(plain.len(), |next| next.span.start);
        let rest = &plain[who[to - 1].span.end..end];
        let before =
            &plain[if from == 0 { 0 } else { who[from - 1].span.end }..group[0].span.start];
        let (mut act, at) = speech::act(rest);
        if act == Act::None && speech::announces(before) {
            act = if plain.contains("致辞") || plain.contains("致词") {
                Act::Remarked
            } else {
                Act::Spoke
            };
        }
        let written = quotes.iter().any(|quote| {
            let after = sentence[quote.span.end..].trim_start();
            quote.span.start >= group[0].span.start
                && quote.span.end <= end
                && titles::is_written(after)
        });
        let listing =
            group.len() >= 2 && (lists(&plain, &who) || group.len() >= 3 && !in_turn(rest));
        let far = group.len() == 1 && at != usize::MAX && at > 160 && act != Act::Remarked;
        if act != Act::None && !written && !listing && !(far && act == Act::Said) {
            if let Some(titles) = title_each(sentence, &quotes, group, end) {
                for (who, title) in group.iter().zip(titles) {
                    reports.push(Report {
                        who: vec![who.clone()],
                        act,
                        title,
                        at: who.span.start,
                    });
                }
                from = to;
                continue;
            }
            let title = title_for(
                sentence,
                &quotes,
                group,
                end,
                if act == Act::Said { 2 } else { 1 },
            );
            reports.push(Report {
                who: group.to_vec(),
                act,
                title,
                at: group[0].span.start,
            });
        }
        from = to;
    }
    (reports, who)
}

/// Whether nothing but a joint stands between two people.
fn joined(between: &str) -> bool {
    let between = between.trim();
    let bare = HONORIFICS
        .at_start(between)
        .map_or(between, |word| between[word.len()..].trim());
    matches!(
        bare,
        "" | "、"
            | "和"
            | "与"
            | "及"
            | "以及"
            | "，"
            | "；"
            | "/"
            | "&"
            | ","
            | "、以及"
            | "，以及"
            | "和来自"
            | "与来自"
            | "、来自"
            | "，和"
    )
}

/// Whether several people are said to have spoken one after another.
fn in_turn(rest: &str) -> bool {
    let rest = clip(rest.trim_start(), 24);
    let rest = rest.strip_prefix('等').unwrap_or(rest);
    [
        "分别", "先后", "依次", "共同", "联合", "一起", "联袂", "相继",
    ]
    .iter()
    .any(|word| rest.contains(word))
}

/// The titles of several people who spoke one after another, where each has one.
fn title_each(
    sentence: &str,
    quotes: &[Quote],
    group: &[Mention],
    end: usize,
) -> Option<Vec<Option<String>>> {
    let after = group.last()?.span.end;
    let own: Vec<&Quote> = quotes
        .iter()
        .filter(|quote| quote.span.start >= after && quote.span.end <= end)
        .collect();
    let each = group.len() >= 2
        && own.len() == group.len()
        && own.iter().all(|quote| quote.sign == own[0].sign);
    each.then(|| {
        own.iter()
            .map(|quote| titles::clean(&sentence[quote.inner.clone()]))
            .collect()
    })
}

/// The title that a sentence gives to what a group of people presented: the likeliest quote
/// from the person before to the person after.
fn title_for(
    sentence: &str,
    quotes: &[Quote],
    group: &[Mention],
    end: usize,
    least: u8,
) -> Option<String> {
    let mut best: Option<(u8, &Quote)> = None;
    for quote in quotes.iter().filter(|quote| quote.span.start < end) {
        let weight = titles::weight(sentence, quote);
        // Before the person only a title that says so counts: 在《…》的演讲中，某人指出.
        let least = if quote.span.start < group[0].span.start {
            2
        } else {
            least
        };
        let weight = if weight < least { 0 } else { weight };
        if weight > best.as_ref().map_or(0, |(weight, _)| *weight) {
            best = Some((weight, quote));
        }
    }
    titles::clean(&sentence[best?.1.inner.clone()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sentence: &str) -> Vec<(String, String, Act, Option<String>)> {
        reports(sentence, &Lexicon::default())
            .0
            .into_iter()
            .map(|report| {
                let names = report
                    .who
                    .iter()
                    .map(|who| who.name.as_str())
                    .collect::<Vec<_>>()
                    .join("+");
                let role = report.who[0].role.clone().unwrap_or_default();
                (names, role, report.act, report.title)
            })
            .collect()
    }

    fn one(sentence: &str) -> (String, String, Act, Option<String>) {
        let mut all = read(sentence);
        assert_eq!(all.len(), 1, "{sentence}: {all:?}");
        all.remove(0)
    }

    #[test]
    fn who_did_what() {
        for (sentence, name, role, act, title) in [
            (
                "随后，星河科技 CTO 赵宏发表了题为《缓存之道》的主题演讲。",
                "赵宏",
                "星河科技 CTO",
                Act::Spoke,
                Some("缓存之道"),
            ),
            (
                "首先，星河社区理事长钱进明带来本次活动致辞。",
                "钱进明",
                "星河社区理事长",
                Act::Remarked,
                None,
            ),
            (
                "最后为我们带来分享的是星河科技高级工程师孙立，他为我们分享了缓存。",
                "孙立",
                "星河科技高级工程师",
                Act::Spoke,
                None,
            ),
            (
                "在《缓存的规模应用》的演讲中，星河集团高级技术专家李铭指出：“缓存最难。”",
                "李铭",
                "星河集团高级技术专家",
                Act::Said,
                Some("缓存的规模应用"),
            ),
            (
                "第 4 个议题来自星河资深工程师周正的分享。",
                "周正",
                "星河资深工程师",
                Act::Spoke,
                None,
            ),
            (
                "来自星河大学的吴晓琳博士讲解了缓存的历史。",
                "吴晓琳",
                "星河大学",
                Act::Spoke,
                None,
            ),
            (
                "星河科技架构师赵宏与银河科技专家钱进共同带来了《缓存与存储》。",
                "赵宏+钱进",
                "星河科技架构师",
                Act::Spoke,
                Some("缓存与存储"),
            ),
        ] {
            let got = one(sentence);
            assert_eq!(
                got,
                (
                    name.to_owned(),
                    role.to_owned(),
                    act,
                    title.map(str::to_owned)
                ),
                "{sentence}"
            );
        }
    }

    #[test]
    fn lists_are_no_reports() {
        for sentence in [
            "此次活动邀请了星河总经理赵宏、银河总监钱进、天河经理孙立等嘉宾发表演讲。",
            "出席活动的有星河总经理赵宏；银河总监钱进；天河经理孙立等。",
            "星河总监赵宏主持了成果展，表示将会合作。",
            "缓存的方案介绍了很多。",
        ] {
            assert_eq!(read(sentence), [], "{sentence}");
        }
    }

    #[test]
    fn sentences_keep_quotes_whole() {
        let text = "他说：“一。二。”三。四";
        let parts: Vec<&str> = sentences(text, &titles::quotes(text))
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(parts, ["他说：“一。二。”", "三。", "四"]);
    }
}
