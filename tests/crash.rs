use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use recap_search::{Error, Index, Query, index::check};

use crate::{
    random::{Random, is_soak, soak},
    world::{World, program, recap},
};

/// Recaps of a round: their number tells the rounds apart, and so does their text.
fn files(round: usize) -> usize {
    12 + round % 5
}

/// Makes the corpus what it is in this round: every recap is another one, some come or go.
fn write_round(world: &World, round: usize) {
    for number in 0..files(round) {
        let talk = format!("第{round}轮第{number}场慢查询");
        let text = recap("回顾", "成都", "2022-08-26", "李四", &talk);
        world.write(&format!("corpus/{number}.md"), text.repeat(3));
    }
    for number in files(round)..20 {
        let _ = fs::remove_file(world.path(&format!("corpus/{number}.md")));
    }
}

/// The round that all of the index is of; none where there is no index yet.
#[track_caller]
fn round_of(dir: &Path, rounds: &[usize]) -> Option<usize> {
    let index = match Index::open(dir) {
        Ok(index) => index,
        Err(Error::NoIndex { .. }) => return None,
        Err(error) => panic!("{error}"),
    };
    let report = check(dir).expect("a check");
    assert!(report.sound, "{report:?}");
    let recaps = |text: &str| {
        let query = Query::new(text).literal(true).limit(1000);
        let answer = index.search(&query).expect("an answer");
        let mut paths: Vec<String> = answer.hits.into_iter().map(|hit| hit.path).collect();
        paths.sort();
        paths.dedup();
        paths.len()
    };
    let all = recaps("慢查询");
    let of: Vec<usize> = rounds
        .iter()
        .copied()
        .filter(|round| recaps(&format!("第{round}轮")) > 0)
        .collect();
    let [round] = of[..] else {
        panic!("{all} recaps of rounds {of:?}");
    };
    assert_eq!(all, files(round));
    assert_eq!(recaps(&format!("第{round}轮")), all);
    Some(round)
}

/// What lies in the index: changes as soon as a run writes to it.
fn state(dir: &Path) -> usize {
    let is_written = |name: &str| !name.ends_with(".lock");
    let names = fs::read_dir(dir).into_iter().flatten().flatten();
    names
        .filter(|entry| is_written(&entry.file_name().to_string_lossy()))
        .count()
}

/// What lies in the index and belongs to no commit.
fn left_over(dir: &Path) -> Vec<String> {
    let meta = fs::read_to_string(dir.join("meta.json")).expect("meta.json");
    let names = fs::read_dir(dir).expect("a folder").flatten();
    names
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| {
            let segment = name.split('.').next().unwrap_or_default().replace('-', "");
            let plain = meta.replace('-', "");
            let locks = [
                ".managed.json",
                ".writer.lock",
                ".tantivy-writer.lock",
                ".tantivy-meta.lock",
            ];
            let known = name == "meta.json"
                || locks.contains(&name.as_str())
                || meta.contains(name)
                || !segment.is_empty() && plain.contains(&segment);
            !known
        })
        .collect()
}

