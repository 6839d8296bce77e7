//! What holds for every page: each text of it lies in one passage.

use proptest::prelude::*;

use super::extract;
use crate::recap::blocks::{Block, BlockKind};

fn block(kind: BlockKind, text: &str) -> Block {
    let lines = (1..=text.split('\n').count()).collect();
    Block {
        kind,
        lines,
        text: text.to_owned(),
        bold: Vec::new(),
        centred: false,
    }
}

/// All visible characters, white space aside, in a fixed order.
fn seen<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<char> {
    let mut all: Vec<char> = texts
        .flat_map(str::chars)
        .filter(|c| !c.is_whitespace())
        .collect();
    all.sort_unstable();
    all
}

/// Checks that no text of these blocks is lost, or stands in two passages.
pub(super) fn holds(blocks: &[Block]) {
    let found = extract(None, "", blocks.to_vec());
    let passages = found
        .talks
        .iter()
        .map(|talk| talk.text.as_str())
        .chain(found.sections.iter().map(|section| section.text.as_str()));
    assert_eq!(
        seen(blocks.iter().map(|block| block.text.as_str())),
        seen(passages)
    );
    assert_eq!(found.talks.len(), found.cues.len());
    assert!(found.talks.is_sorted_by_key(|talk| talk.line));
    for block in blocks {
        for line in block
            .text
            .split(['\n', '。'])
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            let talks = found
                .talks
                .iter()
                .filter(|talk| talk.text.contains(line))
                .count();
            let sections = found
                .sections
                .iter()
                .filter(|section| section.text.contains(line))
                .count();
            assert!(talks + sections >= 1, "lost: {line}");
        }
    }
}

/// Pieces that pages are made of, so that chance makes pages worth reading.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("星河科技首席架构师 赵宏".to_owned()),
        Just("随后，星河科技 CTO 赵宏发表了题为《缓存之道》的主题演讲。".to_owned()),
        Just("银河研究院院长钱进明致辞。".to_owned()),
        Just("14:00-14:30 缓存之道 星河科技 赵宏".to_owned()),
        Just("14:00".to_owned()),
        Just("议题：存储之道".to_owned()),
        Just("演讲嘉宾：孙立".to_owned()),
        Just("个人简介：".to_owned()),
        Just("议题简介：从“头讲起".to_owned()),
        Just("圆桌论坛".to_owned()),
        Just("活动议程".to_owned()),
        Just("演讲嘉宾".to_owned()),
        Just("来自星河的《 开 的“引号 「不齐".to_owned()),
        "[\\PC]{0,40}",
        "[赵钱总监，、：“”《》|（）\\-0-9: 的分享在致辞\n]{0,40}",
    ]
}

fn any_block() -> impl Strategy<Value = Block> {
    let kind = prop_oneof![
        1 => Just(BlockKind::Heading(2)),
        1 => Just(BlockKind::Heading(3)),
        4 => Just(BlockKind::Paragraph),
        1 => Just(BlockKind::ListItem(0)),
        1 => Just(BlockKind::Code),
        1 => Just(BlockKind::Image("a.png".to_owned())),
        1 => Just(BlockKind::Rule),
        1 => (any::<bool>(), proptest::collection::vec(piece(), 0..4)).prop_map(|(head, cells)| BlockKind::TableRow { cells, head, table: 0 }),
    ];
    (
        kind,
        proptest::collection::vec(piece(), 1..4),
        any::<bool>(),
    )
        .prop_map(|(kind, pieces, centred)| {
            let text = match &kind {
                BlockKind::TableRow { cells, .. } => cells.join(" | "),
                BlockKind::Image(_) | BlockKind::Rule => String::new(),
                _ => pieces.join("\n"),
            };
            Block {
                centred,
                ..block(kind, &text)
            }
        })
}

proptest! {
    #[test]
    fn every_text_lies_in_one_passage(blocks in proptest::collection::vec(any_block(), 0..24)) {
        holds(&blocks);
    }
}
