//! The program and the library as they are seen from outside, in one binary; each test has a
//! folder of its own.

/// A folder of its own for a test, and the program run in it.
mod world;

/// Numbers that look random, and how many times a test is run.
mod random;

/// Any bytes as a page, a text or a question; the same is tried by the fuzzer in `fuzz/`.
mod any_input;
/// The running server, and how it is asked.
#[cfg(feature = "serve")]
mod server;

/// What comes in that nobody wished for: bad paths, bad queries, bad indexes, two writers.
mod bad_input;
/// Every file of `broken/` gives what the table there says.
mod broken;
/// Queries over the sample recaps, as data in `cases/`.
mod cases;
/// `search check`, and what it finds of damages.
mod check;
/// What a question may cost: limits of its length, of dictionaries, and answers that stay exact.
mod cost;
/// `search index` killed, out of room, beside files that change: nothing is lost.
mod crash;
/// `search eval` and what the sample recaps must reach.
mod eval;
/// `search facets`.
mod facets;
/// Usage, `search completions`, `search man`.
mod help;
/// Corpora that mean harm: traps in folders, pages without end, front matter that explodes.
mod hostile;
/// `search index`: what a run reports, and that only what changed is read again.
mod index;
/// The JSON documents have the shape that is promised.
mod json;
/// What holds for any text: found if seen, the same answers however built.
mod laws;
/// `search mcp`, called by a client of the protocol.
#[cfg(feature = "mcp")]
mod mcp;
/// `search query`: flags, batch, exit status.
mod query;
/// The commands that the READMEs show, and what they print.
#[cfg(unix)]
mod readme;
/// The same corpus gives the same answers, however its index was built.
mod same_answers;
/// `search serve`: what is answered.
#[cfg(feature = "serve")]
mod serve;
/// `search serve`: who is answered, how much, and until when.
#[cfg(feature = "serve")]
mod serve_safely;
/// `search show`.
mod show;
/// `search suggest`, `search similar`, typing errors and what is asked back.
mod suggest;
/// `search talks`.
mod talks;
/// The talks of the labelled pages in `talks/`, with floors.
mod talks_against_labels;
/// What reaches a terminal: colour, and nothing that steers it.
mod terminal;
/// Readers beside a writer, and writers beside each other.
mod together;
/// `search index --watch`.
mod watch;

#[test]
fn no_test_file_is_forgotten() {
    let runner = include_str!("tests.rs");
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
    for entry in std::fs::read_dir(here).expect(here).flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(module) = name.strip_suffix(".rs").filter(|name| *name != "tests") else {
            continue;
        };
        let named = runner.contains(&format!("\nmod {module};\n"));
        assert!(named, "name `mod {module};` in tests/tests.rs");
    }
}
