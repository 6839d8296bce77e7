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
    "app.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "address.js": "text/javascript; charset=utf-8",
    "api.js": "text/javascript; charset=utf-8",
    "app.js": "text/javascript; charset=utf-8",
    "dom.js": "text/javascript; charset=utf-8",
    "early.js": "text/javascript; charset=utf-8",
    "facets.js": "text/javascript; charset=utf-8",
    "hit.js": "text/javascript; charset=utf-8",
    "home.js": "text/javascript; charset=utf-8",
    "i18n.js": "text/javascript; charset=utf-8",
    "keyboard.js": "text/javascript; charset=utf-8",
    "name.js": "text/javascript; charset=utf-8",
    "navigate.js": "text/javascript; charset=utf-8",
    "parts.js": "text/javascript; charset=utf-8",
    "recap.js": "text/javascript; charset=utf-8",
    "results.js": "text/javascript; charset=utf-8",
    "settings.js": "text/javascript; charset=utf-8",
    "suggest.js": "text/javascript; charset=utf-8",
    "talk.js": "text/javascript; charset=utf-8",
    "timeline.js": "text/javascript; charset=utf-8",
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
