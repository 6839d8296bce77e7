//! Reports: what a sentence says that the people whom it names did.

use std::ops::Range;

use super::{
    characters::clip,
    lexicon::Lexicon,
    mention::{INVITES, Mention, mentions},
    names::HONORIFICS,
    quotes::{self, Quote},
    speech::{self, Act},
    titles,
};

/// What a sentence reports of one person, or of several together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Report {
    pub(super) who: Vec<Mention>,
    pub(super) act: Act,
    pub(super) title: Option<String>,
    /// Byte where the first of them is named.
    pub(super) at: usize,
}

/// How much of a sentence is read; what is longer is none that anybody wrote.
const LONGEST: usize = 1500;

/// What a sentence reports, in order; people it only lists are not among them.
pub(super) fn reports(sentence: &str, lexicon: &Lexicon) -> (Vec<Report>, Vec<Mention>) {
    let sentence = clip(sentence, LONGEST);
    let quotes = quotes::find(sentence);
    let who = mentions(sentence, &quotes, lexicon);
    let mut reports = Vec::new();
    if who.is_empty() {
        return (reports, who);
    }
    let plain = quotes::masked(sentence, &quotes);
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
        if act == Act::Said && speech::is_remarks(before) {
            act = Act::Remarked;
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
        let vague = far && act == Act::Said;
        if act != Act::None && !written && !listing && !vague {
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
            let own = if from == 0 { 0 } else { who[from - 1].span.end }..end;
            let title = title_for(sentence, &quotes, group, own, act);
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

/// Whether a sentence lists people who were there.
fn lists(sentence: &str, who: &[Mention]) -> bool {
    who.len() >= 2 && INVITES.any_in(&sentence[..who[0].span.start])
        || who.len() >= 2
            && INVITES
                .first_in(sentence)
                .is_some_and(|(_, word)| word == "出席")
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
    own: Range<usize>,
    act: Act,
) -> Option<String> {
    let least = if act == Act::Said { 2 } else { 1 };
    let mut best: Option<((u8, bool), &Quote)> = None;
    for quote in quotes
        .iter()
        .filter(|quote| own.contains(&quote.span.start))
    {
        let weight = titles::weight(sentence, quote);
        // Before the person only a title that says so counts: 在《…》的演讲中，某人指出. What stands
        // before somebody's welcome is the event's.
        let after = quote.span.start >= group[0].span.start;
        let likely = weight >= if after { least } else { 2 } && (after || act != Act::Remarked);
        if likely
            && best
                .as_ref()
                .is_none_or(|(best, _)| (weight, after) > *best)
        {
            best = Some(((weight, after), quote));
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
}
