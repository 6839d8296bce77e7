use std::{
    io::Read,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};

use flate2::read::GzDecoder;
use serde_json::{Value, json};

use crate::{
    server::{Server, encoded},
    world::{World, of_hits, recap, sample_index, timeless},
};

#[test]
fn each_endpoint_answers_what_its_command_prints() {
    let server = Server::sample(&[]);
    let q = encoded("高可用");
    let passage = "2021/changsha-2021-07-20#6";
    let (one, whole) = (encoded(passage), encoded("2021/changsha-2021-07-20"));
    let city = encoded("长沙");
    for (path, args) in [
        (format!("search?q={q}"), vec!["query", "高可用"]),
        (
            format!("search?q={q}&limit=2&offset=1&sort=oldest&facets=true&explain=true"),
            vec![
                "query",
                "高可用",
                "--limit",
                "2",
                "--offset",
                "1",
                "--sort",
                "oldest",
                "--facets",
                "--explain",
            ],
        ),
        (
            format!("search?q={q}&group=recap&literal=true&since=2021-01&until=2021"),
            vec![
                "query",
                "高可用",
                "--group",
                "recap",
                "--literal",
                "--since",
                "2021-01",
                "--until",
                "2021",
            ],
        ),
        (
            format!(
                "search?city={city}&city={}&label={}",
                encoded("杭州"),
                encoded("线下")
            ),
            vec![
                "query", "--city", "长沙", "--city", "杭州", "--label", "线下",
            ],
        ),
        (
            format!(
                "search?speaker={}&org={}&tag={}",
                encoded("李国良"),
                encoded("清华"),
                encoded("会议")
            ),
            vec![
                "query",
                "--speaker",
                "李国良",
                "--org",
                "清华",
                "--tag",
                "会议",
            ],
        ),
        ("search".into(), vec!["query", ""]),
        (
            format!("facets?q={q}&city={city}"),
            vec!["facets", "高可用", "--city", "长沙"],
        ),
        ("facets".into(), vec!["facets"]),
        (
            "suggest?prefix=huz&limit=3".into(),
            vec!["suggest", "huz", "--limit", "3"],
        ),
        (
            format!("similar/{one}?limit=4"),
            vec!["similar", passage, "--limit", "4"],
        ),
        (
            format!("similar/{whole}"),
            vec!["similar", "2021/changsha-2021-07-20"],
        ),
        (format!("passages/{one}"), vec!["show", passage]),
        (
            format!("recaps/{whole}"),
            vec!["show", "2021/changsha-2021-07-20"],
        ),
        (
            format!("recaps/{}", encoded("2021/changsha-2021-07-20.md")),
            vec!["show", "2021/changsha-2021-07-20.md"],
        ),
    ] {
        let fixed = [&args[..], &["--json", "--index", sample_index()]].concat();
        let printed = World::new().run(&fixed).json();
        let answered = server.get(&format!("/api/{path}")).json();
        assert_eq!(timeless(answered), timeless(printed), "{path}");
    }
}

#[test]
fn without_a_query_everything_is_listed() {
    let server = Server::sample(&[]);
    let talks_first = server.get("/api/search?limit=100").json();
    assert_eq!(talks_first["total"], 208);
    assert!(of_hits(&talks_first, "kind").is_sorted_by(|a, b| a >= b));
    let newest_first = server.get("/api/search?limit=100&sort=newest").json();
    let dates = of_hits(&newest_first, "date");
    assert_eq!(dates.len(), 100);
    assert!(dates.is_sorted_by(|a, b| a >= b), "{dates:?}");
}

