use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    thread::{self, JoinHandle},
};

use serde_json::Value;

use crate::world::{World, program, sample_index};

/// A running `search serve`; it ends with the test.
pub(crate) struct Server {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub(crate) addr: String,
    log: Option<JoinHandle<String>>,
}

impl Server {
    /// Over the sample recaps.
    pub(crate) fn sample(args: &[&str]) -> Self {
        Self::start(sample_index().into(), args)
    }

    /// Over the index of `world`.
    pub(crate) fn of(world: &World, args: &[&str]) -> Self {
        Self::start(world.path("index"), args)
    }

    fn start(index: PathBuf, args: &[&str]) -> Self {
        let mut child = program()
            .args(["serve", "--addr"])
            // The first of the arguments may be another address.
            .args((!args.iter().any(|arg| arg.ends_with(":0"))).then_some("127.0.0.1:0"))
            .args(args)
            .arg("--index")
            .arg(index)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut line = String::new();
        let out = child.stdout.take().expect("standard output");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let mut err = child.stderr.take().expect("standard error");
        let log = thread::spawn(move || {
            let mut log = String::new();
            err.read_to_string(&mut log).expect("UTF-8");
            log
        });
        let addr = line.trim_end().strip_prefix("listening on http://");
        let addr = addr.unwrap_or_else(|| panic!("{line:?}")).to_owned();
        Self {
            child,
            addr,
            log: Some(log),
        }
    }

    /// Asks for `path`.
    #[track_caller]
    pub(crate) fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[])
    }

    /// Asks for `path` with more headers.
    #[track_caller]
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
        ask(&self.addr, method, path, headers).expect("an answer")
    }

    /// Tells it to stop, as a service manager does.
    pub(crate) fn terminate(&self) {
        let id = self.child.id().to_string();
        let killed = Command::new("kill").args(["-TERM", &id]).status();
        assert!(killed.expect("kill").success());
    }

    /// Waits until it has stopped; how it ended, and its log.
    pub(crate) fn ended(mut self) -> (ExitStatus, String) {
        let status = self.child.wait().expect("it ends");
        let log = self.log.take().map(|log| log.join().expect("a log"));
        (status, log.unwrap_or_default())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks the server at `addr`; with HTTP/1.0, so that the answer ends where the connection does.
/// A host that is named takes the place of its own.
pub(crate) fn ask(
    addr: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> std::io::Result<Reply> {
    let mut stream = TcpStream::connect(addr)?;
    let mut head = format!("{method} {path} HTTP/1.0\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !headers.iter().any(|(name, _)| *name == "host") {
        head.push_str(&format!("host: {addr}\r\n"));
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    let mut all = Vec::new();
    stream.read_to_end(&mut all)?;
    Ok(Reply::of(&all))
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Names in lower case.
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    fn of(all: &[u8]) -> Self {
        let blank = all.windows(4).position(|four| four == b"\r\n\r\n");
        let blank = blank.unwrap_or_else(|| panic!("{:?}", String::from_utf8_lossy(all)));
        let head = String::from_utf8_lossy(&all[..blank]);
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let headers = lines.filter_map(|line| line.split_once(": "));
        Self {
            status: status.and_then(|s| s.parse().ok()).expect("a status"),
            headers: headers
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect(),
            body: all[blank + 4..].to_vec(),
        }
    }

    /// The header of this name; all of them, joined by commas.
    pub(crate) fn header(&self, name: &str) -> String {
        let values = self.headers.iter().filter(|(known, _)| known == name);
        let values: Vec<&str> = values.map(|(_, value)| value.as_str()).collect();
        values.join(", ")
    }

    /// The body as text.
    pub(crate) fn body_text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }

    /// It is an answer in JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{self:?}");
        assert_eq!(self.header("content-type"), "application/json");
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// It is a problem with this status.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem: Value = serde_json::from_slice(&self.body).expect("JSON");
        assert_eq!(problem["status"], status);
        assert!(problem["title"].is_string() && problem["type"] == "about:blank");
        assert!(
            problem["detail"]
                .as_str()
                .is_some_and(|told| !told.is_empty())
        );
        problem
    }
}

/// `text` as a part of an address.
pub(crate) fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}
