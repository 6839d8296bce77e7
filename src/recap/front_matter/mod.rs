//! What stands before the body between two fences: `---` for YAML, `+++` for TOML.

mod yaml;

use super::fault::Fault;
use super::value::Pairs;

/// Most bytes of a front matter.
const MAX_BYTES: usize = 256 * 1024;

/// A file cut in two.
#[derive(Debug)]
pub(super) struct Split<'a> {
    /// The front matter, where there is one.
    pub(super) front: Option<Front<'a>>,
    /// What follows.
    pub(super) body: &'a str,
    /// Line of the file on which the body starts, counted from 1.
    pub(super) body_line: usize,
}

/// A front matter as written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Front<'a> {
    source: &'a str,
    yaml: bool,
    /// Line of the file on which `source` starts.
    line: usize,
}

/// Cuts the front matter off. Blank lines may stand before it.
pub(super) fn split(text: &str) -> Result<Split<'_>, Fault> {
    let no_front = Split {
        front: None,
        body: text,
        body_line: 1,
    };
    let mut lines = numbered(text).skip_while(|(_, _, line)| line.trim().is_empty());
    let Some((opened, start, fence)) = lines.next() else {
        return Ok(no_front);
    };
    let yaml = match fence.trim_end() {
        "---" => true,
        "+++" => false,
        _ => return Ok(no_front),
    };
    let source_start = start + fence.len();
    let close = lines.find(|(_, _, line)| match line.trim_end() {
        "---" | "..." => yaml,
        "+++" => !yaml,
        _ => false,
    });
    let Some((closed, end, line)) = close else {
        // A page may as well begin with a rule.
        let first = text.get(source_start..).unwrap_or_default().trim_start();
        let first = first.lines().next().unwrap_or_default();
        if yaml && !looks_like_pair(first) {
            return Ok(no_front);
        }
        let fence = fence.trim_end();
        let message = format!("`{fence}` opened in line {opened} and never closed");
        return Err(Fault::FrontMatter {
            line: opened,
            message,
        });
    };
    let source = text.get(source_start..end).unwrap_or_default();
    if source.len() > MAX_BYTES {
        let message = format!("longer than {} KiB", MAX_BYTES / 1024);
        return Err(Fault::FrontMatter {
            line: opened,
            message,
        });
    }
    let line_after = end + line.len();
    Ok(Split {
        front: Some(Front {
            source,
            yaml,
            line: opened + 1,
        }),
        body: text.get(line_after..).unwrap_or_default(),
        body_line: closed + 1,
    })
}

/// Lines with their `\n`: number from 1, byte offset, text.
fn numbered(text: &str) -> impl Iterator<Item = (usize, usize, &str)> {
    let mut offset = 0;
    text.split_inclusive('\n')
        .enumerate()
        .map(move |(at, line)| {
            let start = offset;
            offset += line.len();
            (at + 1, start, line)
        })
}

fn looks_like_pair(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, _)| {
        let mut characters = key.trim().chars();
        !key.trim().is_empty()
            && characters
                .all(|found| found.is_alphanumeric() || matches!(found, '_' | '-' | '"' | '\''))
    })
}

