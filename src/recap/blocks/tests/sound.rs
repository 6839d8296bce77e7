//! What holds for any body at all, whatever stands in it and however deep.

use proptest::prelude::*;

use super::parse;

/// Checks that lines and bold runs fit the text of each block.
fn sound(body: &str) {
    let last = body.matches('\n').count() + 1;
    for block in parse(body, 1) {
        let lines = block.text.matches('\n').count() + 1;
        assert_eq!(block.lines.len(), lines, "{block:?}");
        assert!(block.lines.is_sorted(), "{block:?}");
        let inside = block.lines.iter().all(|line| (1..=last).contains(line));
        assert!(inside, "{block:?} of {last} lines");
        for range in &block.bold {
            let bold = block.text.get(range.clone());
            assert!(bold.is_some_and(|bold| !bold.is_empty()), "{block:?}");
        }
    }
}

#[test]
fn no_depth_and_no_size_is_too_much() {
    let many = 20_000;
    for body in [
        "<div>".repeat(many),
        "<ul><li>".repeat(many),
        "<table><tr><td rowspan=60000>甲".repeat(many),
        format!(
            "<table>{}",
            "<tr><td colspan=1000 rowspan=0>甲</td></tr>".repeat(many)
        ),
        "> ".repeat(many),
        "- ".repeat(many),
        "**甲。**".repeat(many),
        "*".repeat(many),
        "<b>".repeat(many) + &"</i>".repeat(many),
        "<video>".repeat(many),
        "[".repeat(many),
        "<!--".repeat(many),
        "<p><script>".repeat(many),
        "`".repeat(many),
        "\\".repeat(many) + "*",
    ] {
        sound(&format!("{body}水滴石穿"));
    }
}

proptest! {
    #[test]
    fn lines_and_bold_always_fit(body in "(\\PC|\n){0,60}") {
        sound(&body);
    }

    #[test]
    fn markup_in_any_order_is_sound(parts in proptest::collection::vec(0..PARTS.len(), 0..40)) {
        let body: String = parts.iter().map(|&part| PARTS[part]).collect();
        sound(&body);
    }
}

const PARTS: [&str; 48] = [
    "甲",
    "乙 丙",
    "a",
    " ",
    "\n",
    "\n\n",
    "**",
    "*",
    "`",
    "~",
    "\\*",
    "- ",
    "> ",
    "# ",
    "| ",
    "|-|-|\n",
    "    ",
    "```\n",
    "![a](b)",
    "[a](b)",
    "<b>",
    "</b>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<center>",
    "</center>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "<td rowspan=2>",
    "<th colspan=2>",
    "</td>",
    "<ul>",
    "<li>",
    "</ul>",
    "<video>",
    "<source src=v>",
    "</video>",
    "<img src=i>",
    "<script>",
    "</script>",
    "<pre>",
    "</pre>",
    "<!--",
    "-->",
];
