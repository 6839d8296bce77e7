use std::fs;

use proptest::prelude::*;

use crate::{random::is_soak, world::project};

#[path = "fuzz/bodies.rs"]
mod bodies;

/// Pieces that pages and questions are made of, and pieces that break them.
const PIECES: [&str; 48] = [
    "张三",
    "李四",
    "华为",
    "工程师",
    "主持人",
    "嘉宾",
    "带来了题为",
    "《",
    "》",
    "“",
    "”",
    "全密态",
    "資料庫",
    "openGauss",
    "ＳＱＬ",
    "2021年7月20日",
    "长沙",
    "，",
    "。",
    "：",
    "、",
    "（",
    "）",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "# ",
    "- ",
    "> ",
    "| ",
    "|-|-|\n",
    "**",
    "`",
    "<td>",
    "</td>",
    "<table>",
    "<!--",
    "-->",
    "![](a.png)",
    "---\n",
    "+++\n",
    "title: ",
    "[",
    "\"",
    "\u{1b}[31m",
    "\0",
    "\u{fdfa}",
];

/// Anything, and what looks like something.
fn input() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::sample::select(PIECES.to_vec());
    prop_oneof![
        1 => prop::collection::vec(any::<u8>(), 0..200),
        1 => "\\PC{0,100}".prop_map(String::into_bytes),
        4 => prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat().into_bytes()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if is_soak() { 20_000 } else { 500 }))]

    #[test]
    fn whatever_comes_in_keeps_the_promises(bytes in input()) {
        for (_, body) in bodies::BODIES {
            body(&bytes);
        }
    }
}

/// What the fuzzer once found, and the sample recaps, whole and cut anywhere.
#[test]
fn known_inputs_keep_the_promises() {
    let mut inputs = vec![];
    let paths = [
        project("corpus"),
        project("tests/broken"),
        project("tests/fuzz/found"),
    ];
    for path in paths {
        let walked = recap_search::recap::walk::walk(&[path]).expect("a folder");
        for file in walked.files {
            inputs.push(fs::read(file.path).expect("a file"));
        }
    }
    assert!(inputs.len() > 50);
    for (_, body) in bodies::BODIES {
        for input in &inputs {
            body(input);
            body(&input[input.len() / 3..]);
            body(&input[..input.len() * 2 / 3]);
        }
    }
}

#[test]
fn every_body_has_a_target() {
    for (name, _) in bodies::BODIES {
        let target = project(&format!("tests/fuzz/fuzz_targets/{name}.rs"));
        assert!(target.is_file(), "{}", target.display());
    }
}
