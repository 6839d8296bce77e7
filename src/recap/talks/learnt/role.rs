//! What a speaker is: every text that may be the organisation and post, and what speaks for each.

use std::{collections::HashMap, ops::Range};

use super::{
    candidate::Mention,
    feature::{Features, bucket},
    line::Kind,
    model::Read,
    page::{CLASS, Page},
    text::{Text, is_word},
    title::same,
    words,
};

/// A text that may be the role, or none.
#[derive(Debug, Clone)]
pub(super) struct Role {
    pub(super) text: Option<String>,
    /// How it stands to the name.
    pub(super) relation: String,
}

const TRIM: &[char] = &[
    ' ', ',', '，', '。', '、', '：', ':', '|', '｜', '-', '—', '–', '/', '*', '·', ';', '；',
];
/// Characters that a role has at least and at most.
const SIZE: Range<usize> = 2..260;
/// What opens a clause that tells what somebody does or did, and no post.
const DOES: [&str; 38] = [
    "负责",
    "专注",
    "曾",
    "毕业",
    "热爱",
    "从事",
    "拥有",
    "主要",
    "致力",
    "参与",
    "擅长",
    "热衷",
    "主导",
    "有着",
    "对",
    "喜欢",
    "关注",
    "长期",
    "先后",
    "多年",
    "分享",
    "带来",
    "介绍",
    "为",
    "从",
    "就",
    "将",
    "目前负责",
    "围绕",
    "以",
    "和",
    "与",
    "向",
    "给",
    "具有",
    "精通",
    "熟悉",
    "著有",
];
/// What leads up to a post.
const LEADS: [&str; 28] = [
    "来自于",
    "来自",
    "邀请到了",
    "邀请到",
    "邀请了",
    "邀请",
    "有请",
    "由",
    "首先是",
    "首先",
    "感谢",
    "欢迎",
    "随后是",
    "随后",
    "接下来是",
    "接下来",
    "接着是",
    "接着",
    "最后是",
    "最后",
    "其中",
    "以及",
    "特邀嘉宾",
    "请到了",
    "请到",
    "期间",
    "现任",
    "现为",
];

struct Roles {
    found: Vec<Role>,
}

impl Roles {
    fn add(&mut self, text: &str, relation: &str) {
        let text = text.trim_matches(TRIM);
        let text = text.trim_matches(|c: char| {
            matches!(c, '（' | '(') && !text.contains(['）', ')'])
                || matches!(c, '）' | ')') && !text.contains(['（', '('])
        });
        if SIZE.contains(&text.chars().count())
            && !self
                .found
                .iter()
                .any(|known| known.relation == relation && known.text.as_deref() == Some(text))
        {
            self.found.push(Role {
                text: Some(text.to_owned()),
                relation: relation.to_owned(),
            });
        }
    }
}

/// Whether a clause names a post or an organisation, and does not tell what somebody did.
fn is_post(clause: &str) -> bool {
    let clause = clause.trim_start();
    let plain = Text::new(clause).plain;
    let cues = words::cues(&plain);
    let range = 0..plain.len();
    !DOES.iter().any(|word| clause.starts_with(word))
        && !clause.starts_with(|c: char| c.is_ascii_digit())
        && plain.len() <= 40
        && (words::any_in(&cues, CLASS.post, range.clone())
            || words::any_in(&cues, CLASS.org, range))
}

/// The clauses from the start of a text on that name posts and organisations.
fn posts(text: &str) -> String {
    let mut end = text.find(['，', ',']).unwrap_or(text.len());
    while end < text.len() {
        let start = end + text[end..].chars().next().map_or(1, char::len_utf8);
        let next = text[start..]
            .find(['，', ','])
            .map_or(text.len(), |at| start + at);
        if !is_post(&text[start..next]) {
            break;
        }
        end = next;
    }
    text[..end].to_owned()
}

