//! Elements whose content no reader sees.

use std::collections::HashMap;

/// Most names of elements whose end tags are looked up: each costs a search of the body.
const MAX_NAMES: usize = 64;

/// The element that hides what comes next, if one does.
pub(super) struct Hidden<'a> {
    body: &'a str,
    /// Its name, and how many elements of this name are open in it.
    open: Option<(String, usize)>,
    /// By name: where its last end tag stands in the body.
    ends: HashMap<String, Option<usize>>,
}

impl<'a> Hidden<'a> {
    /// Nothing of `body` is hidden yet.
    pub(super) fn new(body: &'a str) -> Self {
        Self {
            body,
            open: None,
            ends: HashMap::new(),
        }
    }

    /// Whether what comes next is not shown.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Name of the element that hides what comes next.
    pub(super) fn by(&self) -> Option<&str> {
        self.open.as_ref().map(|(name, _)| name.as_str())
    }

    /// Hides everything up to the end tag of `name`, whose start tag stands at `offset` of the
    /// body. Without an end tag nothing is hidden, since that would be the rest of the page.
    pub(super) fn hide(&mut self, name: &str, offset: usize) {
        if self.ends_after(name, offset) {
            self.open = Some((name.to_owned(), 1));
        }
    }

    /// Meets a start or end tag in what is hidden.
    pub(super) fn tag(&mut self, name: &str, start: bool) {
        let Some((hidden, depth)) = &mut self.open else {
            return;
        };
        if hidden == name {
            *depth = if start { *depth + 1 } else { *depth - 1 };
            if *depth == 0 {
                self.open = None;
            }
        }
    }

    /// Whether an end tag of `name` stands at `offset` of the body or after it.
    pub(super) fn ends_after(&mut self, name: &str, offset: usize) -> bool {
        let last = match self.ends.get(name) {
            Some(last) => *last,
            None if self.ends.len() >= MAX_NAMES => return false,
            None => {
                let last = last_end_tag(self.body, name);
                self.ends.insert(name.to_owned(), last);
                last
            }
        };
        last.is_some_and(|last| last >= offset)
    }
}

/// Where the last `</name` of a body stands.
fn last_end_tag(body: &str, name: &str) -> Option<usize> {
    let mut ends = body.rmatch_indices("</").map(|(at, _)| at);
    ends.find(|at| {
        let tag = body.as_bytes().get(at + 2..at + 2 + name.len());
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
    })
}

#[cfg(test)]
mod tests {
    use super::Hidden;

    #[test]
    fn hides_up_to_the_end_tag_that_belongs_to_it() {
        let mut hidden = Hidden::new("<div><div></div></DIV><p>");
        hidden.hide("p", 0);
        assert!(!hidden.is_open());
        hidden.hide("div", 0);
        for (start, open) in [(true, true), (false, true), (false, false)] {
            hidden.tag("div", start);
            assert_eq!(hidden.is_open(), open);
        }
        hidden.hide("div", 20);
        assert!(!hidden.is_open());
    }
}
