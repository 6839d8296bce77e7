use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
};

use rmcp::{
    RoleClient, ServiceExt,
    model::{CallToolRequestParams, CallToolResult},
    service::RunningService,
    transport::TokioChildProcess,
};
use serde_json::{Value, json};

use crate::world::{World, recap, sample_index, timeless};

type Client = RunningService<RoleClient, ()>;

/// A client of the protocol that runs the program and speaks with it.
async fn client(index: &str) -> Client {
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_search"));
    command.args(["mcp", "--index", index]);
    let transport = TokioChildProcess::new(command).expect("the program runs");
    ().serve(transport).await.expect("it speaks the protocol")
}

async fn call(client: &Client, tool: &'static str, arguments: Value) -> CallToolResult {
    let arguments = arguments.as_object().cloned().expect("an object");
    let request = CallToolRequestParams::new(tool).with_arguments(arguments);
    client.call_tool(request).await.expect("a result")
}

/// What a call that succeeds brings.
async fn found(client: &Client, tool: &'static str, arguments: Value) -> Value {
    let result = call(client, tool, arguments).await;
    assert_eq!(result.is_error, Some(false), "{result:?}");
    result.structured_content.expect("a structured result")
}

/// What a call that fails tells the model.
async fn told(client: &Client, tool: &'static str, arguments: Value) -> String {
    let result = call(client, tool, arguments).await;
    assert_eq!(result.is_error, Some(true), "{result:?}");
    let text = result.content.first().and_then(|content| content.as_text());
    text.expect("a text").text.clone()
}

/// What the program prints for these arguments, with numbers as they come through the protocol.
fn printed(args: &[&str]) -> Value {
    let args = [args, &["--json", "--index", sample_index()]].concat();
    plain(World::new().run(&args).json())
}

/// Without what differs from run to run, or is only written differently.
fn plain(answer: Value) -> Value {
    let mut answer = timeless(answer);
    let hits = answer.get_mut("hits").and_then(Value::as_array_mut);
    for hit in hits.into_iter().flatten() {
        let score = hit["score"].as_f64().expect("a score");
        hit["score"] = json!((score * 1e3).round());
    }
    answer
}

#[tokio::test]
async fn an_agent_is_told_what_there_is_and_how_to_use_it() {
    let client = client(sample_index()).await;
    let info = client.peer_info().expect("information");
    assert!(
        info.instructions
            .as_ref()
            .is_some_and(|told| told.contains("search_talks"))
    );
    let tools = client.list_all_tools().await.expect("tools");
    let names: Vec<&str> = tools.iter().map(|tool| &*tool.name).collect();
    assert_eq!(
        names,
        ["search_talks", "get_talk", "list_facets", "suggest"]
    );
    for tool in &tools {
        let hints = tool.annotations.as_ref().expect("hints");
        assert_eq!(hints.read_only_hint, Some(true), "{}", tool.name);
        assert!(
            tool.description
                .as_ref()
                .is_some_and(|told| told.len() > 100)
        );
        assert_eq!(tool.input_schema["type"], "object");
        let arguments = tool.input_schema["properties"]
            .as_object()
            .expect("arguments");
        for (name, described) in arguments {
            assert!(
                described["description"].is_string(),
                "{}: {name}",
                tool.name
            );
        }
        let output = tool.output_schema.as_ref().expect("a schema");
        let text = serde_json::to_string(output).expect("JSON");
        assert!(!text.contains("#/components/"), "{text}");
    }
    client.cancel().await.expect("it ends");
}

#[tokio::test]
async fn tools_bring_what_the_commands_print() {
    let client = client(sample_index()).await;
    let asked = json!({"query": "高可用", "city": ["长沙", "广州"], "since": "2021", "limit": 2, "sort": "newest"});
    let want = printed(&[
        "query",
        "高可用",
        "--city",
        "长沙",
        "--city",
        "广州",
        "--since",
        "2021",
        "--limit",
        "2",
        "--sort",
        "newest",
    ]);
    assert_eq!(plain(found(&client, "search_talks", asked).await), want);
    let grouped = json!({"query": "密态等值", "literal": true, "group": "recap", "offset": 0});
    let grouped = found(&client, "search_talks", grouped).await;
    assert_eq!(grouped["hits"][0]["kind"], "recap");

    let id = "2021/changsha-2021-07-20#6";
    let talk = found(&client, "get_talk", json!({"id": id})).await;
    assert_eq!(talk, printed(&["show", id]));

    let counts = found(
        &client,
        "list_facets",
        json!({"query": "高可用", "limit": 500}),
    )
    .await;
    assert_eq!(plain(counts), printed(&["facets", "高可用"]));
    let first = found(&client, "list_facets", json!({"limit": 1})).await;
    assert!(
        first["facets"]
            .as_object()
            .expect("facets")
            .values()
            .all(|values| { values.as_array().is_some_and(|values| values.len() == 1) })
    );

    let names = found(&client, "suggest", json!({"prefix": "huzh"})).await;
    assert_eq!(names, printed(&["suggest", "huzh"]));
}

