//! JSON whose values keep the text that they came as until somebody reads them. A number keeps every digit (`serde_json` reads one of
//! more than 19 digits as a float, and an electricity token has 20), and a field that can't be read spoils only itself.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A JSON object: its fields in the order in which they came.
#[derive(Debug)]
pub(super) struct Fields(Vec<(String, Box<RawValue>)>);

/// One JSON value; what is inside it is not read yet.
#[derive(Debug)]
pub(super) enum Json {
    Null,
    Bool(bool),
    /// As it was written.
    Number(String),
    Text(String),
    List(Vec<Box<RawValue>>),
    Object(Fields),
}

impl Fields {
    /// A body as an object, or nothing. PHP's byte order mark is forgiven.
    pub(super) fn of_body(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)).ok()
    }

    /// A field as it was written; of several of that name the last.
    pub(super) fn raw(&self, name: &str) -> Option<&RawValue> {
        self.0.iter().rfind(|(key, _)| key == name).map(|(_, value)| value.as_ref())
    }

    /// A field. `None` when it is absent, `null`, or unreadable (half of a surrogate pair).
    pub(super) fn get(&self, name: &str) -> Option<Json> {
        Json::read(self.raw(name)?).filter(|value| !matches!(value, Json::Null))
    }

    /// A field that is an object.
    pub(super) fn object(&self, name: &str) -> Option<Self> {
        match self.get(name)? {
            Json::Object(fields) => Some(fields),
            _ => None,
        }
    }

    /// A field that is a text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    /// All fields.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_ref()))
    }

    /// How many fields there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

impl Json {
    /// The value, one level deep; `None` when it is a text with half of a surrogate pair.
    pub(super) fn read(raw: &RawValue) -> Option<Self> {
        let text = raw.get();
        match text.as_bytes().first()? {
            b'n' => Some(Self::Null),
            b't' => Some(Self::Bool(true)),
            b'f' => Some(Self::Bool(false)),
            b'"' => serde_json::from_str(text).ok().map(Self::Text),
            b'[' => serde_json::from_str(text).ok().map(Self::List),
            b'{' => serde_json::from_str(text).ok().map(Self::Object),
            _ => Some(Self::Number(text.to_owned())),
        }
    }
}

/// Whether nobody sees this character, or it turns the direction of others.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
