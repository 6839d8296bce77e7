//! Descriptions of what tools answer, made from those that the library's types carry.

use rmcp::{
    model::JsonObject,
    schemars::{Schema, SchemaGenerator},
};
use serde_json::{Value, json};
use utoipa::{PartialSchema, ToSchema};

/// Where descriptions of the library's types look for each other, and where a tool's do.
const COMPONENTS: &str = "\"#/components/schemas/";
const DEFINITIONS: &str = "\"#/$defs/";

/// The JSON Schema of `T`, with all that it leads to.
pub(super) fn of<T: ToSchema>() -> JsonObject {
    let mut others = Vec::new();
    T::schemas(&mut others);
    let definitions: JsonObject = others
        .into_iter()
        .map(|(name, schema)| (name, json!(schema)))
        .collect();
    let mut schema = json!(T::schema());
    schema["$defs"] = Value::Object(definitions);
    let text = schema.to_string().replace(COMPONENTS, DEFINITIONS);
    serde_json::from_str(&text).unwrap_or_default()
}

/// The JSON Schema of a `T` that leads to nothing else, as a part of a tool's arguments.
pub(super) fn inline<T: PartialSchema>(_: &mut SchemaGenerator) -> Schema {
    Schema::try_from(json!(T::schema())).unwrap_or_default()
}