#[tokio::test]
async fn arguments_are_taken_as_they_are_meant() {
    let client = client(sample_index()).await;
    let loose = json!({"query": "高可用", "city": "长沙", "since": 2021, "until": null});
    let strict = json!({"query": "高可用", "city": ["长沙"], "since": "2021"});
    let loose = found(&client, "search_talks", loose).await;
    assert_eq!(
        plain(loose),
        plain(found(&client, "search_talks", strict).await)
    );
}

#[tokio::test]
async fn a_call_that_fails_says_what_to_change() {
    let client = client(sample_index()).await;
    for (tool, arguments, want) in [
        (
            "search_talks",
            json!({"citty": "长沙"}),
            "`citty` is no argument of this tool; there are city",
        ),
        (
            "search_talks",
            json!({"limit": 500}),
            "limit: 500 is not a whole number from 0 to 50",
        ),
        (
            "search_talks",
            json!({"limit": -1}),
            "limit: -1 is not a whole number",
        ),
        (
            "search_talks",
            json!({"limit": "ten"}),
            "limit: \"ten\" is not of type \"integer\"",
        ),
        (
            "search_talks",
            json!({"sort": "best"}),
            "not one of [\"relevance\",\"newest\",\"oldest\"]",
        ),
        (
            "search_talks",
            json!({"city": [{"name": "长沙"}]}),
            "city: {\"name\":\"长沙\"} is not of type",
        ),
        (
            "search_talks",
            json!({"since": "soon"}),
            "since: `soon` is no date: write 2021",
        ),
        ("get_talk", json!({}), "missing field `id`"),
        (
            "get_talk",
            json!({"id": "nothing#1"}),
            "no passage or recap has the id `nothing#1`; take an id",
        ),
        (
            "get_talk",
            json!({"id": "2021/changsha-2021-07-20"}),
            "`2021/changsha-2021-07-20#1` being the first",
        ),
        (
            "suggest",
            json!({"prefix": ["a"]}),
            "prefix: [\"a\"] is not of type \"string\"",
        ),
    ] {
        let told = told(&client, tool, arguments.clone()).await;
        assert!(told.contains(want), "{tool} {arguments}: {told}");
    }
    let request = CallToolRequestParams::new("delete_talk");
    let error = client
        .call_tool(request)
        .await
        .expect_err("no such tool")
        .to_string();
    assert!(
        error.contains("no tool `delete_talk`; there are search_talks"),
        "{error}"
    );
}

#[tokio::test]
async fn each_call_sees_the_newest_commit() {
    let text = |talk: &str| recap("聚会", "长沙", "2021-07-20", "张三", talk);
    let world = World::indexed(&[("a.md", &text("全密态数据库"))]);
    let index = world.path("index").display().to_string();
    let client = client(&index).await;
    let title = async || {
        let answer = found(&client, "search_talks", json!({})).await;
        answer["hits"][0]["title"].clone()
    };
    assert_eq!(title().await, "全密态数据库");
    world.write("corpus/a.md", text("列式存储引擎"));
    world.run(&["index"]).ok();
    assert_eq!(title().await, "列式存储引擎");
}

/// The program, spoken with line by line.
struct Lines {
    child: Child,
    answers: BufReader<std::process::ChildStdout>,
}