impl Front<'_> {
    /// Reads the keys and values.
    pub(super) fn read(&self) -> Result<Pairs, Fault> {
        let pairs = if self.yaml {
            yaml::read(self.source, self.line)
        } else {
            self.toml()
        }?;
        match &pairs.twice {
            Some(key) => {
                let line = self.line_of(key, 1).unwrap_or(self.line);
                let message = format!("`{key}` stands twice");
                Err(Fault::FrontMatter { line, message })
            }
            None => Ok(pairs),
        }
    }

    fn toml(&self) -> Result<Pairs, Fault> {
        let table: toml::Table = self.source.parse().map_err(|error: toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start);
            let before = self.source.get(..at).unwrap_or_default();
            let line = self.line + before.matches('\n').count();
            let message = error.message().replace('\n', ", ");
            Fault::FrontMatter { line, message }
        })?;
        Ok(table.into())
    }

    /// Line of the file on which `key` stands, after `skip` others of its name.
    pub(super) fn line_of(&self, key: &str, skip: usize) -> Option<usize> {
        let lines = self.source.lines().enumerate().filter(|(_, line)| {
            let line = line.trim_start().trim_start_matches(['"', '\'']);
            line.strip_prefix(key).is_some_and(|rest| {
                let rest = rest.trim_start_matches(['"', '\'']).trim_start();
                rest.starts_with([':', '='])
            })
        });
        let mut lines = lines.map(|(at, _)| self.line + at);
        lines.nth(skip)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::split;
    use crate::recap::value::Value;

    /// Keys and values, the body, and its line.
    type Read = (Vec<(String, Value)>, String, usize);

    /// What is read of a file, or why nothing is.
    fn read(text: &str) -> Result<Read, String> {
        let split = split(text).map_err(|fault| fault.to_string())?;
        let pairs = match split.front {
            Some(front) => front.read().map_err(|fault| fault.to_string())?.pairs,
            None => Vec::new(),
        };
        Ok((pairs, split.body.to_owned(), split.body_line))
    }

    fn text(key: &str, value: &str) -> (String, Value) {
        (key.to_owned(), Value::Text(value.to_owned()))
    }

    #[test]
    fn reads_both_languages() {
        for (file, pairs, body, line) in [
            ("---\na: '1'\n---\nbody", vec![text("a", "1")], "body", 4),
            ("\n---  \na: 1\n...\n\nb", vec![text("a", "1")], "\nb", 5),
            ("---\n---\n", vec![], "", 3),
            (
                "+++\na = 2021-07-20\n+++\nb",
                vec![text("a", "2021-07-20")],
                "b",
                4,
            ),
            (
                "---\nd: 2021-07-20\n---",
                vec![text("d", "2021-07-20")],
                "",
                4,
            ),
            (
                "---\nt: [x, 2, [y], ~]\n---\n",
                vec![("t".to_owned(), Value::List(vec!["x".into(), "2".into()]))],
                "",
                4,
            ),
            ("---\nt: !x y\n---\n", vec![text("t", "y")], "", 4),
            ("# no front matter", vec![], "# no front matter", 1),
            ("---\n\nA rule.", vec![], "---\n\nA rule.", 1),
            ("----\na: b\n----\n", vec![], "----\na: b\n----\n", 1),
        ] {
            assert_eq!(read(file), Ok((pairs, body.to_owned(), line)), "{file}");
        }
    }

    #[test]
    fn says_on_which_line_of_the_file_it_fails() {
        for (file, reason) in [
            (
                "---\na: b\n\nbody",
                "line 1: `---` opened in line 1 and never closed",
            ),
            (
                "+++\na = 1\n---\n",
                "line 1: `+++` opened in line 1 and never closed",
            ),
            (
                "---\n- a\n---\n",
                "line 2: a list where `key: value` lines are expected",
            ),
            (
                "---\njust words\n---\n",
                "line 2: text where `key: value` lines are expected",
            ),
            ("---\na: 1\nb: 2\na: 3\n---\n", "line 4: `a` stands twice"),
            (
                "---\na: 1\nb:\n\t- x\n---\n",
                "line 4: a tab where spaces are expected",
            ),
            (
                "---\na: 1\nb: c: d\n---\n",
                "line 3: `: ` inside a value; put the value in quotes",
            ),
            ("+++\na = \"1\"\nb = 长沙\n+++\n", "line 3: "),
        ] {
            let fault = read(file).expect_err("it cannot be read");
            let reason = format!("front matter: {reason}");
            assert!(fault.starts_with(&reason), "{file}: {fault}");
            assert!(!fault.contains('\n'), "{fault}");
        }
    }

    #[test]
    fn aliases_do_not_unfold_without_end() {
        let mut bomb = "---\na: &a [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
        for (name, of) in ('b'..='z').zip('a'..) {
            bomb += &format!("{name}: &{name} [*{of},*{of},*{of},*{of},*{of},*{of},*{of},*{of}]\n");
        }
        bomb += "---\n";
        let fault = read(&bomb).expect_err("it is refused");
        assert!(fault.contains("too many aliases"), "{fault}");
    }

    proptest! {
        #[test]
        fn never_panics(text in "(---|\\+\\+\\+)?\n?[a-c:=\\-\\[\\]{}&*!'\"# \n\t]{0,80}(\n---\n)?\\PC{0,20}") {
            let _ = read(&text);
        }
    }
}
