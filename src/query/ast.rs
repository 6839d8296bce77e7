//! What a person asked, before it is known how an index answers it.

use std::fmt;

use serde::Serialize;

/// A query as a tree. It knows nothing of terms, fields of an index or weights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(no_recursion))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Ast {
    /// Text without operators, one item as it was typed between spaces.
    Text(String),
    /// A string that must occur as it stands; up to `slop` characters may lie between its words.
    Phrase {
        /// The string.
        text: String,
        /// Characters allowed between its words.
        slop: u32,
    },
    /// The beginning of a word.
    Prefix(String),
    /// Something that a field must hold.
    Field {
        /// The field.
        field: FieldName,
        /// What it must hold.
        value: String,
    },
    /// Must not match.
    Not(Box<Ast>),
    /// All must match; empty matches everything.
    And(Vec<Ast>),
    /// One must match.
    Or(Vec<Ast>),
}

impl Ast {
    /// Whether parts of it need not match.
    pub(crate) fn has_choice(&self) -> bool {
        match self {
            Self::Or(_) => true,
            Self::And(parts) => parts.iter().any(Self::has_choice),
            _ => false,
        }
    }

    /// The same with less: of words that must all match any will do. Fields, phrases and what must
    /// not match hold as they did, each in its group.
    pub(super) fn relaxed(&self) -> Self {
        match self {
            Self::And(_) => {
                let (mut words, mut kept) = (Vec::new(), Vec::new());
                self.split(&mut words, &mut kept);
                if !words.is_empty() {
                    kept.push(Self::Or(words));
                }
                Self::And(kept)
            }
            Self::Or(parts) => Self::Or(parts.iter().map(Self::relaxed).collect()),
            other => other.clone(),
        }
    }

    /// Splits what must match into words, relaxed, and what is kept.
    fn split(&self, words: &mut Vec<Self>, kept: &mut Vec<Self>) {
        match self {
            Self::And(parts) => parts.iter().for_each(|part| part.split(words, kept)),
            Self::Not(_) | Self::Field { .. } | Self::Phrase { .. } => kept.push(self.clone()),
            Self::Or(_) | Self::Text(_) | Self::Prefix(_) => words.push(self.relaxed()),
        }
    }

    /// The same without groups of one and without what is empty.
    pub(super) fn simplified(self) -> Self {
        match self {
            Self::And(parts) => grouped(parts, Self::And),
            Self::Or(parts) => grouped(parts, Self::Or),
            Self::Not(inner) => match inner.simplified() {
                Self::Not(twice) => *twice,
                other => Self::Not(Box::new(other)),
            },
            other => other,
        }
    }
}

/// The parts in a group, unless there is only one.
fn grouped(parts: Vec<Ast>, group: fn(Vec<Ast>) -> Ast) -> Ast {
    let parts = parts.into_iter().map(Ast::simplified);
    let mut parts: Vec<Ast> = parts.filter(|part| *part != Ast::And(vec![])).collect();
    match parts.len() {
        0 => Ast::And(Vec::new()),
        1 => parts.remove(0),
        _ => group(parts),
    }
}

/// A field of the query language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum FieldName {
    /// The talk's title, the section's heading, or the recap's title.
    Title,
    /// A speaker's name.
    Speaker,
    /// A speaker's organisation or role.
    Org,
    /// The city.
    City,
    /// The label.
    Label,
    /// A tag.
    Tag,
    /// Published on that date or later.
    After,
    /// Published on that date or earlier.
    Before,
}

impl FieldName {
    /// The field of this name, upper or lower case.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "title" => Self::Title,
            "speaker" => Self::Speaker,
            "org" => Self::Org,
            "city" => Self::City,
            "label" => Self::Label,
            "tag" => Self::Tag,
            "after" => Self::After,
            "before" => Self::Before,
            _ => return None,
        })
    }
}

impl fmt::Display for Ast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, parts: &[Ast], by: &str| {
            write!(f, "(")?;
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    write!(f, " {by} ")?;
                }
                write!(f, "{part}")?;
            }
            write!(f, ")")
        };
        match self {
            Self::Text(text) => write!(f, "{text}"),
            Self::Phrase { text, slop: 0 } => write!(f, "\"{text}\""),
            Self::Phrase { text, slop } => write!(f, "\"{text}\"~{slop}"),
            Self::Prefix(text) => write!(f, "{text}*"),
            Self::Field { field, value } => {
                write!(f, "{}:{value}", format!("{field:?}").to_lowercase())
            }
            Self::Not(inner) => write!(f, "-{inner}"),
            Self::And(parts) => list(f, parts, "AND"),
            Self::Or(parts) => list(f, parts, "OR"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::query::parse;

    #[test]
    fn relaxing_keeps_what_is_no_word_in_its_group() {
        for (query, want) in [
            ("a b", "((a OR b))"),
            ("a (b -c)", "(-c AND (a OR b))"),
            ("a (b (c -d) \"e f\")", "(-d AND \"e f\" AND (a OR b OR c))"),
            ("(a -b) OR c", "((-b AND (a)) OR c)"),
            ("a ((b -c) OR d)", "((a OR ((-c AND (b)) OR d)))"),
            ("a -(b -c)", "(-(b AND -c) AND (a))"),
            ("a city:长沙", "(city:长沙 AND (a))"),
            ("-a", "-a"),
        ] {
            assert_eq!(parse(query).relaxed().to_string(), want, "{query}");
        }
    }
}
