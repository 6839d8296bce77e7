//! Figures of the running server, in the text format of Prometheus.

use std::{
    sync::atomic::{AtomicI64, AtomicU64},
    time::Duration,
};

use axum::http::StatusCode;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Registry, Unit},
};
use recap_search::Index;

/// Type of the document.
pub(super) const METRICS_TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// What is counted and measured.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    generation: Gauge<i64, AtomicI64>,
    passages: Gauge<i64, AtomicI64>,
    unreadable: Counter<u64, AtomicU64>,
}

impl Metrics {
    pub(super) fn new() -> Self {
        // From half a millisecond to sixteen seconds.
        let buckets = || Histogram::new(exponential_buckets(0.0005, 2.0, 16));
        let mut registry = Registry::with_prefix("search");
        let metrics = Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(buckets),
            generation: Gauge::default(),
            passages: Gauge::default(),
            unreadable: Counter::default(),
            registry: Registry::default(),
        };
        let help = "Requests answered";
        registry.register("http_requests", help, metrics.requests.clone());
        let help = "Time from a request's head to its answer's";
        let seconds = metrics.seconds.clone();
        registry.register_with_unit("http_request_duration", help, Unit::Seconds, seconds);
        let help = "Number of the commit of the index that is shown";
        registry.register("index_generation", help, metrics.generation.clone());
        let help = "Passages of the index that is shown";
        registry.register("index_passages", help, metrics.passages.clone());
        let help = "Times that the index could not be read for a newer commit";
        registry.register("index_unreadable", help, metrics.unreadable.clone());
        Self {
            registry,
            ..metrics
        }
    }

    /// A request to `route` was answered.
    pub(super) fn answered(&self, route: &str, status: StatusCode, took: Duration) {
        let route = route.to_owned();
        let status = status.as_u16();
        self.seconds
            .get_or_create(&Route {
                route: route.clone(),
            })
            .observe(took.as_secs_f64());
        self.requests
            .get_or_create(&Answered { route, status })
            .inc();
    }

    /// This is the index that is shown from now on.
    pub(super) fn shows(&self, index: &Index) {
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        self.generation.set(number(index.generation()));
        self.passages.set(number(index.len()));
    }

    pub(super) fn could_not_look(&self) {
        self.unreadable.inc();
    }

    /// All of them.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
