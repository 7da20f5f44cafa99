//! `check` of a `[[category]]` of `shop.toml`: rules between two of its fields.

use regex::Regex;

use crate::domain::field_check::FieldCheck;
use crate::domain::target::{Field, MAX_ANSWER_CHARS};

use super::toml_reader::Section;

/// Most rules of one category: some for each server of the games that have servers.
const MAX_CHECKS: usize = 32;
/// Longest key and rule, in characters.
const MAX_RULE_CHARS: usize = 256;

/// Reads every rule of a category whose fields are known. Problems are recorded in the file.
pub(super) fn read_checks(category: &mut Section<'_>, fields: Option<&[Field]>) -> Vec<FieldCheck> {
    let sections = category.sections("check").unwrap_or_default();
    if sections.len() > MAX_CHECKS {
        category.refuse("check", format!("at most {MAX_CHECKS} rules, not {}", sections.len()));
    }
    sections.into_iter().filter_map(|section| read_check(section, fields)).collect()
}

fn read_check(mut section: Section<'_>, fields: Option<&[Field]>) -> Option<FieldCheck> {
    section.need("when", "the key of the field that is looked at: \"uid\"");
    let when = section.text("when", MAX_RULE_CHARS);
    section.need("matches", "a regular expression for the answers that are meant: \"^8\"");
    let matches = section.text("matches", MAX_RULE_CHARS);
    section.need("field", "the key of the field about which something is expected: \"server\"");
    let field = section.text("field", MAX_RULE_CHARS);
    section.need("must", "the value that is expected there: \"os_asia\"");
    let must = section.text("must", MAX_ANSWER_CHARS);
    let matches = matches.and_then(|text| {
        let matches = Regex::new(&text);
        matches.map_err(|_| section.refuse("matches", "a regular expression: \"^8\"".to_owned())).ok()
    });
    if let Some(fields) = fields {
        let find = |key: &String| fields.iter().find(|field| field.key == *key);
        if when.as_ref().is_some_and(|key| find(key).is_none()) {
            section.refuse("when", "the key of a field of this category".to_owned());
        }
        let expected = field.as_ref().map(|key| (key, find(key)));
        match expected {
            Some((_, None)) => section.refuse("field", "the key of a field of this category".to_owned()),
            Some((key, Some(_))) if Some(key) == when.as_ref() => section.refuse("field", "another field than `when`".to_owned()),
            Some((_, Some(expected))) => {
                let fits = |value: &String| expected.accept(value).is_some_and(|answer| answer.value == *value);
                if must.as_ref().is_some_and(|value| !fits(value)) {
                    section.refuse("must", "an answer that the field accepts; of a choice its `value`".to_owned());
                }
            }
            None => {}
        }
    }
    section.close();
    Some(FieldCheck { when: when?, matches: matches?, field: field?, must: must? })
}
