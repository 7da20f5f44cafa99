//! Rules between the answers of a category: a UID that begins with 8 plays on the server Asia. An answer that breaks one may still be right, so
//! the customer is asked and not refused.

use regex::Regex;

use crate::domain::target::Answer;

/// When the answer to one field looks like this, the answer to another one is expected.
#[derive(Clone, Debug)]
pub struct FieldCheck {
    /// The key of the field that is looked at.
    pub when: String,
    /// Some part of its answer matches.
    pub matches: Regex,
    /// The key of the field about which something is expected.
    pub field: String,
    /// The value that is expected there.
    pub must: String,
}

impl FieldCheck {
    /// Whether both fields are answered, and not as expected.
    pub fn is_broken(&self, answers: &[Answer]) -> bool {
        let value = |key: &str| answers.iter().find(|answer| answer.key == key).map(|answer| answer.value.as_str());
        value(&self.when).is_some_and(|given| self.matches.is_match(given)) && value(&self.field).is_some_and(|given| given != self.must)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_answers_decide() {
        let check =
            FieldCheck { when: "uid".into(), matches: Regex::new("^8|^18").unwrap(), field: "server".into(), must: "os_asia".into() };
        let cases: [(&[(&str, &str)], bool); 6] = [
            (&[("uid", "812345678"), ("server", "os_usa")], true),
            (&[("uid", "1812345678"), ("server", "os_usa")], true),
            (&[("uid", "812345678"), ("server", "os_asia")], false),
            (&[("uid", "612345678"), ("server", "os_usa")], false),
            (&[("uid", "812345678")], false),
            (&[("server", "os_usa")], false),
        ];
        for (answers, broken) in cases {
            let answers: Vec<Answer> =
                answers.iter().map(|(key, value)| Answer { key: (*key).to_owned(), value: (*value).to_owned() }).collect();
            assert_eq!(check.is_broken(&answers), broken, "{answers:?}");
        }
    }
}