#[test]
fn what_cannot_be_asked_is_told_with_the_parameter_at_fault() {
    let server = Server::sample(&[]);
    let long = encoded(&"数".repeat(1001));
    for (path, parameter, told) in [
        (
            "search?foo=1",
            "foo",
            "`foo` is no parameter here; there are q, literal, city",
        ),
        ("search?limit=many", "limit", "limit: `many`"),
        ("search?limit=-1", "limit", "limit: `-1`"),
        (
            "search?limit=101",
            "limit",
            "limit: `101` is not a whole number from 0 to 100",
        ),
        (
            "search?limit=1&limit=2",
            "limit",
            "limit: given 2 times; once is enough",
        ),
        ("search?offset=9901", "offset", "from 0 to 9900"),
        (
            "search?offset=99999999999999999999999",
            "offset",
            "offset: `99999999999999999999999`",
        ),
        (
            "search?sort=best",
            "sort",
            "expected one of `relevance`, `newest`, `oldest`",
        ),
        ("search?group=city", "group", "`passage`"),
        ("search?literal=1", "literal", "literal: `1`"),
        (
            "search?since=soon",
            "since",
            "since: `soon` is no date: write 2021, 2021-07 or",
        ),
        ("search?until=2021-13", "until", "has no such month"),
        (
            &*format!("search?q={long}"),
            "q",
            "q: 1001 characters are too many; 1000 at most",
        ),
        ("facets?limit=1", "limit", "`limit` is no parameter here"),
        ("suggest?q=a", "q", "there are prefix, limit"),
        ("similar/x?q=a", "q", "there are limit"),
        ("passages/x?limit=1", "limit", "there are none"),
        ("passages/%ff", "id", "not UTF-8"),
    ] {
        let problem = server.get(&format!("/api/{path}")).problem(400);
        assert_eq!(problem["parameter"], parameter, "{path}: {problem}");
        let detail = problem["detail"].as_str().expect("a detail");
        assert!(detail.contains(told), "{path}: {detail}");
    }
}

#[test]
fn ids_are_looked_up_and_never_become_paths() {
    let server = Server::sample(&[]);
    for id in [
        "x",
        "../../etc/passwd",
        "2021/changsha-2021-07-20#99",
        "#",
        "meta.json",
        "..",
    ] {
        for kind in ["passages", "recaps", "similar"] {
            let problem = server
                .get(&format!("/api/{kind}/{}", encoded(id)))
                .problem(404);
            assert_eq!(problem["parameter"], "id", "{id}");
        }
    }
    for path in [
        "/nothing",
        "/api/search/",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/../page.rs",
        "/assets/",
    ] {
        server.get(path).problem(404);
    }
}

