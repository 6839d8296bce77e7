//! Messages of the protocol as lines of standard input and output. What is no message is answered
//! with an error, and the next line is read.

use std::io;

use rmcp::{
    RoleServer,
    model::{
        CallToolRequestParams, ClientRequest, ErrorCode, GetMeta, InitializeRequestParams,
        JsonRpcMessage, PaginatedRequestParams, RequestId,
    },
    service::{RxJsonRpcMessage, TxJsonRpcMessage},
    transport::Transport,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    sync::mpsc,
    task::{self, JoinHandle},
};

/// Most bytes of a line. A question has 1,000 characters at most, so a message is short.
const LONGEST_LINE: usize = 1 << 20;
/// Lines that may wait to be written. Where the client reads none of them, no more are read either.
const WAITING: usize = 64;

/// A transport that answers every line which asks for an answer.
///
/// Reading can be called off at any point: what was read of a line is kept.
pub(super) struct Lines<R> {
    read: BufReader<R>,
    line: Vec<u8>,
    /// Whether the line at hand is longer than is read.
    too_long: bool,
    /// Whether a session was asked for: before that, only requests have a meaning.
    begun: bool,
    out: Option<mpsc::Sender<Vec<u8>>>,
    writer: JoinHandle<()>,
}

/// Why a line is refused, as JSON-RPC says it.
#[derive(Debug)]
struct Refusal {
    id: Option<RequestId>,
    code: ErrorCode,
    message: String,
}

impl<R: AsyncRead + Unpin + Send> Lines<R> {
    /// Reads from one end and writes to the other.
    pub(super) fn new(read: R, mut write: impl AsyncWrite + Unpin + Send + 'static) -> Self {
        let (out, mut lines) = mpsc::channel::<Vec<u8>>(WAITING);
        let writer = task::spawn(async move {
            while let Some(mut line) = lines.recv().await {
                line.push(b'\n');
                if write.write_all(&line).await.is_err() || write.flush().await.is_err() {
                    // Nobody reads: what is still to be sent fails, and the session ends.
                    break;
                }
            }
        });
        Self {
            read: BufReader::new(read),
            line: Vec::new(),
            too_long: false,
            begun: false,
            out: Some(out),
            writer,
        }
    }

    /// Reads up to the end of a line. `None` where the input ends.
    async fn whole_line(&mut self) -> Option<Result<Vec<u8>, Refusal>> {
        loop {
            let available = self.read.fill_buf().await.ok()?;
            let end = memchr::memchr(b'\n', available);
            let length = end.map_or(available.len(), |at| at + 1);
            let ended = end.is_some() || available.is_empty();
            if self.line.len() + length > LONGEST_LINE {
                self.too_long = true;
                self.line = Vec::new();
            }
            if !self.too_long {
                self.line.extend_from_slice(&available[..length]);
            }
            let at_end = available.is_empty() && self.line.is_empty() && !self.too_long;
            self.read.consume(length);
            if at_end {
                return None;
            }
            if ended {
                let line = std::mem::take(&mut self.line);
                return Some(match std::mem::take(&mut self.too_long) {
                    false => Ok(line),
                    true => Err(Refusal {
                        id: None,
                        code: ErrorCode::PARSE_ERROR,
                        message: format!("a line has {LONGEST_LINE} bytes at most"),
                    }),
                });
            }
        }
    }
}

impl<R: AsyncRead + Unpin + Send> Transport<RoleServer> for Lines<R> {
    type Error = io::Error;

    fn send(
        &mut self,
        message: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let out = self.out.clone();
        async move {
            let closed = || io::Error::from(io::ErrorKind::BrokenPipe);
            let line = serde_json::to_vec(&message)?;
            let out = out.ok_or_else(closed)?;
            out.send(line).await.map_err(|_| closed())
        }
    }

    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        loop {
            // Room for an answer first: then giving it cannot be called off half-way.
            let room = self.out.clone()?.reserve_owned().await.ok()?;
            let read = match self.whole_line().await? {
                Ok(line) => message(&line),
                Err(refusal) => Err(refusal),
            };
            match read {
                Ok(Some(message)) => {
                    self.begun |= begins(&message);
                    let is_request = matches!(message, JsonRpcMessage::Request(_));
                    if is_request || self.begun {
                        return Some(message);
                    }
                }
                Ok(None) => {}
                Err(refusal) => {
                    room.send(refusal.line());
                }
            }
        }
    }

    async fn close(&mut self) -> io::Result<()> {
        self.out = None;
        // What was answered is written before the program ends.
        (&mut self.writer).await.map_err(io::Error::other)
    }
}

