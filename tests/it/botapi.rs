//! Checks the sandbox's table of the Bot API against the published specification: parameters that the sandbox refuses are not in Telegram's
//! documentation, and those that it requires are required there.

use odzreshop_bot::sandbox::telegram::methods::{METHODS, Shape, TYPES, UNIONS};
use serde_json::Value;

pub fn specification() -> Value {
    serde_json::from_str(include_str!("../fixtures/botapi-spec.json")).unwrap()
}

/// One line per field, so that differences are easy to see.
fn lines_of_table(shape: &Shape) -> Vec<String> {
    let fields = shape.fields.iter();
    fields.map(|field| format!("{}: {}{}", field.name, field.types, if field.required { " (required)" } else { "" })).collect()
}

fn lines_of_specification(definition: &Value) -> Vec<String> {
    let fields = definition["fields"].as_array().unwrap().iter();
    fields
        .map(|field| {
            let types: Vec<&str> = field["types"].as_array().unwrap().iter().map(|kind| kind.as_str().unwrap()).collect();
            let mark = if field["required"] == true { " (required)" } else { "" };
            format!("{}: {}{mark}", field["name"].as_str().unwrap(), types.join(" | "))
        })
        .collect()
}

fn assert_same(shapes: &[Shape], definitions: &Value) {
    for shape in shapes {
        let definition = definitions.get(shape.name).unwrap_or_else(|| panic!("the Bot API has no {}", shape.name));
        assert_eq!(lines_of_table(shape), lines_of_specification(definition), "{}", shape.name);
    }
}

#[test]
fn methods_have_the_parameters_that_the_bot_api_documents() {
    assert_same(METHODS, &specification()["methods"]);
}

#[test]
fn types_have_the_fields_that_the_bot_api_documents() {
    assert_same(TYPES, &specification()["types"]);
}

#[test]
fn unions_have_the_members_that_the_bot_api_documents() {
    for (name, members) in UNIONS {
        assert_eq!(specification()["types"][name]["subtypes"], serde_json::json!(members), "{name}");
    }
}
