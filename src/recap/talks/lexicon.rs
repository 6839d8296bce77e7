//! What a page knows of people from elsewhere on it: lists of guests, captions, cards.
//!
//! A list never makes a talk. It tells which strings are names, so that a report may name
//! its speaker without a role, and which role belongs to a name that stands bare.

use rustc_hash::FxHashMap;

use super::roles;

/// Names of a page with the roles it gives them.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    roles: FxHashMap<String, Vec<String>>,
    /// Names by their first two characters: pages know thousands of one surname.
    by_start: FxHashMap<(char, char), Vec<String>>,
}

impl Lexicon {
    /// Notes a name, and a role for it.
    pub(super) fn add(&mut self, name: &str, role: Option<&str>) {
        let Some(start) = start(name) else {
            return;
        };
        if !self.roles.contains_key(name) {
            let names = self.by_start.entry(start).or_default();
            names.push(name.to_owned());
            names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        }
        let roles = self.roles.entry(name.to_owned()).or_default();
        if let Some(role) = role.filter(|role| !roles::GUEST.has(role))
            && roles.len() < 8
            && !roles.iter().any(|known| known == role)
        {
            roles.push(role.to_owned());
        }
    }

    /// Whether it names nobody.
    pub(super) fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }

    /// How many people the page names with a role.
    pub(super) fn people(&self) -> usize {
        self.roles
            .values()
            .filter(|roles| !roles.is_empty())
            .count()
    }

    /// Whether the page names this person elsewhere.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.roles.contains_key(name)
    }

    /// The fullest role of a person.
    pub(super) fn role(&self, name: &str) -> Option<&str> {
        let roles = self.roles.get(name)?;
        roles
            .iter()
            .max_by_key(|role| role.len())
            .map(String::as_str)
    }

    /// All roles of a person.
    pub(super) fn roles(&self, name: &str) -> &[String] {
        self.roles.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a known name stands anywhere in `text`.
    pub(super) fn occurs_in(&self, text: &str) -> bool {
        !self.is_empty()
            && text
                .char_indices()
                .any(|(at, _)| self.name_at(&text[at..]).is_some())
    }

    /// The byte where a known name that `text` starts with ends; a space inside a name that
    /// is set wide is passed over.
    pub(super) fn name_at(&self, text: &str) -> Option<(usize, &str)> {
        if self.is_empty() {
            return None;
        }
        self.by_start.get(&start(text)?)?.iter().find_map(|name| {
            let mut rest = text.char_indices().peekable();
            let mut end = 0;
            for c in name.chars() {
                let (mut at, mut found) = rest.next()?;
                if found == ' ' && c != ' ' && at > 0 {
                    (at, found) = rest.next()?;
                }
                if found != c {
                    return None;
                }
                end = at + c.len_utf8();
            }
            Some((end, name.as_str()))
        })
    }
}

/// The first two characters of a text, a space between them aside.
fn start(text: &str) -> Option<(char, char)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let second = chars.next()?;
    Some((first, if second == ' ' { chars.next()? } else { second }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_set_wide() {
        let mut lexicon = Lexicon::default();
        lexicon.add("赵宏", Some("星河科技 CTO"));
        assert_eq!(lexicon.name_at("赵 宏分享"), Some(("赵 宏".len(), "赵宏")));
        assert_eq!(lexicon.name_at("赵宇分享"), None);
        assert_eq!(lexicon.role("赵宏"), Some("星河科技 CTO"));
    }
}
