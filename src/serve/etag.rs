//! What an answer is known by, so that it is sent only once.

use axum::{
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use twox_hash::XxHash3_64;

/// Headers that go with an answer known by its tag: it may be kept, and must be asked for again.
pub(super) fn sent_with(tag: &str) -> [(HeaderName, String); 2] {
    [
        (header::ETAG, tag.to_owned()),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ]
}

/// The tag of what is made of these parts. It is weak: compressed or not, the answer is the same.
pub(super) fn of(parts: &[&[u8]]) -> String {
    let mut all = Vec::new();
    for part in parts {
        all.extend_from_slice(&part.len().to_le_bytes());
        all.extend_from_slice(part);
    }
    format!("W/\"{:016x}\"", XxHash3_64::oneshot(&all))
}

/// `304 Not Modified`, where the asker knows the answer with this tag.
pub(super) fn unless_known(tag: &str, headers: &HeaderMap) -> Option<Response> {
    let known = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| opaque(one.trim()) == opaque(tag));
    known.then(|| (StatusCode::NOT_MODIFIED, sent_with(tag)).into_response())
}

/// A tag without what tells a weak one from a strong one: the comparison is weak.
fn opaque(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}
