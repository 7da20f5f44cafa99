//! Every field that the Bot API documents, one after the other beside what a customer typed or pressed: the bot reads it all the same.

use odzreshop_bot::telegram::command::Command;
use odzreshop_bot::telegram::incoming::{self, IncomingKind, IncomingUpdate};
use serde_json::{Map, Value, json};

use crate::botapi::specification;
use crate::shop::JANE;

/// How many levels below a field its own optional fields are tried.
const LEVELS: usize = 2;
/// Deep enough for what any type demands.
const DEMANDED: usize = 12;

/// Values of the Bot API's types, as its specification describes them.
struct Specification(Value);

impl Specification {
    fn fields(&self, kind: &str) -> &[Value] {
        self.0["types"][kind]["fields"].as_array().map_or(&[], Vec::as_slice)
    }

    /// The least value of a field.
    fn least(&self, field: &Value, levels: usize) -> Value {
        let kind = field["types"][0].as_str().unwrap();
        match choices(field).first() {
            Some(choice) if kind == "String" => choice.as_str().into(),
            _ => self.least_of(kind, levels),
        }
    }

    fn least_of(&self, kind: &str, levels: usize) -> Value {
        if let Some(element) = kind.strip_prefix("Array of ") {
            return json!([self.least_of(element, levels)]);
        }
        match kind {
            "Integer" => json!(7),
            "Float" => json!(1.5),
            "String" => json!("words"),
            "Boolean" => json!(false),
            "True" => json!(true),
            kind => {
                let levels = levels.checked_sub(1).unwrap_or_else(|| panic!("{kind} demands itself"));
                if let Some(member) = self.0["types"][kind]["subtypes"][0].as_str() {
                    return self.least_of(member, levels);
                }
                let demanded = self.fields(kind).iter().filter(|field| field["required"] == true);
                demanded.map(|field| (name(field).to_owned(), self.least(field, levels))).collect::<Map<_, _>>().into()
            }
        }
    }

    /// Values of a field: each choice, each member of a union, and the least one with each field of its own in each of its values.
    fn values(&self, field: &Value, levels: usize) -> Vec<Value> {
        let choices = choices(field).into_iter().map(Value::from);
        let kinds = field["types"].as_array().unwrap().iter();
        let values: Vec<Value> = choices.chain(kinds.flat_map(|kind| self.values_of(kind.as_str().unwrap(), levels))).collect();
        values
    }

    fn values_of(&self, kind: &str, levels: usize) -> Vec<Value> {
        if let Some(element) = kind.strip_prefix("Array of ") {
            return self.values_of(element, levels).into_iter().map(|value| json!([value])).collect();
        }
        let mut values = vec![self.least_of(kind, DEMANDED)];
        let Some(below) = levels.checked_sub(1) else { return values };
        if let Some(members) = self.0["types"][kind]["subtypes"].as_array() {
            values.extend(members.iter().flat_map(|member| self.values_of(member.as_str().unwrap(), below)));
        }
        for field in self.fields(kind) {
            for value in self.values(field, below) {
                let mut with = values[0].clone();
                with[name(field)] = value;
                values.push(with);
            }
        }
        values
    }
}

fn name(field: &Value) -> &str {
    field["name"].as_str().unwrap()
}

/// The words in quotes of a description that says what a text may be.
fn choices(field: &Value) -> Vec<String> {
    let description = field["description"].as_str().unwrap();
    let says = ["always", "can be", "one of", "either"].iter().any(|word| description.contains(word));
    if !says || field["types"] != json!(["String"]) {
        return Vec::new();
    }
    let quotes = regex::Regex::new("['“\"]([a-z_]+)['”\"]").unwrap();
    quotes.captures_iter(description).map(|found| found[1].to_owned()).collect()
}

fn message(fields: &[(&str, Value)]) -> Value {
    let mut message = json!({
        "message_id": 5, "date": 1_760_000_000, "chat": { "id": JANE, "type": "private", "first_name": "Jane" },
        "from": { "id": JANE, "is_bot": false, "first_name": "Jane" },
    });
    for (name, value) in fields {
        match (message.get_mut(name), value) {
            // Who it is and where does not change.
            (Some(Value::Object(known)), Value::Object(more)) => *known = more.clone().into_iter().chain(known.clone()).collect(),
            _ => message[*name] = value.clone(),
        }
    }
    message
}

