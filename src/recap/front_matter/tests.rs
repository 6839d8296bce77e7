use proptest::prelude::*;

use super::split;
use crate::recap::value::Value;

/// What is read of a file.
#[derive(Debug, PartialEq)]
struct Read {
    pairs: Vec<(String, Value)>,
    body: String,
    body_line: usize,
    /// With their lines.
    told: Vec<String>,
}

fn read(file: &str) -> Read {
    let split = split(file);
    let mut warnings = split.warnings;
    let mut pairs = Vec::new();
    if let Some(front) = split.front {
        let (read, more) = front.read();
        pairs = read.pairs;
        warnings.extend(more);
    }
    Read {
        pairs,
        body: split.body.to_owned(),
        body_line: split.body_line,
        told: warnings.iter().map(ToString::to_string).collect(),
    }
}

fn text(key: &str, value: &str) -> (String, Value) {
    (key.to_owned(), Value::Text(value.to_owned()))
}

fn list(key: &str, values: &[&str]) -> (String, Value) {
    let values = values.iter().map(|&value| value.to_owned());
    (key.to_owned(), Value::List(values.collect()))
}

#[test]
fn reads_all_languages() {
    for (file, pairs, body, line) in [
        ("---\na: '1'\n---\nbody", vec![text("a", "1")], "body", 4),
        ("\n---  \na: 1\n...\n\nb", vec![text("a", "1")], "\nb", 5),
        ("---\n---\n", vec![], "", 3),
        (
            "+++\na = 2021-07-20\n+++\nb",
            vec![text("a", "2021-07-20")],
            "b",
            4,
        ),
        (
            "---\nd: 2021-07-20\n---",
            vec![text("d", "2021-07-20")],
            "",
            3,
        ),
        (
            "---\nt: [x, 2, [y], ~]\n---\n",
            vec![list("t", &["x", "2", "y"])],
            "",
            4,
        ),
        (
            "---\nt: [{name: x}, y]\n---\n",
            vec![list("t", &["x", "y"])],
            "",
            4,
        ),
        ("---\nt: !x y\n---\n", vec![text("t", "y")], "", 4),
        ("---toml\na = \"1\"\n---\nb", vec![text("a", "1")], "b", 4),
        (
            "---json\n{\"a\": \"1\"}\n---\nb",
            vec![text("a", "1")],
            "b",
            4,
        ),
        (
            ";;;\n\"a\": \"1\",\n\"b\": 2\n;;;\nb",
            vec![text("a", "1"), text("b", "2")],
            "b",
            5,
        ),
        ("{\n  \"a\": \"}\"\n}\nb", vec![text("a", "}")], "b", 4),
        ("{\"a\": 1}\n\nb", vec![text("a", "1")], "\nb", 2),
        (
            "title: x\ntags:\n- y\n---\nb",
            vec![text("title", "x"), list("tags", &["y"])],
            "b",
            5,
        ),
        ("Title: x\n-----\nb", vec![text("Title", "x")], "b", 3),
        ("\"title\": \"x\"\n;;;\nb", vec![text("title", "x")], "b", 3),
        ("----\ntitle: x\n----\nb", vec![text("title", "x")], "b", 4),
        ("# no front matter", vec![], "# no front matter", 1),
        ("---\n\nA rule.", vec![], "---\n\nA rule.", 1),
        (
            "---\n\nA rule.\n\n---\n\nb",
            vec![],
            "---\n\nA rule.\n\n---\n\nb",
            1,
        ),
        (
            "---\n\nA rule.\n注: x\n---\n",
            vec![],
            "---\n\nA rule.\n注: x\n---\n",
            1,
        ),
        ("----\na: b\n----\n", vec![], "----\na: b\n----\n", 1),
        ("Note: x\n---\nb", vec![], "Note: x\n---\nb", 1),
        (
            "title: x\nWords.\n---\nb",
            vec![],
            "title: x\nWords.\n---\nb",
            1,
        ),
        ("title: x\n\nWords.", vec![], "title: x\n\nWords.", 1),
        ("{{< x >}}\nb", vec![], "{{< x >}}\nb", 1),
        ("{% x %}\nb", vec![], "{% x %}\nb", 1),
        ("{\"a\": 1} is JSON", vec![], "{\"a\": 1} is JSON", 1),
    ] {
        let (body, told) = (body.to_owned(), Vec::new());
        let want = Read {
            pairs,
            body,
            body_line: line,
            told,
        };
        assert_eq!(read(file), want, "{file}");
    }
}

