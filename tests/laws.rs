use std::{collections::BTreeSet, fs, path::Path, sync::OnceLock};

use proptest::prelude::*;
use recap_search::{
    Index, Query,
    index::{BuildOptions, Passage, build, recap_id},
    text::fold,
};
use tempfile::TempDir;

use crate::{
    random::Random,
    world::{build_by_several, project, recap, segments},
};

/// The sample recaps and the broken ones: their index and all their passages.
fn sample() -> &'static (Index, Vec<Passage>) {
    static SAMPLE: OnceLock<(Index, Vec<Passage>)> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let dir = Path::new(concat!(env!("CARGO_TARGET_TMPDIR"), "/laws-index"));
        let mut options = BuildOptions::new(["corpus", "tests/broken"].map(project));
        options.rebuild = true;
        build(dir, &options, &|_| {}).expect("a build");
        let index = Index::open(dir).expect("an index");
        let passages = all_passages(&index);
        (index, passages)
    })
}

fn all_passages(index: &Index) -> Vec<Passage> {
    let manifest = index.manifest().expect("a manifest");
    let read = manifest
        .files
        .iter()
        .filter(|(_, state)| state.skipped.is_none());
    let passages =
        read.flat_map(|(path, _)| index.recap(recap_id(path)).expect("a recap").passages);
    passages.collect()
}

fn ids(index: &Index, query: Query) -> Vec<String> {
    let answer = index.search(&query.limit(100_000)).expect("an answer");
    assert_eq!(answer.total, answer.hits.len());
    answer.hits.into_iter().map(|hit| hit.id).collect()
}

/// Folded, with white space squeezed.
fn plain(text: &str) -> String {
    let folded = fold(text);
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a plain query takes some of `text` for an operator.
fn has_operators(text: &str) -> bool {
    text.contains(|c: char| "\"“”„＂〝〞()（）-－–−:：*＊~～".contains(c))
        || text
            .split_whitespace()
            .any(|word| ["OR", "AND", "NOT"].contains(&word))
}

/// A string that stands in a line of a passage, and where it was taken from.
fn seen() -> impl Strategy<Value = (usize, String)> {
    let length = prop_oneof![4 => 1_usize..8, 1 => 8_usize..30];
    (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        length,
    )
        .prop_map(|(passage, line, start, length)| {
            let passages = &sample().1;
            let at = passage.index(passages.len());
            let lines: Vec<Vec<char>> = passages[at]
                .searchable()
                .lines()
                .filter(|line| !line.trim().is_empty())
                .map(|line| line.chars().collect())
                .collect();
            if lines.is_empty() {
                return (at, String::new());
            }
            let line = &lines[line.index(lines.len())];
            let start = start.index(line.len());
            let end = (start + length).min(line.len());
            (at, line[start..end].iter().collect())
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn everything_seen_is_found((at, text) in seen()) {
        prop_assume!(!plain(&text).is_empty());
        let (index, passages) = sample();
        let wanted: BTreeSet<&str> = passages
            .iter()
            .filter(|passage| plain(&passage.searchable()).contains(&plain(&text)))
            .map(|passage| passage.id.as_str())
            .collect();
        prop_assert!(wanted.contains(passages[at].id.as_str()));
        let literal = ids(index, Query::new(&text).literal(true));
        let literal: BTreeSet<&str> = literal.iter().map(String::as_str).collect();
        prop_assert_eq!(&literal, &wanted, "literal {:?}", text);
        if !has_operators(&text) {
            let found = ids(index, Query::new(&text));
            let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
            prop_assert!(found.is_superset(&wanted), "plain {:?} lost {:?}", text, wanted.difference(&found));
        }
    }

    #[test]
    fn highlights_lie_on_characters((_, text) in seen(), literal in any::<bool>()) {
        let (index, _) = sample();
        let answer = index.search(&Query::new(&text).literal(literal)).expect("an answer");
        for hit in answer.hits {
            let excerpt: Vec<char> = hit.excerpt.chars().collect();
            let mut last = 0;
            for &(start, end) in &hit.highlights {
                prop_assert!(start >= last && start < end && end <= excerpt.len());
                last = end;
                let marked: String = excerpt[start..end].iter().collect();
                prop_assert!(!marked.trim().is_empty());
                if literal && !text.contains(char::is_whitespace) {
                    prop_assert!(fold(&marked).contains(&fold(&text)), "{:?} of {:?}", marked, text);
                }
            }
        }
    }
}

/// Something that happens to a corpus.
#[derive(Debug, Clone)]
enum Change {
    Write { file: u8, words: Vec<u8> },
    Remove { file: u8 },
    Index { compact: bool },
}

const WORDS: [&str; 8] = [
    "全密态",
    "数据库",
    "慢查询",
    "openGauss",
    "SQL",
    "长沙",
    "，",
    "密态数据",
];

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (0_u8..5, prop::collection::vec(0_u8..8, 1..6))
            .prop_map(|(file, words)| Change::Write { file, words }),
        1 => (0_u8..5).prop_map(|file| Change::Remove { file }),
        2 => any::<bool>().prop_map(|compact| Change::Index { compact }),
    ]
}

fn built(corpus: &Path, dir: &Path, set: impl FnOnce(&mut BuildOptions)) -> Index {
    let mut options = BuildOptions::new([corpus]);
    set(&mut options);
    build(dir, &options, &|_| {}).expect("a build");
    Index::open(dir).expect("an index")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn step_by_step_finds_the_same_as_fresh(changes in prop::collection::vec(change(), 1..12)) {
        let world = TempDir::new().expect("a folder");
        let corpus = world.path().join("corpus");
        let stepwise = world.path().join("stepwise");
        fs::create_dir(&corpus).expect("a folder");
        for change in &changes {
            match change {
                Change::Write { file, words } => {
                    let words: String = words.iter().map(|word| WORDS[usize::from(*word)]).collect();
                    let text = recap("回顾", "长沙", "2021-07-20", "张三", &words);
                    fs::write(corpus.join(format!("{file}.md")), text).expect("a file");
                }
                Change::Remove { file } => {
                    let _ = fs::remove_file(corpus.join(format!("{file}.md")));
                }
                Change::Index { compact } => {
                    built(&corpus, &stepwise, |options| options.compact = *compact);
                }
            }
        }
        let stepwise = built(&corpus, &stepwise, |options| options.compact = true);
        let fresh = built(&corpus, &world.path().join("fresh"), |_| {});
        for query in WORDS.into_iter().chain(["", "态数", "全密态 长沙", "ngau", "张三"]) {
            for literal in [false, true] {
                let ask = || Query::new(query).literal(literal);
                prop_assert_eq!(ids(&stepwise, ask()), ids(&fresh, ask()), "{} {}", query, literal);
            }
        }
    }
}

/// Passages enough to be ranked in several windows, of all lengths, with the same few words in titles
/// and texts.
fn crowd() -> &'static Index {
    static CROWD: OnceLock<(TempDir, Index)> = OnceLock::new();
    let (_, index) = CROWD.get_or_init(|| {
        let world = TempDir::new().expect("a folder");
        let corpus = world.path().join("corpus");
        fs::create_dir(&corpus).expect("a folder");
        let mut random = Random::new("crowd");
        for file in 0..50 {
            let mut page = format!(
                "---\ntitle: 第{file}回\ndate: 2021-07-{:02}\n---\n",
                1 + file % 28
            );
            for _ in 0..100 {
                page += &format!("\n## {}\n\n", FEW[random.below(6)]);
                for _ in 0..1 + random.below(60) {
                    // Some are common, some are rare.
                    let word = random.below(12) * random.below(12) / 12;
                    page += FEW[word];
                    page += ["", "", "，", " ", "。"][random.below(5)];
                }
                page.push('\n');
            }
            fs::write(corpus.join(format!("{file}.md")), page).expect("a file");
        }
        let index = built(&corpus, &world.path().join("index"), |_| {});
        (world, index)
    });
    index
}