fn read(kind: &str, content: &Value) -> Option<IncomingUpdate> {
    let body = json!({ "update_id": 1, kind: content }).to_string();
    incoming::read(&body, "odzreshop_bot").unwrap_or_else(|error| panic!("{error}: {body}"))
}

#[test]
fn what_was_typed_is_read_beside_every_field_of_a_message() {
    let specification = Specification(specification());
    let start = Command { name: "start".into(), argument: "mobile-legends".into() };
    let mut tried = 0;
    for field in specification.fields("Message") {
        // A sender chat has no identity; only the text counts.
        if ["sender_chat", "text", "caption", "message_id", "date"].contains(&name(field)) {
            continue;
        }
        for value in specification.values(field, LEVELS) {
            for (words, typed, kind) in [
                ("text", "123456789 (1234)", IncomingKind::Text("123456789 (1234)".into())),
                ("text", "/start mobile-legends", IncomingKind::Command(start.clone())),
                ("caption", "123456789", IncomingKind::Text("123456789".into())),
            ] {
                let message = message(&[(name(field), value.clone()), (words, typed.into())]);
                let incoming = read("message", &message).unwrap_or_else(|| panic!("{message}"));
                assert_eq!((incoming.kind, incoming.person.id, incoming.chat_id), (kind, JANE, JANE), "{message}");
                tried += 1;
            }
        }
    }
    assert!(tried > 3_000, "only {tried}");
}

#[test]
fn a_press_is_read_beside_every_field_of_a_callback_query() {
    let specification = Specification(specification());
    let mut tried = 0;
    for field in specification.fields("CallbackQuery") {
        for value in specification.values(field, LEVELS + 1) {
            let mut query = json!({ "id": "1", "from": { "id": JANE, "is_bot": false, "first_name": "Jane" }, "chat_instance": "1" });
            let fields: Vec<(&str, Value)> =
                value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value.clone())).collect();
            query[name(field)] = match name(field) {
                "id" | "data" => continue,
                "from" => message(&[("from", value)])["from"].clone(),
                "message" => message(&fields),
                _ => value,
            };
            query["data"] = json!("token:1");
            let incoming = read("callback_query", &query).unwrap();
            let IncomingKind::Callback(callback) = incoming.kind else { panic!("{query}") };
            assert_eq!((callback.query.as_str(), callback.data.as_str(), incoming.chat_id), ("1", "token:1", JANE), "{query}");
            assert_eq!(callback.message_id, query["message"]["message_id"].as_i64(), "{query}");
            tried += 1;
        }
    }
    assert!(tried > 800, "only {tried}");
}

/// What a message without words may hold that a person sent. All the other fields that stand alone are announcements.
const SENT: &str = "rich_message animation audio document live_photo paid_media photo sticker story video video_note voice checklist contact \
     dice game poll venue location invoice giveaway giveaway_winners";
/// Announcements whose description does not begin with "Service message".
const ANNOUNCED: &str = "new_chat_members left_chat_member new_chat_title new_chat_photo migrate_from_chat_id pinned_message \
     successful_payment refunded_payment connected_website passport_data";

#[test]
fn messages_of_people_are_answered_and_service_messages_are_not() {
    let specification = Specification(specification());
    let (mut sent, mut announced) = (0, 0);
    for field in specification.fields("Message") {
        let is_sent = SENT.split_whitespace().any(|known| known == name(field));
        let says = field["description"].as_str().unwrap();
        let is_announced = says.starts_with("Service message") || ANNOUNCED.split_whitespace().any(|known| known == name(field));
        assert!(!(is_sent && is_announced), "{}", name(field));
        let kind = read("message", &message(&[(name(field), specification.least(field, DEMANDED))])).map(|incoming| incoming.kind);
        if is_sent {
            assert_eq!(kind, Some(IncomingKind::Other), "{}", name(field));
            sent += 1;
        } else if is_announced {
            assert_eq!(kind, None, "{}", name(field));
            announced += 1;
        }
    }
    assert_eq!((sent, announced), (22, 54));
    assert_eq!(read("message", &message(&[])).map(|incoming| incoming.kind), Some(IncomingKind::Other), "of a form of tomorrow");
}
