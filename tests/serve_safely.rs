use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use serde_json::Value;

use crate::{
    server::{Server, ask},
    world::{World, sample_index},
};

#[test]
fn other_machines_are_let_in_only_when_that_is_said() {
    let world = World::new();
    for addr in ["0.0.0.0:0", "[::]:0", "192.0.2.1:7700"] {
        let error = world
            .run(&["serve", "--addr", addr, "--index", sample_index()])
            .error();
        assert!(error.starts_with(&format!("--addr: other machines can reach `{addr}`")));
        assert!(
            error.contains("--token TOKEN") && error.contains("--public"),
            "{error}"
        );
    }
    let open = Server::sample(&["0.0.0.0:0", "--public"]);
    let addr = open.addr.replace("0.0.0.0", "127.0.0.1");
    let hosts = [("host", "search.example.org")];
    assert_eq!(
        ask(&addr, "GET", "/", &hosts).expect("an answer").status,
        200
    );
}

#[test]
fn what_cannot_be_served_is_told() {
    let world = World::new();
    let error = world.run(&["serve", "--addr", "127.0.0.1:0"]).error();
    assert!(error.contains("no index in `index`"), "{error}");
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let addr = taken.local_addr().expect("an address").to_string();
    let error = world
        .run(&["serve", "--addr", &addr, "--index", sample_index()])
        .error();
    assert!(
        error.contains(&format!("cannot listen on {addr}")),
        "{error}"
    );
    for token in ["", " x"] {
        let error = world.run(&["serve", "--token", token]).error();
        assert!(error.starts_with("--token: "), "{error}");
    }
}

#[test]
fn a_foreign_name_for_this_machine_is_refused() {
    let server = Server::sample(&[]);
    for host in [
        "localhost",
        "LOCALHOST:80",
        "127.0.0.1:1",
        "[::1]:7700",
        "127.1.2.3",
    ] {
        assert_eq!(
            server.ask("GET", "/", &[("host", host)]).status,
            200,
            "{host}"
        );
    }
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "",
    ] {
        server
            .ask("GET", "/api/search", &[("host", host)])
            .problem(421);
    }
}

/// What a server answers to a request as it stands: the status, or nothing.
fn status_of(addr: &str, request: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(addr).expect("a connection");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer.get(9..12)?.parse().ok()
}

#[test]
fn a_request_names_one_host_and_no_user() {
    let (own, public) = (Server::sample(&[]), Server::sample(&["--public"]));
    for (target, headers, local, anybody) in [
        ("/healthz", "host: localhost.", 200, 200),
        ("/healthz", "host: [::1]:7700", 200, 200),
        ("/healthz", "host: evil.example", 421, 200),
        (
            "/healthz",
            "host: localhost\r\nhost: evil.example",
            400,
            400,
        ),
        ("/healthz", "host: localhost\r\nhost: localhost", 400, 400),
        ("/healthz", "host: localhost, evil.example", 400, 400),
        ("/healthz", "host: evil.example@localhost", 400, 400),
        ("/healthz", "host: user:word@127.0.0.1:80", 400, 400),
        ("/healthz", "host: localhost:port", 400, 400),
        ("/healthz", "host: ::1", 400, 400),
        ("/healthz", "accept: */*", 400, 400),
        ("http://localhost/healthz", "host: localhost", 200, 200),
        ("http://evil.example/healthz", "host: localhost", 421, 200),
        ("http://localhost/healthz", "host: evil.example", 421, 200),
        (
            "http://evil.example@localhost/healthz",
            "host: localhost",
            400,
            400,
        ),
    ] {
        let request = format!("GET {target} HTTP/1.1\r\n{headers}\r\nconnection: close\r\n\r\n");
        assert_eq!(status_of(&own.addr, &request), Some(local), "{request}");
        assert_eq!(
            status_of(&public.addr, &request),
            Some(anybody),
            "{request}"
        );
    }
}

#[test]
fn links_lead_into_a_site_that_can_be_published() {
    let world = World::new();
    for (url, told) in [
        (
            "https://someone:secret@example.org/zh",
            "a user or password, which every link would publish; write https://example.org/zh",
        ),
        ("https://someone@example.org", "a user or password"),
        (
            "https://example.org/#top",
            "a fragment, behind which no path can stand; write https://example.org",
        ),
        (
            "https://example.org?",
            "a query, behind which no path can stand; write https://example.org",
        ),
        ("example.org", "not the address of a site"),
    ] {
        let error = world
            .run(&["serve", "--base-url", url, "--index", sample_index()])
            .error();
        assert!(error.contains(told), "{url}: {error}");
    }
}

#[test]
fn who_is_silent_gives_way() {
    let server = Server::sample(&[]);
    // More than there are places, that say nothing or begin a request and never end it.
    let mut silent = Vec::new();
    for number in 0..1_500 {
        let Ok(mut stream) = TcpStream::connect(&server.addr) else {
            break;
        };
        if number % 2 == 0 {
            let _ = stream.write_all(b"GET / HTTP/1.1\r\nhost: ");
        }
        silent.push(stream);
        if number % 250 == 249 {
            assert_eq!(server.get("/healthz").status, 200, "beside {number}");
        }
    }
    assert!(silent.len() > 500, "{} connections", silent.len());
    for _ in 0..10 {
        assert_eq!(server.get("/api/search?q=HA").status, 200);
    }
}

