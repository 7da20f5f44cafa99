//! Language codes, and the owner's texts in one or several languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A language code such as `id` or `en`: a folder of `locales/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Locale(pub String);

impl Locale {
    /// A locale by its code.
    pub fn new(code: &str) -> Self {
        Self(code.to_owned())
    }
}

/// A text of the shop's owner: one for all languages, or one per language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum LocalText {
    /// The same in every language.
    Plain(String),
    /// By language code; never empty (the configuration checks this).
    PerLocale(BTreeMap<String, String>),
}

impl LocalText {
    /// The text in `locale`, else the Indonesian one, else the first one.
    pub fn get(&self, locale: &Locale) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::PerLocale(texts) => {
                texts.get(&locale.0).or_else(|| texts.get("id")).or_else(|| texts.values().next()).map_or("", String::as_str)
            }
        }
    }

    /// The text in every language that it is given in.
    pub fn all(&self) -> impl Iterator<Item = &str> + Clone {
        let (plain, texts) = match self {
            Self::Plain(text) => (Some(text.as_str()), None),
            Self::PerLocale(texts) => (None, Some(texts.values().map(String::as_str))),
        };
        plain.into_iter().chain(texts.into_iter().flatten())
    }
}

impl From<String> for LocalText {
    fn from(text: String) -> Self {
        Self::Plain(text)
    }
}

impl From<&str> for LocalText {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}