/// A text from behind the last word that leads up to a post.
fn lead(text: &str) -> &str {
    let mut text = text.trim_start_matches(TRIM);
    loop {
        let cut = LEADS
            .iter()
            .filter_map(|word| text.rfind(word).map(|at| at + word.len()))
            .filter(|end| text[*end..].chars().count() >= 2)
            .max();
        match cut {
            Some(end) => text = text[end..].trim_start_matches(TRIM),
            None => return text,
        }
    }
}

/// Everything that may be the role of who is mentioned here.
pub(super) fn candidates(page: &Page, mention: &Mention, rules: Option<&str>) -> Vec<Role> {
    let mut roles = Roles { found: Vec::new() };
    let line = &page.lines[mention.line];
    let text = &line.text;
    let cell = line
        .cells
        .iter()
        .find(|cell| cell.start <= mention.at.start && mention.at.end <= cell.end)
        .cloned()
        .unwrap_or(0..text.len());
    let after = text.written(mention.at.end.min(cell.end)..cell.end);
    let before = text.written(cell.start..mention.at.start);
    let inner = right(&mut roles, mention, &after);
    left(&mut roles, &before, &inner);
    below(&mut roles, page, mention, &after);
    other_cells(&mut roles, page, mention);
    if let Some(rules) = rules {
        let known = same(rules);
        if !roles
            .found
            .iter()
            .any(|role| role.text.as_deref().map(same).as_deref() == Some(&known))
        {
            roles.add(rules, "rules");
        }
    }
    roles.found.push(Role {
        text: None,
        relation: "none".to_owned(),
    });
    roles.found
}

/// Behind the name: in brackets, and what follows. Gives what stands in brackets.
fn right(roles: &mut Roles, mention: &Mention, after: &str) -> String {
    let mut rest = after.trim_start();
    for word in ["老师", "同学", "先生", "女士"] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
    }
    let mut inner = String::new();
    if let Some(opened) = rest.strip_prefix(['（', '(']) {
        let mut depth = 1;
        let close = opened.char_indices().find(|(_, c)| {
            depth += i32::from(matches!(c, '（' | '(')) - i32::from(matches!(c, '）' | ')'));
            depth == 0
        });
        if let Some((close, sign)) = close {
            inner = opened[..close].to_owned();
            roles.add(&inner, "bracket");
            roles.add(lead(&inner), "bracket:lead");
            rest = &opened[close + sign.len_utf8()..];
        }
    }
    // A Latin name right behind a Han one.
    if mention.script.is_han() {
        let latin: String = rest
            .trim_start()
            .chars()
            .take_while(|c| c.is_ascii_alphabetic() || *c == ' ')
            .collect();
        let next = rest.trim_start().get(latin.len()..).unwrap_or_default();
        if latin.split_whitespace().count() <= 3
            && !latin.trim().is_empty()
            && next.starts_with(['，', ',', '.', '。', '|', '｜', '(', '（'])
        {
            rest = next;
        }
    }
    let sign = rest
        .trim_start()
        .chars()
        .next()
        .filter(|c| !is_word(*c))
        .map_or(
            if rest.starts_with(' ') {
                "blank"
            } else {
                "none"
            },
            super::text::sign,
        );
    let body = rest.trim_start_matches(TRIM);
    let body = body.trim_start_matches('.').trim_start();
    if !body.is_empty() {
        let sentence = body.split(['。', '；', ';', '！']).next().unwrap_or(body);
        roles.add(sentence, &format!("after:{sign}:all"));
        roles.add(
            sentence.split(['，', ',']).next().unwrap_or(sentence),
            &format!("after:{sign}:first"),
        );
        let joined = posts(sentence);
        let joined = [
            "现任",
            "现为",
            "任职于",
            "就职于",
            "来自于",
            "来自",
            "目前就职于",
            "目前任职于",
            "目前在",
            "则是",
            "是",
            "任",
            "为",
            "is a ",
            "is an ",
        ]
        .iter()
        .fold(joined.as_str(), |text, word| {
            text.strip_prefix(word).unwrap_or(text)
        })
        .to_owned();
        roles.add(&joined, &format!("after:{sign}:posts"));
        for part in [
            " | ", " ｜ ", "｜", "|", "：", ":", "《", "“", " - ", " — ", "——", "  ",
        ] {
            if let Some((first, _)) = joined.split_once(part) {
                roles.add(first, &format!("after:{sign}:cut"));
                break;
            }
        }
    }
    inner
}

