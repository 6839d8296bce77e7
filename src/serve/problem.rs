//! Errors as they are answered: `application/problem+json` (RFC 9457).

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use recap_search::Error;
use serde::Serialize;
use utoipa::ToSchema;

/// Why a request was not answered, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Problem {
    /// Always `about:blank`: `status` says what kind of problem it is
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words
    title: &'static str,
    /// The HTTP status
    status: u16,
    /// What is wrong with this request, and what to do
    detail: String,
    /// The parameter at fault
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
}

/// Type of a problem's document.
pub(super) const PROBLEM_JSON: &str = "application/problem+json";

/// Seconds after which a server that was busy may be asked again.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");

impl Problem {
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
            parameter: None,
        }
    }

    /// A parameter that cannot be read.
    pub(super) fn parameter(name: &str, detail: impl Into<String>) -> Self {
        Self {
            parameter: Some(name.to_owned()),
            ..Self::new(StatusCode::BAD_REQUEST, detail)
        }
    }

    pub(super) fn no_such_page() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "nothing is served under this path; /openapi.json tells what is",
        )
    }

    /// Our own fault. What it was stands in the log, not in the answer: it may name files.
    pub(super) fn ours(what: &dyn std::fmt::Display) -> Self {
        tracing::error!(error = %what, "a request failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the server could not answer; its log says why",
        )
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match &error {
            Error::Value { option, .. } => Self::parameter(option, error.to_string()),
            Error::TooLong { what, .. } => {
                let parameter = if *what == "query" { "q" } else { what };
                let hint = error.hint().unwrap_or_default();
                Self::parameter(parameter, format!("{error}; {hint}"))
            }
            Error::Late => Self::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string()),
            Error::UnknownId { .. } => {
                let hint = error.hint().unwrap_or_default();
                Self {
                    parameter: Some("id".to_owned()),
                    ..Self::new(StatusCode::NOT_FOUND, format!("{error}; {hint}"))
                }
            }
            _ => Self::ours(&error),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&self).unwrap_or_default();
        let headers = [
            (header::CONTENT_TYPE, PROBLEM_JSON),
            (header::CACHE_CONTROL, "no-store"),
        ];
        let mut response = (status, headers, body).into_response();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        response
    }
}
