use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

use recap_search::index::{BuildOptions, build};
use serde_json::Value;
use tempfile::TempDir;

/// The program with nothing of the environment that changes what it prints.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_search"));
    for name in ["SEARCH_INDEX", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

/// A path in this project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// An index of the sample recaps, built once a run.
pub(crate) fn sample_index() -> &'static str {
    static INDEX: OnceLock<String> = OnceLock::new();
    INDEX.get_or_init(|| {
        let index = concat!(env!("CARGO_TARGET_TMPDIR"), "/sample-index");
        let _ = fs::remove_dir_all(index);
        let built = program()
            .arg("index")
            .arg(project("corpus"))
            .args(["--index", index])
            .output()
            .expect("the program runs");
        assert!(built.status.success(), "{built:?}");
        index.to_owned()
    })
}

/// How many segments the index in `dir` has.
pub(crate) fn segments(dir: &Path) -> usize {
    let entries = fs::read_dir(dir).expect("an index").flatten();
    let stores = entries.filter(|entry| entry.path().extension().is_some_and(|end| end == "store"));
    stores.count()
}

/// Builds the index in `dir` of `corpus` by two or three threads, of which more than one makes a
/// segment; four small segments would be merged. Which thread reads what is chance: the index is
/// built anew until none has read all.
pub(crate) fn build_by_several(corpus: &Path, dir: &Path, threads: usize) {
    let mut options = BuildOptions::new([corpus]);
    options.rebuild = true;
    options.threads = threads;
    options.one_segment = 0;
    let shared = (0..20).any(|_| {
        build(dir, &options, &|_| {}).expect("a build");
        segments(dir) > 1
    });
    assert!(shared, "one of {threads} threads reads all");
    assert!(segments(dir) <= threads);
}

/// A folder in which the program runs.
pub(crate) struct World {
    dir: TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            dir: TempDir::new().expect("a folder"),
        }
    }

    /// With these recaps in `corpus/`, indexed in `index/`.
    pub(crate) fn indexed(recaps: &[(&str, &str)]) -> Self {
        let world = Self::new();
        for (name, text) in recaps {
            world.write(&format!("corpus/{name}"), text);
        }
        world.run(&["index"]).ok();
        world
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        let folder = path.parent().expect("a folder");
        fs::create_dir_all(folder).expect("a folder");
        fs::write(&path, content).expect("a file");
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("a file");
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, b"")
    }

    /// Runs the program with this on its standard input.
    pub(crate) fn run_with(&self, args: &[&str], input: &[u8]) -> Run {
        let mut command = program();
        command.args(args);
        self.run_command(command, input)
    }

    /// Runs a line of the shell, in which `$0` is the program.
    #[cfg(unix)]
    pub(crate) fn run_shell(&self, line: &str) -> Run {
        let mut command = Command::new("sh");
        command.args(["-c", line]).arg(program().get_program());
        self.run_command(command, b"")
    }

    fn run_command(&self, mut command: Command, input: &[u8]) -> Run {
        let args: Vec<_> = command
            .get_args()
            .map(|arg| arg.to_string_lossy())
            .collect();
        let args = args.join(" ");
        let mut child = command
            .current_dir(self.dir.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut stdin = child.stdin.take().expect("standard input");
        let output = std::thread::scope(|scope| {
            // A program that does not read to the end is no fault here.
            scope.spawn(move || stdin.write_all(input));
            child.wait_with_output().expect("the program ends")
        });
        Run {
            args,
            status: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Run {
    #[expect(dead_code, reason = "shown where a test fails")]
    args: String,
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// It ended with 0.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.status, Some(0), "{self:?}");
        self
    }

    /// It ended with 1 and said nothing of an error.
    #[track_caller]
    pub(crate) fn nothing_found(self) -> Self {
        assert_eq!(self.status, Some(1), "{self:?}");
        self
    }

    /// It ended with 2; the one line that is no warning, without `search: `.
    #[track_caller]
    pub(crate) fn error(self) -> String {
        assert_eq!(self.status, Some(2), "{self:?}");
        let lines: Vec<&str> = self
            .err
            .lines()
            .filter(|line| !line.starts_with("search: warning: "))
            .collect();
        let [line] = lines[..] else {
            panic!("one line: {self:?}");
        };
        let line = line.strip_prefix("search: ").expect("`search: ` in front");
        line.to_owned()
    }

    /// The one JSON document that it printed.
    #[track_caller]
    pub(crate) fn json(self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The JSON documents that it printed, a line each.
    #[track_caller]
    pub(crate) fn documents(self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        self.out.lines().map(parse).collect()
    }

    /// The warnings, without what stands in front.
    pub(crate) fn warnings(&self) -> Vec<&str> {
        self.err
            .lines()
            .filter_map(|line| line.strip_prefix("search: warning: "))
            .collect()
    }
}

/// What stands at `key` of every hit.
pub(crate) fn of_hits<'a>(answer: &'a Value, key: &str) -> Vec<&'a str> {
    let hits = answer["hits"].as_array().expect("hits");
    hits.iter().filter_map(|hit| hit[key].as_str()).collect()
}

/// An answer without the time it took.
pub(crate) fn timeless(mut answer: Value) -> Value {
    if let Some(fields) = answer.as_object_mut() {
        fields.remove("took_ms");
    }
    answer
}

/// A recap with one talk.
pub(crate) fn recap(title: &str, city: &str, date: &str, speaker: &str, talk: &str) -> String {
    format!(
        "---\ntitle: '{title}'\ndate: '{date}'\nlocation: '{city}'\nlabel: '线下'\ntags: ['会议']\n---\n\n\
         某公司工程师{speaker}带来了题为《{talk}》的演讲，{speaker}介绍了{talk}的来龙去脉。\n"
    )
}
