//! The files of the web page, carried inside the program.

use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};

use super::{etag, problem::Problem};

/// One file: its name, its type, its content.
struct File {
    name: &'static str,
    kind: &'static str,
    content: &'static [u8],
}

macro_rules! files {
    ($($name:literal: $kind:literal),* $(,)?) => {
        &[$(File {
            name: $name,
            kind: $kind,
            content: include_bytes!(concat!("page/", $name)),
        }),*]
    };
}

/// The page itself comes first; the others are its assets.
const FILES: &[File] = files! {
    "index.html": "text/html; charset=utf-8",
};

/// The page.
pub(super) async fn index(headers: HeaderMap) -> Result<Response, Problem> {
    send("index.html", &headers)
}

/// A file that the page loads. Only names of the list are known: none becomes a path.
pub(super) async fn asset(
    axum::extract::Path(name): axum::extract::Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    send(&name, &headers)
}

fn send(name: &str, headers: &HeaderMap) -> Result<Response, Problem> {
    let file = FILES
        .iter()
        .find(|file| file.name == name)
        .ok_or_else(Problem::no_such_page)?;
    let tag = etag::of(&[file.content]);
    Ok(etag::unless_known(&tag, headers).unwrap_or_else(|| {
        let kind = [(header::CONTENT_TYPE, file.kind)];
        (etag::sent_with(&tag), kind, file.content).into_response()
    }))
}
