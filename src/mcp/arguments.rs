//! The arguments of a call, read by the types that describe them.

use rmcp::{handler::server::tool::schema_for_input, model::JsonObject, schemars::JsonSchema};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads arguments into `T`.
///
/// Models often give one value where a list of them is wanted, or a year as a number: both are
/// taken as they are meant.
///
/// # Errors
/// What is wrong and what to do, in words for the model.
pub(super) fn read<T: DeserializeOwned + JsonSchema + 'static>(
    given: JsonObject,
) -> Result<T, String> {
    let schema = schema_for_input::<T>()?;
    let known = schema.get("properties").and_then(Value::as_object);
    let known = known.cloned().unwrap_or_default();
    let mut arguments = JsonObject::new();
    for (name, value) in given {
        let Some(described) = known.get(&name) else {
            let names: Vec<&str> = known.keys().map(String::as_str).collect();
            return Err(format!(
                "`{name}` is no argument of this tool; there are {}",
                names.join(", ")
            ));
        };
        // To leave an argument out, or to give nothing for it, is the same.
        if !value.is_null() {
            let value = as_meant(value, described);
            check(&name, &value, described)?;
            arguments.insert(name, value);
        }
    }
    serde_json::from_value(Value::Object(arguments)).map_err(|error| error.to_string())
}

/// Types that a description allows.
fn allows(described: &Value, kind: &str) -> bool {
    match &described["type"] {
        Value::String(one) => one == kind,
        Value::Array(several) => several.iter().any(|one| one == kind),
        _ => false,
    }
}

fn as_meant(value: Value, described: &Value) -> Value {
    match value {
        Value::Array(values) => {
            let items = &described["items"];
            Value::Array(values.into_iter().map(|one| as_meant(one, items)).collect())
        }
        value if allows(described, "array") => {
            Value::Array(vec![as_meant(value, &described["items"])])
        }
        Value::Number(number) if allows(described, "string") => Value::String(number.to_string()),
        value => value,
    }
}

/// Holds a value against its description, as far as reading it would not name it.
fn check(name: &str, value: &Value, described: &Value) -> Result<(), String> {
    let wanted = match value {
        Value::Array(values) if allows(described, "array") => {
            let items = &described["items"];
            return values.iter().try_for_each(|one| check(name, one, items));
        }
        Value::String(_) if allows(described, "string") => match &described["enum"] {
            Value::Array(values) if !values.contains(value) => {
                format!("one of {}", described["enum"])
            }
            _ => return Ok(()),
        },
        Value::Bool(_) if allows(described, "boolean") => return Ok(()),
        Value::Number(number) if allows(described, "integer") => {
            let most = described["maximum"].as_u64().unwrap_or(u64::MAX);
            match number.as_u64() {
                Some(number) if number <= most => return Ok(()),
                _ => format!("a whole number from 0 to {most}"),
            }
        }
        _ => format!("of type {}", described["type"]),
    };
    Err(format!("{name}: {value} is not {wanted}"))
}
