//! How a mention stands: what is beside it, above it, and how its line is made.

use super::{
    candidate::{Mention, Script},
    feature::{
        Features, bucket,
        uses::{ALL, ANY, BEST, CONTEXT, PARTED},
    },
    line::Kind,
    page::{CLASS, Page},
    text::is_word,
    words::{self, CUES},
};

/// Where a mention stands, strictly and loosely: what is alike is likely to be the same kind of thing.
#[derive(Debug, Clone, Default)]
pub(super) struct Slot {
    pub(super) exact: String,
    pub(super) loose: String,
}

/// Features and slots of all mentions.
pub(super) fn features(page: &Page) -> (Vec<Features>, Vec<Slot>) {
    page.mentions
        .iter()
        .map(|mention| of(page, mention))
        .unzip()
}

/// Classes that tell that somebody stands there for something else than a talk, and those that tell of a talk.
const AGAINST: [&str; 7] = [
    "host",
    "panel",
    "team",
    "writer",
    "award",
    "interview",
    "guest",
];
const FOR: [&str; 5] = ["speaker", "session", "topic", "guests", "agenda"];

fn of(page: &Page, mention: &Mention) -> (Features, Slot) {
    let mut f = Features::default();
    let number = mention.line;
    let line = &page.lines[number];
    let plain = &line.text.plain;
    let (start, end) = (mention.at.start, mention.at.end);
    let label = label(page, mention, &mut f);
    let right = (end..plain.len())
        .find(|at| plain[*at] != ' ')
        .unwrap_or(plain.len());
    let stop = |c: &char| matches!(c, '。' | ';' | '!' | '?');
    let clause_end = (right..plain.len())
        .find(|at| stop(&plain[*at]))
        .unwrap_or(plain.len());
    let clause_start = plain[..start].iter().rposition(stop).map_or(0, |at| at + 1);
    // Words on both sides.
    let after = right..clause_end.min(right + 14);
    let far = right..clause_end.min(right + 60);
    let before = clause_start.max(start.saturating_sub(12))..start;
    for class in [
        "verb",
        "told",
        "remarks",
        "host",
        "panel",
        "award",
        "guest",
        "writer",
        "interview",
        "team",
        "bio",
    ] {
        if page.cue(number, words::class(class), after.clone()) {
            f.add(CONTEXT | ANY | ALL | BEST, format!("right:{class}"));
        }
    }
    for class in ["told", "remarks", "panel", "award", "host"] {
        if page.cue(number, words::class(class), far.clone()) {
            f.add(CONTEXT | ANY | BEST, format!("clause:{class}"));
        }
    }
    for class in [
        "told",
        "host",
        "panel",
        "award",
        "guest",
        "writer",
        "interview",
        "team",
        "speaker",
        "remarks",
        "verb",
        "session",
    ] {
        if page.cue(number, words::class(class), before.clone()) {
            f.add(CONTEXT | ANY | ALL, format!("left:{class}"));
        }
    }
    let joins =
        |c: Option<&char>| c.is_some_and(|c| matches!(c, '、' | ',' | '和' | '与' | '及' | '&'));
    f.put_if(
        joins(plain[..start].iter().rev().find(|c| **c != ' ')),
        "joined:left",
    );
    f.put_if(joins(plain.get(right)), "joined:right");
    if page.cue(number, CLASS.post, right..clause_end.min(right + 24)) {
        f.add(CONTEXT | BEST | ANY, "post:right");
    }
    f.put_if(
        plain[right..clause_end.min(right + 60)].contains(&'《'),
        "book:right",
    );
    let function = plain
        .get(right)
        .is_some_and(|c| "则也还将为给向在从就以和与".contains(*c));
    f.put_if(function, "function:right");
    if plain.get(right) == Some(&':') && mention.script != Script::Handle {
        f.add(CONTEXT | BEST | ANY, "is:label");
    }
    let open = plain[..start].iter().rposition(|c| *c == '(');
    let close = plain[..start].iter().rposition(|c| *c == ')');
    if open > close {
        f.add(CONTEXT | BEST | ALL, "bracketed");
        if open.is_some_and(|at| plain[at + 1..start].iter().all(|c| *c == ' ')) {
            f.add(CONTEXT | BEST | ALL, "bracketed:first");
        }
    }
    if page.cue(
        number,
        CLASS.said,
        start.saturating_sub(40)..(right + 30).min(plain.len()),
    ) {
        f.add(BEST, "said");
    }
    let place = place(page, mention, &mut f);
    neighbours(page, number, &mut f);
    zone(page, mention, label.as_deref(), &mut f);
    let kind = line.kind.name();
    let near = match f.has("label:near") {
        true => label.unwrap_or_default(),
        false => String::new(),
    };
    let script = if mention.script.is_han() { 'h' } else { 'l' };
    let slot = Slot {
        exact: format!(
            "{kind} {} {} {} {near} {} {script}",
            place.column,
            mention.left,
            mention.right,
            place.left.min(2)
        ),
        loose: format!(
            "{kind} {} {} {} {}",
            if place.column.is_empty() {
                place.side
            } else {
                &place.column
            },
            page.ends_in_post(number, start.saturating_sub(24)..start),
            f.has("post:right"),
            f.has("right:verb"),
        ),
    };
    (f, slot)
}