#[test]
fn only_reading_is_served() {
    let server = Server::sample(&[]);
    for (method, path) in [
        ("POST", "/api/search"),
        ("DELETE", "/"),
        ("PUT", "/metrics"),
    ] {
        let reply = server.ask(method, path, &[]);
        reply.problem(405);
        assert!(reply.header("allow").contains("GET"), "{reply:?}");
    }
    let head = server.ask("HEAD", "/api/search?q=HA", &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert!(!head.header("etag").is_empty());
}

#[test]
fn an_answer_that_is_known_is_not_sent_again() {
    let world = World::indexed(&[(
        "a.md",
        &recap("第一次聚会", "长沙", "2021-07-20", "张三", "全密态数据库"),
    )]);
    let server = Server::of(&world, &[]);
    let tag = |server: &Server, path: &str| server.get(path).header("etag");
    let (path, other) = ("/api/search?limit=1", "/api/search?limit=2");
    let first = tag(&server, path);
    assert_ne!(first, tag(&server, other));
    for known in [
        first.clone(),
        format!("\"x\", {first}"),
        first.replace("W/", ""),
    ] {
        let reply = server.ask("GET", path, &[("if-none-match", &known)]);
        assert_eq!((reply.status, reply.body.len()), (304, 0), "{known}");
        assert_eq!(reply.header("etag"), first);
    }
    let reply = server.ask("GET", other, &[("if-none-match", &first)]);
    assert_eq!(reply.status, 200);

    // Another server over the same commit knows it as well; another commit is another answer.
    assert_eq!(tag(&Server::of(&world, &[]), path), first);
    world.write(
        "corpus/b.md",
        recap("第二次聚会", "杭州", "2022-07-20", "李四", "分布式事务"),
    );
    world.run(&["index"]).ok();
    let server = Server::of(&world, &[]);
    let reply = server.ask("GET", path, &[("if-none-match", &first)]);
    assert_eq!(of_hits(&reply.json(), "city"), ["杭州"]);

    let page = server.get("/");
    let known = [("if-none-match", &*page.header("etag"))];
    assert_eq!(server.ask("GET", "/", &known).status, 304);
}

#[test]
fn answers_are_compressed_for_who_asks_for_it() {
    let server = Server::sample(&[]);
    let path = "/api/search?limit=50";
    let plain = server.get(path);
    let zipped = server.ask("GET", path, &[("accept-encoding", "gzip")]);
    assert_eq!(zipped.header("content-encoding"), "gzip");
    assert!(zipped.body.len() * 2 < plain.body.len());
    let mut text = String::new();
    let mut reader = GzDecoder::new(&zipped.body[..]);
    reader.read_to_string(&mut text).expect("gzip");
    let unzipped: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(timeless(unzipped), timeless(plain.json()));
    let brotli = server.ask("GET", path, &[("accept-encoding", "br, gzip")]);
    assert_eq!(brotli.header("content-encoding"), "br");
    assert!(brotli.header("vary").contains("accept-encoding"));
}

#[test]
fn a_new_commit_is_served_without_a_restart_and_without_a_failure() {
    let text = |word: &str| recap("聚会", "长沙", "2021-07-20", "张三", word);
    let world = World::indexed(&[("a.md", &text("第零个题目"))]);
    let server = Server::of(&world, &[]);
    let (done, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    // Whatever commit it sees: one recap, with one talk, whose facets agree.
                    let answer = server.get("/api/search?facets=true").json();
                    assert_eq!(answer["total"], 1, "{answer}");
                    assert_eq!(answer["facets"]["city"], json!([["长沙", 1]]));
                    asked.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for word in ["第一个题目", "第二个题目", "第三个题目"] {
            world.write("corpus/a.md", text(word));
            world.run(&["index"]).ok();
            let title = || {
                let answer = server.get("/api/search").json();
                answer["hits"][0]["title"].clone()
            };
            while title() != word {
                thread::yield_now();
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(asked.into_inner() > 0);
}

#[test]
fn a_broken_index_leaves_the_last_commit_in_service() {
    let text = recap("聚会", "长沙", "2021-07-20", "张三", "全密态数据库");
    let world = World::indexed(&[("a.md", &text)]);
    let server = Server::of(&world, &[]);
    world.write("index/meta.json", "{");
    while !server
        .get("/metrics")
        .body_text()
        .contains("index_unreadable_total 1")
    {
        thread::yield_now();
    }
    assert_eq!(server.get("/api/search").json()["total"], 1);
    world.run(&["index", "--rebuild"]).ok();
    world.write("corpus/b.md", &text);
    world.run(&["index"]).ok();
    while server.get("/api/search").json()["total"] != 2 {
        thread::yield_now();
    }
}

#[test]
fn text_that_looks_like_markup_stays_text() {
    let evil = "<script>alert(1)</script>\"'&";
    let text = recap(
        "聚会 <img src=x onerror=alert(1)>",
        "长沙",
        "2021-07-20",
        "张三",
        "标题",
    );
    let world = World::indexed(&[("a.md", &text)]);
    let server = Server::of(&world, &[]);
    let reply = server.get(&format!("/api/search?q={}", encoded(evil)));
    assert_eq!(reply.json()["query"], evil);
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    let problem = server
        .get(&format!("/api/search?since={}", encoded(evil)))
        .problem(400);
    assert!(
        problem["detail"]
            .as_str()
            .is_some_and(|told| told.contains(evil))
    );
}

#[test]
fn links_lead_into_the_site_that_publishes_the_recaps() {
    let server = Server::sample(&["--base-url", "https://example.org/"]);
    let whole = encoded("2021/changsha-2021-07-20");
    let want = "https://example.org/zh/events/changsha-2021-07-20.html";
    let recap = server.get(&format!("/api/recaps/{whole}")).json();
    assert_eq!(recap["url"], want);
    assert_eq!(recap["passages"][0]["url"], want);
    let query = format!("/api/search?group=recap&city={}", encoded("长沙"));
    let answer = server.get(&query).json();
    assert_eq!(answer["hits"][0]["url"], want);
    assert_eq!(answer["hits"][0]["passages"][0]["url"], want);
    let error = World::new()
        .run(&["serve", "--base-url", "example.org"])
        .error();
    assert!(error.contains("such as https://example.org"), "{error}");
}

#[test]
fn the_description_names_what_is_served() {
    let server = Server::sample(&[]);
    let document = server.get("/openapi.json").json();
    assert!(
        document["openapi"]
            .as_str()
            .is_some_and(|version| version.starts_with("3.1"))
    );
    let id = encoded("2021/changsha-2021-07-20#6");
    for (path, item) in document["paths"].as_object().expect("paths") {
        let operation = item["get"].as_object().expect("only GET");
        let id = if path.contains("recaps") {
            &id[..id.len() - 6]
        } else {
            &id
        };
        let reply = server.get(&path.replace("{id}", id));
        assert_eq!(reply.status, 200, "{path}");
        let kinds = operation["responses"]["200"]["content"].as_object();
        let kinds: Vec<&String> = kinds.expect("content").keys().collect();
        assert_eq!(kinds, [&reply.header("content-type")], "{path}");
    }
}