fn index_command(world: &World, flags: &[&str]) -> Command {
    let mut command = program();
    command
        .arg("index")
        .args(flags)
        .current_dir(world.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

#[test]
fn a_run_killed_at_any_instant_leaves_the_state_before_it_or_its_own() {
    let mut random = Random::new("killed runs");
    let world = World::new();
    let dir = world.path("index");
    write_round(&world, 0);
    let started = Instant::now();
    world.run(&["index"]).ok();
    let whole = started.elapsed();
    let mut before = Some(0);
    let runs = soak(24, 250);
    let (mut kept, mut done, mut ended) = (0, 0, 0);
    for round in 1..=runs {
        if random.below(4) == 0 {
            fs::remove_dir_all(&dir).expect("the index");
            before = None;
        }
        write_round(&world, round);
        let flags: &[&str] =
            [&[][..], &["--compact"], &["--rebuild"], &["--threads", "1"]][random.below(4)];
        let seen = state(&dir);
        let mut child = index_command(&world, flags)
            .spawn()
            .expect("the program runs");
        if random.below(3) == 0 {
            thread::sleep(whole.mul_f64(random.below(1100) as f64 / 1000.0));
        } else {
            // The instants that matter are those in which the index is written.
            while state(&dir) == seen && child.try_wait().expect("it ends").is_none() {
                thread::sleep(Duration::from_micros(200));
            }
            thread::sleep(whole.mul_f64(random.below(500) as f64 / 1000.0));
        }
        child.kill().expect("it can be killed");
        ended += usize::from(child.wait().expect("it ends").success());
        let known: Vec<usize> = before.into_iter().chain([round]).collect();
        let after = round_of(&dir, &known);
        assert!(
            after == before || after == Some(round),
            "round {round}: {before:?}, {after:?}"
        );
        kept += usize::from(after == before);
        done += usize::from(after != before);
        // The next run heals what there is to heal, and clears away what was left.
        if random.below(2) == 0 {
            world.run(&["index"]).ok();
            assert_eq!(round_of(&dir, &known), Some(round));
            assert_eq!(left_over(&dir), Vec::<String>::new(), "round {round}");
            before = Some(round);
        } else {
            before = after;
        }
    }
    println!(
        "{runs} runs killed: {kept} left the state before, {done} their own ({ended} had ended)"
    );
    world.run(&["index"]).ok();
}

#[cfg(target_os = "linux")]
/// Runs until it works, with ever more room; all that fails on the way must leave `before`.
fn fails_until_there_is_room(
    world: &World,
    before: usize,
    after: usize,
    mut run: impl FnMut(usize) -> crate::world::Run,
) {
    let dir = world.path("index");
    let mut failed = 0;
    for room in 0.. {
        assert!(room < 400, "never room enough");
        let run = run(room);
        if run.status == Some(0) {
            break;
        }
        failed += 1;
        let error = run.error();
        assert!(error.contains("index"), "{error}");
        assert!(!error.contains("panicked"), "{error}");
        assert_eq!(round_of(&dir, &[before, after]), Some(before), "{error}");
    }
    assert!(failed > 2, "room enough at once");
    println!("{failed} runs failed for want of room");
    assert_eq!(round_of(&dir, &[before, after]), Some(after));
    world.run(&["index", "--compact"]).ok();
    assert_eq!(left_over(&dir), Vec::<String>::new());
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_may_not_grow_is_an_error_and_nothing_else() {
    let world = World::new();
    write_round(&world, 0);
    world.run(&["index"]).ok();
    write_round(&world, 1);
    // The shell sets a limit on every file that is written, in blocks of 512 bytes.
    fails_until_there_is_room(&world, 0, 1, |room| {
        let blocks = room * if is_soak() { 1 } else { 8 };
        let limited = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" index");
        world.run_shell(&limited)
    });
}

/// A file system of its own, as long as it is held.
#[cfg(target_os = "linux")]
struct Mount<'w>(&'w World);

#[cfg(target_os = "linux")]
impl<'w> Mount<'w> {
    /// With round 0 indexed in it.
    fn new(world: &'w World) -> Option<Self> {
        fs::create_dir(world.path("index")).expect("a folder");
        if !Self::mount(world, "-t tmpfs -o size=4m tmpfs") {
            println!("left out: whoever runs this test may not mount a file system");
            return None;
        }
        let mounted = Self(world);
        write_round(world, 0);
        world.run(&["index"]).ok();
        Some(mounted)
    }

    fn remount(&self, option: &str) -> bool {
        Self::mount(self.0, &format!("-o remount,{option}"))
    }

    fn mount(world: &World, how: &str) -> bool {
        let mut command = Command::new("mount");
        command.args(how.split(' ')).arg(world.path("index"));
        command
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|s| s.success())
    }
}