#[test]
fn a_token_is_asked_for() {
    let server = Server::sample(&["--token", "open sesame 1"]);
    // `someone:open sesame 1` and `open sesame 1:`, in Base64.
    let password = "Basic c29tZW9uZTpvcGVuIHNlc2FtZSAx";
    let name = "Basic b3BlbiBzZXNhbWUgMTo=";
    for given in ["Bearer open sesame 1", "bearer open sesame 1", password] {
        for path in ["/", "/api/search", "/metrics", "/openapi.json"] {
            let reply = server.ask("GET", path, &[("authorization", given)]);
            assert_eq!(reply.status, 200, "{given} {path}");
        }
    }
    for given in [
        "Bearer open sesame",
        "Bearer open sesame 12",
        "Bearer",
        name,
        "Basic ?",
        "x",
    ] {
        let reply = server.ask("GET", "/api/search", &[("authorization", given)]);
        reply.problem(401);
        let asks = reply.header("www-authenticate");
        assert!(
            asks.contains("Bearer") && asks.contains("Basic realm="),
            "{asks}"
        );
    }
    for path in ["/", "/metrics", "/openapi.json", "/nothing"] {
        server.get(path).problem(401);
    }
    assert_eq!(server.get("/healthz").json()["status"], "ok");
    // Who has the token may call the server what it likes.
    let headers = [("host", "search.example.org"), ("authorization", password)];
    assert_eq!(server.ask("GET", "/", &headers).status, 200);
}

#[test]
fn every_answer_carries_what_keeps_a_page_safe() {
    let server = Server::sample(&[]);
    for (path, host) in [
        ("/", "localhost"),
        ("/api/search", "localhost"),
        ("/nothing", "localhost"),
        ("/", "evil.example"),
    ] {
        let reply = server.ask("GET", path, &[("host", host)]);
        let policy = reply.header("content-security-policy");
        assert!(policy.starts_with("default-src 'self'; "), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"));
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("referrer-policy"), "no-referrer");
        assert_eq!(reply.header("access-control-allow-origin"), "");
    }
    let page = server.get("/");
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let html = page.body_text();
    assert!(!html.contains("<style") && !html.contains(" style=") && !html.contains(" onclick="));
}

#[test]
fn what_is_too_long_is_refused() {
    let server = Server::sample(&[]);
    let long = format!("/api/search?q={}", "a".repeat(17_000));
    server.get(&long).problem(414);
    server
        .ask("GET", "/api/search", &[("content-length", "99999999")])
        .problem(413);
    let endless = "a".repeat(100_000);
    let reply = ask(&server.addr, "GET", "/", &[("x-long", &endless)]);
    assert!(reply.is_err() || reply.is_ok_and(|reply| reply.status == 431));
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn a_client_that_does_not_finish_its_request_is_let_go() {
    let server = Server::sample(&[]);
    let mut stream = TcpStream::connect(&server.addr).expect("a connection");
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: ")
        .expect("half a request");
    let mut rest = Vec::new();
    // Comes back when the server has closed the connection.
    let _ = stream.read_to_end(&mut rest);
    assert_eq!(String::from_utf8_lossy(&rest), "");
}

#[test]
fn no_request_that_was_begun_is_dropped_when_the_server_stops() {
    let server = Server::sample(&[]);
    let (addr, whole) = (server.addr.clone(), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                // Once it listens no more, nothing comes back at all.
                while let Ok(answer) = exchange(&addr) {
                    if answer.is_empty() {
                        break;
                    }
                    let json = answer.split("\r\n\r\n").nth(1).expect("a body");
                    let answer: Value = serde_json::from_str(json).expect("a whole answer");
                    assert_eq!(answer["hits"].as_array().map(Vec::len), Some(100));
                    whole.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        while whole.load(Ordering::Relaxed) < 20 {
            thread::yield_now();
        }
        server.terminate();
    });
    let (status, log) = server.ended();
    assert!(status.success(), "{status}: {log}");
    assert!(log.contains("stopped"), "{log}");
}

fn exchange(addr: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(addr)?;
    let head = format!("GET /api/search?limit=100 HTTP/1.0\r\nhost: {addr}\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[test]
fn requests_are_counted_and_logged_but_not_what_was_searched_for() {
    let server = Server::sample(&["--log-format", "json"]);
    for _ in 0..3 {
        server.get("/api/search?q=secretword");
    }
    server.get("/api/search?limit=x");
    server.get("/secretpath");
    let metrics = server.get("/metrics");
    assert!(
        metrics
            .header("content-type")
            .starts_with("application/openmetrics-text")
    );
    let text = metrics.body_text();
    for line in [
        "search_http_requests_total{route=\"/api/search\",status=\"200\"} 3",
        "search_http_requests_total{route=\"/api/search\",status=\"400\"} 1",
        "search_http_requests_total{route=\"other\",status=\"404\"} 1",
        "search_http_request_duration_seconds_count{route=\"/api/search\"} 4",
        "search_index_passages 208",
        "# EOF",
    ] {
        assert!(text.lines().any(|one| one == line), "{line}: {text}");
    }
    server.terminate();
    let (_, log) = server.ended();
    let lines: Vec<Value> = log
        .lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let searched = lines.iter().find(|line| line["path"] == "/api/search");
    assert_eq!(searched.expect("a line")["status"], 200);
    assert!(!log.contains("secretword"), "{log}");
}