/// The label before it, `讲师：`.
fn label(page: &Page, mention: &Mention, f: &mut Features) -> Option<String> {
    let plain = page.plain(mention.line);
    let start = mention.at.start;
    let separates = |c: char| {
        matches!(
            c,
            ' ' | ',' | '。' | ';' | ':' | '|' | '(' | ')' | '《' | '》' | '、'
        )
    };
    let colon = plain[..start]
        .iter()
        .rposition(|c| *c == ':')
        .filter(|colon| start - colon <= 40);
    if let Some(colon) = colon {
        let open = plain[..colon]
            .iter()
            .rposition(|c| separates(*c))
            .map_or(0, |at| at + 1);
        let open = open.max(colon.saturating_sub(12));
        if open < colon {
            let between = plain[colon + 1..start]
                .iter()
                .filter(|c| **c != ' ')
                .count();
            let near = if between <= 1 { "near" } else { "far" };
            f.add(CONTEXT | BEST | ANY, format!("label:{near}"));
            for class in CUES.names.iter().filter(|class| {
                !matches!(**class, "verb" | "told" | "post" | "org" | "honour" | "bio")
            }) {
                if page.cue(
                    mention.line,
                    words::class(class),
                    open.saturating_sub(0)..colon,
                ) {
                    f.add(
                        CONTEXT | BEST | ANY | PARTED,
                        format!("label:{near}:{class}"),
                    );
                }
            }
            return Some(
                plain[open.max(colon.saturating_sub(8))..colon]
                    .iter()
                    .collect(),
            );
        }
    }
    let above = page.lines[mention.line].label.as_ref()?;
    let chars: Vec<char> = above.chars().collect();
    let cues = words::cues(&chars);
    for (number, class) in CUES.names.iter().enumerate() {
        if !matches!(*class, "verb" | "told" | "post" | "org" | "honour" | "bio")
            && cues.iter().any(|cue| usize::from(cue.class) == number)
        {
            f.add(CONTEXT | BEST | ANY | PARTED, format!("above:{class}"));
        }
    }
    if page.lines[mention.line].kind == Kind::Front {
        let field = above.rsplit('.').next().unwrap_or_default();
        let known = ["speaker", "speakers", "name", "presenter", "title", "topic"]
            .iter()
            .find(|name| **name == field);
        f.add(CONTEXT, format!("key:{}", known.unwrap_or(&"other")));
    }
    None
}

struct Place {
    column: String,
    side: &'static str,
    left: usize,
}

/// End of what leads a line: marks, a time, a number.
pub(super) fn lead(page: &Page, line: usize) -> usize {
    let plain = page.plain(line);
    let skip = |mut at: usize, signs: &str| {
        while plain.get(at).is_some_and(|c| signs.contains(*c)) {
            at += 1;
        }
        at
    };
    let mut at = skip(0, " #*~|·•-—–");
    if let Some(time) = page.seen[line]
        .times
        .iter()
        .find(|time| time.at.start == at)
    {
        at = time.at.end;
    }
    at = skip(at, " |");
    let digits = plain[at.min(plain.len())..]
        .iter()
        .take(2)
        .take_while(|c| c.is_ascii_digit())
        .count();
    if digits > 0
        && plain
            .get(at + digits)
            .is_some_and(|c| matches!(c, '.' | '、' | ')'))
    {
        at = skip(at + digits + 1, " ");
    }
    at
}