#[cfg(target_os = "linux")]
impl Drop for Mount<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount")
            .arg("-l")
            .arg(self.0.path("index"))
            .status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_nothing_else() {
    let world = World::new();
    let Some(mount) = Mount::new(&world) else {
        return;
    };
    let used = |path: &Path| {
        let files = fs::read_dir(path).expect("a folder").flatten();
        let sizes = files.filter_map(|file| file.metadata().ok());
        // In pages, as the file system counts.
        sizes
            .map(|file| file.len().div_ceil(4096) as usize * 4)
            .sum::<usize>()
    };
    let taken = used(&world.path("index"));
    write_round(&world, 1);
    fails_until_there_is_room(&world, 0, 1, |room| {
        let step = if is_soak() { 4 } else { 16 };
        assert!(
            mount.remount(&format!("size={}k", taken + room * step)),
            "remounted"
        );
        world.run(&["index"])
    });
}

#[cfg(target_os = "linux")]
#[test]
fn an_index_that_nobody_may_write_is_read_all_the_same() {
    let world = World::new();
    let Some(mount) = Mount::new(&world) else {
        return;
    };
    for name in [".writer.lock", ".tantivy-meta.lock"] {
        let _ = fs::remove_file(world.path(&format!("index/{name}")));
    }
    assert!(mount.remount("ro"), "remounted");
    world.run(&["query", "慢查询"]).ok();
    world.run(&["check"]).ok();
    write_round(&world, 1);
    let error = world.run(&["index"]).error();
    assert!(
        error.contains("`index/.writer.lock`: Read-only file system"),
        "{error}"
    );
    assert_eq!(round_of(&world.path("index"), &[0, 1]), Some(0));
}

#[test]
fn files_that_change_while_they_are_read_are_read_again() {
    let mut random = Random::new("changing files");
    let world = World::new();
    for round in 0..soak(3, 30) {
        write_round(&world, round);
        let mut child = index_command(&world, &[])
            .spawn()
            .expect("the program runs");
        while child.try_wait().expect("it ends").is_none() {
            let path = world.path(&format!("corpus/{}.md", random.below(20)));
            match random.below(3) {
                0 => drop(fs::remove_file(&path)),
                1 => drop(fs::write(&path, "全密态".repeat(random.below(4000)))),
                _ => {
                    let text = fs::read(&path).unwrap_or_default();
                    drop(fs::write(
                        &path,
                        [text, b"\n\xe4\xb8\x80".to_vec()].concat(),
                    ));
                }
            }
            thread::sleep(Duration::from_millis(1));
        }
        assert!(child.wait().expect("it ends").success());
        assert!(check(&world.path("index")).expect("a check").sound);
        write_round(&world, round);
        world.run(&["index"]).ok();
        assert_eq!(round_of(&world.path("index"), &[round]), Some(round));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_killed_at_a_system_call_leaves_the_state_before_it_or_its_own() {
    let world = World::new();
    let dir = world.path("index");
    write_round(&world, 0);
    world.run(&["index"]).ok();
    if !crate::world::has_strace() {
        println!("left out: there is no strace, or it may not trace");
        return;
    }
    let (mut round, mut before, mut runs) = (0, Some(0), 0);
    for call in ["rename", "unlink", "fsync", "fdatasync", "openat", "write"] {
        // Each of the calls in the long form; in the short one, ever fewer of them.
        for number in 0.. {
            let at = 1 + if is_soak() {
                number
            } else {
                number * number * 3
            };
            round += 1;
            write_round(&world, round);
            let flags: &[&str] = [&[][..], &["--compact"], &["--rebuild"]][round % 3];
            let inject = format!("inject={call}:signal=KILL:when={at}");
            let ended = world.run_traced(&["-e", &inject], &[&["index"], flags].concat());
            let known: Vec<usize> = before.into_iter().chain([round]).collect();
            let after = round_of(&dir, &known);
            assert!(
                after == before || after == Some(round),
                "{call} {at}: {before:?}, {after:?}"
            );
            world.run(&["index"]).ok();
            assert_eq!(round_of(&dir, &known), Some(round), "{call} {at}");
            assert_eq!(left_over(&dir), Vec::<String>::new(), "{call} {at}");
            before = Some(round);
            runs += 1;
            if ended.status == Some(0) {
                break;
            }
            assert!(at < 10_000, "{call} without end: {ended:?}");
        }
    }
    println!("{runs} runs killed at a system call");
    assert!(runs > 12);
}
