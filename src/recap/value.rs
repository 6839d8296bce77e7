//! The values of a front matter, YAML or TOML, as far as a recap has use for them.

use std::fmt;

use serde::Deserialize;
use serde::de::{
    Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor,
};

/// Most bytes that a list is read to: with aliases a small file can unfold to gigabytes.
const MAX_LIST: usize = 64 * 1024;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing, or `null`.
    Null,
    /// Words, or a number or day as words.
    Text(String),
    /// A truth value, as a word.
    Truth(String),
    /// A list; only its words, whatever else is in it.
    List(Vec<String>),
    /// A map.
    Map,
}

impl Value {
    /// What it is, for a message.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Text(_) => "text",
            Self::Truth(_) => "a truth value",
            Self::List(_) => "a list",
            Self::Map => "a map",
        }
    }

    /// Whether it says nothing.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Truth(_) | Self::Map => false,
        }
    }

    fn word(self) -> Option<String> {
        match self {
            Self::Text(word) | Self::Truth(word) => Some(word),
            Self::Null | Self::List(_) | Self::Map => None,
        }
    }
}

/// Keys with their values, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    pub(super) pairs: Vec<(String, Value)>,
    /// The first key that stands twice.
    pub(super) twice: Option<String>,
}

impl Pairs {
    /// The value of `key`.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        let mut pairs = self.pairs.iter();
        pairs
            .find(|(known, _)| known == key)
            .map(|(_, value)| value)
    }
}

impl From<toml::Table> for Pairs {
    fn from(table: toml::Table) -> Self {
        let pairs = table.into_iter();
        Self {
            pairs: pairs.map(|(key, value)| (key, value.into())).collect(),
            twice: None,
        }
    }
}

impl From<toml::Value> for Value {
    fn from(value: toml::Value) -> Self {
        match value {
            toml::Value::String(text) => Self::Text(text),
            toml::Value::Integer(number) => Self::Text(number.to_string()),
            toml::Value::Float(number) => Self::Text(number.to_string()),
            toml::Value::Boolean(truth) => Self::Truth(truth.to_string()),
            toml::Value::Datetime(day) => Self::Text(day.to_string()),
            toml::Value::Array(list) => {
                let values = list.into_iter().map(Self::from);
                Self::List(values.filter_map(Self::word).collect())
            }
            toml::Value::Table(_) => Self::Map,
        }
    }
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`key: value` lines")
    }

    fn visit_unit<E>(self) -> Result<Pairs, E> {
        Ok(Pairs::default())
    }

    fn visit_none<E>(self) -> Result<Pairs, E> {
        Ok(Pairs::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
        let mut read = Pairs::default();
        while let Some((key, value)) = map.next_entry::<Value, Value>()? {
            let Some(key) = key.word() else { continue };
            if read.twice.is_none() && read.get(&key).is_some() {
                read.twice = Some(key);
            } else {
                read.pairs.push((key, value));
            }
        }
        Ok(read)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Truth(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut words = Vec::new();
        let mut bytes = 0;
        while bytes < MAX_LIST
            && let Some(value) = list.next_element::<Value>()?
        {
            let word = value.word();
            bytes += 1 + word.as_ref().map_or(0, String::len);
            words.extend(word);
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::List(words))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Map)
    }

    /// A value with a tag of its own (`!special words`): the tag says nothing here.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_, value) = data.variant::<IgnoredAny>()?;
        value.newtype_variant()
    }
}