impl Refusal {
    fn line(&self) -> Vec<u8> {
        let error = json!({"code": self.code, "message": self.message});
        let answer = json!({"jsonrpc": "2.0", "id": self.id, "error": error});
        answer.to_string().into_bytes()
    }
}

/// Whether a message asks for a session: with a handshake, or by naming the version itself.
fn begins(message: &RxJsonRpcMessage<RoleServer>) -> bool {
    match message {
        JsonRpcMessage::Request(asked) => {
            matches!(asked.request, ClientRequest::InitializeRequest(_))
                || asked.request.get_meta().protocol_version().is_some()
        }
        _ => false,
    }
}

/// The message in a line; `None` where there is none that the server has a use for.
fn message(line: &[u8]) -> Result<Option<RxJsonRpcMessage<RoleServer>>, Refusal> {
    if line.trim_ascii().is_empty() {
        return Ok(None);
    }
    let value: Value = serde_json::from_slice(line).map_err(|error| Refusal {
        id: None,
        code: ErrorCode::PARSE_ERROR,
        message: format!("the line is not JSON: {error}"),
    })?;
    let id: Option<RequestId> = value
        .get("id")
        .and_then(|id| serde_json::from_value(id.clone()).ok());
    let refusal = |code, message: String| Refusal {
        id: id.clone(),
        code,
        message,
    };
    let invalid = |message: &str| Err(refusal(ErrorCode::INVALID_REQUEST, message.to_owned()));
    let Some(members) = value.as_object() else {
        return invalid("a line is one JSON object; batches are not taken");
    };
    if members.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return invalid("`jsonrpc` is \"2.0\"");
    }
    let answers = members.contains_key("result") || members.contains_key("error");
    let method = match members.get("method") {
        Some(_) if answers => return invalid("a request has no `result` and no `error`"),
        Some(Value::String(method)) => method.clone(),
        Some(_) => return invalid("`method` is a string"),
        // Nothing is asked of the client, so its answers belong to no question.
        None if answers => return Ok(None),
        None => return invalid("`method` is missing"),
    };
    if members.contains_key("id") && id.is_none() {
        return invalid("`id` is a string or a whole number");
    }
    let params = members.get("params").cloned().unwrap_or_default();
    if id.is_some()
        && let Err(misfit) = fits(&method, params)
    {
        let message = format!("`params` of `{method}`: {misfit}");
        return Err(refusal(ErrorCode::INVALID_PARAMS, message));
    }
    match serde_json::from_value(value) {
        Ok(message) => Ok(Some(message)),
        // What fits no method that there is, and asks for no answer.
        Err(_) if id.is_none() => Ok(None),
        Err(_) => {
            let message = format!("there is no method `{method}`");
            Err(refusal(ErrorCode::METHOD_NOT_FOUND, message))
        }
    }
}

/// Holds parameters against what a method takes. Of other methods it is said later that there are
/// none such.
fn fits(method: &str, params: Value) -> Result<(), String> {
    fn read<T: DeserializeOwned>(params: Value) -> Result<(), String> {
        serde_json::from_value::<T>(params)
            .map(drop)
            .map_err(|error| error.to_string())
    }
    let needed = match method {
        "initialize" | "tools/call" => true,
        "tools/list" | "ping" => false,
        _ => return Ok(()),
    };
    match &params {
        Value::Object(_) => {}
        Value::Null if !needed => return Ok(()),
        Value::Null => return Err("they are missing".to_owned()),
        _ => return Err("they are an object, by names".to_owned()),
    }
    match method {
        "initialize" => read::<InitializeRequestParams>(params),
        "tools/call" => read::<CallToolRequestParams>(params),
        "tools/list" => read::<PaginatedRequestParams>(params),
        _ => Ok(()),
    }
}
