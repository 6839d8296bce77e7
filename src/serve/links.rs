//! Links of hits, made absolute where the server was told what they lead into.

use std::str::FromStr;

use axum::http::Uri;
use recap_search::{
    Answer, Hit, Passage,
    index::IndexedRecap,
    query::{Completions, Counts},
};

/// Address of the site that publishes the recaps: `https://example.org`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Base(String);

impl FromStr for Base {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let site = text.trim_end_matches('/');
        let uri: Result<Uri, _> = site.parse();
        match uri {
            Ok(uri)
                if matches!(uri.scheme_str(), Some("http" | "https"))
                    && uri.host().is_some_and(|host| !host.is_empty())
                    && uri.query().is_none() =>
            {
                Ok(Self(site.to_owned()))
            }
            _ => Err("not the address of a site, such as https://example.org"),
        }
    }
}

impl Base {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Puts the site before a link that names none.
    fn lead(&self, link: &mut Option<String>) {
        let Some(path) = link.as_deref().filter(|path| !path.is_empty()) else {
            return;
        };
        let has_scheme = path
            .split(['/', '?', '#'])
            .next()
            .unwrap_or("")
            .contains(':');
        if !has_scheme && !path.starts_with("//") {
            *link = Some(format!("{}/{}", self.0, path.trim_start_matches('/')));
        }
    }
}

/// What holds links.
pub(super) trait Links {
    /// Makes them absolute.
    fn links(&mut self, base: &Base);
}

impl Links for Answer {
    fn links(&mut self, base: &Base) {
        self.hits.iter_mut().for_each(|hit| hit.links(base));
    }
}

impl Links for Hit {
    fn links(&mut self, base: &Base) {
        base.lead(&mut self.url);
        self.passages.iter_mut().for_each(|hit| hit.links(base));
    }
}

impl Links for Passage {
    fn links(&mut self, base: &Base) {
        base.lead(&mut self.url);
    }
}

impl Links for IndexedRecap {
    fn links(&mut self, base: &Base) {
        base.lead(&mut self.url);
        self.passages.iter_mut().for_each(|one| one.links(base));
    }
}

impl Links for Counts {
    fn links(&mut self, _: &Base) {}
}

impl Links for Completions {
    fn links(&mut self, _: &Base) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_put_before_links_that_name_none() {
        let base: Base = "https://example.org/".parse().expect("an address");
        for (link, want) in [
            ("/zh/a.html", "https://example.org/zh/a.html"),
            ("zh/a.html?b=c:d", "https://example.org/zh/a.html?b=c:d"),
            ("https://other.org/a", "https://other.org/a"),
            ("//other.org/a", "//other.org/a"),
            ("mailto:someone", "mailto:someone"),
            ("", ""),
        ] {
            let mut link = Some(link.to_owned());
            base.lead(&mut link);
            assert_eq!(link.as_deref(), Some(want));
        }
    }

    #[test]
    fn only_addresses_of_sites_are_taken() {
        for text in [
            "",
            "example.org",
            "ftp://example.org",
            "https://",
            "https://a.b/?q=1",
            "/x",
        ] {
            assert!(text.parse::<Base>().is_err(), "{text}");
        }
    }
}
