//! Extraction over long pages: `cargo bench --bench extraction` reads pages of 0.3, 1 and 5 MB
//! without an index and prints what each took. Realistic pages are the recaps of `corpus/` again
//! and again, every copy with speakers of its own; hostile ones repeat what the extractor looks
//! for. Time per megabyte stays the same where the work is linear: the last column says how it
//! grew from the shortest page of the kind.

use std::{
    error::Error,
    fs,
    path::Path,
    time::{Duration, Instant},
};

use recap_search::recap::{self, Recap, walk::walk};

/// Bytes of the pages.
const SIZES: [usize; 3] = [300_000, 1_000_000, 5_000_000];

/// Times that a page is read; the quickest counts.
const ROUNDS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let recaps = Recaps::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"))?;
    let shapes: [(&str, &dyn Fn(usize) -> String); 8] = [
        ("recaps again and again", &|size| recaps.page(size)),
        ("one line", &|size| {
            recaps.page(size).replace(['\n', '\r'], " ")
        }),
        ("one table", &|size| {
            let head = "| 时间 | 议题 | 嘉宾 |\n| --- | --- | --- |\n";
            head.to_owned()
                + &lines(size, |n| {
                    format!("| 14:00-14:30 | 缓存之道 {n} | 星河科技总监 {} |", name(n))
                })
        }),
        ("all headings", &|size| {
            lines(size, |n| format!("## {}：缓存之道 {n}\n", name(n)))
        }),
        ("all captions", &|size| {
            lines(size, |n| {
                format!(
                    "![]({n}.png)\n\n<center>**星河科技总监 {}**</center>\n",
                    name(n)
                )
            })
        }),
        ("one name, a talk a line", &|size| {
            lines(size, |n| {
                format!("星河科技总监赵宏分享了《缓存之道 {n}》。\n")
            })
        }),
        ("a role again and again", &|size| "总监".repeat(size / 6)),
        ("quotes that never close", &|size| "《“「".repeat(size / 9)),
    ];
    println!("| page | MB | ms | MB/s | per MB, against the first |");
    println!("|---|---|---|---|---|");
    for (shape, page) in shapes {
        let mut first = None;
        for size in SIZES {
            let text = page(size);
            let megabytes = text.len() as f64 / 1e6;
            let milliseconds = quickest(&text)?.as_secs_f64() * 1e3;
            let each = milliseconds / megabytes;
            println!(
                "| {shape} | {megabytes:.1} | {milliseconds:.0} | {:.1} | {:.2} |",
                1e3 / each,
                each / *first.get_or_insert(each)
            );
        }
    }
    Ok(())
}

fn quickest(text: &str) -> Result<Duration, Box<dyn Error>> {
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let recap = recap::parse(text, "page.md")?;
        best = best.min(started.elapsed());
        assert!(recap.talks.len() + recap.sections.len() > 0);
    }
    Ok(best)
}

fn lines(size: usize, line: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(size + 200);
    let mut number = 0;
    while text.len() < size {
        text.push_str(&line(number));
        text.push('\n');
        number += 1;
    }
    text
}

/// One of some ten thousand names.
fn name(number: usize) -> String {
    let pick = |set: &str, at: usize| {
        let all: Vec<char> = set.chars().collect();
        all[at % all.len()]
    };
    let given = "明华文志伟建国平军强磊洋勇艳杰娟涛超霞刚桂英";
    [
        pick("赵钱孙李周吴郑王冯陈", number),
        pick(given, number / 10),
        pick(given, number / 230),
    ]
    .iter()
    .collect()
}

/// The bodies of recaps, with the names of their speakers.
struct Recaps(Vec<(String, Vec<String>)>);

impl Recaps {
    fn of(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut recaps = Vec::new();
        for file in walk(&[folder.to_owned()])?.files {
            let recap: Recap = recap::read(&file.path, &file.relative)?;
            let bytes = fs::read(&file.path)?;
            let text = String::from_utf8_lossy(&bytes);
            let body = text.splitn(3, "---\n").last().unwrap_or_default();
            let talks = recap.talks.iter();
            let mut names: Vec<String> = talks
                .flat_map(|talk| talk.speakers.iter().map(|who| who.name.clone()))
                .collect();
            names.sort_unstable();
            names.dedup();
            recaps.push((body.to_owned(), names));
        }
        Ok(Self(recaps))
    }

    /// A page of this many bytes, in which hardly anybody speaks twice.
    fn page(&self, size: usize) -> String {
        lines(size, |number| {
            let (body, names) = &self.0[number % self.0.len()];
            let mut body = body.clone();
            for (at, old) in names.iter().enumerate() {
                body = body.replace(old.as_str(), &name(number * 7 + at));
            }
            body
        })
    }
}
