use std::{
    io::{BufRead, BufReader, Lines},
    process::{Child, ChildStdout, Stdio},
};

use serde_json::Value;

use crate::world::{World, of_hits, program, recap};

/// A running `search index --watch --json`; it ends with the test.
struct Watch {
    child: Child,
    reports: Lines<BufReader<ChildStdout>>,
}

impl Watch {
    fn over(world: &World) -> Self {
        let mut child = program()
            .args(["index", "--watch", "--json"])
            .current_dir(world.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        let out = child.stdout.take().expect("standard output");
        let reports = BufReader::new(out).lines();
        Self { child, reports }
    }

    /// Waits for the next report: recaps, added, updated, removed.
    fn report(&mut self) -> [u64; 4] {
        let line = self.reports.next().expect("a report").expect("UTF-8");
        let report: Value = serde_json::from_str(&line).expect("JSON");
        ["recaps", "added", "updated", "removed"].map(|name| report[name].as_u64().expect(name))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn text(talk: &str) -> String {
    recap("聚会", "长沙", "2021-07-20", "张三", talk)
}

#[test]
fn what_changes_is_found() {
    let world = World::new();
    world.write("corpus/a.md", text("全密态数据库"));
    let mut watch = Watch::over(&world);
    assert_eq!(watch.report(), [1, 1, 0, 0]);

    world.write("corpus/sub/b.md", text("分布式事务"));
    assert_eq!(watch.report(), [2, 1, 0, 0]);
    world.write("corpus/a.md", text("列式存储引擎"));
    // What was written within the last run's instant may be read again beside it.
    let [recaps, added, updated, removed] = watch.report();
    assert_eq!((recaps, added, removed), (2, 0, 0));
    assert!((1..=2).contains(&updated), "{updated}");
    let found = world
        .run(&["query", "--literal", "列式存储", "--json"])
        .ok();
    assert_eq!(of_hits(&found.json(), "path"), ["a.md"]);
    world.run(&["query", "--literal", "全密态"]).nothing_found();
    world.remove("corpus/sub/b.md");
    assert_eq!(watch.report(), [1, 0, 0, 1]);
}

#[test]
fn a_corpus_that_goes_away_is_waited_for() {
    let world = World::new();
    world.write("corpus/a.md", text("全密态数据库"));
    let mut watch = Watch::over(&world);
    assert_eq!(watch.report(), [1, 1, 0, 0]);
    std::fs::rename(world.path("corpus"), world.path("away")).expect("a folder");
    world.write("away/b.md", text("分布式事务"));
    std::thread::sleep(std::time::Duration::from_secs(1));
    std::fs::rename(world.path("away"), world.path("corpus")).expect("a folder");
    // A run that was under way when the folder went may have missed a file of it.
    while watch.report()[0] != 2 {}
}

#[cfg(feature = "serve")]
#[test]
fn a_server_beside_it_shows_what_changed() {
    let world = World::new();
    world.write("corpus/a.md", text("全密态数据库"));
    let mut watch = Watch::over(&world);
    watch.report();
    let server = crate::server::Server::of(&world, &[]);
    world.write("corpus/a.md", text("列式存储引擎"));
    let query = format!(
        "/api/search?literal=true&q={}",
        crate::server::encoded("列式")
    );
    while server.get(&query).json()["total"] == 0 {
        std::thread::yield_now();
    }
}

#[test]
fn strict_and_watch_do_not_go_together() {
    let error = World::new().run(&["index", "--watch", "--strict"]).error();
    assert!(
        error.contains("'--watch'") && error.contains("'--strict'"),
        "{error}"
    );
}