/// Before the name.
fn left(roles: &mut Roles, before: &str, inner: &str) {
    let text = before.trim_end_matches(|c: char| " ，,、-—–/|｜：:(（".contains(c));
    if text.trim().is_empty() {
        return;
    }
    let clause = text
        .rsplit(['。', '；', '！', '？', '：', ':', '《', '》', '“', '”'])
        .next()
        .unwrap_or(text);
    let parts: Vec<&str> = clause.split(['，', ',']).collect();
    let last = parts.last().copied().unwrap_or(clause).trim();
    roles.add(last, "before");
    roles.add(lead(last), "before:lead");
    roles.add(lead(last).rsplit('、').next().unwrap_or(last), "before:one");
    if let Some((_, rest)) = lead(last).rsplit_once('和') {
        roles.add(rest, "before:and");
    }
    let mut from = parts.len() - 1;
    while from > 0 && is_post(parts[from - 1]) && parts[from - 1].chars().count() < 30 {
        from -= 1;
    }
    let joined = parts[from..].join("，");
    roles.add(lead(&joined), "before:posts");
    roles.add(&joined, "before:all");
    let segment = text.rsplit(['（', '(', '|', '｜']).next().unwrap_or(text);
    let segment = segment
        .rsplit("  ")
        .next()
        .unwrap_or(segment)
        .rsplit("——")
        .next()
        .unwrap_or(segment);
    roles.add(segment, "before:segment");
    roles.add(
        segment.rsplit(['-', '—', '–']).next().unwrap_or(segment),
        "before:dash",
    );
    roles.add(
        segment.rsplit(" / ").next().unwrap_or(segment),
        "before:slash",
    );
    roles.add(text.rsplit('》').next().unwrap_or(text), "before:book");
    if let Some((_, word)) = text.rsplit_once(' ') {
        roles.add(word, "before:word");
    }
    if !inner.is_empty() {
        roles.add(&format!("{} {inner}", lead(last)), "before:bracket");
    }
}

/// What stands before the colon of a post.
const LABELS: [&str; 14] = [
    "职位",
    "职务",
    "公司",
    "单位",
    "身份",
    "简介",
    "个人简介",
    "嘉宾介绍",
    "讲师介绍",
    "嘉宾简介",
    "讲师简介",
    "头衔",
    "title",
    "公司/职位",
];

fn unlabelled(text: &str) -> (&str, bool) {
    let Some((label, rest)) = text.split_once(['：', ':']) else {
        return (text, false);
    };
    let label = label.trim().trim_matches(['*', '-', ' ']).to_lowercase();
    if LABELS.contains(&label.as_str()) {
        (rest.trim(), true)
    } else {
        (text, false)
    }
}

