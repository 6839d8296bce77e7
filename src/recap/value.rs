//! The values of a front matter, YAML, TOML or JSON, as far as a recap has use for them.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

/// Most bytes that a front matter unfolds to: with aliases a small one could become gigabytes.
const MAX_UNFOLDED: usize = 1 << 20;
/// Why a front matter that unfolds to more is not read.
pub(super) const TOO_MUCH: &str = "too many aliases or values";
/// Bytes that a value takes beside its words.
const VALUE: usize = 16;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing, or `null`.
    Null,
    /// Words, or a number or day as words.
    Text(String),
    /// A truth value, as a word.
    Truth(String),
    /// A list; only its words, those of lists in it and the `name` of maps in it.
    List(Vec<String>),
    /// A map.
    Map(Pairs),
    /// A list of maps alone.
    Maps(Vec<Pairs>),
}

impl Value {
    /// What it is, for a message.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Text(_) => "text",
            Self::Truth(_) => "a truth value",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
            Self::Maps(_) => "a list of maps",
        }
    }

    /// Whether it says nothing.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Truth(_) | Self::Map(_) | Self::Maps(_) => false,
        }
    }

    fn word(self) -> Option<String> {
        match self {
            Self::Text(word) | Self::Truth(word) => Some(word),
            _ => None,
        }
    }

    /// The words of a list's entry.
    fn words(self) -> Vec<String> {
        match self {
            Self::List(words) => words,
            Self::Map(pairs) => pairs.name().into_iter().collect(),
            Self::Maps(maps) => maps.iter().filter_map(Pairs::name).collect(),
            word => word.word().into_iter().collect(),
        }
    }

    fn list(values: Vec<Self>) -> Self {
        let maps = |value: &Self| matches!(value, Self::Map(_));
        if values.is_empty() || !values.iter().all(maps) {
            return Self::List(values.into_iter().flat_map(Self::words).collect());
        }
        let maps = values.into_iter().filter_map(|value| match value {
            Self::Map(pairs) => Some(pairs),
            _ => None,
        });
        Self::Maps(maps.collect())
    }
}

/// Keys with their values, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pairs {
    pub(super) pairs: Vec<(String, Value)>,
    /// The first key that stands twice; its first value counts.
    pub(super) twice: Option<String>,
}

impl Pairs {
    /// The value of `key`, which may be written with capitals.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        let found = |fits: fn(&str, &str) -> bool| {
            let mut pairs = self.pairs.iter();
            pairs.find(|(known, _)| fits(known, key))
        };
        let exact = found(|known, key| known == key);
        exact
            .or_else(|| found(str::eq_ignore_ascii_case))
            .map(|(_, value)| value)
    }

    /// What a map of a person or a tag calls them.
    pub(super) fn name(&self) -> Option<String> {
        self.get("name").cloned().and_then(Value::word)
    }

    /// Adds the pairs of a part that follows. The first value of a key counts.
    pub(super) fn extend(&mut self, more: Self) {
        for (key, value) in more.pairs {
            if self.pairs.iter().any(|(known, _)| *known == key) {
                self.twice.get_or_insert(key);
            } else {
                self.pairs.push((key, value));
            }
        }
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
            toml::Value::Array(list) => Self::list(list.into_iter().map(Self::from).collect()),
            toml::Value::Table(table) => Self::Map(table.into()),
        }
    }
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let left = Cell::new(MAX_UNFOLDED);
        deserializer.deserialize_any(PairsVisitor(Reader { left: &left }))
    }
}

/// Reads values, as many as there is room for.
#[derive(Clone, Copy)]
struct Reader<'a> {
    left: &'a Cell<usize>,
}

impl Reader<'_> {
    fn room_for<E: Error>(self, bytes: usize) -> Result<(), E> {
        let left = self.left.get().checked_sub(VALUE + bytes);
        self.left.set(left.ok_or_else(|| E::custom(TOO_MUCH))?);
        Ok(())
    }

    fn text<E: Error>(self, text: String) -> Result<Value, E> {
        self.room_for(text.len())?;
        Ok(Value::Text(text))
    }

    fn pairs<'de, A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
        let (mut read, mut keys) = (Pairs::default(), HashSet::new());
        while let Some(key) = map.next_key_seed(self)? {
            let value = map.next_value_seed(self)?;
            let Some(key) = key.word() else { continue };
            if keys.insert(key.clone()) {
                read.pairs.push((key, value));
            } else {
                read.twice.get_or_insert(key);
            }
        }
        Ok(read)
    }
}

struct PairsVisitor<'a>(Reader<'a>);

impl<'de> Visitor<'de> for PairsVisitor<'_> {
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

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Pairs, A::Error> {
        self.0.pairs(map)
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.room_for(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.room_for(0)?;
        Ok(Value::Truth(value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.text(value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.text(value.to_string())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.text(value.to_string())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.text(value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.text(value.to_string())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.text(value.to_owned())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        self.room_for(0)?;
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(self)? {
            values.push(value);
        }
        Ok(Value::list(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        self.room_for(0)?;
        self.pairs(map).map(Value::Map)
    }

    /// A value with a tag of its own (`!special words`): the tag says nothing here.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_, value) = data.variant::<IgnoredAny>()?;
        value.newtype_variant_seed(self)
    }
}