impl Lines {
    fn new() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_search"))
            .args(["mcp", "--index", sample_index()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        let answers = BufReader::new(child.stdout.take().expect("standard output"));
        Self { child, answers }
    }

    fn say(&mut self, line: &[u8]) {
        let input = self.child.stdin.as_mut().expect("standard input");
        input.write_all(line).expect("it reads");
        input.write_all(b"\n").expect("it reads");
    }

    /// The next answer.
    fn answer(&mut self) -> Value {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("a line");
        serde_json::from_str(&line).expect("JSON")
    }

    /// What a line is answered with.
    fn ask(&mut self, line: &[u8]) -> Value {
        self.say(line);
        self.answer()
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_line_is_answered_and_the_session_goes_on() {
    let mut lines = Lines::new();
    let deep = format!("{{\"a\":{}", "[".repeat(100_000));
    let long = vec![b'x'; 3 << 20];
    let request = |rest: &str| format!("{{\"jsonrpc\":\"2.0\",\"id\":7,{rest}}}").into_bytes();
    let begin = request(
        r#""method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"a","version":"1"}}"#,
    );
    let (none, seven) = (Value::Null, json!(7));
    let bad: Vec<(Vec<u8>, &Value, i32)> = vec![
        (b"x".to_vec(), &none, -32700),
        (b"{\"jsonrpc\":\"2.0\",\"id\":7".to_vec(), &none, -32700),
        (b"{} {}".to_vec(), &none, -32700),
        (b"\"\xff\xfe\"".to_vec(), &none, -32700),
        (request(r#""method":"\ud800""#), &none, -32700),
        (deep.into_bytes(), &none, -32700),
        (long, &none, -32700),
        (b"[]".to_vec(), &none, -32600),
        (b"1".to_vec(), &none, -32600),
        (
            [b"[", &*request(r#""method":"ping""#), b"]"].concat(),
            &none,
            -32600,
        ),
        (b"{}".to_vec(), &none, -32600),
        (b"{\"id\":7,\"method\":\"ping\"}".to_vec(), &seven, -32600),
        (request(r#""x":1"#), &seven, -32600),
        (request(r#""method":1"#), &seven, -32600),
        (
            b"{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}".to_vec(),
            &none,
            -32600,
        ),
        (
            b"{\"jsonrpc\":\"2.0\",\"id\":[7],\"method\":\"ping\"}".to_vec(),
            &none,
            -32600,
        ),
        (request(r#""method":"initialize""#), &seven, -32602),
        (
            request(r#""method":"initialize","params":[]"#),
            &seven,
            -32602,
        ),
        (request(r#""method":"tools/call""#), &seven, -32602),
        (
            request(r#""method":"tools/call","params":null"#),
            &seven,
            -32602,
        ),
        (
            request(r#""method":"tools/call","params":["suggest"]"#),
            &seven,
            -32602,
        ),
        (
            request(r#""method":"tools/call","params":{}"#),
            &seven,
            -32602,
        ),
        (
            request(r#""method":"tools/call","params":{"name":"suggest","arguments":[]}"#),
            &seven,
            -32602,
        ),
        (
            request(r#""method":"tools/list","params":[]"#),
            &seven,
            -32602,
        ),
        (
            request(r#""method":"tools/list","params":{"cursor":1}"#),
            &seven,
            -32602,
        ),
        (request(r#""method":"ping","params":1"#), &seven, -32602),
    ];
    let all_bad = |lines: &mut Lines| {
        for (line, id, code) in &bad {
            let told = lines.ask(line);
            let line = String::from_utf8_lossy(&line[..line.len().min(200)]);
            assert_eq!(told["error"]["code"], *code, "{line}: {told}");
            assert_eq!(
                (&told["id"], &told["jsonrpc"]),
                (*id, &json!("2.0")),
                "{line}: {told}"
            );
            assert!(
                told["error"]["message"]
                    .as_str()
                    .is_some_and(|told| !told.is_empty())
            );
        }
    };
    // What asks for nothing is answered with nothing, before the handshake too.
    let silent: [&[u8]; 5] = [
        b"",
        b" \r",
        b"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
        b"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
        b"{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":1,\"message\":\"x\"}}",
    ];
    all_bad(&mut lines);
    silent.iter().for_each(|line| lines.say(line));
    let begun = lines.ask(&begin);
    assert_eq!(
        (&begun["id"], &begun["result"]["protocolVersion"]),
        (&json!(7), &json!("2025-06-18"))
    );
    all_bad(&mut lines);
    silent.iter().for_each(|line| lines.say(line));
    let unknown = lines.ask(&request(r#""method":"nothing","params":[]"#));
    assert_eq!(unknown["error"]["code"], -32601, "{unknown}");
    let called = request(
        r#""method":"tools/call","params":{"name":"suggest","arguments":{"prefix":"huzh"}}"#,
    );
    let names = lines.ask(&called);
    assert_eq!(
        names["result"]["structuredContent"],
        printed(&["suggest", "huzh"])
    );
}

#[test]
fn without_an_index_it_says_so_and_speaks_no_protocol() {
    let run = World::new().run(&["mcp"]);
    assert_eq!(run.out, "");
    assert!(run.error().contains("no index in `index`; build one"));
}

#[test]
fn it_ends_when_the_input_does() {
    let run = World::new().run_with(&["mcp", "--index", sample_index()], b"");
    assert!(run.err.lines().count() <= 1, "{run:?}");
}