/// The lines of a card below the name, or the one above it.
fn below(roles: &mut Roles, page: &Page, mention: &Mention, after: &str) {
    let mut lines: Vec<String> = Vec::new();
    for at in mention.line + 1..(mention.line + 5).min(page.lines.len()) {
        let line = &page.lines[at];
        if matches!(line.kind, Kind::Heading(_)) || !line.cells.is_empty() {
            break;
        }
        let written = line.text.written(0..line.text.len());
        let (text, labelled) = unlabelled(&written);
        let step = at - mention.line;
        let name = if labelled {
            format!("label+{step}")
        } else if step <= 2 {
            format!("next{step}:{}", line.kind.name())
        } else {
            String::new()
        };
        if !name.is_empty() {
            let sentence = text.split(['。', '；']).next().unwrap_or(text);
            roles.add(text, &name);
            roles.add(sentence, &format!("{name}:sentence"));
            roles.add(&posts(sentence), &format!("{name}:posts"));
            // A bio opens with the name.
            let own = page.lines[mention.line].text.written(mention.at.clone());
            if let Some(rest) = sentence.strip_prefix(own.as_str()) {
                let rest = rest.trim_start_matches(TRIM);
                roles.add(&posts(rest), "bio");
                roles.add(lead(&posts(rest)), "bio:lead");
            }
        }
        lines.push(text.to_owned());
    }
    if let [first, ..] = lines.as_slice() {
        let shown = after.trim_matches(TRIM);
        if !shown.is_empty() && shown.chars().count() < 30 {
            roles.add(&format!("{shown} {first}"), "after+next");
        }
    }
    if let [first, second, ..] = lines.as_slice()
        && first.chars().count() < 40
        && second.chars().count() < 40
    {
        roles.add(&format!("{first} {second}"), "next1+2");
    }
    if let Some(above) = mention.line.checked_sub(1) {
        let line = &page.lines[above];
        if line.cells.is_empty() && line.text.len() < 60 && !matches!(line.kind, Kind::Heading(_)) {
            let written = line.text.written(0..line.text.len());
            roles.add(unlabelled(&written).0, "above");
            roles.add(
                written.rsplit(['。', '，']).next().unwrap_or(&written),
                "above:last",
            );
        }
    }
    // A bio elsewhere that opens with the name.
    for other in page.of_key.get(&mention.key).into_iter().flatten() {
        let there = &page.mentions[*other];
        if there.line != mention.line && there.at.start <= 6 {
            let text = &page.lines[there.line].text;
            let rest = text.written(there.at.end..text.len());
            let rest = rest
                .trim_start_matches(TRIM)
                .trim_start_matches(['（', '(']);
            let sentence = rest.split(['。', '；']).next().unwrap_or(rest);
            roles.add(&posts(sentence), "elsewhere");
        }
    }
}

fn other_cells(roles: &mut Roles, page: &Page, mention: &Mention) {
    let line = &page.lines[mention.line];
    let mut near = Vec::new();
    for (at, cell) in line.cells.iter().enumerate() {
        if cell.start <= mention.at.start && mention.at.end <= cell.end {
            continue;
        }
        let is_head = line.head.is_some_and(|head| {
            page.lines[head].cells.get(at).is_some_and(|range| {
                page.cue(head, CLASS.post, range.clone())
                    || page.cue(head, CLASS.org, range.clone())
                    || is_label_of_post(&page.lines[head].text.written(range.clone()))
            })
        });
        let text = line.text.written(cell.clone());
        let side = if cell.end <= mention.at.start {
            "left"
        } else {
            "right"
        };
        roles.add(
            &text,
            &format!("cell:{}:{side}", if is_head { "post" } else { "other" }),
        );
        if is_head {
            near.push(text);
        }
    }
    if near.len() == 2 {
        roles.add(&near.join(" "), "cells");
    }
}

fn is_label_of_post(head: &str) -> bool {
    ["单位", "职", "公司", "机构", "简介", "来自", "组织", "头衔"]
        .iter()
        .any(|word| head.contains(word))
}

