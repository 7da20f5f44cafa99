//! The buttons by which admins change the catalogue, and what they are asked to type.

use serde::{Deserialize, Serialize};

use crate::domain::catalog::{CatalogChange, CatalogEntry, CatalogMark};
use crate::domain::locale::LocalText;

/// What a button of the catalogue does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum CatalogAction {
    /// A page of the categories.
    #[serde(rename = "catalog")]
    List { page: usize },
    /// A category or an item.
    #[serde(rename = "catalog_entry")]
    Show { entry: CatalogEntry },
    /// A page of a category's items.
    #[serde(rename = "catalog_items")]
    Items { category: String, page: usize },
    /// Hide, show, make popular, mark as verified, or the opposite.
    #[serde(rename = "catalog_mark")]
    Mark { entry: CatalogEntry, mark: CatalogMark, on: bool },
    /// Move a category one place in the menu.
    #[serde(rename = "catalog_move")]
    Move { category: String, up: bool },
    /// Ask for something to be typed.
    #[serde(rename = "catalog_ask")]
    Ask { question: CatalogQuestion },
    /// Save what was previewed.
    #[serde(rename = "catalog_save")]
    Save { change: CatalogChange },
    /// Take a change back.
    #[serde(rename = "catalog_undo")]
    Undo { change: CatalogChange },
    /// What changed at the provider.
    #[serde(rename = "catalog_digest")]
    Digest,
    /// Ask whether what `shop.toml` says is to count again; `None` is the order of the menu.
    #[serde(rename = "catalog_ask_file")]
    AskAsFile { entry: Option<CatalogEntry> },
}

/// What an admin types about the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum CatalogQuestion {
    /// The slug of a category to add.
    Slug,
    /// The name of a category to add.
    NewName { category: String },
    /// The questions of a category to add.
    NewFields {
        category: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        emoji: Option<String>,
        name: LocalText,
    },
    /// Another name of a category, or a label of an item.
    Name { entry: CatalogEntry },
    /// Other questions of a category.
    Fields { category: String },
    /// What a customer would answer, to see what the provider would get.
    Try { category: String },
}

impl CatalogAction {
    /// See [`Action::is_single_use`](crate::dialogue::Action::is_single_use). Each of them can be pressed twice without harm.
    pub fn is_single_use(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::{Action, Step};
    use crate::domain::setting::SettingChange;

    #[test]
    fn buttons_and_questions_are_read_as_they_were_written() {
        let entry = |sku: Option<&str>| CatalogEntry { category: "ml".to_owned(), sku: sku.map(str::to_owned), page: 1 };
        let setting = SettingChange { key: "k".to_owned(), value: "true".to_owned() };
        let change = |entry| CatalogChange { entry, settings: vec![setting.clone()] };
        let name = CatalogQuestion::Name { entry: entry(Some("s")) };
        let cases: [(&str, CatalogAction); 10] = [
            (r#"{"do":"catalog","page":1}"#, CatalogAction::List { page: 1 }),
            (r#"{"do":"catalog_entry","entry":{"category":"ml","page":1}}"#, CatalogAction::Show { entry: entry(None) }),
            (r#"{"do":"catalog_items","category":"ml","page":1}"#, CatalogAction::Items { category: "ml".to_owned(), page: 1 }),
            (
                r#"{"do":"catalog_mark","entry":{"category":"ml","sku":"s","page":1},"mark":"hidden","on":true}"#,
                CatalogAction::Mark { entry: entry(Some("s")), mark: CatalogMark::Hidden, on: true },
            ),
            (r#"{"do":"catalog_move","category":"ml","up":true}"#, CatalogAction::Move { category: "ml".to_owned(), up: true }),
            (
                r#"{"do":"catalog_ask","question":{"ask":"name","entry":{"category":"ml","sku":"s","page":1}}}"#,
                CatalogAction::Ask { question: name },
            ),
            (
                r#"{"do":"catalog_save","change":{"entry":{"category":"ml","page":1},"settings":[{"key":"k","value":"true"}]}}"#,
                CatalogAction::Save { change: change(Some(entry(None))) },
            ),
            (r#"{"do":"catalog_undo","change":{"settings":[{"key":"k","value":"true"}]}}"#, CatalogAction::Undo { change: change(None) }),
            (r#"{"do":"catalog_digest"}"#, CatalogAction::Digest),
            (r#"{"do":"catalog_ask_file","entry":null}"#, CatalogAction::AskAsFile { entry: None }),
        ];
        for (json, action) in cases {
            let action = Action::from(action);
            assert_eq!(serde_json::from_str::<Action>(json).unwrap(), action, "{json}");
            assert_eq!((serde_json::to_string(&action).unwrap().as_str(), action.is_single_use()), (json, false));
        }
        let category = || "ml".to_owned();
        let questions = [
            (r#"{"ask":"slug"}"#, CatalogQuestion::Slug),
            (r#"{"ask":"new_name","category":"ml"}"#, CatalogQuestion::NewName { category: category() }),
            (
                r#"{"ask":"new_fields","category":"ml","emoji":"⚔️","name":"ML"}"#,
                CatalogQuestion::NewFields { category: category(), emoji: Some("⚔️".to_owned()), name: "ML".into() },
            ),
            (r#"{"ask":"fields","category":"ml"}"#, CatalogQuestion::Fields { category: category() }),
            (r#"{"ask":"try","category":"ml"}"#, CatalogQuestion::Try { category: category() }),
        ];
        for (json, question) in questions {
            let step = Step::Catalog { question };
            let json = format!(r#"{{"step":"catalog","question":{json}}}"#);
            assert_eq!(serde_json::to_string(&step).unwrap(), json);
            assert_eq!(serde_json::from_str::<Step>(&json).unwrap(), step);
        }
    }
}