#[test]
fn what_is_not_sound_costs_itself_alone() {
    for (front, pairs, told) in [
        (
            "title: [回顾] 甲大会\nb: 1",
            vec![text("title", "[回顾] 甲大会"), text("b", "1")],
            "line 2: front matter: `[` at the start of a value means something else in YAML; \
             put the value in quotes: `title: '[回顾] 甲大会'`; read as it stands",
        ),
        (
            "a: 1\nb: @x",
            vec![text("a", "1"), text("b", "@x")],
            "line 3: front matter: `@` at the start of a value means something else in YAML; \
             put the value in quotes: `b: '@x'`; read as it stands",
        ),
        (
            "a: *",
            vec![text("a", "*")],
            "line 2: front matter: `*` at the start of a value means something else in YAML; \
             put the value in quotes: `a: '*'`; read as it stands",
        ),
        (
            "a: \"甲\"乙\nb: 1",
            vec![text("a", "\"甲\"乙"), text("b", "1")],
            "line 2: front matter: words beside a value in `\"`; \
             put the value in quotes: `a: '\"甲\"乙'`; read as it stands",
        ),
        (
            "a: \"甲\nb: 1",
            vec![text("a", "甲"), text("b", "1")],
            "line 2: front matter: a `\"` that is not closed; \
             put the value in quotes: `a: '甲'`; read as it stands",
        ),
        (
            "a: 1\nb: c: it's",
            vec![text("a", "1"), text("b", "c: it's")],
            "line 3: front matter: `: ` inside a value; \
             put the value in quotes: `b: 'c: it''s'`; read as it stands",
        ),
        (
            "a: 1\nb:\n\t- x",
            vec![text("a", "1"), list("b", &["x"])],
            "line 4: front matter: a tab where spaces are expected; read as spaces",
        ),
        (
            "a: 1\nb: 2\na: 3",
            vec![text("a", "1"), text("b", "2")],
            "line 4: front matter: `a` stands twice, the first one counts",
        ),
    ] {
        let file = format!("---\n{front}\n---\nbody");
        let read = read(&file);
        assert_eq!(read.pairs, pairs, "{front}");
        assert_eq!(read.told, [told], "{front}");
        assert_eq!(read.body, "body", "{front}");
    }
    let toml = read("+++\na = \"1\"\nb = 长沙\n[c]\nd = 长沙\n+++\nbody");
    assert_eq!(toml.pairs, [text("a", "1"), text("b", "长沙")]);
    assert!(
        toml.told[0].starts_with("line 3: front matter: "),
        "{toml:?}"
    );
    assert!(toml.told[0].contains("`b = \"长沙\"`"), "{toml:?}");
}

#[test]
fn fences_that_do_not_fit_are_told() {
    for (file, pairs, body, told) in [
        (
            "---\na: b\n\nbody",
            vec![text("a", "b")],
            "\nbody",
            "line 1: front matter: `---` opened and never closed; read up to line 2, \
             put `---` behind the last key",
        ),
        (
            "+++\na = 1\n---\nbody",
            vec![text("a", "1")],
            "body",
            "line 1: front matter: `+++` opened and never closed; close it with `+++`, not `---`",
        ),
        (
            "---\n- a\n---\nbody",
            vec![],
            "---\n- a\n---\nbody",
            "line 2: front matter: no `key: value` lines up to the next `---`, read as text",
        ),
        (
            "{\"a\": 1,\n b}\nbody",
            vec![],
            "{\"a\": 1,\n b}\nbody",
            "line 2: front matter: no sound JSON (key must be a string), read as text",
        ),
        (
            "---json\n{\"a\": 1,\n b}\n---\nbody",
            vec![],
            "body",
            "line 3: front matter: key must be a string; left out",
        ),
    ] {
        let read = read(file);
        assert_eq!((read.pairs, &*read.body), (pairs, body), "{file}");
        assert_eq!(read.told, [told], "{file}");
    }
}

#[test]
fn aliases_do_not_unfold_without_end() {
    let mut bomb = "---\na: &a [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (name, of) in ('b'..='z').zip('a'..) {
        bomb += &format!("{name}: &{name} [*{of},*{of},*{of},*{of},*{of},*{of},*{of},*{of}]\n");
    }
    bomb += "---\n";
    let read = read(&bomb);
    assert!(read.pairs.len() <= 26 && read.told.len() <= 11, "{read:?}");
}

proptest! {
    #[test]
    fn never_panics(text in "(---|----|;;;|\\+\\+\\+|\\{)?\n?(title: )?[a-c:=\\-\\[\\]{}&*!'\"# \n\t，]{0,80}(\n(---|;;;|\\+\\+\\+|\\})\n)?\\PC{0,20}") {
        let _ = read(&text);
    }
}
