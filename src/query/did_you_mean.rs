//! What may have been meant when nothing matches.

use super::{Query, ast::FieldName, plan::Planner};
use crate::{
    error::Result,
    index::{Index, NameKind, Names, Snapshot},
    text::{
        self,
        pinyin::Readings,
        runs::{Class, Run, runs},
        typo,
    },
};

/// A longer query has no one word that was mistyped.
const LONGEST: usize = 200;

/// Han characters of a run that may be a misspelt name.
const NAME: std::ops::RangeInclusive<usize> = 2..=12;

/// Most ways to read such a run.
const MOST: usize = 16;

impl Index {
    /// The query with the words that occur nowhere replaced by those nearest to them; `None` when
    /// there is nothing near.
    pub(super) fn did_you_mean(
        &self,
        snapshot: &Snapshot,
        query: &Query,
    ) -> Result<Option<String>> {
        let asked = text::fold(&query.text);
        if asked.chars().count() > LONGEST {
            return Ok(None);
        }
        let planner = Planner::new(self, snapshot, &query.weights);
        let mut meant = String::new();
        let mut until = 0;
        for run in runs(&asked) {
            let end = run.byte + run.text.len();
            let instead = if is_operator(&asked, &run) {
                None
            } else {
                match run.class {
                    Class::Latin => planner.nearest_word(run.text)?,
                    Class::Han if NAME.contains(&run.text.chars().count()) => {
                        // The names take long to gather, the first time.
                        match planner.is_nowhere(run.text)? {
                            true => {
                                let names = snapshot.names();
                                let names = names.map_err(|s| self.engine_error(s))?;
                                nearest_name(names, run.text)
                            }
                            false => None,
                        }
                    }
                    _ => None,
                }
            };
            if let Some(instead) = instead {
                meant.push_str(&asked[until..run.byte]);
                meant.push_str(&instead);
                until = end;
            }
        }
        if until == 0 {
            return Ok(None);
        }
        meant.push_str(&asked[until..]);
        Ok(Some(meant))
    }
}

impl Planner<'_> {
    /// The nearest Latin word to one that occurs nowhere. More edits are allowed than a match may
    /// have: it is only a question.
    fn nearest_word(&self, word: &str) -> Result<Option<String>> {
        let most = match word.chars().filter(|c| c.is_alphabetic()).count() {
            0..=2 => return Ok(None),
            3..=4 => 1,
            5..=7 => 2,
            _ => 3,
        };
        if !self.is_nowhere(word)? {
            return Ok(None);
        }
        Ok(self.nearest_latin(word, most, 1)?.into_iter().next())
    }
}

/// Whether a run is the name of a field, or belongs to what must not match.
fn is_operator(asked: &str, run: &Run<'_>) -> bool {
    let (before, after) = (&asked[..run.byte], &asked[run.byte + run.text.len()..]);
    let negated = before
        .strip_suffix('-')
        .is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace));
    negated || (after.starts_with(':') && FieldName::parse(run.text).is_some())
}

/// A speaker, organisation or city that reads as `han` does, else one that differs from it by one
/// character of three and more.
fn nearest_name(names: &Names, han: &str) -> Option<String> {
    let is_named = |number: &u32| {
        let kind = names.all[*number as usize].kind;
        matches!(kind, NameKind::Speaker | NameKind::Org | NameKind::City)
    };
    let readings = Readings::of(han, MOST, |_| false).whole;
    let sounds = readings
        .iter()
        .flat_map(|reading| names.read.equal(reading))
        .copied()
        .filter(is_named)
        .min();
    let looks = || {
        let typed: Vec<char> = han.chars().collect();
        names
            .written
            .iter()
            .filter(|(key, number)| {
                let written: Vec<char> = key.chars().collect();
                typed.len().min(written.len()) > 2
                    && is_named(number)
                    && typo::edits(&typed, &written, 1).is_some()
            })
            .map(|(_, number)| number)
            .min()
    };
    let number = sounds.or_else(looks)?;
    Some(names.all[number as usize].text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::names_of;

    #[test]
    fn names_that_sound_or_look_alike() {
        let names = names_of(&[
            ("胡峥策", NameKind::Speaker, 3),
            ("长沙", NameKind::City, 9),
            ("云和恩墨", NameKind::Org, 2),
            ("分布式", NameKind::Tag, 2),
        ]);
        for (typed, want) in [
            ("湖政册", Some("胡峥策")),
            ("胡正测", Some("胡峥策")),
            ("王峥策", Some("胡峥策")),
            ("常沙", Some("长沙")),
            ("长江", None),
            ("云和恩", Some("云和恩墨")),
            ("云和恩默", Some("云和恩墨")),
            ("芬布式", None),
            ("数据库", None),
        ] {
            assert_eq!(nearest_name(&names, typed).as_deref(), want, "{typed}");
        }
    }

    #[test]
    fn operators_are_left_alone() {
        let asked = "speaker:abc -def gh-ij title";
        let left: Vec<&str> = runs(asked)
            .filter(|run| is_operator(asked, run))
            .map(|run| run.text)
            .collect();
        assert_eq!(left, ["speaker", "def"]);
    }
}