fn place(page: &Page, mention: &Mention, f: &mut Features) -> Place {
    let number = mention.line;
    let line = &page.lines[number];
    let plain = &line.text.plain;
    let (start, end) = (mention.at.start, mention.at.end);
    let lead = lead(page, number).min(start);
    if lead > 0 && plain[lead..start].iter().all(|c| *c == ' ') {
        f.put("after:lead");
        f.put_if(
            page.seen[number]
                .times
                .iter()
                .any(|time| time.at.end <= start),
            "after:time",
        );
    }
    let word = |range: &[char]| range.iter().any(|c| is_word(*c));
    let (first, last) = (!word(&plain[lead..start]), !word(&plain[end..]));
    if first {
        f.add(CONTEXT | BEST, "first");
    }
    if last {
        f.add(CONTEXT, "last");
    }
    let left = segments(&plain[lead..start]);
    let right = segments(&plain[end..]);
    f.put(format!("segments:left={}", left.min(3)));
    f.put(format!("segments:right={}", right.min(3)));
    let mut column = String::new();
    if !line.cells.is_empty() {
        let at = line
            .cells
            .iter()
            .position(|cell| cell.start <= start && end <= cell.end);
        column = at.map_or("c?".to_owned(), |at| format!("c{at}"));
        if let Some(at) = at {
            let cell = &line.cells[at];
            if *cell == mention.at {
                f.add(BEST, "cell:whole");
            } else if cell.start == start {
                f.put("cell:start");
            } else if cell.end == end {
                f.put("cell:end");
            }
            f.put_if(at + 1 == line.cells.len(), "cell:last");
            if let Some(head) = line.head
                && let Some(cell) = page.lines[head].cells.get(at)
            {
                for class in [
                    "speaker", "guests", "topic", "host", "agenda", "session", "team", "panel",
                    "org", "post",
                ] {
                    if page.cue(head, words::class(class), cell.clone()) {
                        f.add(CONTEXT | BEST | ANY | ALL | PARTED, format!("head:{class}"));
                    }
                }
            }
        }
        f.put(format!("cells={}", line.cells.len().min(5)));
        for class in ["panel", "host", "remarks", "idle"] {
            if page.has(number, words::class(class)) {
                f.add(CONTEXT | ANY, format!("row:{class}"));
            }
        }
        f.add(BEST, "table");
    }
    let side = match (first, last) {
        (true, _) => "first",
        (_, true) => "last",
        _ => "middle",
    };
    Place { column, side, left }
}

/// Pieces of a part of a line between strong signs that hold something.
fn segments(plain: &[char]) -> usize {
    let mut count = 0;
    let mut open = false;
    for (at, c) in plain.iter().enumerate() {
        let blank = *c == ' ';
        let parts = matches!(
            c,
            ',' | '、'
                | '/'
                | '|'
                | ':'
                | '('
                | ')'
                | '—'
                | '–'
                | '《'
                | '》'
                | '“'
                | '”'
                | '「'
                | '」'
                | '【'
                | '】'
        ) || blank && plain.get(at + 1) == Some(&' ')
            || *c == '-' && at > 0 && plain[at - 1] == ' ' && plain.get(at + 1) == Some(&' ');
        if parts {
            open = false;
        } else if !blank && !open {
            open = true;
            count += 1;
        }
    }
    count
}

fn neighbours(page: &Page, number: usize, f: &mut Features) {
    for mark in &page.seen[number].marks {
        let uses = if mark.starts_with("kind") || mark == "sentence" {
            BEST
        } else {
            0
        };
        let context =
            if matches!(mark.as_str(), "span" | "book" | "sentence") || mark.starts_with("kind") {
                CONTEXT
            } else {
                0
            };
        f.add(
            uses | context | if mark.starts_with("kind") { ALL } else { 0 },
            format!("line:{mark}"),
        );
    }
    for step in [-2_isize, -1, 1, 2] {
        let Some(near) = number
            .checked_add_signed(step)
            .filter(|at| *at < page.lines.len())
        else {
            f.put(format!("near{step:+}:none"));
            continue;
        };
        let next = step.abs() == 1;
        let uses = if next { CONTEXT } else { 0 };
        let gap = next && page.lines[near.max(number)].gap;
        f.add(
            uses,
            format!(
                "near{step:+}:{}{}",
                page.lines[near].kind.name(),
                if gap { "/gap" } else { "" }
            ),
        );
        for mark in &page.seen[near].marks {
            let told = matches!(
                mark.as_str(),
                "span"
                    | "book"
                    | "sentence"
                    | "short"
                    | "longest"
                    | "has:topic"
                    | "has:speaker"
                    | "has:bio"
                    | "has:panel"
                    | "has:host"
                    | "has:post"
                    | "has:said"
                    | "has:video"
            );
            if told {
                f.add(uses, format!("near{step:+}:{mark}"));
            }
        }
    }
    let before = number
        .checked_sub(1)
        .filter(|_| !page.lines[number].gap && page.lines[number].kind == Kind::Plain);
    if before.is_some_and(|before| page.ends_in_post(before, 0..page.plain(before).len())) {
        f.put("post:line:before");
    }
}

