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
    type Err = String;

    /// Takes the address of a site, or of a folder of it.
    fn from_str(text: &str) -> Result<Self, String> {
        let (site, more) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
        let site = site.trim_end_matches('/');
        let none = || "not the address of a site, such as https://example.org".to_owned();
        let uri: Uri = site.parse().map_err(|_| none())?;
        let authority = uri.authority().ok_or_else(none)?;
        let scheme = uri.scheme_str().unwrap_or_default().to_ascii_lowercase();
        let (user, host) = match authority.as_str().rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority.as_str()),
        };
        let port = host.strip_prefix(authority.host()).unwrap_or_default();
        let port_fits = port.is_empty()
            || port
                .strip_prefix(':')
                .is_some_and(|port| port.parse::<u16>().is_ok());
        if !matches!(&*scheme, "http" | "https") || authority.host().is_empty() || !port_fits {
            return Err(none());
        }
        let path = uri.path().trim_end_matches('/');
        let plain = format!("{scheme}://{host}{path}");
        let excess = match more.chars().next() {
            _ if user.is_some() => "a user or password, which every link would publish",
            Some('?') => "a query, behind which no path can stand",
            Some(_) => "a fragment, behind which no path can stand",
            None => return Ok(Self(plain)),
        };
        Err(format!("it has {excess}; write {plain}"))
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
            "https://a.b:x",
            "https://a.b:99999",
            "https://a b",
            "https://@",
            "https:///x",
            "/x",
        ] {
            let told = text.parse::<Base>().expect_err(text);
            assert!(
                told.starts_with("not the address of a site"),
                "{text}: {told}"
            );
        }
        for (text, told) in [
            ("https://a.b/?q=1", "a query"),
            ("https://a.b?", "a query"),
            ("https://a.b/zh/#x", "a fragment"),
            ("https://a.b#", "a fragment"),
            ("https://u:p@a.b/zh?q#x", "a user or password"),
            ("https://u@a.b/zh", "a user or password"),
        ] {
            let error = text.parse::<Base>().expect_err(text);
            assert!(error.contains(told), "{text}: {error}");
            let write = error.rsplit("write ").next().unwrap_or_default();
            assert!(write.parse::<Base>().is_ok(), "{error}");
        }
    }
}