const FEW: [&str; 12] = [
    "的",
    "数据",
    "库",
    "全密态",
    "sql",
    "一个",
    "迁移",
    "长沙",
    "1个",
    "密态",
    "go",
    "张三",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_best_of_few_are_the_first_of_many(
        words in prop::collection::vec((0..FEW.len(), 0_usize..5), 1..5),
        wanted in 0_usize..30,
        literal: bool,
    ) {
        let query: String = words
            .iter()
            .flat_map(|&(word, sign)| [FEW[word], ["", "", " ", " OR ", " -"][sign]])
            .collect();
        let ask = |limit| {
            let query = Query::new(&query).literal(literal).limit(limit);
            let answer = crowd().search(&query).expect("an answer");
            let hits = answer.hits.into_iter().map(|hit| (hit.id, hit.score.to_bits()));
            (answer.total, hits.collect::<Vec<_>>())
        };
        let ((some, few), (all, mut many)) = (ask(wanted), ask(100_000));
        many.truncate(wanted);
        prop_assert_eq!(some, all, "{}", query);
        prop_assert_eq!(few, many, "{}", query);
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let world = TempDir::new().expect("a folder");
    let corpus = project("corpus");
    let one = built(&corpus, &world.path().join("one"), |options| {
        options.threads = 1
    });
    assert_eq!(segments(&world.path().join("one")), 1);
    for threads in [2, 3] {
        let dir = world.path().join(threads.to_string());
        build_by_several(&corpus, &dir, threads);
        let several = Index::open(&dir).expect("an index");
        for query in ["全密态", "openGauss", "数据库 高可用", "", "社区", "的"] {
            let orders = [&one, &several].map(|index| ids(index, Query::new(query)));
            assert!(!orders[0].is_empty());
            assert_eq!(orders[0], orders[1], "{query}");
        }
    }
}

#[test]
fn opened_while_it_is_written_an_index_shows_one_state() {
    let world = TempDir::new().expect("a folder");
    let corpus = world.path().join("corpus");
    let dir = world.path().join("index");
    fs::create_dir(&corpus).expect("a folder");
    let write = |round: usize| {
        for file in 0..3 {
            let text = recap(
                "回顾",
                "长沙",
                "2021-07-20",
                "张三",
                &format!("第{round}轮"),
            );
            fs::write(corpus.join(format!("{file}.md")), text).expect("a file");
        }
        built(&corpus, &dir, |_| {});
    };
    write(0);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| (1..6).for_each(write));
        while !writer.is_finished() {
            let index = Index::open(&dir).expect("an index");
            let states: BTreeSet<String> = all_passages(&index)
                .into_iter()
                .filter(|passage| !passage.speakers.is_empty())
                .map(|passage| passage.text)
                .collect();
            assert_eq!(states.len(), 1, "{states:?}");
        }
    });
}
