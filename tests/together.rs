use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use recap_search::{Index, Query};

use crate::{
    random::soak,
    world::{World, recap},
};

/// How many recaps there are in a round.
fn files(round: usize) -> usize {
    3 + round % 4
}

fn write_round(world: &World, round: usize) {
    for number in 0..files(round) {
        let text = recap(
            "回顾",
            "成都",
            "2022-08-26",
            "李四",
            &format!("第{round}轮慢查询"),
        );
        world.write(&format!("corpus/{number}.md"), text);
    }
    for number in files(round)..6 {
        let _ = std::fs::remove_file(world.path(&format!("corpus/{number}.md")));
    }
}

/// The round that all these texts are of.
#[track_caller]
fn round_of(texts: &[String]) -> usize {
    let round = |text: &String| {
        let digits = text
            .split('第')
            .nth(1)
            .and_then(|rest| rest.split('轮').next());
        digits
            .and_then(|digits| digits.parse().ok())
            .expect("a round")
    };
    let rounds: BTreeSet<usize> = texts.iter().map(round).collect();
    let rounds: Vec<usize> = rounds.into_iter().collect();
    let [round] = rounds[..] else {
        panic!("rounds {rounds:?} in one answer");
    };
    assert_eq!(texts.len(), files(round), "round {round}");
    round
}

#[test]
fn every_answer_is_that_of_one_committed_state() {
    let world = World::new();
    let dir = world.path("index");
    write_round(&world, 0);
    world.run(&["index"]).ok();
    let end = Instant::now() + Duration::from_secs(soak(5, 60) as u64);
    let done = AtomicBool::new(false);
    let (committed, asked, ran) = (
        AtomicUsize::new(0),
        AtomicUsize::new(0),
        AtomicUsize::new(0),
    );
    let query = || Query::new("慢查询").limit(100);
    std::thread::scope(|scope| {
        // One that reloads, and one that opens the index each time.
        for reloads in [true, false] {
            let (dir, done, asked, committed) = (&dir, &done, &asked, &committed);
            scope.spawn(move || {
                let mut index = Index::open(dir).expect("an index");
                let mut last = 0;
                while !done.load(Ordering::Relaxed) {
                    let least = committed.load(Ordering::SeqCst);
                    if reloads {
                        index.reload().expect("a reload");
                    } else {
                        index = Index::open(dir).expect("an index");
                    }
                    let answer = index.search(&query()).expect("an answer");
                    let texts: Vec<String> = answer
                        .hits
                        .iter()
                        .filter_map(|hit| hit.title.clone())
                        .collect();
                    let round = round_of(&texts);
                    assert!(
                        round >= last && round >= least,
                        "{round} after {last}, {least}"
                    );
                    last = round;
                    asked.fetch_add(1, Ordering::Relaxed);
                    std::thread::sleep(Duration::from_millis(5));
                }
            });
        }
        let (world, done, ran) = (&world, &done, &ran);
        scope.spawn(move || {
            while !done.load(Ordering::Relaxed) {
                let answer = world
                    .run(&["query", "慢查询", "--json", "--limit", "100"])
                    .ok()
                    .json();
                let titles = crate::world::of_hits(&answer, "title");
                round_of(&titles.into_iter().map(str::to_owned).collect::<Vec<_>>());
                ran.fetch_add(1, Ordering::Relaxed);
            }
        });
        for round in 1.. {
            write_round(world, round);
            let flags = [
                &["index"][..],
                &["index", "--compact"],
                &["index", "--rebuild"],
            ];
            world.run(flags[round % 3]).ok();
            committed.store(round, Ordering::SeqCst);
            if Instant::now() > end && round >= 5 {
                break;
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    println!("{asked:?} answers of threads, {ran:?} of processes over {committed:?} commits");
    assert!(asked.into_inner() > 10 && ran.into_inner() > 0);
}

#[test]
fn of_many_writers_at_once_none_undoes_what_another_did() {
    let world = World::new();
    write_round(&world, 3);
    let done = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..soak(2, 10) {
                    let run = world.run(&["index"]);
                    if run.status == Some(0) {
                        done.fetch_add(1, Ordering::Relaxed);
                    } else {
                        let error = run.error();
                        assert!(
                            error.contains(" is writing the index in `index`; "),
                            "{error}"
                        );
                    }
                }
            });
        }
    });
    assert!(done.into_inner() > 0);
    world.run(&["check"]).ok();
    let answer = world.run(&["query", "慢查询", "--json"]).ok().json();
    assert_eq!(answer["total"], files(3));
}

#[test]
fn the_lock_of_a_process_that_is_gone_holds_nobody_up() {
    let world = World::new();
    write_round(&world, 0);
    world.run(&["index"]).ok();
    for name in [".writer.lock", ".tantivy-writer.lock", ".tantivy-meta.lock"] {
        world.write(
            &format!("index/{name}"),
            "process 999999, since 2001-01-01 00:00:00 UTC,",
        );
    }
    write_round(&world, 1);
    world.run(&["index"]).ok();
    world.run(&["query", "第1轮", "--literal"]).ok();
}

#[test]
fn what_was_there_before_a_run_is_in_the_index_after_it_whoever_else_writes() {
    let world = World::new();
    // Folders without recaps: to walk them takes a while, in which another run may commit.
    for number in 0..300 {
        let folder = world.path(&format!("corpus/{}/{number}", number % 20));
        std::fs::create_dir_all(folder).expect("a folder");
    }
    world.write("corpus/first.md", "# 回顾\n\n慢查询\n");
    world.run(&["index"]).ok();
    let committed = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for writer in 0..3 {
            let (world, committed) = (&world, &committed);
            scope.spawn(move || {
                for number in 0..soak(3, 20) {
                    let name = format!("{writer}-{number}.md");
                    world.write(&format!("corpus/{name}"), "# 又\n\n慢查询\n");
                    // A run that began later than the file was written has seen it, and so has
                    // every run after it.
                    loop {
                        let run = world.run(&["index"]);
                        if run.status == Some(0) {
                            break;
                        }
                        let error = run.error();
                        assert!(error.contains(" is writing the index in"), "{error}");
                        std::thread::sleep(Duration::from_millis(10));
                    }
                    committed.fetch_add(1, Ordering::SeqCst);
                    world.run(&["show", &name]).ok();
                }
            });
        }
    });
    let answer = world.run(&["query", "慢查询", "--json"]).ok().json();
    assert_eq!(answer["total"], committed.into_inner() + 1);
    world.run(&["check"]).ok();
}
