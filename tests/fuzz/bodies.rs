// What is tried on any bytes: shared by the fuzz targets and by the tests in `tests/any_input.rs`.
// Each panics where a promise is broken.

use recap_search::{
    index::passages,
    query::{self, excerpt},
    recap,
    text::{fold, normalize},
};

/// What is done with any bytes.
pub(crate) type Body = fn(&[u8]);

/// One of these by name, for each target of the fuzzer.
pub(crate) const BODIES: [(&str, Body); 6] = [
    ("recap", any_recap),
    ("front_matter", any_front_matter),
    ("html", any_html),
    ("normalize", any_text),
    ("query", any_query),
    ("excerpt", any_excerpt),
];

/// Any file is read or refused; all its passages lie in it, in order.
pub(crate) fn any_recap(bytes: &[u8]) {
    let Ok(recap) = recap::parse_bytes(bytes, "2021/2021-07-20.md") else {
        return;
    };
    // A lone line feed ends a line, and so do the two other ways.
    let lines = 1 + bytes
        .iter()
        .filter(|&&byte| matches!(byte, b'\n' | b'\r'))
        .count();
    let passages = passages(&recap);
    assert!(!passages.is_empty());
    assert!(passages.is_sorted_by_key(|passage| passage.line));
    for passage in &passages {
        assert!((1..=lines).contains(&passage.line), "line {}", passage.line);
        // Reading may take characters apart, but it makes up no text of its own.
        assert!(passage.text.len() <= 64 + 32 * bytes.len());
        assert!(!passage.text.contains(['\0', '\u{1b}', '\r']));
    }
    let json = serde_json::to_string(&passages).expect("JSON");
    let read: Vec<recap_search::Passage> = serde_json::from_str(&json).expect("passages");
    assert_eq!(read, passages);
}

/// Any front matter, in both kinds, before a body that must not be lost by it. What is no front
/// matter is text, and may be the heading that the body stands under.
pub(crate) fn any_front_matter(bytes: &[u8]) {
    let front = String::from_utf8_lossy(bytes);
    for fence in ["---", "+++"] {
        let page = format!("{fence}\n{front}\n{fence}\n\n正文在此。\n");
        let Ok(recap) = recap::parse(&page, "a.md") else {
            continue;
        };
        // What ends the front matter early is body itself, and may swallow what follows: a comment,
        // a block of code, a formula, an element that is not shown.
        let mut lines = front.split(['\n', '\r']).map(str::trim);
        if lines.any(|line| line == fence || line == "...") || front.contains(['<', '`', '~', '$'])
        {
            continue;
        }
        let passages = passages(&recap);
        let body = passages
            .iter()
            .find(|passage| passage.text.contains("正文在此。"));
        let line = page
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .lines()
            .count();
        assert!(body.is_some_and(|passage| passage.line <= line), "{page:?}");
    }
}

/// Any markup inside a page.
pub(crate) fn any_html(bytes: &[u8]) {
    let html = String::from_utf8_lossy(bytes);
    any_recap(format!("<table><tr><td>{html}</td></tr></table>\n\n{html}").as_bytes());
}

/// Folding twice is folding once, and every character knows where it comes from.
pub(crate) fn any_text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let folded = normalize(&text);
    assert_eq!(folded.text, fold(&text));
    assert_eq!(fold(&folded.text), folded.text, "{text:?}");
    let mut last = 0..0;
    for (at, c) in folded.text.char_indices() {
        let range = folded.source_range(at..at + c.len_utf8());
        assert!(
            range == last || range.start == last.end && range.end <= text.len(),
            "{at}: {range:?} after {last:?}"
        );
        assert!(text.get(range.clone()).is_some(), "{range:?}");
        last = range;
    }
    let all = folded.source_range(0..folded.text.len());
    assert_eq!(all.end, last.end);
}

/// There are no syntax errors.
pub(crate) fn any_query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let ast = query::parse(&text);
    let _ = (ast.to_string(), format!("{ast:?}"));
}

/// Any text with any marks: what is marked lies in the excerpt, in order, apart.
pub(crate) fn any_excerpt(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (marks, source) = text.split_once('\n').unwrap_or(("", &text));
    let marks: Vec<String> = marks.split(' ').map(fold).collect();
    let cut = excerpt(source, &marks);
    let length = cut.text.chars().count();
    let mut last = 0;
    for &(start, end) in &cut.highlights {
        assert!(
            last <= start && start < end && end <= length,
            "{:?}",
            cut.highlights
        );
        last = end + 1;
    }
}
