use crate::world::{World, project, sample_index};

/// What the sample recaps must reach: a little less than was measured.
const LEAST: [(&str, f64); 5] = [
    ("mrr@10", 0.95),
    ("ndcg@10", 0.88),
    ("recall@10", 0.88),
    ("recall@100", 0.92),
    ("success@1", 0.95),
];

#[test]
fn the_sample_recaps_answer_their_judged_queries() {
    let judged = project("tests/judged.jsonl").display().to_string();
    let args = ["eval", &judged, "--index", sample_index()];
    let figures = World::new()
        .run(&[&args[..], &["--json"]].concat())
        .ok()
        .json();
    for (name, least) in LEAST {
        let reached = figures[name].as_f64().expect(name);
        assert!(reached >= least, "{name} {reached} < {least}");
    }
    let run = World::new().run(&args).ok();
    assert!(run.out.contains("MRR@10"), "{run:?}");
}

#[test]
fn a_line_that_is_no_judgement_is_named() {
    let world = World::new();
    for (line, reason) in [
        ("{\"q\": \"全密态\"}", "relevant"),
        ("{\"q\": \"全密态\", \"relevant\": []}", "empty"),
        ("全密态", "expected"),
    ] {
        let good = "{\"q\": \"全密态\", \"relevant\": [\"a.md\"]}";
        world.write("judged.jsonl", format!("{good}\n{line}\n"));
        let args = ["eval", "judged.jsonl", "--index", sample_index()];
        let error = world.run(&args).error();
        assert!(error.starts_with("`judged.jsonl` line 2: "), "{error}");
        assert!(error.contains(reason), "{error}");
    }
    let error = world.run(&["eval", "none.jsonl"]).error();
    assert!(error.contains("`none.jsonl`"), "{error}");
}