fn zone(page: &Page, mention: &Mention, label: Option<&str>, f: &mut Features) {
    let line = &page.lines[mention.line];
    for (depth, heading) in line.headings.iter().take(3).enumerate() {
        let near = depth.min(1);
        for class in [
            "agenda",
            "recap",
            "session",
            "guests",
            "panel",
            "host",
            "team",
            "award",
            "about",
            "remarks",
            "interview",
            "guest",
            "said",
            "writer",
        ] {
            if page.has(*heading, words::class(class)) {
                f.add(CONTEXT | ANY | ALL | PARTED, format!("zone{near}:{class}"));
            }
        }
        if depth == 0 {
            let plain = page.plain(*heading);
            f.add(
                ANY,
                format!(
                    "zone:length={}",
                    match plain.len() {
                        0..=7 => 0,
                        8..=15 => 1,
                        _ => 2,
                    }
                ),
            );
            f.put_if(
                plain.iter().any(|c| matches!(c, '《' | ':' | '—')),
                "zone:titled",
            );
        }
    }
    f.put_if(line.headings.is_empty(), "zone:none");
    f.put(format!(
        "part={}",
        mention.line * 5 / page.lines.len().max(1)
    ));
    if mention.line < 3 {
        f.add(BEST, "top");
    }
    // Whether anything near speaks for or against, whichever it is.
    let chars: Vec<char> = label.unwrap_or_default().chars().collect();
    let own = words::cues(&chars);
    let above: Vec<char> = line.label.as_deref().unwrap_or_default().chars().collect();
    let above = if label.is_none() {
        words::cues(&above)
    } else {
        Vec::new()
    };
    let of = |cues: &[words::Cue], list: &[&str]| {
        list.iter()
            .any(|name| cues.iter().any(|cue| cue.class == words::class(name)))
    };
    let heading = |depth: usize, list: &[&str]| {
        line.headings
            .get(depth)
            .is_some_and(|at| of(&page.seen[*at].cues, list))
    };
    let mut against = false;
    let mut favours = false;
    for (name, is_against, is_for) in [
        ("own", of(&own, &AGAINST), of(&own, &FOR)),
        ("above", of(&above, &AGAINST), of(&above, &FOR)),
        ("heading", heading(0, &AGAINST), heading(0, &FOR)),
        ("higher", heading(1, &AGAINST), heading(1, &FOR)),
    ] {
        if is_against {
            f.add(CONTEXT | BEST | ANY | ALL, format!("against:{name}"));
        }
        if is_for {
            f.add(BEST | ANY | ALL, format!("for:{name}"));
        }
        against |= is_against && name != "higher";
        favours |= is_for;
    }
    if against {
        f.add(CONTEXT | BEST | ANY | ALL, "against");
    }
    if favours && !against {
        f.add(BEST | ANY | ALL, "for");
    }
    if !against && (f.has("right:told") || f.has("left:told") || f.has("clause:told")) {
        f.add(BEST | ANY | ALL, "for:verb");
    }
}

/// How many other names stand alike among those that may be names at sight.
pub(super) fn repeats(
    page: &Page,
    slots: &[Slot],
    likely: impl Fn(usize) -> bool,
    name: &str,
    all: &mut [Features],
) {
    use std::collections::{HashMap, HashSet};
    let mut exact: HashMap<&str, HashSet<&str>> = HashMap::new();
    let mut loose: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (number, mention) in page
        .mentions
        .iter()
        .enumerate()
        .filter(|(number, _)| likely(*number))
    {
        exact
            .entry(&slots[number].exact)
            .or_default()
            .insert(&mention.key);
        loose
            .entry(&slots[number].loose)
            .or_default()
            .insert(&mention.key);
    }
    for (number, mention) in page.mentions.iter().enumerate() {
        let others = |of: &HashMap<&str, HashSet<&str>>, slot: &str| {
            of.get(slot).map_or(0, |keys| {
                keys.len() - usize::from(keys.contains(mention.key.as_str()))
            })
        };
        all[number].add(
            CONTEXT | BEST | PARTED,
            format!("{name}={}", bucket(others(&exact, &slots[number].exact))),
        );
        all[number].add(
            CONTEXT | BEST,
            format!(
                "{name}:loose={}",
                bucket(others(&loose, &slots[number].loose))
            ),
        );
    }
}