/// Features of a role for a mention of a person.
pub(super) fn features(
    read: &Read,
    mention: usize,
    role: &Role,
    relations: &HashMap<String, usize>,
    people: usize,
    names: &[(String, String)],
    rules: Option<&Option<String>>,
) -> Features {
    let page = &read.page;
    let here = &page.mentions[mention];
    let kind = page.lines[here.line].kind.name();
    let relation = role.relation.as_str();
    let base = relation.split(':').next().unwrap_or(relation);
    let mut f = Features::default();
    f.put(format!("is:{relation}"));
    f.put(format!("{kind}/{relation}"));
    f.put(format!("base:{base}"));
    f.reach(
        "mention",
        read.scores.get(mention).copied().unwrap_or_default(),
        &[0.1, 0.3, 0.5, 0.7, 0.9],
    );
    if let Some(rules) = rules {
        let word = match (rules, &role.text) {
            (None, None) => "none",
            (Some(_), None) => "lost",
            (None, Some(_)) => "more",
            (Some(rules), Some(text)) => {
                let (a, b) = (same(rules), same(text));
                if a == b {
                    "same"
                } else if a.contains(&b) {
                    "part"
                } else if b.contains(&a) {
                    "whole"
                } else {
                    "other"
                }
            }
        };
        f.put(format!("rules:{word}"));
    }
    for (name, _) in &read.mentions[mention].0 {
        let told = [
            "label:near",
            "above:",
            "zone0:",
            "whole",
            "first",
            "last",
            "head:",
            "said",
            "bracketed",
            "line:sentence",
            "line:kind",
            "honour",
            "post:left",
            "post:right",
        ];
        if !name.contains('&') && told.iter().any(|start| name.starts_with(start)) {
            f.put(format!("m:{name}"));
            if matches!(
                name.as_str(),
                "whole" | "first" | "line:sentence" | "honour" | "post:left" | "post:right"
            ) {
                f.put(format!("{base}&{name}"));
            }
        }
    }
    let Some(text) = &role.text else {
        f.put("none");
        f.put(format!("none:{kind}"));
        return f;
    };
    let plain = Text::new(text).plain;
    let size = plain.len();
    let cues = words::cues(&plain);
    f.put(format!(
        "share={}",
        relations.get(relation).copied().unwrap_or(0).min(people) * 10 / people.max(1)
    ));
    let length = match size {
        0..=3 => "xs",
        4..=8 => "s",
        9..=29 => "m",
        30..=79 => "l",
        _ => "xl",
    };
    f.put(format!("length={length}"));
    f.put(format!("{base}&length={length}"));
    let posts = cues.iter().filter(|cue| cue.class == CLASS.post).count();
    f.put(format!("posts={}", bucket(posts)));
    f.put(format!("{base}&posts={}", posts.min(2)));
    f.put(format!("{relation}&posts={}", posts.min(1)));
    f.put_if(words::any_in(&cues, CLASS.org, 0..size), "org");
    let ends = words::ends_in(&cues, CLASS.post, &plain, 0..size);
    f.put_if(ends, "ends:post");
    if ends {
        f.put(format!("{base}&ends:post"));
    }
    f.put_if(
        words::ends_in(&cues, CLASS.org, &plain, 0..size),
        "ends:org",
    );
    f.put_if(
        plain[..size - 1]
            .iter()
            .any(|c| matches!(c, '。' | '!' | '?')),
        "sentence",
    );
    let verb = words::any_in(&cues, CLASS.verb, 0..size)
        || DOES[..14].iter().any(|word| text.contains(word))
        || ["主题", "议题", "今天", "本次"]
            .iter()
            .any(|word| text.contains(word));
    if verb {
        f.put("verb");
        f.put(format!("{base}&verb"));
    }
    f.put_if(
        DOES.iter().any(|word| text.starts_with(word)),
        "starts:verb",
    );
    f.put_if(
        LEADS
            .iter()
            .chain(&["是", "任", "在", "于", "的", "了", "到"])
            .any(|word| text.starts_with(word)),
        "starts:lead",
    );
    f.put_if(text.contains(['《', '》', '“', '”', '「']), "quote");
    f.put_if(text.contains(['，', ',']), "comma");
    f.put_if(text.contains('、'), "pause");
    f.put_if(text.contains(['(', '（', ')', '）']), "bracket:in");
    f.put_if(text.contains(['：', ':']), "colon");
    f.put_if(!super::clock::times(&plain).is_empty(), "time");
    f.put_if(
        names.iter().any(|(_, name)| text.contains(name.as_str())),
        "name",
    );
    f.put_if(same(text) == same(&page.title), "page");
    f
}
